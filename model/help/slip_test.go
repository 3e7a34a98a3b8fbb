package help

import (
	"slices"
	"strings"
	"testing"
)

// Mistakes as people make them, each with what they looked for.
var slips = map[string]map[string]string{
	"English": {
		"glaer": "photo-glare", "galre": "photo-glare", "glarre": "photo-glare", "photo glaer": "photo-glare",
		"bluurry": "photo-blur", "blured photo": "photo-blur", "expried": "expired", "exipred card": "expired", "expird": "expired",
		"unbnid": "unbind", "reciept": "lost-receipt", "lost my recipt": "lost-receipt", "netwrok": "no-network",
		"withdarw": "withdraw-consent", "wihtdraw consnet": "withdraw-consent", "foriegner": "other-cards",
		"rare caracter": "rare-character", "rare charachter": "rare-character", "wechta": "is-this-wechat",
		"pirvacy": "who-sees", "rejeceted": "returned", "guradian": "under-14", "how long does the reveiw take": "how-long",
		"digts": "old-number", "hafway": "leave", "with glaer": "photo-glare", "passprot": "other-cards",
		"fingre": "fix-covered", "resoluton": "fix-resolution", "shaekn": "fix-motion",
	},
	"pinyin": {
		"jiebnag": "unbind", "jeibang": "unbind", "jiebng": "unbind", "jiiebang": "unbind", "jie bnag": "unbind",
		"zenme jiebnag": "unbind", "fangaung": "photo-glare", "zhaopian fangaung": "photo-glare", "guoiq": "expired",
		"shenfenzhengguoiq": "expired", "shehne": "how-long", "shenhee": "how-long", "weixni": "is-this-wechat",
		"wangulo": "no-network", "shengpzii": "rare-character", "tuihiu": "returned", "chagnqi": "long-term",
		"changwi": "long-term", "youxiaoiq": "long-term", "chehuitognyi": "withdraw-consent", "huzihi": "lost-receipt",
	},
	"sounds that are taken for each other": {
		"senhe": "how-long", "shenghe": "how-long", "jieban": "unbind", "fanguan": "photo-glare", "huanguang": "photo-glare",
		"mofu": "photo-blur", "sibai": "returned", "tuifui": "returned", "sengpizi": "rare-character", "canqi": "long-term",
		"wanluo": "no-network", "cehui": "withdraw-consent",
		"gangaotai": "other-cards", "ganaotai": "other-cards", "yingsi": "who-sees",
	},
	"characters that sound the same": {
		"截榜": "unbind", "解邦": "unbind", "番光": "photo-glare", "反广": "photo-glare", "照片番光": "photo-glare", "魔糊": "photo-blur",
		"磨胡": "photo-blur", "沈河": "how-long", "审和": "how-long", "回直": "lost-receipt", "回直丢了": "lost-receipt",
		"国期": "expired", "果七了": "expired", "长其": "long-term", "常期": "long-term", "生僻子": "rare-character", "生匹字": "rare-character",
		"推回": "returned", "失白": "returned", "微新": "is-this-wechat", "网落": "no-network", "车回": "withdraw-consent", "引私": "who-sees",
		"我的照片有番光怎么办": "photo-glare", "港奥台": "other-cards", "手只": "fix-covered",
	},
}

func TestSlips(t *testing.T) {
	for kind, table := range slips {
		for query, want := range table {
			for _, lang := range Languages {
				got := ids(load(t, lang).Search(query, "", 0))
				if !slices.Contains(got[:min(2, len(got))], want) {
					t.Errorf("%s, %s %q: %v, want %s", kind, lang, query, got[:min(3, len(got))], want)
				}
			}
		}
	}
}

// A wrong character beside right ones: 身份正 finds all that 身份证 does.
func TestSlipBesideTheRest(t *testing.T) {
	h := load(t, "zh")
	if got, want := h.Search("身份正", "", 0), h.Search("身份", "", 0); !slices.Equal(ids(got), ids(want)) || len(want) < 5 {
		t.Errorf("%v, want %v", ids(got), ids(want))
	}
	if got := ids(h.Search("身分证", "", 0)); !slices.Contains(got, "unbind") || !slices.Contains(got, "expired") {
		t.Errorf("身分证 finds %v", got)
	}
}

