package specimen

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"truename/model/idcard"
)

// rarer are characters for names that the bundled font has, beyond rareGiven.
var rarer = []rune("珺玥淏翀燊旻昊翊祎堃彧赟婧婳瑾琛煜烨钰鑫淼焱垚璟龑昇甯犇骉昱晟珩琰澍湉曌禕頔祺骞霈璇璐瑄玙珣弢翯堉堯喆暐烜燚翮筠茜荥菡蓥薏蘅虢豳醴霁靓韫颢骧鳐")

var latins = [2][]string{
	{"ANDERSEN", "BRUNNER", "CASTELLO", "DUBRULLE", "EVERHART", "FONTAINE", "GRUNWALD", "HOLLOWAY", "IVERSEN", "KOVALENKO", "LINDQVIST", "MORIKAWA", "NAKATANI", "OKONKWO", "PETRESCU", "ROSENTHAL", "SZALAI", "TREMBLAY"},
	{"ANNA MARIA", "BORIS", "CLARA", "DANIEL JOHN", "ELENA", "FELIX", "GRETA", "HUGO MARTIN", "INES", "JONAS", "KATE", "LEONARD", "MINA", "NOAH", "OLGA", "PAUL", "RUTH", "SIMON PETER"},
}

// countries do not exist.
var countries = []string{"虚构国/SPECIMENIA XXX", "样例国/EXEMPLARIA XXX", "示范国/UTOPIA XXX"}

// shotPerson makes up who is on a card of the kind: as New does, with more rare
// characters where the font has them, longer and shorter addresses and
// authorities. rare tells whether the name has such a character.
func shotPerson(d dice, kind string) (p Person, rare bool) {
	p = NewAged(d.Uint64(), 16+d.IntN(74), Day)
	for !drawable(p.Name) {
		p = NewAged(d.Uint64(), 16+d.IntN(74), Day)
	}
	if runes := []rune(p.Name); d.chance(0.06) && p.Ethnicity == "汉" {
		if r := pick(d.Rand, rarer...); outlineOf(r) != nil {
			runes[len(runes)-1] = r
			p.Name = string(runes)
		}
	}
	redate(d, &p)
	p.Address = address(d.Rand, p.Address)
	p.Authority = authority(d.Rand, p.Authority)
	if kind != KindResident {
		p.Until, p.Long = p.From.AddYears(5), false
	}
	return p, strings.ContainsFunc(p.Name, func(r rune) bool {
		return strings.ContainsRune(string(rareGiven), r) || strings.ContainsRune(string(rarer), r)
	})
}

// redate moves the days of issue and of the end of validity: cards in
// photographs are of all ages, and some have run out.
func redate(d dice, p *Person) {
	p.From = p.From.AddDays(-d.IntN(3000))
	if p.From.Before(p.Birth) {
		p.From = p.Birth
	}
	p.Until, p.Long = term(p.Birth, p.From)
}

// address makes an address shorter or longer: one to three lines.
func address(r *rand.Rand, s string) string {
	switch r.IntN(6) {
	case 0:
		return pick(r, cities...) + pick(r, districts...) + fmt.Sprintf("%d号", 1+r.IntN(99))
	case 1:
		return s + pick(r, "附", "东侧", "后院") + fmt.Sprintf("%d号", 1+r.IntN(20))
	case 2:
		return pick(r, provinces...) + pick(r, cities...) + pick(r, districts...) + pick(r, villages...) + pick(r, "第三村民小组", "东大街南巷", "新建住宅小区") + fmt.Sprintf("%d号", 1+r.IntN(300))
	}
	return s
}

// authority makes the name of an authority of 5 to 14 characters.
func authority(r *rand.Rand, s string) string {
	switch r.IntN(5) {
	case 0:
		return pick(r, "样县", "示县", "安市", "岭县") + "公安局"
	case 1:
		return pick(r, "试验自治州", "虚构自治县") + "公安局" + pick(r, "城南", "示范", "高新") + "分局"
	}
	return s
}

// foreigner turns p into a holder of a foreign permanent resident's card:
// returns the Latin name and the country as printed.
func foreigner(d dice, p *Person, kind string) (latin, country string) {
	latin = pick(d.Rand, latins[0]...) + ", " + pick(d.Rand, latins[1]...)
	if kind == KindForeign2017 { // letters that no country has
		p.Number = fmt.Sprintf("XXX%02d%s%04d", 99, compact(p.Birth)[2:], d.IntN(10000))
	}
	p.Until, p.Long = p.From.AddYears(10), false
	return latin, pick(d.Rand, countries...)
}

func compact(day idcard.Date) string { return strings.ReplaceAll(day.String(), "-", "") }
