package help

import (
	"slices"
	"strings"
	"testing"
)

// Pinyin leads to what Chinese would: whole, while it is typed, and by initials.
func TestSearchPinyin(t *testing.T) {
	for query, want := range map[string]string{
		"shenhe":                "how-long",
		"shen he":               "how-long",
		"SHENHE":                "how-long",
		"ｓｈｅｎｈｅ":                "how-long",
		"shen'he":               "how-long",
		"shenh":                 "how-long",
		"shen h":                "how-long",
		"shenheyaoduojiu":       "how-long",
		"shenhetai":             "desk",
		"jiebang":               "unbind",
		"jie bang":              "unbind",
		"jieb":                  "unbind",
		"jb":                    "unbind",
		"zenmejiebang":          "unbind", // the text says 怎样
		"zen me jie bang":       "unbind", // and "me" is English
		"shibai":                "returned",
		"shenheshibai":          "returned",
		"tuihui":                "returned",
		"weitongguo":            "returned",
		"fanguang":              "photo-glare",
		"zhaopian fanguang":     "photo-glare",
		"zhao pian fan guang":   "photo-glare",
		"photo fanguang":        "photo-glare",
		"照片fanguang":            "photo-glare",
		"fg":                    "photo-glare",
		"mohu":                  "photo-blur",
		"shengpizi":             "rare-character",
		"spz":                   "rare-character",
		"haizi":                 "under-14",
		"14sui":                 "under-14",
		"man14sui":              "under-14",
		"huizhidiule":           "lost-receipt",
		"gangaotai":             "other-cards",
		"chang qi":              "long-term", // 长 is zhang first
		"zhangqi":               "long-term", // any reading counts
		"guoqi":                 "expired",
		"shenfenzhengguoqile":   "expired",
		"wo de shenfenzheng gq": "expired",
		"youxiaoqi":             "long-term",
		"wangl":                 "no-network",
		"chehuitongyi":          "withdraw-consent",
		"weixin":                "is-this-wechat",
		"wx":                    "is-this-wechat",
		"sht":                   "desk",
		"yinsi":                 "who-sees",
	} {
		for _, lang := range Languages {
			got := ids(load(t, lang).Search(query, "", 0))
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s %q: %v, want %s first", lang, query, got[:min(3, len(got))], want)
			}
		}
	}
}

// These fit more than one question: those named are all among the first.
func TestSearchPinyinOfMany(t *testing.T) {
	for query, want := range map[string][]string{
		"haoma":      {"last-x", "old-number"},
		"shjd":       {"returned", "lost-receipt", "withdraw-consent"},
		"shenhejind": {"returned", "lost-receipt", "withdraw-consent"},
		"zhaopian":   {"photo-glare", "photo-blur", "photo-file"},
		"zp":         {"photo-glare", "photo-blur", "photo-file"},
		"nbn":        nil,
	} {
		got := ids(load(t, "zh").Search(query, "", 4))
		for _, id := range want {
			if !slices.Contains(got, id) {
				t.Errorf("%q: %v, want %s among them", query, got, id)
			}
		}
		if want == nil && len(got) > 0 {
			t.Errorf("%q finds %v", query, got)
		}
	}
}

// Whoever types pinyin finds the question at every letter from the second on.
func TestSearchWhileTyping(t *testing.T) {
	for word, want := range map[string]string{
		"jiebang": "unbind", "shenhe": "how-long", "fanguang": "photo-glare", "guoqi": "expired", "changqi": "long-term",
		"wangluo": "no-network", "weixin": "is-this-wechat", "shibai": "returned", "chehui": "withdraw-consent",
	} {
		h := load(t, "zh")
		for n := 2; n <= len(word); n++ {
			if got := ids(h.Search(word[:n], "", 0)); !slices.Contains(got, want) {
				t.Errorf("%q: %v, want %s among them", word[:n], got, want)
			}
		}
	}
}

