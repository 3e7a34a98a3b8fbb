// Package me shows who is bound, and is where a binding starts.
package me

import (
	"context"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Cases is what the screen needs of the store.
type Cases interface {
	// Mine lists this account's cases, newest first.
	Mine(ctx context.Context) ([]model.Mine, error)
	// Draft is the unfinished draft, if there is one.
	Draft(ctx context.Context) (d model.Draft, ok bool, err error)
}

// A Screen is the first page.
type Screen struct {
	b       *kit.Bench
	cases   Cases
	claimed func() bool
	root    *fyne.Container
	state   state
	err     error
	stop    func()
}

type state struct {
	mine  []model.Mine
	draft bool
}

// New makes the screen; claimed reports whether the desk has a passphrase.
func New(b *kit.Bench, cases Cases, claimed func() bool) *Screen {
	return &Screen{b: b, cases: cases, claimed: claimed, root: container.NewStack(), stop: func() {}}
}

// Enter fetches what is bound.
func (s *Screen) Enter(string) { s.Reload() }

// Leave implements kit.Screen.
func (s *Screen) Leave() { s.stop() }

// Reload fetches again what is shown; the store's changes call it.
func (s *Screen) Reload() {
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (state, error) {
		mine, err := s.cases.Mine(ctx)
		if err != nil {
			return state{}, err
		}
		_, draft, err := s.cases.Draft(ctx)
		return state{mine, draft}, err
	}, nil, func(st state, err error) {
		s.state, s.err = st, err
		s.Content()
	})
}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	var body []fyne.CanvasObject
	if s.err != nil {
		body = append(body, kit.Alert(s.b.Words.Say(s.err)))
	}
	body = append(body, s.binding())
	if len(s.state.mine) > 0 {
		body = append(body, s.last(s.state.mine[0]))
	}
	if !s.claimed() {
		claim := kit.Secondary(s.b.T("me.claim.do"), func() { s.b.Go("desk") })
		body = append(body, kit.Card(kit.Beside(kit.Column(kit.Body(s.b.T("me.claim"))), kit.Buttons(claim))))
	}
	s.root.Objects = []fyne.CanvasObject{kit.Page(s.b.T("me.title"), "", body...)}
	s.root.Refresh()
	return s.root
}

// bound is the latest approved binding of this account.
func (s *Screen) bound() (model.Mine, bool) {
	for _, m := range s.state.mine {
		if m.Kind == model.Binding && m.Head.Status == model.Approved {
			return m, true
		}
	}
	return model.Mine{}, false
}

// pending is the latest case, if it is a binding that is not decided.
func (s *Screen) pending() (model.Mine, bool) {
	if len(s.state.mine) == 0 {
		return model.Mine{}, false
	}
	m := s.state.mine[0]
	return m, m.Kind == model.Binding && m.Head.Open()
}

func (s *Screen) binding() fyne.CanvasObject {
	if m, ok := s.bound(); ok {
		return s.card(m)
	}
	start := kit.Primary(s.b.T("me.bind"), func() { s.b.Go("bind") })
	if s.state.draft {
		start.Text = s.b.T("me.go-on")
	} else if _, sent := s.pending(); sent {
		start = kit.Secondary(s.b.T("me.other"), func() { s.b.Go("bind") })
	}
	return kit.Card(kit.Sub(s.b.T("me.unbound")), kit.Body(s.b.T("me.unbound.lead")), kit.Buttons(start))
}

// card shows the binding m.
func (s *Screen) card(m model.Mine) fyne.CanvasObject {
	until := s.b.T("me.until", "day", s.b.Words.Date(m.Until))
	if m.LongTerm {
		until = s.b.T("me.until.long")
	}
	more := kit.Secondary(s.b.T("me.other"), func() { s.b.Go("bind") })
	if s.state.draft {
		more = kit.Primary(s.b.T("me.go-on"), func() { s.b.Go("bind") })
	}
	return kit.Card(
		kit.Tick(s.b.T("me.bound")),
		kit.Sub(kit.Show(m.MaskedName)+"　"+m.MaskedNum),
		kit.Body(s.b.T("me.bound.since", "day", s.b.Words.Date(idcard.Today(m.Head.Updated)))),
		kit.Body(until),
		kit.Buttons(more),
	)
}

// last shows the latest case, and the way on from there.
func (s *Screen) last(m model.Mine) fyne.CanvasObject {
	show := kit.Secondary(s.b.T("me.status"), func() { s.b.Go("status/" + m.Reference) })
	line := s.b.T("status."+string(m.Head.Status)) + "　" + m.Reference
	text, actions := kit.Column(kit.Strong(s.b.T("me.last")), kit.Muted(line)), kit.Buttons(show)
	if m.Head.Status == model.Returned {
		fix := s.b.T("status.fix")
		put := kit.Primary(fix, func() { s.b.Go("bind/fix:" + m.Case.String()) })
		if s.state.draft {
			put = kit.Secondary(fix, put.OnTapped) // one main button a page
		}
		text, actions = kit.Column(kit.Strong(s.b.T("me.last")), kit.Notice(line)), kit.Buttons(put)
	}
	return kit.Card(kit.Beside(text, actions))
}
