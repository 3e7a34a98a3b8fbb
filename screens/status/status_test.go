package status

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

const reference = "K7TM-4M2Q-9XWD-3H8A"

// fake is a store made of functions.
type fake struct {
	mine     func(ctx context.Context) ([]model.Mine, error)
	progress func(ctx context.Context, reference string) (model.Progress, error)
	withdraw func(ctx context.Context, reference string) (model.Head, error)
}

func (f *fake) Mine(ctx context.Context) ([]model.Mine, error) { return f.mine(ctx) }

func (f *fake) Progress(ctx context.Context, reference string) (model.Progress, error) {
	return f.progress(ctx, reference)
}

func (f *fake) Withdraw(ctx context.Context, reference string) (model.Head, error) {
	return f.withdraw(ctx, reference)
}

// A rig is the screen on a test window.
type rig struct {
	*testing.T
	b    *kit.Bench
	loop *kittest.Loop
	went []string
	fake *fake
	s    *Screen
}

var now = time.Date(2026, 11, 23, 14, 2, 0, 0, idcard.China)

func onScreen(t *testing.T, lang string, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, loop: kittest.NewLoop()}
		r.b = kittest.NewBench(t, lang, r.loop.Post, &r.went)
		r.b.Now = func() time.Time { return now }
		r.fake = &fake{
			mine:     func(context.Context) ([]model.Mine, error) { return nil, nil },
			progress: func(context.Context, string) (model.Progress, error) { return model.Progress{}, model.ErrNotFound },
			withdraw: func(context.Context, string) (model.Head, error) { return model.Head{}, nil },
		}
		r.s = New(r.b, r.fake)
		f(r)
	})
}

// enter shows the screen, at a part.
func (r *rig) enter(part string) {
	r.s.Enter(part)
	r.b.Window.SetContent(r.s.Content())
	r.loop.Settle()
}

func (r *rig) content() fyne.CanvasObject {
	r.b.Window.Resize(fyne.NewSize(814, 700))
	r.b.Window.Resize(fyne.NewSize(815, 700))
	return r.b.Window.Content()
}

func (r *rig) tap(key string) {
	r.Helper()
	kittest.Tap(r, r.content(), r.b.T(key))
	r.loop.Settle()
}

func (r *rig) has(parts ...string) {
	r.Helper()
	for _, p := range parts {
		kittest.Hear(r, r.content(), r.b.T(p))
	}
}

func (r *rig) hasNot(parts ...string) {
	r.Helper()
	for _, p := range parts {
		if kittest.Says(r.content(), r.b.T(p)) {
			r.Errorf("the window says %q", p)
		}
	}
}

func caseID(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}

func head(s model.Status) model.Head {
	return model.Head{
		Case: caseID(1), Kind: model.Binding, Revision: 1, Version: 1, Status: s,
		Received: now.Add(-50 * time.Hour), Updated: now, Due: idcard.Date{Year: 2026, Month: 11, Day: 25}, Tag: "K7TM",
	}
}

// is makes the reference lead to a case with this status, this account's own
// or not.
func (r *rig) is(s model.Status, own bool, events ...model.Event) {
	p := model.Progress{Head: head(s), Reference: reference, Timeline: append([]model.Event{{At: now.Add(-50 * time.Hour), What: "received"}}, events...)}
	r.fake.progress = func(_ context.Context, ref string) (model.Progress, error) {
		if ref != reference {
			return model.Progress{}, model.ErrNotFound
		}
		return p, nil
	}
	if own {
		r.fake.mine = func(context.Context) ([]model.Mine, error) {
			return []model.Mine{{Reference: reference, Case: caseID(1), Kind: model.Binding, MaskedName: "*新", Head: head(s)}}, nil
		}
	}
}

func TestList(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"需要修改　绑定身份证　*新", "审核中　申请：撤回同意并删除", "已绑定"},
		"en": {"Needs a change　ID card binding　*新", "In review　Request: withdraw and erase", "Bound"},
	} {
		onScreen(t, lang, func(r *rig) {
			r.fake.mine = func(context.Context) ([]model.Mine, error) {
				return []model.Mine{
					{Reference: "AAAA-1", Kind: model.Binding, MaskedName: "*新", Head: head(model.Returned)},
					{Reference: "BBBB-2", Kind: model.Erase, Head: head(model.Waiting)},
					{Reference: "CCCC-3", Kind: model.Binding, Head: head(model.Approved)},
				}, nil
			}
			r.enter("")
			r.has(append(says, "status.title", "status.mine", "AAAA-1", "BBBB-2", "CCCC-3")...)
		})
	}
}

func TestEmptyList(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.enter("")
		r.has("status.title", "status.look")
		r.hasNot("status.mine", "status.looking")
	})
}

func TestListFails(t *testing.T) {
	onScreen(t, "en", func(r *rig) {
		r.fake.mine = func(context.Context) ([]model.Mine, error) { return nil, model.ErrDamaged }
		r.enter("")
		r.has("error.damaged", "status.look")
	})
}

