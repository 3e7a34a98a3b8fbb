package desk

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// UndoTime is how long a decision can be taken back. It is written, signed and
// shown to the person only then: what a person has read cannot be undone.
const UndoTime = 10 * time.Second

// A pending is a decision that was taken and is not written yet.
type pending struct {
	decision model.Decision
	opened   *opened
	form     *form        // nil for an approval
	at       int          // where the case stood in the list
	found    *model.Found // that list, if it was not the queue
	stop     func()
}

// doubleTap is how soon nobody has looked at the next case: a second tap, or a
// key held down, decides nothing.
const doubleTap = 500 * time.Millisecond

// An unwritten is a decision that could not be written.
type unwritten struct {
	tag string   // of the reference
	p   *pending // nil once the desk was locked: nothing of a case stays then
	err error
}

// drawFirst is how long what is only made ready lets a page be drawn before it
// takes the processor.
const drawFirst = 250 * time.Millisecond

// A loading is a case on its way to the desk: asked for, or made ready while
// the one before it is read.
type loading struct {
	id    uuid.UUID
	stop  func()
	show  func(*opened, error) // nil: it is only made ready
	hurry context.CancelFunc   // it is asked for
}

// decide takes a decision on the open case, and the next case of the queue takes
// its place. Of what was looked for the rest is shown: that was one person's.
func (s *Screen) decide(d model.Decision) {
	if s.busy || s.open == nil || time.Since(s.decided) < doubleTap {
		return
	}
	s.watch()
	s.err, s.said, s.decided = nil, nil, time.Now()
	d.Case, d.Version = s.open.Head.Case, s.open.Head.Version
	p := &pending{decision: d, opened: s.open, form: s.form, at: s.index(d.Case), found: s.found}
	s.pending = append(s.pending, p)
	p.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(UndoTime):
		}
		return struct{}{}, nil
	}, nil, func(struct{}, error) { s.write([]*pending{p}, nil) })
	if p.at >= 0 {
		s.drop(p.at)
	}
	s.close()
	if s.found != nil && len(s.heads) > 0 {
		s.show()
		return
	}
	s.advance(max(p.at, 0))
}

// index is where a case stands in the queue, -1 if it does not.
func (s *Screen) index(id uuid.UUID) int {
	return slices.IndexFunc(s.heads, func(h model.Head) bool { return h.Case == id })
}

// advance opens the case at a place of the queue, the first after the last; an
// empty queue is fetched and shown.
func (s *Screen) advance(at int) {
	if at >= len(s.heads)-1 && s.next != "" {
		s.more()
	}
	if len(s.heads) == 0 {
		if s.found != nil {
			s.unseek()
			return
		}
		s.refetch()
		s.show()
		return
	}
	s.pick(s.heads[at%len(s.heads)].Case)
}

// move opens the case that stands so many places after the open one.
func (s *Screen) move(by int) {
	at := s.index(s.open.Head.Case)
	if to := at + by; at >= 0 && to >= 0 && to < len(s.heads) {
		s.close()
		s.advance(to)
	}
}

// waits reports whether a case still waits for a decision, as far as the desk
// knows: those that were just taken are written soon.
func (s *Screen) waits(h model.Head) bool {
	this := func(p *pending) bool { return p.decision.Case == h.Case }
	return !slices.ContainsFunc(s.pending, this) && !slices.ContainsFunc(s.writing, this)
}

// waiting are those of heads that wait.
func (s *Screen) waiting(heads []model.Head) []model.Head {
	return slices.DeleteFunc(heads, func(h model.Head) bool { return !s.waits(h) })
}

// undo takes the last decision back: its case is on the desk again, with what
// was ticked and typed.
func (s *Screen) undo() {
	n := len(s.pending) - 1
	if n < 0 {
		return
	}
	p := s.pending[n]
	s.pending = s.pending[:n]
	p.stop()
	s.reopen(p)
}

func (s *Screen) reopen(p *pending) {
	s.watch()
	s.halt()
	s.close()
	if s.index(p.decision.Case) < 0 && p.found == s.found {
		s.put(p.at, p.opened.Head)
	}
	s.err, s.said, s.open, s.form = nil, nil, p.opened, p.form
	s.noteHand()
	s.straighten(p.opened)
	s.show()
}

// flush writes all decisions at once, and then does after, which may be nil.
func (s *Screen) flush(after func()) { s.write(slices.Clone(s.pending), after) }

// write writes decisions that are still pending, whatever page comes next and
// also if the program ends, and then does after, outside of the window's
// goroutine.
func (s *Screen) write(all []*pending, after func()) {
	all = slices.DeleteFunc(all, func(p *pending) bool { return !slices.Contains(s.pending, p) })
	for _, p := range all {
		p.stop()
	}
	s.pending = slices.DeleteFunc(s.pending, func(p *pending) bool { return slices.Contains(all, p) })
	s.writing = append(s.writing, all...)
	if len(all) == 0 && after == nil {
		return
	}
	errs := make([]error, len(all))
	var last model.Head
	before, done := s.wrotes, make(chan struct{})
	s.wrotes = done // one after the other: the lock must not come before a decision
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		defer close(done)
		if before != nil {
			<-before
		}
		for i, p := range all {
			last, errs[i] = s.p.Cases.Decide(context.WithoutCancel(ctx), p.decision)
		}
		if after != nil {
			after()
		}
		return struct{}{}, nil
	}, nil, func(struct{}, error) {
		s.writing = slices.DeleteFunc(s.writing, func(p *pending) bool { return slices.Contains(all, p) })
		s.wrote(all, errs, last)
	})
}

