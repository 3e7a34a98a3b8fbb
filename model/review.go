package model

import (
	"time"

	"github.com/google/uuid"
)

// A Verb is what a decision does.
type Verb string

// The verbs that decide. Withdraw is the person's; Propose and Decline are
// between reviewers.
const (
	Approve  Verb = "approve"
	Return   Verb = "return"
	Refuse   Verb = "refuse"
	Withdraw Verb = "withdraw"
)

// Verbs lists those that decide.
var Verbs = []Verb{Approve, Return, Refuse, Withdraw}

// A Reason says what is to be put right, and where.
type Reason struct {
	Code  string `json:"code"`            // stable; sentences in assets/text
	Field string `json:"field,omitempty"` // front back name number term phone
	Place *Place `json:"place,omitempty"` // on the photograph
	Text  string `json:"text,omitempty"`  // the sentence the person reads, if the reviewer changed it
}

// Reasons lists the codes for which a desk can return a binding, with the
// field each is about.
var Reasons = []Reason{
	{Code: "front-blur", Field: "front"},
	{Code: "front-glare", Field: "front"},
	{Code: "front-cut", Field: "front"},
	{Code: "front-other", Field: "front"},
	{Code: "back-blur", Field: "back"},
	{Code: "back-glare", Field: "back"},
	{Code: "back-cut", Field: "back"},
	{Code: "back-other", Field: "back"},
	{Code: "name-differs", Field: "name"},
	{Code: "number-differs", Field: "number"},
	{Code: "term-differs", Field: "term"},
	{Code: "expired", Field: "term"},
}

// RefusalReasons lists the codes of a final refusal of a binding.
var RefusalReasons = []Reason{
	{Code: "not-own-card"},
	{Code: "not-a-card"},
	{Code: "card-void"},
	{Code: "repeated"},
}

// RequestRefusalReasons lists the codes with which a request is refused.
var RequestRefusalReasons = []Reason{
	{Code: "at-counter"}, // it has to be done at the counter
	{Code: "not-yours"},  // the reference belongs to somebody else's case
	{Code: "repeated"},
}

// ReasonsFor lists the reasons for a verb on a case of a kind; the desk gives
// at least one of them. Approve and Withdraw need none. Return has none for a
// request, where there is nothing to put right. The list is not to be changed.
func ReasonsFor(kind Kind, verb Verb) []Reason {
	switch {
	case verb == Return && kind == Binding:
		return Reasons
	case (verb == Refuse || verb == Propose) && kind == Binding:
		return RefusalReasons
	case (verb == Refuse || verb == Propose) && kind.IsRequest():
		return RequestRefusalReasons
	}
	return nil
}

// A Decision is one act on a case.
type Decision struct {
	Case     uuid.UUID
	Verb     Verb
	Version  int       // of the Head it was taken on
	At       time.Time // UTC
	Reviewer string    // id of the reviewer's key; "" for Withdraw
	Reasons  []Reason  // Return, Refuse and Propose: at least one
	Note     string    // for the person
	DeskNote string    // for the desk only

	Automatic Automatic // what a policy had to do with it; the store fills it in
}
