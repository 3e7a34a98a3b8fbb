package help

import (
	"slices"
	"strings"
	"testing"

	"truename/model"
)

func ids(questions []model.Question) (out []string) {
	for _, q := range questions {
		out = append(out, q.ID)
	}
	return out
}

// The first answer to what people type, in either language, in both versions
// of the texts.
func TestSearchFinds(t *testing.T) {
	for query, want := range map[string]string{
		"解绑":                      "unbind",
		"怎么解绑身份证":                 "unbind",
		"反光":                      "photo-glare",
		"照片反光":                    "photo-glare",
		"照片，反光！！":                 "photo-glare",
		"我的照片有反光怎么办":              "photo-glare",
		"模糊":                      "photo-blur",
		"生僻字":                     "rare-character",
		"孩子":                      "under-14",
		"14岁":                     "under-14",
		"１４ 岁":                    "under-14",
		"回执丢了":                    "lost-receipt",
		"港澳台":                     "other-cards",
		"长期":                      "long-term",
		"过期":                      "expired",
		"撤回同意":                    "withdraw-consent",
		"要等多久":                    "how-long",
		"谁能看":                     "who-sees",
		"替家人":                     "someone-else",
		"glare":                   "photo-glare",
		"GLARE":                   "photo-glare",
		"glar":                    "photo-glare",
		"photo glare":             "photo-glare",
		"photos with glare?":      "photo-glare",
		"unbinding":               "unbind",
		"lost receipt":            "lost-receipt",
		"lost my reciept":         "lost-receipt", // a slip
		"how long does it take":   "how-long",
		"15 digits":               "old-number",
		"expired":                 "expired",
		"Is this WeChat?":         "is-this-wechat",
		"Hong Kong":               "other-cards",
		"can a child be bound":    "under-14",
		"who can see my details":  "who-sees",
		"withdraw":                "withdraw-consent",
		"no network":              "no-network",
		"what does the desk do??": "desk",
	} {
		for _, lang := range Languages {
			got := ids(load(t, lang).Search(query, "", 0))
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s %q: %v, want %s first", lang, query, got[:min(3, len(got))], want)
			}
		}
	}
}

func TestSearchNothing(t *testing.T) {
	for _, query := range []string{
		"火锅", "xyzzy", "🍜火锅 xyzzy", "Ω", "huoguo", "huo guo", "pizza", "hello", "banana", "qwerty", "bitcoin",
		"sdfghjkl", "chongqing huoguo", "weather", "zhuangbizhuangbi", "ø", "99999", "z9", "ññ",
		strings.Repeat("shenhe", 1000),
	} {
		for _, lang := range Languages {
			if got := ids(load(t, lang).Search(query, "bind/front", 0)); len(got) > 0 {
				t.Errorf("%s %q finds %v", lang, query, got)
			}
		}
	}
}

func TestSearchEmptyListsAll(t *testing.T) {
	h := load(t, "zh")
	for _, query := range []string{"", "  ", "？！", "\n"} {
		if got := ids(h.Search(query, "", 0)); !slices.Equal(got, ids(h.Questions)) {
			t.Errorf("%q: %v, want all in order", query, got)
		}
		got := ids(h.Search(query, "bind/number", 0))
		want := []string{"last-x", "old-number"}
		if i := slices.Index(got, "leave"); len(got) < len(h.Questions) || i < 0 || i > 3 {
			t.Errorf("%q on bind/number: %v, want all, leave among the first", query, got)
		}
		for i, id := range got {
			if isFix := i >= len(h.Questions); isFix != strings.HasPrefix(id, "fix-") {
				t.Errorf("%q on bind/number: %s is number %d", query, id, i+1)
			}
		}
		for _, id := range want {
			if slices.Index(got, id) > 3 {
				t.Errorf("%q on bind/number: %s is not among the first of %v", query, id, got)
			}
		}
	}
}

