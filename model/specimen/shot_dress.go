package specimen

import (
	"image"
	"math"
	"slices"
)

// dress lays everything on the table.
func (s *stage) dress() {
	d := s.d
	a := d.within(0, 2*math.Pi)
	s.photo.shadow = cast{x: math.Cos(a) * d.within(0.3, 1.6), y: math.Sin(a) * d.within(0.3, 1.6), soft: d.within(0.6, 5), dark: d.within(0.15, 0.6)}
	main := thing{tex: s.body.tex, w: s.body.w, h: s.body.h, corner: s.body.corner, thick: s.body.thick * d.within(0.8, 2.2)}
	if d.chance(0.4) {
		main.bow = [2]float64{d.within(-0.5, 0.5), d.within(-0.5, 0.5)}
	}
	if s.fault("copy") {
		main.thick, main.bow = 0, [2]float64{}
	}
	s.carrier(&main)
	s.shine(&main)
	s.photo.things = s.below
	if !s.bare {
		s.photo.things = append(s.photo.things, main)
	}
	for _, t := range s.beside {
		t.tex = t.tex.shrunk(int(s.unit*1150) + 8)
		s.photo.things = append(s.photo.things, t)
	}
	s.sleeve(main)
	s.touch()
}

// carrier is what the faults put under the card: a screen or a sheet of paper.
func (s *stage) carrier(main *thing) {
	switch s.truth.Fault {
	case "copy":
		paper := flatColour(s.d.within(0.8, 0.92))
		s.below = append(s.below, thing{placed: placed{x: s.d.within(-30, 30), y: s.d.within(20, 60), turn: s.d.within(-0.03, 0.03)}, tex: paper, w: 210, h: 297, thick: 0.2})
	case "screen":
		s.screen(main)
	}
}

func flatColour(v float64) *canvas {
	c := newCanvas(2, 2)
	for i := range c.pix {
		c.pix[i] = float32(v)
	}
	return c
}

// screen shows the card in a window of a telephone or a computer.
func (s *stage) screen(main *thing) {
	d := s.d
	w, h := d.within(100, 190), d.within(70, 120)
	bezel := thing{placed: placed{x: d.within(-3, 3), y: d.within(-3, 3)}, tex: flatColour(0.004), w: w + d.within(4, 14), h: h + d.within(4, 14), corner: d.within(2, 8), thick: 3}
	front := image.NewRGBA(image.Rect(0, 0, int(w*6), int(h*6)))
	b := &bed{front, d, s.o.Style, 6}
	v := uint8(pick(d.Rand, 18, 40, 230, 245))
	b.even(nrgba(v, v, v), 0.02, 0)
	bar(front, 0, 0, w*6, 30, nrgba(70, 90, 120))
	press{size: 20, ink: nrgba(240, 240, 240)}.print(front, 12, 15, "图片查看 1/3")
	grid := d.within(0.16, 0.3)
	face := thing{placed: bezel.placed, tex: lightOf(front), w: w, h: h, corner: 1, grid: grid}
	main.thick, main.bow, main.grid = 0, [2]float64{}, grid
	s.below = append(s.below, bezel, face)
}

// shine gives the card reflections: small ones off the print, or in group Bad
// one that hides some of it.
func (s *stage) shine(main *thing) {
	d := s.d
	add := func(x, y, size, power float64) {
		main.sheen = append(main.sheen, sheen{x: x, y: y, a: size * d.within(0.7, 1.6), b: size * d.within(0.5, 1), turn: d.within(0, 3), power: power, window: d.chance(0.35)})
	}
	switch s.truth.Fault {
	case "glare":
		s.dazzle(main, add)
		return
	case "bright": // the light comes back from the whole card
		main.sheen = append(main.sheen, sheen{a: d.within(90, 130), b: d.within(80, 110), power: d.within(1.2, 2) / s.level})
		return
	}
	if s.truth.Group != NoCard && d.chance(0.3) {
		x, y, ok := s.clear(8)
		if ok {
			s.truth.Glare = true
			add(x-cardW/2, y-cardH/2, d.within(1.8, 3.2), d.within(0.4, 1.6))
		}
	}
	if d.chance(0.4) { // a pale veil over much of it
		add(d.within(-30, 30), d.within(-20, 20), d.within(25, 60), d.within(0.02, 0.07))
	}
}

