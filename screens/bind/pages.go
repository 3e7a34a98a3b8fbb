package bind

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// notices stand above the question: what the desk wrote about this page, and
// what the last Continue found.
func (s *Screen) notices(page string) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if told := s.reasons(page); len(told) > 0 {
		rows = append(rows, kit.Card(told...))
	}
	if len(s.problems) > 0 {
		rows = append(rows, kit.Alert(s.b.T("bind.problems"), s.links(s.problems, func(p model.Problem) { s.focusField(p.Field) })...))
	}
	return rows
}

// reasons is why a page came back, in the desk's words.
func (s *Screen) reasons(page string) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, r := range append(s.draft.Only[:len(s.draft.Only):len(s.draft.Only)], s.why...) {
		// an expired card has a new back too
		if page == model.PageStart || model.PageOf(r.Field) == page || r.Code == "expired" && page == model.PageBack {
			said := s.b.Words.Reason(r)
			rows = append(rows, kit.With(kit.Notice(said), kit.HowTo(s.b, "reason-"+r.Code, said)))
		}
	}
	if s.note != "" && (len(rows) > 0 || page == model.PageCheck) {
		rows = append(rows, kit.Body(s.b.T("bind.note", "note", kit.Show(s.note))))
	}
	if len(rows) > 0 {
		rows = append([]fyne.CanvasObject{kit.Sub(s.b.T("bind.returned"))}, rows...)
	}
	return rows
}

// links is a line for each problem that leads to where it is put right.
func (s *Screen) links(problems []model.Problem, tapped func(model.Problem)) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, p := range problems {
		rows = append(rows, kit.Link(s.b.Words.Problem(p), func() { tapped(p) }))
	}
	return rows
}

// wrong is the sentence about a field after Continue, or "".
func (s *Screen) wrong(field string) string {
	for _, p := range s.problems {
		if p.Field == field {
			return s.b.Words.Problem(p)
		}
	}
	return ""
}

// entry is the input of a field of the draft.
func (s *Screen) entry(field, text string, changed func(string)) *kit.Entry {
	e := kit.NewEntry(s.b)
	s.equip(e, field, text, changed)
	s.focus[field] = e
	return e
}

func (s *Screen) equip(e *kit.Entry, field, text string, changed func(string)) {
	e.Text, e.Label = text, s.b.T("field."+field)
	e.OnChanged = func(v string) {
		changed(v)
		s.changed()
	}
	e.OnSubmitted = func(string) { s.next() }
	if !s.draft.Open(field) {
		e.Disable()
	}
}

// startPage says what is needed, who sees it and what happens next.
func (s *Screen) startPage() *container.Scroll {
	if s.b.Kiosk {
		return s.kioskStart()
	}
	return s.before(s.b.T("bind.start.lead"), s.b.T("bind.start.need.text"), s.b.T("bind.start.network"))
}

// before is the page before the first question: what is needed, who sees it,
// what follows, and three notes, the last of which depends on the machine.
func (s *Screen) before(lead, need, last string) *container.Scroll {
	return kit.Page(s.b.T("bind.start.title"), lead,
		kit.Card(
			kit.Row(s.b.T("bind.start.need"), need, nil),
			kit.Row(s.b.T("bind.start.who"), s.b.T("bind.start.who.text"), nil),
			kit.Row(s.b.T("bind.start.after"), s.b.T("bind.start.after.text"), nil),
		),
		kit.Sub(s.b.T("bind.start.notes")),
		kit.Body(s.b.T("bind.start.true")),
		kit.Body(s.b.T("bind.start.clear")),
		kit.Body(last),
	)
}

// consent is what ticking a box means now.
func (s *Screen) consent(ticked bool) model.Consent {
	if !ticked {
		return model.Consent{}
	}
	return model.Consent{Version: ConsentVersion, Language: s.b.Words.Lang, At: s.b.Now().UTC()}
}

