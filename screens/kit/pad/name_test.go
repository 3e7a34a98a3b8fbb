package pad

import (
	"slices"
	"strings"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// word presses keys by what their texts are called.
func (s *stage) word(keys ...string) {
	s.Helper()
	for _, k := range keys {
		s.tap(s.b.T(k))
	}
}

// offered fails the test unless a candidate stands in the row; it presses it.
func (s *stage) offered(text string) {
	s.Helper()
	if k := s.key(text); k == nil || !k.Visible() {
		s.Fatalf("%q is not among %q", text, s.texts())
	}
	s.tap(text)
}

func TestName(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.spell("OUYANG")
	s.offered("欧阳")
	s.spell("XIU")
	s.offered("修")
	s.holds("欧阳修")
	s.word("pad.done")
	if s.done != 1 || s.pad.name.typed != "" {
		t.Errorf("done %d times, %q is left", s.done, s.pad.name.typed)
	}
}

// TestRest: what a candidate does not answer stays.
func TestRest(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.spell("AYIGULI")
	if s.pad.name.head.line.text != "a'yi'gu'li" {
		t.Errorf("the line says %q", s.pad.name.head.line.text)
	}
	for _, r := range []string{"阿", "依", "古", "丽"} {
		if s.key(r) == nil {
			s.word("pad.more")
		}
		for s.key(r) == nil {
			s.word("pad.next")
		}
		s.tap(r)
	}
	s.tap("·")
	s.holds("阿依古丽·")
}

// TestBackspace: letters first, then characters.
func TestBackspace(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.spell("LI")
	s.tap("李", "M", "A")
	for _, want := range []string{"m", "", ""} {
		s.word("pad.back")
		if s.pad.name.typed != want {
			t.Errorf("%q is being typed, want %q", s.pad.name.typed, want)
		}
	}
	s.holds("")
}

// TestClear: nothing of what was typed is left in the pad, not even in what is
// drawn.
func TestClear(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.spell("OUYANG")
	s.word("pad.more", "pad.clear")
	s.field.SetText("李")
	s.word("pad.clear")
	s.holds("")
	n := s.pad.name
	if n.typed != "" || n.found != nil || n.head.found != nil || n.grid.items != nil || n.open {
		t.Errorf("left: %q %v %v %v", n.typed, n.found, n.head.found, n.grid.items)
	}
	all := slices.Concat([]fyne.CanvasObject{n.head.line, n.grid.title}, n.grid.box.Objects, n.head.box.Objects)
	for _, o := range all {
		for _, part := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
			if text, ok := part.(*canvas.Text); ok && strings.ContainsAny(text.Text, "欧阳ouyang") {
				t.Errorf("%q is left in %T", text.Text, o)
			}
		}
	}
}

// TestSpace takes the first candidate, and is a space among letters only.
func TestSpace(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.word("pad.space")
	s.holds("")
	s.tap("L", "I")
	s.word("pad.space", "pad.language")
	s.tap("a")
	s.word("pad.space", "pad.shift")
	s.tap("B", "-")
	s.holds("李a B-")
	s.word("pad.back", "pad.language")
	if s.key("Q") == nil || s.key("q") != nil {
		t.Error("pinyin has small letters")
	}
}

// TestDone: half of a name does not go on to the next page, and nobody chooses
// for the person.
func TestDone(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.tap("L", "I")
	s.word("pad.done")
	if s.holds(""); s.done != 0 || !s.pad.Composing() {
		t.Errorf("done %d times, composing %v", s.done, s.pad.Composing())
	}
	s.word("pad.space")
	s.holds("李")
	if s.word("pad.done"); s.done != 1 || s.pad.Composing() {
		t.Error("it is never done")
	}
}

func TestNine(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.word("pad.nine")
	s.tap("WXYZ", "GHI", "ABC", "MNO", "GHI")
	s.tap("zhang")
	if n := s.pad.name; n.typed != "zhang" || n.nineSaid() != "zhang" {
		t.Errorf("%q is being typed, said is %q", n.typed, n.nineSaid())
	}
	s.offered("张")
	s.tap("WXYZ", "DEF", "GHI")
	s.offered("伟")
	s.holds("张伟")
	s.word("pad.full")
	s.tap("Q")
}