func TestSearchRelatedFirst(t *testing.T) {
	h := Help{Questions: []model.Question{
		{ID: "title", Title: "card photo", Answer: "a"},
		{ID: "half", Title: "photo", Answer: "a", Pages: []string{"bind/front"}},
		{ID: "screen", Title: "x", Answer: "card, photo", Pages: []string{"bind/back"}},
		{ID: "page", Title: "x", Answer: "card, photo", Pages: []string{"me", "bind/front"}},
		{ID: "other", Title: "x", Answer: "card", Pages: []string{"bind/front"}},
	}}
	for name, c := range map[string]struct {
		query, page string
		n           int
		want        []string
	}{
		"the page, its screen, then the weight": {"photo card", "bind/front", 0, []string{"page", "screen", "title", "half", "other"}},
		"another page of the screen":            {"photo card", "bind/name", 0, []string{"screen", "page", "title", "half", "other"}},
		"the screen itself":                     {"photo card", "bind", 0, []string{"screen", "page", "title", "half", "other"}},
		"no page":                               {"photo card", "", 0, []string{"title", "screen", "page", "half", "other"}},
		"a page of nothing":                     {"photo card", "topics", 0, []string{"title", "screen", "page", "half", "other"}},
		"the first two":                         {"photo card", "bind/front", 2, []string{"page", "screen"}},
		"more than there are":                   {"card", "", 99, []string{"title", "screen", "page", "other"}},
		"nothing typed":                         {"", "bind/front", 4, []string{"half", "page", "other", "screen"}},
	} {
		if got := ids(h.Search(c.query, c.page, c.n)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := (Help{}).Search("card", "", 3); len(got) != 0 {
		t.Errorf("no questions: %v", got)
	}
}

// Words that are not in the text but in the attribute also.
func TestSearchAlso(t *testing.T) {
	for query, want := range map[string]string{
		"失败":            "returned",
		"审核失败":          "returned",
		"审核失败了怎么办":      "returned",
		"被拒绝":           "returned",
		"fail":          "returned",
		"failed":        "returned",
		"failure":       "returned",
		"Failures":      "returned",
		"rejected":      "returned",
		"reject":        "returned",
		"was denied":    "returned",
		"隐私":            "who-sees",
		"privacy":       "who-sees",
		"小孩":            "under-14",
		"blurry photo":  "photo-blur",
		"offline":       "no-network",
		"renew my card": "expired",
	} {
		for _, lang := range Languages {
			got := ids(load(t, lang).Search(query, "", 3))
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s %q: %v, want %s first", lang, query, got, want)
			}
		}
	}
}

// Typing a word of English finds its question at every letter from the third
// on, whatever else the letters may be in pinyin.
func TestSearchEnglishFirst(t *testing.T) {
	for word, want := range map[string]string{
		"change":   "unbind",
		"glare":    "photo-glare",
		"expired":  "expired",
		"network":  "no-network",
		"child":    "under-14",
		"withdraw": "withdraw-consent",
		"halfway":  "leave",
		"long":     "long-term",
		"leave":    "leave",
		"digits":   "old-number",
	} {
		for _, lang := range Languages {
			for n := 3; n <= len(word); n++ {
				got := ids(load(t, lang).Search(word[:n], "", 3))
				if !slices.Contains(got, want) {
					t.Errorf("%s %q: %v, want %s among them", lang, word[:n], got, want)
				}
			}
		}
	}
}

// A key pressed in the field of the search: the texts are loaded, as the window
// does, and searched.
func BenchmarkSearch(b *testing.B) {
	for name, typed := range map[string]string{
		"chinese":  "照片反光怎么办",
		"english":  "how long does the review take",
		"pinyin":   "shenfenzhengguoqilezenmeban",
		"apart":    "wo de shen fen zheng guo qi le",
		"slip":     "lost my reciept",
		"slips":    "wihtdraw my consnet becuase of pirvacy",
		"misspelt": "zhaopianfangaungzenmeban",
		"misheard": "我的照片番光魔糊怎么办回直丢了",
	} {
		b.Run(name, func(b *testing.B) {
			r := []rune(typed)
			for i := 0; b.Loop(); i++ {
				h, err := Load(texts, "zh")
				if err != nil {
					b.Fatal(err)
				}
				h.Search(string(r[:i%len(r)+1]), "bind/front", 50)
			}
		})
	}
}

// The first key: the texts are parsed and the index made. The readings of the
// characters are there already; BenchmarkLoad of model/pinyin is theirs.
func BenchmarkSearchFirst(b *testing.B) {
	files, err := read(texts, "zh")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		h, err := files.parse("zh")
		if err != nil {
			b.Fatal(err)
		}
		h.Search("shenhe", "", 50)
	}
}
