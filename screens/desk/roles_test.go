package desk

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// ledger is an audit log of n records.
type ledger struct {
	n     uint64
	asked []uint64
	err   error
	bad   uint64 // number of a record that is not sound
}

func (l *ledger) AuditLog(_ context.Context, before uint64, n int) ([]model.Entry, error) {
	l.asked = append(l.asked, before)
	if before == 0 {
		before = l.n + 1
	}
	var all []model.Entry
	for seq := before - 1; seq > 0 && len(all) < n; seq-- {
		e := model.Entry{Seq: seq, At: now.Add(-time.Duration(l.n-seq) * time.Minute), Actor: "aaaaaaaa-1", Action: "approve", Case: uuid.MustParse("12345678-0000-7000-8000-000000000001"), Sound: seq != l.bad}
		switch seq {
		case 1:
			e.Actor, e.Action, e.Case = "device", "create", uuid.Nil
		case l.n:
			e.Actor, e.Action, e.Case, e.Key = "aaaaaaaa-1", "reviewer-add", uuid.Nil, "cccccccc-3"
		case l.n - 1:
			e.Actor, e.Action = "person", "withdraw"
		}
		all = append(all, e)
	}
	return all, l.err
}

// as lets somebody with a role to the desk, which has a log of n records.
func (r *rig) as(role model.Role, n uint64) *ledger {
	l := &ledger{n: n}
	r.s.p.Role, r.s.p.Log, r.s.p.Figures = func() model.Role { return role }, l, &counted{}
	k := &keyring{now: Holders{Reviewers: []string{"aaaaaaaa-1", "cccccccc-3"}, You: "cccccccc-3",
		Roles: map[string]model.Role{"aaaaaaaa-1": model.Supervisor, "cccccccc-3": role}}}
	r.s.p.Reviewers, r.s.p.Holders, r.s.p.Recover = k, func() Holders { return k.now }, k.recover
	return l
}

// TestAuditorsDesk: the log is all there is, with figures that open nothing; no
// case is asked for, and no key decides.
func TestAuditorsDesk(t *testing.T) {
	onDesk(t, "en", 3, func(r *rig) {
		r.as(model.Auditor, 20)
		reasons := &counted{}
		r.s.p.Figures = reasons
		r.enter()
		r.has("desk.log", "desk.log.lead", "desk.log.what.reviewer-add", "cccccccc", "desk.log.what.withdraw", "desk.log.by.person", "12345678", "2026-11-23 14:02:00")
		r.hasNot("T000", "Waiting: 3", "desk.log.damaged", "desk.back")
		for _, key := range []fyne.KeyName{fyne.KeyJ, fyne.KeyA, fyne.KeyF, fyne.KeyZ} {
			if r.s.Key(key) {
				t.Errorf("%s does something", key)
			}
		}
		if len(r.asked) != 0 || len(r.opened) != 0 {
			t.Errorf("the queue was asked for: %q, %q", r.asked, r.opened)
		}
		r.tap("desk.figures")
		r.sleep(2 * time.Second)
		r.has("desk.figures.median")
		r.hasNot("desk.figures.reasons")
		r.s.Back()
		r.loop.Settle()
		r.has("desk.log.lead")
		r.tap("desk.holders")
		r.has("cccccccc (you)　Auditor", "desk.change.do")
		r.hasNot("desk.add.do", "desk.holders.remove", "desk.recovery")
		r.s.Back()
		r.loop.Settle()
		r.has("desk.log.lead")
		r.tap("desk.lock")
		r.has("desk.unlock.title")
		r.hasNot("12345678")
		if len(r.asked) != 0 || len(r.opened) != 0 {
			t.Errorf("the queue was asked for: %q, %q", r.asked, r.opened)
		}
	})
}

