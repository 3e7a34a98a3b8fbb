package status

import (
	"context"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestList: each case with its kind, name and status; a request is done, not
// bound.
func TestList(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"绑定身份证　*□(U+2A6D6)", "需要修改", "申请：撤回同意并删除", "审核中", "已绑定", "申请：取得我的数据", "已办理"},
		"en": {"ID card binding　*□(U+2A6D6)", "Needs a change", "Request: withdraw and erase", "In review", "Bound", "Done"},
	} {
		onScreen(t, lang, func(r *rig) {
			export := head(model.Approved)
			export.Kind = model.Export
			r.fake.mine = func(context.Context) ([]model.Mine, error) {
				return []model.Mine{
					{Reference: "AAAA-1", Kind: model.Binding, MaskedName: "*\U0002A6D6", Head: head(model.Returned)},
					{Reference: "BBBB-2", Kind: model.Erase, Head: head(model.Waiting)},
					{Reference: "CCCC-3", Kind: model.Binding, Head: head(model.Approved)},
					{Reference: "DDDD-4", Kind: model.Export, Head: export},
				}, nil
			}
			r.enter("")
			r.has(append(says, "status.title", "status.mine", "AAAA-1", "BBBB-2", "CCCC-3", "DDDD-4")...)
			r.wellMade()
		})
	}
}

// TestShow: a case of the list is shown, and All submissions leads back.
func TestShow(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter("")
		if got := kittest.Button(r.content(), r.b.T("status.show")).Label; got != "查看 "+reference {
			t.Errorf("the button is called %q", got)
		}
		r.tap("status.show")
		r.has("status.event.desk", reference)
		r.tap("status.all")
		r.has("status.title", "status.mine")
	})
}

func TestEmptyList(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.enter("")
		r.has("status.title", "status.look")
		r.hasNot("status.mine", "status.looking")
		r.wellMade()
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
		"right, en": {"en", reference, true, []string{"In review", "Expected by Wed 25 November", "Received", "Automatic checks done", "Sat 21 November 12:02"}, 1},
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

// TestUnknown: a place with a reference that leads nowhere shows the list, and
// nothing of the case before.
func TestUnknown(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter(reference)
		r.has("status.event.desk")
		r.enter("P3QX-2222-3333-4444")
		r.has("error.not-found", "status.title", "status.look")
		r.hasNot("status.event.desk", "status.looking")
		r.wellMade()
	})
}

// TestLostReceipt: the way to the question that answers it.
func TestLostReceipt(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.enter("")
		r.has("status.lost")
		r.tap("status.lost.how")
		if !slices.Equal(r.went, []string{"questions/lost-receipt"}) {
			t.Errorf("went to %q", r.went)
		}
	})
}

// TestOverdue: late from the day after the one promised.
func TestOverdue(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		days int
		says string
		not  string
	}{
		"its last day": {"zh", 2, "预计11月25日（周三）前有结果", "现在晚了"},
		"late":         {"zh", 3, "原定11月25日（周三）前有结果，现在晚了", "预计"},
		"late, en":     {"en", 3, "Promised by Wed 25 November, and late.", "Expected"},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, func(r *rig) {
				r.is(model.Waiting, true)
				r.b.Now = func() time.Time { return now.AddDate(0, 0, c.days) }
				r.enter(reference)
				r.has(c.says)
				r.hasNot(c.not)
			})
		})
	}
}

// TestSlow: where the desk takes longer than promised, the page says until when
// most are answered; never a day before the promise, and none that is over.
func TestSlow(t *testing.T) {
	day := func(n int) idcard.Date { return idcard.Date{Year: 2026, Month: 11, Day: n} }
	for name, c := range map[string]struct {
		now    int
		status model.Status
		until  idcard.Date
		err    error
		slow   bool
	}{
		"as promised":  {23, model.Waiting, day(25), nil, false},
		"quicker":      {23, model.Waiting, day(24), nil, false},
		"slower":       {23, model.Waiting, day(27), nil, true},
		"not known":    {23, model.Waiting, idcard.Date{}, model.ErrDamaged, false},
		"overdue":      {26, model.Waiting, day(27), nil, true},
		"over too":     {28, model.Waiting, day(27), nil, false},
		"nobody waits": {23, model.Returned, day(27), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "en", func(r *rig) {
				r.b.Now = func() time.Time { return time.Date(2026, 11, c.now, 12, 0, 0, 0, idcard.China) }
				r.is(c.status, true)
				r.fake.until, r.fake.untilErr = c.until, c.err
				r.enter(reference)
				said := r.b.T("status.slow", "day", r.b.Words.Day(day(27)))
				if kittest.Says(r.content(), said) != c.slow {
					t.Errorf("says %q: %v", said, !c.slow)
				}
				r.wellMade()
			})
		})
	}
}

