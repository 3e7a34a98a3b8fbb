package model

import (
	"time"

	"truename/model/idcard"

	"github.com/google/uuid"
)

// A Certificate says what a desk approved, for its person to hand to others:
// masked, and about the day of approval alone. Of the reference it has only
// what stands in clear anywhere, since who holds all of it holds the case.
type Certificate struct {
	Case     uuid.UUID   `json:"case"`
	Tag      string      `json:"tag"`      // first group of the reference
	Name     string      `json:"name"`     // masked, as *三
	Number   string      `json:"number"`   // masked, as 110***********4477
	From     idcard.Date `json:"from"`     // first day of the card
	Until    idcard.Date `json:"until"`    // last one; zero: long-term
	Approved idcard.Date `json:"approved"` // day in China
	Demo     bool        `json:"demo"`

	Office string `json:"-"` // id of the key that signed it
	File   []byte `json:"-"` // as it is handed on, signed
}

// A Bound is a binding that a desk approved, opened for an export.
type Bound struct {
	Head       Head
	At         time.Time  // of the approval, UTC
	Reviewer   string     // id of the reviewer's key
	Submission Submission // the revision that was approved, without photographs
}
