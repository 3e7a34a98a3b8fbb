package pad

import (
	"strings"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// key is the shown key with this text or name, or nil.
func (s *stage) key(text string) *key {
	for _, k := range kittest.Find[*key](s.pad) {
		if k.text == text || k.label == text {
			return k
		}
	}
	return nil
}

// tap presses shown keys one after the other.
func (s *stage) tap(texts ...string) {
	s.Helper()
	for _, text := range texts {
		k := s.key(text)
		if k == nil {
			s.Fatalf("no key %q among %q", text, s.texts())
		}
		test.Tap(k)
	}
}

// spell presses a key for each character.
func (s *stage) spell(text string) {
	s.Helper()
	s.tap(strings.Split(text, "")...)
}

// texts is what stands on all keys shown.
func (s *stage) texts() (out []string) {
	for _, k := range kittest.Find[*key](s.pad) {
		out = append(out, k.text)
	}
	return out
}

// holds fails the test unless the field has this text.
func (s *stage) holds(want string) {
	s.Helper()
	if s.field.Text != want {
		s.Errorf("the field has %q, want %q", s.field.Text, want)
	}
}

var (
	small = fyne.NewSize(1024, 700)
	care  = kit.Look{Scale: kit.ScaleCare}
)

func TestNumber(t *testing.T) {
	s := stand(t, "zh", kit.PadNumber, care, small)
	for i, r := range "11010119900307745" {
		if !s.key("X").off {
			t.Errorf("X can be pressed after %d digits", i)
		}
		s.tap("X", string(r))
	}
	s.holds("11010119900307745")
	if s.key("X").off || s.pad.number.places.text != s.field.Text {
		t.Errorf("X waits %v, shown is %q", s.key("X").off, s.pad.number.places.text)
	}
	s.tap("X")
	s.holds("11010119900307745X")
	s.tap("X", "0")
	s.holds("11010119900307745X")
	s.tap("删除", "0")
	s.holds("110101199003077450")
	if !s.key("X").off {
		t.Error("X can be pressed behind 18 digits")
	}
	s.tap("完成")
	if s.done != 1 {
		t.Error("nobody is told that it is done")
	}
	s.tap("清空")
	s.holds("")
	if s.pad.number.places.text != "" {
		t.Errorf("the pad still shows %q", s.pad.number.places.text)
	}
}

// TestNumberGrouped: what groups a number does not count.
func TestNumberGrouped(t *testing.T) {
	s := stand(t, "zh", kit.PadNumber, care, small)
	s.field.SetText("110101 19900307 745")
	s.field.CursorColumn = 19
	s.pad.Follow()
	s.tap("X")
	s.holds("110101 19900307 745X")
	s.field.CursorColumn = 0
	s.tap("1")
	s.holds("110101 19900307 745X")
}

// TestNumberKeyboard: what a real keyboard types stands above the keys too.
func TestNumberKeyboard(t *testing.T) {
	s := stand(t, "zh", kit.PadNumber, care, small)
	s.keyboard("12")
	s.holds("12")
	if s.pad.number.places.text != "12" {
		t.Errorf("shown is %q", s.pad.number.places.text)
	}
	if !s.pad.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) || s.pad.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) {
		t.Error("the wrong keys are taken")
	}
	s.holds("1")
	if s.pad.number.places.text != "1" {
		t.Errorf("shown is %q", s.pad.number.places.text)
	}
}

func TestDigits(t *testing.T) {
	s := stand(t, "en", kit.PadDigits, care, small)
	s.spell("2026-11-28")
	s.tap("Delete")
	s.holds("2026-11-2")
	if s.key("Hide") != nil || s.pad.TypedRune('7') || s.pad.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) {
		t.Error("a key that hides nothing, or one taken from the field")
	}
	hidden := 0
	s.renew(Options{Close: func() { hidden++ }})
	if s.tap("Hide"); hidden != 1 || s.key("Done") != nil {
		t.Errorf("hidden %d times", hidden)
	}
	s.tap("Clear")
	s.holds("")
}

// TestCode: the characters of references, all of them and no other.
func TestCode(t *testing.T) {
	s := stand(t, "zh", kit.PadCode, care, small)
	s.spell("23456789ABCDEFGHJKMNPQRSTVWXYZ")
	s.holds("23456789ABCDEFGHJKMNPQRSTVWXYZ")
	if n := len(s.texts()); n != 30+3 {
		t.Errorf("%d keys", n)
	}
}
