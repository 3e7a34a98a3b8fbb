package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"

	"github.com/google/uuid"
)

// TestCertificatePaper: there is room for everything in both languages, also for
// the notice of a demonstration.
func TestCertificatePaper(t *testing.T) {
	c := model.Certificate{
		Case: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000002"), Tag: "NG2S", Name: "*珠", Number: "997***********3395",
		From: idcard.Date{Year: 2025, Month: 5, Day: 10}, Approved: idcard.Date{Year: 2026, Month: 11, Day: 27}, Demo: true,
	}
	var err error
	if c.File, err = seal.EncodeCertificate(c, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))); err != nil {
		t.Fatal(err)
	}
	c.Office = "139e3940e64b5491"
	made := map[string][]byte{}
	for _, lang := range []string{"zh", "en"} {
		pdf, err := certificatePaper(c, lang)
		again, aerr := certificatePaper(c, lang)
		if err != nil || aerr != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Equal(pdf, again) {
			t.Errorf("%s: %d bytes, %v, %v", lang, len(pdf), err, aerr)
		}
		made[lang] = pdf
		if to := os.Getenv("CERTIFICATE_PAGE"); to != "" { // to look at it
			if err := os.WriteFile(to+"-"+lang+".pdf", pdf, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if bytes.Equal(made["zh"], made["en"]) {
		t.Error("both languages say the same")
	}
}
