package me

import (
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// back is a return with one reason.
func back(reasons ...model.Reason) []model.Event {
	return []model.Event{{At: now.Add(-48 * time.Hour), What: "received"}, {At: now, What: "returned", Reasons: reasons}}
}

var glare = model.Reason{Code: "back-glare", Field: "back"}

// homes names for every state what Me says, what a button does, and which one
// is the main one.
var homes = map[string]struct {
	lang  string
	world world
	says  []string
	not   []string
	tap   string // a button
	goes  string
	loud  string
}{
	"unbound": {"zh", world{}, []string{"尚未绑定身份证", "约3分钟"}, []string{"me.status", "me.claim", "me.manage"}, "me.bind", "bind", "me.bind"},
	"draft":   {"en", world{draft: &model.Draft{}}, []string{"me.unbound"}, []string{"me.bind"}, "me.go-on", "bind", "me.go-on"},
	"draft, its page named": {"en", world{draft: &model.Draft{Page: model.PageTerm}},
		[]string{"me.unbound"}, []string{"me.bind"}, "Continue: dates", "bind", "Continue: dates"},
	"draft, on a page of another version": {"zh", world{draft: &model.Draft{Page: "face"}}, nil, []string{"face"}, "me.go-on", "bind", "me.go-on"},
	"waiting": {"zh", world{mine: []model.Mine{mine(model.Waiting)}},
		[]string{"me.waiting", "您不用做什么"}, []string{"me.bind", "me.unbound"}, "me.status", "status/" + reference, "me.status"},
	"waiting: nobody begins again by mistake": {"en", world{mine: []model.Mine{mine(model.Waiting)}}, nil, []string{"me.other", "me.bind"}, "me.payment", "me/services", "me.status"},
	"waiting, and a draft": {"en", world{draft: &model.Draft{Page: model.PageTerm}, mine: []model.Mine{mine(model.Waiting)}},
		[]string{"me.waiting"}, nil, "Continue: dates", "bind", "me.status"},
	"returned": {"zh", world{mine: []model.Mine{mine(model.Returned)}, timeline: back(glare)},
		[]string{"me.returned", "国徽面有反光"}, []string{"me.status", "me.bind"}, "status.fix", "bind/fix:" + caseID.String(), "status.fix"},
	"returned twice": {"zh", world{mine: []model.Mine{mine(model.Returned)}, timeline: append(back(glare), back(model.Reason{Text: "姓名和证件不一样。"})...)},
		[]string{"姓名和证件不一样。"}, []string{"国徽面有反光"}, "status.fix", "bind/fix:" + caseID.String(), "status.fix"},
	"returned before a request": {"en", world{mine: []model.Mine{request(model.Export, model.Waiting), mine(model.Returned)}, timeline: back(glare)},
		[]string{"me.returned", "Light hides part of the emblem side."}, []string{"P3QX"}, "status.fix", "bind/fix:" + caseID.String(), "status.fix"},
	"returned, but a draft": {"en", world{draft: &model.Draft{Page: model.PageName}, mine: []model.Mine{mine(model.Returned)}},
		[]string{"me.returned"}, nil, "status.fix", "bind/fix:" + caseID.String(), "status.fix"},
	"a request waits": {"zh", world{mine: []model.Mine{request(model.Export, model.Waiting)}},
		[]string{"申请：取得我的数据　P3QX", "审核中"}, nil, "me.bind", "bind", "me.bind"},
	"a request is done": {"zh", world{mine: []model.Mine{request(model.Export, model.Approved)}},
		[]string{"已办理"}, []string{"status.approved"}, "me.status", "status/P3QX-2222-3333-4444", "me.bind"},
	"refused": {"zh", world{mine: []model.Mine{mine(model.Refused)}},
		[]string{"绑定身份证　" + reference, "status.refused"}, nil, "me.bind", "bind", "me.bind"},
	"bound": {"zh", world{mine: []model.Mine{mine(model.Approved)}},
		[]string{"me.bound", "*新　994***********6743", "2026年11月22日绑定　·　证件有效期至2031年10月14日"}, []string{"me.unbound", "me.bind"}, "me.other", "bind", ""},
	"bound, en": {"en", world{mine: []model.Mine{mine(model.Approved)}},
		[]string{"Bound since 22 November 2026", "Card valid until 14 October 2031"}, nil, "me.manage", "me/more", ""},
	"bound for ever": {"en", world{mine: []model.Mine{with(until(2020, 1, 1), func(m *model.Mine) { m.LongTerm = true })}},
		[]string{"Card valid long-term"}, []string{"expired", "expires"}, "me.other", "bind", ""},
	"bound, its end unknown": {"zh", world{mine: []model.Mine{until(0, 0, 0)}}, []string{"me.bound"}, []string{"过期", "到期"}, "me.other", "bind", ""},
	"bound, 61 days left":    {"en", world{mine: []model.Mine{until(2027, 1, 23)}}, nil, []string{"expires"}, "me.other", "bind", ""},
	"bound, 60 days left":    {"en", world{mine: []model.Mine{until(2027, 1, 22)}}, []string{"expires in 60 days"}, nil, "me.other", "bind", ""},
	"bound, its last day":    {"zh", world{mine: []model.Mine{until(2026, 11, 23)}}, []string{"还有0天到期"}, []string{"已经过期"}, "me.other", "bind", ""},
	"bound, expired":         {"zh", world{mine: []model.Mine{until(2026, 11, 22)}}, []string{"已经过期"}, []string{"天到期"}, "me.other", "bind", ""},
	"bound, another one begun": {"zh", world{draft: &model.Draft{Page: model.PageFront}, mine: []model.Mine{mine(model.Approved)}},
		[]string{"me.bound"}, []string{"me.other"}, "接着上次：人像面", "bind", "接着上次：人像面"},
	"bound, another one returned": {"zh", world{mine: []model.Mine{mine(model.Returned), mine(model.Approved)}, timeline: back(glare)},
		[]string{"me.bound", "需要修改"}, []string{"me.unbound"}, "status.fix", "bind/fix:" + caseID.String(), ""},
	"bound, then a request": {"zh", world{mine: []model.Mine{request(model.Export, model.Approved), mine(model.Approved)}},
		[]string{"*新　994***********6743"}, nil, "me.other", "bind", ""},
	"ended by a request": {"en", world{mine: []model.Mine{request(model.Unbind, model.Approved), with(mine(model.Approved), func(m *model.Mine) { m.Ended = true })}},
		[]string{"me.unbound", "Request: change or unbind", "Unbound"}, []string{"me.bound", "*新"}, "me.bind", "bind", "me.bind"},
	"a name the font lacks": {"zh", world{mine: []model.Mine{with(mine(model.Approved), func(m *model.Mine) { m.MaskedName = "*\U0002A6D6" })}},
		[]string{"*□(U+2A6D6)"}, nil, "me.other", "bind", ""},
	"unclaimed": {"zh", world{unclaimed: true}, []string{"审核台还没有口令"}, nil, "me.claim.do", "desk", "me.bind"},
	"newer version": {"en", world{release: &model.Release{Version: "0.3.0"}},
		[]string{"Version 0.3.0 is available", "me.newer.how"}, []string{"me.newer.get"}, "me.payment", "me/services", "me.bind"},
	"damaged": {"en", world{err: model.ErrDamaged}, []string{"A stored file is damaged.", "common.retry"}, []string{"me.unbound", "me.bind"}, "me.payment", "me/services", ""},
}

func TestHome(t *testing.T) {
	for name, c := range homes {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, "", &c.world, func(r *rig) {
				r.hear(c.says...)
				r.hearNot(c.not...)
				var want []string
				if c.loud != "" {
					want = []string{r.b.T(c.loud)}
				}
				if loud := r.loud(); !slices.Equal(loud, want) {
					t.Errorf("the main button is %q, want %q", loud, want)
				}
				r.tap(c.tap)
				if !slices.Equal(r.went, []string{c.goes}) {
					t.Errorf("went to %q, want %q", r.went, c.goes)
				}
				r.wellMade()
			})
		})
	}
}

