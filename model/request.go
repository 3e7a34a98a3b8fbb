package model

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// RequestKinds lists the kinds of request: what the holder of a reference can
// ask the desk for besides binding.
var RequestKinds = []Kind{Unbind, Export, Erase}

// IsRequest reports whether k is a kind of request.
func (k Kind) IsRequest() bool { return slices.Contains(RequestKinds, k) }

// RequestReasons lists the codes of why a person asks, by kind and in the
// order to show them; sentences in assets/text. A kind without any takes none.
var RequestReasons = map[Kind][]string{
	Unbind: {
		"new-card", // the card was renewed or replaced
		"lost-card",
		"wrong-card", // bound by mistake
		"not-needed",
		"other",
	},
}

// MaxRequestText is how many characters the own words of a request may have.
const MaxRequestText = 500

// The fields of a request, as problems name them.
const (
	FieldReason  = "reason"
	FieldText    = "text"
	FieldContact = "contact"
)

// Codes of problems that only the own words of a request have.
const (
	ProblemTooLong = "too-long" // over MaxRequestText characters
	ProblemControl = "control"  // a control character, or one that turns the direction of writing
)

// A Request is what a person asks for about a binding, exactly as typed.
// Nothing is unbound, copied or erased by it: a reviewer decides.
type Request struct {
	ID             uuid.UUID // of the submission it becomes: sending twice is the same request
	Case           uuid.UUID // its own
	Reference      string    // its own
	Kind           Kind      // one of RequestKinds
	About          uuid.UUID // case of the binding
	AboutReference string    // that case's, by which the desk finds it
	MaskedName     string    // as *三, for the desk; "" if it is not known here
	Reason         string    // one of RequestReasons
	Text           string    // own words, may be empty; a line ends in "\n"
	Contact        string    // a telephone number, may be empty
}

// RequestFields are the facts of a request; they are sealed.
type RequestFields struct {
	About          uuid.UUID `json:"about"`           // case of the binding
	AboutReference string    `json:"about_reference"` // that case's
	MaskedName     string    `json:"masked_name,omitempty"`
	Reason         string    `json:"reason,omitempty"`
	Text           string    `json:"text,omitempty"`
	Contact        string    `json:"contact,omitempty"` // digits, with a + before them if it was typed
}

// Problems lists what is missing or wrong, in the order of the page; a request
// has only one, so Problem.Page is empty. Without any, r can be sealed.
func (r Request) Problems() []Problem {
	var found []Problem
	add := func(field, code string) { found = append(found, Problem{Field: field, Code: code}) }
	reasons := RequestReasons[r.Kind]
	if !slices.Contains(reasons, r.Reason) && (len(reasons) > 0 || r.Reason != "") {
		add(FieldReason, ProblemMissing)
	}
	text := r.text()
	if utf8.RuneCountInString(text) > MaxRequestText {
		add(FieldText, ProblemTooLong)
	}
	if strings.ContainsFunc(text, unwritten) {
		add(FieldText, ProblemControl)
	}
	if _, ok := normalPhone(r.Contact); !ok {
		add(FieldContact, ProblemPhone)
	}
	return found
}

// text is the own words without what surrounds them.
func (r Request) text() string {
	return strings.TrimSpace(strings.ReplaceAll(r.Text, "\r\n", "\n"))
}

// unwritten reports a character that nobody writes, and that could make the
// desk read something else than what stands there. Bytes that are no UTF-8
// come as U+FFFD.
func unwritten(c rune) bool {
	return unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Bidi_Control, c) || c == utf8.RuneError
}

// complete reports whether r has all that is not typed.
func (r Request) complete() bool {
	ids := r.ID != uuid.Nil && r.Case != uuid.Nil && r.About != uuid.Nil && r.About != r.Case
	references := r.Reference != "" && r.AboutReference != "" && r.Reference != r.AboutReference
	return ids && references && r.Kind.IsRequest()
}

// SealRequest makes a submission of r: the only revision of its case, without
// photographs. It fails with ErrNotReady, which wraps a *NotReady if r has
// problems. Sealing r again gives the same ids. s.Rules are not needed.
func SealRequest(r Request, s Sealing) (Submission, error) {
	if !r.complete() {
		return Submission{}, Fail(CodeNotReady, errors.New("the request has no id, case, kind or reference, or is about no other case"))
	}
	if found := r.Problems(); len(found) > 0 {
		return Submission{}, Fail(CodeNotReady, &NotReady{found})
	}
	contact, _ := normalPhone(r.Contact)
	return Submission{
		ID: r.ID, Case: r.Case, Kind: r.Kind, Revision: 1, Reference: r.Reference,
		Language: s.Language, At: s.At.UTC(), Due: s.Due,
		Fields: Fields{Request: &RequestFields{
			About: r.About, AboutReference: r.AboutReference, MaskedName: r.MaskedName,
			Reason: r.Reason, Text: r.text(), Contact: contact,
		}},
	}, nil
}
