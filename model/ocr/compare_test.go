package ocr

import (
	"image"
	"strings"
	"sync"
	"testing"

	"truename/assets"
	"truename/model"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// nameType is the type of a name on a card.
var nameType = sync.OnceValue(func() font.Face {
	f, err := opentype.Parse(assets.FontRegular)
	if err != nil {
		panic(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 56, DPI: 72})
	if err != nil {
		panic(err)
	}
	return face
})

// named is a card with a name on it, and its character places: those of read,
// where an underscore is a place that was not read, all as sure as given.
func named(name, read string, sure float64) (*image.RGBA, []model.ReadChar) {
	img := whiteCard()
	d := font.Drawer{Dst: img, Src: image.Black, Face: nameType()}
	var chars []model.ReadChar
	for i, r := range []rune(name) {
		x := 232 + 62*i
		d.Dot = fixed.P(x, 125)
		d.DrawString(string(r))
		c := model.ReadChar{Confidence: sure, Place: model.Place{
			X0: float64(x-3) / cardWide, X1: float64(x+59) / cardWide, Y0: 68.0 / cardHigh, Y1: 142.0 / cardHigh,
		}}
		if k := []rune(read)[i]; k != '_' {
			c.Text = string(k)
		}
		chars = append(chars, c)
	}
	return img, chars
}

func TestCompareTable(t *testing.T) {
	r := wordsOnly()
	for name, c := range map[string]struct {
		printed, read string
		sure          float64
		typed         string
		want          model.Verdict
	}{
		"as read":                          {"王小明", "王小明", 0.99, "王小明", model.Same},
		"as read, not quite sure":          {"王小明", "王小明", 0.6, "王小明", model.Same},
		"one other, read for certain":      {"王小明", "王小明", 0.99, "王小刚", model.Differs},
		"all others":                       {"王小明", "王小明", 0.99, "赵大海", model.Differs},
		"one other, read doubtfully":       {"王小明", "王小明", 0.5, "王小刚", model.Unverified},
		"the truth, misread":               {"王小明", "王小朋", 0.99, "王小明", model.Unverified},
		"longer, read for certain":         {"王小明", "王小明", 0.999, "王小明明", model.Differs},
		"shorter, read for certain":        {"王小明", "王小明", 0.999, "王明", model.Differs},
		"longer, read doubtfully":          {"王小明", "王小明", 0.7, "王小明明", model.Unverified},
		"longer, one not read":             {"王小明", "王_明", 0.999, "王小小明", model.Unverified},
		"nothing typed, read for certain":  {"王小明", "王小明", 0.999, "", model.Differs},
		"not read, what is printed":        {"王小明", "王_明", 0.99, "王小明", model.Unverified}, // a picture does not tell 王 from 玉
		"not read, another":                {"王小明", "王_明", 0.99, "王藏明", model.Unverified},
		"not read, and another differs":    {"王小明", "王_明", 0.99, "王小刚", model.Differs},
		"rare, what is printed":            {"王" + rareOne + "明", "王_明", 0.99, "王" + rareOne + "明", model.Same},
		"rare, another rare one":           {"王" + rareOne + "明", "王_明", 0.99, "王" + rareTwo + "明", model.Unverified},
		"rare, a common one typed":         {"王" + rareOne + "明", "王_明", 0.99, "王小明", model.Unverified},
		"rare, taken for a common one":     {"王" + rareOne + "明", "王昌明", 0.6, "王" + rareOne + "明", model.Same},
		"a common one, a rare one typed":   {"王小明", "王小明", 0.99, "王" + rareOne + "明", model.Unverified},
		"a rare one that no font has":      {"王小明", "王_明", 0.99, "王\U0002FFFD明", model.Unverified},
		"a dot of another kind":            {"古丽·买买", "古丽•买买", 0.99, "古丽·买买", model.Same},
		"a dot for a character":            {"古丽·买买", "古丽·买买", 0.99, "古丽王买买", model.Differs},
		"a different and an uncertain one": {"王小明", "赵_明", 0.99, "王大明", model.Unverified},
	} {
		if len([]rune(c.printed)) != len([]rune(c.read)) {
			t.Fatalf("%s: %s, %s", name, c.printed, c.read)
		}
		img, chars := named(c.printed, c.read, c.sure)
		got, score := r.Compare(img, chars, c.typed)
		if got != c.want {
			t.Errorf("%s: %s typed for %s, read as %s: %s (%.2f), want %s", name, c.typed, c.printed, c.read, got, score, c.want)
		}
		if score < 0 || score > 1 || got == model.Same && score < 0.5 {
			t.Errorf("%s: %s with a score of %.3f", name, got, score)
		}
	}
}

// A stain where a character should be is none that is typed.
func TestCompareWithAStain(t *testing.T) {
	r := wordsOnly()
	img, chars := named("王", "_", 0.99)
	p := chars[0].Place
	ink(img, int(p.X0*cardWide)+8, int(p.Y0*cardHigh)+8, int(p.X1*cardWide)-8, int(p.Y1*cardHigh)-8, 40, 40, 40)
	for _, typed := range []string{rareOne, rareTwo, "李", "一"} {
		if v, score := r.Compare(img, chars, typed); v == model.Same {
			t.Errorf("%s: %s (%.2f)", typed, v, score)
		}
	}
}

// Two characters that our font draws and the reader does not know.
const (
	rareOne = "䶮"
	rareTwo = "瑳"
)

func TestRareCharactersOfTheseTests(t *testing.T) {
	for _, c := range rareOne + rareTwo {
		if wordsOnly().Knows(c) || !assets.HasGlyph(c) {
			t.Errorf("%c: known %v, drawn %v", c, wordsOnly().Knows(c), assets.HasGlyph(c))
		}
	}
}

// Of a Latin name only the letters count, in their order.
func TestCompareLatin(t *testing.T) {
	for typed, c := range map[string]struct {
		read string
		sure float64
		want model.Verdict
	}{
		"CASTELLO, JONAS":  {"CASTELLO JONAS", 0.9, model.Same},
		"Castello,Jonas":   {"CASTELLO, JONAS", 0.9, model.Same},
		"CASTELLO JONAS":   {"CASTELLO, JONAS", 0.6, model.Same},
		"CASTELLO, JONA":   {"CASTELLO, JONAS", 0.9, model.Differs},
		"CASTELLO, JONES":  {"CASTELLO, JONAS", 0.9, model.Differs},
		"CASTELLO, JAMES":  {"CASTELLO, JONAS", 0.7, model.Unverified},
		"JONAS CASTELLO":   {"CASTELLO, JONAS", 0.9, model.Unverified},
		"卡斯特罗":             {"CASTELLO, JONAS", 0.9, model.Unverified},
		"CASTELLÓ, JONAS":  {"CASTELLO, JONAS", 0.9, model.Unverified},
		"CASTELLO, J ONAS": {"CASTELLO, J_ONAS", 0.9, model.Unverified},
		"":                 {"CASTELLO", 0.9, model.Differs},
	} {
		var chars []model.ReadChar
		for _, r := range c.read {
			chars = append(chars, model.ReadChar{Text: strings.Trim(string(r), "_"), Confidence: c.sure})
		}
		if got, _ := wordsOnly().Compare(blank(), chars, typed); got != c.want {
			t.Errorf("%q typed for %q: %s, want %s", typed, c.read, got, c.want)
		}
	}
}