// TestLookUp: what was typed is looked up as it is, and kept when it is wrong.
func TestLookUp(t *testing.T) {
	for name, c := range map[string]struct {
		lang, typed string
		enter       bool // with the Enter key
		says        []string
		asks        int
	}{
		"right":     {"zh", reference, false, []string{"审核中", "预计11月25日（周三）前有结果"}, 1},
		"right, en": {"en", reference, true, []string{"In review", "Expected by Wed 25 November", "Received, automatic checks done", "Sat 21 November 12:02"}, 1},
		"wrong":     {"zh", "k7tm 4m2q", false, []string{"error.not-found", "status.title"}, 1},
		"empty":     {"zh", "  ", true, []string{"status.title"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, func(r *rig) {
				r.is(model.Waiting, false)
				right, asked := r.fake.progress, []string(nil)
				r.fake.progress = func(ctx context.Context, ref string) (model.Progress, error) {
					asked = append(asked, ref)
					time.Sleep(time.Second) // the key of a reference is slow to make
					return right(ctx, ref)
				}
				r.enter("")
				kittest.Type(t, r.content(), 0, c.typed)
				if c.enter {
					kittest.Find[*kit.Entry](r.content())[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
					r.loop.Settle()
				} else {
					r.tap("status.look")
				}
				if c.asks > 0 {
					r.has("status.looking")
				}
				time.Sleep(2 * time.Second)
				r.loop.Settle()
				r.has(c.says...)
				r.hasNot("status.looking")
				if len(asked) != c.asks || c.asks > 0 && asked[0] != c.typed {
					t.Errorf("asked for %q", asked)
				}
				if fields := kittest.Find[*kit.Entry](r.content()); len(fields) > 0 && fields[0].Text != c.typed {
					t.Errorf("the field holds %q", fields[0].Text)
				}
			})
		})
	}
}

// TestTimeline: each status, with what can be done about it.
func TestTimeline(t *testing.T) {
	returned := model.Event{At: now, What: "returned", Note: "灯在左边", Reasons: []model.Reason{{Code: "back-glare", Field: "back"}, {Code: "x", Text: "自己的话", Field: "name"}}}
	for name, c := range map[string]struct {
		lang   string
		status model.Status
		own    bool
		events []model.Event
		says   []string
		not    []string
	}{
		"waiting": {"zh", model.Waiting, true, nil,
			[]string{"status.waiting", reference, "status.event.received", "预计11月25日（周三）前", "status.withdraw"}, []string{"status.fix"}},
		"returned": {"zh", model.Returned, true, []model.Event{returned},
			[]string{"status.returned", "status.event.returned", "国徽面照片：国徽面有反光", "姓名：自己的话", "审核台留言：灯在左边", "status.fix", "status.withdraw"}, []string{"status.fix.elsewhere", "预计"}},
		"returned, en": {"en", model.Returned, true, []model.Event{returned},
			[]string{"Needs a change", "Emblem side photo: Light hides part of the emblem side.", "Note from the desk: 灯在左边", "Fix this"}, nil},
		"returned, of somebody else": {"zh", model.Returned, false, []model.Event{returned},
			[]string{"status.fix.elsewhere", "status.withdraw"}, []string{"status.fix"}},
		"corrected": {"zh", model.Waiting, true, []model.Event{returned, {At: now, What: "corrected"}},
			[]string{"status.waiting", "status.event.corrected", "status.event.returned"}, []string{"status.fix"}},
		"approved": {"en", model.Approved, true, []model.Event{{At: now, What: "approved"}},
			[]string{"Bound", "Approved: the card is bound", "All submissions"}, []string{"status.withdraw", "status.fix", "Expected"}},
		"refused": {"zh", model.Refused, true, []model.Event{{At: now, What: "refused", Reasons: []model.Reason{{Code: "not-own-card"}}}},
			[]string{"status.refused", "到窗口", "! 证件是别人的。"}, []string{"status.withdraw"}},
		"withdrawn": {"en", model.Withdrawn, true, []model.Event{{At: now, What: "withdrawn"}},
			[]string{"Withdrawn", "Withdrawn by you"}, []string{"Fix this", "Expected"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, func(r *rig) {
				r.is(c.status, c.own, c.events...)
				r.enter(reference)
				r.has(c.says...)
				for _, text := range c.not {
					if slices.Contains(kittest.Texts(r.content()), r.b.T(text)) || strings.Contains(text, " ") && kittest.Says(r.content(), text) {
						t.Errorf("the window says %q", text)
					}
				}
				r.tap("status.all")
				r.has("status.title")
			})
		})
	}
}

func TestOverdue(t *testing.T) {
	for lang, says := range map[string]string{"zh": "原定11月25日（周三）前有结果，现在晚了", "en": "Promised by Wed 25 November, and late."} {
		onScreen(t, lang, func(r *rig) {
			r.is(model.Waiting, true)
			r.b.Now = func() time.Time { return now.AddDate(0, 0, 3) }
			r.enter(reference)
			r.has(says)
			r.hasNot("Expected", "预计")
		})
	}
}

