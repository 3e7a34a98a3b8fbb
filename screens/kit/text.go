package kit

import (
	"strings"
	"unicode/utf8"

	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Text is a text that breaks as its language does (see breakText) and takes
// its colour from the look. The toolkit's label cannot do the first, and has no
// colour for text on a filled card. It has no empty edge.
type Text struct {
	widget.BaseWidget
	Style
	Text string

	differs []bool // of each character: it is marked; nil for none: see Runs
	lines   []string
	width   float32 // for which lines were broken; 0 for not yet
}

// A Style is how a Text is drawn; its zero value is running text.
type Style struct {
	SizeName fyne.ThemeSizeName  // "" is that of running text
	Color    fyne.ThemeColorName // "" is the foreground
	Bold     bool
	Align    fyne.TextAlign
	Single   bool // one line, cut with an ellipsis where it is too long
	Wide     bool // asks for the room that one line needs
}

// NewText makes a Text.
func NewText(text string, style Style) *Text {
	t := &Text{Text: text, Style: style}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes what it says.
func (t *Text) SetText(text string) {
	if text == t.Text {
		return
	}
	t.Text, t.lines, t.differs = text, nil, nil
	t.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.Text }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Text) face() fyne.TextStyle { return fyne.TextStyle{Bold: t.Bold} }

func (t *Text) points() float32 {
	if t.SizeName == "" {
		return theme.TextSize()
	}
	return theme.Size(t.SizeName)
}

func (t *Text) measure(s string) fyne.Size { return fyne.MeasureText(s, t.points(), t.face()) }

// ruler measures lines of t. Chinese characters and signs of our font are as
// wide as they are high (a test compares them with what the toolkit measures):
// shaping every line of a page for the first time would take as long as drawing
// it.
func (t *Text) ruler() ruler {
	em, face := t.points(), t.face()
	return func(s string) float32 {
		var width float32
		rest := s
		for i, r := range s {
			if !square(r) {
				continue
			}
			if other := s[len(s)-len(rest) : i]; other != "" {
				width += fyne.MeasureText(other, em, face).Width
			}
			width += em
			rest = s[i+utf8.RuneLen(r):]
		}
		if rest != "" {
			width += fyne.MeasureText(rest, em, face).Width
		}
		return width
	}
}

// square reports a character that is as wide as it is high: Han as far as the
// font has it, and the signs of Chinese text.
func square(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF && assets.HasGlyph(r) || r >= 0x3000 && r <= 0x3011 || r >= 0xFF01 && r <= 0xFF1F
}

// broken are the lines at a width.
func (t *Text) broken(width float32) []string {
	if t.lines != nil && t.width == width {
		return t.lines
	}
	t.width = width
	wide := t.ruler()
	switch {
	case t.Single:
		t.lines = []string{cut(t.Text, width, wide)}
	case width <= 0:
		t.lines = strings.Split(t.Text, "\n")
	default:
		t.lines = breakText(t.Text, width, wide)
	}
	return t.lines
}

// cut is as much of a line as fits, with an ellipsis where something is left
// out.
func cut(line string, width float32, measure ruler) string {
	if width <= 0 || measure(line) <= width {
		return line
	}
	runes := []rune(line)
	n := len(runes)
	for n > 0 && measure(string(runes[:n])+"…") > width {
		n--
	}
	return string(runes[:n]) + "…"
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	return &textRenderer{text: t}
}

type textRenderer struct {
	text  *Text
	drawn []fyne.CanvasObject
	lines []string // that drawn are parts of, where some differ: see Runs
	high  float32  // of a line
}

// MinSize is the widest word, and as high as the lines are at the present
// width; before the first layout one line.
func (r *textRenderer) MinSize() fyne.Size {
	t := r.text
	line := t.measure("国")
	switch {
	case t.Wide:
		return fyne.NewSize(t.measure(t.Text).Width+1, line.Height)
	case t.Single:
		return line
	}
	lines := t.broken(t.Size().Width)
	return fyne.NewSize(t.widest(line.Width), line.Height*float32(len(lines)))
}

// widest is the widest part that should not be broken, within reason.
func (t *Text) widest(least float32) float32 {
	most, wide := 9*least, t.ruler()
	for _, p := range strings.FieldsFunc(t.Text, func(r rune) bool { return r == ' ' || r == '\n' || square(r) }) {
		if len(p) > 3 {
			least = max(least, min(most, wide(p)))
		}
	}
	return least
}

// Layout implements fyne.WidgetRenderer.
func (r *textRenderer) Layout(size fyne.Size) {
	t := r.text
	lines := t.broken(size.Width)
	r.high = t.measure("国").Height
	if t.differs != nil {
		r.splitAll(lines)
		return
	}
	r.fill(lines)
	for i, o := range r.drawn {
		o.Move(fyne.NewPos(0, float32(i)*r.high))
		o.Resize(fyne.NewSize(size.Width, r.high))
	}
}

// fill has one drawn line for each of lines.
func (r *textRenderer) fill(lines []string) {
	for len(r.drawn) < len(lines) {
		r.drawn = append(r.drawn, canvas.NewText("", nil))
	}
	r.drawn = r.drawn[:len(lines)]
	color := theme.Color(theme.ColorNameForeground)
	if r.text.Color != "" {
		color = theme.Color(r.text.Color)
	}
	for i, line := range lines {
		c := r.drawn[i].(*canvas.Text)
		c.Text, c.Color, c.TextSize = strings.TrimRight(line, " 　"), color, r.text.points()
		c.TextStyle, c.Alignment = r.text.face(), r.text.Align
	}
}

// Refresh takes up a changed text or look.
func (r *textRenderer) Refresh() {
	r.text.lines, r.lines = nil, nil
	r.Layout(r.text.Size())
	canvas.Refresh(r.text)
}

// Objects implements fyne.WidgetRenderer.
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.drawn }

// Destroy implements fyne.WidgetRenderer.
func (r *textRenderer) Destroy() {}
