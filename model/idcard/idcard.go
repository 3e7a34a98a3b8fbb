// Package idcard knows the numbers, names and validity terms of Chinese
// identity cards: what is well formed, what follows from a number, and which
// small mistakes can be repaired. It imports no package of ours.
//
// Rules: GB 11643-1999 (number, check character after ISO 7064 MOD 11-2),
// 居民身份证法 art. 5 (terms), 国办发〔2018〕81号 (residence permits), 民委发〔2016〕33号
// (names). Regions: see regions.go.
package idcard

// A Code names one thing noticed about a number, name or term. Its first
// letter is its weight: N_ it was normalised, I_ information, W_ a warning,
// E_ an error. Only an error makes the verdict "not ok".
type Code string

// Codes of numbers.
const (
	NUpperX    Code = "N_UPPER_X"
	NSpaces    Code = "N_SPACES"
	NFullwidth Code = "N_FULLWIDTH"
	IRetired   Code = "I_REGION_RETIRED"
	ILater     Code = "I_REGION_LATER_THAN_BIRTH"
	WRegion    Code = "W_REGION_UNKNOWN"
	WAge       Code = "W_AGE_OVER_100"
	WSequence  Code = "W_SEQUENCE_000"
	WCentenary Code = "W_CENTENARIAN_SEQ"
	EEmpty     Code = "E_EMPTY"
	ELength    Code = "E_LEN"
	EChar      Code = "E_CHAR"
	ECheck     Code = "E_CHECK"
	EDate      Code = "E_DATE"
	EFuture    Code = "E_FUTURE"
	EAge       Code = "E_AGE_RANGE"
	ERegion    Code = "E_REGION"
	ELegacy15  Code = "E_LEGACY15"
	ELegacyFPR Code = "E_LEGACY_FPR"
	EOtherDoc  Code = "E_OTHER_DOC"
	ESpecimen  Code = "E_SPECIMEN" // a specimen's number (region 99) where specimens are not accepted
)

// Codes of names.
const (
	NDot         Code = "N_DOT"          // another middle dot became U+00B7
	NInnerSpaces Code = "N_INNER_SPACES" // spaces between Han characters were removed
	NPrivateUse  Code = "N_PRIVATE_USE"  // a GBK private-use character became its standard one
	NRadical     Code = "N_RADICAL"      // a Kangxi radical became the character
	WNameShort   Code = "W_NAME_SHORT"   // one character
	WNameLong    Code = "W_NAME_LONG"    // over 25 characters (the chip holds 15 units)
	ENameEmpty   Code = "E_NAME_EMPTY"
	ENameChar    Code = "E_NAME_CHAR"     // digits, emoji, controls, Latin in a resident's name …
	ENameDot     Code = "E_NAME_DOT"      // the dot stands first, last or twice
	ENamePrivate Code = "E_NAME_PRIVATE"  // a private-use character with no standard one
	ENameTooLong Code = "E_NAME_TOO_LONG" // over 60 characters
)

// Codes of validity terms.
const (
	WTermAge      Code = "W_TERM_AGE"      // the term is not the one for the age at issue
	WTermExpiring Code = "W_TERM_EXPIRING" // fewer than 60 days left
	WTermEarly    Code = "W_TERM_EARLY"    // issued before 2004
	ETermFrom     Code = "E_TERM_FROM"     // the first day is missing or no day
	ETermUntil    Code = "E_TERM_UNTIL"    // the last day is missing or no day
	ETermOrder    Code = "E_TERM_ORDER"    // it ends before it begins
	ETermLength   Code = "E_TERM_LENGTH"   // not 5, 10 or 20 years to the day, nor long-term
	ETermFuture   Code = "E_TERM_FUTURE"   // it begins after today
	ETermBirth    Code = "E_TERM_BIRTH"    // it begins before birth
	ETermExpired  Code = "E_TERM_EXPIRED"
)

// A Kind says what sort of card a number belongs to.
type Kind string

// The kinds of number.
const (
	Resident     Kind = "resident"
	HongKong     Kind = "hk-residence-permit"
	Macao        Kind = "mo-residence-permit"
	Taiwan       Kind = "tw-residence-permit"
	Foreign2023  Kind = "foreign-pr-2023"
	Foreign2017  Kind = "foreign-pr-2017"
	Resident15   Kind = "resident-15"
	HomeReturn   Kind = "hk-travel-permit"
	SpecimenKind Kind = "specimen" // region 99: demonstration stores only
)

// A Sex follows from the 17th digit.
type Sex string

// The two values a number can tell.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Rules are the circumstances under which something is judged.
type Rules struct {
	Today     Date // the day in China
	Specimens bool // accept region 99 (demonstration stores)
}

// A Number is what is known of one identity number.
type Number struct {
	Value  string // normalised; as far as it got when there is an error
	Kind   Kind   // "" if unknown
	Codes  []Code // in the order noticed
	Birth  Date   // zero unless the date in it is real
	Sex    Sex    // "" unless known
	Region Region // zero if the code is not in the table
	Offer  string // the 18-digit form of a 15-digit number, else ""
}

// OK reports whether no code is an error.
func (n Number) OK() bool { return ok(n.Codes) }

// A Name is what is known of one name.
type Name struct {
	Value string // normalised
	Input string // as it was typed: the police record may hold either form
	Codes []Code
}

// OK reports whether no code is an error.
func (n Name) OK() bool { return ok(n.Codes) }

// A Term is the validity printed on the back of a card.
type Term struct {
	From, Until Date // Until is zero when Long
	Long        bool // 长期
	Codes       []Code
}

// OK reports whether no code is an error.
func (t Term) OK() bool { return ok(t.Codes) }

func ok(codes []Code) bool {
	for _, c := range codes {
		if c.IsError() {
			return false
		}
	}
	return true
}

// A Region is an administrative division as the first six digits name it.
type Region struct {
	Code string // six digits
	Name string // 广东省深圳市盐田区
	From int    // first year of the code, 0 if older than the table
	To   int    // last year of the code, 0 if it is still in use
}