// tick is a box for one consent.
func (s *Screen) tick(field, label string, to *model.Consent) *kit.Choice {
	box := kit.NewChoice(label, to.Given(), func(on bool) {
		*to = s.consent(on)
		s.changed()
	})
	if !s.draft.Open(field) {
		box.Disable()
	}
	s.focus[field] = box
	return box
}

// consentPage asks for two consents apart from each other (PIPL art. 29 wants
// the one for sensitive data separate); neither box is ticked beforehand.
func (s *Screen) consentPage() *container.Scroll {
	rows := s.notices(model.PageConsent)
	rows = append(rows,
		s.consentCard(consentText{
			title: s.b.T("bind.consent.data"), purpose: s.b.T("bind.consent.data.purpose"), fields: s.b.T("bind.consent.data.fields"),
			wrong: s.wrong(model.FieldConsent),
		}, s.tick(model.FieldConsent, s.b.T("bind.consent.data.agree"), &s.draft.Consent)),
		s.consentCard(consentText{
			title: s.b.T("bind.consent.photo"), purpose: s.b.T("bind.consent.photo.purpose"), fields: s.b.T("bind.consent.photo.fields"),
			wrong: s.wrong(model.FieldPhotoConsent),
		}, s.tick(model.FieldPhotoConsent, s.b.T("bind.consent.photo.agree"), &s.draft.PhotoConsent)))
	both := []fyne.CanvasObject{ // what holds for both is said once
		kit.Row(s.b.T("bind.consent.long"), s.howLong(), nil),
		kit.Row(s.b.T("bind.consent.who"), s.b.T("bind.consent.who.text"), nil),
	}
	if office := s.p.Office(s.b.Words.Lang); office != "" {
		both = append(both, kit.Muted(s.b.T("bind.consent.office", "office", office)))
	}
	rows = append(rows, kit.Card(both...))
	return kit.Page(s.b.T("bind.consent.title"), s.b.T("bind.consent.lead"), rows...)
}

type consentText struct{ title, purpose, fields, wrong string }

func (s *Screen) consentCard(t consentText, box fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		kit.Sub(t.title),
		kit.Row(s.b.T("bind.consent.purpose"), t.purpose, nil),
		kit.Row(s.b.T("bind.consent.fields"), t.fields, nil),
	}
	if t.wrong != "" {
		rows = append(rows, kit.Warn(t.wrong))
	}
	return kit.Card(append(rows, box)...)
}

// waysPage is for who does not agree: no dead end.
func (s *Screen) waysPage() *container.Scroll {
	return kit.Page(s.b.T("bind.ways.title"), s.b.T("bind.ways.lead"),
		kit.Card(kit.Sub(s.b.T("bind.ways.counter")), kit.Body(s.b.T("bind.ways.counter.text"))),
		kit.Card(kit.Sub(s.b.T("bind.ways.online")), kit.Body(s.b.T("bind.ways.online.text"))),
	)
}

// guardianPage is shown only for a child under 14 (PIPL art. 31).
func (s *Screen) guardianPage() *container.Scroll {
	g := &s.draft.Guardian
	rows := s.notices(model.PageGuardian)
	name := s.entry(model.FieldGuardian, g.Name, func(v string) { g.Name = v })
	name.Keys = kit.PadName
	box := s.tick(model.FieldGuardianConsent, s.b.T("bind.guardian.agree"), &g.Consent)
	rows = append(rows,
		kit.Field(s.b.T("bind.guardian.name"), s.b.T("bind.guardian.name.hint"), s.wrong(model.FieldGuardian), name),
		kit.Body(s.b.T("bind.guardian.text")))
	if wrong := s.wrong(model.FieldGuardianConsent); wrong != "" {
		rows = append(rows, kit.Warn(wrong))
	}
	return kit.Page(s.b.T("bind.guardian.title"), s.b.T("bind.guardian.lead"), append(rows, box)...)
}
