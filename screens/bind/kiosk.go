package bind

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// kioskStart is the start page of a machine that strangers use: nothing is kept
// there, and there is a time limit, which is said before it runs (WCAG 2.2.1).
func (s *Screen) kioskStart() *container.Scroll {
	lead := s.b.T("bind.start.lead.kiosk")
	if s.p.Limit > 0 {
		lead = s.b.T("bind.start.lead.limit", "seconds", int(s.p.Limit.Seconds()))
	}
	if s.draft.Revision > 1 { // a kiosk has no copy of what came back
		return kit.Page(s.b.T("bind.start.title"), s.b.T("bind.start.lead.again"), append(s.notices(model.PageStart), kit.Muted(lead), kit.Body(s.b.T("bind.start.take")))...)
	}
	return s.before(lead, s.b.T("bind.start.need.kiosk"), s.b.T("bind.start.take"))
}

// howLong is how long things are kept. A kiosk has no copy for the person.
func (s *Screen) howLong() string {
	if s.b.Kiosk {
		return s.b.T("bind.consent.long.kiosk")
	}
	return s.b.T("bind.consent.long.text")
}

// unsent is what to do after sending failed. What a kiosk holds it loses when
// the person goes.
func (s *Screen) unsent() string {
	if s.b.Kiosk {
		return s.b.T("bind.check.again")
	}
	return s.b.T("bind.check.kept")
}

// kioskReceipt is the end at a kiosk: the reference, large, and what must not
// stay behind. Confirming that clears everything.
func (s *Screen) kioskReceipt() *container.Scroll {
	head := kit.Marked("tick", theme.ColorNameSuccess, kit.NewText(s.b.T("bind.receipt.title"), kit.Style{SizeName: kit.SizeHeading, Bold: true}))
	body := append([]fyne.CanvasObject{kit.Column(head, kit.Muted(s.b.T("bind.receipt.lead.kiosk")))}, s.slip.Told()...)
	body = append(body, s.slip.Card(), kit.Tinted(kit.ColorAmberBg, kit.Marked("notice", theme.ColorNameWarning, kit.NewText(s.takeText(), kit.Style{Bold: true, Color: theme.ColorNameWarning}))))
	body = append(body,
		kit.Column(kit.Sub(s.b.T("slip.next")), kit.Body(s.b.T("slip.next.review")), kit.Body(s.b.T("slip.next.return")), kit.Body(s.b.T("slip.next.keep"))))
	return kit.Page("", "", body...)
}

// kioskEnd confirms it, and prints.
func (s *Screen) kioskEnd() fyne.CanvasObject {
	return kit.Buttons(append([]fyne.CanvasObject{kit.Primary(s.b.T("bind.receipt.taken"), s.b.Done)}, s.slip.Buttons()...)...)
}

// takeText is what the person must not leave behind.
func (s *Screen) takeText() string {
	if len(s.slip.Buttons()) > 0 { // there is a printer
		return s.b.T("bind.receipt.take.slip")
	}
	return s.b.T("bind.receipt.take")
}
