package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// ColumnWidth is how wide text and fields may grow, in dp.
const ColumnWidth = 760

// Margin is the empty space left and right of a page, in dp.
const Margin = 24

// Page is a scrolling column: a heading, a sentence below it (if not ""), and
// the body.
func Page(title, lead string, body ...fyne.CanvasObject) *container.Scroll {
	head := Column(Heading(title))
	if lead != "" {
		head.Add(Muted(lead))
	}
	rows := blocks(append([]fyne.CanvasObject{head}, body...)...)
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 24, Margin, Margin), AtMost(ColumnWidth, rows)))
}

// Frame holds a bar that stays in view above or below a page: with the margins
// of the page.
func Frame(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(Gap, Gap, Margin, Margin), Column(o))
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

// Strong is the name of something, in bold.
func Strong(text string) *widget.Label {
	return &widget.Label{Text: text, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}
}

// Beside stands text at the left and actions at the right, centred on it.
func Beside(text, actions fyne.CanvasObject) fyne.CanvasObject {
	return container.New(beside{}, text, actions)
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

// Buttons stand side by side at the left, in as many lines as they need.
func Buttons(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	row := container.New(&flow{})
	for _, o := range buttons {
		row.Add(outlined(o))
	}
	return row
}

// outlined gives a button room beside its text, and an edge to one without a
// colour of its own: the toolkit draws it as a pale patch.
func outlined(o fyne.CanvasObject) fyne.CanvasObject {
	b, ok := o.(*widget.Button)
	switch {
	case !ok || b.Importance == widget.LowImportance:
		return o
	case b.Importance == widget.MediumImportance:
		return container.New(roomy{}, b, newSheet("", ColorOutline, Radius))
	}
	return container.New(roomy{}, b)
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
	head := container.New(&column{gap: Gap / 2}, Strong(label))
	if hint != "" {
		head.Add(Muted(hint))
	}
	if problem != "" {
		head.Add(Warn(problem))
	}
	return Column(head, AtMost(480, input))
}

// Row shows a name and a value side by side, with an optional action at the
// right.
func Row(name, value string, action fyne.CanvasObject) fyne.CanvasObject {
	row := container.New(rowLayout{176}, Column(Muted(name)), Column(Body(value)))
	if action != nil {
		row.Add(action)
	}
	return row
}