func TestGoesToFix(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Returned, true)
		r.enter(reference)
		r.tap("status.fix")
		if want := "bind/fix:" + caseID(1).String(); !slices.Equal(r.went, []string{want}) {
			t.Errorf("went to %q, want %q", r.went, want)
		}
	})
}

// askTap presses a button of the dialog on top.
func (r *rig) askTap(key string) {
	r.Helper()
	top := r.b.Window.Canvas().Overlays().Top()
	if top == nil {
		r.Fatal("nothing was asked")
	}
	kittest.Tap(r, top, r.b.T(key))
	r.loop.Settle()
}

// TestWithdraw: only after it was asked, and the status is shown anew.
func TestWithdraw(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		err    error
		says   string
		asks   int
	}{
		"yes":       {"status.withdraw.do", nil, "status.event.withdrawn", 1},
		"no":        {"common.cancel", nil, "status.event.received", 0},
		"too late":  {"status.withdraw.do", model.ErrNotAllowed, "error.not-allowed", 1},
		"disk full": {"status.withdraw.do", model.ErrDiskFull, "error.disk-full", 1},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", func(r *rig) {
				r.is(model.Waiting, true)
				var asked []string
				r.fake.withdraw = func(_ context.Context, ref string) (model.Head, error) {
					asked = append(asked, ref)
					if c.err == nil {
						r.is(model.Withdrawn, true, model.Event{At: now, What: "withdrawn"})
					}
					return model.Head{}, c.err
				}
				r.enter(reference)
				r.tap("status.withdraw")
				kittest.Hear(t, r.b.Window.Canvas().Overlays().Top(), r.b.T("status.withdraw.ask"))
				r.askTap(c.answer)
				if r.b.Window.Canvas().Overlays().Top() != nil {
					t.Error("the question is still there")
				}
				r.has(c.says, reference)
				if len(asked) != c.asks || c.asks > 0 && asked[0] != reference {
					t.Errorf("withdrew %q", asked)
				}
			})
		})
	}
}

// TestLeave: what arrives later is not shown; and what was asked for is done.
func TestLeave(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter(reference)
		cut := context.Canceled
		r.fake.withdraw = func(ctx context.Context, _ string) (model.Head, error) {
			time.Sleep(time.Second)
			cut = ctx.Err()
			return model.Head{}, nil
		}
		r.tap("status.withdraw")
		r.askTap("status.withdraw.do")
		r.s.Leave()
		time.Sleep(2 * time.Second)
		r.loop.Settle()
		if cut != nil {
			t.Errorf("withdrawing was cut short: %v", cut)
		}
		r.has("status.waiting")
	})
}

// TestReload: news of the store change what is shown, without "looking".
func TestReload(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter(reference)
		r.is(model.Approved, true, model.Event{At: now, What: "approved"})
		r.s.Reload()
		r.hasNot("status.looking")
		r.loop.Settle()
		r.has("status.event.approved")
		r.fake.mine = func(context.Context) ([]model.Mine, error) { return nil, model.ErrDamaged }
		r.s.Reload()
		r.loop.Settle()
		r.has("error.damaged", "status.event.approved")
	})
}

// TestLanguageChanges: the same case, in the other language.
func TestLanguageChanges(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter(reference)
		r.b.Words = kittest.NewBench(t, "en", r.loop.Post, nil).Words
		r.b.Window.SetContent(r.s.Content())
		r.has("In review", "Received, automatic checks done", reference)
	})
}

// TestDrawn: a returned case as it is drawn, dots and line included.
func TestDrawn(t *testing.T) {
	for name, dark := range map[string]bool{"returned.xml": false, "returned-dark.xml": true} {
		onScreen(t, "zh", func(r *rig) {
			fyne.CurrentApp().Settings().SetTheme(kit.Look{Dark: dark})
			r.is(model.Returned, true, model.Event{At: now, What: "returned", Reasons: []model.Reason{{Code: "back-glare", Field: "back"}}})
			r.enter(reference)
			r.content()
			test.AssertRendersToMarkup(t, name, r.b.Window.Canvas())
		})
	}
}

func TestColours(t *testing.T) {
	seen := map[fyne.ThemeColorName]string{}
	for _, what := range []string{"received", "approved", "returned", "refused"} {
		if before, twice := seen[colour(what)]; twice {
			t.Errorf("%s looks like %s", what, before)
		}
		seen[colour(what)] = what
	}
}

// TestLookFollows: dots and line change colour with the look.
func TestLookFollows(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Returned, true, model.Event{At: now, What: "returned"})
		r.enter(reference)
		light := test.RenderToMarkup(r.b.Window.Canvas())
		fyne.CurrentApp().Settings().SetTheme(kit.Look{Dark: true})
		r.content().Refresh()
		if test.RenderToMarkup(r.b.Window.Canvas()) == light {
			t.Error("nothing changed")
		}
	})
}
