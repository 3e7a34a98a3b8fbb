package bind

import (
	"context"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

const (
	thumbWidth, thumbHeight = 200, 130 // dp
)

// checkPage shows everything that will be sent, with a way to change it.
func (s *Screen) checkPage() *container.Scroll {
	var rows []fyne.CanvasObject
	if told := s.reasons(model.PageCheck); len(told) > 0 {
		rows = append(rows, kit.Card(told...))
	}
	if s.refused.err != nil {
		rows = append(rows, kit.Alert(s.refused.say(s.b.Words), kit.Body(s.unsent())))
	}
	if problems := s.draft.Problems(s.b.Rules()); len(problems) > 0 {
		rows = append(rows, kit.Alert(s.b.T("bind.problems"), s.links(problems, func(p model.Problem) {
			s.changePage(p.Page)
			s.b.Jobs.Post(func() { s.focusField(p.Field) }) // after goTo has its way
		})...))
	}
	s.verify()
	if told := s.compareCard(); told != nil {
		rows = append(rows, told)
	}
	rows = append(rows, s.photosCard(), s.personCard(), s.termCard(), s.consentsCard())
	return kit.Page(s.b.T("bind.check.title"), s.b.T("bind.check.lead"), rows...)
}

// compareCard leads to what the photographs say otherwise. Either may be right:
// it keeps nobody from going on.
func (s *Screen) compareCard() fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.Notice(s.b.T("bind.check.differs"))}
	for _, f := range s.differences() {
		rows = append(rows, kit.Link(s.b.Words.Told(f), func() {
			s.changePage(model.PageOf(f.Field))
			s.b.Jobs.Post(func() { s.focusField(f.Field) }) // after goTo has its way
		}))
	}
	if len(rows) == 1 {
		return nil
	}
	return kit.Tinted(kit.ColorAmberBg, rows...)
}

// submitButton sends; while it runs it says so and cannot be pressed again.
func (s *Screen) submitButton() fyne.CanvasObject {
	if !s.sending {
		button := kit.Primary(s.b.T("bind.check.submit"), s.submit)
		s.focus[model.PageCheck] = button
		return kit.Buttons(button)
	}
	button := kit.Primary(s.b.T("bind.check.sending"), nil)
	button.Disable()
	return kit.Buttons(button)
}

// changeLink leads to a page and back, if something there may be changed.
func (s *Screen) changeLink(page string) fyne.CanvasObject {
	if !s.open(page) {
		return nil
	}
	b := kit.Link(s.b.T("bind.check.change"), func() { s.changePage(page) })
	b.Label = s.b.T("bind.check.change") + " " + s.b.T("page."+page)
	if s.sending {
		b.Disable()
	}
	return b
}

func (s *Screen) photosCard() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, side := range []model.Side{model.Front, model.Back} {
		var foot fyne.CanvasObject = kit.Body(s.b.T("side." + string(side)))
		if change := s.changeLink(string(side)); change != nil {
			foot = kit.Beside(foot, change)
		}
		cell := kit.Column(kit.Picture(s.show(side), thumbWidth, thumbHeight), foot)
		if s.photo(side).Manual {
			cell.Add(kit.Notice(s.b.T("bind.photo.flagged")))
		}
		cells = append(cells, cell)
	}
	return kit.Card(kit.Tiles(thumbWidth, cells...))
}

// personCard shows what was typed. What follows from the number was to be
// compared on its page, and a telephone that was not given is no answer.
func (s *Screen) personCard() fyne.CanvasObject {
	number := idcard.ParseNumber(s.draft.Number, s.b.Rules())
	rows := []fyne.CanvasObject{kit.Row(s.b.T("field.name"), dash(kit.Show(s.name().Value)), s.changeLink(model.PageName))}
	if s.draft.Phone != "" {
		rows = append(rows, kit.Row(s.b.T("field.phone"), kit.Show(s.draft.Phone), s.changeLink(model.PageName)))
	}
	rows = append(rows, kit.Row(s.b.T("field.number"), dash(s.shownNumber(number)), s.numberLinks()))
	if s.draft.Derived(s.b.Rules()).Under14 {
		rows = append(rows, kit.Row(s.b.T("bind.guardian.name"), dash(kit.Show(s.draft.Guardian.Name)), s.changeLink(model.PageGuardian)))
	}
	return kit.Card(rows...)
}

