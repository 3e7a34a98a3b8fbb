package specimen

import (
	"image"
	"image/color"
	"math"
)

// A bed is a ground being drawn: what cards lie on, fine pixels a millimetre.
type bed struct {
	m     *image.RGBA
	d     dice
	style Style
	fine  float64
}

// groundsOf draws every ground by its name.
var groundsOf = map[string]func(*bed){
	"wood": (*bed).wood, "cloth": (*bed).cloth, "plain": (*bed).plain, "dark": (*bed).dark,
	"page": (*bed).page, "form": (*bed).form, "newspaper": (*bed).newspaper, "tiles": (*bed).tiles,
	"keyboard": (*bed).keyboard, "clutter": (*bed).clutter, "marble": (*bed).marble, "skin": (*bed).skinGround,
	"leather": (*bed).leather, "weak": (*bed).weak, "gradient": (*bed).gradient, "sheets": (*bed).sheets,
	"glasstable": (*bed).glassTable, "carpet": (*bed).carpet, "room": (*bed).room,
}

// Grounds lists what Truth.Ground can be.
func Grounds() []string {
	return []string{"wood", "cloth", "plain", "dark", "page", "form", "newspaper", "tiles", "keyboard", "clutter",
		"marble", "skin", "leather", "weak", "gradient", "sheets", "glasstable", "carpet", "room"}
}

func (b *bed) w() int { return b.m.Rect.Dx() }
func (b *bed) h() int { return b.m.Rect.Dy() }

// mm is millimetres in pixels.
func (b *bed) mm(v float64) float64 { return v * b.fine }

func (b *bed) cloud(x, y float64) *cloud {
	return newCloud(b.d, b.w(), b.h(), max(b.mm(x), 1), max(b.mm(y), 1))
}

// fill colours every pixel by a factor on c.
func (b *bed) fill(c color.NRGBA, f func(x, y int) float64) {
	bands(b.h(), func(from, to int) {
		for y := from; y < to; y++ {
			row := b.m.Pix[y*b.m.Stride:]
			for x := range b.w() {
				k := f(x, y)
				row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = clamp(float64(c.R)*k), clamp(float64(c.G)*k), clamp(float64(c.B)*k), 0xFF
			}
		}
	})
}

// speck is noise of one pixel from -1 to 1, the same however rows are grouped.
func speck(seed uint64, x, y int) float64 {
	return float64(mix(seed^uint64(y)<<32^uint64(x))&0xFFFF)/32767.5 - 1
}

var woods = []color.NRGBA{
	nrgba(168, 120, 78), nrgba(112, 74, 46), nrgba(206, 170, 128), nrgba(62, 42, 32), nrgba(222, 200, 170), nrgba(140, 84, 50), nrgba(150, 138, 122),
}

// wood is rings seen along the trunk, fibres, pores, and in two styles planks.
func (b *bed) wood() {
	d := b.d
	rough, low, fibre := b.cloud(14, 90), b.cloud(60, 240), b.cloud(0.35, 9)
	period, depth := b.mm(d.within(2.5, 9)), d.within(0.06, 0.22)
	warp := b.mm(d.within(8, 30))
	plank := b.mm(d.within(45, 120))
	jointed := b.style != StyleA || d.chance(0.3)
	seed := d.Uint64()
	b.fill(pick(d.Rand, woods...), func(x, y int) float64 {
		fx, fy := float64(x), float64(y)
		n := 0.0
		k := 1.0
		if jointed {
			n = math.Floor(fx / plank)
			if at := fx - n*plank; at < b.mm(0.5) {
				k = 0.62
			}
			fy += 900 * (n - 2*math.Floor(n/2)) * 0.3
			k *= 0.93 + 0.14*float64(mix(seed+uint64(n))&0xFF)/255
		}
		t := (fx + warp*low.at(fx, fy) + 0.4*warp*rough.at(fx, fy)) / period
		ring := 0.5 + 0.5*math.Sin(2*math.Pi*t+2*math.Sin(2.2*t))
		f := fibre.at(fx, fy)
		pore := 0.0
		if f > 0.83 {
			pore = (f - 0.83) * 1.6
		}
		return k * (1 - depth*ring + 0.10*(f-0.5) - pore + 0.12*(rough.at(fx, fy)-0.5))
	})
}

