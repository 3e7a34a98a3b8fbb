package ocr

import (
	"image"
	"strings"
	"testing"

	"truename/model"
)

// printed draws a character of 48 pixels for each rune of s, 60 apart, and is
// the line in which those that are no underscore were read.
func printed(img *image.RGBA, s string) Line {
	runes := []rune(s)
	wide := 60 * float64(len(runes))
	l := Line{Box: Box{X: 232 + wide/2, Y: 105, W: wide, H: 86}}
	for i, r := range runes {
		x := 232 + 60*i
		if r != ' ' {
			ink(img, x+6, 81, x+54, 129, 30, 30, 30)
		}
		if r != '_' && r != ' ' {
			l.Chars = append(l.Chars, Char{Text: string(r), Sure: 0.9999, From: (60*float64(i) + 12) / wide, To: (60*float64(i) + 48) / wide})
		}
	}
	return l
}

// Where something is printed and nothing was read there is a slot: first, in
// the middle, last, or several. Nothing is added to what was read wholly.
func TestSlots(t *testing.T) {
	for _, s := range []string{"张三", "张三丰", "_三丰", "张_丰", "张三_", "欧阳_明", "_三", "张_", "_阳小明", "欧__明"} {
		img := whiteCard()
		c := cardOn(img, model.Front, written(78, 105, 42, "姓名"), printed(img, s))
		f := wordsOnly().name(c)
		got := ""
		for _, k := range f.Chars {
			if k.Text == "" {
				k.Text = "_"
			}
			got += k.Text
		}
		if got != s {
			t.Errorf("%s is read as %s", s, got)
			continue
		}
		if whole := !strings.Contains(s, "_"); whole != (f.Text != "") {
			t.Errorf("%s has the text %q", s, f.Text)
		}
		for i, k := range f.Chars {
			want := (232 + 60*float64(i) + 30) / cardWide
			if mid := (k.Place.X0 + k.Place.X1) / 2; !nearly(mid, want, 14/cardWide) {
				t.Errorf("%s: place %d is at %.4f, want %.4f", s, i, mid, want)
			}
		}
	}
}

// What stands further off than a character and a half is none of the name, nor
// is a red mark.
func TestSlotsIgnoreWhatIsBeside(t *testing.T) {
	far := whiteCard()
	l := printed(far, "张三")
	ink(far, 600, 81, 648, 129, 30, 30, 30)
	red := whiteCard()
	printed(red, "张三")
	ink(red, 360, 81, 408, 129, 240, 60, 60)
	for name, img := range map[string]*image.RGBA{"far away": far, "a red mark": red} {
		f := wordsOnly().name(cardOn(img, model.Front, written(78, 105, 42, "姓名"), l))
		if f.Text != "张三" || len(f.Chars) != 2 {
			t.Errorf("%s: %q with %d characters", name, f.Text, len(f.Chars))
		}
	}
}

// In a long name the gap tells where a dot was not read.
func TestSlotsOfALongName(t *testing.T) {
	name := func(s string) model.ReadField {
		return wordsOnly().name(cardWith(model.Front, written(78, 105, 42, "姓名"), written(225, 105, 44, s)))
	}
	if f := name("阿依古丽·买买提"); f.Text != "阿依古丽·买买提" || len(f.Chars) != 8 {
		t.Errorf("with a dot: %q, %d", f.Text, len(f.Chars))
	}
	uneven := written(225, 105, 44, "阿依古丽·买买提") // as the reader puts them, the dot narrow
	for i, off := range []float64{0, 0.02, -0.02, 0.01, -0.01, -0.03, 0.02, 0} {
		uneven.Chars[i].From, uneven.Chars[i].To = uneven.Chars[i].From+off, uneven.Chars[i].To+off
	}
	if f := wordsOnly().name(cardWith(model.Front, written(78, 105, 42, "姓名"), uneven)); f.Text != "阿依古丽·买买提" {
		t.Errorf("uneven: %q", f.Text)
	}
	if f := name("阿依古丽  买买提"); f.Text != "" || len(f.Chars) != 8 || f.Chars[4].Text != "" {
		t.Errorf("without: %q, %d", f.Text, len(f.Chars))
	}
}

// Nothing read is nothing, whatever is printed.
func TestSlotsOfNothing(t *testing.T) {
	img := whiteCard()
	printed(img, "___")
	if f := wordsOnly().name(cardOn(img, model.Front, written(78, 105, 42, "姓名"))); f.Text != "" || len(f.Chars) != 0 {
		t.Errorf("%+v", f)
	}
}
