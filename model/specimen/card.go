package specimen

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"truename/model/idcard"
)

// Width and Height are the size of a drawn card in pixels: 85.6 mm × 54 mm.
const (
	Width  = 1280
	Height = 808
)

// Mark is what every side says so that nobody takes it for a document.
const Mark = "SPECIMEN 样本"

var (
	black = color.NRGBA{0x1E, 0x1C, 0x1E, 0xFF}
	label = color.NRGBA{0x2A, 0x6F, 0x9E, 0xFF}
	red   = color.NRGBA{0xC2, 0x2B, 0x2B, 0xFF}
	pale  = color.NRGBA{0xC2, 0x2B, 0x2B, 0x12}

	labels  = hand{size: 42, gap: 7, ink: label}
	values  = hand{size: 46, gap: 3, ink: black}
	names   = hand{size: 54, gap: 6, ink: black}
	digits  = hand{size: 56, bold: true, ink: black}
	backLbl = hand{size: 44, bold: true, gap: 2, ink: black}
)

// DrawFront draws the side with the portrait, Width × Height.
func DrawFront(p Person) image.Image {
	m := paper(mix(hash(p.Number)), color.NRGBA{0xE4, 0xEF, 0xEC, 0xFF}, color.NRGBA{0xEE, 0xE9, 0xDE, 0xFF})
	labels.write(m, 78, 108, "姓名")
	writeName(m, p.Name)
	labels.write(m, 78, 212, "性别")
	values.write(m, 232, 212, p.Sex)
	labels.write(m, 382, 212, "民族")
	values.write(m, 520, 212, p.Ethnicity)
	birth(m, p.Birth)
	labels.write(m, 78, 412, "住址")
	for i, line := range values.wrap(p.Address, 548) {
		values.write(m, 232, 412+60*float64(i), line)
	}
	labels.write(m, 78, 690, "公民身份号码")
	for i, r := range p.Number {
		digits.write(m, 440+42.5*float64(i), 689, string(r))
	}
	portrait(m, p)
	stamp(m, 1010, 622, 38)
	footer(m)
	return m
}

// writeName writes a name of usual length large, a long one smaller and, if
// need be, on two lines.
func writeName(m *image.RGBA, name string) {
	const room = 575
	if names.width(name) <= room {
		names.write(m, 232, 106, name)
		return
	}
	var small hand
	var lines []string
	for size := 44.0; size >= 20; size -= 4 {
		small = hand{size: size, gap: 2, ink: black}
		if lines = small.wrap(name, room); len(lines) <= 2 {
			break
		}
	}
	for i, line := range lines {
		small.write(m, 232, 106+52*(float64(i)-float64(len(lines)-1)/2), line)
	}
}

// birth writes 出生 and the date with the year, month and day in fixed places.
func birth(m *image.RGBA, d idcard.Date) {
	const y = 312
	labels.write(m, 78, y, "出生")
	at := func(right float64, n int) {
		s := fmt.Sprint(n)
		values.write(m, right-values.width(s), y, s)
	}
	at(352, d.Year)
	labels.write(m, 366, y, "年")
	at(484, int(d.Month))
	labels.write(m, 500, y, "月")
	at(618, d.Day)
	labels.write(m, 634, y, "日")
}

// DrawBack draws the side with the emblem's place, Width × Height.
func DrawBack(p Person) image.Image {
	m := paper(mix(hash(p.Number)+1), color.NRGBA{0xEE, 0xE6, 0xDA, 0xFF}, color.NRGBA{0xE2, 0xED, 0xEA, 0xFF})
	seal(m, 205, 205)
	hand{size: 82, bold: true, gap: 14, ink: black}.write(m, 385, 140, "中华人民共和国")
	hand{size: 112, bold: true, gap: 24, ink: black}.write(m, 385, 282, "居民身份证")
	stamp(m, 960, 470, 50)
	backLbl.write(m, 250, 604, "签发机关")
	values.write(m, 492, 604, p.Authority)
	backLbl.write(m, 250, 700, "有效期限")
	values.write(m, 492, 700, dotted(p.From)+"-"+until(p))
	footer(m)
	return m
}