// cloth is threads over and under each other, with stripes in some.
func (b *bed) cloth() {
	d := b.d
	step := b.mm(d.within(0.5, 1.6))
	folds, lint := b.cloud(50, 60), b.cloud(0.4, 0.4)
	deep, seed := d.within(0.08, 0.25), d.Uint64()
	stripe, strong := b.mm(d.within(6, 40)), 0.0
	if d.chance(0.4) {
		strong = d.within(0.1, 0.4)
	}
	c := b.colour()
	b.fill(c, func(x, y int) float64 {
		u, v := float64(x)/step, float64(y)/step
		i, j := math.Floor(u), math.Floor(v)
		bump := math.Sin(math.Pi * (u - i))
		if int(i+j)%2 == 0 {
			bump = math.Sin(math.Pi * (v - j))
		}
		thread := speck(seed, int(i), 1)*0.07 + speck(seed, 1, int(j))*0.07
		k := 1 + deep*(bump-0.6) + thread + 0.25*(folds.at(float64(x), float64(y))-0.5) + 0.16*(lint.at(float64(x), float64(y))-0.5)
		if strong > 0 && math.Mod(float64(x), 2*stripe) < stripe != (math.Mod(float64(y), 2*stripe) < stripe) {
			k *= 1 - strong
		}
		return k
	})
}

func (b *bed) even(c color.NRGBA, deep, grain float64) {
	low, fine, seed := b.cloud(70, 60), b.cloud(1.2, 1.2), b.d.Uint64()
	b.fill(c, func(x, y int) float64 {
		return 1 + deep*(low.at(float64(x), float64(y))-0.5) + grain*(fine.at(float64(x), float64(y))-0.5) + grain*0.5*speck(seed, x, y)
	})
}

func (b *bed) plain() {
	d := b.d
	v := uint8(90 + d.IntN(130))
	b.even(nrgba(v+uint8(d.IntN(30)), v+uint8(d.IntN(24)), v+uint8(d.IntN(30))), 0.12, d.within(0.01, 0.06))
	b.crumbs(d.IntN(30))
}

func (b *bed) dark() {
	d := b.d
	v := uint8(8 + d.IntN(40))
	b.even(nrgba(v+uint8(d.IntN(14)), v+uint8(d.IntN(10)), v+uint8(d.IntN(18))), 0.4, d.within(0.05, 0.3))
	b.crumbs(d.IntN(60))
}

// crumbs are dust and small scratches.
func (b *bed) crumbs(n int) {
	d := b.d
	for range n {
		x, y, a, l := d.within(0, float64(b.w())), d.within(0, float64(b.h())), d.within(0, 6.3), b.mm(d.within(0.1, 6))
		c := faint(pick(d.Rand, nrgba(250, 250, 245), nrgba(40, 36, 34)), d.within(0.1, 0.5))
		thick(b.m, x, y, x+l*math.Cos(a), y+l*math.Sin(a), b.mm(d.within(0.08, 0.3)), c)
	}
}

// weak is a pale table much like a card, with one edge.
func (b *bed) weak() {
	d := b.d
	v := 216 + d.IntN(26)
	b.even(nrgba(uint8(v+d.IntN(12)), uint8(v+d.IntN(12)), uint8(v+d.IntN(10))), 0.06, d.within(0.005, 0.03))
	y := d.within(0.1, 0.9) * float64(b.h())
	slope := d.within(-0.3, 0.3)
	c := faint(nrgba(150, 150, 148), d.within(0.15, 0.6))
	polygon(b.m, c, [2]float64{0, y}, [2]float64{float64(b.w()), y + slope*float64(b.w())}, [2]float64{float64(b.w()), float64(b.h()) * 2}, [2]float64{0, float64(b.h()) * 2})
}

func (b *bed) gradient() {
	d := b.d
	a := d.within(0, 2*math.Pi)
	s, c := math.Sincos(a)
	deep, mid := d.within(0.4, 1.2), d.within(0.3, 0.7)
	seed := d.Uint64()
	b.fill(nrgba(uint8(120+d.IntN(130)), uint8(120+d.IntN(130)), uint8(120+d.IntN(130))), func(x, y int) float64 {
		return max(1+deep*(c*(float64(x)/float64(b.w())-mid)+s*(float64(y)/float64(b.h())-mid)), 0.05) + 0.01*speck(seed, x, y)
	})
}

// tiles are fired clay or stone with joints.
func (b *bed) tiles() {
	d := b.d
	w := b.mm(d.within(22, 110))
	h := w * pick(d.Rand, 1, 1, 0.5, 0.33)
	joint := b.mm(d.within(1, 3.5))
	spot, fine, seed := b.cloud(7, 6), b.cloud(1.1, 1.3), d.Uint64()
	dark := d.within(0.55, 1.2)
	b.fill(nrgba(uint8(110+d.IntN(120)), uint8(110+d.IntN(115)), uint8(105+d.IntN(110))), func(x, y int) float64 {
		row := math.Floor(float64(y) / h)
		fx := float64(x)
		if h != w {
			fx += w / 2 * row
		}
		col := math.Floor(fx / w)
		u, v := fx-col*w, float64(y)-row*h
		if u < joint || v < joint {
			return dark + 0.08*speck(seed, x, y)
		}
		lip := 0.08 * (math.Exp(-(u-joint)/b.mm(0.7)) + math.Exp(-(v-joint)/b.mm(0.7)))
		return 0.94 + 0.05*speck(seed, int(col), int(row)) + 0.1*(spot.at(float64(x), float64(y))-0.5) + 0.08*(fine.at(float64(x), float64(y))-0.5) + lip
	})
}