// TestRadical finds a character by its radical and strokes, and leads back.
func TestRadical(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.word("pad.rare")
	for s.key("土") == nil {
		s.word("pad.next")
	}
	s.tap("土", "8画", s.b.T("pad.up"), "8画", "堃")
	s.holds("堃")
	if s.key("Q") == nil {
		t.Errorf("the letters are not back: %q", s.texts())
	}
	s.word("pad.rare", "pad.to-pinyin")
	s.tap("Q")
}

func TestParts(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.word("pad.rare", "pad.parts")
	s.spell("FANGFANGTU")
	s.offered("堃")
	s.holds("堃")
}

// TestCodePoint: a character that no font has is typed too, and said to be one.
func TestCodePoint(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.word("pad.rare", "pad.code")
	if !s.key(s.b.T("pad.code.enter")).off {
		t.Error("no code can be entered")
	}
	s.spell("2A6D66")
	s.word("pad.back")
	c := s.pad.name.code
	if c.face.text != "□ U+2A6D6" || c.next.text != s.b.T("pad.code.missing.next") {
		t.Errorf("it says %q, %q", c.face.text, c.next.text)
	}
	s.word("pad.code.enter", "pad.rare", "pad.code")
	s.spell("4E2D")
	if c.face.text != "中" || c.first.text != "" {
		t.Errorf("it says %q, %q", c.face.text, c.first.text)
	}
	s.word("pad.code.enter")
	s.holds("\U0002A6D6中")
	s.word("pad.rare", "pad.code")
	s.spell("0041")
	if c.first.text != s.b.T("pad.code.none") {
		t.Errorf("a Latin letter: %q", c.first.text)
	}
	s.word("pad.clear")
	if c.digits != "" || c.line.text != "U+" {
		t.Errorf("%q is left", c.line.text)
	}
}

// keyboard types on a real keyboard as the shell hands it on: the pad first, then
// the field.
func (s *stage) keyboard(text string) {
	for _, r := range text {
		if !s.pad.TypedRune(r) {
			s.field.TypedRune(r)
		}
	}
}

func (s *stage) presses(name fyne.KeyName) bool { return s.pad.TypedKey(&fyne.KeyEvent{Name: name}) }

// TestKeyboard: small letters of a real keyboard are pinyin too, and nothing else
// is taken from the field.
func TestKeyboard(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	s.keyboard("ouyang xiu")
	second := s.pad.name.found[1].Text
	s.keyboard("2")
	s.holds("欧阳" + second)
	s.keyboard("8 Smith yi")
	first := s.pad.name.found[0].Text
	s.keyboard("·0王")
	s.holds("欧阳" + second + "8 Smith " + first + "·0王")
	s.keyboard("li")
	if s.presses(fyne.KeyEscape); s.pad.name.typed != "" || s.presses(fyne.KeyEscape) || s.presses(fyne.KeyBackspace) || s.presses(fyne.KeyReturn) {
		t.Error("keys are taken without need")
	}
	s.keyboard("shan'")
	if !s.presses(fyne.KeyBackspace) || !s.presses(fyne.KeyLeft) || !s.presses(fyne.KeyReturn) || s.pad.name.typed != "" {
		t.Errorf("keys are not taken: %q is left", s.pad.name.typed)
	}
	s.word("pad.rare", "pad.code")
	s.keyboard("4e2dz")
	if !s.presses(fyne.KeyReturn) || !strings.HasSuffix(s.field.Text, "中") {
		t.Errorf("by code: %q", s.field.Text)
	}
}

// TestPressed: a key is drawn pressed at once, and a finger that slides from one
// key to another leaves none pressed.
func TestPressed(t *testing.T) {
	s := stand(t, "zh", kit.PadName, care, small)
	q, w := s.key("Q"), s.key("W")
	q.MouseDown(&desktop.MouseEvent{})
	if !q.down || test.WidgetRenderer(q).Objects()[1].(*canvas.Rectangle).Hidden {
		t.Error("a pressed key looks as before")
	}
	w.MouseUp(&desktop.MouseEvent{})
	if q.down || w.down {
		t.Error("a key stays pressed")
	}
}

// TestNoFocus: no key takes the keyboard, and the field keeps its ring.
func TestNoFocus(t *testing.T) {
	for _, kind := range []kit.PadKind{kit.PadName, kit.PadNumber, kit.PadDigits, kit.PadCode} {
		s := stand(t, "zh", kind, care, small)
		if got := kittest.Find[kittest.Focusable](s.pad); len(got) > 0 || s.pad.Kind() != kind || s.pad.For() != kit.Typist(s.field) {
			t.Errorf("%s: %d objects can have the keyboard", kind, len(got))
		}
	}
}
