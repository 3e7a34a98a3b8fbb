package specimen

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"truename/model/idcard"
)

// dot is how many pixels of a drawing make a millimetre of card.
const dot = 20

// A printed card is a drawing of one side, cardW × cardH millimetres at dot
// pixels each, with where its values stand.
type printed struct {
	m      *image.RGBA
	d      dice
	t      taste
	side   string
	kind   string
	fields map[string]string
	boxes  map[string][4]float64 // millimetres: left, top, right, bottom
	inked  [][4]float64          // all print, labels too
	face   [4]float64            // of the portrait
	label  press
	value  press
	head   press
	mark   color.NRGBA
	dx, dy float64 // by which all print is moved
}

// The kinds of card that Truth.Kind names.
const (
	KindResident    = "resident"
	KindForeign2017 = "foreign-2017"
	KindForeign2023 = "foreign-2023"
	KindHongKong    = "hong-kong-macao"
	KindTaiwan      = "taiwan"
)

// Kinds lists the kinds of card, not those of other things.
var Kinds = []string{KindResident, KindForeign2017, KindForeign2023, KindHongKong, KindTaiwan}

func newPrinted(d dice, t taste, kind, side string) *printed {
	c := &printed{d: d, t: t, kind: kind, side: side, fields: map[string]string{}, boxes: map[string][4]float64{}}
	c.m = image.NewRGBA(image.Rect(0, 0, cardW*dot, cardH*dot))
	ink := nrgba(uint8(18+d.IntN(24)), uint8(18+d.IntN(20)), uint8(20+d.IntN(24)))
	blue := pick(d.Rand, nrgba(0x2A, 0x6F, 0x9E), nrgba(0x3A, 0x7E, 0xB8), nrgba(0x2C, 0x62, 0x86), nrgba(0x3B, 0x8A, 0xA6), nrgba(0x4A, 0x6C, 0xA8))
	c.mark = pick(d.Rand, nrgba(0xC2, 0x2B, 0x2B), nrgba(0xB0, 0x3A, 0x4E), nrgba(0xC8, 0x46, 0x2A), nrgba(0xA4, 0x2E, 0x6A))
	weight, contrast, stretch, slant := d.between(t.weight), d.between(t.contrast), d.between(t.stretch), d.within(-0.01, 0.01)
	of := func(mm, extra float64, ink color.NRGBA) press {
		size := mm * dot * d.between(t.size)
		return press{size: size, weight: weight + extra, contrast: contrast, stretch: stretch, slant: slant, gap: size * d.between(t.gap), ink: ink}
	}
	c.label, c.value, c.head = of(2.8, 0, blue), of(3.25, 0, ink), of(3.75, d.within(0, 0.3), ink)
	c.dx, c.dy = d.within(-t.shift, t.shift), d.within(-t.shift, t.shift)
	return c
}

// put prints s at a place in millimetres, a little off, and remembers it as
// the value of a field ("" for none). It returns the right end.
func (c *printed) put(k press, x, y float64, field, s string) float64 {
	x, y = x+c.dx, y+c.dy+c.d.within(-0.12, 0.12)
	end := k.print(c.m, x*dot, y*dot, s) / dot
	c.note(field, [4]float64{x, y - k.size/dot*0.5, end, y + k.size/dot*0.5})
	return end - c.dx
}

// note remembers where print stands, and of which field it is.
func (c *printed) note(field string, b [4]float64) {
	c.inked = append(c.inked, b)
	if field == "" {
		return
	}
	if old, ok := c.boxes[field]; ok {
		b = [4]float64{min(b[0], old[0]), min(b[1], old[1]), max(b[2], old[2]), max(b[3], old[3])}
	}
	c.boxes[field] = b
}

// lines prints s in lines of w millimetres, step apart.
func (c *printed) lines(k press, x, y, w, step float64, field, s string) {
	for i, line := range k.wrap(s, w*dot) {
		c.put(k, x, y+step*float64(i), field, line)
	}
}

