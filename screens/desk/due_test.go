package desk

import (
	"context"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// TestDue: what is over is erased at the start and each day, with nobody at the
// desk; the desk says how much it was, and asks where the clock is doubted.
func TestDue(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		var asked []bool
		var n model.Ended
		var err error
		r.s.p.EraseDue = func(_ context.Context, sure bool) (model.Ended, error) {
			asked = append(asked, sure)
			return n, err
		}
		says := func(want ...bool) {
			t.Helper()
			r.loop.Settle()
			if len(asked) != len(want) || len(asked) > 0 && asked[len(asked)-1] != want[len(want)-1] {
				t.Errorf("asked %v, want %v", asked, want)
			}
			asked = nil
		}
		r.s.eraseDaily()
		says(false)
		r.enter()
		r.hasNot("desk.ended.sure")

		n = model.Ended{Cases: 3, Drafts: 1}
		time.Sleep(dueEvery + time.Second)
		says(false)
		r.lock.open = true // it has locked itself meanwhile
		r.enter()
		said := r.b.T("desk.ended", "day", r.b.Words.Moment(now), "n", 3, "drafts", 1)
		r.has(said)

		n, err = model.Ended{}, model.ErrNotAllowed
		r.s.eraseDue(false)
		says(false)
		r.has(said, r.b.T("desk.ended.clock", "now", r.b.Words.Date(idcard.Today(now))))
		err = model.ErrDiskFull
		r.tap("desk.ended.sure")
		says(true)
		r.has(r.b.T("desk.ended.failed", "why", r.b.T("error.disk-full")))
		r.hasNot("desk.ended.sure")
	})
}
