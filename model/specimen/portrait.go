package specimen

import (
	"image"
	"image/color"

	"truename/model/idcard"
)

// A look is how a drawn portrait is coloured.
type look struct{ skin, shade, hair, coat, shirt color.NRGBA }

var (
	skins = [][2]color.NRGBA{
		{{0xF0, 0xCD, 0xAE, 0xFF}, {0xD8, 0xA8, 0x86, 0xFF}},
		{{0xE3, 0xB8, 0x92, 0xFF}, {0xC4, 0x92, 0x6C, 0xFF}},
		{{0xD6, 0xA5, 0x7E, 0xFF}, {0xB4, 0x80, 0x5C, 0xFF}},
	}
	coats = []color.NRGBA{{0x2B, 0x36, 0x52, 0xFF}, {0x6A, 0x23, 0x30, 0xFF}, {0x3F, 0x45, 0x48, 0xFF}, {0x0B, 0x5A, 0x50, 0xFF}}
	hairs = []color.NRGBA{{0x22, 0x1D, 0x1D, 0xFF}, {0x33, 0x28, 0x24, 0xFF}}
	grey  = color.NRGBA{0xA5, 0xA3, 0xA0, 0xFF}
)

func lookOf(p Person) look {
	h := mix(hash(p.Number) + 7)
	skin := skins[h%uint64(len(skins))]
	l := look{skin: skin[0], shade: skin[1], hair: hairs[h>>8%2], coat: coats[h>>16%uint64(len(coats))], shirt: color.NRGBA{0xF6, 0xF6, 0xF4, 0xFF}}
	if p.Birth.AgeOn(laterOf(p.From, p.Birth)) >= 62 {
		l.hair = grey
	}
	return l
}

func laterOf(a, b idcard.Date) idcard.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// portrait draws a face of simple shapes where the portrait stands.
func portrait(m *image.RGBA, p Person) {
	box := image.Rect(825, 78, 1195, 572)
	in := m.SubImage(box).(*image.RGBA) // shapes are cut at its edges
	bar(in, 825, 78, 1195, 572, color.NRGBA{0xF3, 0xF5, 0xF7, 0xFF})
	l := lookOf(p)
	const cx, cy = 1010, 285
	if p.Sex == "女" { // hair behind the shoulders
		ellipse(in, cx, cy-6, 124, 150, l.hair)
		bar(in, cx-124, cy-6, cx+124, cy+130, l.hair)
	}
	shoulders(in, l, cx, cy)
	ellipse(in, cx-98, cy+8, 15, 28, l.shade) // ears
	ellipse(in, cx+98, cy+8, 15, 28, l.shade)
	ellipse(in, cx, cy-38, 106, 104, l.hair)
	ellipse(in, cx, cy+10, 96, 122, l.skin)
	fringe(in, l, p.Sex, cx, cy)
	face(in, l, cx, cy)
	frame(m, box, 2, color.NRGBA{0xC9, 0xD2, 0xD0, 0xFF})
}

func shoulders(m *image.RGBA, l look, cx, cy float64) {
	ellipse(m, cx, cy+270, 178, 118, l.coat)
	polygon(m, l.shirt, [2]float64{cx - 62, cy + 150}, [2]float64{cx + 62, cy + 150}, [2]float64{cx + 30, cy + 290}, [2]float64{cx - 30, cy + 290})
	polygon(m, l.skin, [2]float64{cx - 42, cy + 80}, [2]float64{cx + 42, cy + 80}, [2]float64{cx + 46, cy + 156}, [2]float64{cx, cy + 200}, [2]float64{cx - 46, cy + 156})
	polygon(m, l.coat, [2]float64{cx - 64, cy + 158}, [2]float64{cx - 8, cy + 290}, [2]float64{cx - 110, cy + 290})
	polygon(m, l.coat, [2]float64{cx + 64, cy + 158}, [2]float64{cx + 8, cy + 290}, [2]float64{cx + 110, cy + 290})
	ellipse(m, cx, cy+112, 46, 22, l.shade) // shadow of the chin
}

func fringe(m *image.RGBA, l look, sex string, cx, cy float64) {
	if sex == "女" {
		polygon(m, l.hair, [2]float64{cx - 100, cy - 4}, [2]float64{cx - 96, cy - 86}, [2]float64{cx, cy - 132}, [2]float64{cx + 96, cy - 86}, [2]float64{cx + 100, cy - 4},
			[2]float64{cx + 62, cy - 66}, [2]float64{cx - 20, cy - 80}, [2]float64{cx - 70, cy - 54})
		return
	}
	polygon(m, l.hair, [2]float64{cx - 100, cy - 24}, [2]float64{cx - 92, cy - 92}, [2]float64{cx, cy - 134}, [2]float64{cx + 92, cy - 92}, [2]float64{cx + 100, cy - 24},
		[2]float64{cx + 80, cy - 68}, [2]float64{cx + 30, cy - 88}, [2]float64{cx - 60, cy - 80}, [2]float64{cx - 84, cy - 58})
}

func face(m *image.RGBA, l look, cx, cy float64) {
	white, iris, lip := color.NRGBA{0xFB, 0xFB, 0xFA, 0xFF}, color.NRGBA{0x2A, 0x1E, 0x1A, 0xFF}, color.NRGBA{0xB4, 0x5C, 0x56, 0xFF}
	for _, side := range []float64{-1, 1} {
		x := cx + side*40
		polygon(m, l.hair, [2]float64{x - 24, cy - 26}, [2]float64{x + 24, cy - 26}, [2]float64{x + 20, cy - 33}, [2]float64{x - 20, cy - 33})
		ellipse(m, x, cy+2, 19, 9, white)
		ellipse(m, x, cy+2, 9, 9, iris)
	}
	polygon(m, l.shade, [2]float64{cx - 3, cy + 8}, [2]float64{cx + 6, cy + 8}, [2]float64{cx + 15, cy + 52}, [2]float64{cx - 14, cy + 52})
	ellipse(m, cx, cy+82, 32, 13, lip)
	ellipse(m, cx, cy+75, 38, 10, l.skin) // which leaves a smile
}
