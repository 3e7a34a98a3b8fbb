package kit_test

import (
	"image"
	"math"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// outline is what is drawn of the card's outline: the ends of the lines.
func outline(v *kit.Viewer) (out [][2]fyne.Position) {
	for _, o := range test.WidgetRenderer(v).Objects() {
		if l, ok := o.(*canvas.Line); ok && !l.Hidden && l.StrokeWidth == 3 {
			out = append(out, [2]fyne.Position{l.Position1, l.Position2})
		}
	}
	return out
}

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 0.5 }

func TestOutline(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	view := &kit.View{}
	v := kit.NewViewer(image.NewGray(image.Rect(0, 0, 300, 200)), nil, view)
	v.Resize(fyne.NewSize(300, 200))
	if got := outline(v); len(got) != 0 {
		t.Fatalf("no card, and %d lines", len(got))
	}
	v.Outline = &[4][2]float64{{0.1, 0.2}, {0.9, 0.2}, {0.9, 0.8}, {0.1, 0.8}}
	v.Refresh()
	got := outline(v)
	if len(got) != 4 || !near(got[0][0].X, 30) || !near(got[0][0].Y, 40) || !near(got[0][1].X, 270) || !near(got[3][1].Y, 40) {
		t.Fatalf("%v", got)
	}
	for range 2 { // nearer: half of it is seen, and the lines end at its edge
		view.In()
	}
	view.Pan(-1, -1)
	v.Refresh()
	got = outline(v)
	if len(got) != 2 {
		t.Fatalf("%d lines of the top left corner: %v", len(got), got)
	}
	for _, l := range got {
		for _, p := range l {
			if p.X < -0.5 || p.Y < -0.5 || p.X > 300.5 || p.Y > 200.5 {
				t.Errorf("a line leaves the picture: %v", l)
			}
		}
	}
	v.Outline = &[4][2]float64{{-0.5, -0.5}, {1.5, -0.5}, {1.5, 1.5}, {-0.5, 1.5}}
	v.Refresh()
	if got = outline(v); len(got) != 0 {
		t.Errorf("a card all around the picture: %v", got)
	}
}

func TestCutout(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	c := kit.NewCutout("号码", model.Place{X0: 0.3, Y0: 0.8, X1: 0.9, Y1: 0.9}) // 9.5 times as wide as it is high
	c.Resize(fyne.NewSize(600, 46))
	if m := c.MinSize(); m.Height != 46 || c.Shown() || c.AccessibilityLabel() != "号码" {
		t.Errorf("%v %v %q", m, c.Shown(), c.AccessibilityLabel())
	}
	c.Set(image.NewGray(image.Rect(0, 0, 1140, 120)))
	if !c.Shown() {
		t.Error("there is nothing to see")
	}
	c.Resize(fyne.NewSize(190, 46))
	if m := c.MinSize(); m.Height < 19 || m.Height > 21 {
		t.Errorf("in little room it is %v high", m.Height)
	}
}

func TestLine(t *testing.T) {
	p := model.Photo{JPEG: []byte("x"), Report: model.Report{Quad: &[4][2]float64{}}, Reading: model.Reading{
		model.ReadFrom:  {Place: &model.Place{X0: 0.4, Y0: 0.8, X1: 0.6, Y1: 0.9}},
		model.ReadUntil: {Place: &model.Place{X0: 0.65, Y0: 0.81, X1: 1, Y1: 0.91}},
		model.ReadName:  {Text: "张三"},
	}}
	got, ok := kit.Line(p, model.ReadFrom, model.ReadUntil)
	if !ok || got.X0 >= 0.4 || got.X0 < 0.35 || got.Y0 >= 0.8 || got.X1 != 1 || got.Y1 <= 0.91 {
		t.Errorf("%+v %v", got, ok)
	}
	if _, ok := kit.Line(p, model.ReadName); ok {
		t.Error("a line without a place")
	}
	p.Report.Quad = nil
	if _, ok := kit.Line(p, model.ReadFrom); ok {
		t.Error("a line of a card that was not found")
	}
}

// TestTable: cells of a line stand side by side at the same places in each
// line, and below each other where there is no room.
func TestTable(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	a, b, c, d := kit.Body("姓名"), kit.Body("林新"), kit.Body("有效期限"), kit.Body("2014年3月10日 – 2034年3月10日")
	table := kit.Table([]float32{1, 2}, []fyne.CanvasObject{a, b}, []fyne.CanvasObject{c, d})
	holder := container.NewWithoutLayout(table)
	holder.Resize(fyne.NewSize(800, 600))
	at := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	w := test.NewWindow(holder)
	defer w.Close()
	w.Resize(fyne.NewSize(800, 600))
	for range 2 {
		table.Resize(fyne.NewSize(700, table.MinSize().Height))
	}
	if at(a).Y != at(b).Y || at(b).X != at(d).X || at(c).Y <= at(a).Y || b.Size().Width < a.Size().Width*1.9 {
		t.Errorf("side by side: %v %v %v %v", at(a), at(b), at(c), at(d))
	}
	table.Resize(fyne.NewSize(300, 400))
	table.Resize(fyne.NewSize(300, table.MinSize().Height))
	if at(a).X != at(b).X || at(b).Y <= at(a).Y || at(c).Y <= at(b).Y {
		t.Errorf("below each other: %v %v %v", at(a), at(b), at(c))
	}
}

func TestFault(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	for text, want := range map[string][]string{
		"照片模糊。拿稳，再拍一张。":              {"照片模糊。", "拿稳，再拍一张。"},
		"It is blurred. Hold still.": {"It is blurred.", "Hold still."},
		"One sentence.":              {"One sentence."},
		"一句。":                        {"一句。"},
	} {
		got := kittest.Texts(kit.Fault(text))
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("%q: %q", text, got)
		}
	}
}
