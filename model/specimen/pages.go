package specimen

import (
	"fmt"
	"image"
	"math"
)

// corpus is what pages say: the beginning of the Thousand Character Classic
// and of the Analects, and sentences of offices.
var corpus = []rune("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈" +
	"子曰学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？" +
	"申请人应当如实填写本表，并对所提交材料的真实性负责。办理机关自受理之日起五个工作日内作出决定。" +
	"本合同一式两份，双方各执一份，自签字之日起生效。甲方应按照约定的期限支付租金，乙方不得擅自转租。" +
	"会议听取了上半年工作汇报，研究部署了下一阶段的重点任务。天气晴间多云，偏北风三到四级。" +
	"使用前请仔细阅读说明书，存放于阴凉干燥处，避免阳光直射。如有疑问，请拨打服务热线咨询。")

// text is n characters of the corpus from anywhere in it.
func text(d dice, n int) string {
	out, at := make([]rune, n), d.IntN(len(corpus))
	for i := range out {
		out[i] = corpus[(at+i)%len(corpus)]
	}
	return string(out)
}

// face is ordinary print of a size in millimetres.
func (b *bed) face(mm float64) press {
	v := uint8(20 + b.d.IntN(50))
	return press{size: b.mm(mm), weight: b.d.within(-0.2, 0.5), contrast: b.d.within(0, 0.5), gap: b.mm(mm * 0.05), ink: nrgba(v, v, v+6)}
}

// paragraph prints lines of text between x0 and x1 from y down to y1, in
// pixels, and returns where it ended.
func (b *bed) paragraph(k press, x0, y, x1, y1, step float64) float64 {
	n := int((x1-x0)/(k.size+k.gap)) + 1
	left := 2 + b.d.IntN(7)
	for ; y < y1; y += step {
		x := x0
		m := n
		switch left--; {
		case left == 0:
			m = 2 + b.d.IntN(max(n-2, 1))
			left = 3 + b.d.IntN(7)
		case m > 3 && b.d.chance(0.15):
			x += 2 * (k.size + k.gap)
			m -= 2
		}
		k.print(b.m, x, y, text(b.d, m))
	}
	return y
}

func (b *bed) paper() {
	v := uint8(228 + b.d.IntN(24))
	b.even(nrgba(v, v, v-uint8(b.d.IntN(10))), 0.05, b.d.within(0.005, 0.02))
}

// page is a printed page that fills the picture: a heading, paragraphs, a
// stamp's red, and its margin.
func (b *bed) page() {
	b.paper()
	b.lines(0, 0, float64(b.w()), float64(b.h()))
	if b.d.chance(0.5) { // where the page ends
		b.edge()
	}
}

// lines prints a page's text into a rectangle of pixels.
func (b *bed) lines(x0, y0, x1, y1 float64) {
	size := pick(b.d.Rand, 2.6, 3.2, 3.7, 4.2, 5)
	k := b.face(size)
	step := k.size * b.d.within(1.3, 2.1)
	y := y0 + step
	for y < y1 {
		if b.d.chance(0.6) {
			head := b.face(size * b.d.within(1.1, 1.9))
			head.weight = 1
			head.print(b.m, x0+b.d.within(0.5, 4)*head.size, y+head.size*0.4, text(b.d, 5+b.d.IntN(10)))
			y += head.size * 1.9
		}
		y = b.paragraph(k, x0+b.mm(2), y, x1-b.mm(2), min(y+step*float64(5+b.d.IntN(14)), y1), step)
		y += step * b.d.within(0, 1.2)
	}
}

// edge covers a side of the page with what lies beyond it.
func (b *bed) edge() {
	v := uint8(60 + b.d.IntN(120))
	w, h := float64(b.w()), float64(b.h())
	x, slope := w*b.d.within(0.68, 0.96), b.d.within(-0.25, 0.25)
	polygon(b.m, faint(nrgba(0, 0, 0), 0.25), [2]float64{x - b.mm(0.8), 0}, [2]float64{2 * w, 0}, [2]float64{2 * w, h}, [2]float64{x + slope*h - b.mm(0.8), h})
	polygon(b.m, nrgba(v, v-8, v-20), [2]float64{x, 0}, [2]float64{2 * w, 0}, [2]float64{2 * w, h}, [2]float64{x + slope*h, h})
}

