package model

import (
	"time"

	"github.com/google/uuid"
)

// A Consent records that a person ticked a box.
type Consent struct {
	Version  string    `json:"version"`  // of the text that was shown
	Language string    `json:"language"` // zh or en
	At       time.Time `json:"at"`       // zero: not given
}

// Given reports whether the box was ticked.
func (c Consent) Given() bool { return !c.At.IsZero() }

// A Draft is what a person has given so far, exactly as typed.
type Draft struct {
	ID        uuid.UUID `json:"id"`             // of the submission it will become: sending twice is the same submission
	Case      uuid.UUID `json:"case"`           // stays the same over all revisions
	Revision  int       `json:"revision"`       // 1 for the first
	Reference string    `json:"reference"`      // of the case; drawn with the draft so that a retry shows the same receipt
	Page      string    `json:"page"`           // the page the person was on
	Only      []Reason  `json:"only,omitempty"` // revision > 1: what was returned

	Consent      Consent  `json:"consent"`       // identity data
	PhotoConsent Consent  `json:"photo_consent"` // card photographs
	Guardian     Guardian `json:"guardian"`      // under 14

	Front  Photo  `json:"front"`
	Back   Photo  `json:"back"`
	Name   string `json:"name"`
	Phone  string `json:"phone"`
	Number string `json:"number"`
	From   string `json:"from"`
	Until  string `json:"until"` // a date, or 长期 / long-term
}

// A Guardian agrees for a child under 14 (PIPL art. 31).
type Guardian struct {
	Name    string  `json:"name,omitempty"`
	Consent Consent `json:"consent"`
}

// The pages of a draft, in order.
const (
	PageStart    = "start"
	PageConsent  = "consent"
	PageFront    = "front"
	PageBack     = "back"
	PageName     = "name"
	PageNumber   = "number"
	PageGuardian = "guardian"
	PageTerm     = "term"
	PageCheck    = "check"
)

// A Problem is something missing or wrong in a draft.
type Problem struct {
	Page  string // where it is put right
	Field string // name number phone from until front back consent photo_consent guardian
	Code  string // an idcard.Code, or missing, same-photo, retake, phone
}
