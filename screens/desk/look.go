package desk

import (
	"context"
	"image"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// cardPixels is how high a straightened card is: print of it is sharp where a
// field is looked at closely.
const cardPixels = 1212

// straighten straightens the card of each side where one was found, and cuts
// out of it the lines that the table shows, in jobs: the case is on the desk
// meanwhile.
func (s *Screen) straighten(o *opened) {
	strip := s.p.Strip
	if strip == nil {
		return
	}
	for side, photo := range map[model.Side]model.Photo{model.Front: o.Submission.Front, model.Back: o.Submission.Back} {
		if photo.Empty() || photo.Report.Quad == nil {
			continue
		}
		kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (image.Image, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(drawFirst):
			}
			return kit.LevelsOf(strip(ctx, photo, model.Place{X1: 1, Y1: 1}, cardPixels))
		}, nil, func(img image.Image, err error) {
			if err != nil || s.open != o {
				return // the photograph is there to look at
			}
			o.cards[side] = img
			s.cut(o, side)
			if o.straight && s.form == nil {
				s.show()
			}
		})
	}
}

// letGo drops the pictures of a case that is on the desk no more. Those that
// the case was opened with stay, for an undo.
func (o *opened) letGo() {
	for _, v := range o.viewers {
		v.Drop()
	}
	o.viewers = nil
	clear(o.cards)
	clear(o.strips)
}

// pictures shows both sides, or one of them large.
func (s *Screen) pictures() fyne.CanvasObject {
	if s.open.large != "" {
		return s.largePane(s.open.large)
	}
	return kit.Tiles(280, s.picturePane(model.Front), s.picturePane(model.Back))
}

// picturePane is a side beside the other, with what changes how large it is
// seen.
func (s *Screen) picturePane(side model.Side) fyne.CanvasObject {
	v := s.viewer(side)
	if v == nil {
		return kit.Picture(nil, 160, 120)
	}
	v.HighMost = s.b.Window.Canvas().Size().Height - 520
	tools := kit.Buttons(s.sizeButton(side, "desk.larger", side), s.zoomButton(v, side, "photo.larger", "larger", fyne.KeyPlus),
		s.zoomButton(v, side, "photo.smaller", "smaller", fyne.KeyMinus))
	if turn := s.beforeButton(side); turn != nil {
		tools.Add(turn)
	}
	return kit.Column(v, kit.Beside(kit.Strong(v.Label), tools))
}

// largePane is a side alone, with all that changes how it is seen beside it: each
// of the buttons names its key.
func (s *Screen) largePane(side model.Side) fyne.CanvasObject {
	v := s.viewer(side)
	if v == nil {
		return kit.Picture(nil, 160, 120)
	}
	v.HighMost = s.b.Window.Canvas().Size().Height - 270
	if s.b.Scale == kit.ScaleDouble { // what stands above takes more; all of it is to be seen at once
		v.HighMost -= 160
	}
	tools := kit.Column()
	if s.open.shown[side] { // which side it is can be seen, and not that it is the one before
		tools.Add(kit.Strong(v.Label))
	}
	tools.Add(s.sizeButton(side, "desk.smaller", ""))
	if s.straightens(side) {
		key := map[bool]string{false: "desk.straight", true: "desk.photo"}[s.open.straight]
		tools.Add(kit.Link("X　"+s.b.T(key), s.turnOver))
	}
	if turn := s.beforeButton(side); turn != nil {
		tools.Add(turn)
	}
	tools.Add(kit.Buttons(s.zoomButton(v, side, "photo.larger", "larger", fyne.KeyPlus), s.zoomButton(v, side, "photo.smaller", "smaller", fyne.KeyMinus)))
	for _, b := range []struct {
		sign, key string
		press     fyne.KeyName
	}{
		{"E", "desk.turn", fyne.KeyE}, {"W", "desk.brighter", fyne.KeyW}, {"S", "desk.darker", fyne.KeyS},
		{"C", "desk.contrast", fyne.KeyC}, {"0", "desk.plain", fyne.Key0},
	} {
		tools.Add(kit.Link(b.sign+"　"+s.b.T(b.key), func() { v.Key(b.press) }))
	}
	return kit.Aside(toolsWidth, v, tools)
}

// toolsWidth is how wide the buttons beside a large picture are, in dp at the
// standard scale.
const toolsWidth = 132