// wrote says what became of decisions.
func (s *Screen) wrote(all []*pending, errs []error, last model.Head) {
	failed := false
	for i, p := range all {
		if errs[i] != nil {
			failed = true
			s.lost = append(s.lost, unwritten{p.opened.Head.Tag, p, errs[i]})
		}
	}
	if _, open := s.p.State(); !open {
		s.locking = false
		for i := range s.lost {
			s.lost[i].p = nil
		}
		s.show()
		return
	}
	if s.locking { // written while the desk was locked; the lock comes next
		return
	}
	if n := len(all) - 1; n >= 0 && errs[n] == nil {
		reference := all[n].opened.Submission.Reference // and nothing else of the case
		verb := all[n].decision.Verb
		s.said = func() string {
			return s.b.T("desk.decided", "reference", reference, "status", s.outcome(verb, last))
		}
	}
	if failed || s.open == nil {
		s.refetch()
	}
	if s.open == nil && !s.busy {
		s.show()
		return
	}
	s.showPending()
}

// pendingBox is what is said about the last decision, drawn anew in place.
func (s *Screen) pendingBox() fyne.CanvasObject {
	s.box = kit.Column(s.pendingLines()...)
	s.box.Hidden = len(s.box.Objects) == 0
	return s.box
}

func (s *Screen) showPending() {
	if s.box != nil {
		s.box.Objects = s.pendingLines()
		s.box.Hidden = len(s.box.Objects) == 0
		s.box.Refresh()
		s.root.Refresh()
	}
}

func (s *Screen) pendingLines() (lines []fyne.CanvasObject) {
	for i, u := range s.lost {
		text := kit.Alert(s.b.T("desk.unwritten", "tag", u.tag, "why", s.b.Words.Say(u.err)))
		if u.p == nil {
			lines = append(lines, text)
			continue
		}
		lines = append(lines, kit.Beside(text, kit.Link(s.b.T("desk.again"), func() { s.again(i) })))
	}
	if n := len(s.pending) - 1; n >= 0 {
		p := s.pending[n]
		text := s.b.T("desk.pending", "reference", p.opened.Submission.Reference, "verb", s.verbText(p.opened.Head.Kind, p.decision.Verb))
		undo := kit.Link("Z　"+s.b.T("desk.undo"), s.undo)
		return append(lines, kit.Beside(kit.Body(text), undo))
	}
	if s.said != nil {
		lines = append(lines, kit.Tick(s.said()))
	}
	return lines
}

// again puts a case back on the desk whose decision could not be written: as it
// was, or as it is now if somebody else decided.
func (s *Screen) again(i int) {
	u := s.lost[i]
	s.lost = slices.Delete(s.lost, i, i+1)
	if errors.Is(u.err, model.ErrConflict) {
		s.close()
		s.pick(u.p.decision.Case)
		return
	}
	s.reopen(u.p)
}

// verbText is what a verb is called on a button.
func (s *Screen) verbText(kind model.Kind, v model.Verb) string {
	switch v {
	case model.Return:
		return s.b.T("desk.return")
	case model.Refuse:
		return s.b.T("desk.refuse")
	case model.Propose:
		return s.b.T("desk.propose")
	case model.Decline:
		return s.b.T("desk.decline")
	}
	return s.approveText(kind)
}

// load brings a case to show, with its pictures scaled for the screen; show nil
// makes it ready. One that is being made ready is waited for.
func (s *Screen) load(id uuid.UUID, show func(*opened, error)) {
	if l := s.loading; l != nil {
		if l.id == id {
			l.show = show
			l.hurry()
			return
		}
		l.stop()
	}
	rest, hurry := context.WithTimeout(context.Background(), drawFirst)
	l := &loading{id: id, show: show, hurry: hurry}
	if show != nil {
		hurry()
	}
	s.loading = l
	s.noteHand()
	l.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (*opened, error) {
		defer hurry()
		select {
		case <-rest.Done():
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return s.unseal(ctx, id)
	}, nil, func(o *opened, err error) {
		if s.loading = nil; l.show != nil {
			l.show(o, err)
		} else if err == nil {
			s.ready = o
		}
	})
}

// unseal opens a case, which is written to the audit log, and its pictures.
func (s *Screen) unseal(ctx context.Context, id uuid.UUID) (*opened, error) {
	c, err := s.p.Cases.OpenCase(ctx, id)
	if err != nil {
		return nil, err
	}
	o := newOpened(c)
	for side, p := range map[model.Side]model.Photo{model.Front: c.Submission.Front, model.Back: c.Submission.Back} {
		if p.Empty() {
			continue
		}
		if o.photos[side], err = s.picture(p); err != nil {
			return nil, err
		}
	}
	if c.Before == nil {
		return o, nil
	}
	for side, was := range map[model.Side][2]model.Photo{
		model.Front: {c.Before.Front, c.Submission.Front}, model.Back: {c.Before.Back, c.Submission.Back},
	} {
		if !was[0].Empty() && !bytes.Equal(was[0].JPEG, was[1].JPEG) {
			if img, err := s.picture(was[0]); err == nil { // what cannot be shown any more is no fault of the case
				o.old[side] = img
			}
		}
	}
	return o, nil
}

// prepare makes the case ready that comes after the open one.
func (s *Screen) prepare() {
	at := s.index(s.open.Head.Case) + 1
	if s.loading == nil && at > 0 && at < len(s.heads) && !s.isReady(s.heads[at]) {
		s.ready = nil
		s.load(s.heads[at].Case, nil)
	}
}

// isReady reports whether a case was made ready, as it is now.
func (s *Screen) isReady(h model.Head) bool {
	return s.ready != nil && s.ready.Head.Case == h.Case && s.ready.Head.Version == h.Version
}
