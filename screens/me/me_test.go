package me

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/google/uuid"
)

// fake is a store made of functions.
type fake struct {
	mine  func() ([]model.Mine, error)
	draft func() (model.Draft, bool, error)
}

func (f fake) Mine(context.Context) ([]model.Mine, error) { return f.mine() }

func (f fake) Draft(context.Context) (model.Draft, bool, error) { return f.draft() }

var (
	now    = time.Date(2026, 11, 23, 14, 2, 0, 0, idcard.China)
	caseID = uuid.MustParse("00000000-0000-7000-8000-000000000001")
)

const reference = "K7TM-4M2Q-9XWD-3H8A"

func mine(s model.Status) model.Mine {
	return model.Mine{
		Reference: reference, Case: caseID, Kind: model.Binding, MaskedName: "*新", MaskedNum: "994***********6743",
		Until: idcard.Date{Year: 2031, Month: 10, Day: 14}, Head: model.Head{Case: caseID, Kind: model.Binding, Status: s, Updated: now.Add(-24 * time.Hour)},
	}
}

// state is what the store holds.
type stored struct {
	mine    []model.Mine
	draft   bool
	err     error
	claimed bool
}

// show runs f with the screen on a window.
func show(t *testing.T, lang string, st *stored, f func(b *kit.Bench, s *Screen, loop *kittest.Loop, went *[]string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		loop, went := kittest.NewLoop(), []string{}
		b := kittest.NewBench(t, lang, loop.Post, &went)
		b.Now = func() time.Time { return now }
		s := New(b, fake{
			mine:  func() ([]model.Mine, error) { return st.mine, st.err },
			draft: func() (model.Draft, bool, error) { return model.Draft{}, st.draft, st.err },
		}, func() bool { return st.claimed })
		s.Enter("")
		b.Window.SetContent(s.Content())
		loop.Settle()
		b.Window.Resize(fyne.NewSize(815, 700))
		f(b, s, loop, &went)
	})
}

var longTerm = func() model.Mine {
	m := mine(model.Approved)
	m.LongTerm = true
	return m
}()

// pages names for every state what it says, what its buttons do, and which is
// the main one.
var pages = map[string]struct {
	lang    string
	state   stored
	says    []string
	not     []string
	tap     string // a button
	goes    string
	primary []string
}{
	"unbound": {"zh", stored{claimed: true}, []string{"尚未绑定身份证", "约3分钟"}, []string{"me.last", "me.claim"}, "me.bind", "bind", []string{"me.bind"}},
	"draft":   {"en", stored{claimed: true, draft: true}, []string{"Not bound yet"}, []string{"Bind my ID card"}, "me.go-on", "bind", []string{"me.go-on"}},
	"waiting": {"zh", stored{claimed: true, mine: []model.Mine{mine(model.Waiting)}},
		[]string{"me.unbound", "审核中　" + reference}, nil, "me.status", "status/" + reference, nil},
	"returned": {"zh", stored{claimed: true, mine: []model.Mine{mine(model.Returned)}},
		[]string{"! 需要修改　" + reference}, []string{"me.status"}, "status.fix", "bind/fix:" + caseID.String(), []string{"status.fix"}},
	"returned, but a draft": {"en", stored{claimed: true, draft: true, mine: []model.Mine{mine(model.Returned)}},
		[]string{"Needs a change"}, nil, "status.fix", "bind/fix:" + caseID.String(), []string{"me.go-on"}},
	"a request waits": {"zh", stored{claimed: true, mine: []model.Mine{{Reference: reference, Kind: model.Export, Head: model.Head{Status: model.Waiting}}}},
		[]string{"审核中　" + reference}, nil, "me.bind", "bind", []string{"me.bind"}},
	"refused": {"zh", stored{claimed: true, mine: []model.Mine{mine(model.Refused)}},
		[]string{"未通过　" + reference}, nil, "me.bind", "bind", []string{"me.bind"}},
	"bound": {"zh", stored{claimed: true, mine: []model.Mine{mine(model.Approved)}},
		[]string{"✓ 已绑定", "*新　994***********6743", "2026年11月22日绑定", "证件有效期至2031年10月14日"}, []string{"me.unbound"}, "me.other", "bind", nil},
	"bound, en": {"en", stored{claimed: true, mine: []model.Mine{mine(model.Approved)}},
		[]string{"Bound since 22 November 2026", "Card valid until 14 October 2031"}, nil, "me.status", "status/" + reference, nil},
	"bound for ever": {"en", stored{claimed: true, mine: []model.Mine{longTerm}}, []string{"Card valid long-term"}, nil, "me.other", "bind", nil},
	"bound, another one begun": {"zh", stored{claimed: true, draft: true, mine: []model.Mine{mine(model.Approved)}},
		[]string{"已绑定"}, []string{"me.other"}, "me.go-on", "bind", []string{"me.go-on"}},
	"bound, another one returned": {"zh", stored{claimed: true, mine: []model.Mine{mine(model.Returned), mine(model.Approved)}},
		[]string{"✓ 已绑定", "! 需要修改"}, []string{"me.unbound"}, "status.fix", "bind/fix:" + caseID.String(), []string{"status.fix"}},
	"bound, then a request": {"zh", stored{claimed: true, mine: []model.Mine{{Kind: model.Export, Head: model.Head{Status: model.Approved}}, mine(model.Approved)}},
		[]string{"*新　994***********6743"}, nil, "me.other", "bind", nil},
	"unclaimed": {"zh", stored{}, []string{"审核台还没有口令"}, nil, "me.claim.do", "desk", []string{"me.bind"}},
	"damaged":   {"en", stored{claimed: true, err: model.ErrDamaged}, []string{"A stored file is damaged.", "Not bound yet"}, nil, "me.bind", "bind", []string{"me.bind"}},
}

