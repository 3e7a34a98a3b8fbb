package model

import (
	"slices"
	"strings"
)

// A Concern is what a finding is about, in a word that a reviewer can filter
// by: see ConcernOf.
type Concern string

// The concerns, the gravest first.
const (
	ConcernDiffers Concern = "differs" // what was typed is not what the card says
	ConcernAlike   Concern = "alike"   // another case has its number or a photograph; no finding
	ConcernCard    Concern = "card"    // not one identity card, or not this side of it
	ConcernTerm    Concern = "term"    // expired, about to, or not a usual term
	ConcernNumber  Concern = "number"  // an unusual number or name
	ConcernPerson  Concern = "person"  // a child, or somebody asked for a reviewer
	ConcernUnread  Concern = "unread"  // nothing to compare with: it was not read, or not surely
	ConcernPhoto   Concern = "photo"   // the quality of a photograph
)

// Concerns lists all of them, the gravest first.
var Concerns = []Concern{
	ConcernDiffers, ConcernAlike, ConcernCard, ConcernTerm, ConcernNumber, ConcernPerson, ConcernUnread, ConcernPhoto,
}

// ConcernOf is what a finding with this code is about. A code that it does not
// know is about the photograph.
func ConcernOf(code string) Concern {
	switch code {
	case FindingNumberCorrected, FindingCorrected, FindingNotRead, FindingNameUnverified, FindingUnverified, FindingUnreadable:
		return ConcernUnread
	case FindingNoCard, FindingOther, FindingInsurance, FindingDriving, FindingBank, FindingTravel, FindingSeveral,
		FindingBothSides, FindingWrongSide, FindingSamePhoto:
		return ConcernCard
	case FindingTermAge, FindingTermEarly, FindingExpiring, FindingExpired:
		return ConcernTerm
	case FindingNameShort, FindingNameLong, FindingRegion, FindingAge, FindingSequence, FindingCentenary:
		return ConcernNumber
	case FindingUnder14, FindingManual:
		return ConcernPerson
	}
	if differs(code) {
		return ConcernDiffers
	}
	return ConcernPhoto
}

// differs reports whether a finding says that something typed is not what was
// read.
func differs(code string) bool { return strings.HasSuffix(code, "-differs") }

// A Risk is how much of a case a reviewer has to look at. It is about the
// evidence and no judgement of a person.
type Risk struct {
	Codes   []string // of its faults and notices, each once, in the order of FindingCodes
	Faults  int
	Notices int
	Differs int  // of the notices and faults, those that say that something typed is not what was read
	Alike   bool // another case has the same number or one of the same photographs
}

// RiskOf counts findings. What it cannot know from them is Alike.
func RiskOf(findings []Finding) (r Risk) {
	for _, f := range findings {
		switch f.Weight {
		case Fault:
			r.Faults++
		case Notice:
			r.Notices++
		default:
			continue
		}
		if differs(f.Code) {
			r.Differs++
		}
		r.Codes = append(r.Codes, f.Code)
	}
	all := FindingCodes()
	slices.SortFunc(r.Codes, func(a, b string) int { return slices.Index(all, a) - slices.Index(all, b) })
	r.Codes = slices.Compact(r.Codes)
	return r
}

// What the parts of a risk weigh. A difference weighs as much as three notices
// beside the one that it is: it is what the desk is there for. Another case with
// the same number or photograph weighs more than any photograph can: either
// somebody started again, which is soon seen, or it is a copy.
const (
	differsWeight = 3
	alikeWeight   = 5
	mostRisk      = 99
)

// Weight is the place of a case in a list by risk, 0 (nothing to look at) … 99:
// 1 for each notice, 3 for each fault, 3 more for each of them that says that
// something typed is not what was read, and 5 if another case is alike.
func (r Risk) Weight() int {
	sum := noticeWeight*r.Notices + faultWeight*r.Faults + differsWeight*r.Differs
	if r.Alike {
		sum += alikeWeight
	}
	return min(sum, mostRisk)
}

// A RiskLevel says how closely to look, for words instead of a number.
type RiskLevel string

// The levels.
const (
	RiskNone  RiskLevel = "none"  // every check passed
	RiskSome  RiskLevel = "some"  // a few notices, or one fault
	RiskGreat RiskLevel = "great" // a difference, another case alike, or many findings
)

// greatRisk is the weight from which a case is to be looked at closely: one
// difference, or two faults.
const greatRisk = noticeWeight + differsWeight

// Level is the level of r.Weight.
func (r Risk) Level() RiskLevel {
	switch w := r.Weight(); {
	case w == 0:
		return RiskNone
	case w < greatRisk:
		return RiskSome
	}
	return RiskGreat
}

// Concerns are what r is about, the gravest first, each once.
func (r Risk) Concerns() (all []Concern) {
	for _, c := range Concerns {
		if c == ConcernAlike && r.Alike || slices.ContainsFunc(r.Codes, func(code string) bool { return ConcernOf(code) == c }) {
			all = append(all, c)
		}
	}
	return all
}
