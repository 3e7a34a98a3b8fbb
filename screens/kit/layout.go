package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ColumnWidth is how wide text and fields may grow, in dp.
const ColumnWidth = 760

// atMost lets its one object be as wide as there is room, up to width.
type atMost struct{ width float32 }

func (a atMost) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (a atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, max(a.width, objects[0].MinSize().Width))
	objects[0].Resize(fyne.NewSize(w, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
}

// AtMost keeps o from growing wider than width dp.
func AtMost(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{width}, o)
}

// Page is a scrolling column: a heading, a sentence below it (if not ""), and
// the body.
func Page(title, lead string, body ...fyne.CanvasObject) *container.Scroll {
	rows := []fyne.CanvasObject{Heading(title)}
	if lead != "" {
		rows = append(rows, Muted(lead))
	}
	column := AtMost(ColumnWidth, container.NewVBox(append(rows, body...)...))
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 24, 24, 24), column))
}

// Heading is the question or name of a page.
func Heading(text string) *widget.Label {
	return &widget.Label{Text: text, SizeName: SizeHeading, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}
}

// Sub is the heading of a part of a page.
func Sub(text string) *widget.Label {
	return &widget.Label{Text: text, SizeName: SizeSub, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}
}

// Body is running text.
func Body(text string) *widget.Label {
	return &widget.Label{Text: text, Wrapping: fyne.TextWrapWord}
}

// Muted is text that explains.
func Muted(text string) *widget.Label {
	return &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Importance: widget.LowImportance}
}

// Primary is the one main button of a page.
func Primary(text string, tapped func()) *widget.Button {
	return &widget.Button{Text: text, Importance: widget.HighImportance, OnTapped: tapped}
}

// Secondary is any other button.
func Secondary(text string, tapped func()) *widget.Button {
	return &widget.Button{Text: text, OnTapped: tapped}
}

// Danger is a button that cannot be taken back.
func Danger(text string, tapped func()) *widget.Button {
	return &widget.Button{Text: text, Importance: widget.DangerImportance, OnTapped: tapped}
}

// Link is a button that looks like text.
func Link(text string, tapped func()) *widget.Button {
	return &widget.Button{Text: text, Importance: widget.LowImportance, OnTapped: tapped, Alignment: widget.ButtonAlignLeading}
}

// Buttons stand side by side at the left, each as wide as its text.
func Buttons(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewRowWrapLayout(), buttons...)
}

// Card puts objects on a rounded sheet.
func Card(objects ...fyne.CanvasObject) fyne.CanvasObject { return sheet(ColorCard, objects...) }

func sheet(fill fyne.ThemeColorName, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newSheet(fill), container.New(layout.NewCustomPaddedLayout(12, 12, 12, 12), container.NewVBox(objects...)))
}

// A Sheet is a rounded rectangle that follows the theme.
type Sheet struct {
	widget.BaseWidget
	fill fyne.ThemeColorName
}

func newSheet(fill fyne.ThemeColorName) *Sheet {
	s := &Sheet{fill: fill}
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
	r.rect.FillColor = theme.Color(r.sheet.fill)
	r.rect.StrokeColor = theme.Color(theme.ColorNameSeparator)
	r.rect.StrokeWidth = 1
	r.rect.CornerRadius = 10
}

// Refresh takes up a changed theme.
func (r *sheetRenderer) Refresh() {
	r.paint()
	r.rect.Refresh()
}

// Alert is a problem said at the top of a page: a sentence on a tinted sheet,
// with what can be tapped below it.
func Alert(text string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	label := &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Importance: widget.DangerImportance, TextStyle: fyne.TextStyle{Bold: true}}
	return sheet(ColorRedBg, append([]fyne.CanvasObject{label}, objects...)...)
}

// Warn is one sentence about a fault, at its field.
func Warn(text string) *widget.Label {
	return &widget.Label{Text: "✕ " + text, Wrapping: fyne.TextWrapWord, Importance: widget.DangerImportance}
}

// Notice is one sentence to take notice of.
func Notice(text string) *widget.Label {
	return &widget.Label{Text: "! " + text, Wrapping: fyne.TextWrapWord, Importance: widget.WarningImportance}
}

// Tick is one sentence about something in order.
func Tick(text string) *widget.Label {
	return &widget.Label{Text: "✓ " + text, Wrapping: fyne.TextWrapWord, Importance: widget.SuccessImportance}
}

// Field is an input with its label above, a hint, and the problem it has (if
// not "").
func Field(label, hint, problem string, input fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{&widget.Label{Text: label, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}}
	if hint != "" {
		rows = append(rows, Muted(hint))
	}
	if problem != "" {
		rows = append(rows, Warn(problem))
	}
	return container.NewVBox(append(rows, AtMost(480, input))...)
}

// Row shows a name and a value side by side, with an optional action at the
// right.
func Row(name, value string, action fyne.CanvasObject) fyne.CanvasObject {
	left := &widget.Label{Text: name, Importance: widget.LowImportance, Wrapping: fyne.TextWrapWord}
	right := &widget.Label{Text: value, Wrapping: fyne.TextWrapWord}
	pair := container.New(splitLayout{180}, left, right)
	if action == nil {
		return pair
	}
	return container.NewBorder(nil, nil, nil, action, pair)
}

// splitLayout gives its first object a fixed width and its second the rest.
type splitLayout struct{ first float32 }

func (l splitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(l.first+b.Width, max(a.Height, b.Height))
}

func (l splitLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(l.first, size.Height))
	o[1].Resize(fyne.NewSize(size.Width-l.first, size.Height))
	o[1].Move(fyne.NewPos(l.first, 0))
}

// Backdrop draws o on a plain sheet without an edge.
func Backdrop(fill fyne.ThemeColorName, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newSheet(fill), o)
}

// Strip is one line of notice across the window.
func Strip(text string) fyne.CanvasObject {
	label := &widget.Label{Text: text, Importance: widget.WarningImportance, Alignment: fyne.TextAlignCenter, Wrapping: fyne.TextWrapWord, SizeName: SizeCaption}
	return Backdrop(ColorRedBg, label)
}
