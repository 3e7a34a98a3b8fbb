package desk

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/workday"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// TestQueue: all heads are reached by scrolling, fifty at a time, and the list
// stands still meanwhile.
func TestQueue(t *testing.T) {
	onDesk(t, "zh", 120, func(r *rig) {
		r.enter()
		r.has("待审核：50+", "T000", "11月25日（周三）前")
		if n := len(kittest.Find[*row](r.content())); n == 0 || n > 30 {
			t.Errorf("%d rows are drawn", n)
		}
		r.s.list.ScrollTo(49)
		r.loop.Settle()
		r.has("待审核：100+", "T049")
		r.s.list.ScrollTo(99)
		r.loop.Settle()
		r.has("待审核：120", "T099")
		r.s.list.ScrollToBottom()
		r.loop.Settle()
		r.has("T119")
		want := []string{`50 after ""`, `50 after "T049"`, `50 after "T099"`}
		if !slices.Equal(r.asked, want) {
			t.Errorf("asked for %q, want %q", r.asked, want)
		}
		r.heads = r.heads[1:] // somebody else decided one
		r.s.Reload()
		r.loop.Settle()
		r.has("待审核：119", "T119")
	})
}

// TestSieve: the queue is narrowed by what is ticked and typed, from its
// beginning, and widened again.
func TestSieve(t *testing.T) {
	onDesk(t, "en", 60, func(r *rig) {
		r.heads[3].Due, r.heads[3].Kind = idcard.Date{Year: 2026, Month: 11, Day: 18}, model.Erase
		r.heads[4].Due = idcard.Date{Year: 2026, Month: 11, Day: 20}
		r.heads[59].Revision, r.heads[59].Weight = 2, 3
		r.enter()
		r.has("Waiting: 50+", r.b.T("desk.escalated", "n", 1))
		for _, c := range []struct {
			tick string
			n    int
			says string
		}{{"desk.only.overdue", 2, "T004"}, {"desk.only.corrected", 1, "T059"}, {"desk.only.requests", 1, "T003"}, {"desk.only.flagged", 1, "T059"}} {
			kittest.Tick(r, r.content(), r.b.T(c.tick))
			r.loop.Settle()
			r.has(r.b.T("desk.waiting", "n", c.n), c.says)
			r.hasNot("T000")
			kittest.Tick(r, r.content(), r.b.T(c.tick))
			r.loop.Settle()
			r.has("Waiting: 50+", "T000")
		}
		r.types("t00")
		r.loop.Settle()
		r.has("Waiting: 10", "T001")
		kittest.Tick(r, r.content(), r.b.T("desk.only.flagged"))
		r.loop.Settle()
		r.has("desk.none", "Waiting: 0")
		r.hasNot("desk.empty")
		r.tap("desk.lock")
		r.lock.open = true
		r.enter() // whoever comes next sees all
		r.has("Waiting: 50+", "T000")
	})
}

// TestQueueFails: after a failure the rest of the queue is asked for again when
// somebody scrolls there later, and not by the drawing of what failed.
func TestQueueFails(t *testing.T) {
	onDesk(t, "en", 60, func(r *rig) {
		r.cases.queue = func(ctx context.Context, only model.Sieve, after string, n int) ([]model.Head, string, error) {
			if after != "" && len(r.asked) < 2 {
				r.asked = append(r.asked, "failed")
				return nil, "", model.ErrDamaged
			}
			return r.page(ctx, only, after, n)
		}
		r.enter()
		for range 3 {
			r.s.list.ScrollToBottom()
			r.content()
			r.loop.Settle()
		}
		r.has("error.damaged", "Waiting: 50+")
		if len(r.asked) != 2 {
			t.Errorf("asked %q", r.asked)
		}
		time.Sleep(failRest)
		r.s.list.ScrollToTop()
		r.s.list.ScrollToBottom()
		r.content()
		r.loop.Settle()
		r.has("Waiting: 60")
		r.hasNot("error.damaged")
	})
	onDesk(t, "en", 60, func(r *rig) {
		r.cases.queue = func(context.Context, model.Sieve, string, int) ([]model.Head, string, error) {
			return nil, "", model.ErrDamaged
		}
		r.enter()
		r.has("error.damaged", "Waiting: 0")
	})
}

