package desk

import (
	"context"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// Duplicates tells cases that have a number or a photograph in common.
type Duplicates interface {
	// CompareCases gets all cases ready for it, which may take long, once.
	CompareCases(ctx context.Context) error
	Duplicates(ctx context.Context, id uuid.UUID) ([]model.Duplicate, error)
}

// mostOthers is how many other cases are named; more are counted.
const mostOthers = 5

// compareCases gets the cases ready while nothing is on the desk. It ends by
// itself when the desk is locked; what fails is said where a case is compared.
// Then the list is fetched again, which tells what was found of each.
func (s *Screen) compareCases() {
	if s.p.Duplicates == nil || s.reading || !s.role().Decides() {
		return
	}
	s.reading = true
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, s.p.Duplicates.CompareCases(ctx)
	}, nil, func(_ struct{}, err error) {
		if s.reading = false; err == nil && s.p.Finder != nil {
			s.Reload() // the policy asks too what they have in common
		}
	})
}

// compareWith looks for other cases in a job: the case is on the desk
// meanwhile.
func (s *Screen) compareWith(o *opened) {
	if s.p.Duplicates == nil || o.Head.Kind != model.Binding {
		return
	}
	o.comparing = true
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) ([]model.Duplicate, error) {
		return s.p.Duplicates.Duplicates(ctx, o.Head.Case)
	}, nil, func(others []model.Duplicate, err error) {
		o.comparing, o.others, o.othersErr = false, others, err
		if s.open == o && o.othersBox != nil {
			o.othersBox.Objects = s.otherLines(o)
			s.root.Refresh()
		}
	})
}

// others are the lines about other cases, which may come later.
func (s *Screen) others() []fyne.CanvasObject {
	if s.p.Duplicates == nil || s.open.Head.Kind != model.Binding {
		return nil
	}
	s.open.othersBox = kit.Column(s.otherLines(s.open)...)
	return []fyne.CanvasObject{s.open.othersBox}
}

func (s *Screen) otherLines(o *opened) (lines []fyne.CanvasObject) {
	switch {
	case o.comparing:
		return append(lines, kit.Muted(s.b.T("desk.others.looking")))
	case o.othersErr != nil:
		return append(lines, kit.Notice(s.b.T("desk.others.failed", "why", s.b.Words.Say(o.othersErr))))
	case len(o.others) == 0:
		return append(lines, kit.Tick(s.b.T("desk.others.none")))
	}
	for _, d := range o.others[:min(len(o.others), mostOthers)] {
		open := kit.Link(s.b.T("desk.others.open"), func() { s.pick(d.Head.Case) })
		open.Label = open.Text + " " + d.Head.Tag
		lines = append(lines, kit.Beside(kit.Notice(s.other(d)), open))
	}
	if n := len(o.others) - mostOthers; n > 0 {
		lines = append(lines, kit.Muted(s.b.T("desk.others.more", "n", n)))
	}
	return lines
}

// other says what a case has in common with the one on the desk.
func (s *Screen) other(d model.Duplicate) string {
	var same []string
	for _, w := range []struct {
		is  bool
		key string
	}{{d.Number, "desk.others.number"}, {d.Front, "desk.others.front"}, {d.Near, "desk.others.near"}, {d.Back, "desk.others.back"}} {
		if w.is {
			same = append(same, s.b.T(w.key))
		}
	}
	return s.b.T("desk.others.case", "tag", d.Head.Tag, "day", s.b.Words.Date(idcard.Today(d.Head.Updated)),
		"status", s.b.Words.Status(d.Head.Kind, d.Head.Status), "same", strings.Join(same, s.b.T("desk.others.and")))
}
