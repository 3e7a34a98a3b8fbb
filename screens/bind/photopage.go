package bind

import (
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// photoPage is the question for one photograph.
func (s *Screen) photoPage(side model.Side) *container.Scroll {
	switch {
	case s.filmsFor(side):
		return s.filmPage(side)
	case s.shelf != nil:
		return s.shelfPage(side)
	}
	lead := s.b.T("bind.front.lead")
	if side == model.Back {
		lead = s.b.T("bind.back.lead")
	}
	left := kit.Column(s.preview(side))
	if s.slots[side].preview != nil {
		left.Add(s.tools(side))
	}
	if s.pasteBelow() {
		left.Add(s.pasteButton())
	}
	told := kit.Column(s.told(side)...)
	if s.saysFirst(side) {
		return kit.PageOf(photoWidth, s.title(side), lead, append(s.notices(string(side)), told, left)...)
	}
	return kit.PageOf(photoWidth, s.title(side), lead, append(s.notices(string(side)), kit.Split(left, told))...)
}

// saysFirst reports whether what is wrong stands above the picture: where text
// is of twice the size there is no room beside it, and below it nobody looks.
func (s *Screen) saysFirst(side model.Side) bool {
	worst, ok := s.worst(side)
	fault := ok && worst.Weight == model.Fault || s.astray(side)
	return s.b.Scale == kit.ScaleDouble && fault && !s.slots[side].checking
}

func (s *Screen) pasteButton() *kit.Button {
	return kit.Secondary(s.b.T("bind.photo.paste"), s.Paste).With("paste")
}

// tools turn the picture and look closer at it.
func (s *Screen) tools(side model.Side) fyne.CanvasObject {
	sl := s.slots[side]
	var row []fyne.CanvasObject
	if sl.picture != nil {
		row = append(row,
			kit.Link(s.b.T("bind.photo.left"), func() { s.turn(side, 3) }).With("left"),
			kit.Link(s.b.T("bind.photo.right"), func() { s.turn(side, 1) }).With("right"))
	}
	look := func(step func()) func() {
		return func() {
			step()
			s.redraw()
		}
	}
	row = append(row, kit.Link(s.b.T("photo.larger"), look(sl.view.In)).With("larger"))
	if sl.view.Zoom > 1 {
		row = append(row, kit.Link(s.b.T("photo.smaller"), look(sl.view.Out)).With("smaller"))
	}
	return kit.Buttons(row...)
}

// pasteBelow reports whether the button to paste stands below the picture: where
// text is of twice the size the foot of the page has no room for it.
func (s *Screen) pasteBelow() bool { return s.b.Scale == kit.ScaleDouble && !s.b.Kiosk }

// chooser is the usual way to a photograph, with what stands on it before there
// is one.
func (s *Screen) chooser(side model.Side) (b *kit.Button, first string) {
	switch {
	case !s.b.Kiosk:
		b, first = kit.Secondary(s.b.T("bind.photo.other"), func() { s.pick(side) }).With("photo"), s.b.T("bind.photo.choose")
	case s.p.Cameras != nil:
		b, first = kit.Secondary(s.b.T("bind.camera.again"), func() { s.film(side) }).With("camera"), s.b.T("bind.camera.open")
	case s.p.Medium != nil:
		b, first = kit.Secondary(s.b.T("bind.photo.other"), func() { s.openShelf(side) }).With("stick"), s.b.T("bind.medium")
	}
	return b, first
}

// otherWays are the other ways to a photograph that there are here.
func (s *Screen) otherWays(side model.Side) (row []fyne.CanvasObject) {
	if s.b.Kiosk {
		if s.p.Cameras != nil && s.p.Medium != nil {
			row = append(row, kit.Secondary(s.b.T("bind.medium"), func() { s.openShelf(side) }).With("stick"))
		}
		return row
	}
	if len(s.cameras) > 0 {
		row = append(row, kit.Secondary(s.b.T("bind.camera"), func() { s.film(side) }).With("camera"))
	}
	if !s.pasteBelow() {
		row = append(row, s.pasteButton())
	}
	return row
}

// photoButtons are what can be done now; the first is the main one.
func (s *Screen) photoButtons(side model.Side) fyne.CanvasObject {
	switch {
	case s.filmsFor(side):
		return s.filmButtons(side)
	case s.shelf != nil:
		return s.shelfButtons(side)
	}
	pick, first := s.chooser(side)
	if pick == nil { // a kiosk without a camera, where media are not taken either
		return kit.Buttons()
	}
	s.focus[string(side)] = pick // puts right what is wrong with the photograph
	ways := append([]fyne.CanvasObject{pick}, s.otherWays(side)...)
	photo, sl := s.photo(side), s.slots[side]
	if photo.Empty() && !sl.opening && !sl.checking {
		pick.Text, pick.Rank = first, kit.Main
		return kit.Buttons(ways...)
	}
	busy := sl.checking || sl.opening
	poor := photo.Report.Grade == model.Retake && !photo.Manual && !busy
	astray := s.astray(side) && !busy
	if !poor && !astray && (busy || !s.unchanged(side)) {
		return kit.Buttons(append([]fyne.CanvasObject{kit.Primary(s.b.T("common.continue"), s.next)}, ways...)...)
	}
	row := ways
	if pick.Rank = kit.Main; astray {
		pick.Rank = kit.Side
		row = append([]fyne.CanvasObject{kit.Primary(s.b.T("bind.photo.swap"), s.swap)}, row...)
	}
	if poor || !s.unchanged(side) { // what came back cannot go on as it is
		row = append(row, kit.Secondary(s.b.T("common.continue"), s.next))
	}
	if poor && (sl.tries >= badTries || len(s.problems) > 0) { // the problem names this way too
		row = append(row, kit.Link(s.b.T("bind.photo.manual"), func() { s.manual(side) }))
	}
	return kit.Buttons(row...)
}

// roomAround is what stands above and below the picture, in dp: both are seen
// at once in a window of usual height.
const roomAround = 400

// preview is the large picture, with the outline of the card, and a frame
// around each place that somebody or some check points at.
func (s *Screen) preview(side model.Side) fyne.CanvasObject {
	sl, img := s.slots[side], s.show(side)
	if img == nil {
		return s.dropHere(side)
	}
	v := kit.NewViewer(img, s.places(side), &sl.view)
	v.Label, v.Outline = s.b.T("side."+string(side)), s.quad(side)
	v.OnLook = func(zoomed bool) {
		if zoomed { // "back out" comes and goes
			s.redraw()
		}
	}
	v.HighMost = s.b.Window.Canvas().Size().Height - roomAround
	return v
}

// dropHere stands where the picture will be.
func (s *Screen) dropHere(side model.Side) fyne.CanvasObject {
	hint := s.b.T("bind.photo.drop")
	if s.b.Kiosk {
		hint = s.b.T("bind.photo.none")
	}
	if s.slots[side].opening || s.slots[side].thumbing {
		hint = s.b.T("bind.photo.opening")
	}
	text := kit.NewText(hint, kit.Style{Align: fyne.TextAlignCenter, Color: theme.ColorNamePlaceHolder})
	inside := kit.Column(kit.Sign("photo", theme.ColorNamePlaceHolder, 56), text)
	return kit.Card(container.New(layout.NewCustomPaddedLayout(56, 56, 16, 16), inside))
}

// places lists what is to be framed: the worst finding's, and the reviewer's
// while the photograph is still the returned one.
func (s *Screen) places(side model.Side) []model.Place {
	var out []model.Place
	worst, ok := s.worst(side)
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
		rows = append(rows, kit.Alert(s.failed(&sl.fail)))
	}
	busy := sl.opening || sl.checking
	if photo.Empty() && !busy {
		return append(rows, s.advice(side)...)
	}
	rows = append(rows, s.checks(side)...)
	switch {
	case busy && sl.goOn:
		return append(rows, kit.Muted(s.b.T("bind.photo.then")))
	case busy:
		return append(rows, kit.Muted(s.b.T("bind.photo.checking")))
	case photo.Manual:
		rows = append(rows, kit.Notice(s.b.T("bind.photo.flagged")))
	}
	return rows
}

