package model

import (
	"slices"
	"unicode/utf8"

	"truename/model/idcard"
)

// Codes of CrossCheck's own findings. Value and Limit are given for each; a
// check of the rules that passes is no finding.
const (
	FindingManual     = "manual"     // the person asked for manual review: faults of the photograph, 0
	FindingSamePhoto  = "same-photo" // one picture for both sides: bits that differ, 6
	FindingNameShort  = "name-short" // characters, 2
	FindingNameLong   = "name-long"  // characters, 25
	FindingRegion     = "region-unknown"
	FindingAge        = "age-over-100" // full years, 100
	FindingSequence   = "sequence-000"
	FindingCentenary  = "sequence-centenarian"
	FindingUnder14    = "under-14"   // full years, 14
	FindingTermAge    = "term-age"   // years of the term, years expected from the age at issue; 0 is long-term
	FindingTermEarly  = "term-early" // year of issue, 2004
	FindingExpiring   = "expiring"   // days left, 60
	FindingExpired    = "expired"    // days left (negative), 0
	expiryReminder    = 60           // days
	longestUsualName  = 25           // characters (民委发〔2016〕33号)
	firstSecondIssue  = 2004         // year in which second-generation cards began
	centenarianNumber = 996          // sequences from here were for centenarians
)

// photoCodes are the codes of what is found on a photograph.
var photoCodes = []string{
	FindingCard, FindingNoCard, FindingOther, FindingInsurance, FindingDriving, FindingBank, FindingTravel,
	FindingSeveral, FindingBothSides, FindingWrongSide, FindingCut, FindingFar, FindingResolution, FindingOblique,
	FindingDark, FindingBright, FindingContrast, FindingBlur, FindingMotion, FindingGlare, FindingCovered,
	FindingCopy, FindingScreen, FindingUnreadable,
}

// readCodes are the codes of comparing what was typed with what was read.
var readCodes = []string{
	FindingNotRead, FindingNameDiffers, FindingNameUnverified, FindingNumberDiffers, FindingNumberCorrected,
	FindingCorrected, FindingUnverified, FindingBirthDiffers, FindingSexDiffers, FindingKindDiffers,
	FindingFromDiffers, FindingUntilDiffers,
}

// A mapping makes a finding of a code of idcard.
type mapping struct {
	code    string
	weight  Weight
	field   string
	measure func(facts) (value, limit float64)
}

// mappings has every warning of idcard, and the one error that the desk may
// meet because time passes.
var mappings = map[idcard.Code]mapping{
	idcard.WNameShort:    {FindingNameShort, Notice, FieldName, nameLength(2)},
	idcard.WNameLong:     {FindingNameLong, Notice, FieldName, nameLength(longestUsualName)},
	idcard.WRegion:       {FindingRegion, Notice, FieldNumber, nothing},
	idcard.WAge:          {FindingAge, Notice, FieldNumber, age(100)},
	idcard.WSequence:     {FindingSequence, Notice, FieldNumber, nothing},
	idcard.WCentenary:    {FindingCentenary, Notice, FieldNumber, limitOnly(centenarianNumber)},
	idcard.WTermAge:      {FindingTermAge, Notice, FieldUntil, termYears},
	idcard.WTermEarly:    {FindingTermEarly, Notice, FieldFrom, issueYear},
	idcard.WTermExpiring: {FindingExpiring, Notice, FieldUntil, daysLeft(expiryReminder)},
	idcard.ETermExpired:  {FindingExpired, Fault, FieldUntil, daysLeft(0)},
}

func nothing(facts) (value, limit float64) { return 0, 0 }

func limitOnly(limit float64) func(facts) (float64, float64) {
	return func(facts) (float64, float64) { return 0, limit }
}

func nameLength(limit float64) func(facts) (float64, float64) {
	return func(f facts) (float64, float64) { return float64(utf8.RuneCountInString(f.name.Value)), limit }
}

func age(limit float64) func(facts) (float64, float64) {
	return func(f facts) (float64, float64) { return float64(f.number.Birth.AgeOn(f.today)), limit }
}

