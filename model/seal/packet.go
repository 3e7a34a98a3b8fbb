package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

// Padding of the sealed parts, in bytes: lengths outside would otherwise tell
// names and photographs apart.
const (
	padFields = 1 << 10
	padPhotos = 64 << 10
)

// A PacketInput is what EncodePacket makes a packet from.
type PacketInput struct {
	Submission model.Submission
	Header     Header // Weight, Machine, Demo, AuditSeq, AuditHead, Previous; the rest is filled in
	Month      Month
	Device     Device
	Keys       RefKeys // of the submission's reference
}

// Opened is what the sealed fields hold.
type Opened struct {
	model.Submission          // photographs without their JPEGs unless asked for
	Lookup           [16]byte // keys of the reference
	Capsule          [32]byte
	Machine          string
	Demo             bool
	Previous         uuid.UUID
	frontSum         [32]byte
	backSum          [32]byte
}

// inside is the JSON in the sealed fields.
type inside struct {
	Submission model.Submission `json:"submission"`
	Front      model.Photo      `json:"front"` // without the JPEG
	Back       model.Photo      `json:"back"`
	FrontSum   hex32            `json:"front_sha256"`
	BackSum    hex32            `json:"back_sha256"`
	Lookup     hex16            `json:"lookup"`
	Capsule    hex32            `json:"capsule"`
	Machine    string           `json:"machine"`
	Demo       bool             `json:"demo"`
	Previous   uuid.UUID        `json:"previous"`
}

// A Sealed is a packet that lacks what only the store has: the head of the audit
// log, and the device's signature.
type Sealed struct {
	Header Header // AuditSeq and AuditHead are for who signs
	Fields []byte
	Photos []byte
}

// EncodePacket seals and signs one revision. An empty Header.Machine becomes
// the device's id. It fails with model.ErrTooLarge if the photographs exceed
// 32 MiB together; other errors are mistakes of the caller.
func EncodePacket(in PacketInput) ([]byte, error) {
	s, err := SealPacket(in)
	if err != nil {
		return nil, err
	}
	return s.Sign(in.Device)
}

// SealPacket is EncodePacket up to the signature: what needs neither the store
// nor the device's secret key.
func SealPacket(in PacketInput) (s Sealed, err error) {
	s.Header = in.fill()
	if s.Fields, err = sealFields(in, s.Header); err != nil {
		return Sealed{}, err
	}
	if s.Photos, err = sealPhotos(in); err != nil {
		return Sealed{}, err
	}
	s.Header.FieldsLen, s.Header.PhotosLen = int64(len(s.Fields)), int64(len(s.Photos))
	s.Header.Body = bodySum(s.Fields, s.Photos)
	return s, nil
}

// Sign makes a whole packet of s.
func (s Sealed) Sign(d Device) ([]byte, error) {
	text, err := s.Header.text()
	if err != nil {
		return nil, err
	}
	header, err := sign(text, d.Private)
	if err != nil {
		return nil, err
	}
	packet := make([]byte, 0, len(header)+len(s.Fields)+len(s.Photos))
	return append(append(append(packet, header...), s.Fields...), s.Photos...), nil
}

// Check reports model.ErrDamaged unless the header is well formed and its
// lengths and hash are those of the parts.
func (s Sealed) Check() error {
	h := s.Header
	if err := h.check(); err != nil {
		return err
	}
	if h.FieldsLen != int64(len(s.Fields)) || h.PhotosLen != int64(len(s.Photos)) || h.Body != bodySum(s.Fields, s.Photos) {
		return damaged("packet: parts do not match the header")
	}
	for _, part := range [][]byte{s.Fields, s.Photos} {
		if len(part) > 0 && !bytes.HasPrefix(part, []byte(ageIntro)) {
			return damaged("packet: a part is not sealed")
		}
	}
	return nil
}

// ageIntro begins every age file: https://age-encryption.org/v1.
const ageIntro = "age-encryption.org/v1\n"

// fill is the header with all that is known before sealing.
func (in PacketInput) fill() Header {
	h, s := in.Header, in.Submission
	h.Version = headerVersion
	h.Case, h.ID, h.Kind, h.Revision, h.Due = s.Case, s.ID, s.Kind, s.Revision, s.Due
	h.Created = s.At.UTC().Truncate(time.Minute)
	h.Tag, h.Lookup, h.Month = Tag(s.Reference), in.Keys.Lookup, in.Month.ID
	if h.Machine == "" {
		h.Machine = in.Device.ID
	}
	return h
}

func sealFields(in PacketInput, h Header) ([]byte, error) {
	front, back := in.Submission.Front, in.Submission.Back
	plain, err := oneLine(inside{
		Submission: in.Submission, Front: withoutJPEG(front), Back: withoutJPEG(back),
		FrontSum: sha256.Sum256(front.JPEG), BackSum: sha256.Sum256(back.JPEG),
		Lookup: h.Lookup, Capsule: in.Keys.Capsule, Machine: h.Machine, Demo: h.Demo, Previous: h.Previous,
	})
	if err != nil {
		return nil, err
	}
	plain = append(plain, bytes.Repeat([]byte(" "), padding(len(plain), padFields))...)
	if len(plain) > maxFields {
		return nil, model.Fail(model.CodeTooLarge, errors.New("seal: fields"))
	}
	return Wrap(plain, in.Month.Recipient)
}

func withoutJPEG(p model.Photo) model.Photo {
	p.JPEG = nil
	return p
}

// padding is what brings n bytes up to a multiple of unit.
func padding(n, unit int) int { return (unit - n%unit) % unit }

