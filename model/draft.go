package model

import (
	"strings"
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

	Returned map[string]string `json:"returned,omitempty"` // revision > 1: digests of what was returned, by field, to see whether it was changed
	Also     []string          `json:"also,omitempty"`     // revision > 1: fields opened by Widen

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

	FromPhoto map[string]string `json:"from_photo,omitempty"` // what Fill wrote, by field; never changed in place: copies of a draft share it
}

// A Guardian agrees for a child under 14 (PIPL art. 31).
type Guardian struct {
	Name    string  `json:"name,omitempty"`
	Consent Consent `json:"consent"`
}

// The pages of a draft, in order: see Pages.
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

// Pages lists the pages of a draft in order. PageGuardian is shown only if
// Derived says so.
var Pages = []string{
	PageStart, PageConsent, PageFront, PageBack, PageName, PageNumber, PageGuardian, PageTerm, PageCheck,
}

// PageOf is the page on which a field is put right; PageCheck for a field
// that has none.
func PageOf(field string) string {
	switch field {
	case FieldConsent, FieldPhotoConsent:
		return PageConsent
	case FieldFront:
		return PageFront
	case FieldBack:
		return PageBack
	case FieldName, FieldPhone:
		return PageName
	case FieldNumber:
		return PageNumber
	case FieldGuardian, FieldGuardianConsent:
		return PageGuardian
	case FieldFrom, FieldUntil, FieldTerm:
		return PageTerm
	}
	return PageCheck
}

// NewDraft is the empty first draft of a case. id is that of the submission
// it will become.
func NewDraft(id, caseID uuid.UUID, reference string) Draft {
	return Draft{ID: id, Case: caseID, Revision: 1, Reference: reference, Page: PageStart}
}

// Empty reports whether nothing was given yet, so that leaving loses nothing.
func (d Draft) Empty() bool {
	for _, c := range []Consent{d.Consent, d.PhotoConsent, d.Guardian.Consent} {
		if c.Given() {
			return false
		}
	}
	typed := d.Name + d.Phone + d.Number + d.From + d.Until + d.Guardian.Name
	return d.Front.Empty() && d.Back.Empty() && strings.TrimSpace(typed) == ""
}

// A Problem is something missing or wrong in a draft.
type Problem struct {
	Page  string // where it is put right
	Field string // one of the Field constants but FieldTerm
	Code  string // an idcard.Code, or one of the Problem constants
}

// Codes of problems that are not an idcard.Code.
const (
	ProblemMissing   = "missing"    // a consent, photograph or guardian that is not there
	ProblemRetake    = "retake"     // the photograph is too poor, and manual review was not asked for
	ProblemSamePhoto = "same-photo" // one picture was given for both sides
	ProblemPhone     = "phone"      // not a telephone number
	ProblemUnchanged = "unchanged"  // it was returned, and is still as it was
)

// The fields of a draft, as problems, findings and reasons name them.
const (
	FieldConsent         = "consent"
	FieldPhotoConsent    = "photo_consent"
	FieldFront           = "front"
	FieldBack            = "back"
	FieldName            = "name"
	FieldPhone           = "phone"
	FieldNumber          = "number"
	FieldGuardian        = "guardian"         // the guardian's name
	FieldGuardianConsent = "guardian_consent" // and consent
	FieldFrom            = "from"
	FieldUntil           = "until"
	FieldTerm            = "term" // from and until together, as reasons name them
)
