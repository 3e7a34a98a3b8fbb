package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Radius is that of the corners of cards and controls, in dp.
const Radius = 10

// Card puts objects on a rounded sheet, one below the other.
func Card(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return onSheet(newSheet(ColorCard, ColorEdge, Radius), 20, objects...)
}

// Tinted is a card in the colour of what it says.
func Tinted(fill fyne.ThemeColorName, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return onSheet(newSheet(fill, ColorEdge, Radius), 16, objects...)
}

// Hero is the one filled card of a page; texts on it have ColorOnHero.
func Hero(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return onSheet(newSheet(ColorHero, ColorHeroEdge, Radius+4), 28, objects...)
}

func onSheet(s *Sheet, pad float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	inside := container.New(layout.NewCustomPaddedLayout(pad, pad, pad, pad), Column(objects...))
	return container.New(&under{}, s, inside)
}

// under lays its first object below the second, which gives the size.
type under struct{}

func (*under) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

func (*under) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, part := range o {
		part.Move(fyne.NewPos(0, 0))
		part.Resize(size)
	}
}

// Backdrop draws o on a plain sheet without an edge.
func Backdrop(fill fyne.ThemeColorName, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&under{}, newSheet(fill, "", 0), o)
}

// Strip is one line of notice across the window.
func Strip(text string) fyne.CanvasObject {
	line := NewText(text, Style{SizeName: SizeCaption, Color: theme.ColorNameWarning, Align: fyne.TextAlignCenter, Bold: true})
	return Backdrop(ColorAmberBg, container.New(layout.NewCustomPaddedLayout(5, 5, Margin, Margin), Column(line)))
}

// A Sheet is a rectangle that follows the look.
type Sheet struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName // "" for none
	radius     float32
}

func newSheet(fill, edge fyne.ThemeColorName, radius float32) *Sheet {
	s := &Sheet{fill: fill, edge: edge, radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(color.Transparent)
	out := &sheetRenderer{WidgetRenderer: widget.NewSimpleRenderer(r), rect: r, sheet: s}
	out.paint()
	return out
}

type sheetRenderer struct {
	fyne.WidgetRenderer
	rect  *canvas.Rectangle
	sheet *Sheet
}

func (r *sheetRenderer) paint() {
	r.rect.CornerRadius = r.sheet.radius
	if r.sheet.fill != "" {
		r.rect.FillColor = theme.Color(r.sheet.fill)
	}
	if r.sheet.edge != "" {
		r.rect.StrokeColor, r.rect.StrokeWidth = theme.Color(r.sheet.edge), 1
	}
}

// Refresh takes up a changed look.
func (r *sheetRenderer) Refresh() {
	r.paint()
	r.rect.Refresh()
}
