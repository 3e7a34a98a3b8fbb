package store

import (
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"

	"github.com/google/uuid"
)

// TestFitsCase: a decision of another machine is taken only as the next one of
// its case.
func TestFitsCase(t *testing.T) {
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	id := uuid.New()
	r := record{Decisions: []int{1, 0}}
	r.Head = model.Head{Case: uuid.New(), ID: id, Kind: model.Binding, Revision: 2, Version: 3, Status: model.Waiting}
	next := seal.DecisionHead{
		Case: r.Head.Case, ID: id, Revision: 2, Seq: 1, Verb: model.Refuse, Status: model.Refused, Version: 4, At: at, Reviewer: "r",
	}
	if err := fitsCase(next, r); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*seal.DecisionHead){
		"another submission":  func(h *seal.DecisionHead) { h.ID = uuid.New() },
		"an earlier revision": func(h *seal.DecisionHead) { h.Revision, h.Seq = 1, 2 },
		"a later revision":    func(h *seal.DecisionHead) { h.Revision = 3 },
		"a gap":               func(h *seal.DecisionHead) { h.Seq = 2 },
		"another version":     func(h *seal.DecisionHead) { h.Version = 5 },
		"another outcome":     func(h *seal.DecisionHead) { h.Status = model.Approved },
		"another verb":        func(h *seal.DecisionHead) { h.Verb = "erase" },
		"another case":        func(h *seal.DecisionHead) { h.Case = uuid.New() },
	} {
		h := next
		change(&h)
		if err := fitsCase(h, r); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