// TestUnlocks: the first three services stand on Me, open once a card is bound.
func TestUnlocks(t *testing.T) {
	four := append(slices.Clone(services), Service{Name: model.Text{ZH: "第四", EN: "Fourth"}})
	for name, c := range map[string]struct {
		mine []model.Mine
		says string
		not  string
	}{
		"not bound": {nil, "me.locked", "me.unlocked"},
		"waiting":   {[]model.Mine{mine(model.Waiting)}, "me.locked", "me.unlocked"},
		"bound":     {[]model.Mine{mine(model.Approved)}, "me.unlocked", "me.locked"},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", "", &world{services: four, mine: c.mine}, func(r *rig) {
				r.hear("生活缴费", "小程序", "公众号", c.says)
				r.hearNot("第四", c.not)
				r.speak("en")
				r.hear("Bills", c.says)
			})
		})
	}
}

// TestNewer: where there is an address it is handed over, and if nothing here
// opens it that is said.
func TestNewer(t *testing.T) {
	w := &world{release: &model.Release{Version: "0.3.0", Where: "https://example.org/get"}}
	onScreen(t, "zh", "", w, func(r *rig) {
		r.hear("有新版本 0.3.0")
		r.wellMade()
		r.tap("me.newer.get")
		if !slices.Equal(w.browsed, []string{"https://example.org/get"}) {
			t.Errorf("opened %q", w.browsed)
		}
		r.hearNot("error.browser")
		w.browseErr = model.Fail(model.CodeBrowser, nil)
		r.tap("me.newer.get")
		r.hear("error.browser")
	})
}