// ticksShown is how many checks in order are listed, the latest: what is wrong
// stays in sight below them.
const ticksShown = 4

// checks are what the checks found so far.
func (s *Screen) checks(side model.Side) []fyne.CanvasObject {
	var ticks, rows []fyne.CanvasObject
	for _, f := range s.findings(side) {
		if s.b.Words.Passes(f) {
			ticks = append(ticks, kit.Tick(s.b.Words.Finding(f)))
		}
	}
	ticks = ticks[max(0, len(ticks)-ticksShown):]
	worst, ok := s.worst(side)
	sl := s.slots[side]
	if s.unchanged(side) || s.saysFirst(side) { // it was found wanting
		ticks = nil
	} else if !ok && !sl.checking && len(ticks) > 0 { // in order: nothing to read
		ticks = []fyne.CanvasObject{kit.Tick(s.b.T("bind.photo.good"))}
	}
	if len(ticks) > 0 {
		rows = append(rows, kit.Card(ticks...))
	}
	switch {
	case !sl.checking && s.astray(side):
		return []fyne.CanvasObject{kit.Fault(s.b.T("bind.photo.wrong", "there", s.b.T("hidden."+string(other(side)))))}
	case ok && worst.Weight == model.Fault:
		rows = append(rows, kit.Fault(s.b.Words.Told(worst), s.howTo(worst, !sl.checking)...))
	case ok:
		rows = append(rows, kit.Tinted(kit.ColorAmberBg, kit.Notice(s.b.Words.Told(worst)),
			kit.With(kit.Muted(s.b.T("bind.photo.medium")), s.howTo(worst, !sl.checking)...)))
	}
	return rows
}

