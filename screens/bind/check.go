package bind

import (
	"context"
	"image"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

const (
	thumbWidth, thumbHeight = 200, 130 // dp
	qrSize                  = 360      // pixels
)

// checkPage shows everything that will be sent, with a way to change it.
func (s *Screen) checkPage() *container.Scroll {
	var rows []fyne.CanvasObject
	if told := s.reasons(model.PageCheck); len(told) > 0 {
		rows = append(rows, kit.Card(told...))
	}
	if s.refused.err != nil {
		rows = append(rows, kit.Alert(s.refused.say(s.b.Words), kit.Body(s.b.T("bind.check.kept"))))
	}
	if problems := s.draft.Problems(s.b.Rules()); len(problems) > 0 {
		rows = append(rows, kit.Alert(s.b.T("bind.problems"), s.links(problems, func(p model.Problem) {
			s.changePage(p.Page)
			s.focusField(p.Field)
		})...))
	}
	rows = append(rows, s.photosCard(), s.personCard(), s.termCard(), s.consentsCard())
	return kit.Page(s.b.T("bind.check.title"), s.b.T("bind.check.lead"), rows...)
}

// submitButton sends; while it runs it says so and cannot be pressed again.
func (s *Screen) submitButton() fyne.CanvasObject {
	if !s.sending {
		return kit.Buttons(kit.Primary(s.b.T("bind.check.submit"), s.submit))
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
	if s.sending {
		b.Disable()
	}
	return b
}

func (s *Screen) photosCard() fyne.CanvasObject {
	row := container.NewGridWithColumns(2)
	for _, side := range []model.Side{model.Front, model.Back} {
		picture := kit.Picture(s.show(side), thumbWidth, thumbHeight)
		foot := container.NewBorder(nil, nil, nil, s.changeLink(string(side)), kit.Body(s.b.T("side."+string(side))))
		cell := container.NewVBox(picture, foot)
		if s.photo(side).Manual {
			cell.Add(kit.Notice(s.b.T("bind.photo.flagged")))
		}
		row.Add(cell)
	}
	return kit.Card(row)
}

func (s *Screen) personCard() fyne.CanvasObject {
	number, derived := idcard.ParseNumber(s.draft.Number, s.b.Rules()), s.draft.Derived(s.b.Rules())
	phone := s.draft.Phone
	if phone == "" {
		phone = s.b.T("bind.check.none")
	}
	rows := []fyne.CanvasObject{
		kit.Row(s.b.T("field.name"), dash(kit.Show(s.name().Value)), s.changeLink(model.PageName)),
		kit.Row(s.b.T("field.phone"), phone, s.changeLink(model.PageName)),
		kit.Row(s.b.T("field.number"), dash(s.shownNumber(number)), s.numberLinks()),
	}
	if !derived.Birth.IsZero() {
		rows = append(rows,
			kit.Row(s.b.T("field.birth"), s.b.Words.Date(derived.Birth), nil),
			kit.Row(s.b.T("field.sex"), s.b.T("sex."+string(derived.Sex)), nil),
			kit.Row(s.b.T("field.region"), dash(derived.Region), nil))
	}
	if derived.Under14 {
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
	row := container.NewHBox(kit.Link(text, func() {
		s.reveal = !s.reveal
		s.render()
	}))
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

func (s *Screen) consentsCard() fyne.CanvasObject {
	given := func(c model.Consent) string {
		if !c.Given() {
			return dash("")
		}
		return s.b.T("bind.check.agreed", "time", s.b.Words.Moment(c.At))
	}
	return kit.Card(
		kit.Row(s.b.T("bind.consent.data"), given(s.draft.Consent), s.changeLink(model.PageConsent)),
		kit.Row(s.b.T("bind.consent.photo"), given(s.draft.PhotoConsent), s.changeLink(model.PageConsent)),
	)
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
	s.receipt = &r
	draw := s.p.QR
	work := func(context.Context, func(float64)) (image.Image, error) { return draw(r.Reference, qrSize) }
	kit.Start(s.b.Jobs, work, nil, func(img image.Image, err error) {
		if err == nil && s.receipt != nil && s.receipt.Reference == r.Reference { // the reference is readable without
			s.qr = img
			s.render()
		}
	})
	s.render()
}

// receiptPage has no number, name or photograph: it is made to be kept and
// shown.
func (s *Screen) receiptPage() *container.Scroll {
	r, w := *s.receipt, s.b.Words
	reference := kit.Heading(r.Reference)
	reference.Selectable = true
	expected := s.b.T("bind.receipt.range", "from", w.Day(r.ExpectedFrom), "until", w.Day(r.ExpectedUntil))
	facts := container.NewVBox(
		&widget.Label{Text: s.b.T("bind.receipt.reference"), Importance: widget.LowImportance}, reference,
		kit.Row(s.b.T("bind.receipt.received"), w.Moment(r.Received), nil),
		kit.Row(s.b.T("bind.receipt.expected"), expected, nil),
	)
	card := kit.Card(facts)
	if s.qr != nil {
		card = kit.Card(container.NewBorder(nil, nil, nil, kit.Picture(s.qr, 150, 150), facts))
	}
	return kit.Page(s.b.T("bind.receipt.title"), s.b.T("bind.receipt.lead"), card,
		kit.Sub(s.b.T("bind.receipt.next")),
		kit.Body(s.b.T("bind.receipt.next.review")),
		kit.Body(s.b.T("bind.receipt.next.return")),
		kit.Body(s.b.T("bind.receipt.next.keep")),
		kit.Buttons(
			kit.Primary(s.b.T("bind.receipt.status"), func() { s.b.Go("status/" + r.Reference) }),
			kit.Secondary(s.b.T("bind.receipt.another"), s.fresh),
		))
}
