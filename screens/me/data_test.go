package me

import (
	"slices"
	"testing"
	"time"

	"truename/model"
)

// TestData: what is kept, in the words of each case.
func TestData(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		kept model.Kept
		says []string
		not  []string
	}{
		"nothing": {"zh", model.Kept{}, []string{"绑定0份，申请0份，本机完整副本0份", "草稿", "data.key.file", "data.opened.none", "data.long.text"}, []string{"有一份没交"}},
		"a draft": {"zh", model.Kept{Draft: true}, []string{"有一份没交"}, nil},
		"an end": {"en", model.Kept{Draft: true, Until: time.Date(2026, 12, 24, 4, 0, 0, 0, time.UTC), Days: model.Retention{Approved: 1095}},
			[]string{"deleted on 24 December 2026 if", "erased 1095 days after"}, []string{"nothing is erased by itself"}},
		"counts":    {"en", model.Kept{Bindings: 3, Requests: 2, Copies: 1}, []string{"3 bindings, 2 requests, 1 whole copies"}, nil},
		"a keyring": {"en", model.Kept{Keyring: "login"}, []string{"opens with the keyring of this account (login)"}, []string{"a key file of this account"}},
		"the file":  {"en", model.Kept{}, []string{"a key file of this account", "/srv/truename"}, []string{"keyring"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, "data", &world{kept: c.kept}, func(r *rig) {
				r.hear(append(c.says, "data.title", "data.what.text", "data.rights")...)
				r.hearNot(append(c.not, "data.loading")...)
				r.wellMade()
			})
		})
	}
}

// TestOpenings: of all cases, with the moment in China and the case.
func TestOpenings(t *testing.T) {
	other := with(mine(model.Waiting), func(m *model.Mine) { m.Reference, m.Case = "9WDR-2222-3333-4444", second })
	w := &world{mine: []model.Mine{mine(model.Approved), other}, openings: map[string][]model.Opening{
		reference:       {{At: time.Date(2026, 11, 20, 17, 30, 0, 0, time.UTC), By: "1a2b3c4d", Revision: 1}, {At: now, By: "5e6f7a8b", Revision: 2}},
		other.Reference: {{At: now, By: "1a2b3c4d", Revision: 1}},
	}}
	onScreen(t, "en", "data", w, func(r *rig) {
		r.hear("Sat 21 November 01:30", "Reviewer 1a2b3c4d opened "+reference, "Reviewer 5e6f7a8b opened "+reference, "Reviewer 1a2b3c4d opened 9WDR-2222-3333-4444")
		r.hearNot("data.opened.none")
	})
}

// TestDataFails: it says so and nothing that is not known: no zeros, and not
// that nobody looked.
func TestDataFails(t *testing.T) {
	for name, w := range map[string]*world{
		"kept":     {keptErr: model.ErrDamaged},
		"openings": {openErr: model.ErrDamaged, mine: []model.Mine{mine(model.Approved)}},
		"cases":    {err: model.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "en", "data", w, func(r *rig) {
				r.hear("error.damaged", "data.title", "data.export.do")
				r.hearNot("0 bindings", "data.opened.none", "data.draft.none", "data.loading")
				r.wellMade()
				w.err, w.keptErr, w.openErr, w.slow = nil, nil, nil, time.Second
				r.tap("common.retry")
				r.hear("data.loading")
				r.hearNot("0 bindings", "error.damaged")
				time.Sleep(2 * time.Second)
				r.loop.Settle()
				r.hear("0 bindings", "data.opened.none")
				r.hearNot("error.damaged")
			})
		})
	}
}

// TestDataComes: until the store has answered the page says that it looks.
func TestDataComes(t *testing.T) {
	onScreen(t, "zh", "", &world{}, func(r *rig) {
		r.s.Enter("data")
		r.b.Window.SetContent(r.s.Content())
		r.hear("data.loading")
		r.hearNot("data.opened.none")
		r.loop.Settle()
		r.hearNot("data.loading")
	})
}

// TestRights: asking for a copy and withdrawing start here.
func TestRights(t *testing.T) {
	onScreen(t, "zh", "data", &world{}, func(r *rig) {
		r.tap("data.export.do")
		r.tap("data.erase.do")
		if want := []string{"me/export", "me/erase"}; !slices.Equal(r.went, want) {
			t.Errorf("went to %q, want %q", r.went, want)
		}
	})
}

// TestDataLeave: what comes too late is not drawn.
func TestDataLeave(t *testing.T) {
	onScreen(t, "zh", "", &world{}, func(r *rig) {
		r.s.Enter("data")
		r.b.Window.SetContent(r.s.Content())
		r.s.Leave()
		r.loop.Settle()
		r.hear("data.loading")
	})
}
