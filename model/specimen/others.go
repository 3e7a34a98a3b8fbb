package specimen

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

// OtherKinds lists what group NoCard shows: Truth.Kind of it. Several carry a
// name and a number of 18 digits; none is a card to be read.
var OtherKinds = []string{
	"social-insurance", "driving-licence", "bank-card", "passport", "travel-permit", "student-card", "business-card",
	"book", "paper", "form", "receipt", "empty", "keyboard", "clutter",
}

// other makes something that is no card.
func (s *stage) other() {
	t := &s.truth
	draw, ok := map[string]func(*printed, Person){
		"social-insurance": (*printed).socialInsurance, "driving-licence": (*printed).drivingLicence, "bank-card": (*printed).bankCard,
		"passport": (*printed).passport, "travel-permit": (*printed).travelPermit, "student-card": (*printed).studentCard,
		"business-card": (*printed).businessCard, "book": (*printed).book, "paper": (*printed).letter, "form": (*printed).certificate, "receipt": (*printed).receipt,
	}[t.Kind]
	if !ok {
		s.bare, s.body = true, body{tex: flatColour(1), w: cardW, h: cardH}
		if s.o.Ground == "" && t.Kind != "empty" {
			s.o.Ground = t.Kind
		}
		return
	}
	p, _ := shotPerson(s.d, KindResident)
	c := newPrinted(s.d, s.taste, t.Kind, "none")
	draw(c, p)
	w, h := float64(c.m.Rect.Dx())/dot, float64(c.m.Rect.Dy())/dot
	s.body = body{lightOf(c.m), w, h, pick(s.d.Rand, 0.3, 3), 0.3}
	if math.Abs(w-cardW) < 0.5 {
		s.body.corner, s.body.thick = 3.18, 0.76
	}
}

// blank takes another sheet: w × h millimetres, plain.
func (c *printed) blank(w, h float64, paper color.NRGBA) {
	c.m = image.NewRGBA(image.Rect(0, 0, int(w*dot), int(h*dot)))
	b := &bed{c.m, c.d, StyleA, dot}
	b.even(paper, 0.03, 0.01)
}

// rows prints pairs of label and value under each other.
func (c *printed) rows(x, y, step, gap float64, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		c.put(c.label, x, y, "", pairs[i])
		c.put(c.value, x+gap, y, "", pairs[i+1])
		y += step
	}
}

