package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// sent notes what is written, in order.
func sent(r *rig) *[]string {
	out := &[]string{}
	r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
		i := slices.IndexFunc(r.heads, func(h model.Head) bool { return h.Case == d.Case })
		*out = append(*out, r.heads[i].Tag+" "+string(d.Verb))
		return r.decide(ctx, d)
	}
	return out
}

func (r *rig) strike(keys ...fyne.KeyName) {
	r.Helper()
	for _, k := range keys {
		if !r.s.Key(k) {
			r.Errorf("the desk does not take %s", k)
		}
		r.loop.Settle()
		r.sleep(time.Second)
	}
}

// TestNextIsReady: the case that comes next is unsealed while this one is read,
// once, and takes its place at the key that decides.
func TestNextIsReady(t *testing.T) {
	onDesk(t, "en", 4, func(r *rig) {
		got := sent(r)
		r.openFirst()
		if want := []string{"T000", "T001"}; !slices.Equal(r.opened, want) {
			t.Fatalf("unsealed %q, want %q", r.opened, want)
		}
		r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) { return model.Case{}, model.ErrDamaged }
		if !r.s.Key(fyne.KeyA) || r.s.open == nil || r.s.open.Head.Tag != "T001" {
			t.Fatal("the next case is not there at once")
		}
		r.sleep(time.Second) // what comes after it cannot be made ready
		r.cases.open = r.open
		r.strike(fyne.KeyJ, fyne.KeyJ, fyne.KeyK, fyne.KeyA, fyne.KeyA)
		r.sleep(UndoTime)
		if want := []string{"T000 approve", "T002 approve", "T003 approve"}; !slices.Equal(*got, want) {
			t.Errorf("written %q, want %q", *got, want)
		}
		r.has("T001-4M2Q-9XWD-3H8A")
		r.strike(fyne.KeyA)
		r.has("desk.empty", "T001-4M2Q-9XWD-3H8A: Approve. You can undo it for 10 seconds.")
		r.sleep(UndoTime)
		r.has("desk.empty", "T001-4M2Q-9XWD-3H8A: Bound")
	})
}

// TestUndo: within ten seconds nothing is written, and the case comes back with
// what was ticked and typed; after them there is nothing to undo.
func TestUndo(t *testing.T) {
	onDesk(t, "zh", 3, func(r *rig) {
		got := sent(r)
		r.openFirst()
		r.strike(fyne.KeyR)
		kittest.Tick(r, r.content(), r.b.T("reason.back-cut"))
		r.types("说得更清楚", "写好的话")
		r.tap("desk.return.title")
		r.sleep(time.Second)
		r.strike(fyne.KeyA) // the next one
		r.strike(fyne.KeyZ)
		r.has("T001-4M2Q-9XWD-3H8A", "K7TM-4M2Q-9XWD-3H8A：退回修改。10秒内可以撤销。")
		r.tap("desk.undo")
		if f := fields(r); len(f) < 2 || f[0].Text != "说得更清楚" || f[1].Text != "写好的话" || !ticked(r, "reason.back-cut") {
			t.Error("what was ticked and typed is lost")
		}
		r.sleep(2 * UndoTime)
		if len(*got) > 0 {
			t.Errorf("written %q", *got)
		}
		r.tap("common.cancel")
		r.strike(fyne.KeyA)
		r.sleep(UndoTime)
		if r.s.Key(fyne.KeyZ) {
			t.Error("what was written is undone")
		}
		if want := []string{"T000 approve"}; !slices.Equal(*got, want) {
			t.Errorf("written %q, want %q", *got, want)
		}
	})
}

// TestPendingIsNotListed: the store still has the case in its queue, the desk
// does not.
func TestPendingIsNotListed(t *testing.T) {
	onDesk(t, "zh", 3, func(r *rig) {
		r.openFirst()
		r.strike(fyne.KeyA)
		r.tap("desk.back")
		r.has("待审核：2", "T001", "K7TM-4M2Q-9XWD-3H8A：通过。10秒内可以撤销。")
		r.hasNot("T000")
		r.tap("desk.undo")
		r.tap("desk.back")
		r.has("待审核：3", "T000")
	})
}

