package status

import (
	"context"
	"image"
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// shotSize is how large a photograph is decoded, long side, in pixels.
const shotSize = 1000

// shots are this account's photographs that the reasons of a returned case are
// about. They help, but nothing hangs on them: without one the reason stands
// alone.
func shots(ctx context.Context, cases Cases, thumb Thumb, p model.Progress) map[model.Side]image.Image {
	if p.Head.Status != model.Returned {
		return nil
	}
	own, err := cases.Own(ctx, p.Head.Case)
	if err != nil {
		return nil
	}
	out := map[model.Side]image.Image{}
	for side, photo := range map[model.Side]model.Photo{model.Front: own.Front, model.Back: own.Back} {
		if !about(p, side) || photo.Empty() {
			continue
		}
		if img, err := thumb(photo.JPEG, shotSize); err == nil {
			out[side] = kit.Levels(img)
		}
	}
	return out
}

// about reports whether the last return has a reason about a side.
func about(p model.Progress, side model.Side) bool {
	if len(p.Timeline) == 0 {
		return false
	}
	last := p.Timeline[len(p.Timeline)-1]
	return slices.ContainsFunc(last.Reasons, func(r model.Reason) bool { return r.Field == string(side) })
}

// stops are the way of a case: what happened, what is under way, what is to
// come.
func (s *Screen) stops(p model.Progress) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	open := p.Head.Status == model.Waiting
	for i, e := range p.Timeline {
		last := i == len(p.Timeline)-1
		if e.What == "received" || e.What == "corrected" {
			received := kit.Column(kit.Strong(s.b.T("status.event."+e.What)), kit.Muted(s.b.Words.Moment(e.At)))
			out = append(out, newStop(received, theme.ColorNamePrimary, true))
			if p.Head.Kind == model.Binding {
				out = append(out, newStop(kit.Strong(s.b.T("status.event.checked")), theme.ColorNamePrimary, !last || open))
			}
			continue
		}
		out = append(out, newStop(s.event(p.Head.Kind, e, last), colour(e.What), !last))
	}
	if open {
		now := kit.Column(kit.Strong(s.b.T("status.event.desk")))
		if p.Head.Kind == model.Binding { // a request has no photographs to compare
			now.Add(kit.Muted(s.b.T("status.event.desk.what")))
		}
		out = append(out, newStop(now, theme.ColorNameWarning, true), newStop(kit.Muted(s.b.T("status.event.then."+string(p.Head.Kind))), "", false))
	}
	return out
}

// event is one thing that happened. The reasons of the last return stand
// beside the photograph that they are about.
func (s *Screen) event(kind model.Kind, e model.Event, last bool) fyne.CanvasObject {
	what := e.What
	if kind != model.Binding && what == "approved" {
		what = "request.approved" // done: it has bound no card
	}
	rows := kit.Column(kit.Strong(s.b.T("status.event."+what)), kit.Muted(s.b.Words.Moment(e.At)))
	if e.Automatic {
		rows.Add(kit.Muted(s.b.T("status.event.automatic")))
	}
	shown := map[model.Side]bool{}
	for _, r := range e.Reasons {
		side := model.Side(r.Field)
		if img := s.shots[side]; img != nil && last {
			if !shown[side] {
				rows.Add(s.pinned(side, e.Reasons))
			}
			shown[side] = true
			continue
		}
		rows.Add(s.reason(r, last))
	}
	if e.Note != "" {
		rows.Add(kit.Body(s.b.T("status.note") + s.b.T("status.colon") + kit.Show(e.Note)))
	}
	return rows
}

// reason says why, and leads to how to fix it while that is still to be done.
func (s *Screen) reason(r model.Reason, last bool) fyne.CanvasObject {
	said := kit.Notice(s.sentence(r))
	if !last {
		return said
	}
	return kit.With(said, kit.HowTo(s.b, "reason-"+r.Code, s.sentence(r)))
}

// sentence is that of the list, or the reviewer's own with the field it is about
// before it.
func (s *Screen) sentence(r model.Reason) string {
	text := s.b.Words.Reason(r)
	if r.Field != "" && r.Text != "" {
		text = s.b.T("field."+r.Field) + s.b.T("status.colon") + text
	}
	return kit.Show(text)
}

// pinned is the person's own photograph of a side with the reviewer's pins on
// it, beside every reason about it.
func (s *Screen) pinned(side model.Side, reasons []model.Reason) fyne.CanvasObject {
	var places []model.Place
	said := kit.Column()
	for _, r := range reasons {
		if r.Field != string(side) {
			continue
		}
		said.Add(s.reason(r, true))
		if r.Place != nil {
			places = append(places, *r.Place)
		}
	}
	if s.views == nil {
		s.views = map[model.Side]*kit.View{}
	}
	if s.views[side] == nil {
		s.views[side] = &kit.View{}
	}
	photo := kit.NewViewer(s.shots[side], places, s.views[side])
	photo.Label, photo.HighMost = s.b.T("side."+string(side)), 260
	return kit.Split(photo, said)
}