func until(p Person) string {
	if p.Long {
		return "长期"
	}
	return dotted(p.Until)
}

// dotted writes a day as cards do: 2008.01.09.
func dotted(d idcard.Date) string { return strings.ReplaceAll(d.String(), "-", ".") }

// stamp writes the mark in a red frame around (cx, cy).
func stamp(m *image.RGBA, cx, cy, size float64) {
	h := hand{size: size, bold: true, gap: 1, ink: red}
	w := h.width(Mark)
	h.write(m, cx-w/2, cy, Mark)
	frame(m, image.Rect(int(cx-w/2-16), int(cy-size*0.75), int(cx+w/2+16), int(cy+size*0.75)), 4, red)
}

// footer writes the mark once more, across the whole lower edge.
func footer(m *image.RGBA) {
	h := hand{size: 24, gap: 1, ink: red}
	const s = Mark + " · 非有效证件 NOT A DOCUMENT · " + Mark
	h.write(m, (Width-h.width(s))/2, 772, s)
}

// paper is the ground: a tint from left to right, fine waves, and the mark in
// large pale characters, weak enough not to disturb what is printed over it.
func paper(seed uint64, from, to color.NRGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, Width, Height))
	waves := newWaves(seed)
	for y := range Height {
		row := m.Pix[y*m.Stride:]
		for x := range Width {
			t := (float64(x)/Width + float64(y)/Height) / 2
			dark := waves.at(x, y)
			for c, v := range [3][2]uint8{{from.R, to.R}, {from.G, to.G}, {from.B, to.B}} {
				row[4*x+c] = uint8(float64(v[0])*(1-t) + float64(v[1])*t - dark*[3]float64{26, 12, 16}[c])
			}
			row[4*x+3] = 0xFF
		}
	}
	h := hand{size: 150, bold: true, gap: 6, ink: pale}
	h.write(m, (Width-h.width(Mark))/2, 540, Mark)
	return m
}

// waves are families of parallel wavy lines.
type waves struct {
	shift [3][Width]float64
	step  [3]float64
}

func newWaves(seed uint64) *waves {
	w := &waves{step: [3]float64{13, 17, 23}}
	for k := range w.shift {
		s := mix(seed + uint64(k))
		phase, turns := float64(s%628)/100, 1.5+float64(s>>20%40)/10
		for x := range w.shift[k] {
			w.shift[k][x] = (24 + 12*float64(k)) * math.Sin(phase+2*math.Pi*turns*float64(x)/Width)
		}
	}
	return w
}

// at is how strongly lines cover a pixel, 0 to about 1.
func (w *waves) at(x, y int) float64 {
	sum := 0.0
	for k, step := range w.step {
		t := (float64(y) + w.shift[k][x]) / step
		t -= math.Floor(t)
		if d := math.Abs(t-0.5) * step; d < 1.2 {
			sum += 0.45 * (1.2 - d) / 1.2
		}
	}
	return min(sum, 1)
}

// seal draws a sun over hills in a ring: of our own, no state's emblem.
func seal(m *image.RGBA, cx, cy float64) {
	jade, light := color.NRGBA{0x0B, 0x7A, 0x6B, 0xFF}, color.NRGBA{0xF4, 0xF1, 0xE6, 0xFF}
	ellipse(m, cx, cy, 118, 118, jade)
	ellipse(m, cx, cy, 106, 106, light)
	for i := range 12 {
		s, c := math.Sincos(float64(i) * math.Pi / 6)
		if s > 0.4 {
			continue // behind the hills
		}
		polygon(m, jade, [2]float64{cx + 88*c - 5*s, cy - 14 + 60*s + 5*c}, [2]float64{cx + 88*c + 5*s, cy - 14 + 60*s - 5*c}, [2]float64{cx + 52*c, cy - 14 + 38*s})
	}
	ellipse(m, cx, cy-14, 30, 30, jade)
	polygon(m, jade, [2]float64{cx - 80, cy + 68}, [2]float64{cx - 34, cy + 24}, [2]float64{cx, cy + 50}, [2]float64{cx + 36, cy + 18}, [2]float64{cx + 80, cy + 68})
	bar(m, cx-62, cy+76, cx+62, cy+82, jade)
}

func hash(s string) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
