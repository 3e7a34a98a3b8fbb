package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// ColumnWidth is how wide text and fields may grow, in dp at the standard
// scale.
const ColumnWidth = 760

// Margin is the empty space left and right of a page, in dp.
const Margin = 32

// Page is a scrolling column: a heading, a sentence below it (if not ""), and
// the body.
func Page(title, lead string, body ...fyne.CanvasObject) *container.Scroll {
	return PageOf(ColumnWidth, title, lead, body...)
}

// PageOf is a Page of another width.
func PageOf(width float32, title, lead string, body ...fyne.CanvasObject) *container.Scroll {
	var rows []fyne.CanvasObject
	if title != "" {
		head := Column(Heading(title))
		if lead != "" {
			head.Add(Muted(lead))
		}
		rows = append(rows, head)
	}
	return Scrolling(Centred(width, layout.NewCustomPaddedLayout(8, 32, Margin, Margin), blocks(append(rows, body...)...)))
}

// Centred puts o in the middle of a window that is wider than width.
func Centred(width float32, pads fyne.Layout, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(pads, container.New(atMost{scaledBy(width), true}, o))
}

// Frame holds a bar that stays in view above or below a page, with the margins
// of the page.
func Frame(o fyne.CanvasObject) fyne.CanvasObject { return FrameOf(ColumnWidth, o) }

// FrameOf is a Frame for a page of another width.
func FrameOf(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return Centred(width, layout.NewCustomPaddedLayout(Gap, 12, Margin, Margin), Column(o))
}

// Heading is the question or name of a page.
func Heading(text string) *Text { return NewText(text, Style{SizeName: SizeHeading, Bold: true}) }

// Sub is the heading of a part of a page.
func Sub(text string) *Text { return NewText(text, Style{SizeName: SizeSub, Bold: true}) }

// Body is running text.
func Body(text string) *Text { return NewText(text, Style{}) }

// Strong is the name of something, in bold.
func Strong(text string) *Text { return NewText(text, Style{Bold: true}) }

// Muted is text that explains.
func Muted(text string) *Text { return NewText(text, Style{Color: theme.ColorNamePlaceHolder}) }

// Caption is small text that explains.
func Caption(text string) *Text {
	return NewText(text, Style{Color: theme.ColorNamePlaceHolder, SizeName: SizeCaption})
}

// OnHero is text on a Hero card.
func OnHero(text string, size fyne.ThemeSizeName, bold bool) *Text {
	return NewText(text, Style{Color: ColorOnHero, SizeName: size, Bold: bold})
}

// Beside stands text at the left and actions at the right, centred on it;
// where there is no room the actions stand below.
func Beside(text, actions fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&pair{least: 200}, text, actions)
}

// Primary is the one main button of a page.
func Primary(text string, tapped func()) *Button { return NewButton(text, Main, tapped) }

// Secondary is any other button.
func Secondary(text string, tapped func()) *Button { return NewButton(text, Side, tapped) }

// Danger is a button that cannot be taken back.
func Danger(text string, tapped func()) *Button { return NewButton(text, Grave, tapped) }

// Link is a button that looks like text.
func Link(text string, tapped func()) *Button { return NewButton(text, Plain, tapped) }

// Buttons stand side by side at the left, in as many lines as they need.
func Buttons(buttons ...fyne.CanvasObject) *fyne.Container { return container.New(&flow{}, buttons...) }

// Alert is a problem said at the top of a page: a sentence on a tinted sheet,
// with what can be tapped below it.
func Alert(text string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	said := NewText(text, Style{Color: theme.ColorNameError, Bold: true})
	return Tinted(ColorRedBg, append([]fyne.CanvasObject{marked("fault", theme.ColorNameError, said)}, objects...)...)
}

// Fault is an Alert of a sentence that names what is wrong and another, in
// usual type, that says what to do, with what can be tapped beside it.
func Fault(text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	for _, stop := range []string{"。", ". "} {
		if what, next, ok := strings.Cut(text, stop); ok && next != "" {
			return Alert(what+strings.TrimSpace(stop), With(Body(next), actions...))
		}
	}
	return Alert(text, actions...)
}