// dazzle adds reflections until a needed field is lost.
func (s *stage) dazzle(main *thing, add func(x, y, size, power float64)) {
	d := s.d
	s.truth.Glare = true
	for i := 0; i < 12 && (i == 0 || !lacks(s.losing(washed(main.sheen, s.level), 0.06))); i++ {
		f := s.target()
		add((f[0]+f[2])/2-cardW/2+d.within(-4, 4), (f[1]+f[3])/2-cardH/2+d.within(-1, 1), d.within(11, 19), d.within(1.6, 3)/s.level)
	}
}

// lacks reports whether one of the fields is needed.
func lacks(fields []string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(needed, f) })
}

// needed are the fields of which a fault must hide one.
var needed = []string{"number", "name", "address", "until", "authority"}

// target is the box of a needed field.
func (s *stage) target() [4]float64 {
	var have []string
	for _, f := range needed {
		if _, ok := s.card.boxes[f]; ok {
			have = append(have, f)
		}
	}
	b := s.card.boxes[pick(s.d.Rand, have...)]
	w := (b[2] - b[0]) / 4 // somewhere along it
	k := s.d.within(-1, 1)
	return [4]float64{b[0] + w + k*w, b[1], b[2] - w + k*w, b[3]}
}

// clear finds a place on the card, in millimetres from its top left, that lies
// away from all print.
func (s *stage) clear(away float64) (x, y float64, ok bool) {
	for range 30 {
		x, y = s.d.within(3, cardW-3), s.d.within(3, cardH-3)
		ok = true
		for _, b := range s.card.inked {
			ok = ok && math.Hypot(max(b[0]-x, x-b[2], 0), max(b[1]-y, y-b[3], 0)) > away
		}
		if ok {
			return x, y, true
		}
	}
	return 0, 0, false
}

// neighbour finds a place for the second card, beside or below the first.
func (s *stage) neighbour() {
	t := &s.beside[0]
	t.placed = placed{x: s.d.within(-4, 4), y: cardH + s.d.within(3, 10), turn: s.d.within(-0.06, 0.06)}
	if s.truth.W > s.truth.H {
		t.placed.x, t.placed.y = cardW+s.d.within(3, 10), s.d.within(-6, 6)
	}
}

// sleeve lays clear foil over the card, with reflections and an edge that
// shows.
func (s *stage) sleeve(main thing) {
	d := s.d
	if s.bare || s.truth.Fault != "" && !s.fault("glare") || !d.chance(0.14) {
		return
	}
	s.truth.Sleeve = true
	t := thing{placed: placed{x: d.within(-1, 1), y: d.within(-0.8, 0.8), turn: d.within(-0.02, 0.02)}, w: main.w + d.within(4, 12), h: main.h + d.within(4, 10), corner: d.within(1, 5), thick: 0.3}
	v := d.within(0.88, 0.97)
	t.tint = [3]float32{float32(v), float32(v * d.within(0.99, 1.02)), float32(v * d.within(0.98, 1.04))}
	for range d.IntN(4) {
		t.sheen = append(t.sheen, sheen{x: d.within(-40, 40), y: d.within(-25, 25), a: d.within(15, 60), b: d.within(0.6, 5), turn: d.within(0, 3), power: d.within(0.015, 0.06)})
	}
	s.photo.things = append(s.photo.things, t)
}

// touch lays fingers over the edge: on print only where that is the fault.
func (s *stage) touch() {
	d := s.d
	switch {
	case s.fault("covered"):
		for i := 0; i < 6 && (i == 0 || !lacks(s.under()) || i == 1 && d.chance(0.4)); i++ {
			b := s.target()
			s.finger((b[0]+b[2])/2-cardW/2, (b[1]+b[3])/2-cardH/2, d.within(8, 10.5))
		}
	case s.card != nil && s.truth.Fault == "" && d.chance(0.16):
		for range 20 {
			if s.harmless() {
				return
			}
		}
	}
}

