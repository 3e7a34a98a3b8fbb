package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

// decisionMagic begins every decision: see headerMagic.
const decisionMagic = "truename decision 1\n"

// A DecisionHead is the clear part of a decision.
type DecisionHead struct {
	Case     uuid.UUID    `json:"case"`
	ID       uuid.UUID    `json:"id"` // of the revision decided on
	Revision int          `json:"revision"`
	Seq      int          `json:"seq"` // counts the decisions on this revision from 1
	Verb     model.Verb   `json:"verb"`
	Status   model.Status `json:"status"`   // after the decision
	Version  int          `json:"version"`  // of the case, after the decision
	At       time.Time    `json:"at"`       // UTC
	Reviewer string       `json:"reviewer"` // id; "": nobody, the device signed
	Device   string       `json:"device"`   // id of the machine it was taken on

	Automatic model.Automatic `json:"automatic,omitempty"` // what a policy had to do with it
	Proposed  string          `json:"proposed,omitempty"`  // of a refusal by two: id of the reviewer who proposed it
}

// A DecisionFile is one decision as it is stored.
type DecisionFile struct {
	Head      DecisionHead
	Capsule   []byte // reasons, note and certificate for the person: see SealCapsule
	Desk      []byte // note for the desk: an age file to the month's key
	AuditSeq  uint64 // of the last audit record before it
	AuditHead [32]byte
}

// wireDecision is a DecisionFile as JSON writes it.
type wireDecision struct {
	Head      DecisionHead `json:"head"`
	Capsule   []byte       `json:"capsule,omitempty"`
	Desk      []byte       `json:"desk,omitempty"`
	AuditSeq  uint64       `json:"audit_seq"`
	AuditHead hex32        `json:"audit_head"`
}

// EncodeDecision signs f with the reviewer's key, or with the device's where
// Head.Reviewer is empty. The file is a line naming the format, a line of JSON
// and a line with the signature.
func EncodeDecision(f DecisionFile, key ed25519.PrivateKey) ([]byte, error) {
	f.Head.At = f.Head.At.Round(0).UTC()
	text, err := f.text()
	if err != nil {
		return nil, err
	}
	return sign(text, key)
}

func (f DecisionFile) text() ([]byte, error) {
	if err := f.Head.check(); err != nil {
		return nil, err
	}
	line, err := oneLine(wireDecision{f.Head, f.Capsule, f.Desk, f.AuditSeq, f.AuditHead})
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(decisionMagic), line, []byte("\n")), nil
}

var verbForm = regexp.MustCompile(`^[a-z][a-z-]{0,30}$`)

func (h DecisionHead) check() error {
	switch {
	case h.Case == uuid.Nil || h.ID == uuid.Nil:
		return damaged("decision: no id")
	case h.Revision < 1 || h.Seq < 1 || h.Version < 1:
		return damaged("decision: revision, sequence or version")
	case !verbForm.MatchString(string(h.Verb)) || !slices.Contains(model.Statuses, h.Status):
		return damaged("decision: verb or status")
	case h.At.Location() != time.UTC:
		return damaged("decision: time is not UTC")
	case !isName(h.Device) || h.Reviewer != "" && !isName(h.Reviewer):
		return damaged("decision: reviewer or device")
	case h.Reviewer == "" && h.Verb != model.Withdraw:
		return damaged("decision: only withdrawing needs no reviewer")
	case h.Automatic == model.ByPolicy && h.Verb != model.Approve || h.Automatic == model.InSample && h.Verb == model.Withdraw,
		!slices.Contains([]model.Automatic{"", model.ByPolicy, model.InSample}, h.Automatic):
		return damaged("decision: what a policy had to do with it")
	case h.Verb.Interim() && h.Status != model.Waiting:
		return damaged("decision: proposed or declined, and the case does not wait")
	case h.Proposed != "" && (h.Verb != model.Refuse || !isName(h.Proposed) || h.Proposed == h.Reviewer):
		return damaged("decision: who proposed it")
	}
	return nil
}

// ParseDecision reads a decision. It checks the form alone, not the signature.
// Everything but the one canonical form is model.ErrDamaged.
func ParseDecision(b []byte) (DecisionFile, error) {
	text, _, ok := splitSignature(b)
	line, magic := bytes.CutPrefix(text, []byte(decisionMagic))
	if !ok || !magic {
		return DecisionFile{}, damaged("decision: not one")
	}
	var w wireDecision
	if json.Unmarshal(line, &w) != nil {
		return DecisionFile{}, damaged("decision: not JSON")
	}
	f := DecisionFile{w.Head, w.Capsule, w.Desk, w.AuditSeq, w.AuditHead}
	again, err := f.text()
	if err != nil {
		return DecisionFile{}, damaged("%w", err)
	}
	if !bytes.Equal(again, text) {
		return DecisionFile{}, damaged("decision: not canonical")
	}
	return f, nil
}

// VerifyDecision reads a decision and checks its signature: with the key of
// Head.Reviewer, or of Head.Device where that is empty. The error is
// model.ErrDamaged, with ErrSignature in its chain if the form is right.
func VerifyDecision(b []byte, key ed25519.PublicKey) (DecisionFile, error) {
	f, err := ParseDecision(b)
	if err != nil {
		return DecisionFile{}, err
	}
	if err := signed(b, key); err != nil {
		return DecisionFile{}, err
	}
	return f, nil
}