func sealPhotos(in PacketInput) ([]byte, error) {
	front, back := in.Submission.Front.JPEG, in.Submission.Back.JPEG
	if len(front)+len(back) == 0 {
		return nil, nil
	}
	n := 16 + len(front) + len(back)
	n += padding(n, padPhotos)
	if n > maxPhotos {
		return nil, model.Fail(model.CodeTooLarge, fmt.Errorf("seal: photographs of %d bytes", n))
	}
	plain := make([]byte, 0, n)
	plain = binary.BigEndian.AppendUint64(plain, uint64(len(front)))
	plain = binary.BigEndian.AppendUint64(plain, uint64(len(back)))
	plain = append(append(plain, front...), back...)
	return Wrap(plain[:n], in.Month.Recipient) // the rest of plain is zeros
}

func bodySum(parts ...[]byte) (sum [32]byte) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(sum[:0])
	return sum
}

// split parses the header and checks that the parts are there and whole.
func split(b []byte) (h Header, fields, photos []byte, err error) {
	if h, err = ParseHeader(b); err != nil {
		return Header{}, nil, nil, err
	}
	if int64(len(b)) != HeaderSize+h.FieldsLen+h.PhotosLen {
		return Header{}, nil, nil, damaged("packet: %d bytes", len(b))
	}
	if bodySum(b[HeaderSize:]) != h.Body {
		return Header{}, nil, nil, damaged("packet: body does not match its hash")
	}
	end := HeaderSize + h.FieldsLen
	return h, b[HeaderSize:end], b[end:], nil
}

// VerifyPacket checks form, signature, lengths and hash of the body without
// opening anything. The error is model.ErrDamaged, with ErrSignature in its
// chain where that is the reason.
func VerifyPacket(b []byte, device ed25519.PublicKey) (Header, error) {
	if _, err := VerifyHeader(b, device); err != nil {
		return Header{}, err
	}
	h, _, _, err := split(b)
	return h, err
}

// Fields is the sealed fields part of a packet as it stands, for the index; it
// shares memory with b. It is nil if b is no whole packet.
func Fields(b []byte) []byte {
	_, fields, _, err := split(b)
	if err != nil {
		return nil
	}
	return fields
}

// OpenPacket opens a packet with the month's identity: the fields, and the
// photographs only if photos is true. It checks that the fields fit the header
// and the photographs the fields, but not the device's signature: see
// VerifyPacket. Errors: model.ErrWrongKey, model.ErrDamaged.
func OpenPacket(b []byte, identity string, photos bool) (Opened, error) {
	h, sealedFields, sealedPhotos, err := split(b)
	if err != nil {
		return Opened{}, err
	}
	o, err := OpenFields(sealedFields, identity)
	if err != nil {
		return Opened{}, err
	}
	if err := o.Fits(h); err != nil {
		return Opened{}, err
	}
	if !photos {
		return o, nil
	}
	if err := o.openPhotos(sealedPhotos, identity); err != nil {
		return Opened{}, err
	}
	return o, nil
}

// OpenFields opens a sealed fields part with the month's identity. Compare it
// with the header it stood under: see Fits. Errors: model.ErrWrongKey,
// model.ErrDamaged.
func OpenFields(sealed []byte, identity string) (Opened, error) {
	plain, err := Unwrap(sealed, identity, maxFields)
	if err != nil {
		return Opened{}, err
	}
	var in inside
	if json.Unmarshal(plain, &in) != nil { // the cause could quote what a person typed
		return Opened{}, damaged("fields: not JSON of this version")
	}
	o := Opened{
		Submission: in.Submission, Lookup: in.Lookup, Capsule: in.Capsule, Machine: in.Machine,
		Demo: in.Demo, Previous: in.Previous, frontSum: in.FrontSum, backSum: in.BackSum,
	}
	o.Front, o.Back = in.Front, in.Back
	return o, nil
}

// PhotoSums are the SHA-256 of both JPEGs, which stand in the sealed fields; of
// a photograph that is not there, that of nothing.
func (o Opened) PhotoSums() (front, back [32]byte) { return o.frontSum, o.backSum }

// Fits reports model.ErrDamaged unless the sealed fields repeat what the
// header says, so that a header cannot be put before another packet's parts.
func (o Opened) Fits(h Header) error {
	same := o.ID == h.ID && o.Case == h.Case && o.Kind == h.Kind && o.Revision == h.Revision &&
		o.Previous == h.Previous && o.Due == h.Due && o.At.UTC().Truncate(time.Minute).Equal(h.Created) &&
		Tag(o.Reference) == h.Tag && o.Lookup == h.Lookup && o.Machine == h.Machine && o.Demo == h.Demo
	if !same {
		return damaged("packet: header and sealed fields differ")
	}
	return nil
}

// openPhotos fills in the JPEGs.
func (o *Opened) openPhotos(sealed []byte, identity string) error {
	if len(sealed) > 0 {
		plain, err := Unwrap(sealed, identity, maxPhotos)
		if err != nil {
			return err
		}
		if err := o.cutPhotos(plain); err != nil {
			return err
		}
	}
	if sha256.Sum256(o.Front.JPEG) != o.frontSum || sha256.Sum256(o.Back.JPEG) != o.backSum {
		return damaged("photographs: they are another packet's")
	}
	return nil
}

func (o *Opened) cutPhotos(plain []byte) error {
	if len(plain) < 16 {
		return damaged("photographs: %d bytes", len(plain))
	}
	front, back := binary.BigEndian.Uint64(plain), binary.BigEndian.Uint64(plain[8:])
	rest := plain[16:]
	if n := uint64(len(rest)); front > n || back > n-front {
		return damaged("photographs: lengths")
	}
	if front > 0 {
		o.Front.JPEG = rest[:front:front]
	}
	if back > 0 {
		o.Back.JPEG = rest[front : front+back : front+back]
	}
	return nil
}
