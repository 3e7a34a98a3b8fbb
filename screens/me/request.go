package me

import (
	"context"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A form is a request being filled in.
type form struct {
	kind     model.Kind
	about    model.Mine
	request  model.Request
	drawn    bool // its ids were drawn: sending again is the same request
	problems []model.Problem
	busy     bool
	err      error
	focus    map[string]fyne.Focusable
}

// about lists the cases a request of this kind can be about: bindings to
// unbind, and for one's data every case that is there.
func (s *Screen) about(kind model.Kind) []model.Mine {
	if kind == model.Unbind {
		return s.bindings()
	}
	var out []model.Mine
	for _, m := range s.state.mine {
		if m.Kind == model.Binding {
			out = append(out, m)
		}
	}
	return out
}

// requestPage asks for a request, or shows its receipt.
func (s *Screen) requestPage() fyne.CanvasObject {
	kind := requests[s.page]
	if s.slip != nil {
		return s.filed()
	}
	title, lead := s.b.T("request."+string(kind)+".title"), s.b.T("request."+string(kind)+".lead")
	about := s.about(kind)
	if len(about) == 0 {
		body := s.alert()
		if s.loaded && s.err == nil {
			body = append(body, kit.Card(kit.Body(s.b.T("request.nothing"))),
				kit.Buttons(kit.Primary(s.b.T("me.bind"), func() { s.b.Go("bind") }), kit.Secondary(s.b.T("request.look"), func() { s.b.Go("status") })))
		}
		return kit.Page(title, lead, body...)
	}
	if s.form == nil {
		s.form = &form{kind: kind, about: about[0]}
		s.form.request.Kind = kind
	}
	s.form.focus = map[string]fyne.Focusable{}
	return kit.Page(title, lead, s.fields(about)...)
}

func (s *Screen) fields(about []model.Mine) []fyne.CanvasObject {
	f := s.form
	body := s.alert()
	if f.err != nil {
		body = append(body, kit.Alert(s.b.Words.Say(f.err), kit.Body(s.b.T("request.kept"))))
	}
	if len(f.problems) > 0 {
		var links []fyne.CanvasObject
		for _, p := range f.problems {
			links = append(links, kit.Link(s.b.Words.Problem(p), func() { s.focus(p.Field) }))
		}
		body = append(body, kit.Alert(s.b.T("bind.problems"), links...))
	}
	body = append(body, s.which(about))
	if codes := model.RequestReasons[f.kind]; len(codes) > 0 {
		body = append(body, s.why(codes))
	}
	text := kit.NewNote(s.b, 2)
	s.equip(text, model.FieldText, &f.request.Text)
	contact := kit.NewEntry(s.b)
	s.equip(contact, model.FieldContact, &f.request.Contact)
	send := kit.Primary(s.b.T("request.send"), s.send)
	if f.busy { // it can still have the keyboard, which comes back to it if sending fails
		send.Text, send.Label = s.b.T("request.sending"), send.Text
	}
	return append(body,
		kit.Field(s.b.T("request.text")+s.b.T("bind.optional"), s.b.T("request.text.hint"), s.wrong(model.FieldText), text),
		kit.Field(s.b.T("field.phone")+s.b.T("bind.optional"), s.b.T("request.contact.hint"), s.wrong(model.FieldContact), contact),
		kit.Buttons(send, kit.Secondary(s.b.T("common.cancel"), func() { s.b.Go("me/more") })))
}

// which says whose binding it is about; one of several is chosen.
func (s *Screen) which(about []model.Mine) fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.Strong(s.b.T("request.about"))}
	for _, m := range about {
		line := kit.Show(m.MaskedName) + "　" + m.MaskedNum
		if len(about) == 1 {
			rows = append(rows, kit.Body(line))
			break
		}
		line += "　" + m.Reference // a card can be there twice
		choice := kit.NewChoice(line, m.Case == s.form.about.Case, func(bool) {
			s.form.about = m
			s.show()
		})
		choice.Round = true
		rows = append(rows, choice)
	}
	return kit.Card(rows...)
}

// why is one of several reasons.
func (s *Screen) why(codes []string) fyne.CanvasObject {
	f := s.form
	rows := []fyne.CanvasObject{kit.Strong(s.b.T("request.why"))}
	if wrong := s.wrong(model.FieldReason); wrong != "" {
		rows = append(rows, kit.Warn(wrong))
	}
	for _, code := range codes {
		c := kit.NewChoice(s.b.T("request.reason."+code), f.request.Reason == code, func(bool) {
			f.request.Reason = code
			s.show()
		})
		c.Round = true
		if f.focus[model.FieldReason] == nil {
			f.focus[model.FieldReason] = c
		}
		rows = append(rows, c)
	}
	return kit.Card(rows...)
}

func (s *Screen) equip(e *kit.Entry, field string, into *string) {
	e.Text, e.Label = *into, s.b.T("field."+field)
	e.OnChanged = func(v string) { *into = v }
	s.form.focus[field] = e
}

func (s *Screen) wrong(field string) string {
	for _, p := range s.form.problems {
		if p.Field == field {
			return s.b.Words.Problem(p)
		}
	}
	return ""
}

func (s *Screen) focus(field string) {
	if f := s.form.focus[field]; f != nil {
		s.b.Window.Canvas().Focus(f)
	}
}

// send files the request. Failing keeps what was typed, and trying again is
// the same request.
func (s *Screen) send() {
	f := s.form
	if f.busy {
		return
	}
	if f.problems = f.request.Problems(); len(f.problems) > 0 {
		s.show()
		s.focus(f.problems[0].Field)
		return
	}
	f.busy, f.err = true, nil
	draw, file, language, about := s.p.NewRequest, s.p.File, s.b.Words.Lang, f.about
	request, drawn := f.request, f.drawn
	type answer struct {
		request model.Request
		receipt model.Receipt
	}
	work := func(ctx context.Context, _ func(float64)) (a answer, err error) {
		a.request = request
		if !drawn || request.About != about.Case {
			if a.request, err = draw(f.kind, about); err != nil {
				return answer{request: request}, err
			}
			a.request.Reason, a.request.Text, a.request.Contact = request.Reason, request.Text, request.Contact
		}
		a.receipt, err = file(context.WithoutCancel(ctx), a.request, language)
		a.receipt.Reference = a.request.Reference // also of one that was received before
		return a, err
	}
	kit.Start(s.b.Jobs, work, nil, func(a answer, err error) {
		a.request.Reason, a.request.Text, a.request.Contact = f.request.Reason, f.request.Text, f.request.Contact // typed meanwhile
		f.busy, f.err, f.request, f.drawn = false, err, a.request, a.request.Reference != ""
		if err == nil {
			s.form = nil
			s.slip = kit.NewSlip(s.b, s.p.Slip, a.receipt, s.show)
		}
		s.show()
	})
	s.show()
}

// filed is the receipt of a request.
func (s *Screen) filed() fyne.CanvasObject {
	reference := s.slip.Receipt.Reference
	body := append(s.slip.Told(), s.slip.Card(), kit.Body(s.b.T("request.next")),
		kit.Buttons(append([]fyne.CanvasObject{kit.Primary(s.b.T("me.status"), func() { s.b.Go("status/" + reference) })}, s.slip.Buttons()...)...))
	return kit.Page(s.b.T("request.filed"), s.b.T("slip.lead"), body...)
}
