package model

import (
	"fmt"
	"slices"
	"strings"

	"truename/model/idcard"
)

// A Policy says which bindings a desk approves by itself, while it is open and
// in the name of the reviewer who opened it. The zero value leaves every case
// to a person. Nothing is ever returned or refused by itself.
type Policy struct {
	Automatic bool // approve what passes every check
	Sample    int  // of a hundred such bindings, how many go to a person all the same, 0 … 100
}

// DefaultSample is the share that goes to a person where nothing is said.
const DefaultSample = 5

// An Automatic says what a policy had to do with a decision.
type Automatic string

const (
	ByPolicy Automatic = "policy" // approved by itself
	InSample Automatic = "sample" // it passed every check, and went to a person all the same
)

// Reviewed is what a policy did with the cases that wait.
type Reviewed struct {
	Approved int // by itself
	Sampled  int // left to a person though they passed every check
	Left     int // left to a person because they did not
}

// held are the fields of which each has to be read as it was typed.
var held = []string{ReadName, ReadNumber, ReadBirth, ReadSex, ReadFrom, ReadUntil}

// Draft is the draft that s was made of, as far as the rules judge it.
func (s Submission) Draft() Draft {
	until := s.Fields.Until.String()
	if s.Fields.LongTerm {
		until = "长期"
	}
	return Draft{
		Name: s.Fields.Name, Phone: s.Fields.Phone, Number: s.Fields.Number, From: s.Fields.From.String(), Until: until,
		Consent: s.Fields.Consent, PhotoConsent: s.Fields.PhotoConsent, Guardian: s.Fields.Guardian, Front: s.Front, Back: s.Back,
	}
}

// AutoCheck looks at a binding as the policy does: clear says that every check
// passes, which are that the rules find nothing to look at, that the
// photographs show nothing and that each field was read as it was typed. found
// is all that was checked, each with its code, value and limit.
func AutoCheck(s Submission, r idcard.Rules) (found []Finding, clear bool) {
	d := s.Draft()
	found = CrossCheck(d, r)
	clear = s.Kind == Binding && len(d.Problems(r)) == 0 && len(s.Front.Report.Findings) > 0 && len(s.Back.Report.Findings) > 0
	for _, f := range found {
		clear = clear && f.Weight == Passed
	}
	for _, read := range held {
		clear = clear && s.Compare(read).Verdict == Same
	}
	return found, clear
}

// Protocol is what was checked, a line each, for the desk: side, code of the
// check, value and limit of each finding, and each field that was read as typed.
//
//	front blur 2.31 1.25
//	read-as-typed name
func Protocol(found []Finding) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %.4g %.4g", f.Side, f.Code, f.Value, f.Limit)))
	}
	for _, read := range held {
		lines = append(lines, "read-as-typed "+read)
	}
	return strings.Join(slices.Compact(lines), "\n")
}