// TestLogPage: records come as one scrolls, to the first; what is not sound is
// said on top, and a failure too.
func TestLogPage(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		l := r.as(model.Supervisor, 450)
		r.enter()
		r.tap("desk.log")
		r.has("desk.log.what.reviewer-add")
		for range 3 {
			r.s.log.list.ScrollToBottom()
			r.content()
			r.loop.Settle()
		}
		r.s.log.list.ScrollToBottom()
		r.has("desk.log.what.create", "desk.log.by.device")
		if len(l.asked) != 3 || l.asked[1] != 251 || l.asked[2] != 51 {
			t.Errorf("asked for what is before %v", l.asked)
		}
		l.bad = 449
		r.s.Reload()
		r.loop.Settle()
		r.s.log.list.ScrollToTop()
		r.has("desk.log.damaged", "第449条记录可疑")
		l.err = model.ErrReadOnly
		r.s.Reload()
		r.loop.Settle()
		r.has("error.read-only", "desk.log.what.reviewer-add")
		r.tap("desk.back")
		r.loop.Settle()
		r.has("T000")
	})
}

// TestReviewerSeesNoLog: it is no page of a reviewer's, nor are the keys.
func TestReviewerSeesNoLog(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		r.as(model.Reviewer, 5)
		r.enter()
		r.has("T000", "desk.figures")
		r.hasNot("desk.log")
		r.tap("desk.holders")
		r.has("desk.change.do")
		r.hasNot("desk.add.do", "desk.recovery.none")
	})
}

