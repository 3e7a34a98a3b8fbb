package model

import "time"

// A Retention says how many days after its last change a case of each class is
// kept. 0 is without limit: then only somebody who erases it ends it. A case
// that waits is never due.
type Retention struct {
	Approved  int `toml:"approved"`
	Returned  int `toml:"returned"` // and never corrected
	Refused   int `toml:"refused"`
	Withdrawn int `toml:"withdrawn"`
	Requests  int `toml:"requests"` // that were answered or withdrawn
	Drafts    int `toml:"drafts"`   // that were not sent; they are no cases
	Carried   int `toml:"carried"`  // sealed parts of packets, after the desk has signed for them, on a machine that only submits
}

// Class is the class of data that h belongs to, as the configuration and the
// index name it: a status, or "requests"; "" while it waits.
func (h Head) Class() string {
	switch {
	case h.Status == Waiting:
		return ""
	case h.Kind.IsRequest():
		return ClassRequests
	}
	return string(h.Status)
}

// Classes that are no status: requests that no longer wait, drafts, and what
// another machine has.
const (
	ClassRequests = "requests"
	ClassDrafts   = "drafts"
	ClassCarried  = "carried"
)

// An Ended counts what was erased because its time was over.
type Ended struct {
	Cases   int
	Drafts  int
	Carried int // packets whose sealed parts another machine has
}

// Classes are those that end, with the days of each; 0 is without limit.
func (r Retention) Classes() map[string]int {
	return map[string]int{
		string(Approved): r.Approved, string(Returned): r.Returned, string(Refused): r.Refused,
		string(Withdrawn): r.Withdrawn, ClassRequests: r.Requests, ClassDrafts: r.Drafts, ClassCarried: r.Carried,
	}
}

// Ends is when h is due; ok is false if nothing sets an end: it waits, or its
// class is kept without limit.
func (r Retention) Ends(h Head) (at time.Time, ok bool) {
	days := r.Classes()[h.Class()]
	return h.Updated.AddDate(0, 0, days), days > 0
}