// residentFront prints the side with the portrait; HK, Macao and Taiwan
// residents' cards have no row for the ethnicity.
func (c *printed) residentFront(p Person) {
	c.ground()
	c.put(c.label, 5.2, 7.6, "", "姓名")
	c.name(p.Name, 15.5, 7.5, 37)
	c.put(c.label, 5.2, 14.3, "", "性别")
	c.put(c.value, 15.5, 14.2, "sex", p.Sex)
	if c.kind == KindResident {
		c.put(c.label, 25.5, 14.3, "", "民族")
		c.put(c.value, 35, 14.2, "ethnicity", p.Ethnicity)
		c.fields["ethnicity"] = p.Ethnicity
	}
	c.birth(p.Birth, 21)
	c.put(c.label, 5.2, 27.8, "", "住址")
	c.lines(c.value, 15.5, 27.8, 37, c.value.size/dot*c.d.within(1.22, 1.34), "address", p.Address)
	c.put(c.label, 5.2, 47, "", "公民身份号码")
	c.number(p.Number, 29.5+c.d.within(-0.4, 0.6), 47, 2.83*c.d.within(0.98, 1.015))
	c.portrait(p, [4]float64{54.5, 5.2, 80.5, 39.2})
	c.fields["name"], c.fields["sex"], c.fields["birth"] = p.Name, p.Sex, p.Birth.String()
	c.fields["address"], c.fields["number"] = p.Address, p.Number
	c.frontMarks()
}

// name prints a name, a long one smaller and, if need be, on two lines.
func (c *printed) name(s string, x, y, room float64) {
	k := c.head
	lines := []string{s}
	for k.width(s) > room*dot && k.size > 2.2*dot {
		k.size, k.gap = k.size*0.92, k.gap*0.8
	}
	if k.width(s) > room*dot {
		lines = k.wrap(s, room*dot)
	}
	for i, line := range lines {
		c.put(k, x, y+k.size/dot*1.15*(float64(i)-float64(len(lines)-1)/2), "name", line)
	}
}

func (c *printed) birth(d idcard.Date, y float64) {
	c.put(c.label, 5.2, y, "", "出生")
	at := func(right float64, n int, after string) {
		s := fmt.Sprint(n)
		c.put(c.value, right-c.value.width(s)/dot, y, "birth", s)
		c.put(c.label, right+0.9, y, "", after)
	}
	at(23.9, d.Year, "年")
	at(32.6, int(d.Month), "月")
	at(41.3, d.Day, "日")
}

// number prints the characters of a number a step apart, in millimetres.
func (c *printed) number(s string, x, y, step float64) {
	machine := c.d.chance(c.t.machine)
	k := c.head
	k.size, k.weight, k.stretch = 4.0*dot*c.d.within(0.95, 1.04), c.d.within(0.6, 1.05), 1
	if k.contrast > 0.1 {
		k.contrast = 0.1
	}
	high, pen := c.d.within(2.7, 3.05)*dot, c.d.within(0.32, 0.46)*dot
	for i, r := range s {
		px, py := (x+c.dx+step*(float64(i)+0.5))*dot, (y+c.dy)*dot
		if _, ok := strokes[r]; ok && machine {
			stroke(c.m, px, py, high, pen, r, k.ink)
		} else {
			k.print(c.m, px-k.step(r)/2, py, string(r))
		}
	}
	c.note("number", [4]float64{x + c.dx, y + c.dy - 1.6, x + c.dx + step*float64(len(s)), y + c.dy + 1.6})
}

// residentBack prints the side with the authority.
func (c *printed) residentBack(p Person) {
	c.ground()
	c.seal(13+c.d.within(-0.5, 0.5), 13+c.d.within(-0.5, 0.5), 7.6)
	title := c.head
	title.weight, title.contrast = c.d.within(0.6, 1), c.d.within(0.1, 0.7)
	title.size, title.gap = 5.2*dot*c.d.between(c.t.size), 0.85*dot
	c.put(title, 25, 9.5, "", "中华人民共和国")
	title.size, title.gap = 7.2*dot*c.d.between(c.t.size), 1.2*dot
	titles := map[string]string{KindHongKong: "港澳居民居住证", KindTaiwan: "台湾居民居住证"}
	if s, ok := titles[c.kind]; ok {
		title.size, title.gap = title.size*0.82, 0.5*dot
		c.put(title, 25, 18, "", s)
	} else {
		c.put(title, 25.5, 18.5, "", "居民身份证")
	}
	from := 41.0
	if c.kind != KindResident {
		c.pass(p)
		from = 34.5
	}
	lbl := c.value
	lbl.size, lbl.weight = 2.8*dot*c.d.between(c.t.size), c.d.within(0.5, 1)
	c.put(lbl, 17.5, from, "", "签发机关")
	c.put(c.value, 33.5, from, "authority", p.Authority)
	step := 48.2 - 41
	if c.kind != KindResident {
		step = 4.6
	}
	c.put(lbl, 17.5, from+step, "", "有效期限")
	c.term(p, 33.5, from+step)
	c.fields["authority"] = p.Authority
	c.backMarks()
}

