package specimen

import (
	"bytes"
	"image"
	"image/color"
	"testing"
)

func sides(p Person) map[string]*image.RGBA {
	return map[string]*image.RGBA{"front": flat(DrawFront(p)), "back": flat(DrawBack(p))}
}

func TestCardsAreDrawnAlike(t *testing.T) {
	again, other := sides(New(3)), sides(New(4))
	for side, m := range sides(New(3)) {
		t.Run(side, func(t *testing.T) {
			if s := m.Bounds(); s != image.Rect(0, 0, Width, Height) {
				t.Errorf("drawn on %v", s)
			}
			if !bytes.Equal(m.Pix, again[side].Pix) {
				t.Error("the same person has two cards")
			}
			if bytes.Equal(m.Pix, other[side].Pix) {
				t.Error("two people have the same card")
			}
		})
	}
}

// Both sides say SPECIMEN 样本 in a stamp and along the lower edge, in red.
func TestMarked(t *testing.T) {
	stamps := map[string]image.Rectangle{"front": image.Rect(840, 585, 1180, 660), "back": image.Rect(745, 420, 1175, 520)}
	for seed := range uint64(5) {
		for side, m := range sides(New(seed)) {
			for place, r := range map[string]image.Rectangle{"stamp": stamps[side], "footer": image.Rect(230, 750, 1050, 795)} {
				if n := inked(m, r, isRed); n < r.Dx()*r.Dy()/25 {
					t.Errorf("seed %d %s %s: %d red pixels of %d", seed, side, place, n, r.Dx()*r.Dy())
				}
			}
		}
	}
}

func isRed(c color.RGBA) bool   { return c.R > 150 && c.G < 110 && c.B < 110 }
func isBlack(c color.RGBA) bool { return c.R < 90 && c.G < 90 && c.B < 90 }

func inked(m *image.RGBA, r image.Rectangle, is func(color.RGBA) bool) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			n += count(is(m.RGBAAt(x, y)))
		}
	}
	return n
}

// Each field is written in its place and nowhere else.
func TestFieldsInPlace(t *testing.T) {
	base := New(3)
	for name, c := range map[string]struct {
		side   string
		change func(*Person)
		place  image.Rectangle
	}{
		"name": {"front", func(p *Person) { p.Name = "欧阳䶮" }, image.Rect(225, 70, 810, 145)},
		"long name": {"front", func(p *Person) {
			p.Name = "阿卜杜热合曼阿卜杜热·阿卜力米提买买提吐尔逊艾合买提"
		}, image.Rect(225, 50, 812, 165)},
		"sex":       {"front", func(p *Person) { p.Sex = "女" }, image.Rect(225, 75, 1195, 575)}, // and the portrait
		"ethnicity": {"front", func(p *Person) { p.Ethnicity = "维吾尔" }, image.Rect(510, 180, 810, 245)},
		"birth":     {"front", func(p *Person) { p.Birth.Year-- }, image.Rect(225, 280, 360, 345)},
		"address":   {"front", func(p *Person) { p.Address = "样例省安平市清水县" }, image.Rect(225, 380, 810, 570)},
		"authority": {"back", func(p *Person) { p.Authority = "清水县公安局" }, image.Rect(485, 570, 1200, 640)},
		"until":     {"back", func(p *Person) { p.Long = true }, image.Rect(740, 665, 1200, 735)},
		"first day": {"back", func(p *Person) { p.From.Day ^= 1 }, image.Rect(485, 665, 1200, 735)},
	} {
		t.Run(name, func(t *testing.T) {
			p := base
			c.change(&p)
			got := difference(sides(base)[c.side], sides(p)[c.side])
			if got.Empty() || !got.In(c.place) {
				t.Errorf("changed in %v, want within %v", got, c.place)
			}
		})
	}
}

// difference is the smallest rectangle outside of which a and b are equal.
func difference(a, b *image.RGBA) (box image.Rectangle) {
	for y := range Height {
		for x := range Width {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestNumberIsReadable(t *testing.T) {
	m := flat(DrawFront(New(3)))
	for i := range 18 {
		x := int(440 + 42.5*float64(i))
		if n := inked(m, image.Rect(x, 660, x+40, 715), isBlack); n < 150 {
			t.Errorf("character %d has %d dark pixels", i+1, n)
		}
	}
}

func BenchmarkDrawFront(b *testing.B) {
	for b.Loop() {
		DrawFront(New(1))
	}
}
