package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// RingWidth is how thick the line around what has the keyboard is, in dp.
const RingWidth = 3

// ringGap keeps the ring apart from what it surrounds, so that it is seen on a
// filled button too.
const ringGap = 2

// A ring shows what has the keyboard. The toolkit only changes a colour, which
// many do not see.
type ring struct{ *canvas.Rectangle }

func newRing() ring {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeWidth = RingWidth
	r.Hide()
	return ring{r}
}

// around lays the ring around an object of this size.
func (r ring) around(size fyne.Size) {
	const out = RingWidth + ringGap
	r.CornerRadius = Radius + ringGap
	r.Move(fyne.NewPos(-out, -out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
}

// show draws the ring if on.
func (r ring) show(on bool) {
	r.StrokeColor = theme.Color(ColorRing)
	r.Hidden = !on
	r.Refresh()
}
