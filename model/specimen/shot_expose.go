package specimen

import (
	"image"
	"math"
)

// unsharp reports whether a place of the card, in millimetres from its middle,
// gets nearly all of an uneven blur.
func (s *stage) unsharp(x, y float64) bool {
	p, c := s.photo.cam.see(x, y), s.photo.cam
	return s.process.unfocused(p[0]/c.w-0.5, p[1]/c.h-0.5) > 0.93
}

// brightness chooses how much light there is.
func (s *stage) brightness() {
	d := s.d
	s.level = d.within(0.55, 1.15)
	if s.truth.Group == Hard {
		s.level = pick(d.Rand, d.within(0.22, 0.5), d.within(0.5, 1.1), d.within(1.05, 1.3))
	}
	switch s.truth.Fault {
	case "dark":
		s.level = d.within(0.002, 0.0045)
	case "bright":
		s.level = d.within(2.2, 6)
	case "screen":
		s.level *= 1.5
	}
}

// expose chooses the light and what the camera does with it.
func (s *stage) expose() {
	d, t := s.d, &s.truth
	p := &s.process
	p.fine, p.blotch, p.sharpen, p.tone = d.between(s.taste.fine), d.between(s.taste.blotch), d.between(s.taste.sharpen), d.between(s.taste.tone)
	p.shoulder = d.within(0.78, 0.92)
	p.chroma, p.halo, p.seed = p.fine*d.within(0.3, 0.8), 1+d.IntN(2), d.Uint64()
	if t.Group == Hard {
		p.fine, p.blotch = p.fine*d.within(1, 1.9), p.blotch*d.within(1, 1.5)
	}
	p.w, p.h = t.W, t.H
	s.compress()
	s.focus()
	s.spoilLight()
	s.photo.light = usualLight(d, s.level)
	t.Quality, t.Blur = p.quality, p.blur/s.unit
	t.Motion = math.Hypot(p.motion[0], p.motion[1]) / s.unit
}

// compress chooses the qualities of the JPEG files.
func (s *stage) compress() {
	d, p := s.d, &s.process
	p.quality = 78 + d.IntN(18)
	if s.truth.Group == Hard && d.chance(0.4) {
		p.quality = 50 + d.IntN(35)
	}
	if s.truth.Sent {
		p.first, p.quality = 75+d.IntN(20), 60+d.IntN(26)
		if s.truth.Group == Hard {
			p.quality = 40 + d.IntN(35)
		}
	}
}

// focus chooses blur and motion that leave the print readable.
func (s *stage) focus() {
	d, p := s.d, &s.process
	soft, drag := pick(d.Rand, 0, 0.3, 0.6, 0.9)*d.within(0.6, 1.2), 0.0
	if d.chance(0.2) {
		drag = d.within(1, 3)
	}
	if s.truth.Group == Hard {
		soft, drag = d.within(0.4, 2.3), 0
		if d.chance(0.45) {
			soft, drag = d.within(0.2, 1.2), d.within(2.5, 7)
		}
	}
	p.disc = d.chance(s.taste.disc)
	if d.chance(0.3) { // in focus on one side only
		a := d.within(0, 2*math.Pi)
		p.uneven = [3]float64{math.Cos(a), math.Sin(a), d.within(0.6, 2)}
		soft *= 1.25
	}
	s.blurred(soft, drag)
}

// blurred sets blur and motion in thousandths of the card's length.
func (s *stage) blurred(soft, drag float64) {
	a := s.d.within(0, 2*math.Pi)
	s.process.blur = soft * s.unit
	s.process.motion = [2]float64{math.Cos(a) * drag * s.unit, math.Sin(a) * drag * s.unit}
	if drag == 0 {
		s.process.motion = [2]float64{}
	}
}

// spoilLight does what the faults of light ask for.
func (s *stage) spoilLight() {
	d, p := s.d, &s.process
	switch s.truth.Fault {
	case "blur":
		s.blurred(d.within(7, 13), 0)
		p.uneven = [3]float64{}
	case "motion":
		s.blurred(0.5, d.within(22, 40))
	case "oblique": // one end is out of focus
		s.blurred(d.within(6, 9), 0)
		p.uneven = [3]float64{math.Cos(s.lean), math.Sin(s.lean), d.within(1.2, 3)}
		if !lacks(s.losing(s.unsharp, 0.5)) {
			p.uneven = [3]float64{}
		}
	case "dark":
		p.fine, p.blotch, p.chroma = p.fine*2+2, p.blotch+1.5, p.chroma+1.5
	case "bright":
		p.shoulder = 0.95
	}
}

// photocopy makes a drawing grey and hard, with specks of toner.
func photocopy(m *image.RGBA, d dice) {
	k, seed := d.within(1.3, 2.2), d.Uint64()
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			p := m.Pix[m.PixOffset(x, y):]
			v := (0.3*float64(p[0])+0.59*float64(p[1])+0.11*float64(p[2]))/255 - 0.55
			v = 0.62 + v*k + 0.06*speck(seed, x, y)
			if mix(seed^uint64(x)<<20^uint64(y))%2300 == 0 {
				v = 0.1
			}
			g := clamp(255 * v)
			p[0], p[1], p[2] = g, g, g
		}
	}
}
