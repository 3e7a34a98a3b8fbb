package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

//go:embed tgh.txt
var tgh string

// blocks are the ranges kept whole, as far as the font has them.
var blocks = [][2]rune{
	{0x0020, 0x007E}, {0x00A0, 0x017F}, // Latin, Latin-1, Extended-A
	{0x01CD, 0x01DC}, {0x01F8, 0x01F9}, {0x1E3F, 0x1E3F}, {0x02C7, 0x02CB}, // pinyin with tones
	{0x2000, 0x206F}, {0x2070, 0x209F}, {0x20A0, 0x20BF}, // punctuation, super- and subscripts, currency
	{0x2100, 0x218F}, {0x2190, 0x21FF}, {0x2200, 0x22FF}, // letterlike, numbers, arrows, mathematics
	{0x2460, 0x24FF}, {0x2500, 0x257F}, {0x2580, 0x25FF}, // enclosed, box drawing, blocks and shapes
	{0x2600, 0x26FF}, {0x2700, 0x27BF}, // symbols, dingbats: of these the source has ✓ and few more
	{0x2FF0, 0x2FFB}, {0x3000, 0x303F}, {0x30FB, 0x30FB}, // description of characters, CJK punctuation with 〇, the dot that Japanese input methods type
	{0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}, {0xFFFD, 0xFFFD}, // compatibility and full-width forms
}

// names are characters of given names, Cantonese and place names, and the
// traditional forms of frequent surnames, that are in neither table.
const names = "䶮㛃𬤇㖞䜣㙍㛚㛹㧐㬎㬚㮾㳘㴔㶲㸌㺄㻬䃅䅟䌹䎖䏝䓖䓛䗖䗪䜌䢼䣘䥽䲟䴓䴖䴗" +
	"喆堃淼甯犇垚赟昇骉鱻珺玥珅瑄瀞溦濛祎禕曌彧煊煜燊焜晞晟暐昉旻旸瑨璟璘璠瓛珣婳媖嫕妘姮嬿檉峣巘龑龢龘碁鎔鑫瞾" +
	"啲喺嘅佢咩劏嚟邨氹冇哋啫喎" +
	"張陳黃劉馬趙吳鄭許謝蘇盧蔣賈鄒閻陸萬錢湯賀賴龔嚴葉楊孫韓馮蕭鄧呂羅樑龍學國灣門廣東臺澳麗華強偉軍傑陽蘭鳳麟鵬飛慶"

// wanted lists every code point to keep, in order.
func wanted() []rune {
	set := map[rune]bool{}
	for _, b := range blocks {
		for r := b[0]; r <= b[1]; r++ {
			set[r] = true
		}
	}
	for _, list := range [][]rune{table(), gb2312(), gbkPrivate(), []rune(names)} {
		for _, r := range list {
			set[r] = true
		}
	}
	out := make([]rune, 0, len(set))
	for r := range set {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// table is 通用规范汉字表 without the comment lines.
func table() []rune {
	var out []rune
	for line := range strings.Lines(tgh) {
		if !strings.HasPrefix(line, "#") {
			out = append(out, []rune(strings.TrimSpace(line))...)
		}
	}
	return out
}

// gb2312 is every character of GB 2312: rows A1 to F7 of GBK, columns A1 to FE.
func gb2312() []rune {
	var out []rune
	d := simplifiedchinese.GBK.NewDecoder()
	for hi := byte(0xA1); hi <= 0xF7; hi++ {
		for lo := byte(0xA1); lo <= 0xFE; lo++ {
			s, err := d.String(string([]byte{hi, lo}))
			if r := []rune(s); err == nil && len(r) == 1 && r[0] != '�' {
				out = append(out, r[0])
			}
		}
	}
	return out
}

// gbkPrivate is the 80 characters of GBK FE50–FEA0, which old records hold as
// private-use code points and GB 18030 knows by standard ones.
func gbkPrivate() []rune {
	var out []rune
	d := simplifiedchinese.GB18030.NewDecoder()
	for lo := byte(0x50); lo <= 0xA0; lo++ {
		s, err := d.String(string([]byte{0xFE, lo}))
		if r := []rune(s); lo != 0x7F && err == nil && len(r) == 1 && r[0] != '�' {
			out = append(out, r[0])
		}
	}
	return append(out, 0x9FB4, 0x9FB5, 0x9FB6, 0x9FB7, 0x9FB8, 0x9FB9, 0x9FBA, 0x9FBB,
		0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE)
}

// unicodes writes code points as hb-subset reads them.
func unicodes(list []rune) []byte {
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "%04X\n", r)
	}
	return []byte(b.String())
}