// What sounds or looks like nothing is not forgiven.
func TestNoSlip(t *testing.T) {
	for _, query := range []string{
		"火锅店", "十一放假吗", "天气预报", "股票", "足球比赛", "麻辣烫", "打游戏", "周杰伦", "电影院", "幼儿园学费", "飞机",
		"tianqiyubao", "malatang", "dianying", "gupiao", "zuqiu", "feiji", "pengyou",
		"football", "game console", "elephant", "sandwich", "zebra", "kangaroo", "spaghetti", "dinosaur",
		"asdfgh", "aaaaaaaa", "lkjhgf", "qazwsx", "abcdefghijklmnopqrstuvwxyz", "gxxre", "xlare", "elgar",
		strings.Repeat("glear", 500), strings.Repeat("龘", 5000),
	} {
		for _, lang := range Languages {
			if got := ids(load(t, lang).Search(query, "bind/front", 0)); len(got) > 0 {
				t.Errorf("%s %q finds %v", lang, query, got[:min(3, len(got))])
			}
		}
	}
}

// What is found as it was typed stands before what slips find, and where
// everything typed is known there are none.
func TestSlipsStandBehind(t *testing.T) {
	h := load(t, "en")
	exact := ids(h.Search("receipt", "", 0))
	if got := ids(h.Search("lost reciept", "", 0)); got[0] != "lost-receipt" {
		t.Errorf("lost reciept finds %v", got)
	}
	if got := ids(h.Search("reciept", "", 0)); !slices.Equal(got, exact) {
		t.Errorf("reciept finds %v, receipt %v", got, exact)
	}
	if got := ids(h.Search("reciept", "status", 0)); related(h.Questions[slices.Index(ids(h.Questions), got[0])].Pages, "status") != samePage {
		t.Errorf("from status %v", got)
	}
	for _, query := range []string{"form", "move", "lost", "photo"} { // near to from, more, last …
		indexes := h.index()
		if q := indexes[0].ask(query); len(q.tokens) > 0 && h.ask(query)[0].slips != nil {
			t.Errorf("%q is forgiven, and is there", query)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		typed, word  string
		whole, begun int
	}{
		{"glare", "glare", 0, 0}, {"glaer", "glare", 1, 1}, {"galre", "glare", 1, 1}, {"glre", "glare", 1, 1},
		{"glaare", "glare", 1, 1}, {"glase", "glare", 1, 1}, {"reciept", "receipt", 1, 1}, {"recie", "receipt", 3, 1},
		{"caracter", "character", 1, 1}, {"charachter", "character", 1, 1}, {"abcd", "wxyz", 4, 4},
	} {
		if whole, begun := distance(c.typed, c.word); whole != c.whole || begun != c.begun {
			t.Errorf("%s, %s: %d and %d, want %d and %d", c.typed, c.word, whole, begun, c.whole, c.begun)
		}
	}
}

// Each single slip in pinyin is forgiven; what is farther away is not.
func TestSlipped(t *testing.T) {
	s := speak("请审核台看")
	for typed, want := range map[string]int{
		"shenhe": 2, "shenhetai": 3, "sehnhe": 2, "hsenhe": 2, "shehne": 2, "shnehe": 2, "shenh": 2, "shehe": 2, "shenhhe": 2,
		"shenje": 2, "shwnhe": 2, "shenhea": 2, "shenhetia": 3, "henhe": 0, "shenme": 0, "sheme": 0, "ahenhe": 0, "shen": 0,
		"shenhetaikan": 4, "shenhetaikn": 4, "shenhetaiknn": 0, "senhetaikn": 0, "审核": 0,
	} {
		if got := s.slipped(typed); got != want {
			t.Errorf("%s: %d, want %d", typed, got, want)
		}
	}
}

func TestConfused(t *testing.T) {
	for syllable, want := range map[string]string{
		"zhang": "zang zhan zan", "zan": "zhan zang zhang", "li": "ni", "nan": "lan nang lang", "fan": "han huan fang hang huang",
		"hui": "fui fi", "er": "", "sheng": "seng shen sen",
	} {
		if got := strings.Join(confused(syllable), " "); got != want {
			t.Errorf("%s: %s, want %s", syllable, got, want)
		}
	}
}

func TestDoubtful(t *testing.T) {
	for query, want := range map[string][]string{
		"番光": {"番光"}, "照片番光": {"番光"}, "回直丢了": {"回直"}, "照片有反": {"有反"}, "照片有": nil, "我想": {"我想"}, "照": nil,
	} {
		unknown := []string{"番光", "片番", "回直", "直丢", "片有", "有反", "我想"}
		if got := doubtful(fold(query), unknown); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

// FuzzSlips: nothing that is typed makes a search panic or find a question
// twice.
func FuzzSlips(f *testing.F) {
	for _, table := range slips {
		for query := range table {
			f.Add(query)
		}
	}
	h, err := Load(texts, "zh")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := ids(h.Search(typed, "bind/front", 0))
		slices.Sort(got)
		if len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Fatalf("%q finds %v", typed, got)
		}
	})
}
