package model

import "time"

// A Contest is a case about which two decisions are known, of which one cannot
// count: this desk's stands, and a supervisor has to look.
type Contest struct {
	Head Head
	At   time.Time // when it was found, UTC
	Why  ContestWhy
}

// ContestWhy says how a second decision was found.
type ContestWhy string

const (
	ContestWithdrawn ContestWhy = "withdrawn" // its person withdrew on the machine where they submitted, after this desk decided
	ContestKept      ContestWhy = "kept"      // that machine keeps another decision than this desk's
	ContestCopy      ContestWhy = "copy"      // a copy of this desk, or this desk before a restore, decided otherwise
	ContestTaken     ContestWhy = "taken"     // a copy of this desk, or this desk before a restore, took the case in and may decide it
)