func daysLeft(limit float64) func(facts) (float64, float64) {
	return func(f facts) (float64, float64) {
		return f.term.Until.Time().Sub(f.today.Time()).Hours() / 24, limit
	}
}

func issueYear(f facts) (value, limit float64) { return float64(f.term.From.Year), firstSecondIssue }

// termYears compares the years on the card with those of art. 5 of the
// Identity Card Law; long-term is 0.
func termYears(f facts) (value, limit float64) {
	if !f.term.Long {
		value = float64(f.term.Until.Year - f.term.From.Year)
	}
	if years, long := idcard.ExpectedTerm(f.number.Birth, f.term.From, f.number.Kind); !long {
		limit = float64(years)
	}
	return value, limit
}

// CrossCheck is the automatic review: what a reviewer should look at, from
// the photographs, the name, the number and the term, in this order. The
// findings of both photographs are among it, with their side. What was typed
// is held against what was read; a difference is a notice, for either may be
// wrong. It decides nothing.
//
// Warnings of idcard have these codes: W_NAME_SHORT name-short, W_NAME_LONG
// name-long, W_REGION_UNKNOWN region-unknown, W_AGE_OVER_100 age-over-100,
// W_SEQUENCE_000 sequence-000, W_CENTENARIAN_SEQ sequence-centenarian,
// W_TERM_AGE term-age, W_TERM_EARLY term-early, W_TERM_EXPIRING expiring; and
// E_TERM_EXPIRED is the fault expired.
func CrossCheck(d Draft, r idcard.Rules) []Finding {
	f := d.judge(r)
	e := evidence{f, d.Front, d.Back}
	found := append(ofPhoto(d.Front, Front), ofPhoto(d.Back, Back)...)
	if d.Front.Same(d.Back) {
		n, _ := d.Front.Distance(d.Back)
		found = append(found, SamePhoto(n))
	}
	found = append(found, f.findings(f.name.Codes)...)
	found = append(found, e.read(FieldName)...)
	found = append(found, f.findings(f.number.Codes)...)
	found = append(found, e.read(FieldNumber)...)
	found = append(found, e.kind()...)
	if f.under14() {
		years, limit := age(guardianAge)(f)
		found = append(found, Finding{Code: FindingUnder14, Weight: Notice, Field: FieldNumber, Value: years, Limit: limit})
	}
	found = append(found, f.findings(f.term.Codes)...)
	return append(append(found, e.read(FieldFrom)...), e.read(FieldUntil)...)
}

// SamePhoto is the finding that one picture was given for both sides; bits is
// the distance of the two.
func SamePhoto(bits int) Finding {
	return Finding{Code: FindingSamePhoto, Weight: Fault, Side: Back, Field: FieldBack, Value: float64(bits), Limit: sameBits}
}

// ofPhoto is what the checks found on one photograph, and whether the person
// asked for manual review of it.
func ofPhoto(p Photo, side Side) []Finding {
	found := make([]Finding, 0, len(p.Report.Findings)+1)
	for _, f := range p.Report.Findings {
		f.Side = side
		found = append(found, f)
	}
	if p.Manual {
		found = append(found, Finding{
			Code: FindingManual, Weight: Notice, Side: side, Field: string(side), Value: float64(p.faults()),
		})
	}
	return append(found, unread(p, side)...)
}

// findings translates those codes that have a mapping.
func (f facts) findings(codes []idcard.Code) []Finding {
	var found []Finding
	for _, c := range codes {
		if m, ok := mappings[c]; ok {
			value, limit := m.measure(f)
			found = append(found, Finding{Code: m.code, Weight: m.weight, Field: m.field, Value: value, Limit: limit})
		}
	}
	return found
}

// FindingCodes lists every code that a finding can have, the photographs'
// first, so that a test can ask for a sentence for each.
func FindingCodes() []string {
	return append(slices.Concat(photoCodes, readCodes),
		FindingManual, FindingSamePhoto, FindingNameShort, FindingNameLong, FindingRegion, FindingAge,
		FindingSequence, FindingCentenary, FindingUnder14, FindingTermAge, FindingTermEarly,
		FindingExpiring, FindingExpired)
}
