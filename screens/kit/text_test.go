package kit

import (
	"strings"
	"testing"

	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestRuler: what is not shaped is as wide as the toolkit would measure it, in
// every text of the program.
func TestRuler(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Look{})
	words, err := LoadWords(assets.Text, "zh")
	if err != nil {
		t.Fatal(err)
	}
	squares := 0
	for _, key := range words.Keys() {
		text := words.T(key)
		squares += strings.Count(strings.Map(func(r rune) rune {
			if square(r) {
				return '国'
			}
			return -1
		}, text), "国")
		for _, bold := range []bool{false, true} {
			got := NewText(text, Style{Bold: bold}).ruler()(text)
			want := fyne.MeasureText(text, 18, fyne.TextStyle{Bold: bold}).Width
			if got < want-0.5 || got > want*1.01+3 {
				t.Errorf("%s: %v wide, measured %v: %q", key, got, want, text)
			}
		}
	}
	if squares < 3000 {
		t.Errorf("only %d characters were not shaped", squares)
	}
}
