package command

import (
	"context"
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

	Certificate string `json:"certificate,omitempty"` // of an approved binding, as it is saved
}

// An event is one entry of a timeline.
type event struct {
	At      time.Time      `json:"at"`
	What    string         `json:"what"`
	Reasons []model.Reason `json:"reasons,omitempty"`
	Note    string         `json:"note,omitempty"`

	Automatic bool `json:"automatic,omitempty"` // a policy decided, in the name of the office
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
		out := progress{p.Reference, p.Head.Status, p.Head.Revision, p.Head.Received, p.Head.Updated, p.Head.Due, []event{}, ""}
		if p.Certificate != nil {
			out.Certificate = string(p.Certificate.File)
		}
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
