package me

import (
	"slices"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// expiryReminder is how many days before a card ends Me speaks of it.
const expiryReminder = 60

// home is Me itself.
func (s *Screen) home() fyne.CanvasObject {
	body := s.alert()
	if s.err == nil || s.loaded { // else nobody knows who is bound
		body = append(body, s.hero())
	}
	if s.dropping && s.state.draft {
		body = append(body, s.askDrop())
	}
	body = append(body, s.reminder()...)
	if m, ok := s.state.last(); ok && !s.told(m) {
		body = append(body, s.last(m))
	}
	body = append(body, s.unlocks())
	if r, ok := s.p.Release(); ok {
		body = append(body, s.newer(r))
	}
	if s.loaded && !s.p.Claimed() {
		claim := kit.Secondary(s.b.T("me.claim.do"), func() { s.b.Go("desk") })
		body = append(body, kit.Card(kit.Beside(kit.Body(s.b.T("me.claim")), claim)))
	}
	return kit.Page("", "", body...)
}

// hero is the one thing Me is about: who is bound, what is under way, or the way
// to be bound.
func (s *Screen) hero() fyne.CanvasObject {
	if m, ok := s.bound(); ok {
		return s.boundHero(m)
	}
	title, lead := s.b.T("me.unbound"), s.b.T("me.unbound.lead")
	start := kit.NewButton(s.b.T("me.bind"), kit.Onto, func() { s.b.Go("bind") })
	m, under := s.underWay()
	switch {
	case under && m.Head.Status == model.Returned:
		title, lead = s.b.T("me.returned"), s.b.T("me.returned.lead")
		start = kit.NewButton(s.b.T("status.fix"), kit.Onto, func() { s.b.Go("bind/fix:" + m.Case.String()) })
	case under:
		title, lead = s.b.T("me.waiting"), s.b.T("me.waiting.lead", "day", s.b.Words.Day(m.Head.Due))
		start = kit.NewButton(s.b.T("me.status"), kit.Onto, func() { s.b.Go("status/" + m.Reference) })
	case s.state.draft:
		start.SetText(s.goOn())
	}
	text := kit.Column(kit.OnHero(s.b.T("me.kicker"), "", false), kit.OnHero(title, kit.SizeHeading, true), kit.OnHero(lead, "", false))
	if under && m.Head.Status == model.Returned {
		for _, r := range s.state.reasons {
			text.Add(kit.Marked("notice", kit.ColorOnHero, kit.OnHero(kit.Show(s.b.Words.Reason(r)), "", true)))
		}
	}
	buttons := kit.Buttons(start)
	if under && m.Head.Status == model.Returned && len(s.state.reasons) > 0 {
		r := s.state.reasons[0]
		how := kit.NewButton(s.b.T("common.fix"), kit.Beyond, func() { s.b.Go("questions/reason-" + r.Code) })
		how.Label = s.b.T("common.fix") + " " + kit.Show(s.b.Words.Reason(r))
		buttons.Add(how)
	}
	if under && s.state.draft {
		buttons.Add(kit.NewButton(s.goOn(), kit.Beyond, func() { s.b.Go("bind") }))
	}
	if s.state.draft {
		buttons.Add(s.drop())
	}
	return kit.Hero(kit.Beside(text, kit.Drawing("hero", kit.HeroWidth, kit.HeroHeight)), gap(), buttons)
}

// underWay is the binding that waits for the desk, or came back.
func (s *Screen) underWay() (model.Mine, bool) {
	m, ok := s.state.last()
	if ok && m.Kind == model.Binding && m.Head.Open() {
		return m, true
	}
	i := slices.IndexFunc(s.state.mine, func(m model.Mine) bool { return m.Kind == model.Binding && m.Head.Open() })
	if i < 0 {
		return model.Mine{}, false
	}
	return s.state.mine[i], true
}

// drop is for the next person at this computer: what was not sent is deleted.
func (s *Screen) drop() *kit.Button {
	return kit.NewButton(s.b.T("me.drop"), kit.Beyond, func() {
		s.dropping = true
		s.show()
	})
}

// askDrop asks first: it cannot be brought back.
func (s *Screen) askDrop() fyne.CanvasObject {
	return kit.Tinted(kit.ColorAmberBg, kit.Body(s.b.T("me.drop.ask")), kit.Buttons(
		kit.Danger(s.b.T("me.drop.do"), func() { s.b.Go("bind/fresh") }),
		kit.Secondary(s.b.T("common.cancel"), func() {
			s.dropping = false
			s.show()
		})))
}

// gap is empty space between text and buttons.
func gap() fyne.CanvasObject { return kit.NewText("", kit.Style{SizeName: theme.SizeNamePadding}) }

// goOn names the page on which the draft waits.
func (s *Screen) goOn() string {
	at := slices.Index(model.Pages, s.state.page)
	if at < 0 {
		return s.b.T("me.go-on")
	}
	return s.b.T("me.go-on.page", "page", s.b.T("page."+s.state.page))
}

// boundHero shows the binding m.
func (s *Screen) boundHero(m model.Mine) fyne.CanvasObject {
	until := s.b.T("me.until", "day", s.b.Words.Date(m.Until))
	if m.LongTerm {
		until = s.b.T("me.until.long")
	}
	more := kit.NewButton(s.b.T("me.other"), kit.Beyond, func() { s.b.Go("bind") })
	if s.state.draft {
		more = kit.NewButton(s.goOn(), kit.Onto, func() { s.b.Go("bind") })
	}
	manage := kit.NewButton(s.b.T("me.manage"), kit.Beyond, func() { s.b.Go("me/more") })
	text := kit.Column(
		kit.Marked("tick", kit.ColorOnHero, kit.OnHero(s.b.T("me.bound"), "", true)),
		kit.OnHero(kit.Show(m.MaskedName)+"　"+m.MaskedNum, kit.SizeHeading, true),
		kit.OnHero(s.b.T("me.bound.since", "day", s.b.Words.Date(idcard.Today(m.Head.Updated)))+"　·　"+until, "", false))
	show := kit.NewButton(s.b.T("me.binding"), kit.Beyond, func() { s.b.Go("status/" + m.Reference) })
	buttons := kit.Buttons(more, manage, show)
	if s.state.draft {
		buttons.Add(s.drop())
	}
	return kit.Hero(kit.Beside(text, kit.Drawing("hero", kit.HeroWidth, kit.HeroHeight)), gap(), buttons)
}

// reminder speaks of a bound card that ends soon.
func (s *Screen) reminder() []fyne.CanvasObject {
	m, ok := s.bound()
	if !ok || m.LongTerm || m.Until.IsZero() {
		return nil
	}
	days := int(m.Until.Time().Sub(s.b.Rules().Today.Time()).Hours() / 24)
	switch {
	case days < 0:
		return []fyne.CanvasObject{kit.Tinted(kit.ColorAmberBg, kit.Notice(s.b.T("me.expired")))}
	case days <= expiryReminder:
		return []fyne.CanvasObject{kit.Tinted(kit.ColorAmberBg, kit.Notice(s.b.T("me.expiring", "days", days)))}
	}
	return nil
}

// told reports whether the hero speaks of m already.
func (s *Screen) told(m model.Mine) bool {
	_, bound := s.bound()
	under, ok := s.underWay()
	return !bound && ok && under.Case == m.Case
}

// last shows the latest case, and the way on from there.
func (s *Screen) last(m model.Mine) fyne.CanvasObject {
	line := s.b.T("kind."+string(m.Kind)) + "　" + m.Reference
	status := s.b.Words.Status(m.Kind, m.Head.Status)
	show := kit.Secondary(s.b.T("me.status"), func() { s.b.Go("status/" + m.Reference) })
	if m.Head.Status != model.Returned {
		return kit.Card(kit.Beside(kit.Column(kit.Caption(line), kit.Strong(status)), show))
	}
	fix := kit.Secondary(s.b.T("status.fix"), func() { s.b.Go("bind/fix:" + m.Case.String()) })
	text := kit.Column(kit.Caption(line), kit.Notice(status))
	for _, r := range s.state.reasons {
		said := kit.Show(s.b.Words.Reason(r))
		text.Add(kit.With(kit.Strong(said), kit.HowTo(s.b, "reason-"+r.Code, said)))
	}
	return kit.Tinted(kit.ColorAmberBg, kit.Beside(text, fix))
}

// unlocks are the services that binding opens, with the way to them.
func (s *Screen) unlocks() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, service := range s.p.Services[:min(3, len(s.p.Services))] {
		cards = append(cards, kit.Card(kit.Strong(service.Name.In(s.b.Words.Lang)), s.lock()))
	}
	pay := kit.Link(s.b.T("me.payment"), func() { s.b.Go("me/services") }).With("services")
	return kit.Column(kit.Beside(kit.Sub(s.b.T("me.services")), pay), kit.Tiles(200, cards...))
}

// lock says whether services are open.
func (s *Screen) lock() fyne.CanvasObject {
	if _, ok := s.bound(); ok {
		return kit.Marked("unlock", theme.ColorNameSuccess, kit.NewText(s.b.T("me.unlocked"), kit.Style{Color: theme.ColorNameSuccess}))
	}
	return kit.Marked("lock", theme.ColorNameWarning, kit.NewText(s.b.T("me.locked"), kit.Style{Color: theme.ColorNameWarning}))
}

// newer tells of a newer version, and where it is.
func (s *Screen) newer(r model.Release) fyne.CanvasObject {
	text := kit.Column(kit.Strong(s.b.T("me.newer", "version", r.Version)), kit.Muted(s.b.T("me.newer.how")))
	if r.Where == "" {
		return kit.Card(text)
	}
	return kit.Card(kit.Beside(text, kit.Secondary(s.b.T("me.newer.get"), func() { s.open(r.Where) }).With("open")))
}

// open hands an address to the system.
func (s *Screen) open(address string) {
	s.err = s.p.Open(address)
	s.show()
}