// With is text with what can be tapped beside it, or text alone.
func With(text fyne.CanvasObject, actions ...fyne.CanvasObject) fyne.CanvasObject {
	if len(actions) == 0 {
		return text
	}
	return Beside(text, Buttons(actions...))
}

// HowTo is a link to the entry of the questions that says how to put something
// right: id is "fix-" and the code of a finding, or "reason-" and that of a
// reason, and about what is said of it.
func HowTo(b *Bench, id, about string) *Button {
	link := Link(b.T("common.fix"), func() { b.Go("questions/" + id) })
	link.Label = b.T("common.fix") + " " + about // a page may have several
	return link
}

// Warn is one sentence about a fault, at its field.
func Warn(text string) fyne.CanvasObject {
	return marked("fault", theme.ColorNameError, NewText(text, Style{Color: theme.ColorNameError}))
}

// Notice is one sentence to take notice of.
func Notice(text string) fyne.CanvasObject {
	return marked("notice", theme.ColorNameWarning, NewText(text, Style{Color: theme.ColorNameWarning}))
}

// Tick is one sentence about something in order.
func Tick(text string) fyne.CanvasObject {
	return marked("tick", theme.ColorNameSuccess, NewText(text, Style{Color: theme.ColorNameSuccess}))
}

// Marked stands a text behind an icon of a colour.
func Marked(sign string, ink fyne.ThemeColorName, text fyne.CanvasObject) fyne.CanvasObject {
	return marked(sign, ink, text)
}

func marked(sign string, ink fyne.ThemeColorName, text fyne.CanvasObject) fyne.CanvasObject {
	side := signSide()
	if t, ok := text.(*Text); ok {
		side = t.points() * 1.15
	}
	return container.New(markLayout{}, inked(sign, ink, side), text)
}

// markLayout stands an icon before the first line of a text.
type markLayout struct{}

// side is how large the icon is, and line how high the first line: those of the
// text, or of running text before anything else.
func (markLayout) side(o []fyne.CanvasObject) (side, line float32) {
	t, ok := o[1].(*Text)
	if !ok {
		t = NewText("", Style{})
	}
	return t.points() * 1.15, t.measure("国").Height
}

func (l markLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	side, _ := l.side(o)
	return o[1].MinSize().AddWidthHeight(side+Gap, 0)
}

func (l markLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	side, line := l.side(o)
	room := side + Gap
	place(o[0], 0, (line-side)/2, fyne.NewSquareSize(side))
	place(o[1], room, 0, fyne.NewSize(size.Width-room, heightAt(o[1], size.Width-room)))
}

// FieldWidth is how wide a field may grow, in dp at the standard scale.
const FieldWidth = 480

// Field is an input with its label above, a hint, and the problem it has (if
// not "").
func Field(label, hint, problem string, input fyne.CanvasObject) fyne.CanvasObject {
	return field(label, hint, problem, AtMost(FieldWidth, input))
}

// WideField is a Field for what may be long: as wide as the page.
func WideField(label, hint, problem string, input fyne.CanvasObject) fyne.CanvasObject {
	return field(label, hint, problem, input)
}

func field(label, hint, problem string, input fyne.CanvasObject) fyne.CanvasObject {
	head := container.New(&column{gap: Gap / 4}, Strong(label))
	if hint != "" {
		head.Add(Muted(hint))
	}
	if problem != "" {
		head.Add(Warn(problem))
	}
	return Column(head, input)
}

// Row shows a name and a value side by side, with an optional action at the
// right.
func Row(name, value string, action fyne.CanvasObject) fyne.CanvasObject {
	return RowOf(name, Body(value), action)
}

// RowOf is a Row whose value is drawn by the caller.
func RowOf(name string, value, action fyne.CanvasObject) fyne.CanvasObject {
	row := container.New(&pair{first: 168, least: 168}, Muted(name), value)
	if action == nil {
		return row
	}
	return container.New(&pair{least: 120}, row, action)
}
