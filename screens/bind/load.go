package bind

import (
	"context"
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"
)

// loaded is a draft with what belongs to it.
type loaded struct {
	draft  model.Draft
	stored bool
	note   string
	why    []model.Reason // of a revision for which everything is asked again
}

// load takes up the kept draft, or begins one.
func (s *Screen) load() {
	drafts, fresh, stored := s.p.Drafts, s.p.NewDraft, s.keep.stored || s.keep.busy
	reasons := s.p.Reasons
	s.start(func(ctx context.Context) (loaded, error) {
		if stored { // what is kept was submitted and is about to be forgotten
			d, err := fresh()
			return loaded{draft: d, stored: true}, err
		}
		d, ok, err := drafts.Draft(ctx)
		if err != nil {
			return loaded{}, err
		}
		if !ok {
			d, err = fresh()
			return loaded{draft: d}, err
		}
		l := loaded{draft: d, stored: true}
		if d.Revision > 1 {
			if why, note, err := reasons(ctx, d.Case); err == nil { // they help, but nothing hangs on them
				l.note = note
				if len(d.Only) == 0 {
					l.why = why
				}
			}
		}
		return l, nil
	}, s.load)
}

// start runs work that ends in a draft; again is what the person can try when
// it fails.
func (s *Screen) start(work func(context.Context) (loaded, error), again func()) {
	s.stopLoad()
	s.loading, s.broken, s.retry = true, failure{}, again
	job := func(ctx context.Context, _ func(float64)) (loaded, error) { return work(ctx) }
	s.stopLoad = kit.Start(s.b.Jobs, job, nil, func(l loaded, err error) {
		s.loading = false
		if err != nil {
			s.broken.err = err
			s.render()
			return
		}
		s.take(l)
	})
	s.render()
}

// take makes l the present draft and lands on its page.
func (s *Screen) take(l loaded) {
	s.resetSlots()
	s.draft, s.note, s.why, s.until = l.draft, l.note, l.why, ""
	s.keep.stored = s.keep.stored || l.stored
	s.problems, s.change, s.refused, s.clash = nil, false, failure{}, uuid.Nil
	if len(s.draft.Only) > 0 {
		s.draft = s.draft.Widen(s.b.Rules())
	}
	if pages := s.pages(); !slices.Contains(pages, s.draft.Page) {
		s.draft.Page = pages[0]
	}
	if !l.stored {
		s.changed()
	}
	s.render()
	if s.want != "" {
		s.arrive()
	}
}

// fresh begins a draft for somebody else.
func (s *Screen) fresh() {
	s.slip, s.draft = nil, model.Draft{}
	s.keep.now()
	fresh := s.p.NewDraft
	s.start(func(context.Context) (loaded, error) {
		d, err := fresh()
		return loaded{draft: d}, err
	}, s.fresh)
}

// fix takes up a returned case, unless another draft would be lost.
func (s *Screen) fix(caseID uuid.UUID) {
	switch {
	case s.draft.Case == caseID && s.draft.Revision > 1:
		s.goTo(s.draft.Page)
	case !s.draft.Empty():
		s.clash = caseID
		s.render()
	default:
		s.takeBack(caseID)
	}
}

// takeBack makes the next revision of a returned case the present draft.
func (s *Screen) takeBack(caseID uuid.UUID) {
	own, reasons := s.p.Own, s.p.Reasons
	s.clash = uuid.Nil
	s.start(func(ctx context.Context) (loaded, error) {
		d, err := own(ctx, caseID)
		if err != nil {
			return loaded{}, err
		}
		why, note, err := reasons(ctx, caseID)
		if err != nil {
			return loaded{}, err
		}
		id, err := uuid.NewV7()
		return loaded{draft: d.Fix(id, why), note: note}, err
	}, func() { s.takeBack(caseID) })
}

// brokenPage says why there is no draft, and what can be done.
func (s *Screen) brokenPage() *container.Scroll {
	other := kit.Secondary(s.b.T("bind.broken.fresh"), s.fresh)
	if s.draft.ID != uuid.Nil { // only taking up a returned case failed
		other = kit.Secondary(s.b.T("bind.clash.keep"), func() {
			s.broken = failure{}
			s.render()
		})
	}
	lead := s.b.T("bind.broken.lead")
	if s.b.Kiosk {
		lead = s.b.T("bind.broken.lead.kiosk")
	}
	return kit.Page(s.b.T("bind.broken.title"), lead,
		kit.Alert(s.broken.say(s.b.Words)),
		kit.Buttons(kit.Primary(s.b.T("common.retry"), func() { s.retry() }), other))
}

// clashPage asks which of two to go on with: there is one draft at a time.
func (s *Screen) clashPage() *container.Scroll {
	caseID := s.clash
	return kit.Page(s.b.T("bind.clash.title"), s.b.T("bind.clash.lead"),
		kit.Buttons(
			kit.Primary(s.b.T("bind.clash.keep"), func() {
				s.clash = uuid.Nil
				s.render()
			}),
			kit.Danger(s.b.T("bind.clash.drop"), func() { s.takeBack(caseID) }),
		))
}
