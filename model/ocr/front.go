package ocr

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"truename/model"
)

// front reads the fields of the 人像面.
func (r *Reader) front(ctx context.Context, c *Card) (model.Reading, error) {
	out := model.Reading{}
	put := func(name string, f model.ReadField) {
		if len(f.Chars) > 0 {
			out[name] = f
		}
	}
	for name, short := range map[string]func(context.Context, *Card) (model.ReadField, error){
		model.ReadSex: r.sex, model.ReadEthnicity: r.ethnicity,
	} {
		f, err := short(ctx, c)
		if err != nil {
			return nil, err
		}
		put(name, f)
	}
	birth, date := c.birth()
	put(model.ReadBirth, birth)
	put(model.ReadName, r.name(c))
	address, err := r.address(ctx, c)
	if err != nil {
		return nil, err
	}
	put(model.ReadAddress, address)
	put(model.ReadNumber, r.number(c, date))
	return out, nil
}

func (c *Card) in(z zone) []glyph { return in(c.glyphs, z, c.level) }

// name is what stands after 姓名. It has text only if all of it was read and
// nothing else looks more like it; its characters tell what was.
func (r *Reader) name(c *Card) model.ReadField {
	z := c.after("姓名", zoneName)
	g := c.slots(keep(c.in(z), isNameRune), z)
	if len(g) > 0 && c.headless(g[0]) {
		p := g[0].place
		p.X0, p.X1 = 2*p.X0-p.X1, p.X0
		g = append([]glyph{{line: g[0].line, place: p}}, g...)
	}
	whole := len(g) > 0
	c.Strange = 0
	for i := range g {
		var odd bool
		if g[i], odd = r.confirmed(c, g[i]); odd {
			c.Strange++
		}
		whole = whole && g[i].Text != ""
	}
	f := field(g, "")
	if whole {
		f.Text = strings.NewReplacer("•", "·", "・", "·").Replace(text(g))
	}
	return f
}

// headless reports whether a character of the name may stand before g, the
// first that was read: it would be in the space between the label and the name.
func (c *Card) headless(g glyph) bool {
	label, ok := c.label("姓名")
	if !ok {
		return g.place.X0 < zoneName.x0
	}
	return g.place.X0-label.X1 < beforeName*(g.place.X1-g.place.X0)
}

// beforeName is the least space between a label and the name, in parts of a
// character: where there is less, the first one was taken for a part of the
// label.
const beforeName = 0.3

// label is the place of a label that was found.
func (c *Card) label(text string) (at model.Place, ok bool) {
	for _, a := range c.found {
		if a.text == text {
			at, ok = a.at, true
		}
	}
	return at, ok
}

// after is z, from the end of the label before it.
func (c *Card) after(label string, z zone) zone {
	if at, ok := c.label(label); ok {
		z.x0 = max(at.X1+0.006, z.x0-0.05)
	}
	return z
}

// sex is 男 or 女.
func (r *Reader) sex(ctx context.Context, c *Card) (model.ReadField, error) {
	is := func(k rune) bool { return k == '男' || k == '女' }
	g := keep(c.in(c.after("性别", zoneSex)), is)
	if len(g) == 0 {
		more, err := r.look(ctx, c, zone{0.155, 0.215, 0.285, 0.300})
		if err != nil {
			return model.ReadField{}, err
		}
		g = keep(more, is)
	}
	if len(g) != 1 {
		return model.ReadField{}, nil
	}
	return field(g, g[0].Text), nil
}

// ethnicities are the 56 of China, as cards have them (GB/T 3304-1991), and
// the two entries for others.
var ethnicities = strings.Fields(`汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜
	水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂
	保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 其他 外国血统中国籍人士`)

// ethnicity is one of the closed list, or not read.
func (r *Reader) ethnicity(ctx context.Context, c *Card) (model.ReadField, error) {
	g := listed(c.in(c.after("民族", zoneEthnicity)))
	if g == nil {
		more, err := r.look(ctx, c, zone{0.392, 0.215, 0.56, 0.300})
		if err != nil {
			return model.ReadField{}, err
		}
		g = listed(more)
	}
	if g == nil {
		return model.ReadField{}, nil
	}
	return field(g, strings.TrimSuffix(text(g), "族")), nil
}

// listed are the Han characters of g if they are in the list, with or without
// the 族 that belongs to the label.
func listed(g []glyph) []glyph {
	g = keep(g, isHan)
	for len(g) > 0 && (g[0].Text == "民" || g[0].Text == "族") {
		g = g[1:]
	}
	if len(g) == 0 || !slices.Contains(ethnicities, strings.TrimSuffix(text(g), "族")) {
		return nil
	}
	return g
}

// birth is the printed date of birth, also as yyyymmdd; "" if it is not read
// wholly.
func (c *Card) birth() (f model.ReadField, date string) {
	g := keep(c.in(c.after("出生", zoneBirth)), func(r rune) bool { return isDigit(r) || strings.ContainsRune("年月日", r) })
	m := printedBirth.FindStringSubmatch(text(g))
	if m == nil {
		return field(g, ""), ""
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 {
		return field(g, ""), ""
	}
	return field(g, fmt.Sprintf("%04d-%02d-%02d", year, month, day)), fmt.Sprintf("%04d%02d%02d", year, month, day)
}

// address is what stands after 住址, up to four lines. A last line of one or
// two characters is easily overlooked, so its place is read once more.
func (r *Reader) address(ctx context.Context, c *Card) (model.ReadField, error) {
	g := unmarked(keep(c.in(c.after("住址", zoneAddress)), isAddressRune))
	if len(g) == 0 {
		return model.ReadField{}, nil
	}
	last := g[len(g)-1]
	high := last.place.Y1 - last.place.Y0
	below := zone{0.165, last.place.Y1 - 0.1*high, 0.30, last.place.Y1 + 0.95*high}
	// Only a full line goes on below.
	if last.place.X1 > 0.52 && below.y1 < 0.80 && c.inked(below) {
		more, err := r.look(ctx, c, below)
		if err != nil {
			return model.ReadField{}, err
		}
		for _, m := range keep(more, isAddressRune) {
			if m.Sure > 0.6 {
				g = append(g, m)
			}
		}
	}
	return field(g, text(g)), nil
}

// unmarked is g without the word SPECIMEN, or pieces of it, that stand on cards
// for show: four Latin letters and more in a row are none of an address.
func unmarked(g []glyph) (out []glyph) {
	for i := 0; i < len(g); {
		k := i
		for k < len(g) && latin(g[k]) {
			k++
		}
		if k-i < 4 && (k-i < 3 || k < len(g)) {
			k = max(k, i+1)
			out = append(out, g[i:k]...)
		}
		i = k
	}
	return out
}

func latin(g glyph) bool { return len(g.Text) == 1 && unicode.IsLetter(rune(g.Text[0])) }

// inked reports whether something dark stands in z: as dark as print against
// what is around it.
func (c *Card) inked(z zone) bool {
	img := c.Picture
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	var hist [256]int
	n := 0
	for y := int(z.y0 * h); y < int(z.y1*h); y++ {
		for x := int(z.x0 * w); x < int(z.x1*w); x++ {
			o := img.PixOffset(x, y)
			hist[img.Pix[o+1]]++
			n++
		}
	}
	level := func(share float64) int {
		rest := int(share * float64(n))
		for v, k := range hist {
			if rest -= k; rest < 0 {
				return v
			}
		}
		return 255
	}
	return level(0.8)-level(0.02) > 50
}
