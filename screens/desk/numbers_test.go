package desk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// counted is figures made of functions.
type counted struct {
	asked []string
	err   error
}

func (c *counted) Figures(_ context.Context, from, until idcard.Date) (model.Figures, error) {
	time.Sleep(time.Second)
	c.asked = append(c.asked, from.String()+" "+until.String())
	f := model.Figures{
		From: from, Until: until, Arrived: 21, Late: 2, Decided: map[model.Verb]int{model.Approve: 12, model.Return: 4, model.Refuse: 1, model.Withdraw: 9},
		Took: model.Took{Decisions: 17, MedianDays: 1, P90Days: 3}, FirstPass: model.FirstPass{Approved: 11, Ended: 13, Share: 0.846},
		Waiting: model.Waits{Cases: 19, Overdue: 3, Ages: []model.Age{{Days: 0, Cases: 12}, {Days: 2, Cases: 7}}},
	}
	for d := from; !d.After(until); d = d.AddDays(1) {
		f.Days = append(f.Days, model.DayFigures{Day: d, Decided: map[model.Verb]int{model.Approve: d.Day, model.Withdraw: 50}})
	}
	return f, c.err
}

func (c *counted) Reasons(context.Context, idcard.Date, idcard.Date) (map[string]int, error) {
	return map[string]int{"front-blur": 3, "expired": 5, model.ReasonSealed: 1}, nil
}

// TestFigures: what is said about which period, drawn and saved.
func TestFigures(t *testing.T) {
	onDesk(t, "en", 2, func(r *rig) {
		c := &counted{}
		saved := map[string]string{}
		r.s.p.Figures = c
		r.s.p.Answers.Write = func(path string, b []byte) error { saved[path] = string(b); return nil }
		r.b.Save = func(_, name string, picked func(string, error)) { picked("/medium/"+name, nil) }
		r.enter()
		r.tap("desk.figures")
		r.has("desk.busy")
		r.sleep(2 * time.Second)
		r.has("19", "3", "21", "17", "2", "85 %", "working days: 1", "working days: 3", "Decisions a day, at most 31", "25 October 2026 – 23 November 2026",
			"desk.figures.same-day", "12", "working days: 2", "7", "reason.expired", "5", "desk.figures.sealed")
		var columns, lines int
		for _, bar := range kittest.Find[*kit.Bar](r.content()) {
			if bar.MinSize().Height > 20 {
				columns++
			} else {
				lines++
			}
		}
		if columns != 1 || lines != 5 {
			t.Errorf("%d charts, %d lines", columns, lines)
		}
		kittest.Tick(r, r.content(), r.b.T("desk.figures.days", "n", 7))
		r.sleep(2 * time.Second)
		r.has("17 November 2026 – 23 November 2026")
		r.tap("desk.figures.save")
		if len(saved["/medium/truename-figures.csv"]) == 0 {
			t.Errorf("saved %v", saved)
		}
		if want := []string{"2026-10-25 2026-11-23", "2026-11-17 2026-11-23"}; !slices.Equal(c.asked, want) {
			t.Errorf("asked for %q, want %q", c.asked, want)
		}
		if r.s.Key(fyne.KeyA) {
			t.Error("a key decides something")
		}
		r.s.Back()
		r.loop.Settle()
		r.has("T000")
		r.hasNot("desk.figures.daily")
	})
}

// TestFiguresFail: that is said, and another period can be asked for.
func TestFiguresFail(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		c := &counted{err: errors.New("x")}
		r.s.p.Figures = c
		r.enter()
		r.tap("desk.figures")
		r.sleep(2 * time.Second)
		r.has("desk.figures.lead")
		r.hasNot("desk.busy", "desk.figures.waiting")
		c.err = nil
		kittest.Tick(r, r.content(), r.b.T("desk.figures.days", "n", 90))
		r.sleep(2 * time.Second)
		r.has("desk.figures.waiting", "85 %")
		kittest.Tick(r, r.content(), r.b.T("desk.figures.days", "n", 7))
		kittest.Press(r.b, fyne.KeyL) // before the answer
		r.loop.Settle()
		r.sleep(2 * time.Second)
		r.has("desk.unlock.do")
		r.hasNot("desk.figures.waiting")
	})
}
