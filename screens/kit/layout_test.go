package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// bench is a bench whose jobs nobody uses.
func bench(t *testing.T, lang string) *kit.Bench {
	t.Helper()
	return kittest.NewBench(t, lang, func(func()) {}, nil)
}

// left is where the text of o begins, seen from the window.
func left(o fyne.CanvasObject) float32 {
	x := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X
	return x
}

const long = "准备好身份证原件，约3分钟。断网也能填写，不会丢失。准备好身份证原件，约3分钟。断网也能填写，不会丢失。"

// TestNothingOverlaps: after one pass each object of a column stands below the
// former one, as high as its text at this width, and all begin at one edge.
func TestNothingOverlaps(t *testing.T) {
	b := bench(t, "zh")
	for _, look := range []kit.Look{{}, {Scale: kit.ScaleCare}, {Scale: kit.ScaleDouble}} {
		for _, width := range []float32{300, 500, 810} {
			fyne.CurrentApp().Settings().SetTheme(look)
			rows := []fyne.CanvasObject{
				kit.Heading(long), kit.Muted(strings.Repeat("plain words ", 20)), kit.Body(long),
				kit.Buttons(kit.Primary("继续", nil), kit.Secondary("查看进度", nil), kit.Secondary("设置审核台口令", nil)),
				kit.Field("姓名", long, long, widget.NewEntry()), kit.Row("姓名", long, nil), kit.Card(kit.Body(long), kit.Tick(long)),
				kit.NewChoice(long, false, nil), kit.Beside(kit.Column(kit.Body(long)), kit.Buttons(kit.Secondary("查看", nil))),
			}
			column := kit.Column(rows...)
			b.Window.SetContent(container.NewWithoutLayout(column))
			column.Resize(fyne.NewSize(width, 100))
			bottom, edge := float32(0), left(rows[0])
			for i, o := range rows {
				top := o.Position().Y
				if i > 0 && top < bottom+kit.Gap-0.5 {
					t.Errorf("%v at %v: row %d begins at %v, the former one ends at %v", look, width, i, top, bottom)
				}
				if o.Size().Height < o.MinSize().Height-0.5 {
					t.Errorf("%v at %v: row %d is %v high, needs %v", look, width, i, o.Size().Height, o.MinSize().Height)
				}
				if left(o) != edge {
					t.Errorf("%v at %v: row %d begins at %v, the first at %v", look, width, i, left(o), edge)
				}
				bottom = o.Position().Y + o.Size().Height
			}
			if got := column.MinSize().Height; got < bottom-0.5 || got > bottom+0.5 {
				t.Errorf("%v at %v: the column needs %v, its rows end at %v", look, width, got, bottom)
			}
		}
	}
}

// TestButtons: no button is narrower than it can be hit or read, and those
// that do not fit stand below.
func TestButtons(t *testing.T) {
	bench(t, "zh")
	one, two, three := kit.Primary("好", nil), kit.Secondary("查看进度", nil), kit.Link("撤回", nil)
	row := kit.Buttons(one, two, three)
	row.Resize(fyne.NewSize(800, 50))
	if one.Size().Width < 96 || one.Size().Height < 44 {
		t.Errorf("a short button is %v", one.Size())
	}
	y := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y }
	wide := row.MinSize().Height
	test.NewTempWindow(t, row).Resize(fyne.NewSize(120, 400))
	row.Resize(fyne.NewSize(120, 400))
	if row.MinSize().Height < 3*wide || y(one) >= y(two) || y(two) >= y(three) {
		t.Errorf("in a narrow row they stand at %v, %v, %v; the row needs %v", y(one), y(two), y(three), row.MinSize())
	}
}

func TestAtMost(t *testing.T) {
	bench(t, "zh")
	for name, c := range map[string]struct{ room, want float32 }{"little room": {300, 300}, "much room": {1600, 480}} {
		e := widget.NewEntry()
		o := kit.AtMost(480, e)
		o.Resize(fyne.NewSize(c.room, 44))
		if e.Size().Width != c.want {
			t.Errorf("%s: %v wide", name, e.Size().Width)
		}
	}
}

