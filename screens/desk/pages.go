package desk

import (
	"context"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

func (s *Screen) claimPage() fyne.CanvasObject {
	first, second := s.secret(0, s.b.T("desk.claim.first")), s.secret(1, s.b.T("desk.claim.second"))
	claim := func() {
		if first.Text != second.Text {
			s.err = nil
			s.said = func() string { return s.b.T("desk.claim.differ") }
			s.show()
			return
		}
		s.said = nil
		s.key(first.Text, s.p.Lock.Claim)
	}
	second.OnSubmitted = func(string) { claim() }
	body := s.alert()
	if s.said != nil {
		body = append(body, kit.Alert(s.said()))
	}
	body = append(body,
		kit.Field(s.b.T("desk.claim.first"), s.b.T("desk.claim.hint"), "", first),
		kit.Field(s.b.T("desk.claim.second"), "", "", second),
		kit.Buttons(s.primary(s.b.T("desk.claim.do"), claim)))
	return kit.Page(s.b.T("desk.claim.title"), s.b.T("desk.claim.lead"), body...)
}

// secret is a field for a passphrase. What is typed there stays while the page
// is drawn anew, in another language too, and no longer.
func (s *Screen) secret(i int, label string) *kit.Entry {
	e := kit.NewPassword(s.b)
	e.Label, e.Text = label, s.typed[i]
	e.OnChanged = func(v string) { s.typed[i] = v }
	return e
}

func (s *Screen) unlockPage() fyne.CanvasObject {
	pass := s.secret(0, s.b.T("desk.unlock.pass"))
	unlock := func() { s.key(pass.Text, s.p.Lock.Unlock) }
	pass.OnSubmitted = func(string) { unlock() }
	body := append(append(s.alert(), s.pendingLines()...),
		kit.Field(s.b.T("desk.unlock.pass"), "", "", pass),
		kit.Buttons(s.primary(s.b.T("desk.unlock.do"), unlock)))
	return kit.Page(s.b.T("desk.unlock.title"), s.b.T("desk.unlock.lead"), body...)
}

// primary is the main button, out of use while something is under way.
func (s *Screen) primary(text string, tapped func()) *kit.Button {
	b := kit.Primary(text, tapped)
	if s.busy {
		b.Text = s.b.T("desk.busy")
		b.Disable()
	}
	return b
}

// key claims or unlocks: both take about a second, by intention.
func (s *Screen) key(pass string, turn func(context.Context, []byte) error) {
	if s.busy {
		return
	}
	s.busy, s.err = true, nil
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		err := turn(ctx, []byte(pass))
		if err == nil && ctx.Err() != nil {
			s.p.Lock.Lock() // nobody is at the desk any more
		}
		return struct{}{}, err
	}, nil, func(_ struct{}, err error) {
		s.busy, s.err = false, err
		s.typed = [3]string{}
		if err == nil {
			s.watch()
			s.compareCases()
			s.Reload()
		}
		s.show()
	})
	s.show()
}