// viewer shows a side: the photograph, the one before or the card alone; nil if
// there is none.
func (s *Screen) viewer(side model.Side) *kit.Viewer {
	o, report := s.open, s.photo(side).Report
	img, view, at := o.photos[side], o.views[side], places(report)
	label, outline, field := s.b.T("side."+string(side)), report.Quad, (*model.Place)(nil)
	switch card := o.cards[side]; {
	case img == nil:
		return nil
	case o.shown[side]:
		img, at, label, outline = o.old[side], s.pinned(side), s.b.T("desk.before.photo")+" "+label, nil
	case o.straight && card != nil:
		img, view, at, label, outline, field = card, o.cardViews[side], nil, s.b.T("desk.card", "side", label), nil, s.spotted(side)
	}
	v := kit.NewViewer(img, at, view)
	v.Label, v.Outline, v.Field, v.Stamp = label, outline, field, s.stamp(o)
	v.OnLook = func(bool) { s.watch() }
	v.Adjust(s.b.Jobs)
	o.viewers, o.panes[side] = append(o.viewers, v), v
	return v
}

// stamp says who looks at which case, and since when: it lies over its pictures
// and is no part of them. The whole reference would open its status to whoever
// has a photograph of the screen.
func (s *Screen) stamp(o *opened) string {
	if s.p.Viewer == nil {
		return ""
	}
	who := s.p.Viewer()
	return who[:min(len(who), 8)] + " · " + o.at.In(idcard.China).Format("2006-01-02 15:04") + " · " + o.Head.Tag
}

// sizeButton makes a side large, or both small for "".
func (s *Screen) sizeButton(side model.Side, key string, large model.Side) *kit.Button {
	b := kit.Link(s.b.T(key), func() { s.enlarge(large) })
	b.Label = b.Text + " " + s.b.T("side."+string(side)) // there are two of them
	return b
}

func (s *Screen) zoomButton(v *kit.Viewer, side model.Side, key, icon string, press fyne.KeyName) *kit.Button {
	b := kit.Link("", func() { v.Key(press) }).With(icon)
	b.Label = s.b.T(key) + " " + s.b.T("side."+string(side))
	return b
}

// beforeButton changes between a photograph and the one of the revision before;
// nil where that is the same.
func (s *Screen) beforeButton(side model.Side) *kit.Button {
	if s.open.old[side] == nil {
		return nil
	}
	key := map[bool]string{false: "desk.before.show", true: "desk.before.hide"}[s.open.shown[side]]
	b := kit.Link(s.b.T(key), func() {
		s.watch()
		s.open.shown[side] = !s.open.shown[side]
		s.show()
	})
	b.Label = b.Text + " " + s.b.T("side."+string(side))
	return b
}

// straightens reports whether the card of a side can be seen alone.
func (s *Screen) straightens(side model.Side) bool {
	return s.p.Strip != nil && s.photo(side).Report.Quad != nil && !s.open.shown[side]
}

// turnOver changes between the photographs and the cards alone.
func (s *Screen) turnOver() {
	s.watch()
	s.open.straight = !s.open.straight
	s.show()
}

// point shows on the card where a line of the table was read, and the same line
// again both sides.
func (s *Screen) point(i int) {
	l, o := lines[i], s.open
	at, ok := s.spot(l)
	if !ok {
		return
	}
	s.watch()
	if o.large == l.side && o.pointed == i+1 && o.straight {
		o.large, o.straight, o.pointed = "", false, 0
		s.show()
		return
	}
	o.large, o.straight, o.pointed, o.shown[l.side] = l.side, true, i+1, false
	o.cardViews[l.side].Show(at)
	held := s.b.Window.Canvas().Focused() != nil
	s.show()
	if v := o.panes[l.side]; held && v != nil { // else the line would be scrolled back into view
		s.b.Window.Canvas().Focus(v)
	}
}

// spot is where a line of the table was read on the straightened card.
func (s *Screen) spot(l line) (model.Place, bool) {
	if s.p.Strip == nil {
		return model.Place{}, false
	}
	return kit.Line(s.photo(l.side), l.reads...)
}

// spotted is the place of the line that was pointed at, if it is on a side.
func (s *Screen) spotted(side model.Side) *model.Place {
	i := s.open.pointed - 1
	if i < 0 || lines[i].side != side {
		return nil
	}
	p, _ := s.spot(lines[i])
	return &p
}

// pinned are the places that the last return marked on a side.
func (s *Screen) pinned(side model.Side) (out []model.Place) {
	for _, e := range s.open.Timeline {
		if e.What != string(model.Returned) {
			continue
		}
		out = nil
		for _, r := range e.Reasons {
			if r.Field == string(side) && r.Place != nil {
				out = append(out, *r.Place)
			}
		}
	}
	return out
}

func (s *Screen) photo(side model.Side) model.Photo {
	if side == model.Back {
		return s.open.Submission.Back
	}
	return s.open.Submission.Front
}

// places are where the checks found something.
func places(r model.Report) []model.Place {
	var out []model.Place
	for _, f := range r.Findings {
		if f.Weight != model.Passed && f.Place != nil {
			out = append(out, *f.Place)
		}
	}
	return out
}

func (s *Screen) enlarge(side model.Side) {
	s.watch()
	s.open.large = side
	s.show()
}
