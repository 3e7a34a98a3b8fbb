package help

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// fixable are the ids of what the program says that somebody can put right: of
// all findings but that the card was recognised, and of all reasons.
func fixable() map[string]bool {
	out := map[string]bool{}
	for _, code := range model.FindingCodes() {
		if code != model.FindingCard { // it says what is in order
			out["fix-"+code] = true
		}
	}
	for _, r := range slices.Concat(model.Reasons, model.RefusalReasons, model.RequestRefusalReasons) {
		out["reason-"+r.Code] = true
	}
	return out
}

// TestEverythingHasAFix: an entry for each code in both languages, and none for
// a code that does not exist.
func TestEverythingHasAFix(t *testing.T) {
	want := fixable()
	if len(want) < 60 {
		t.Fatalf("only %d codes", len(want))
	}
	for _, lang := range Languages {
		h, seen := load(t, lang), map[string]bool{}
		for _, q := range h.Questions {
			seen[q.ID] = true
		}
		for _, f := range h.Fixes {
			if !want[f.ID] {
				t.Errorf("%s: %s is of no code", lang, f.ID)
			}
			if seen[f.ID] {
				t.Errorf("%s: %s stands twice", lang, f.ID)
			}
			seen[f.ID] = true
		}
		for id := range want {
			if !seen[id] {
				t.Errorf("%s: %s is missing", lang, id)
			}
		}
	}
}

// TestFixesAgree: the same ones in the same order, about the same pages, short,
// and each a text of its own that holds at a kiosk too.
func TestFixesAgree(t *testing.T) {
	zh, en := load(t, "zh").Fixes, load(t, "en").Fixes
	told := map[string]string{}
	for i, f := range zh {
		e := en[i]
		if f.ID != e.ID || !slices.Equal(f.Pages, e.Pages) || len(f.Pages) == 0 {
			t.Errorf("%s %v in zh is %s %v in en", f.ID, f.Pages, e.ID, e.Pages)
		}
		if n := utf8.RuneCountInString(f.Answer); n > 80 {
			t.Errorf("zh %s: %d characters, at most 80", f.ID, n)
		}
		if n := len(strings.Fields(e.Answer)); n > 60 {
			t.Errorf("en %s: %d words, at most 60", f.ID, n)
		}
		if strings.ContainsFunc(e.Title+e.Answer, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("en %s has Chinese", f.ID)
		}
		for _, text := range []string{f.Title, f.Answer, e.Title, e.Answer} {
			if other := told[text]; other != "" {
				t.Errorf("%s and %s say the same: %s", f.ID, other, text)
			}
			told[text] = f.ID
			for _, bad := range []string{"this computer", "这台电脑", "抱歉", "微信", "WeChat"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s says %s", f.ID, bad)
				}
			}
		}
		if strings.Contains(strings.ReplaceAll(f.Title+f.Answer, "申请", ""), "请") {
			t.Errorf("zh %s begs", f.ID)
		}
	}
}

// TestFixesAreFound: by what is wrong, behind the questions about it, and the one
// that was asked for before all; the list of all questions has none.
func TestFixesAreFound(t *testing.T) {
	h := load(t, "zh")
	for query, want := range map[string]string{
		"太暗": "fix-dark", "手指": "fix-covered", "黑白": "fix-copy", "社保卡": "fix-other-insurance", "复印件": "fix-copy",
		"shouzhi": "fix-covered", "too dark": "fix-dark", "finger": "fix-covered", "编号是别人的": "reason-not-yours",
	} {
		if got := ids(h.Search(query, "", 0)); !slices.Contains(got[:min(2, len(got))], want) {
			t.Errorf("%s: %v, want %s", query, got[:min(3, len(got))], want)
		}
	}
	for id, page := range map[string]string{"fix-glare": "bind/front", "reason-front-glare": "status"} {
		if got := ids(h.Search("反光", page, 0)); !slices.Contains(got[:2], id) {
			t.Errorf("反光 on %s: %v, want %s among the first", page, got, id)
		}
		got := ids(h.Search("", id, 0))
		if got[0] != id || slices.Contains(got[1:], id) {
			t.Errorf("%s asked for: %v", id, got[:3])
		}
		if rest := h.Questions[slices.Index(ids(h.Questions), got[1])]; related(rest.Pages, page) != samePage {
			t.Errorf("%s asked for: then %s, which is not about %s", id, got[1], page)
		}
	}
	if got := ids(h.Search("", "", 0)); !slices.Equal(got, ids(h.Questions)) {
		t.Errorf("all questions are %v", got)
	}
}
