package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"
)

// The documents that go between machines have the form of a decision: a line
// that names the format, one line of JSON, a line with the signature. What is
// read is written again and must give the same bytes.
const (
	keyListMagic  = "truename keys 1\n"
	manifestMagic = "truename export 1\n"
	receiptMagic  = "truename receipt 1\n"
)

// MaxDocument is how many bytes such a document has at most.
const MaxDocument = 8 << 20

// MaxFiles is how many files one export has at most.
const MaxFiles = 10_000

// A Named is a public Ed25519 key. Its id follows from it: see KeyID.
type Named struct {
	ID     string            `json:"id"`
	Public ed25519.PublicKey `json:"public"`
}

// NameKey is public with its id.
func NameKey(public ed25519.PublicKey) Named { return Named{KeyID(public), public} }

func (n Named) check() error {
	if len(n.Public) != ed25519.PublicKeySize || n.ID != KeyID(n.Public) {
		return damaged("a public key and its id do not fit")
	}
	return nil
}

// A Signer decides at the organisation's desk.
type Signer struct {
	Named
	Removed time.Time `json:"removed,omitzero"` // since when they decide nothing
}

// A KeyList is what an organisation gives to machines that submit and never
// open: the months' public keys, and who may decide and acknowledge.
type KeyList struct {
	Organisation Named     `json:"organisation"` // signs the list
	Version      int       `json:"version"`      // grows with every list, from 1
	Made         time.Time `json:"made"`         // UTC
	Demo         bool      `json:"demo"`
	Months       []Month   `json:"months"`    // the last key of each month, sorted
	Reviewers    []Signer  `json:"reviewers"` // former ones too
	Desks        []Named   `json:"desks"`     // machines that decisions and receipts come from

	Before []Endorsement `json:"before,omitempty"` // keys that Organisation took the place of, oldest first
}

// An Endorsement is a key that signed lists, and its signature on the key that
// took its place: the next one, or that of the list.
type Endorsement struct {
	Named
	Sign []byte `json:"sign"`
}

// endorseContext keeps a signature on a key from being used elsewhere.
const endorseContext = "truename organisation 1\n"

// Endorse lets the key that signed lists say that next takes its place.
func Endorse(old ed25519.PrivateKey, next ed25519.PublicKey) Endorsement {
	return Endorsement{NameKey(old.Public().(ed25519.PublicKey)), ed25519.Sign(old, append([]byte(endorseContext), next...))}
}

// Succeeds reports whether the key of l took the place of key, directly or
// through others.
func (l KeyList) Succeeds(key ed25519.PublicKey) bool {
	i := slices.IndexFunc(l.Before, func(e Endorsement) bool { return e.Public.Equal(key) })
	if i < 0 {
		return false
	}
	for ; i < len(l.Before); i++ {
		next := l.Organisation.Public
		if i+1 < len(l.Before) {
			next = l.Before[i+1].Public
		}
		if !ed25519.Verify(l.Before[i].Public, append([]byte(endorseContext), next...), l.Before[i].Sign) {
			return false
		}
	}
	return true
}

func (l KeyList) signer() ed25519.PublicKey { return l.Organisation.Public }

func (l KeyList) check() error {
	if err := l.Organisation.check(); err != nil {
		return err
	}
	if l.Version < 1 || l.Made.Location() != time.UTC || len(l.Months) == 0 || len(l.Desks) == 0 {
		return damaged("list of keys: version, time, months or desks")
	}
	for i, m := range l.Months {
		if !monthID.MatchString(m.ID) || i > 0 && l.Months[i-1].ID >= m.ID {
			return damaged("list of keys: months")
		}
		if _, err := age.ParseHybridRecipient(m.Recipient); err != nil {
			return damaged("list of keys: a month's key")
		}
	}
	for _, e := range l.Before {
		if err := e.check(); err != nil {
			return err
		}
	}
	for _, r := range l.Reviewers {
		if err := r.check(); err != nil {
			return err
		}
	}
	for _, d := range l.Desks {
		if err := d.check(); err != nil {
			return err
		}
	}
	return nil
}

// An Item is one file of an export.
type Item struct {
	File  string `json:"file"`  // in the export's folder
	Place string `json:"place"` // <case>/<n>.packet or <case>/<n>.<k>.decision
	Size  int64  `json:"size"`  // bytes
	Sum   hex32  `json:"sum"`   // SHA-256
}