func TestGoesToFix(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Returned, true)
		r.enter(reference)
		if loud := r.loud(); !slices.Equal(loud, []string{r.b.T("status.fix")}) {
			t.Errorf("the main button is %q", loud)
		}
		r.tap("status.fix")
		if want := "bind/fix:" + caseID(1).String(); !slices.Equal(r.went, []string{want}) {
			t.Errorf("went to %q, want %q", r.went, want)
		}
	})
}

// TestRefused: who does not agree is shown what else there is.
func TestRefused(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Refused, true, model.Event{At: now, What: "refused", Reasons: []model.Reason{{Code: "not-own-card"}}})
		r.enter(reference)
		r.has("status.refused.how")
		r.tap("status.refused.ways")
		if !slices.Equal(r.went, []string{"questions/returned"}) {
			t.Errorf("went to %q", r.went)
		}
	})
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
				r.has("status.withdraw.ask")
				if grave := kittest.Button(r.content(), r.b.T("status.withdraw.do")); grave.Rank != kit.Grave || len(asked) > 0 {
					t.Errorf("what cannot be taken back has rank %d, withdrew %q", grave.Rank, asked)
				}
				r.wellMade()
				r.tap(c.answer)
				r.hasNot("status.withdraw.ask")
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
		r.tap("status.withdraw.do")
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

// TestTypingStays: news of the store take nothing from who types a reference.
func TestTypingStays(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.enter("")
		field := kittest.Find[*kit.Entry](r.content())[0]
		r.b.Window.Canvas().Focus(field)
		for _, c := range "K7TM" {
			field.TypedRune(c)
		}
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
		r.s.Reload()
		r.loop.Settle()
		now := kittest.Find[*kit.Entry](r.content())[0]
		if r.b.Window.Canvas().Focused() != fyne.Focusable(now) || now.Text != "K7TM" || now.CursorColumn != 3 {
			t.Errorf("it holds %q, the cursor is in column %d", now.Text, now.CursorColumn)
		}
	})
}

// TestLanguageChanges: the same case, in the other language.
func TestLanguageChanges(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		r.is(model.Waiting, true)
		r.enter(reference)
		r.speak("en")
		r.has("In review", "Received", "Automatic checks done", reference)
		r.hasNot("审核")
	})
}

// drawn are the states whose drawing is kept.
var drawn = map[string]struct {
	tone kit.Tone
	at   string
	is   func(r *rig)
}{
	"list":          {"", "", func(r *rig) { r.is(model.Returned, true) }},
	"waiting":       {"", reference, func(r *rig) { r.is(model.Waiting, true) }},
	"returned":      {"", reference, comesBack},
	"returned-dark": {kit.ToneDark, reference, comesBack},
	"approved":      {"", reference, func(r *rig) { r.is(model.Approved, true, model.Event{At: now, What: "approved"}) }},
	"certified":     {"", reference, func(r *rig) { r.certified(approval()) }},
}

// comesBack has a photograph returned, with a pin.
func comesBack(r *rig) {
	r.owns()
	r.is(model.Returned, true, model.Event{At: now, What: "returned", Reasons: []model.Reason{
		{Code: "back-glare", Field: "back", Place: &model.Place{X0: 0.5, Y0: 0.25, X1: 0.75, Y1: 0.5}},
	}})
}

func TestDrawn(t *testing.T) {
	for name, c := range drawn {
		onScreen(t, "zh", func(r *rig) {
			fyne.CurrentApp().Settings().SetTheme(kit.Look{Tone: c.tone})
			c.is(r)
			r.enter(c.at)
			r.content()
			test.AssertRendersToMarkup(t, name+".xml", r.b.Window.Canvas())
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
		seen := map[string]kit.Tone{}
		for _, tone := range kit.Tones {
			fyne.CurrentApp().Settings().SetTheme(kit.Look{Tone: tone})
			r.content().Refresh()
			markup := test.RenderToMarkup(r.b.Window.Canvas())
			if before, twice := seen[markup]; twice {
				t.Errorf("%s looks like %s", tone, before)
			}
			seen[markup] = tone
		}
	})
}

// TestDueDay: the day is that of the case.
func TestDueDay(t *testing.T) {
	onScreen(t, "en", func(r *rig) {
		r.is(model.Waiting, true)
		right := r.fake.progress
		r.fake.progress = func(ctx context.Context, ref string) (model.Progress, error) {
			p, err := right(ctx, ref)
			p.Head.Due = idcard.Date{Year: 2026, Month: 12, Day: 1}
			return p, err
		}
		r.enter(reference)
		r.has("Expected by Tue 1 December")
	})
}