// cutTo is the first n characters of s.
func cutTo(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// sized is a press of so many millimetres.
func (c *printed) sized(k press, mm float64) press {
	k.gap *= mm * dot / k.size
	k.size = mm * dot
	return k
}

// says prints the mark around (x, y).
func (c *printed) says(x, y, mm float64) {
	k := press{size: mm * dot, weight: 1, ink: faint(c.mark, 0.9)}
	k.centred(c.m, x*dot, y*dot, Mark)
}

func (c *printed) chip(x, y float64) {
	bar(c.m, x*dot, y*dot, (x+12)*dot, (y+9)*dot, nrgba(205, 180, 110))
	for i := range 3 {
		v := y + 2.2*float64(i+1)
		thick(c.m, x*dot, v*dot, (x+12)*dot, v*dot, 4, nrgba(130, 110, 60))
	}
	thick(c.m, (x+6)*dot, y*dot, (x+6)*dot, (y+9)*dot, 4, nrgba(130, 110, 60))
}

func (c *printed) socialInsurance(p Person) {
	c.ground()
	c.put(c.sized(c.head, 4.4), 15, 6, "", "样例省社会保障卡")
	c.portrait(p, [4]float64{5, 13, 24, 38})
	c.label, c.value = c.sized(c.label, 2.5), c.sized(c.value, 2.7)
	c.rows(28, 16, 6, 18, "姓名", p.Name, "性别", p.Sex, "社会保障号码", p.Number, "卡号", fmt.Sprintf("X99%06d", c.d.IntN(1e6)), "发卡日期", dotted(p.From))
	if c.d.chance(0.5) {
		c.chip(66, 12)
	}
	c.says(60, 48, 2)
}

func (c *printed) drivingLicence(p Person) {
	c.blank(88, 60, nrgba(236, 240, 236))
	bars := newPattern(c.d, "waves")
	for y := range c.m.Rect.Dy() {
		for x := range min(c.m.Rect.Dx(), 1712) {
			a, _ := bars(x, y)
			over(c.m.Pix[c.m.PixOffset(x, y):], nrgba(120, 170, 150), a*0.4)
		}
	}
	c.put(c.sized(c.head, 3.6), 13, 5, "", "中华人民共和国机动车驾驶证")
	c.label, c.value = c.sized(c.label, 2.2), c.sized(c.value, 2.8)
	c.rows(4, 11, 6, 12, "证号", p.Number, "姓名", p.Name+"    性别 "+p.Sex, "住址", cutTo(p.Address, 15))
	c.rows(30, 30, 6, 22, "出生日期", p.Birth.String(), "初次领证日期", p.From.String(), "准驾车型", "C1", "有效期限", p.From.String()+" 至 长期")
	c.portrait(p, [4]float64{4, 30, 25, 56})
	c.says(70, 57, 2)
}

func (c *printed) bankCard(p Person) {
	c.ground()
	tint := nrgba(uint8(c.d.IntN(150)), uint8(c.d.IntN(120)), uint8(c.d.IntN(170)))
	bar(c.m, 0, 0, cardW*dot, cardH*dot, faint(tint, 0.85))
	ellipse(c.m, c.d.within(0, 1712), c.d.within(0, 1080), 700, 500, faint(nrgba(255, 255, 255), 0.12))
	ink := nrgba(240, 240, 236)
	k := c.head
	k.ink, k.size = ink, 5*dot
	c.put(k, 5, 7, "", pick(c.d.Rand, "样例银行", "虚构储蓄银行", "示范商业银行"))
	c.chip(8, 18)
	n := fmt.Sprintf("9999 %04d %04d %04d", c.d.IntN(1e4), c.d.IntN(1e4), c.d.IntN(1e4))
	if c.d.chance(0.5) {
		n = fmt.Sprintf("99999%05d%09d", c.d.IntN(1e5), c.d.IntN(1e9))
	}
	k.size, k.gap = 4.4*dot, 0.4*dot
	c.put(k, 7, 33, "", n)
	k.size = 2.6 * dot
	c.put(k, 7, 46, "", "VALID THRU 99/99   "+pick(c.d.Rand, latins[0]...))
	c.says(64, 48, 2.2)
}

func (c *printed) passport(p Person) {
	c.blank(125, 88, nrgba(226, 232, 236))
	c.portrait(p, [4]float64{6, 18, 39, 60})
	c.put(c.sized(c.head, 4), 40, 7, "", "护照  PASSPORT")
	c.label, c.value = c.sized(c.label, 2), c.sized(c.value, 2.9)
	family := pick(c.d.Rand, latins[0]...)
	c.rows(44, 16, 6.2, 32, "类型/Type", "P", "国家码/Country Code", "XXX", "护照号/Passport No.", "X99"+p.Number[10:16], "姓名/Name", p.Name, "性别/Sex", p.Sex+"/X", "出生日期/Date of birth", p.Birth.String(), "签发日期/Date of issue", p.From.String(), "签发机关/Authority", "样例出入境管理局")
	k := c.sized(c.value, 4)
	k.weight, k.stretch, k.gap = 0.6, 0.95, 0.4*dot
	c.put(k, 5, 72, "", "P<XXX"+family+"<<SPECIMEN<<<<<<<<<<<<<<")
	c.put(k, 5, 80, "", "X99"+p.Number[10:16]+"0XXX"+p.Number[8:14]+"0X9901010<<<<00")
	c.says(100, 12, 2.6)
}

func (c *printed) travelPermit(p Person) {
	c.ground()
	c.put(c.sized(c.head, 4), 18, 6, "", "往来港澳通行证")
	c.portrait(p, [4]float64{4.5, 12, 25, 39})
	c.label, c.value = c.sized(c.label, 2.2), c.sized(c.value, 2.8)
	c.rows(29, 13, 5.6, 17, "姓名", p.Name, "出生日期", dotted(p.Birth), "性别", p.Sex, "有效期限", dotted(p.From)+"-"+dotted(p.From.AddYears(10)), "签发机关", "样例公安局", "证件号码", "X99"+p.Number[10:16])
	c.says(60, 50, 2.2)
}

func (c *printed) studentCard(p Person) {
	c.blank(90, 60, nrgba(uint8(200+c.d.IntN(50)), uint8(200+c.d.IntN(50)), uint8(200+c.d.IntN(50))))
	bar(c.m, 0, 0, 90*dot, 12*dot, nrgba(uint8(c.d.IntN(160)), uint8(c.d.IntN(90)), uint8(c.d.IntN(160))))
	k := c.sized(c.head, 5)
	k.ink = nrgba(250, 250, 250)
	c.put(k, 8, 6, "", "虚构大学学生证")
	c.portrait(p, [4]float64{62, 16, 84, 44})
	c.rows(6, 19, 7.5, 18, "姓名", p.Name, "性别", p.Sex, "学号", p.Number[6:16], "院系", pick(c.d.Rand, "数学科学学院", "文学院", "信息工程系"), "有效期至", dotted(p.From.AddYears(4)))
	c.says(72, 50, 2)
}

func (c *printed) businessCard(p Person) {
	c.blank(90, 54, nrgba(248, 248, 244))
	c.put(c.sized(c.head, 6), 8, 14, "", p.Name)
	c.put(c.sized(c.value, 2.8), 34, 15, "", pick(c.d.Rand, "销售经理", "高级工程师", "律师", "主任"))
	bar(c.m, 8*dot, 20*dot, 82*dot, 20.4*dot, nrgba(180, 40, 40))
	c.label, c.value = c.sized(c.label, 2.4), c.sized(c.value, 2.5)
	c.rows(8, 27, 5, 12, "公司", "虚构科技有限公司", "地址", cutTo(p.Address, 18), "电话", fmt.Sprintf("999-%08d", c.d.IntN(1e8)), "邮箱", "specimen@example.com")
	c.says(66, 49, 2)
}

func (c *printed) book(p Person) {
	tint := nrgba(uint8(40+c.d.IntN(200)), uint8(40+c.d.IntN(180)), uint8(40+c.d.IntN(200)))
	c.blank(105, 150, tint)
	for range 6 {
		ellipse(c.m, c.d.within(0, 2100), c.d.within(900, 2600), c.d.within(100, 600), c.d.within(60, 500), faint(nrgba(uint8(c.d.IntN(256)), uint8(c.d.IntN(256)), uint8(c.d.IntN(256))), 0.5))
	}
	k := c.sized(c.head, 13)
	k.ink, k.weight = nrgba(250, 248, 240), 1
	k.centred(c.m, 52*dot, 32*dot, pick(c.d.Rand, "居民手册", "身份与社会", "山水之间", "会计基础"))
	c.sized(k, 4.5).centred(c.m, 52*dot, 52*dot, p.Name+" 著")
	c.says(52, 140, 3)
}

// page prints text from y down over the width of a sheet.
func (c *printed) page(y, width, to float64) {
	for ; y < to; y += 6.4 {
		c.put(c.sized(c.value, 3.5), 12, y, "", text(c.d, int((width-24)/3.75)))
	}
}

// letter is half a sheet of print that names a person and gives a number.
func (c *printed) letter(p Person) {
	c.blank(148, 210*c.d.within(0.5, 1), nrgba(248, 248, 246))
	c.sized(c.head, 6).centred(c.m, 74*dot, 14*dot, pick(c.d.Rand, "租赁合同", "在职证明", "居民身份证明", "授权委托书"))
	c.put(c.sized(c.value, 3.5), 12, 26, "", "姓名："+p.Name+"  性别："+p.Sex+"  民族："+p.Ethnicity)
	c.put(c.sized(c.value, 3.5), 12, 33, "", "公民身份号码："+p.Number)
	c.put(c.sized(c.value, 3.5), 12, 40, "", "住址："+p.Address)
	c.page(50, 148, float64(c.m.Rect.Dy())/dot-14)
	c.says(110, 20, 3)
}

// certificate is a table with a person's fields in it.
func (c *printed) certificate(p Person) {
	c.blank(120, 80*c.d.within(0.9, 1.3), nrgba(246, 246, 248))
	c.sized(c.head, 5).centred(c.m, 60*dot, 8*dot, pick(c.d.Rand, "常住人口登记卡", "个人信息登记表", "参保人员登记表"))
	c.label.ink = c.value.ink
	c.label, c.value = c.sized(c.label, 2.9), c.sized(c.value, 3.1)
	c.rows(10, 20, 9, 28, "姓名", p.Name, "性别", p.Sex, "民族", p.Ethnicity, "出生", p.Birth.String(), "公民身份号码", p.Number, "住址", cutTo(p.Address, 18))
	for i := range 7 {
		y := (15.5 + 9*float64(i)) * dot
		thick(c.m, 8*dot, y, 112*dot, y, 4, c.value.ink)
	}
	thick(c.m, 8*dot, 15.5*dot, 8*dot, 69.5*dot, 4, c.value.ink)
	thick(c.m, 112*dot, 15.5*dot, 112*dot, 69.5*dot, 4, c.value.ink)
	thick(c.m, 36*dot, 15.5*dot, 36*dot, 69.5*dot, 4, c.value.ink)
	c.says(90, 74, 2.6)
}

func (c *printed) receipt(p Person) {
	c.blank(58, 110*c.d.within(0.8, 1.2), nrgba(250, 250, 248))
	c.sized(c.head, 4.5).centred(c.m, 29*dot, 7*dot, "示范超市")
	k := c.sized(c.value, 2.6)
	for y := 14.0; y < float64(c.m.Rect.Dy())/dot-14; y += 4.4 {
		c.put(k, 4, y, "", fmt.Sprintf("%s  ×%d   %d.%02d", text(c.d, 4), 1+c.d.IntN(4), c.d.IntN(90), c.d.IntN(100)))
	}
	c.put(k, 4, float64(c.m.Rect.Dy())/dot-9, "", p.Number+dotted(p.From))
	c.says(29, float64(c.m.Rect.Dy())/dot-4, 2)
}