func TestHear(t *testing.T) {
	for name, c := range map[string]struct {
		text, typed string
		want        heard
	}{
		"whole":                      {"审核", "shenhe", heard{finished, false}},
		"apart":                      {"审核", "shen he", heard{finished, false}},
		"inside":                     {"去审核吧", "shenhe", heard{finished, false}},
		"the last is begun":          {"审核", "shenh", heard{unfinished, true}},
		"the last of three is begun": {"审核台", "shenhet", heard{unfinished, false}},
		"one syllable":               {"审核", "shen", heard{finished, true}},
		"one begun":                  {"审核", "she", heard{unfinished, true}},
		"initials":                   {"解绑", "jb", heard{initials, true}},
		"initials apart":             {"解绑", "j b", heard{initials, true}},
		"three initials":             {"银行卡", "yhk", heard{initials * otherwise, false}}, // 行 is xing first
		"three usual initials":       {"反光灯", "fgd", heard{initials, false}},
		"sh as two letters":          {"审核进度", "shhjd", heard{initials, false}},
		"sh as one letter":           {"审核进度", "shjd", heard{initials, false}},
		"a single initial":           {"解绑", "j", heard{unfinished, true}},
		"another reading":            {"银行卡", "yinhangka", heard{finished * otherwise, false}},
		"the usual one":              {"行动", "xingdong", heard{finished, false}},
		"a reading inside another":   {"西安", "xian", heard{finished, false}},
		"one syllable for that":      {"先", "xian", heard{finished, true}},
		"which a space forbids":      {"先", "xi an", heard{}},
		"which a space asks for":     {"西安", "xi an", heard{finished, false}},
		"no cut in a syllable":       {"西安", "xia n", heard{}},
		"v":                          {"绿女", "lvnv", heard{finished, false}},
		"a digit":                    {"满 14 岁", "man14sui", heard{finished, false}},
		"the better of two":          {"生活，神话审核", "shenh", heard{unfinished, true}},
		"whole before begun":         {"审核台，审核太", "shenheta", heard{unfinished, false}},
		"not past a comma":           {"审，核", "shenhe", heard{}},
		"not past a line":            {"审\n核", "shenhe", heard{}},
		"not past a word":            {"审App核", "shenhe", heard{}},
		"nor initials past one":      {"解，绑", "jb", heard{}},
		"not the end of a syllable":  {"审核", "enhe", heard{}},
		"more than there is":         {"审核", "shenhetai", heard{}},
		"other":                      {"审核", "shenme", heard{}},
		"no characters":              {"review", "review", heard{}},
		"nothing":                    {"", "shenhe", heard{}},
	} {
		if got := speak(c.text).hear(c.typed); got != c.want {
			t.Errorf("%s: %q in %q: %+v, want %+v", name, c.typed, c.text, got, c.want)
		}
	}
}

func TestLetters(t *testing.T) {
	for typed, want := range map[string]string{
		"shenhe": "shenhe", "Shen  He!": "shen he", "lü": "lv", "LÜ": "lv", "xi'an": "xi an", "14sui": "14sui",
		"": "", "s": "", "14": "", "1 4": "", "审核": "", "shen核": "", "café": "", "шэнь": "",
		strings.Repeat("a", maxLetters): strings.Repeat("a", maxLetters), strings.Repeat("a", maxLetters+1): "",
	} {
		if got := letters(fold(typed)); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestPairs(t *testing.T) {
	for typed, want := range map[string][]string{
		"zenmejieb": {"zenme", "mejie", "jieb"}, "zen me jie": {"zenme", "mejie"}, "jiebang": nil, "glare": nil, "": nil,
	} {
		if got := pairs(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// FuzzHear: what is heard is somewhere between nothing and everything, a text is
// heard in itself, and no text takes long.
func FuzzHear(f *testing.F) {
	f.Add("审核进度", "shjd")
	f.Add("和和和和，长长14 行", "hehuozhang")
	f.Add("中重种众", "zhzhzhzhzh")
	f.Fuzz(func(t *testing.T, text, typed string) {
		s := speak(text)
		if got := s.hear(letters(fold(typed))); got.clear < 0 || got.clear > finished {
			t.Fatalf("%q in %q: %+v", typed, text, got)
		}
		own := ""
		for _, readings := range s {
			if readings == nil {
				break
			}
			own += readings[0] + " "
		}
		if own = strings.TrimSpace(own); len(own) > 1 && s.hear(own).clear != finished {
			t.Fatalf("%q is not heard in %q", own, text)
		}
	})
}
