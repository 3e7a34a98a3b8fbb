package model

import "time"

// A Camera is one that is there now.
type Camera struct {
	ID   string // means nothing to people, and may change when it is plugged in again
	Name string // as its maker calls it, fit to be shown
}

// What can be wrong with what a camera sees now, by the codes of findings as far
// as there are.
const (
	LiveNoCard = FindingNoCard
	LiveCut    = FindingCut
	LiveFar    = FindingFar
	LiveMoving = "moving"
	LiveDark   = FindingDark
	LiveBright = FindingBright
	LiveBlur   = FindingBlur
	LiveSide   = FindingWrongSide
)

// A Sign is what there is to say about a frame of a camera.
type Sign struct {
	Quad  *[4][2]float64 // corners of the card, in parts of the frame; nil if none is seen
	Wrong string         // one of the Live codes; "" when all is well
	Held  float64        // how much of the time it has to be well is over, 0 … 1
	Take  bool           // this frame is the photograph
}

// A Shelf is what pictures lie on a medium that a person has put in.
type Shelf struct {
	Pictures []Shelved // the newest first
	More     bool      // not everything was looked at
}

// A Shelved is a file that looks like a photograph by its name.
type Shelved struct {
	Path string    // below the medium's folder, with slashes
	Name string    // fit to be shown; never empty
	At   time.Time // when it was changed last
	Size int64     // bytes
}
