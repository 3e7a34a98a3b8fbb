// Package me shows who is bound and what that opens, and is where everything
// about a binding starts: binding, services, a request to change or unbind, and
// one's own data.
package me

import (
	"context"
	"strings"

	"truename/model"
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
	// Progress is what the holder of a reference may see.
	Progress(ctx context.Context, reference string) (model.Progress, error)
}

// Records is what the page about one's own data needs of the store.
type Records interface {
	// Openings lists who opened the case of a reference, and when.
	Openings(ctx context.Context, reference string) ([]model.Opening, error)
	// Kept counts what this machine holds of this account.
	Kept(ctx context.Context) (model.Kept, error)
}

// A Service is something that binding unlocks.
type Service struct {
	Name, Why model.Text
	Open      string // the address that Open starts, or "" if it starts nothing
}

// Parts is what the screen is made of. Functions with a context are called in
// jobs.
type Parts struct {
	Cases    Cases
	Records  Records
	Claimed  func() bool // the desk has a passphrase
	Services []Service
	Open     func(address string) error // hands an address to the system
	// NewRequest is an empty request with its ids and reference drawn.
	NewRequest func(kind model.Kind, about model.Mine) (model.Request, error)
	// File seals and stores a request; language is the person's.
	File    func(ctx context.Context, r model.Request, language string) (model.Receipt, error)
	Release func() (model.Release, bool) // a newer version, if the update feed named one
	Slip    kit.SlipParts
	Folder  string // where the data lies
}

// A Screen is Me with its pages: "" for Me itself, services, more, data, and a
// request: unbind, export or erase.
type Screen struct {
	b    *kit.Bench
	p    Parts
	root *fyne.Container
	page string

	state  state
	loaded bool
	err    error
	stop   func()

	dropping bool // asks whether to delete the draft

	data     data
	stopData func()

	form *form     // of the request being filled in
	slip *kit.Slip // of the one that was filed
}

type state struct {
	mine    []model.Mine
	draft   bool
	page    string         // of the draft
	reasons []model.Reason // why the latest case came back
}

// New makes the screen.
func New(b *kit.Bench, p Parts) *Screen {
	return &Screen{b: b, p: p, root: container.NewStack(), stop: func() {}, stopData: func() {}}
}

// Where implements kit.Placed.
func (s *Screen) Where() string { return s.page }

// Here implements kit.Placed.
func (s *Screen) Here() string {
	if s.slip != nil {
		return s.page + filed
	}
	return s.page
}

// filed stands behind the page of a request whose receipt is shown, for who
// comes back to it from a question.
const filed = "/filed"

// Enter fetches what is bound.
func (s *Screen) Enter(part string) {
	page, back := strings.CutSuffix(part, filed)
	if !back || page != s.page {
		s.slip = nil
	}
	s.page, s.dropping = page, false
	if kind, ok := requests[page]; !ok || s.form != nil && s.form.kind != kind {
		s.form = nil
	}
	s.Reload()
}

// Leave implements kit.Screen.
func (s *Screen) Leave() {
	s.stop()
	s.stopData()
}

// Reload fetches again what is shown; the store's changes call it.
func (s *Screen) Reload() {
	s.stop()
	cases := s.p.Cases
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (state, error) {
		return fetch(ctx, cases)
	}, nil, func(st state, err error) {
		s.err = err
		if err == nil { // a failure does not unbind anybody
			s.state, s.loaded = st, true
		}
		if s.page == "data" && err == nil {
			s.loadData()
		}
		s.show()
	})
}

// last is the case to speak of: one that came back, else the latest.
func (st state) last() (model.Mine, bool) {
	for _, m := range st.mine {
		if m.Head.Status == model.Returned {
			return m, true
		}
	}
	if len(st.mine) == 0 {
		return model.Mine{}, false
	}
	return st.mine[0], true
}

func fetch(ctx context.Context, cases Cases) (st state, err error) {
	if st.mine, err = cases.Mine(ctx); err != nil {
		return state{}, err
	}
	var d model.Draft
	if d, st.draft, err = cases.Draft(ctx); err != nil {
		return state{}, err
	}
	st.page = d.Page
	last, ok := st.last()
	if !ok || last.Head.Status != model.Returned {
		return st, nil
	}
	p, err := cases.Progress(ctx, last.Reference)
	for _, e := range p.Timeline {
		if e.What == "returned" {
			st.reasons = e.Reasons
		}
	}
	return st, err
}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.show()
	return s.root
}

func (s *Screen) show() {
	pages := map[string]func() fyne.CanvasObject{"services": s.services, "more": s.more, "data": s.dataPage}
	draw, ok := pages[s.page]
	if _, request := requests[s.page]; request {
		draw, ok = s.requestPage, true
	}
	if !ok {
		draw = s.home
	}
	kit.Swap(s.b.Window, s.root, draw())
}

// alert is the failure to show on top, if there is one.
func (s *Screen) alert() []fyne.CanvasObject {
	if s.err == nil {
		return nil
	}
	again := kit.Buttons(kit.Secondary(s.b.T("common.retry"), s.Reload))
	return []fyne.CanvasObject{kit.Alert(s.b.Words.Say(s.err), again)}
}

// bindings are the approved bindings of this account that still hold, newest
// first.
func (s *Screen) bindings() []model.Mine {
	var out []model.Mine
	for _, m := range s.state.mine {
		if m.Kind == model.Binding && m.Head.Status == model.Approved && !m.Ended {
			out = append(out, m)
		}
	}
	return out
}

// bound is the latest of them.
func (s *Screen) bound() (model.Mine, bool) {
	if all := s.bindings(); len(all) > 0 {
		return all[0], true
	}
	return model.Mine{}, false
}
