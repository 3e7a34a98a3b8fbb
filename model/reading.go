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
	Code   string  `json:"code"` // blur, dark, bright, resolution, term-age …: sentences in assets/text
	Weight Weight  `json:"weight"`
	Side   Side    `json:"side,omitempty"` // the photograph it is about, or ""
	Field  string  `json:"field"`          // the field it is about or hides, or ""
	Value  float64 `json:"value"`
	Limit  float64 `json:"limit"`
	Place  *Place  `json:"place,omitempty"`
}

// A Report is what the checks found on one photograph.
type Report struct {
	Side     Side           `json:"side"`
	Grade    Grade          `json:"grade"`
	Quad     *[4][2]float64 `json:"quad"` // corners of the card in pixels; nil while none is looked for
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
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"` // 0 … 1
}

// A Reading holds the fields read, by name: name sex ethnicity birth address
// number authority from until. It is empty while nothing is read.
type Reading map[string]ReadField

// A Photo is one photograph as it is kept: re-encoded, without metadata.
type Photo struct {
	JPEG   []byte `json:"jpeg,omitempty"` // long side at most 3000 pixels
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Print  uint64 `json:"print,omitempty"` // perceptual hash (64-bit difference hash): two photographs of one picture differ in few bits
	Report Report `json:"report"`
	Manual bool   `json:"manual,omitempty"` // the person asked for manual review in spite of a fault
}

// Empty reports whether there is no photograph.
func (p Photo) Empty() bool { return len(p.JPEG) == 0 }