// TestWritingIsNotListed: nor is one listed while it is being written, which can
// take a while; and what is said afterwards holds on to nothing of the case.
func TestWritingIsNotListed(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
			time.Sleep(3 * time.Second)
			return r.decide(ctx, d)
		}
		r.openFirst()
		r.strike(fyne.KeyA)
		r.tap("desk.back")
		r.sleep(UndoTime) // being written now
		r.s.Reload()
		r.loop.Settle()
		r.has("待审核：1", "T001")
		r.hasNot("T000", "desk.undo")
		r.sleep(4 * time.Second)
		r.has("K7TM-4M2Q-9XWD-3H8A：已绑定", "待审核：1")
		r.tap("desk.lock")
		r.sleep(time.Second)
		if len(r.s.heads) > 0 || r.s.said != nil {
			t.Error("the locked desk holds on to the list")
		}
	})
}

// TestLockWrites: what was decided is written before the desk is locked, and a
// failure is said on the locked desk without anything about the case.
func TestLockWrites(t *testing.T) {
	for _, fails := range []bool{false, true} {
		onDesk(t, "zh", 3, func(r *rig) {
			n := 0
			r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
				time.Sleep(time.Second)
				if _, open := r.lock.state(); !open {
					t.Error("the desk is locked already")
				}
				if n++; fails {
					return model.Head{}, model.ErrDiskFull
				}
				return r.decide(ctx, d)
			}
			r.openFirst()
			r.strike(fyne.KeyA, fyne.KeyA)
			r.tap("desk.lock")
			r.hasNot("林新", "T002", "desk.unlock.do")
			r.sleep(3 * time.Second)
			if n != 2 || r.lock.locked != 1 {
				t.Errorf("%d decisions written, locked %d times", n, r.lock.locked)
			}
			r.has("desk.unlock.do")
			if fails {
				r.has("T000 还没有处理。"+r.b.T("error.disk-full"), "T001 还没有处理。"+r.b.T("error.disk-full"))
				r.hasNot("desk.again", "K7TM-4M2Q-9XWD-3H8A", "林新")
			}
			if len(r.s.heads) > 0 || r.s.said != nil || len(r.s.pending)+len(r.s.writing) > 0 || r.s.ready != nil || r.s.loading != nil {
				t.Error("something of a case stays")
			}
		})
	}
}

// TestIdleLockWrites: a desk that locks itself writes before.
func TestIdleLockWrites(t *testing.T) {
	onDesk(t, "zh", 3, func(r *rig) {
		got := sent(r)
		r.openFirst()
		r.sleep(IdleLimit - time.Second) // a tick before
		r.strike(fyne.KeyA)
		r.sleep(IdleLimit)
		r.sleep(time.Second)
		if want := []string{"T000 approve"}; !slices.Equal(*got, want) || r.lock.locked == 0 {
			t.Errorf("written %q, locked %d times", *got, r.lock.locked)
		}
	})
}

// TestFirstByKey: J opens the first case of the list, and nothing where there is
// none.
func TestFirstByKey(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.enter()
		r.strike(fyne.KeyJ)
		r.has("K7TM-4M2Q-9XWD-3H8A")
		r.strike(fyne.KeyA, fyne.KeyA)
		r.has("desk.empty")
		if r.s.Key(fyne.KeyJ) {
			t.Error("a case is opened in an empty list")
		}
	})
}

// TestSpaceShowsOneSide: one picture after the other, and both again.
func TestSpaceShowsOneSide(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.openFirst()
		for _, want := range []model.Side{model.Front, model.Back, ""} {
			if r.strike(fyne.KeySpace); r.s.open.large != want {
				t.Errorf("%q is large, want %q", r.s.open.large, want)
			}
		}
	})
}
