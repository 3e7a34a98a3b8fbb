package storetest

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/google/uuid"
)

// What stands in every submission made here, so that a test can look for it
// where it must not be.
const (
	Name   = "张三测"
	Number = "110101199003074477"
	Phone  = "13912345678"
	Note   = "照片反光，请重新拍摄" // for the person
	Desk   = "手机号打不通"     // for the desk
)

// What stands in every request made here.
const (
	Words   = "身份证换了新的，请改绑" // the person's
	Contact = "13700137000"
)

// Pass is a passphrase that is accepted.
const Pass = "seven lamps above the quiet harbour"

// JPEGStart is what photographs made here begin with.
var JPEGStart = []byte{0xFF, 0xD8, 0xFF, 0xDB, 0x00, 0x84, 0x00}

// JPEG is n bytes that begin as a JPEG and do not compress.
func JPEG(seed uint64, n int) []byte {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	b := make([]byte, n)
	rand.NewChaCha8(key).Read(b)
	copy(b, JPEGStart)
	return b
}

// New is the first revision of a new case received at time at, with two
// photographs of size bytes.
func New(tb testing.TB, at time.Time, size int) model.Submission {
	tb.Helper()
	ref, err := seal.NewReference()
	if err != nil {
		tb.Fatal(err)
	}
	day := idcard.Today(at)
	return model.Submission{
		ID: id(tb), Case: id(tb), Kind: model.Binding, Revision: 1, Reference: ref, Language: "zh",
		At: at.UTC(), Due: day.AddDays(7),
		Fields: model.Fields{
			Name: Name, Number: Number, NumberKind: idcard.Resident, Phone: Phone,
			From: idcard.Date{Year: 2015, Month: 3, Day: 1}, Until: idcard.Date{Year: 2035, Month: 3, Day: 1},
			Birth: idcard.Date{Year: 1990, Month: 3, Day: 7}, Sex: idcard.Male, Region: "北京市东城区",
			Consent:      model.Consent{Version: "1", Language: "zh", At: at.UTC()},
			PhotoConsent: model.Consent{Version: "1", Language: "zh", At: at.UTC()},
			Findings:     []model.Finding{{Code: "blur", Weight: model.Notice, Side: model.Front}},
		},
		Front: photo(model.Front, 1, size),
		Back:  photo(model.Back, 2, size),
	}
}

// Next is the revision of s that follows it at time at.
func Next(tb testing.TB, s model.Submission, at time.Time) model.Submission {
	tb.Helper()
	s.ID, s.Revision, s.At = id(tb), s.Revision+1, at.UTC()
	s.Due = idcard.Today(at).AddDays(7)
	s.Front = photo(model.Front, 3, len(s.Front.JPEG))
	return s
}

// Request is a request of a kind about the case of about, made at time at.
func Request(tb testing.TB, kind model.Kind, about model.Submission, at time.Time) model.Submission {
	tb.Helper()
	ref, err := seal.NewReference()
	if err != nil {
		tb.Fatal(err)
	}
	r := model.Request{
		ID: id(tb), Case: id(tb), Reference: ref, Kind: kind, About: about.Case, AboutReference: about.Reference,
		MaskedName: "*测", Text: Words, Contact: Contact,
	}
	if reasons := model.RequestReasons[kind]; len(reasons) > 0 {
		r.Reason = reasons[0]
	}
	s, err := model.SealRequest(r, model.Sealing{At: at, Language: "zh", Due: idcard.Today(at).AddDays(7)})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Draft is the draft that s was made from.
func Draft(s model.Submission) model.Draft {
	return model.Draft{
		ID: s.ID, Case: s.Case, Revision: s.Revision, Reference: s.Reference, Page: model.PageCheck,
		Consent: s.Fields.Consent, PhotoConsent: s.Fields.PhotoConsent,
		Front: s.Front, Back: s.Back, Name: s.Fields.Name, Phone: s.Fields.Phone, Number: s.Fields.Number,
		From: s.Fields.From.String(), Until: s.Fields.Until.String(),
	}
}

// Same reports whether two submissions hold the same facts and photographs.
func Same(a, b model.Submission) bool {
	return a.ID == b.ID && a.Case == b.Case && a.Fields.Name == b.Fields.Name && a.Fields.Number == b.Fields.Number &&
		a.Reference == b.Reference && a.At.Equal(b.At) && reflect.DeepEqual(a.Fields.Request, b.Fields.Request) &&
		bytes.Equal(a.Front.JPEG, b.Front.JPEG) && bytes.Equal(a.Back.JPEG, b.Back.JPEG)
}

func photo(side model.Side, seed uint64, size int) model.Photo {
	return model.Photo{
		JPEG: JPEG(seed, size), Width: 1600, Height: 1000, Print: seed,
		Report: model.Report{Side: side, Grade: model.Good, Findings: []model.Finding{}},
	}
}

func id(tb testing.TB) uuid.UUID {
	tb.Helper()
	v, err := uuid.NewV7()
	if err != nil {
		tb.Fatal(err)
	}
	return v
}