// form is a table with rules and labels, as offices have them.
func (b *bed) form() {
	b.paper()
	d := b.d
	row, k := b.mm(d.within(6.5, 12)), b.face(pick(d.Rand, 2.8, 3.2, 3.7))
	ink := faint(k.ink, d.within(0.5, 1))
	labels := []string{"姓名", "性别", "出生日期", "联系电话", "身份证号码", "户籍地址", "单位", "备注", "金额", "日期", "编号", "审核意见", "签字"}
	w := float64(b.w())
	for y := row * 0.5; y < float64(b.h()); y += row {
		thick(b.m, 0, y, w, y, b.mm(0.25), ink)
		for x := b.mm(d.within(-20, 0)); x < w; {
			cell := b.mm(d.within(16, 48))
			thick(b.m, x, y, x, y+row, b.mm(0.25), ink)
			s := pick(d.Rand, labels...)
			if d.chance(0.35) {
				s = fmt.Sprintf("99%04d%d", d.IntN(10000), d.IntN(100000))
			} else if d.chance(0.3) {
				s = text(d, 3+d.IntN(6))
			}
			k.print(b.m, x+b.mm(1.5), y+row/2, k.wrap(s, cell-b.mm(2))[0])
			x += cell
		}
	}
	if d.chance(0.4) {
		b.edge()
	}
}

// newspaper is narrow columns of small print, headlines and grey pictures.
func (b *bed) newspaper() {
	d := b.d
	v := uint8(196 + d.IntN(36))
	b.even(nrgba(v, v-3, v-12), 0.08, 0.06)
	column, gap := b.mm(d.within(32, 60)), b.mm(4)
	size := d.within(2.2, 3)
	for x := b.mm(2); x < float64(b.w()); x += column + gap {
		for y := b.mm(d.within(2, 8)); y < float64(b.h()); {
			if d.chance(0.35) {
				y = b.picture(x, y, column)
				continue
			}
			head := b.face(d.within(5, 9))
			head.weight = 1
			head.print(b.m, x, y+head.size*0.6, text(d, int(column/(head.size+head.gap))))
			k := b.face(size)
			y = b.paragraph(k, x, y+head.size*1.7, x+column, min(y+head.size*1.7+k.size*1.4*float64(8+d.IntN(20)), float64(b.h())), k.size*1.4) + k.size
		}
		thick(b.m, x+column+gap/2, 0, x+column+gap/2, float64(b.h()), b.mm(0.2), nrgba(120, 118, 112))
	}
}

// picture is a halftone of something, and returns where it ends.
func (b *bed) picture(x, y, w float64) float64 {
	h := w * b.d.within(0.5, 0.9)
	c := newCloud(b.d, int(w)+2, int(h)+2, w/5, h/5)
	box := image.Rect(int(x), int(y), int(x+w), int(y+h)).Intersect(b.m.Rect)
	step := b.mm(0.7)
	for j := box.Min.Y; j < box.Max.Y; j++ {
		for i := box.Min.X; i < box.Max.X; i++ {
			u, v := (float64(i)+float64(j))/step, (float64(i)-float64(j))/step
			t := c.at(float64(i)-x, float64(j)-y) + 0.25*math.Sin(2*math.Pi*u)*math.Sin(2*math.Pi*v)
			over(b.m.Pix[b.m.PixOffset(i, j):], nrgba(40, 40, 42), smooth(1.5-2*t)*0.8)
		}
	}
	return y + h + b.mm(3)
}

// sheets is printed pages lying over each other at angles.
func (b *bed) sheets() {
	d := b.d
	b.even(nrgba(uint8(80+d.IntN(120)), uint8(70+d.IntN(110)), uint8(60+d.IntN(110))), 0.2, 0.05)
	for range 3 + d.IntN(3) {
		b.sheet(d.within(0.1, 0.9)*float64(b.w()), d.within(0.1, 0.9)*float64(b.h()), d.within(-0.5, 0.5))
	}
}

// sheet lays one page around (x, y). It is printed upright and copied turned.
func (b *bed) sheet(x, y, turn float64) {
	p := bed{image.NewRGBA(image.Rect(0, 0, int(b.mm(120)), int(b.mm(160)))), b.d, b.style, b.fine}
	p.paper()
	p.lines(p.mm(8), p.mm(8), p.mm(112), p.mm(152))
	s, c := math.Sincos(turn)
	w, h := float64(p.w()), float64(p.h())
	r := math.Hypot(w, h)/2 + b.mm(2)
	box := image.Rect(int(x-r), int(y-r), int(x+r), int(y+r)).Intersect(b.m.Rect)
	bands(box.Dy(), func(from, to int) {
		for j := box.Min.Y + from; j < box.Min.Y+to; j++ {
			for i := box.Min.X; i < box.Max.X; i++ {
				u, v := float64(i)-x, float64(j)-y
				u, v = c*u+s*v+w/2, c*v-s*u+h/2
				out := b.m.Pix[b.m.PixOffset(i, j):]
				if u >= 0 && v >= 0 && u < w && v < h {
					q := sample(p.m, u/w, v/h)
					out[0], out[1], out[2] = uint8(q[0]), uint8(q[1]), uint8(q[2])
				} else if away := math.Hypot(max(-u, u-w, 0), max(-v, v-h, 0)); away < b.mm(2) {
					over(out, nrgba(0, 0, 0), 0.35*(1-away/b.mm(2)))
				}
			}
		}
	})
}
