package seal

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"reflect"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

func approved() model.Certificate {
	return model.Certificate{
		Case: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000002"), Tag: "NG2S", Name: "*人", Number: "990***********0015",
		From: idcard.Date{Year: 2020, Month: 1, Day: 2}, Until: idcard.Date{Year: 2040, Month: 1, Day: 2},
		Approved: idcard.Date{Year: 2026, Month: 11, Day: 27},
	}
}

// fixedKey is the same in every process.
var fixedKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

func certificateFile(t testing.TB, c model.Certificate) []byte {
	t.Helper()
	b, err := EncodeCertificate(c, fixedKey)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCertificate: one form, the same bytes each time, and nothing of it that is
// changed, cut or added to passes.
func TestCertificate(t *testing.T) {
	c := approved()
	b := certificateFile(t, c)
	const says = `truename certificate 1
{"office":{"id":"139e3940e64b5491","public":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik="},` +
		`"case":"0193571c-9d1a-7c3e-8000-000000000002","tag":"NG2S","name":"*人","number":"990***********0015",` +
		`"from":"2020-01-02","until":"2040-01-02","approved":"2026-11-27","demo":false}` + "\n"
	if !strings.HasPrefix(string(b), says) || len(b) != len(says)+signatureLine {
		t.Errorf("%s", b)
	}
	if !bytes.Equal(b, certificateFile(t, c)) {
		t.Error("the same certificate, other bytes")
	}
	got, key, err := ParseCertificate(b)
	c.Office, c.File = KeyID(key), b
	if err != nil || !key.Equal(fixedKey.Public()) || !reflect.DeepEqual(got, c) {
		t.Errorf("%+v, %v", got, err)
	}
	for i := range b {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if _, _, err := ParseCertificate(b); !errors.Is(err, model.ErrDamaged) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			b[i] ^= 1 << bit
		}
		if _, _, err := ParseCertificate(b[:i]); !errors.Is(err, model.ErrDamaged) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	for _, more := range []string{"\n", " ", "x"} {
		if _, _, err := ParseCertificate(append(bytes.Clone(b), more...)); !errors.Is(err, model.ErrDamaged) {
			t.Errorf("with %q behind it: %v", more, err)
		}
	}
}

// TestCertificateRefuses: nothing is signed that no certificate may say, least
// of all a name or number that is not masked.
func TestCertificateRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*model.Certificate){
		"no case":          func(c *model.Certificate) { c.Case = uuid.Nil },
		"a whole name":     func(c *model.Certificate) { c.Name = "样张人" },
		"two characters":   func(c *model.Certificate) { c.Name = "*张人" },
		"no name":          func(c *model.Certificate) { c.Name = "" },
		"a line":           func(c *model.Certificate) { c.Name = "*\n" },
		"a whole number":   func(c *model.Certificate) { c.Number = "990101199001010015" },
		"a birth date":     func(c *model.Certificate) { c.Number = "99010119900101****" },
		"no number":        func(c *model.Certificate) { c.Number = "" },
		"the reference":    func(c *model.Certificate) { c.Tag = vectorReference },
		"no day":           func(c *model.Certificate) { c.Approved = idcard.Date{} },
		"no such day":      func(c *model.Certificate) { c.Approved.Day = 31 },
		"no such last day": func(c *model.Certificate) { c.Until.Month = 13 },
	} {
		c := approved()
		spoil(&c)
		if _, err := EncodeCertificate(c, fixedKey); !errors.Is(err, model.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := EncodeCertificate(approved(), nil); err == nil {
		t.Error("signed without a key")
	}
	for name, change := range map[string]func(*model.Certificate){
		"long-term":      func(c *model.Certificate) { c.Until = idcard.Date{} },
		"no first day":   func(c *model.Certificate) { c.From = idcard.Date{} },
		"a short number": func(c *model.Certificate) { c.Number = "*******" },
		"a rare name":    func(c *model.Certificate) { c.Name = "*\U0002A6D6" },
		"one character":  func(c *model.Certificate) { c.Name = "*" },
		"demonstration":  func(c *model.Certificate) { c.Demo = true },
	} {
		c := approved()
		change(&c)
		if _, _, err := ParseCertificate(certificateFile(t, c)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzCertificate: what is read is written again as the same bytes, whatever was
// signed.
func FuzzCertificate(f *testing.F) {
	good := string(certificateFile(f, approved()))
	line := strings.Split(good, "\n")[1]
	f.Add(line)
	f.Add(strings.Replace(line, `"office"`, `"Office"`, 1))
	f.Add(strings.Replace(line, `"demo":false`, `"demo":false,"x":1`, 1))
	f.Add(strings.Replace(line, "2020-01-02", "2020-1-2", 1))
	f.Add(strings.Replace(line, `"tag"`, `"tag":"NG2S","tag"`, 1))
	f.Add("")
	f.Fuzz(func(t *testing.T, line string) {
		b, err := sign([]byte(certificateMagic+line+"\n"), fixedKey)
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := ParseCertificate(b)
		if err != nil {
			if model.CodeOf(err) != model.CodeDamaged {
				t.Errorf("error %v", err)
			}
			return
		}
		if again := certificateFile(t, c); !bytes.Equal(again, b) {
			t.Errorf("parses but encodes to other bytes: %s", again)
		}
	})
}