func TestRow(t *testing.T) {
	day := func(n int) idcard.Date { return idcard.Date{Year: 2026, Month: 11, Day: n} }
	for name, c := range map[string]struct {
		lang string
		head model.Head
		risk *model.Risk
		says []string
	}{
		"due":        {"zh", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Due: day(25)}, nil, []string{"K7TM", "11月25日（周三）前"}},
		"due today":  {"zh", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Due: day(23)}, nil, []string{"今天到期"}},
		"due next":   {"zh", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Due: day(24)}, nil, []string{"下个工作日到期"}},
		"overdue":    {"en", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Due: day(20)}, nil, []string{"overdue, working days: 1"}},
		"corrected":  {"zh", model.Head{Kind: model.Binding, Revision: 2, Weight: 4, Due: day(25)}, nil, []string{"第2次提交", "提示：4"}},
		"request":    {"en", model.Head{Kind: model.Erase, Revision: 1, Due: day(25)}, nil, []string{"Request: withdraw and erase"}},
		"decided":    {"en", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Status: model.Refused, Due: day(20)}, nil, []string{"K7TM", "Refused"}},
		"all passed": {"en", model.Head{Kind: model.Binding, Revision: 1, Due: day(25)}, &model.Risk{}, []string{"all checks passed"}},
		"some":       {"zh", model.Head{Kind: model.Binding, Revision: 1, Due: day(25)}, &model.Risk{Notices: 1, Codes: []string{model.FindingGlare}}, []string{"看一下：照片"}},
		"great": {"en", model.Head{Kind: model.Binding, Revision: 1, Due: day(25)}, &model.Risk{
			Notices: 2, Differs: 1, Alike: true, Codes: []string{model.FindingGlare, model.FindingNameDiffers},
		}, []string{"look closely: differs, seen before +1"}},
		"nothing odd": {"en", model.Head{Tag: "K7TM", Kind: model.Binding, Revision: 1, Due: day(25)}, nil, []string{"K7TM", "due Wed 25 November", "ID card binding", ""}},
	} {
		onDesk(t, c.lang, 0, func(r *rig) {
			row := newRow()
			row.set(r.b, workday.Calendar{}, listed{Head: head(1)}) // what stood there before
			c.head.Status = cmp.Or(c.head.Status, model.Waiting)
			row.set(r.b, workday.Calendar{}, listed{c.head, c.risk})
			r.b.Window.SetContent(row)
			kittest.Hear(t, row, c.says...)
			if got := kittest.Texts(row); name == "nothing odd" && !slices.Equal(got, c.says) {
				t.Errorf("%s: %q, want %q", name, got, c.says)
			}
		})
	}
}

// TestRowMakesRoom: a row that is drawn and then filled shows all of its texts.
func TestRowMakesRoom(t *testing.T) {
	onDesk(t, "en", 0, func(r *rig) {
		row := newRow()
		r.b.Window.SetContent(row)
		r.b.Window.Resize(fyne.NewSize(760, 100))
		for _, risk := range []*model.Risk{{}, nil, {Notices: 1, Codes: []string{model.FindingGlare}}} {
			h := head(1)
			row.set(r.b, workday.Calendar{}, listed{h, risk})
			if wide := row.weight.Size().Width; (wide > 0) != (risk != nil) || risk != nil && wide < row.weight.MinSize().Width {
				t.Errorf("%v: %v wide, needs %v", risk, wide, row.weight.MinSize().Width)
			}
		}
		record := newRow()
		record.layout.wide = true
		r.b.Window.SetContent(record)
		record.tell(r.b, model.Entry{Actor: "desk", Action: "open", Case: head(1).Case, Sound: true})
		if wide := record.weight.Size().Width; wide < record.weight.MinSize().Width {
			t.Errorf("the case of a record: %v wide, needs %v", wide, record.weight.MinSize().Width)
		}
	})
}
