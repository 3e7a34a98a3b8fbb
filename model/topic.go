package model

import (
	"time"

	"truename/model/idcard"
)

// A Topic is one row of the hot topics.
type Topic struct {
	Rank      int     `json:"rank"`
	Title     Text    `json:"title"`
	Heat      float64 `json:"heat"`      // 0 … 10
	Platforms []Text  `json:"platforms"` // that which gives it most of its heat first

	// What is known of topics that were followed; zero in a table made by hand.
	Key     string       `json:"key,omitempty"`     // stands for it as long as it is known
	Was     int          `json:"was,omitempty"`     // rank a day before; 0: it is new
	First   time.Time    `json:"first,omitzero"`    // when it was seen first
	Last    time.Time    `json:"last,omitzero"`     // and last
	Line    []float64    `json:"line,omitempty"`    // heat at the ends of LineSteps equal parts of TopicDays, oldest first
	Parts   []HeatPart   `json:"parts,omitempty"`   // how the heat was computed, in the order of Platforms
	Bonus   float64      `json:"bonus,omitempty"`   // factor for being on several platforms, from 1
	Reached float64      `json:"reached,omitempty"` // what the parts and the bonus come to; Board.Reference of it is a heat of 10
	Entries []TopicEntry `json:"entries,omitempty"` // how platforms word it, the hottest first
}

// TopicDays is how long topics are followed, and LineSteps how many parts their
// lines have.
const (
	TopicDays = 10
	LineSteps = 20
)

// A HeatPart is what one platform gives to the heat of a topic.
type HeatPart struct {
	Platform Text    `json:"platform"`
	Best     int     `json:"best"`   // best rank of these ten days
	Hours    float64 `json:"hours"`  // exposure: hours at the top that its time in the list is worth now
	Share    float64 `json:"share"`  // that, saturated: 0 … 1
	Weight   float64 `json:"weight"` // of the platform, a share of all weights: 0 … 1
}

// A TopicEntry is a title as one platform has it.
type TopicEntry struct {
	Title    string `json:"title"`
	Platform Text   `json:"platform"`
	Link     string `json:"link,omitempty"` // an http or https address, or ""
	Best     int    `json:"best"`           // best rank
}

// A TopicTable is a table made by hand with the day it was made.
type TopicTable struct {
	Date   idcard.Date `json:"date"`
	Topics []Topic     `json:"topics"`
}

// A Board is what the panel of hot topics shows: a table made by hand, or what
// was followed.
type Board struct {
	Date      idcard.Date   `json:"date,omitzero"`    // of a table made by hand; zero for what was followed
	Updated   time.Time     `json:"updated,omitzero"` // of the newest list
	Reference float64       `json:"reference,omitempty"`
	Topics    []Topic       `json:"topics"`
	Sources   []TopicSource `json:"sources,omitempty"` // in the order of the configuration
	Fault     SourceFault   `json:"fault,omitempty"`   // why the collection that should be here could not be read
}

// Answered is how many sources gave a list when they were asked last.
func (b Board) Answered() (n int) {
	for _, s := range b.Sources {
		if s.Fault == "" && !s.At.IsZero() {
			n++
		}
	}
	return n
}

// A TopicSource is one platform's list and how it went.
type TopicSource struct {
	ID    string      `json:"id"`
	Name  Text        `json:"name"`
	At    time.Time   `json:"at,omitzero"`     // of its newest list; zero: none yet
	Rows  int         `json:"rows,omitempty"`  // in that list
	Left  int         `json:"left,omitempty"`  // rows of it that were left out: advertising, pinned, unreadable
	Fault SourceFault `json:"fault,omitempty"` // why the last attempt gave nothing; "" if it did
	Thin  bool        `json:"thin,omitempty"`  // too few lists of late: it does not count
}

// A SourceFault is why a source of topics gave nothing.
type SourceFault string

// Faults of sources.
const (
	SourceUnreachable SourceFault = "unreachable" // no connection, or no such file
	SourceTimeout     SourceFault = "timeout"
	SourceRefused     SourceFault = "refused" // the server answers that it has none
	SourceTooLarge    SourceFault = "too-large"
	SourceWrongType   SourceFault = "wrong-type" // a web page or picture, say
	SourceBroken      SourceFault = "broken"     // not the format it should be
	SourceEmpty       SourceFault = "empty"      // no row that can be used
	SourceStale       SourceFault = "stale"      // more than a day old
	SourceSignature   SourceFault = "signature"  // not signed by whom it should be
)

// SourceFaults are all of them.
var SourceFaults = []SourceFault{
	SourceUnreachable, SourceTimeout, SourceRefused, SourceTooLarge, SourceWrongType,
	SourceBroken, SourceEmpty, SourceStale, SourceSignature,
}

// Error makes a fault an error.
func (f SourceFault) Error() string { return "source of topics: " + string(f) }

// A TopicList is what a platform's list was at one moment.
type TopicList struct {
	Platform string // id of the source
	At       time.Time
	Rows     []TopicRow // by rank
}

// A TopicRow is one row of a list; its rank is its place.
type TopicRow struct {
	Title string
	Link  string  // an http or https address, or ""
	Heat  float64 // as the platform counts; 0: it tells none
}
