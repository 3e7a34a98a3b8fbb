package model

import (
	"errors"
	"strings"
	"time"

	"truename/model/idcard"

	"github.com/google/uuid"
)

// A Sealing has what a draft does not know of itself when it is sent.
type Sealing struct {
	At       time.Time    // now
	Language string       // the person's: zh or en
	Due      idcard.Date  // last working day promised
	Rules    idcard.Rules // under which it is judged
}

// Seal makes a submission of d: fields normalised, times in UTC, with the
// findings of the automatic review. It fails with ErrNotReady, which wraps a
// *NotReady, if d has problems. Sealing d again gives the same ids, so that
// sending twice is the same submission.
func Seal(d Draft, s Sealing) (Submission, error) {
	if d.ID == uuid.Nil || d.Case == uuid.Nil || d.Reference == "" || d.Revision < 1 {
		return Submission{}, Fail(CodeNotReady, errors.New("the draft has no id, case, revision or reference"))
	}
	if found := d.Problems(s.Rules); len(found) > 0 {
		return Submission{}, Fail(CodeNotReady, &NotReady{found})
	}
	return Submission{
		ID: d.ID, Case: d.Case, Kind: Binding, Revision: d.Revision, Reference: d.Reference,
		Language: s.Language, At: s.At.UTC(), Due: s.Due,
		Fields: d.fields(s.Rules), Front: d.Front, Back: d.Back,
	}, nil
}

// fields is d as the rules read it. A guardian is kept only where one is
// needed (PIPL art. 6: no more than the purpose needs).
func (d Draft) fields(r idcard.Rules) Fields {
	f := d.judge(r)
	phone, _ := normalPhone(d.Phone)
	out := Fields{
		Name: f.name.Value, Phone: phone,
		Number: f.number.Value, NumberKind: f.number.Kind,
		From: f.term.From, Until: f.term.Until, LongTerm: f.term.Long,
		Birth: f.number.Birth, Sex: f.number.Sex, Region: f.number.Region.Name,
		Consent: d.Consent.utc(), PhotoConsent: d.PhotoConsent.utc(),
		Findings: CrossCheck(d, r),
	}
	if f.name.Value != d.Name {
		out.NameTyped = d.Name
	}
	if f.under14() {
		out.Guardian = Guardian{Name: strings.TrimSpace(d.Guardian.Name), Consent: d.Guardian.Consent.utc()}
	}
	return out
}

// utc is c with its time in UTC.
func (c Consent) utc() Consent {
	if c.Given() {
		c.At = c.At.UTC()
	}
	return c
}