// keyboard is keys in rows, with letters.
func (b *bed) keyboard() {
	d := b.d
	base := uint8(15 + d.IntN(40))
	pale := d.chance(0.3)
	if pale {
		base = uint8(170 + d.IntN(40))
	}
	b.even(nrgba(base, base, base+4), 0.1, 0.02)
	pitch := b.mm(d.within(16, 19.5))
	top := nrgba(base+24, base+24, base+27)
	k := press{size: pitch * 0.26, ink: nrgba(225, 225, 228)}
	if pale {
		k.ink = nrgba(50, 50, 55)
	}
	for row := 0; float64(row)*pitch < float64(b.h()); row++ {
		for x := -pitch * float64(row%4) * 0.25; x < float64(b.w()); {
			wide := pick(d.Rand, 1.0, 1, 1, 1, 1, 1.5, 2) * pitch
			b.key(x, float64(row)*pitch, wide, pitch, top, k)
			x += wide
		}
	}
}

func (b *bed) key(x, y, w, h float64, top color.NRGBA, k press) {
	g := h * 0.07
	bar(b.m, x+g, y+g, x+w-g, y+h-g*0.6, nrgba(top.R/2, top.G/2, top.B/2))
	bar(b.m, x+1.4*g, y+g, x+w-1.4*g, y+h-2*g, top)
	bar(b.m, x+1.4*g, y+g, x+w-1.4*g, y+1.4*g, faint(nrgba(255, 255, 255), 0.15))
	k.print(b.m, x+0.2*h, y+0.32*h, string(rune("QWERTYUIOPASDFGHJKLZXCVBNM1234567890"[b.d.IntN(36)])))
}

// clutter is things of many colours lying over each other.
func (b *bed) clutter() {
	d := b.d
	b.even(b.colour(), 0.2, 0.04)
	for range 6 + d.IntN(16) {
		c := b.colour()
		x, y := d.within(0, float64(b.w())), d.within(0, float64(b.h()))
		p, q := b.mm(d.within(6, 80)), b.mm(d.within(4, 60))
		if d.chance(0.3) {
			ellipse(b.m, x+b.mm(1), y+b.mm(1.4), p/2, p/2, faint(nrgba(0, 0, 0), 0.3))
			ellipse(b.m, x, y, p/2, p/2, c)
			ellipse(b.m, x, y, p/2.6, p/2.6, faint(nrgba(255, 255, 255), 0.2))
			continue
		}
		a := d.within(0, math.Pi)
		b.slab(x+b.mm(1), y+b.mm(1.4), p, q, a, faint(nrgba(0, 0, 0), 0.35))
		b.slab(x, y, p, q, a, c)
		if d.chance(0.4) {
			b.slab(x, y, p*0.7, q*0.1, a, faint(nrgba(255, 255, 255), 0.5))
		}
	}
	b.crumbs(20)
}

// slab is a rectangle p × q around (x, y), turned.
func (b *bed) slab(x, y, p, q, turn float64, c color.NRGBA) {
	s, k := math.Sincos(turn)
	at := func(u, v float64) [2]float64 { return [2]float64{x + k*u - s*v, y + s*u + k*v} }
	polygon(b.m, c, at(-p/2, -q/2), at(p/2, -q/2), at(p/2, q/2), at(-p/2, q/2))
}

// marble is veins through clouds.
func (b *bed) marble() {
	d := b.d
	a, v, w := b.cloud(40, 50), b.cloud(14, 18), b.cloud(4, 4)
	f, deep := d.within(3, 8), d.within(0.15, 0.5)
	c := pick(d.Rand, nrgba(226, 222, 216), nrgba(190, 186, 180), nrgba(60, 62, 66), nrgba(150, 120, 104))
	b.fill(c, func(x, y int) float64 {
		fx, fy := float64(x), float64(y)
		t := f*a.at(fx, fy) + 1.6*v.at(fx, fy) + 0.5*w.at(fx, fy)
		vein := math.Exp(-18 * math.Abs(t-math.Round(t)))
		return 1 - deep*vein + 0.15*(a.at(fx, fy)-0.5) + 0.08*(w.at(fx, fy)-0.5)
	})
}