// harmless tries a finger that reaches little over the edge and hides nothing.
func (s *stage) harmless() bool {
	d := s.d
	t := d.within(-0.9, 0.9)
	x, y := t*cardW/2, math.Copysign(cardH/2-d.within(0, 4), d.within(-1, 1))
	if d.chance(0.6) {
		x, y = math.Copysign(cardW/2-d.within(0, 5), d.within(-1, 1)), t*cardH/2
	}
	f := s.finger(x, y, d.within(7, 10))
	if !s.covers(f) {
		return true
	}
	s.photo.hands = s.photo.hands[:len(s.photo.hands)-1]
	s.truth.Finger = len(s.photo.hands) > 0
	return false
}

// finger lays one with its tip around (x, y), coming from outside the card.
func (s *stage) finger(x, y, radius float64) *finger {
	d := s.d
	a := math.Atan2(y/cardH, x/cardW) + d.within(-0.35, 0.35)
	f := finger{tip: [2]float64{x, y}, root: [2]float64{x + 75*math.Cos(a), y + 75*math.Sin(a)}, radius: radius, skin: pick(d.Rand, fingerSkins...), nail: d.chance(0.75)}
	s.photo.hands = append(s.photo.hands, f)
	s.truth.Finger = true
	return &s.photo.hands[len(s.photo.hands)-1]
}

// under lists the fields of which the fingers hide enough to lose something.
func (s *stage) under() []string {
	return s.losing(func(x, y float64) bool {
		return slices.ContainsFunc(s.photo.hands, func(f finger) bool {
			_, away := f.along(x, y)
			return away < 0.96
		})
	}, 0.06)
}

// covers reports whether a finger hides any print, labels too.
func (s *stage) covers(f *finger) bool {
	return slices.ContainsFunc(s.card.inked, func(b [4]float64) bool {
		return share(b, func(x, y float64) bool {
			_, away := f.along(x, y)
			return away < 1.1
		}) > 0
	})
}

// losing lists the fields of which more than a part of the box is gone, where
// gone is asked in millimetres from the card's middle.
func (s *stage) losing(gone func(x, y float64) bool, part float64) []string {
	var out []string
	for name, b := range s.card.boxes {
		if share(b, gone) > part {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// share is how much of a box, in millimetres from the card's top left, is gone.
func share(b [4]float64, gone func(x, y float64) bool) float64 {
	n := 0
	for i := range 24 {
		for j := range 5 {
			x, y := b[0]+(b[2]-b[0])*(float64(i)+0.5)/24, b[1]+(b[3]-b[1])*(float64(j)+0.5)/5
			n += count(gone(x-cardW/2, y-cardH/2))
		}
	}
	return float64(n) / (24 * 5)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// hide works out which fields the fault hides.
func (s *stage) hide() {
	if s.card == nil {
		return
	}
	all := s.losing(func(_, _ float64) bool { return true }, 0.5)
	switch s.truth.Fault {
	case "blur", "motion", "dark", "bright", "far":
		s.truth.Hidden = all
	case "oblique":
		s.truth.Hidden = s.losing(s.unsharp, 0.5)
	case "covered":
		s.truth.Hidden = s.under()
	case "glare":
		for _, t := range s.photo.things {
			if t.w == cardW {
				s.truth.Hidden = append(s.truth.Hidden, s.losing(washed(t.sheen, s.level), 0.06)...)
			}
		}
	case "cut":
		s.truth.Hidden = s.losing(s.outside, 0.05)
	}
	slices.Sort(s.truth.Hidden)
	s.truth.Hidden = slices.Compact(s.truth.Hidden)
}

// washed reports whether reflections leave nothing of the print at a place, in
// millimetres from the card's middle.
func washed(sheens []sheen, level float64) func(x, y float64) bool {
	return func(x, y float64) bool {
		v := 0.0
		for i := range sheens {
			v += sheens[i].at(x, y)
		}
		return v*level > 1.05
	}
}