// TestSaysEveryAction: whatever stands in the log, and every role, has words.
func TestSaysEveryAction(t *testing.T) {
	doc, err := os.ReadFile("../../docs/codes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "## Actions in the audit log")
	table, _, _ = strings.Cut(table, "\n## ")
	code := regexp.MustCompile("`([a-z-]+)`")
	var all []string
	for line := range strings.Lines(table) {
		if first, _, ok := strings.Cut(strings.TrimPrefix(line, "|"), "|"); ok {
			for _, m := range code.FindAllStringSubmatch(first, -1) {
				all = append(all, "desk.log.what."+m[1])
			}
		}
	}
	if len(all) < 40 {
		t.Fatalf("only %d actions are documented", len(all))
	}
	for _, role := range model.Roles {
		all = append(all, "role."+string(role), "role."+string(role)+".may")
	}
	onDesk(t, "zh", 0, func(r *rig) {
		known := map[string]bool{"desk.log.by.device": true, "desk.log.by.person": true}
		for _, key := range all {
			known[key] = true
			if !r.b.Words.Has(key) {
				t.Errorf("%s has no words", key)
			}
		}
		for _, key := range r.b.Words.Keys() {
			if (strings.HasPrefix(key, "desk.log.what.") || strings.HasPrefix(key, "desk.log.by.") || strings.HasPrefix(key, "role.")) && !known[key] {
				t.Errorf("nothing is called %s", key)
			}
		}
	})
}

// second is a case that somebody proposed to refuse.
func (r *rig) second(by string, may bool) {
	r.heads[0].Proposed = by
	r.s.p.Second = model.Second{model.Refuse}
	r.cases.open = func(ctx context.Context, id uuid.UUID) (model.Case, error) {
		c, err := r.open(ctx, id)
		if c.Head.Seconding() {
			c.MaySecond = may
			c.Timeline = []model.Event{{At: now, What: "received"}, {At: now, What: "proposed", Reasons: []model.Reason{{Code: "card-void"}}, Note: "Replaced in May."}}
			c.DeskNotes = []string{"asked by telephone"}
		}
		return c, err
	}
}

// TestPropose: where two are needed one proposes, with a reason, and it is said
// so.
func TestPropose(t *testing.T) {
	onDesk(t, "en", 2, func(r *rig) {
		r.s.p.Second = model.Second{model.Refuse}
		var got model.Decision
		r.cases.decide = func(_ context.Context, d model.Decision) (model.Head, error) {
			got, d.Reviewer = d, "aaaaaaaa-1"
			return r.heads[0].Decide(d)
		}
		r.openFirst()
		r.hasNot("F　" + r.b.T("desk.refuse"))
		r.s.Key(fyne.KeyF)
		r.loop.Settle()
		r.has("desk.propose", "desk.propose.lead", "reason.card-void")
		r.tap("desk.propose")
		r.has("desk.reason.missing")
		kittest.Tick(r, r.content(), r.b.T("reason.card-void"))
		r.tap("desk.propose")
		r.has(r.b.T("desk.pending", "reference", "K7TM-4M2Q-9XWD-3H8A", "verb", r.b.T("desk.propose")))
		r.sleep(UndoTime + time.Second)
		if got.Verb != model.Propose || len(got.Reasons) != 1 || got.Reasons[0].Code != "card-void" {
			t.Errorf("decided %+v", got)
		}
		r.has("K7TM-4M2Q-9XWD-3H8A: " + r.b.T("desk.propose.done"))
	})
}

// TestSecond: the other reviewer sees who proposes and why, and seconds or
// declines with one key; nothing else can be decided. Who proposed only drops it.
func TestSecond(t *testing.T) {
	for name, c := range map[string]struct {
		by   string
		may  bool
		says string
		act  func(r *rig)
		want model.Decision
	}{
		"seconded": {"aaaaaaaa-1", true, "", func(r *rig) { r.s.Key(fyne.KeyF) }, model.Decision{Verb: model.Refuse}},
		"declined": {"aaaaaaaa-1", true, "", func(r *rig) {
			r.s.Key(fyne.KeyD)
			r.loop.Settle()
			r.has("desk.decline.lead")
			r.hasNot("desk.note.person", "reason.card-void")
			r.types(" it is valid ")
			r.tap("desk.decline")
		}, model.Decision{Verb: model.Decline, DeskNote: "it is valid"}},
		"one's own":      {"65d02ee4f7839527", false, "desk.second.mine", func(r *rig) { r.s.Key(fyne.KeyF) }, model.Decision{}},
		"two reviewers":  {"aaaaaaaa-1", false, "desk.second.supervisor", func(r *rig) { r.s.Key(fyne.KeyF) }, model.Decision{}},
		"approved at it": {"aaaaaaaa-1", true, "", func(r *rig) { r.s.Key(fyne.KeyA); r.s.Key(fyne.KeyR) }, model.Decision{}},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "en", 2, func(r *rig) {
				var got model.Decision
				r.second(c.by, c.may)
				r.cases.decide = func(_ context.Context, d model.Decision) (model.Head, error) {
					got = d
					d.Reviewer, d.Reasons = "65d02ee4f7839527", []model.Reason{{Code: "card-void"}}
					return r.heads[0].Decide(d)
				}
				r.enter()
				r.has(map[bool]string{true: "desk.second.yours", false: "desk.second.waits"}[c.says == "desk.second.mine"])
				r.openFirst()
				r.has("desk.second.title", r.b.T("desk.second.who", "id", short(c.by), "day", "Mon 23 November 14:02"), "reason.card-void", "Note from the desk: Replaced in May.", "Desk note: asked by telephone")
				r.hasNot("A　"+r.b.T("desk.approve"), "R　"+r.b.T("desk.return"))
				if c.says != "" {
					r.has(c.says)
				}
				c.act(r)
				r.loop.Settle()
				r.sleep(UndoTime + time.Second)
				if got.Verb != c.want.Verb || got.DeskNote != c.want.DeskNote {
					t.Errorf("decided %+v, want %+v", got, c.want)
				}
				if c.want.Verb == model.Decline {
					r.has("K7TM-4M2Q-9XWD-3H8A: " + r.b.T("desk.decline.done"))
				}
			})
		})
	}
}

// TestRefusedByTwoIsSaid: a case that was found again names who proposed.
func TestRefusedByTwoIsSaid(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.heads[0].Status, r.heads[0].Proposed, r.heads[0].Updated = model.Refused, "aaaaaaaa-1", now
		r.openFirst()
		r.has("不用再审：未通过，2026年11月23日。由 aaaaaaaa 提议。")
		for _, b := range kittest.Find[*kit.Button](r.content()) {
			if strings.HasPrefix(b.Text, "A　") {
				t.Error("it can be decided")
			}
		}
	})
}
