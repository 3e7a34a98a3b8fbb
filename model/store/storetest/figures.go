package storetest

import (
	"maps"
	"reflect"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// november is a day of the month in which benches begin; the 23rd is a Monday.
func november(day int) idcard.Date { return idcard.Date{Year: 2026, Month: time.November, Day: day} }

// lastWeek is a week of a desk: four bindings and a request that end, one of
// them after a correction, and a binding that waits. It ends on Monday the
// 30th, with the desk open. refused is the case that was refused.
func lastWeek(t *testing.T, b *Bench) (refused model.Submission) {
	put := func(due int) (model.Submission, model.Head) {
		sub := New(t, b.Now, 1000)
		sub.Due = november(due)
		return sub, b.Submit1(sub)
	}
	monday := b.Now // 17:30 in China
	first, approved := put(26)
	second, returned := put(26)
	refused, wrong := put(26)

	b.Now = monday.AddDate(0, 0, 1)
	b.Claim1()
	b.Take(approved, model.Approve)
	b.Take(returned, model.Return, "front-glare", "name-differs", "front-glare")
	b.Take(wrong, model.Refuse, "not-a-card")

	b.Now = monday.AddDate(0, 0, 2)
	again := b.Submit1(Next(t, second, b.Now))
	request := Request(t, model.Unbind, first, b.Now)
	request.Due = november(27)
	asked := b.File1(request)

	b.Now = monday.AddDate(0, 0, 4)
	b.Take(again, model.Approve)
	put(27)
	gone, _ := put(30)
	if _, err := b.Withdraw(t.Context(), gone.Reference); err != nil {
		t.Fatal(err)
	}

	b.Now = monday.AddDate(0, 0, 7)
	b.Take(asked, model.Approve)
	return refused
}

// figures counts a week that was counted by hand.
func figures(t *testing.T, b *Bench) {
	refused := lastWeek(t, b)
	day := func(d, arrived, approve, back, refuse, withdraw int) model.DayFigures {
		return model.DayFigures{Day: november(d), Arrived: arrived, Decided: map[model.Verb]int{
			model.Approve: approve, model.Return: back, model.Refuse: refuse, model.Withdraw: withdraw}}
	}
	wanted := model.Figures{
		From: november(23), Until: november(30), Arrived: 7, Late: 1,
		Decided:   map[model.Verb]int{model.Approve: 3, model.Return: 1, model.Refuse: 1, model.Withdraw: 1},
		Took:      model.Took{Decisions: 5, MedianDays: 1, P90Days: 3, MedianHours: 24, P90Hours: 120},
		FirstPass: model.FirstPass{Approved: 1, Ended: 4, Share: 0.25},
		Waiting:   model.Waits{Cases: 1, Overdue: 1, Ages: []model.Age{{Days: 1, Cases: 1}}},
		Days: []model.DayFigures{
			day(23, 3, 0, 0, 0, 0), day(24, 0, 1, 1, 1, 0), day(25, 2, 0, 0, 0, 0), day(26, 0, 0, 0, 0, 0),
			day(27, 2, 1, 0, 0, 1), day(28, 0, 0, 0, 0, 0), day(29, 0, 0, 0, 0, 0), day(30, 0, 1, 0, 0, 0),
		},
	}
	same := func(what string) {
		t.Helper()
		got, err := b.Figures(t.Context(), november(23), november(30))
		if err != nil || !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s: %+v, %v\nwant %+v", what, got, err, wanted)
		}
	}
	same("the desk open")
	b.Lock()
	same("locked")
	b.Reopen()
	same("opened again")
	if err := b.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	same("rebuilt")
	part, err := b.Figures(t.Context(), november(25), november(26))
	if err != nil || part.Arrived != 2 || part.Took.Decisions != 0 || len(part.Days) != 2 || part.Waiting.Cases != 1 {
		t.Errorf("two days: %+v, %v", part, err)
	}
	for _, until := range []idcard.Date{november(22), november(23).AddYears(11)} {
		_, err := b.Figures(t.Context(), november(23), until)
		want(t, "no period", err, &model.Error{Code: model.CodeUsage})
	}

	if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(t.Context(), refused.Reference); err != nil {
		t.Fatal(err)
	}
	got, err := b.Figures(t.Context(), november(23), november(30))
	if err != nil || got.Arrived != 6 || got.Decided[model.Refuse] != 0 || got.FirstPass.Ended != 3 {
		t.Errorf("after an erasure: %+v, %v", got, err)
	}
}

// reasons are counted by the open desk alone.
func reasons(t *testing.T, b *Bench) {
	lastWeek(t, b)
	count := func(from, until int, wanted map[string]int) {
		t.Helper()
		got, err := b.Reasons(t.Context(), november(from), november(until))
		if err != nil || !maps.Equal(got, wanted) {
			t.Errorf("%d to %d: %v, %v, want %v", from, until, got, err, wanted)
		}
	}
	all := map[string]int{"front-glare": 1, "name-differs": 1, "not-a-card": 1}
	for range 2 { // opened, and then known
		count(23, 30, all)
	}
	count(24, 24, all)
	count(25, 30, nil)
	count(1, 23, nil)
	b.Lock()
	_, err := b.Reasons(t.Context(), november(23), november(30))
	want(t, "locked", err, model.ErrLocked)
	_, err = b.Reasons(t.Context(), november(23), november(22))
	want(t, "no period", err, &model.Error{Code: model.CodeUsage})
	whole(t, b)
}
