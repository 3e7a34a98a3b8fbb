package seal

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

const vectorReference = "NG2S-MFQW-4MX6-R3RZ"

// A world has one of each key.
type world struct {
	device   Device
	month    Month
	secret   string
	reviewer Reviewer
	private  ReviewerSecret
	keys     RefKeys
}

func newWorld(t testing.TB) world {
	t.Helper()
	var w world
	var err error
	if w.device, err = NewDevice(); err != nil {
		t.Fatal(err)
	}
	if w.month, w.secret, err = NewMonth("202611"); err != nil {
		t.Fatal(err)
	}
	if w.reviewer, w.private, err = NewReviewer("审核一"); err != nil {
		t.Fatal(err)
	}
	w.keys = RefKeys{Lookup: [16]byte{1, 2, 3}, Capsule: [32]byte{4, 5, 6}}
	return w
}

// jpegStart is what Go's JPEG encoder writes first.
var jpegStart = []byte{0xff, 0xd8, 0xff, 0xdb, 0x00, 0x84, 0x00}

// picture has the start of a JPEG and n random bytes: nothing here looks into
// pictures.
func picture(n int, seed uint64) []byte {
	r := rand.NewChaCha8([32]byte{byte(seed)})
	b := bytes.Clone(jpegStart)
	b = append(b, make([]byte, n)...)
	r.Read(b[len(jpegStart):])
	return b
}

func submission(size int) model.Submission {
	at := time.Date(2026, 11, 23, 9, 55, 42, 123456789, time.UTC)
	s := model.Submission{
		ID: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000001"), Case: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000002"),
		Kind: model.Binding, Revision: 1, Reference: vectorReference, Language: "zh", At: at,
		Due: idcard.Date{Year: 2026, Month: 11, Day: 30},
		Fields: model.Fields{
			Name: "样张人", Number: "990101199001010015", NumberKind: idcard.SpecimenKind, Phone: "13900000000",
			From: idcard.Date{Year: 2020, Month: 1, Day: 2}, LongTerm: true, Sex: idcard.Male,
			Consent:  model.Consent{Version: "1", Language: "zh", At: at},
			Findings: []model.Finding{{Code: "blur", Weight: model.Notice, Side: model.Front, Field: "front", Value: 3, Limit: 5, Place: &model.Place{X1: 1, Y1: .5}}},
		},
	}
	if size > 0 {
		s.Front = model.Photo{JPEG: picture(size, 1), Width: 30, Height: 20, Print: 1<<63 + 5, Report: model.Report{Side: model.Front, Grade: model.Good}}
		s.Back = model.Photo{JPEG: picture(size/2, 2), Width: 30, Height: 20, Manual: true}
	}
	return s
}

func (w world) input(s model.Submission) PacketInput {
	return PacketInput{
		Submission: s, Month: w.month, Device: w.device, Keys: w.keys,
		Header: Header{Weight: 3, Machine: "kiosk-1", Demo: true, AuditSeq: 1<<63 + 1, AuditHead: [32]byte{9}},
	}
}

func (w world) packet(t testing.TB, s model.Submission) []byte {
	t.Helper()
	b, err := EncodePacket(w.input(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("error %v, want %v", err, target)
	}
}