// term prints the validity, as one line of two fields.
func (c *printed) term(p Person, x, y float64) {
	x = c.put(c.value, x, y, "from", dotted(p.From))
	x = c.put(c.value, x, y, "", "-")
	c.put(c.value, x, y, "until", until(p))
	c.fields["from"], c.fields["until"] = p.From.String(), p.Until.String()
	if p.Long {
		c.fields["until"] = "long-term"
	}
}

// pass prints what only residence permits have: the number of the travel
// permit, with a first letter that none has, and how often it was issued.
func (c *printed) pass(p Person) {
	lbl := c.value
	lbl.size, lbl.weight = 2.6*dot, c.d.within(0.4, 0.9)
	c.put(lbl, 17.5, 43.7, "", "通行证号码")
	c.put(c.value, 35, 43.7, "", "X99"+p.Number[10:16])
	c.put(lbl, 61, 43.7, "", "签发次数")
	c.put(c.value, 76, 43.7, "", fmt.Sprintf("%02d", 1+c.d.IntN(3)))
}

// foreignFront prints a foreign permanent resident's card, both languages on
// the labels; the 2017 number has 15 characters, the 2023 number 18.
func (c *printed) foreignFront(p Person, latin, country string) {
	c.ground()
	title := c.head
	title.size, title.weight = 3.9*dot, c.d.within(0.5, 1)
	for title.width("中华人民共和国外国人永久居留身份证") > 66*dot {
		title.size, title.gap = title.size*0.97, title.gap*0.8
	}
	c.put(title, 14, 5, "", "中华人民共和国外国人永久居留身份证")
	small := c.value
	small.size, small.gap, small.ink = 1.75*dot, 0, c.label.ink
	c.put(small, 14, 8.6, "", "FOREIGN PERMANENT RESIDENT ID CARD")
	lbl := c.label
	lbl.size, lbl.gap = 2*dot, 0
	val := c.value
	val.size = 2.7 * dot * c.d.between(c.t.size)
	val.gap *= 0.6
	row := func(x, y float64, name, field, s string) {
		c.put(lbl, x, y, "", name)
		c.put(val, x, y+3, field, s)
	}
	x := c.d.within(4, 6)
	if c.kind == KindForeign2017 {
		x = c.d.within(28, 30)
		c.portrait(p, [4]float64{4.5, 11.5, 25.5, 39})
	} else {
		c.portrait(p, [4]float64{57, 11.5, 80.5, 40})
	}
	row(x, 12.4, "姓名/Name", "name", latin)
	row(x, 18.9, "性别/Sex", "sex", p.Sex+"/"+map[string]string{"男": "M", "女": "F"}[p.Sex])
	row(x+20, 18.9, "出生日期/Date of Birth", "birth", dotted(p.Birth))
	row(x, 25.4, "国籍/Nationality", "", country)
	row(x, 31.9, "有效期限/Period of Validity", "from", dotted(p.From)+"-"+dotted(p.Until))
	c.boxes["until"] = c.boxes["from"]
	c.put(lbl, x, 42.4, "", "证件号码/ID No.")
	c.number(p.Number, x, 46.4, 2.5)
	c.fields["name"], c.fields["sex"], c.fields["birth"], c.fields["number"] = latin, p.Sex, p.Birth.String(), p.Number
	c.fields["from"], c.fields["until"] = p.From.String(), p.Until.String()
	c.frontMarks()
}

// foreignBack prints the other side of a foreign permanent resident's card.
func (c *printed) foreignBack(p Person) {
	c.ground()
	title := c.head
	title.size, title.weight = 4.2*dot, c.d.within(0.4, 1)
	title.centred(c.m, cardW/2*dot, 8*dot, "外国人永久居留身份证")
	lbl := c.label
	lbl.size = 2.2 * dot
	c.put(lbl, 8, 36, "", "签发机关/Issuing Authority")
	c.put(c.value, 8, 40, "authority", p.Authority)
	small := c.value
	small.size, small.gap = 1.9*dot, 0
	c.put(small, 8, 45.5, "", "持证人凭此证在中国境内居留 "+strings.Repeat("·", 6)+" 出入境")
	c.seal(68, 40, 6)
	c.fields["authority"] = p.Authority
	c.backMarks()
}