// TestPageFitsNarrow: nothing makes a page wider than the room beside the rail.
func TestPageFitsNarrow(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		bench(t, lang)
		for _, look := range []kit.Look{{}, {Scale: kit.ScaleCare}, {Scale: kit.ScaleDouble}} {
			fyne.CurrentApp().Settings().SetTheme(look)
			page := kit.Page(long, long, kit.Field(long, long, long, widget.NewEntry()), kit.Card(kit.Row(long, long, kit.Link("修改", nil))), kit.Alert(long), kit.NewChoice(long, true, nil))
			if w := page.MinSize().Width; w > 700 {
				t.Errorf("%s %v: a page needs %v", lang, look, w)
			}
		}
	}
}

// TestTextLines: a text says what it was given at every width, in lines that
// fit and of which none begins with a comma.
func TestTextLines(t *testing.T) {
	bench(t, "zh")
	text := kit.Body(long)
	for _, said := range []string{long, "另一句话，" + long} {
		text.SetText(said)
		for width := float32(150); width < 900; width += 13 {
			text.Resize(fyne.NewSize(width, 500))
			var whole strings.Builder
			for i, o := range test.WidgetRenderer(text).Objects() {
				line := o.(*canvas.Text)
				if i > 0 && strings.ContainsRune("，。", []rune(line.Text)[0]) {
					t.Errorf("at %v a line is %q", width, line.Text)
				}
				if line.MinSize().Width > width+1 {
					t.Errorf("at %v a line is %v wide", width, line.MinSize().Width)
				}
				whole.WriteString(line.Text)
			}
			if whole.String() != said {
				t.Fatalf("at %v it says %q", width, whole.String())
			}
		}
	}
	single := kit.NewText(long, kit.Style{Single: true})
	single.Resize(fyne.NewSize(200, 30))
	if lines := test.WidgetRenderer(single).Objects(); len(lines) != 1 || !strings.HasSuffix(lines[0].(*canvas.Text).Text, "…") {
		t.Errorf("a single line is %d lines", len(lines))
	}
}

func TestChoice(t *testing.T) {
	bench(t, "zh")
	var told []bool
	c := kit.NewChoice("同意", true, func(on bool) { told = append(told, on) })
	if !c.Checked || len(told) != 0 {
		t.Fatalf("begins as %v, told %v", c.Checked, told)
	}
	test.Tap(c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	c.Disable()
	test.Tap(c)
	if fmt.Sprint(told) != "[false true false]" || c.Checked {
		t.Errorf("told %v", told)
	}
}

// TestEntryLeavesKeys: what is no editing goes to the window, also while
// somebody types.
func TestEntryLeavesKeys(t *testing.T) {
	b := bench(t, "zh")
	var got []string
	b.Window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { got = append(got, "lock") })
	b.Window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = append(got, string(k.Name)) })
	e := kit.NewEntry(b)
	b.Window.SetContent(e)
	b.Window.Canvas().Focus(e)
	test.Type(e, "abc")
	kittest.Press(b, fyne.KeyL)
	for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1, fyne.KeyBackspace} {
		e.TypedKey(&fyne.KeyEvent{Name: key})
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierControl})
	if strings.Join(got, " ") != "lock Escape F1" {
		t.Errorf("the window got %q", got)
	}
	if e.Text == "abc" || e.Text == "abcd" {
		t.Errorf("the field holds %q", e.Text)
	}
	if p := kit.NewPassword(b); !p.Password {
		t.Error("a password can be read")
	}
	if n := kit.NewNote(b, 3); !n.MultiLine || n.MinSize().Height <= kit.NewEntry(b).MinSize().Height {
		t.Error("a note has one line")
	}
}

func TestSheetsFollowTheLook(t *testing.T) {
	b := bench(t, "zh")
	card := kit.Card(kit.Body("x"))
	b.Window.SetContent(container.NewStack(kit.Backdrop(kit.ColorRail, card), kit.Strip("演示版")))
	b.Window.Resize(fyne.NewSize(100, 100))
	light := test.RenderToMarkup(b.Window.Canvas())
	fyne.CurrentApp().Settings().SetTheme(kit.Look{Tone: kit.ToneDark})
	b.Window.Content().Refresh()
	if dark := test.RenderToMarkup(b.Window.Canvas()); dark == light {
		t.Errorf("light and dark are drawn alike: %s", dark)
	}
}
