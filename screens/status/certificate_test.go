package status

import (
	"context"
	"maps"
	"slices"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit/kittest"
)

// approval is a certificate of the case that the rig shows.
func approval() model.Certificate {
	return model.Certificate{
		Case: caseID(1), Tag: "K7TM", Name: "*\U0002A6D6", Number: "110***********4477",
		From: idcard.Date{Year: 2015, Month: 3, Day: 1}, Until: idcard.Date{Year: 2035, Month: 3, Day: 1},
		Approved: idcard.Date{Year: 2026, Month: 11, Day: 23}, Office: "139e3940e64b5491", File: []byte("signed\n"),
	}
}

// certified makes the reference lead to a binding with a certificate.
func (r *rig) certified(c model.Certificate) {
	r.is(model.Approved, true, model.Event{At: now, What: "approved"})
	right := r.fake.progress
	r.fake.progress = func(ctx context.Context, ref string) (model.Progress, error) {
		p, err := right(ctx, ref)
		p.Certificate = &c
		return p, err
	}
}

// TestCertificate: what approval yields is shown, in both languages; a binding
// from before there were any has none.
func TestCertificate(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"实名绑定证明", "*□(U+2A6D6)", "110***********4477", "2026年11月23日", "2035年3月1日", "139e3940e64b5491", caseID(1).String()},
		"en": {"Binding certificate", "23 November 2026", "1 March 2035"},
	} {
		onScreen(t, lang, func(r *rig) {
			r.is(model.Approved, true, model.Event{At: now, What: "approved"})
			r.enter(reference)
			r.hasNot("certificate.title", "certificate.save", "slip.save")
			r.certified(approval())
			r.s.Reload()
			r.loop.Settle()
			r.has(says...)
			r.hasNot("slip.print", "certificate.long-term")
			r.wellMade()
			long := approval()
			long.Until = idcard.Date{}
			r.certified(long)
			r.s.Reload()
			r.loop.Settle()
			r.has("certificate.long-term")
		})
	}
}

// TestCertificateKept: saved is the very text that was signed, or a page of it;
// what fails is said, and can be tried again.
func TestCertificateKept(t *testing.T) {
	for name, c := range map[string]struct {
		lang, tap string
		err       error
		file      string // suggested
		holds     string
		says      string
	}{
		"text":     {"zh", "certificate.save", nil, "Truename.txt", "signed\n", "slip.saved"},
		"text, en": {"en", "certificate.save", nil, "Truename.txt", "signed\n", "slip.saved"},
		"page":     {"zh", "slip.save", nil, "Truename.pdf", "PDF zh K7TM", "slip.saved"},
		"page, en": {"en", "slip.save", nil, "Truename.pdf", "PDF en K7TM", "slip.saved"},
		"full":     {"en", "certificate.save", model.ErrDiskFull, "Truename.txt", "signed\n", "error.disk-full"},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, func(r *rig) {
				wrote, names := map[string]string{}, []string(nil)
				r.b.Save = func(_, name string, picked func(string, error)) { names = append(names, name); picked("there", nil) }
				r.fake.write = func(path string, b []byte) error { wrote[path] = string(b); return c.err }
				r.certified(approval())
				r.enter(reference)
				r.tap(c.tap)
				r.has(c.says)
				if !maps.Equal(wrote, map[string]string{"there": c.holds}) || !slices.Equal(names, []string{c.file}) {
					t.Errorf("wrote %q as %q", wrote, names)
				}
				r.wellMade()
				c.err = nil
				r.tap(c.tap)
				r.has("slip.saved")
				r.s.Leave()
				r.enter(reference)
				r.hasNot("slip.saved")
			})
		})
	}
}

// TestCertificatePrinted: on the usual printer, in the language of the window.
func TestCertificatePrinted(t *testing.T) {
	onScreen(t, "en", func(r *rig) {
		printed := map[string]string{}
		r.fake.printers = []string{"Office", "Attic"}
		r.fake.print = func(printer string, pdf []byte) error { printed[printer] = string(pdf); return nil }
		r.certified(approval())
		r.enter(reference)
		r.tap("slip.print")
		if !maps.Equal(printed, map[string]string{"Office": "PDF en K7TM"}) {
			t.Errorf("printed %q", printed)
		}
		kittest.Hear(t, r.content(), "Handed to the printer Office.")
		r.wellMade()
	})
}
