package kit

import (
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
func Card(objects ...fyne.CanvasObject) fyne.CanvasObject { return sheet(ColorCard, objects...) }

func sheet(fill fyne.ThemeColorName, objects ...fyne.CanvasObject) fyne.CanvasObject {
	inside := container.New(layout.NewCustomPaddedLayout(16, 16, 16, 16), Column(objects...))
	return container.NewStack(newSheet(fill, theme.ColorNameSeparator, Radius), inside)
}

// Backdrop draws o on a plain sheet without an edge.
func Backdrop(fill fyne.ThemeColorName, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newSheet(fill, "", 0), o)
}

// Strip is one line of notice across the window.
func Strip(text string) fyne.CanvasObject {
	label := &widget.Label{Text: text, Importance: widget.WarningImportance, Alignment: fyne.TextAlignCenter, Truncation: fyne.TextTruncateEllipsis, SizeName: SizeCaption}
	return Backdrop(ColorRedBg, container.New(edges{y: 4}, label))
}

// A Sheet is a rectangle that follows the theme.
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
	r := canvas.NewRectangle(nil)
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

// Refresh takes up a changed theme.
func (r *sheetRenderer) Refresh() {
	r.paint()
	r.rect.Refresh()
}