// TestTryAgain: a store that answers later is shown then.
func TestTryAgain(t *testing.T) {
	w := &world{err: model.ErrDamaged, mine: []model.Mine{mine(model.Approved)}}
	onScreen(t, "zh", "", w, func(r *rig) {
		r.hear("error.damaged")
		w.err = nil
		r.tap("common.retry")
		r.hear("me.bound")
		r.hearNot("error.damaged", "common.retry")
	})
}

// TestReload: what the store tells later is shown, unless the screen was left.
func TestReload(t *testing.T) {
	w := &world{mine: []model.Mine{mine(model.Waiting)}}
	onScreen(t, "zh", "", w, func(r *rig) {
		w.mine = []model.Mine{mine(model.Approved)}
		r.s.Reload()
		r.loop.Settle()
		r.hear("me.bound")
		w.mine = nil
		r.s.Reload()
		r.s.Leave()
		r.loop.Settle()
		r.hear("me.bound")
	})
}

// TestUnclaimedLater: before the store has answered nothing is said about the
// desk, since that is not known.
func TestUnclaimedLater(t *testing.T) {
	onScreen(t, "zh", "", &world{unclaimed: true}, func(r *rig) {
		s := New(r.b, r.parts())
		r.b.Window.SetContent(s.Content())
		r.hearNot("me.claim")
		s.Enter("")
		r.loop.Settle()
		r.hear("me.claim")
	})
}

func TestLanguageChanges(t *testing.T) {
	onScreen(t, "zh", "", &world{}, func(r *rig) {
		r.speak("en")
		r.hear("No ID card bound yet", "Bind my ID card")
		r.hearNot("尚未绑定身份证")
	})
}

// TestWhere: the questions about the page come first.
func TestWhere(t *testing.T) {
	onScreen(t, "zh", "data", &world{}, func(r *rig) {
		if got := r.s.Where(); got != "data" {
			t.Errorf("it is at %q", got)
		}
	})
}

// drawn are the states whose drawing is kept.
var drawn = map[string]struct {
	page  string
	look  kit.Look
	world world
	then  func(r *rig)
}{
	"unbound":          {"", kit.Look{}, world{services: services}, nil},
	"unbound-contrast": {"", kit.Look{Tone: kit.ToneContrast}, world{}, nil},
	"bound":            {"", kit.Look{}, world{services: services, mine: []model.Mine{mine(model.Approved)}}, nil},
	"returned":         {"", kit.Look{}, world{mine: []model.Mine{mine(model.Returned)}, timeline: back(glare)}, nil},
	"services":         {"services", kit.Look{}, world{services: services, mine: []model.Mine{mine(model.Approved)}}, nil},
	"data": {"data", kit.Look{}, world{
		mine: []model.Mine{mine(model.Approved)}, kept: model.Kept{Bindings: 1, Copies: 1},
		openings: map[string][]model.Opening{reference: {{At: now, By: "1a2b3c4d", Revision: 1}}},
	}, nil},
	"request": {"unbind", kit.Look{}, world{mine: []model.Mine{mine(model.Approved)}}, nil},
	"filed":   {"export", kit.Look{}, world{mine: []model.Mine{mine(model.Approved)}}, func(r *rig) { r.tap("request.send") }},
}

func TestDrawn(t *testing.T) {
	for name, c := range drawn {
		onScreen(t, "zh", c.page, &c.world, func(r *rig) {
			fyne.CurrentApp().Settings().SetTheme(c.look)
			if c.then != nil {
				c.then(r)
			}
			r.b.Window.SetContent(r.s.Content())
			r.b.Window.Resize(fyne.NewSize(814, 700))
			r.b.Window.Resize(fyne.NewSize(815, 700))
			test.AssertRendersToMarkup(t, name+".xml", r.b.Window.Canvas())
		})
	}
}

// TestLooks: every look is drawn otherwise.
func TestLooks(t *testing.T) {
	onScreen(t, "zh", "", &world{mine: []model.Mine{mine(model.Approved)}}, func(r *rig) {
		seen := map[string]kit.Tone{}
		for _, tone := range kit.Tones {
			fyne.CurrentApp().Settings().SetTheme(kit.Look{Tone: tone})
			r.b.Window.SetContent(r.s.Content())
			markup := test.RenderToMarkup(r.b.Window.Canvas())
			if before, twice := seen[markup]; twice {
				t.Errorf("%s looks like %s", tone, before)
			}
			seen[markup] = tone
		}
	})
}
