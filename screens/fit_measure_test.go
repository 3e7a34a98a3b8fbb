package screens

import (
	"fmt"
	"reflect"
	"strings"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// slack is what numbers may be apart, in dp: sizes are rounded.
const slack = 1

// A box is where something is, in dp of the window.
type box struct{ x0, y0, x1, y1 float32 }

func boxAt(at fyne.Position, size fyne.Size) box {
	return box{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (b box) and(c box) box {
	return box{max(b.x0, c.x0), max(b.y0, c.y0), min(b.x1, c.x1), min(b.y1, c.y1)}
}

func (b box) width() float32  { return b.x1 - b.x0 }
func (b box) height() float32 { return b.y1 - b.y0 }

// A hole is the part of the window in which something is seen: all of it, or a
// scroll.
type hole struct {
	box
	scroll *container.Scroll
	outer  *hole
}

// A thing is what may not lie on another one: a text, a picture or what can be
// pressed or typed into.
type thing struct {
	name string
	box
	in *hole
}

// seen is the part of a thing that is not scrolled away.
func (t thing) seen() box {
	b := t.box
	for in := t.in; in != nil; in = in.outer {
		b = b.and(in.box)
	}
	return b
}

// over reports whether two things lie on each other. In one scroll they do so
// even where they are scrolled away.
func over(a, b thing) bool {
	both := a.box.and(b.box)
	if a.in != b.in {
		both = a.seen().and(b.seen())
	}
	return both.width() > slack && both.height() > slack
}

// measured is everything on a page.
type measured struct {
	*tailor
	things []thing
}

// collect finds the things below o, and says what is wrong with each alone.
func (m *measured) collect(o fyne.CanvasObject, at fyne.Position, in *hole) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	where := boxAt(at, o.Size())
	switch v := o.(type) {
	case *kit.Text:
		m.text(v, at, in)
		return
	case *kit.Button:
		m.button(v, where, in)
	case *kit.Press:
		m.high("what is pressed, "+brief(v.Label), where)
		m.collect(v.Inside()[0], at, in)
	case *kit.Choice:
		m.target("box "+brief(v.Text), v, where, in)
	case input:
		m.field(v, where, in)
	case *kit.Viewer:
		m.add("the photograph "+v.Label, where, in)
	case *canvas.Image:
		m.add("a picture", where, in)
	case *container.Scroll:
		m.scroll(v, at, in)
	default:
		for _, c := range kittest.Children(o) {
			m.collect(c, at, in)
		}
	}
}

func (m *measured) add(name string, b box, in *hole) { m.things = append(m.things, thing{name, b, in}) }

// scroll looks into a scroll: it has to show a few lines at least, or there is
// nothing to read while one scrolls.
func (m *measured) scroll(s *container.Scroll, at fyne.Position, in *hole) {
	where := boxAt(at, s.Size())
	inside := &hole{box{max(where.x0, in.x0), where.y0, min(where.x1, in.x1), where.y1}, s, in}
	least := 3 * fyne.MeasureText("国", theme.TextSize(), fyne.TextStyle{}).Height
	if shown := where.and(in.box).height(); s.Content.MinSize().Height > shown+slack && shown < least {
		m.fault("a part that scrolls shows less than three lines", dp(shown))
	}
	m.collect(s.Content, at, inside)
}

// text looks at a text: all of it can be seen.
func (m *measured) text(t *kit.Text, at fyne.Position, in *hole) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	name := "text " + brief(t.Text)
	m.tall(name, t)
	ink := m.ink(t, at)
	if ink.width() > t.Size().Width+slack {
		m.fault(name+" is wider than its place", dp(ink.width()-t.Size().Width))
	}
	m.inside(name, ink, in)
	m.add(name, ink, in)
}

// ink is where the lines of a text are drawn.
func (m *measured) ink(t *kit.Text, at fyne.Position) box {
	var ink box
	for i, o := range test.WidgetRenderer(t).Objects() {
		line, ok := o.(*canvas.Text)
		if !ok { // below what differs
			continue
		}
		size := fyne.MeasureText(line.Text, line.TextSize, line.TextStyle)
		x := at.X + line.Position().X
		switch line.Alignment {
		case fyne.TextAlignCenter:
			x += (t.Size().Width - size.Width) / 2
		case fyne.TextAlignTrailing:
			x += t.Size().Width - size.Width
		}
		b := boxAt(fyne.NewPos(x, at.Y+line.Position().Y), size)
		if i == 0 {
			ink = b
		}
		ink = box{min(ink.x0, b.x0), min(ink.y0, b.y0), max(ink.x1, b.x1), max(ink.y1, b.y1)}
		if t.Single && line.Text != t.Text {
			m.fault("text "+brief(t.Text)+" is cut short", "")
		}
	}
	return ink
}

// brief is the beginning of a text.
func brief(text string) string {
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	return "“" + text + "”"
}

// tall looks whether o is as high as what it shows needs.
func (m *measured) tall(name string, o fyne.CanvasObject) {
	if o.Size().Height < o.MinSize().Height-slack {
		m.fault(name+" is cut off below", dp(o.MinSize().Height-o.Size().Height))
	}
}

// inside looks whether a thing can be seen as a whole, after scrolling down or
// up.
func (m *measured) inside(name string, b box, in *hole) {
	if b.x0 < in.x0-slack || b.x1 > in.x1+slack {
		m.fault(name+" is cut off at the side", dp(max(in.x0-b.x0, b.x1-in.x1)))
	}
	y0, y1 := in.y0, in.y1
	if in.scroll != nil {
		c := in.scroll.Content
		y0 += c.Position().Y
		y1 = max(y1, y0+c.Size().Height)
	}
	if b.y0 < y0-slack || b.y1 > y1+slack {
		m.fault(name+" is cut off above or below", dp(max(y0-b.y0, b.y1-y1)))
	}
}

// leastTarget is how high what can be pressed has to be in each scale, in dp.
var leastTarget = map[kit.Scale]float32{kit.ScaleStandard: 44, kit.ScaleCare: 60, kit.ScaleDouble: 44}

// target looks at something that can be pressed.
func (m *measured) target(name string, o fyne.Widget, where box, in *hole) {
	m.add(name, where, in)
	m.inside(name, where, in)
	m.tall(name, o)
	m.written(name, o, where)
	m.high(name, where)
}

// high looks whether a finger can press something.
func (m *measured) high(name string, where box) {
	if where.height() < leastTarget[m.shell.look.Scale]-0.5 {
		m.fault(name+" is too low for a finger", dp(where.height()))
	}
}

func dp(v float32) string { return fmt.Sprintf("%.0f dp", v) }

// widest is how wide a button may be whose text is short, in dp.
const widest = 420

func (m *measured) button(b *kit.Button, where box, in *hole) {
	name := "button " + brief(b.AccessibilityLabel())
	m.target(name, b, where, in)
	need := kit.NewButton(b.Text, b.Rank, nil).With(b.Icon).MinSize().Width
	if b.Rank != kit.Place && where.width() > max(widest, need)+slack {
		m.fault(name+" is stretched", dp(where.width()))
	}
}

// written looks at the text on something that can be pressed.
func (m *measured) written(name string, on fyne.Widget, where box) {
	for _, o := range test.WidgetRenderer(on).Objects() {
		t, ok := o.(*kit.Text)
		if !ok || t.Text == "" {
			continue
		}
		m.tall("what is written on "+name, t)
		ink := m.ink(t, fyne.NewPos(where.x0, where.y0).Add(t.Position()))
		if in := ink.and(where); ink.width()-in.width() > slack || ink.height()-in.height() > slack {
			m.fault(name+" is too small for what is written on it", "")
		}
	}
}

// widestField is how wide a field may be at the standard scale, in dp: a name may
// be as long as the page is wide.
const widestField = kit.ColumnWidth

func (m *measured) field(f input, where box, in *hole) {
	name := "field " + brief(f.(fyne.Accessible).AccessibilityLabel())
	m.target(name, f, where, in)
	if where.width() > widestField*theme.TextSize()/18+slack {
		m.fault(name+" is stretched", dp(where.width()))
	}
	holds := reflect.ValueOf(f).Elem().FieldByName("PlaceHolder").String()
	if need := fyne.MeasureText(holds, theme.TextSize(), fyne.TextStyle{}).Width + 2*theme.InnerPadding(); need > where.width()+slack {
		m.fault(name+" is too narrow for what it stands for", dp(need-where.width()))
	}
}