// skinGround is the palm of a hand, or near enough: mottled, with pores, a few
// long lines and many short ones.
func (b *bed) skinGround() {
	d := b.d
	low, mid, pore := b.cloud(30, 25), b.cloud(5, 6), b.cloud(0.5, 0.7)
	c := pick(d.Rand, nrgba(214, 170, 146), nrgba(190, 140, 112), nrgba(226, 188, 166), nrgba(150, 104, 80))
	b.fill(c, func(x, y int) float64 {
		fx, fy := float64(x), float64(y)
		return 1 + 0.4*(low.at(fx, fy)-0.5) + 0.12*(mid.at(fx, fy)-0.5) + 0.12*(pore.at(fx, fy)-0.5)
	})
	for range 5 + d.IntN(5) {
		b.crease(d.within(40, 120), d.within(0.5, 1.1), 0.2)
	}
	for range 160 {
		b.crease(d.within(3, 14), d.within(0.15, 0.4), 0.16)
	}
}

// crease is a curved line, millimetres long and wide.
func (b *bed) crease(long, wide, dark float64) {
	d := b.d
	x, y, a, turn := d.within(0, float64(b.w())), d.within(0, float64(b.h())), d.within(0, 2*math.Pi), d.within(-0.04, 0.04)
	for t := 0.0; t < long; t++ {
		u, v := x+b.fine*math.Cos(a), y+b.fine*math.Sin(a)
		part := math.Sin(math.Pi * (t + 0.5) / long)
		thick(b.m, x, y, u, v, b.mm(wide)*part, faint(nrgba(110, 58, 44), dark*part))
		x, y, a = u, v, a+turn+d.within(-0.05, 0.05)
	}
}

// colour is one of an object: mostly dull.
func (b *bed) colour() color.NRGBA {
	grey, much := 30+b.d.Float64()*200, b.d.within(0.1, 0.8)
	v := func() uint8 { return clamp(grey + much*b.d.within(-130, 130)) }
	return nrgba(v(), v(), v())
}

// leather is cells with dark furrows between them, and a seam.
func (b *bed) leather() {
	d := b.d
	step, seed := b.mm(d.within(0.9, 2.2)), d.Uint64()
	low := b.cloud(40, 40)
	c := pick(d.Rand, nrgba(70, 44, 32), nrgba(30, 28, 30), nrgba(140, 88, 54), nrgba(96, 30, 30), nrgba(190, 170, 146))
	b.fill(c, func(x, y int) float64 {
		near, next := worley(seed, float64(x)/step, float64(y)/step)
		return 0.75 + 0.35*smooth((next-near)/0.35) + 0.3*(low.at(float64(x), float64(y))-0.5)
	})
	y := d.within(0.1, 0.9) * float64(b.h())
	for x := 0.0; x < float64(b.w()); x += b.mm(4) {
		thick(b.m, x, y, x+b.mm(2.8), y, b.mm(0.5), faint(nrgba(215, 195, 160), 0.8))
	}
}

// worley is how far the nearest and the second nearest of scattered points are.
func worley(seed uint64, x, y float64) (near, next float64) {
	near, next = 9, 9
	i, j := math.Floor(x), math.Floor(y)
	for v := j - 1; v <= j+1; v++ {
		for u := i - 1; u <= i+1; u++ {
			h := mix(seed ^ uint64(int64(u))<<32 ^ uint64(int64(v))&0xFFFFFFFF)
			dx, dy := u+float64(h&0xFFFF)/65536-x, v+float64(h>>16&0xFFFF)/65536-y
			if d := dx*dx + dy*dy; d < near {
				near, next = d, near
			} else if d < next {
				next = d
			}
		}
	}
	return math.Sqrt(near), math.Sqrt(next)
}

// glassTable is dark glass with reflections of lamps and a far edge.
func (b *bed) glassTable() {
	d := b.d
	b.even(nrgba(uint8(20+d.IntN(60)), uint8(26+d.IntN(60)), uint8(30+d.IntN(60))), 0.5, 0.02)
	for range 2 + d.IntN(4) {
		x, y, p := d.within(0, float64(b.w())), d.within(0, float64(b.h())), b.mm(d.within(10, 60))
		b.slab(x, y, p, p*d.within(1, 4), d.within(-0.5, 0.5), faint(nrgba(220, 228, 235), d.within(0.08, 0.3)))
	}
	b.crumbs(40)
}

func (b *bed) carpet() {
	d := b.d
	tuft, low, seed := b.cloud(0.8, 0.8), b.cloud(30, 30), d.Uint64()
	c := b.colour()
	b.fill(c, func(x, y int) float64 {
		return 0.65 + 0.5*tuft.at(float64(x), float64(y)) + 0.3*(low.at(float64(x), float64(y))-0.5) + 0.2*speck(seed, x, y)
	})
}

// room is what stands behind a card held up: far out of focus.
func (b *bed) room() {
	b.clutter()
	for range 2 {
		soften(b.m, max(int(b.mm(4)), 2))
	}
}