// shownNumber is masked unless the person asked to see it.
func (s *Screen) shownNumber(n idcard.Number) string {
	if s.reveal {
		return idcard.Group(n.Value)
	}
	return idcard.MaskNumber(n.Value)
}

func (s *Screen) numberLinks() fyne.CanvasObject {
	text := s.b.T("bind.check.reveal")
	if s.reveal {
		text = s.b.T("bind.check.hide")
	}
	icon := "show"
	if s.reveal {
		icon = "hide"
	}
	row := kit.Buttons(kit.Link(text, func() {
		s.reveal = !s.reveal
		s.render()
	}).With(icon))
	if change := s.changeLink(model.PageNumber); change != nil {
		row.Add(change)
	}
	return row
}

func (s *Screen) termCard() fyne.CanvasObject {
	t := s.term()
	until := s.b.Words.Date(t.Until)
	switch {
	case t.Long:
		until = s.b.T("long-term")
	case t.Until.IsZero():
		until = dash(kit.Show(s.draft.Until))
	}
	from := s.b.Words.Date(t.From)
	if t.From.IsZero() {
		from = dash(kit.Show(s.draft.From))
	}
	return kit.Card(kit.Row(s.b.T("field.term"), from+" – "+until, s.changeLink(model.PageTerm)))
}

// consentsCard says whether and when both were agreed to.
func (s *Screen) consentsCard() fyne.CanvasObject {
	given := dash("")
	if s.agreed() {
		given = s.b.T("bind.check.both")
	}
	return kit.Card(kit.Row(s.b.T("bind.check.consents"), given, s.changeLink(model.PageConsent)))
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// submit sends the draft, or shows what is still wrong. Failing keeps
// everything, and trying again is the same submission.
func (s *Screen) submit() {
	s.refused = failure{}
	if s.sending {
		return
	}
	if len(s.draft.Problems(s.b.Rules())) > 0 {
		s.render()
		s.scroll.ScrollToTop()
		return
	}
	s.sending = true
	s.keep.now()
	keys := s.b.Window.Canvas().Focused() != nil // the mouse leaves nothing the keyboard
	send, d, language := s.p.Submit, s.draft, s.b.Words.Lang
	work := func(ctx context.Context, _ func(float64)) (model.Receipt, error) { return send(ctx, d, language) }
	kit.Start(s.b.Jobs, work, nil, func(r model.Receipt, err error) {
		s.sending = false
		if err != nil {
			s.refused.err = err
			s.render()
			if s.scroll != nil {
				s.scroll.ScrollToTop()
			}
			if keys {
				s.focusField(model.PageCheck)
			}
			return
		}
		s.sent(r)
	})
	s.render()
}

// sent forgets the draft and shows the receipt.
func (s *Screen) sent(r model.Receipt) {
	s.resetSlots()
	s.draft, s.note, s.problems, s.reveal = model.Draft{}, "", nil, false
	s.keep.now()
	s.slip = kit.NewSlip(s.b, s.p.Slip, r, s.render)
	s.render()
}

// receiptPage is the end: what was received, and what happens next.
func (s *Screen) receiptPage() *container.Scroll {
	reference := s.slip.Receipt.Reference
	head := kit.Marked("tick", theme.ColorNameSuccess, kit.NewText(s.b.T("bind.receipt.title"), kit.Style{SizeName: kit.SizeHeading, Bold: true}))
	body := append([]fyne.CanvasObject{kit.Column(head, kit.Muted(s.b.T("slip.lead")))}, s.slip.Told()...)
	buttons := append([]fyne.CanvasObject{kit.Primary(s.b.T("bind.receipt.status"), func() { s.b.Go("status/" + reference) })}, s.slip.Buttons()...)
	body = append(body, s.slip.Card(), kit.Buttons(append(buttons, kit.Link(s.b.T("bind.receipt.another"), s.fresh))...),
		kit.Column(kit.Sub(s.b.T("slip.next")), kit.Body(s.b.T("slip.next.review")), kit.Body(s.b.T("slip.next.return")), kit.Body(s.b.T("slip.next.keep"))))
	return kit.Page("", "", body...)
}
