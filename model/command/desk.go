package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"
)

// A progress is the JSON line of status.
type progress struct {
	Reference string       `json:"reference"`
	Status    model.Status `json:"status"`
	Revision  int          `json:"revision"`
	Received  time.Time    `json:"received"`
	Updated   time.Time    `json:"updated"`
	Due       idcard.Date  `json:"due"`
	Timeline  []event      `json:"timeline"` // oldest first
}

// An event is one entry of a timeline.
type event struct {
	At      time.Time      `json:"at"`
	What    string         `json:"what"`
	Reasons []model.Reason `json:"reasons,omitempty"`
	Note    string         `json:"note,omitempty"`
}

func runStatus(ctx context.Context, k *call) error {
	reference, err := k.secret()
	if err != nil {
		return err
	}
	return k.with(func(st *store.Store) error {
		p, err := st.Progress(ctx, string(reference))
		if err != nil {
			return err
		}
		out := progress{p.Reference, p.Head.Status, p.Head.Revision, p.Head.Received, p.Head.Updated, p.Head.Due, []event{}}
		for _, e := range p.Timeline {
			out.Timeline = append(out.Timeline, event(e))
		}
		return k.print(out)
	})
}

// pageSize is how many cases are taken from the index at a time.
const pageSize = 200

func runList(ctx context.Context, k *call) error {
	status := model.Status(k.status)
	if status != "" && !slices.Contains(model.Statuses, status) {
		return misused("There is no such status.")
	}
	return k.with(func(st *store.Store) error {
		after := ""
		for {
			heads, next, err := st.List(ctx, status, after, pageSize)
			if err != nil {
				return err
			}
			for _, h := range heads {
				if err := k.print(h); err != nil {
					return err
				}
			}
			if next == "" {
				return nil
			}
			after = next
		}
	})
}

func runVerify(ctx context.Context, k *call) error {
	return k.with(func(st *store.Store) error {
		flaws, err := st.Verify(ctx, nil)
		if err != nil {
			return err
		}
		for _, f := range flaws {
			if err := k.print(f); err != nil {
				return err
			}
		}
		if err := k.print(map[string]int{"flaws": len(flaws)}); err != nil || len(flaws) == 0 {
			return err
		}
		return &spoken{fmt.Sprintf("The store is not in order: %d flaws, see the list.", len(flaws)), errTold}
	})
}

func runRebuild(ctx context.Context, k *call) error {
	return k.with(func(st *store.Store) error {
		cases := 0
		if err := st.Rebuild(ctx, func(_, total int) { cases = total }); err != nil {
			return err
		}
		return k.print(map[string]int{"cases": cases})
	})
}

// A key is the JSON line about a key.
type key struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`   // device, local, month, reviewer, unclaimed
	Public string `json:"public"` // of local: where it is kept
}

func runKey(ctx context.Context, k *call) error {
	switch {
	case len(k.args) == 1 && k.args[0] == "list":
		return k.with(func(st *store.Store) error {
			var failed error
			for _, info := range st.Keys() {
				failed = errors.Join(failed, k.print(key(info)))
			}
			return failed
		})
	case len(k.args) == 2 && k.args[0] == "export":
		return k.exportMonth(ctx, k.args[1])
	}
	return misused("It is key list, or key export with a month such as 202611.")
}

// exportMonth looks for the month before it tries the passphrase: attempts are
// counted.
func (k *call) exportMonth(ctx context.Context, month string) error {
	pass, err := k.secret()
	if err != nil {
		return err
	}
	defer clear(pass)
	return k.with(func(st *store.Store) error {
		is := func(info store.KeyInfo) bool { return info.Kind == "month" && info.ID == month }
		if !slices.ContainsFunc(st.Keys(), is) {
			return &spoken{"This store has no key for this month.", model.ErrNotFound}
		}
		if err := st.Unlock(ctx, pass); err != nil {
			return err
		}
		defer st.Lock()
		secret, err := st.ExportMonth(ctx, month)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(k.Stdout, secret)
		return err
	})
}