var (
	itemFile  = regexp.MustCompile(`^[0-9]{5}\.(packet|decision)$`)
	itemPlace = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[1-9][0-9]{0,4}(\.packet|\.[1-9][0-9]{0,4}\.decision)$`)
)

func (i Item) check() error {
	if !itemFile.MatchString(i.File) || !itemPlace.MatchString(i.Place) || i.Size < 1 || i.Size > MaxItem {
		return damaged("export: name or size of a file")
	}
	return nil
}

// MaxItem is how many bytes a packet or decision has at most.
const MaxItem = 2*maxFields + 2*maxPhotos + HeaderSize

// A Manifest says what an export holds.
type Manifest struct {
	ID           uuid.UUID `json:"id"` // of the export
	Machine      Named     `json:"machine"`
	At           time.Time `json:"at"` // UTC
	Demo         bool      `json:"demo"`
	Organisation string    `json:"organisation"` // id of its key; "": none
	Items        []Item    `json:"items"`        // in the order in which they can be taken in
}

func (m Manifest) signer() ed25519.PublicKey { return m.Machine.Public }

func (m Manifest) check() error {
	if m.ID == uuid.Nil || m.At.Location() != time.UTC || len(m.Items) == 0 || len(m.Items) > MaxFiles {
		return damaged("export: id, time or number of files")
	}
	files := map[string]bool{}
	for _, i := range m.Items {
		if err := i.check(); err != nil {
			return err
		}
		if files[i.File] {
			return damaged("export: a file stands twice")
		}
		files[i.File] = true
	}
	return m.Machine.check()
}

// A Taken says what became of one file of an export.
type Taken struct {
	Place string `json:"place"`
	Sum   hex32  `json:"sum"`
	Error string `json:"error,omitempty"` // "": it is stored and synced at the machine that signs
}

// A Receipt acknowledges an export.
type Receipt struct {
	Export  uuid.UUID `json:"export"`
	From    string    `json:"from"` // id of the machine that exported
	Machine Named     `json:"machine"`
	At      time.Time `json:"at"` // UTC
	Demo    bool      `json:"demo"`
	Taken   []Taken   `json:"taken"`
}

func (r Receipt) signer() ed25519.PublicKey { return r.Machine.Public }

func (r Receipt) check() error {
	if r.Export == uuid.Nil || !isName(r.From) || r.At.Location() != time.UTC || len(r.Taken) > MaxFiles {
		return damaged("receipt: export, time or number of files")
	}
	for _, t := range r.Taken {
		if !itemPlace.MatchString(t.Place) || t.Error != "" && !isName(t.Error) {
			return damaged("receipt: a file")
		}
	}
	return r.Machine.check()
}

// A document is signed by a key that stands in it: whether that key is
// trusted, the caller says.
type document interface {
	signer() ed25519.PublicKey
	check() error
}

func encodeDocument(magic string, d document, key ed25519.PrivateKey) ([]byte, error) {
	text, err := documentText(magic, d)
	if err != nil {
		return nil, err
	}
	return sign(text, key)
}

func documentText(magic string, d document) ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	line, err := oneLine(d)
	return slices.Concat([]byte(magic), line, []byte("\n")), err
}

func parseDocument[D document](magic string, b []byte) (d D, err error) {
	text, _, ok := splitSignature(b)
	line, named := bytes.CutPrefix(text, []byte(magic))
	var none D
	if !ok || !named || len(b) > MaxDocument || json.Unmarshal(line, &d) != nil {
		return none, damaged("a document between machines: not of this form")
	}
	again, err := documentText(magic, d)
	if err != nil {
		return none, err
	}
	if !bytes.Equal(again, text) {
		return none, damaged("a document between machines: not canonical")
	}
	if err := signed(b, d.signer()); err != nil {
		return none, err
	}
	return d, nil
}

// EncodeKeyList signs l with the organisation's key.
func EncodeKeyList(l KeyList, key ed25519.PrivateKey) ([]byte, error) {
	return encodeDocument(keyListMagic, l, key)
}

// ParseKeyList reads a list and checks its signature with the organisation's
// key that stands in it; whether that one is trusted, the caller says. The
// error is model.ErrDamaged, with ErrSignature in its chain if the form is
// right.
func ParseKeyList(b []byte) (KeyList, error) { return parseDocument[KeyList](keyListMagic, b) }

// EncodeManifest signs m with the key of the machine that exports.
func EncodeManifest(m Manifest, d Device) ([]byte, error) {
	return encodeDocument(manifestMagic, m, d.Private)
}

// ParseManifest is to manifests what ParseKeyList is to lists.
func ParseManifest(b []byte) (Manifest, error) { return parseDocument[Manifest](manifestMagic, b) }

// EncodeReceipt signs r with the key of the machine that took in.
func EncodeReceipt(r Receipt, d Device) ([]byte, error) {
	return encodeDocument(receiptMagic, r, d.Private)
}

// ParseReceipt is to receipts what ParseKeyList is to lists.
func ParseReceipt(b []byte) (Receipt, error) { return parseDocument[Receipt](receiptMagic, b) }