func TestPages(t *testing.T) {
	for name, c := range pages {
		t.Run(name, func(t *testing.T) {
			show(t, c.lang, &c.state, func(b *kit.Bench, s *Screen, loop *kittest.Loop, went *[]string) {
				page := b.Window.Content()
				for _, text := range c.says {
					kittest.Hear(t, page, b.T(text))
				}
				for _, text := range c.not {
					if kittest.Says(page, b.T(text)) {
						t.Errorf("it says %q", b.T(text))
					}
				}
				var primary, want []string
				for _, button := range kittest.Find[*widget.Button](page) {
					if button.Importance == widget.HighImportance {
						primary = append(primary, button.Text)
					}
				}
				for _, key := range c.primary {
					want = append(want, b.T(key))
				}
				if !slices.Equal(primary, want) {
					t.Errorf("the main button is %q, want %q", primary, want)
				}
				kittest.Tap(t, page, b.T(c.tap))
				if !slices.Equal(*went, []string{c.goes}) {
					t.Errorf("went to %q, want %q", *went, c.goes)
				}
			})
		})
	}
}

// TestReload: what the store tells later is shown, unless the screen was left.
func TestReload(t *testing.T) {
	st := &stored{claimed: true, mine: []model.Mine{mine(model.Waiting)}}
	show(t, "zh", st, func(b *kit.Bench, s *Screen, loop *kittest.Loop, _ *[]string) {
		st.mine = []model.Mine{mine(model.Approved)}
		s.Reload()
		loop.Settle()
		kittest.Hear(t, b.Window.Content(), "✓ 已绑定")
		st.mine = nil
		s.Reload()
		s.Leave()
		loop.Settle()
		kittest.Hear(t, b.Window.Content(), "✓ 已绑定")
	})
}

func TestLanguageChanges(t *testing.T) {
	show(t, "zh", &stored{claimed: true}, func(b *kit.Bench, s *Screen, loop *kittest.Loop, _ *[]string) {
		b.Words = kittest.NewBench(t, "en", loop.Post, nil).Words
		b.Window.SetContent(s.Content())
		kittest.Hear(t, b.Window.Content(), "Not bound yet", "Bind my ID card")
	})
}

func TestDrawn(t *testing.T) {
	for name, st := range map[string]stored{"unbound.xml": {}, "bound.xml": {claimed: true, mine: []model.Mine{mine(model.Approved)}}} {
		show(t, "zh", &st, func(b *kit.Bench, _ *Screen, _ *kittest.Loop, _ *[]string) {
			test.AssertRendersToMarkup(t, name, b.Window.Canvas())
		})
	}
}