// howTo is a link to how to fix a finding, once it is settled. Only an answer is
// looked up there: the pictures stay, so that who comes back finds the page as it
// was.
func (s *Screen) howTo(f model.Finding, settled bool) []fyne.CanvasObject {
	if !settled {
		return nil
	}
	link := kit.HowTo(s.b, "fix-"+f.Code, s.b.Words.Told(f))
	leave := link.OnTapped
	link.OnTapped = func() {
		s.asking = true
		leave()
		s.asking = false
	}
	return []fyne.CanvasObject{link}
}

// advice shows what a good photograph is, before there is one.
func (s *Screen) advice(side model.Side) []fyne.CanvasObject {
	var drawings []fyne.CanvasObject
	for _, name := range []string{"good", "glare", "blur", "cut"} {
		text := kit.NewText(s.b.T("bind.photo.draw."+name), kit.Style{SizeName: kit.SizeCaption, Align: fyne.TextAlignCenter})
		drawings = append(drawings, kit.Column(kit.Drawing("draw-"+name, kit.DrawingWidth, kit.DrawingHeight), text))
	}
	rows := []fyne.CanvasObject{kit.Tiles(130, drawings...)}
	switch {
	case s.b.Kiosk:
		rows = append(rows, kit.Body(s.b.T("bind.photo.how.kiosk")))
	case side == model.Front: // once is enough
		rows = append(rows, kit.Body(s.b.T("bind.photo.how")), kit.Caption(s.b.T("bind.photo.limits")))
	}
	return rows
}

// failed is what a failure says. A stranger at a kiosk can plug in and allow
// nothing.
func (s *Screen) failed(f *failure) string {
	said, code := f.say(s.b.Words), model.CodeOf(f.err)
	switch {
	case !s.b.Kiosk:
	case slices.Contains(cameraCodes, code):
		return s.b.T("bind.camera.kiosk")
	case code == model.CodeUnreadable || code == model.CodeNotAPicture:
		return s.b.T("bind.medium.unreadable")
	}
	return said
}

// cameraCodes are those of a camera that does not work.
var cameraCodes = []model.Code{model.CodeNoCamera, model.CodeNoAccess, model.CodeCameraBusy, model.CodeCameraGone}
