package me

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// services is "Payment": what needs a real name, why, and whether it is open.
// ⋯ at the top right leads to Real-name authentication.
func (s *Screen) services() fyne.CanvasObject {
	head := kit.Beside(kit.Heading(s.b.T("services.title")),
		kit.Secondary(s.b.T("services.more"), func() { s.b.Go("me/more") }).With("more"))
	_, bound := s.bound()
	lead := s.b.T("services.lead")
	if bound {
		lead = s.b.T("services.open-now")
	}
	body := append([]fyne.CanvasObject{head, kit.Muted(lead)}, s.alert()...)
	if !bound {
		start := kit.Primary(s.b.T("me.bind"), func() { s.b.Go("bind") })
		body = append(body, kit.Tinted(kit.ColorAmberBg, kit.Beside(kit.Notice(s.b.T("services.locked")), start)))
	}
	for _, service := range s.p.Services {
		body = append(body, s.service(service))
	}
	return kit.Page("", "", body...)
}

func (s *Screen) service(v Service) fyne.CanvasObject {
	lang := s.b.Words.Lang
	text := kit.Column(kit.Strong(v.Name.In(lang)), kit.Muted(v.Why.In(lang)), s.lock())
	if _, ok := s.bound(); !ok || v.Open == "" {
		return kit.Card(text)
	}
	open := kit.Secondary(s.b.T("services.open"), func() { s.open(v.Open) }).With("open")
	open.Label = s.b.T("services.open") + " " + v.Name.In(lang)
	return kit.Card(kit.Beside(text, open))
}

// more is what stands behind ⋯.
func (s *Screen) more() fyne.CanvasObject {
	row := func(icon, key, place string) fyne.CanvasObject {
		text := kit.Marked(icon, "", kit.Column(kit.Strong(s.b.T(key)), kit.Muted(s.b.T(key+".what"))))
		open := kit.Secondary(s.b.T("more.go"), func() { s.b.Go(place) })
		open.Label = s.b.T("more.go") + " " + s.b.T(key)
		return kit.Card(kit.Beside(text, open))
	}
	authenticate := "bind"
	if _, ok := s.bound(); ok {
		authenticate = "me"
	}
	return kit.Page(s.b.T("more.title"), "", append(s.alert(),
		row("bind", "more.real-name", authenticate),
		row("edit", "more.unbind", "me/unbind"),
		row("data", "more.data", "me/data"))...)
}

// requests are the pages that file a request.
var requests = map[string]model.Kind{"unbind": model.Unbind, "export": model.Export, "erase": model.Erase}
