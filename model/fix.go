package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"truename/model/idcard"

	"github.com/google/uuid"
)

// Fix is the draft of the next revision of d, the own copy of what was
// submitted and came back for reasons. Everything is as it was, the returned
// photographs too, so that the reviewer's pins can be shown on them; but only
// what was returned is open, and it has the problem "unchanged" until it was
// changed. id is that of the submission it will become.
func (d Draft) Fix(id uuid.UUID, reasons []Reason) Draft {
	d.ID = id
	d.Revision++
	d.Only = make([]Reason, len(reasons))
	d.Also = nil
	before := make(map[string]string)
	first := len(Pages) - 1 // PageCheck
	for i, r := range reasons {
		if listed, ok := reasonOf(Reasons, r.Code); ok && r.Field == "" {
			r.Field = listed.Field
		}
		d.Only[i] = r
		first = min(first, slices.Index(Pages, PageOf(r.Field)))
		for _, field := range r.opens() {
			before[field] = d.digest(field)
		}
	}
	d.Page, d.Returned = Pages[first], before
	return d
}

// opens lists the fields that may answer a reason: changing one is enough.
// Who has a new card in place of an expired one has a new photograph of it.
func (r Reason) opens() []string {
	switch {
	case r.Code == "expired":
		return []string{FieldBack, FieldFrom, FieldUntil}
	case r.Field == FieldTerm:
		return []string{FieldFrom, FieldUntil}
	case r.Field == "":
		return nil
	}
	return []string{r.Field}
}

// Open reports whether a field may be edited: every field of a first draft;
// of a revision only what was returned, what depends on it, and what Widen
// added.
func (d Draft) Open(field string) bool {
	if len(d.Only) == 0 || slices.Contains(d.Also, field) {
		return true
	}
	switch field {
	case FieldTerm:
		return d.Open(FieldFrom) || d.Open(FieldUntil)
	case FieldGuardian, FieldGuardianConsent: // another number may be a child's
		return d.Open(FieldNumber)
	}
	return slices.ContainsFunc(d.Only, func(r Reason) bool { return slices.Contains(r.opens(), field) })
}

// Widen opens the fields of a revision that have become a problem since they
// were submitted, as a term that ran out: else nobody could put them right.
// Call it when a revision is taken up.
func (d Draft) Widen(r idcard.Rules) Draft {
	d.Also = slices.Clone(d.Also)
	for _, p := range d.Problems(r) {
		if !d.Open(p.Field) {
			d.Also = append(d.Also, p.Field)
		}
	}
	return d
}

// unchanged adds what was returned and is as it was. A field that has another
// problem is left at that: one sentence a field is enough.
func (p *problems) unchanged(d Draft) {
	for _, r := range d.Only {
		fields := r.opens()
		changed := func(field string) bool { return d.digest(field) != d.Returned[field] }
		told := func(q Problem) bool { return slices.Contains(fields, q.Field) }
		if len(fields) == 0 || slices.ContainsFunc(fields, changed) || slices.ContainsFunc(*p, told) {
			continue
		}
		field := r.Field
		if field == FieldTerm {
			field = FieldUntil
		}
		p.add(field, ProblemUnchanged)
	}
}

// digest stands for the value of a field. Another way to write the same
// number, name or day does not change it.
func (d Draft) digest(field string) string {
	var value []byte
	switch field {
	case FieldFront:
		value = d.Front.ends()
	case FieldBack:
		value = d.Back.ends()
	case FieldName:
		value = []byte(parseName(d.Name, "").Value)
	case FieldPhone:
		value = []byte(sameDigits(d.Phone))
	case FieldNumber:
		value = []byte(idcard.ParseNumber(d.Number, idcard.Rules{}).Value)
	case FieldFrom:
		value = []byte(sameDay(d.From))
	case FieldUntil:
		value = []byte(sameDay(d.Until))
	}
	sum := sha256.Sum256(value)
	return hex.EncodeToString(sum[:])
}

// endSize is how much of both ends of a photograph stands for it, in bytes.
const endSize = 16 << 10

// ends stands for a photograph: its length, beginning and end. The bits of a
// JPEG run on from what is before them, so that another picture has another
// end; hashing all of it takes milliseconds, each time a page is drawn.
func (p Photo) ends() []byte {
	if p.Empty() {
		return nil
	}
	n := len(p.JPEG)
	out := binary.BigEndian.AppendUint64(nil, uint64(n))
	out = append(out, p.JPEG[:min(n, endSize)]...)
	return append(out, p.JPEG[max(0, n-endSize):]...)
}

// sameDigits is a telephone number normalised, or as typed if it is none.
func sameDigits(typed string) string {
	if phone, ok := normalPhone(typed); ok {
		return phone
	}
	return typed
}

// sameDay is a day as 2008-01-09, one word for long-term, or as typed if it is
// neither.
func sameDay(typed string) string {
	typed = strings.TrimSpace(typed)
	switch t := idcard.ParseTerm("", typed, idcard.TermContext{}); {
	case t.Long:
		return "long-term"
	case !t.Until.IsZero():
		return t.Until.String()
	}
	return typed
}
