package bind

import (
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// pictureSize is that of the large preview: about the shape of a card.
var pictureSize = fyne.NewSize(430, 290)

// photoPage is the question for one photograph.
func (s *Screen) photoPage(side model.Side) *container.Scroll {
	title, lead := s.b.T("bind.front.title"), s.b.T("bind.front.lead")
	if side == model.Back {
		title, lead = s.b.T("bind.back.title"), s.b.T("bind.back.lead")
	}
	rows := s.notices(string(side))
	left := container.NewVBox(s.preview(side))
	if s.slots[side].picture != nil {
		left.Add(kit.Buttons(
			kit.Secondary(s.b.T("bind.photo.left"), func() { s.turn(side, 3) }),
			kit.Secondary(s.b.T("bind.photo.right"), func() { s.turn(side, 1) }),
		))
	}
	right := container.NewVBox(s.told(side)...)
	rows = append(rows, container.New(columns{pictureSize.Width}, left, right))
	return kit.Page(title, lead, rows...)
}

// photoButtons are what can be done now; the first is the main one.
func (s *Screen) photoButtons(side model.Side) fyne.CanvasObject {
	pick := func() { s.pick(side) }
	photo, sl := s.photo(side), s.slots[side]
	if photo.Empty() && !sl.opening && !sl.checking {
		return kit.Buttons(kit.Primary(s.b.T("bind.photo.choose"), pick))
	}
	busy := sl.checking || sl.opening
	poor := photo.Report.Grade == model.Retake && !photo.Manual && !busy
	if !poor && (busy || !s.unchanged(side)) {
		return kit.Buttons(kit.Primary(s.b.T("common.continue"), s.next), kit.Secondary(s.b.T("bind.photo.other"), pick))
	}
	row := []fyne.CanvasObject{
		kit.Primary(s.b.T("bind.photo.other"), pick),
		kit.Secondary(s.b.T("common.continue"), s.next),
	}
	if poor && (sl.tries >= badTries || len(s.problems) > 0) { // the problem names this way too
		row = append(row, kit.Secondary(s.b.T("bind.photo.manual"), func() { s.manual(side) }))
	}
	return kit.Buttons(row...)
}

// preview is the large picture, with a frame around each place that somebody
// or some check points at.
func (s *Screen) preview(side model.Side) fyne.CanvasObject {
	img := s.show(side)
	picture := kit.Picture(img, pictureSize.Width, pictureSize.Height)
	if img == nil {
		hint := s.b.T("bind.photo.drop")
		if s.slots[side].opening || s.slots[side].thumbing {
			hint = s.b.T("bind.photo.opening")
		}
		text := &widget.Label{Text: hint, Wrapping: fyne.TextWrapWord, Alignment: fyne.TextAlignCenter, Importance: widget.LowImportance}
		return container.NewStack(picture, container.NewBorder(layout.NewSpacer(), nil, nil, nil,
			container.New(layout.NewCustomPaddedLayout(100, 0, 40, 40), text)))
	}
	size := img.Bounds().Size()
	m := marks{aspect: float32(size.X) / float32(max(size.Y, 1)), places: s.places(side)}
	frames := make([]fyne.CanvasObject, len(m.places))
	for i := range frames {
		frame := canvas.NewRectangle(nil)
		frame.StrokeColor, frame.StrokeWidth, frame.CornerRadius = theme.Color(theme.ColorNameError), 3, 6
		frames[i] = frame
	}
	return container.NewStack(picture, container.New(m, frames...))
}

// places lists what is to be framed: the worst finding's, and the reviewer's
// while the photograph is still the returned one.
func (s *Screen) places(side model.Side) []model.Place {
	var out []model.Place
	worst, ok := model.Report{Findings: s.findings(side)}.Worst()
	if ok && worst.Place != nil {
		out = append(out, *worst.Place)
	}
	for _, r := range s.draft.Only {
		if s.unchanged(side) && r.Field == string(side) && r.Place != nil {
			out = append(out, *r.Place)
		}
	}
	return out
}

// unchanged reports whether the photograph of a side is still the one that
// came back.
func (s *Screen) unchanged(side model.Side) bool {
	return slices.ContainsFunc(s.onPage(string(side)), func(p model.Problem) bool { return p.Code == model.ProblemUnchanged })
}

// told is what there is to say about the photograph of a side: what is in
// order, then the worst that is not, with what to do.
func (s *Screen) told(side model.Side) []fyne.CanvasObject {
	sl, photo := s.slots[side], s.photo(side)
	var rows []fyne.CanvasObject
	if sl.fail.err != nil {
		rows = append(rows, kit.Alert(sl.fail.say(s.b.Words)))
	}
	found := s.findings(side)
	for _, f := range found {
		if f.Weight == model.Passed {
			rows = append(rows, kit.Tick(s.b.Words.Finding(f)))
		}
	}
	if worst, ok := (model.Report{Findings: found}).Worst(); ok && worst.Weight == model.Fault {
		rows = append(rows, kit.Alert(s.b.Words.Finding(worst)))
	} else if ok {
		rows = append(rows, kit.Notice(s.b.Words.Finding(worst)), kit.Muted(s.b.T("bind.photo.medium")))
	}
	switch {
	case sl.opening || sl.checking:
		text := s.b.T("bind.photo.checking")
		if sl.goOn {
			text = s.b.T("bind.photo.then")
		}
		return append(rows, kit.Muted(text))
	case photo.Empty():
		return append(rows, kit.Body(s.b.T("bind.photo.how")), kit.Muted(s.b.T("bind.photo.limits")))
	case photo.Manual:
		rows = append(rows, kit.Notice(s.b.T("bind.photo.flagged")))
	}
	if photo.Report.Side == other(side) && s.draft.Open(string(other(side))) {
		rows = append(rows, kit.Notice(s.b.T("bind.photo.wrong")),
			kit.Buttons(kit.Secondary(s.b.T("bind.photo.swap"), s.swap)))
	}
	return append(rows, kit.Muted(s.b.T("bind.photo.stays")))
}

// columns are two beside each other: the first as wide as said, the second as
// there is room.
type columns struct{ first float32 }

const columnGap = 16

// MinSize implements fyne.Layout.
func (c columns) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(c.first+columnGap+b.Width, max(a.Height, b.Height))
}

// Layout implements fyne.Layout.
func (c columns) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(c.first, size.Height))
	o[1].Resize(fyne.NewSize(size.Width-c.first-columnGap, size.Height))
	o[1].Move(fyne.NewPos(c.first+columnGap, 0))
}

// marks lays rectangles over places of a picture that keeps its shape inside
// the same box.
type marks struct {
	aspect float32
	places []model.Place
}

// MinSize implements fyne.Layout.
func (m marks) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (m marks) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w, h := size.Width, size.Width/m.aspect
	if h > size.Height {
		w, h = size.Height*m.aspect, size.Height
	}
	x, y := (size.Width-w)/2, (size.Height-h)/2
	for i, p := range m.places {
		o[i].Move(fyne.NewPos(x+w*float32(p.X0), y+h*float32(p.Y0)))
		o[i].Resize(fyne.NewSize(w*float32(p.X1-p.X0), h*float32(p.Y1-p.Y0)))
	}
}
