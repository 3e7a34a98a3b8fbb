package receipt

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"truename/assets"
	"truename/model"
)

// keySheet is a paper with a recovery key that opens nothing.
func keySheet() Sheet {
	words := make([]string, 24)
	for i := range words {
		words[i] = fmt.Sprintf("word%c%c", 'a'+i/5, 'a'+i%5)
	}
	return Sheet{
		Product: "Truename", Title: "恢复密钥", Lead: "锁好，不要和电脑放在一起。", Words: words,
		Identity:      "AGE-SECRET-KEY-PQ-1" + strings.Repeat("QPZRY9X8", 7),
		ReferenceName: "同一个密钥的二维码", ReferenceNote: "按顺序输入这24个词，或输入二维码里的文字。",
		Facts: []Fact{{Name: "制作日期", Value: "2026年11月23日"}}, Foot: "以后又做了新的，这张就销毁。",
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
}

// TestKeySheet: all words stand on the page with their numbers, one below the
// other, and the code beside them.
func TestKeySheet(t *testing.T) {
	s := keySheet()
	texts, boxes := parse(t, made(t, s)).read()
	at := func(text string) shown {
		t.Helper()
		i := slices.IndexFunc(texts, func(s shown) bool { return s.text == text })
		if i < 0 {
			t.Fatalf("%q is not on the page", text)
		}
		return texts[i]
	}
	var last shown
	for i, word := range s.Words {
		is, number := at(word), at(fmt.Sprintf("%d.", i+1))
		if number.x >= is.x || number.x+number.width > is.x || is.x+is.width > right {
			t.Errorf("%q is not beside its number", word)
		}
		if i > 0 && is.y <= last.y && is.x <= last.x {
			t.Errorf("%q does not follow %q", word, last.text)
		}
		last = is
	}
	if at(s.ReferenceNote).y < last.y || at(s.Facts[0].Value).y < at(s.ReferenceName).y {
		t.Error("the order of the page")
	}
	code, err := s.code()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(code.Bitmap()); n < 40 || len(boxes) < n {
		t.Errorf("a code of %d squares a side, %d boxes", n, len(boxes))
	}
	s.Identity = "age1notasecret"
	if _, err := PDF(s); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("no key: %v", err)
	}
}
