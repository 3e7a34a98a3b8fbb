package screens

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/screens/kit"

	"github.com/google/uuid"
)

// TestPaper: each page that is printed has room for its texts in both languages,
// also for the notice of a demonstration, and the same page gives the same bytes.
func TestPaper(t *testing.T) {
	day := idcard.Date{Year: 2026, Month: 11, Day: 27}
	c := model.Certificate{
		Case: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000002"), Tag: "NG2S", Name: "*珠", Number: "997***********3395",
		From: idcard.Date{Year: 2025, Month: 5, Day: 10}, Approved: day, Demo: true,
	}
	var err error
	if c.File, err = seal.EncodeCertificate(c, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))); err != nil {
		t.Fatal(err)
	}
	c.Office = "139e3940e64b5491"
	_, secret, err := seal.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	r := model.Receipt{Reference: "K7TM-4M2Q-9XWD-3H8A", Received: time.Date(2026, 11, 27, 6, 2, 0, 0, time.UTC), ExpectedFrom: day.AddDays(3), ExpectedUntil: day.AddDays(5)}
	for name, page := range map[string]func(w *kit.Words) kit.Printed{
		"slip":        func(w *kit.Words) kit.Printed { return kit.PrintedSlip(w, r, true) },
		"certificate": func(w *kit.Words) kit.Printed { return kit.PrintedCertificate(w, c) },
		"key": func(w *kit.Words) kit.Printed {
			return kit.PrintedKey(w, strings.Fields(secret.Words), secret.Identity, day, true)
		},
	} {
		made := map[string][]byte{}
		for _, lang := range []string{"zh", "en"} {
			w, err := kit.LoadWords(assets.Text, lang)
			if err != nil {
				t.Fatal(err)
			}
			sheet := receipt.Sheet(page(w))
			pdf, err := receipt.PDF(sheet)
			again, aerr := receipt.PDF(sheet)
			if err != nil || aerr != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Equal(pdf, again) {
				t.Errorf("%s, %s: %d bytes, %v, %v", name, lang, len(pdf), err, aerr)
			}
			made[lang] = pdf
			if to := os.Getenv("PAPER"); to != "" { // to look at it
				if err := os.WriteFile(to+"-"+name+"-"+lang+".pdf", pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if bytes.Equal(made["zh"], made["en"]) {
			t.Errorf("%s: both languages say the same", name)
		}
	}
}
