package desk

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// Finder finds cases by name and number, and knows how much of each is to be
// looked at.
type Finder interface {
	// Search writes to the audit log that somebody searched, and not for what.
	Search(ctx context.Context, typed string) (model.Found, error)
	// Risks leaves out what is not known yet; left is of how many cases that is.
	Risks(ctx context.Context, cases []uuid.UUID) (of map[uuid.UUID]model.Risk, left int, err error)
}

// A queue is a part of the list, with what is known of its cases.
type queue struct {
	heads []model.Head
	next  string
	risks map[uuid.UUID]model.Risk
	left  int

	contests []model.Contest
}

// fetch gets n heads of the queue after one.
func (s *Screen) fetch(ctx context.Context, only model.Sieve, after string, n int) (q queue, err error) {
	if q.heads, q.next, err = s.p.Cases.Queue(ctx, only, after, n); err != nil {
		return q, err
	}
	if q.contests, err = s.contested(ctx); err != nil {
		return q, err
	}
	return q, s.weigh(ctx, &q)
}

// weigh adds to a part of the list what is known of its cases.
func (s *Screen) weigh(ctx context.Context, q *queue) (err error) {
	if s.p.Finder == nil {
		return nil
	}
	ids := make([]uuid.UUID, len(q.heads))
	for i, h := range q.heads {
		ids[i] = h.Case
	}
	q.risks, q.left, err = s.p.Finder.Risks(ctx, ids)
	return err
}

// learn keeps what is known of the cases in the list. What the desk has not read
// yet it reads now.
func (s *Screen) learn(q queue, anew bool) {
	if anew || s.risks == nil {
		s.risks = map[uuid.UUID]model.Risk{}
	}
	if s.found == nil { // else they were not asked for
		s.contests = q.contests
	}
	maps.Copy(s.risks, q.risks)
	if s.left = q.left; s.left > 0 {
		s.compareCases()
	}
}

// seek looks for what is typed among all cases that the desk knows, whatever
// their status. It is asked for with Enter and not while somebody types: each
// search stands in the audit log.
func (s *Screen) seek(typed string) {
	if s.p.Finder == nil || strings.TrimSpace(typed) == "" {
		return
	}
	s.watch()
	s.stopQueue()
	s.stopQueue = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (f found, err error) {
		if f.Found, err = s.p.Finder.Search(ctx, typed); err != nil {
			return f, err
		}
		f.heads = f.Heads
		return f, s.weigh(ctx, &f.queue)
	}, nil, func(f found, err error) {
		s.rows.jumping = 0 // it was stopped, if it was under way
		if s.err = err; err == nil {
			s.forgetRows()
			s.found, s.heads = &f.Found, s.waiting(f.heads)
			s.learn(f.queue, true)
		}
		if s.open == nil {
			s.show()
		}
	})
}

// found is what a search came to, with what is known of it.
type found struct {
	model.Found
	queue
}

// unseek shows the queue again, and nothing of what was looked for.
func (s *Screen) unseek() {
	s.found = nil
	s.sift(func(only *model.Sieve) { only.Tag = "" })
	s.show()
}

// foundLines say what a search came to.
func (s *Screen) foundLines() (lines []fyne.CanvasObject) {
	f := s.found
	switch {
	case f.Total == 0:
		lines = append(lines, kit.Muted(s.b.T("desk.found.none")))
	case f.Total > len(f.Heads):
		lines = append(lines, kit.Muted(s.b.T("desk.found.more", "n", len(f.Heads))))
	}
	if f.Left > 0 {
		lines = append(lines, kit.Notice(s.b.T("desk.found.left", "n", f.Left)))
	}
	return lines
}

// search is the field for a reference, or with Enter a name or number.
func (s *Screen) search() fyne.CanvasObject {
	find := kit.NewEntry(s.b)
	find.Label, find.Text = s.b.T("desk.find"), s.only.Tag
	if s.p.Finder != nil {
		find.Label = s.b.T("desk.find.all")
	}
	find.SetPlaceHolder(find.Label)
	find.OnChanged = func(typed string) {
		s.found = nil
		s.sift(func(only *model.Sieve) { only.Tag = typed })
	}
	if s.p.Finder == nil {
		return find
	}
	find.OnSubmitted = s.seek
	return kit.Beside(kit.AtMost(kit.ColumnWidth, find), kit.Secondary(s.b.T("desk.find.do"), func() { s.seek(find.Text) }))
}

// concerns are the kinds of findings that the queue can be narrowed to, once it
// is narrowed to what has any.
func (s *Screen) concerns() []fyne.CanvasObject {
	if s.p.Finder == nil || !s.flagged() {
		return nil
	}
	var ticks []fyne.CanvasObject
	for _, c := range model.Concerns {
		tick := kit.NewChoice(s.b.T("desk.concern."+string(c)), s.only.Concern == c, func(on bool) {
			s.sift(func(only *model.Sieve) {
				if only.Concern, only.Flagged = "", !on; on {
					only.Concern = c
				}
			})
		})
		tick.Round = true
		ticks = append(ticks, tick)
	}
	return []fyne.CanvasObject{kit.Tiles(150, ticks...)}
}

// flagged reports whether the queue is narrowed to what has findings.
func (s *Screen) flagged() bool { return s.only.Flagged || s.only.Concern != "" }

// mostConcerns is how many kinds of findings are named in a row; more are
// counted.
const mostConcerns = 2

// riskText says how closely to look at a case, and why.
func riskText(b *kit.Bench, r model.Risk) string {
	all := r.Concerns()
	var what []string
	for _, c := range all[:min(len(all), mostConcerns)] {
		what = append(what, b.T("desk.concern."+string(c)))
	}
	text := b.T("desk.risk."+string(r.Level()), "what", strings.Join(what, b.T("desk.others.and")))
	if n := len(all) - mostConcerns; n > 0 {
		text += fmt.Sprintf(" +%d", n)
	}
	return text
}
