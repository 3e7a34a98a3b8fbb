package model

// A Side is a side of the card.
type Side string

// The sides: 人像面 and 国徽面.
const (
	Front  Side = "front" // 人像面, with the portrait
	Back   Side = "back"  // 国徽面, with the emblem
	NoSide Side = "none"  // not told apart
)

// A Grade sums up a photograph.
type Grade string

// The grades.
const (
	Good    Grade = "good"
	Flagged Grade = "flagged" // usable; the desk is told
	Retake  Grade = "retake"
)

// A Place is a rectangle on the photograph, in parts of its width and height
// from the top left corner (0 … 1).
type Place struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// A Weight says what a finding means for going on.
type Weight string

// The weights.
const (
	Passed Weight = "passed" // checked and in order: shown as a tick
	Notice Weight = "notice" // the desk should look
	Fault  Weight = "fault"  // take it again, or correct it
)

// A Finding is one result of one check: what was measured against which limit.
type Finding struct {
	Code   string  `json:"code"` // see FindingCodes: sentences in assets/text
	Weight Weight  `json:"weight"`
	Side   Side    `json:"side,omitempty"`  // the photograph it is about, or ""
	Field  string  `json:"field"`           // the field it is about or hides, or ""
	Chars  *[2]int `json:"chars,omitempty"` // first and last character of the field that it hides, from 1
	Value  float64 `json:"value"`
	Limit  float64 `json:"limit"`
	Place  *Place  `json:"place,omitempty"`
}

// Codes of what is found on a photograph.
const (
	FindingCard       = "card"            // passed: share of the card's layout that was recognised
	FindingNoCard     = "no-card"         // no identity card is seen: the same share
	FindingOther      = "other-card"      // another card or document; those known by name have a code of their own:
	FindingInsurance  = "other-insurance" // 社会保障卡
	FindingDriving    = "other-driving"   // 机动车驾驶证, 行驶证
	FindingBank       = "other-bank"      // bank card
	FindingTravel     = "other-travel"    // passport, 往来港澳通行证 …
	FindingSeveral    = "several"         // more than one card: how many, 1
	FindingBothSides  = "both-sides"      // both sides in one picture: 2, 1
	FindingWrongSide  = "wrong-side"      // the other side of the card
	FindingCut        = "cut"             // leaves the picture: share of the card outside
	FindingFar        = "far"             // too small in the picture: length of the card in pixels
	FindingResolution = "resolution"      // the picture has few pixels: its shorter side against its limit
	FindingOblique    = "oblique"         // taken from the side: degrees off the upright view
	FindingDark       = "dark"            // luma of the card's own white
	FindingBright     = "bright"          // over-exposed: luma of the print
	FindingContrast   = "contrast"        // luma between print and ground
	FindingBlur       = "blur"            // out of focus: see photo
	FindingMotion     = "motion"          // shaken: how much softer along one direction
	FindingGlare      = "glare"           // shine on print: share of a field's characters
	FindingCovered    = "covered"         // a finger or another thing over the card: share of it
	FindingCopy       = "copy"            // without colour: chroma
	FindingScreen     = "screen"          // notice: looks like a screen, strength of its grid
	FindingUnreadable = "unreadable"      // a needed field cannot be read, and nothing else says why: confidence
)

// A Report is what the checks found on one photograph.
type Report struct {
	Side     Side           `json:"side"` // told from what is read, not from where the photograph was given
	Grade    Grade          `json:"grade"`
	Quad     *[4][2]float64 `json:"quad"` // corners of the card in parts of the photograph's width and height, clockwise from where the card's top left is when it is read; nil if none was found
	Findings []Finding      `json:"findings"`
}

// Worst is the finding to tell the person first; ok is false if none is a
// notice or a fault.
func (r Report) Worst() (f Finding, ok bool) {
	for _, w := range []Weight{Fault, Notice} {
		for _, f := range r.Findings {
			if f.Weight == w {
				return f, true
			}
		}
	}
	return Finding{}, false
}

// A ReadField is one field read from a photograph.
type ReadField struct {
	Text       string     `json:"text"`            // dates as 2008-01-09, long-term; sex 男 or 女
	Confidence float64    `json:"confidence"`      // of its least certain character, 0 … 1
	Seen       string     `json:"seen,omitempty"`  // what stands there if Text is a correction of it
	Place      *Place     `json:"place,omitempty"` // of its line or lines on the straightened card, in parts of the card
	Chars      []ReadChar `json:"chars,omitempty"` // one a character place, in order
}

// A ReadChar is one character place. Text is "" where something stands that
// was not recognised.
type ReadChar struct {
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"`
	Place      Place   `json:"place"` // on the straightened card
}

// A Reading holds the fields read from one side, by name: the Read constants.
// It is empty while nothing is read.
type Reading map[string]ReadField

// The fields that are read: the first six on the 人像面, the others on the
// 国徽面.
const (
	ReadName      = "name"
	ReadSex       = "sex"
	ReadEthnicity = "ethnicity"
	ReadBirth     = "birth"
	ReadAddress   = "address"
	ReadNumber    = "number"
	ReadAuthority = "authority"
	ReadFrom      = "from"
	ReadUntil     = "until"
)

// A Verdict is what comparing something typed with the photograph gave.
type Verdict string

// The verdicts.
const (
	Same       Verdict = "same"
	Differs    Verdict = "differs"
	Unverified Verdict = "unverified" // cannot be told by reading: a rare character, or nothing was read
)

// A Match is the verdict on one typed value; it holds for that value alone.
type Match struct {
	Typed   string  `json:"typed"`
	Verdict Verdict `json:"verdict"`
	Score   float64 `json:"score"` // of the least fitting character, 0 … 1
}

// A Photo is one photograph as it is kept: re-encoded, without metadata.
type Photo struct {
	JPEG      []byte  `json:"jpeg,omitempty"` // long side at most 3000 pixels
	Width     int     `json:"width,omitempty"`
	Height    int     `json:"height,omitempty"`
	Print     uint64  `json:"print,omitempty"` // perceptual hash (64-bit difference hash): two photographs of one picture differ in few bits
	Report    Report  `json:"report"`
	Reading   Reading `json:"reading,omitempty"`
	NameMatch *Match  `json:"name_match,omitempty"` // of the name typed with what stands on this photograph
	Manual    bool    `json:"manual,omitempty"`     // the person asked for manual review in spite of a fault
}

// Empty reports whether there is no photograph.
func (p Photo) Empty() bool { return len(p.JPEG) == 0 }
