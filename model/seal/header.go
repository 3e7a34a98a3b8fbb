package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

// HeaderSize is the length of a packet's header in bytes.
const HeaderSize = 1024

// headerMagic begins every header. A signature over it cannot be used for
// anything else.
const headerMagic = "truename packet 1\n"

const headerVersion = 1

// A Header is what stands in clear in a packet: nothing about the person.
type Header struct {
	Version   int
	Case, ID  uuid.UUID
	Kind      model.Kind
	Revision  int
	Created   time.Time // UTC, to the minute
	Due       idcard.Date
	Weight    int      // 0 … 9
	Tag       string   // first group of the reference
	Lookup    [16]byte // finds the case by its reference
	Machine   string   // at most 64 bytes, without / \ : "
	Demo      bool
	Month     string // id of the key that opens the parts
	FieldsLen int64  // bytes
	PhotosLen int64  // bytes; 0: no photographs
	Body      [32]byte
	AuditSeq  uint64   // of the last audit record when the packet was made
	AuditHead [32]byte // its hash
	Previous  uuid.UUID
}

// wireHeader is a Header as JSON writes it.
type wireHeader struct {
	Case      uuid.UUID   `json:"case"`
	ID        uuid.UUID   `json:"id"`
	Previous  uuid.UUID   `json:"previous"`
	Kind      model.Kind  `json:"kind"`
	Revision  int         `json:"revision"`
	Created   time.Time   `json:"created"`
	Due       idcard.Date `json:"due"`
	Weight    int         `json:"weight"`
	Tag       string      `json:"tag"`
	Lookup    hex16       `json:"lookup"`
	Machine   string      `json:"machine"`
	Demo      bool        `json:"demo"`
	Month     string      `json:"month"`
	FieldsLen int64       `json:"fields"`
	PhotosLen int64       `json:"photos"`
	Body      hex32       `json:"body"`
	AuditSeq  uint64      `json:"audit_seq"`
	AuditHead hex32       `json:"audit_head"`
}

func (h Header) wire() wireHeader {
	return wireHeader{
		Case: h.Case, ID: h.ID, Previous: h.Previous, Kind: h.Kind, Revision: h.Revision,
		Created: h.Created, Due: h.Due, Weight: h.Weight, Tag: h.Tag, Lookup: h.Lookup,
		Machine: h.Machine, Demo: h.Demo, Month: h.Month, FieldsLen: h.FieldsLen,
		PhotosLen: h.PhotosLen, Body: h.Body, AuditSeq: h.AuditSeq, AuditHead: h.AuditHead,
	}
}

func (w wireHeader) header() Header {
	return Header{
		Version: headerVersion,
		Case:    w.Case, ID: w.ID, Previous: w.Previous, Kind: w.Kind, Revision: w.Revision,
		Created: w.Created, Due: w.Due, Weight: w.Weight, Tag: w.Tag, Lookup: w.Lookup,
		Machine: w.Machine, Demo: w.Demo, Month: w.Month, FieldsLen: w.FieldsLen,
		PhotosLen: w.PhotosLen, Body: w.Body, AuditSeq: w.AuditSeq, AuditHead: w.AuditHead,
	}
}

// MarshalJSON writes h as it stands in a packet.
func (h Header) MarshalJSON() ([]byte, error) { return json.Marshal(h.wire()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (h *Header) UnmarshalJSON(b []byte) error {
	var w wireHeader
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*h = w.header()
	return nil
}

// text is the header without its signature, padded.
func (h Header) text() ([]byte, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	line, err := oneLine(h.wire())
	if err != nil {
		return nil, err
	}
	const size = HeaderSize - signatureLine
	pad := size - 1 - len(headerMagic) - len(line)
	if pad < 0 {
		return nil, fmt.Errorf("seal: header is %d bytes too long", -pad)
	}
	b := make([]byte, 0, HeaderSize)
	b = append(append(b, headerMagic...), line...)
	return append(append(b, bytes.Repeat([]byte(" "), pad)...), '\n'), nil
}

func (h Header) check() error {
	switch {
	case h.Case == uuid.Nil || h.ID == uuid.Nil:
		return damaged("header: no id")
	case !slices.Contains([]model.Kind{model.Binding, model.Unbind, model.Export, model.Erase}, h.Kind):
		return damaged("header: kind")
	case h.Revision < 1 || (h.Revision == 1) != (h.Previous == uuid.Nil):
		return damaged("header: revision %d or its predecessor", h.Revision)
	case h.Created.Location() != time.UTC || !h.Created.Equal(h.Created.Truncate(time.Minute)):
		return damaged("header: time is not UTC to the minute")
	case !isDay(h.Due):
		return damaged("header: due day")
	case h.Weight < 0 || h.Weight > 9:
		return damaged("header: weight %d", h.Weight)
	case !isTag(h.Tag) || !isName(h.Machine) || !monthID.MatchString(h.Month):
		return damaged("header: tag, machine or month")
	case h.FieldsLen <= 0 || h.PhotosLen < 0 || h.FieldsLen > 2*maxFields || h.PhotosLen > 2*maxPhotos:
		return damaged("header: lengths")
	}
	return nil
}

// isDay reports whether d is a day of the calendar, or not known.
func isDay(d idcard.Date) bool {
	again, ok := idcard.ParseDate(d.String())
	return d.IsZero() || ok && again == d
}

// ParseHeader reads the header at the start of b; a packet without its body
// will do. It checks the form alone, not the signature. Everything but the one
// canonical form is model.ErrDamaged.
func ParseHeader(b []byte) (Header, error) {
	if len(b) < HeaderSize {
		return Header{}, damaged("header: %d bytes", len(b))
	}
	text, _, ok := splitSignature(b[:HeaderSize])
	line, magic := bytes.CutPrefix(text, []byte(headerMagic))
	if !ok || !magic {
		return Header{}, damaged("header: not a packet")
	}
	var w wireHeader
	if json.Unmarshal(line, &w) != nil {
		return Header{}, damaged("header: not JSON")
	}
	h := w.header()
	again, err := h.text()
	if err != nil {
		return Header{}, damaged("%w", err)
	}
	if !bytes.Equal(again, text) {
		return Header{}, damaged("header: not canonical")
	}
	return h, nil
}

// VerifyHeader reads the header at the start of b and checks its signature,
// not the body: for packets whose body is gone. The error is model.ErrDamaged,
// with ErrSignature in its chain if the form is right.
func VerifyHeader(b []byte, device ed25519.PublicKey) (Header, error) {
	h, err := ParseHeader(b)
	if err != nil {
		return Header{}, err
	}
	if err := SignedHeader(b, device); err != nil {
		return Header{}, err
	}
	return h, nil
}

// SignedHeader checks the signature alone of a header that ParseHeader has
// read: for who learns from it whose signature it must be.
func SignedHeader(b []byte, device ed25519.PublicKey) error {
	if len(b) < HeaderSize {
		return damaged("header: %d bytes", len(b))
	}
	return signed(b[:HeaderSize], device)
}
