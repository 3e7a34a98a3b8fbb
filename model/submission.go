package model

import (
	"time"

	"truename/model/idcard"

	"github.com/google/uuid"
)

// A Kind of case.
type Kind string

// The kinds of case. All but Binding are requests, see Request: they have no
// photographs.
const (
	Binding Kind = "binding"
	Unbind  Kind = "unbind" // a request to change or unbind
	Export  Kind = "export" // a request for a copy of one's data
	Erase   Kind = "erase"  // consent withdrawn
)

// A Status of a case.
type Status string

// The statuses. "Received" is an entry of the timeline, not a status.
const (
	Waiting   Status = "waiting"
	Approved  Status = "approved"
	Returned  Status = "returned"
	Refused   Status = "refused"
	Withdrawn Status = "withdrawn"
)

// Statuses lists all of them.
var Statuses = []Status{Waiting, Approved, Returned, Refused, Withdrawn}

// Fields are the typed and derived facts of a submission; they are sealed.
type Fields struct {
	Name         string      `json:"name"`
	NameTyped    string      `json:"name_typed,omitempty"` // where normalising changed it
	Number       string      `json:"number"`
	NumberKind   idcard.Kind `json:"number_kind"`
	Phone        string      `json:"phone,omitempty"`
	From         idcard.Date `json:"from"`
	Until        idcard.Date `json:"until"`
	LongTerm     bool        `json:"long_term,omitempty"`
	Birth        idcard.Date `json:"birth"`
	Sex          idcard.Sex  `json:"sex"`
	Region       string      `json:"region,omitempty"`
	Consent      Consent     `json:"consent"`
	PhotoConsent Consent     `json:"photo_consent"`
	Guardian     Guardian    `json:"guardian"`
	Findings     []Finding   `json:"findings"` // photographs' and CrossCheck's

	Request *RequestFields `json:"request,omitempty"` // of a request, which has nothing of the above
}

// A Submission is one revision of a case, ready to be sealed.
type Submission struct {
	ID        uuid.UUID   `json:"id"`
	Case      uuid.UUID   `json:"case"`
	Kind      Kind        `json:"kind"`
	Revision  int         `json:"revision"`
	Reference string      `json:"reference"`
	Language  string      `json:"language"` // the person's, for what the desk writes
	At        time.Time   `json:"at"`       // UTC
	Due       idcard.Date `json:"due"`      // last working day promised
	Fields    Fields      `json:"fields"`
	Front     Photo       `json:"-"` // sealed apart from the fields
	Back      Photo       `json:"-"`
}

// A Head is what stands in clear about a case: nothing about the person.
type Head struct {
	Case     uuid.UUID   `json:"case"`
	ID       uuid.UUID   `json:"id"` // of the latest revision
	Kind     Kind        `json:"kind"`
	Revision int         `json:"revision"`
	Version  int         `json:"version"` // optimistic lock: grows by one with every change
	Status   Status      `json:"status"`
	Received time.Time   `json:"received"` // first revision
	Updated  time.Time   `json:"updated"`
	Due      idcard.Date `json:"due"`
	Weight   int         `json:"weight"` // 0 … 9: number and gravity of findings, for sorting
	Machine  string      `json:"machine"`
	Tag      string      `json:"tag"` // first group of the reference
	Demo     bool        `json:"demo"`

	// Proposed is the id of the key of the reviewer who proposed to refuse: of a
	// case that waits, until another one seconds or declines it; of a refused one
	// for good. "" if nobody did.
	Proposed string `json:"proposed,omitempty"`
}

// A Receipt acknowledges a submission after it was synced.
type Receipt struct {
	Reference     string      `json:"reference"`
	ID            uuid.UUID   `json:"id"`
	Status        Status      `json:"status"`
	Received      time.Time   `json:"received"`
	ExpectedFrom  idcard.Date `json:"expected_from"`
	ExpectedUntil idcard.Date `json:"expected_until"`
}

// An Event is one entry of a timeline.
type Event struct {
	At      time.Time
	What    string // received, approved, returned, refused, withdrawn, corrected; for the desk alone proposed, declined
	Reasons []Reason
	Note    string // for the person

	Automatic bool // a decision that a policy took, in the name of the office
}

// A Progress is what the holder of a reference may see.
type Progress struct {
	Head      Head
	Reference string
	Timeline  []Event // oldest first

	Certificate *Certificate // of an approved binding; nil without, as before there were any
}

// A Mine is a case of this account: what Me and Status list without a key of
// the desk.
type Mine struct {
	Reference  string      `json:"reference"`
	Case       uuid.UUID   `json:"case"`
	Kind       Kind        `json:"kind"`
	About      uuid.UUID   `json:"about,omitzero"` // of a request: case of the binding
	MaskedName string      `json:"masked_name"`
	MaskedNum  string      `json:"masked_number"`
	Until      idcard.Date `json:"until"`
	LongTerm   bool        `json:"long_term,omitempty"`
	Head       Head        `json:"-"` // as the index has it now
	Ended      bool        `json:"-"` // of a binding: a request of this account to unbind or erase it was approved
}

// A Kept says what is stored about this account on this machine: counts and
// flags alone.
type Kept struct {
	Bindings int       // cases whose reference is kept here
	Requests int       // requests whose reference is kept here
	Copies   int       // of the bindings, those with a whole copy of what was submitted, photographs included
	Draft    bool      // one that was not sent
	Saved    time.Time // when the draft was saved, UTC; zero if that is not known
	Until    time.Time // when the draft is erased if nothing changes, UTC; zero if no end is set
	Days     Retention // how long the desk keeps what it has
	Keyring  string    // name of the keyring with the local key; "" if that lies in a file beside the data
	Claimed  bool      // the desk has a passphrase
}

// An Opening says that a reviewer opened the file of a case.
type Opening struct {
	At       time.Time // UTC
	By       string    // first eight characters of the id of the reviewer's key
	Revision int       // which was shown
}

// A Case is an opened packet with its history, for the desk.
type Case struct {
	Head       Head
	Submission Submission
	Before     *Submission // the revision before, which was returned; nil if there is none
	BeforeLost bool        // there is one, and it cannot be opened any more: damaged, or its month's key is gone
	Timeline   []Event
	DeskNotes  []string // oldest first
	MaySecond  bool     // whoever opened it may second the refusal that is proposed

	Certificate *Certificate // as in Progress
}
