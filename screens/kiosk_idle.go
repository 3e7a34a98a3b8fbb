package screens

import (
	"image/color"
	"time"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// idle knows whether somebody is there.
type idle struct {
	last  time.Time // of the latest touch
	asked time.Time // when it was asked whether somebody is there; zero if it was not
	left  *kit.Text // says how long there is to answer
}

// touched is called whenever somebody does anything. Where it was asked whether
// somebody is there, a tap is the answer and not the movement before it: else
// the tap would land on the page below the question.
func (t *Terminal) touched() { t.idle.last = t.b.Now() }

// answered is a tap while it is asked whether somebody is there: one is enough,
// wherever it lands, and however often it was asked.
func (t *Terminal) answered() {
	if t.idle.asked.IsZero() || t.over {
		return
	}
	t.idle.asked = time.Time{}
	t.touched()
	t.uncover()
}

// watch looks each second whether somebody is there.
func (t *Terminal) watch() {
	t.idle.last = t.b.Now()
	var again func()
	again = func() {
		if t.over {
			return
		}
		t.tick()
		t.after(time.Second, again)
	}
	t.after(time.Second, again)
}

// tick asks whether somebody is there, and ends the session of who is not.
func (t *Terminal) tick() {
	now := t.b.Now()
	t.orphan()
	switch {
	case t.sending > 0: // what somebody handed over comes first
		t.idle.last = now
	case !t.idle.asked.IsZero():
		t.countDown(now)
	case now.Sub(t.idle.last) < t.k.Idle:
	case t.place != "" || len(t.cover.Objects) > 0:
		t.idle.asked = now
		t.warn()
	case t.changed():
		t.Finish() // the next person finds the usual language and look
	}
}

// changed reports whether the attract page is not as it was at the beginning.
func (t *Terminal) changed() bool {
	return t.look != t.p.Look || t.failed.err != nil || t.b.Words.Lang != t.lang
}

// countDown says how long there is left to answer.
func (t *Terminal) countDown(now time.Time) {
	left := t.k.Answer - now.Sub(t.idle.asked)
	if left <= 0 {
		t.Finish()
		return
	}
	t.idle.left.SetText(t.remaining(left))
}

// remaining is a sentence with whole seconds, the last of which is 1.
func (t *Terminal) remaining(left time.Duration) string {
	if t.binding.Submitted() { // nothing of it is deleted
		return t.b.T("kiosk.idle.left.sent", "n", int((left+time.Second-1)/time.Second))
	}
	return t.b.T("kiosk.idle.left", "n", int((left+time.Second-1)/time.Second))
}

// warn asks whether somebody is there.
func (t *Terminal) warn() {
	t.idle.left = kit.NewText(t.remaining(t.k.Answer), kit.Style{SizeName: kit.SizeSub, Align: fyne.TextAlignCenter})
	t.question(t.b.T("kiosk.idle.title"), t.idle.left,
		kit.Primary(t.b.T("kiosk.idle.here"), t.answered), kit.Secondary(t.b.T("kiosk.end"), t.Finish))
	t.announce()
}

// ask asks whether to end, before what was given is deleted.
func (t *Terminal) ask() {
	said := kit.NewText(t.b.T("kiosk.end.ask"), kit.Style{Align: fyne.TextAlignCenter})
	t.question(t.b.T("kiosk.end.title"), said,
		kit.Primary(t.b.T("kiosk.end.stay"), t.uncover), kit.Danger(t.b.T("kiosk.end"), t.Finish))
	t.announce()
}

// question covers the page with one question; its buttons are in the lower half,
// where everybody reaches them.
func (t *Terminal) question(title string, said fyne.CanvasObject, buttons ...fyne.CanvasObject) {
	t.b.Window.Canvas().Unfocus()
	t.dropPad()
	t.drawBelow()
	head := kit.NewText(title, kit.Style{SizeName: kit.SizeHeading, Bold: true, Align: fyne.TextAlignCenter})
	inside := kit.Centred(attractWidth, layout.NewCustomPaddedLayout(8, 8, kit.Margin, kit.Margin),
		kit.Column(head, said, wide(buttons...)))
	middle := container.NewVBox(layout.NewSpacer(), layout.NewSpacer(), inside, layout.NewSpacer())
	t.page.Hide() // Tab leads to nothing that is covered
	t.cover.Objects = []fyne.CanvasObject{newShield(t.answered), kit.Backdrop(theme.ColorNameBackground, middle)}
	t.cover.Refresh()
}

// uncover takes away what stands over the page.
func (t *Terminal) uncover() {
	t.page.Show()
	t.cover.Objects = nil
	t.cover.Refresh()
}

// A toucher lies over the whole window and hears of every movement on it: a
// finger that is put down somewhere moves the pointer there. It takes no taps
// away from what is below it.
type toucher struct {
	widget.BaseWidget
	touched func()
	last    fyne.Position // where the pointer was when that counted
}

// jitter is how far a pointer moves that nobody has moved, in dp.
const jitter = 12

var _ desktop.Hoverable = (*toucher)(nil)

func newToucher(touched func()) *toucher {
	t := &toucher{touched: touched}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget: nothing is to be seen of it.
func (t *toucher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MouseIn implements desktop.Hoverable.
func (t *toucher) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *toucher) MouseMoved(e *desktop.MouseEvent) {
	if d := e.Position.Subtract(t.last); d.X*d.X+d.Y*d.Y > jitter*jitter {
		t.last = e.Position
		t.touched()
	}
}

// MouseOut implements desktop.Hoverable.
func (t *toucher) MouseOut() {}

// A shield keeps taps from what is below it, and tells of them.
type shield struct {
	widget.BaseWidget
	tapped func()
}

func newShield(tapped func()) *shield {
	s := &shield{tapped: tapped}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *shield) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Tapped implements fyne.Tappable.
func (s *shield) Tapped(*fyne.PointEvent) { s.tapped() }

// Dragged implements fyne.Draggable.
func (s *shield) Dragged(*fyne.DragEvent) {}

// DragEnd implements fyne.Draggable.
func (s *shield) DragEnd() { s.tapped() }
