package kit

import (
	"truename/assets"
	"truename/model"
	"truename/model/idcard"
)

// A Printed is what stands on a page of paper: the fields of receipt.Sheet, which
// sets it.
type Printed struct {
	Product       string
	Notice        string
	Title         string
	Lead          string
	ReferenceName string
	Reference     string
	ReferenceNote string
	Facts         []model.Fact
	NextTitle     string
	Next          []string
	Foot          string
	Regular, Bold []byte

	Words    []string
	Identity string

	Certificate []byte
}

// printed is a page with what all have; notice stands on it in a demonstration.
func printed(w *Words, title, lead, foot, notice string, demo bool) Printed {
	p := Printed{Product: w.T("app.name"), Title: title, Lead: lead, Foot: foot, Regular: assets.FontRegular, Bold: assets.FontBold}
	if demo {
		p.Notice = notice
	}
	return p
}

// PrintedSlip is the receipt of a submission, in the language of w.
func PrintedSlip(w *Words, r model.Receipt, demo bool) Printed {
	p := printed(w, w.T("slip.paper.title"), w.T("slip.lead"), w.T("slip.paper.foot"), w.T("slip.paper.demo"), demo)
	p.ReferenceName, p.Reference = w.T("slip.reference"), r.Reference
	p.Facts = []model.Fact{
		{Name: w.T("slip.received"), Value: w.Moment(r.Received)},
		{Name: w.T("slip.expected"), Value: w.T("slip.range", "from", w.Day(r.ExpectedFrom), "until", w.Day(r.ExpectedUntil))},
	}
	p.NextTitle, p.Next = w.T("slip.next"), []string{w.T("slip.next.review"), w.T("slip.next.return"), w.T("slip.next.keep")}
	return p
}

// PrintedKey is the page with a recovery key, made on a day: to be printed and
// not to be kept.
func PrintedKey(w *Words, words []string, identity string, day idcard.Date, demo bool) Printed {
	p := printed(w, w.T("desk.recovery"), w.T("desk.sheet.lead"), w.T("desk.sheet.foot"), w.T("slip.paper.demo"), demo)
	p.Words, p.Identity = words, identity
	p.ReferenceName, p.ReferenceNote = w.T("desk.sheet.code"), w.T("desk.sheet.use")
	p.Facts = []model.Fact{{Name: w.T("desk.sheet.made"), Value: w.Date(day)}}
	return p
}

// PrintedCertificate is the page of a certificate. Its code holds the signed
// text: the print around it is for reading.
func PrintedCertificate(w *Words, c model.Certificate) Printed {
	p := printed(w, w.T("certificate.title"), w.T("certificate.lead"), w.T("certificate.foot"), w.T("certificate.demo"), c.Demo)
	p.Certificate, p.Facts = c.File, CertificateFacts(w, c)
	p.ReferenceName, p.ReferenceNote = w.T("certificate.code"), w.T("certificate.code.what")
	p.NextTitle = w.T("certificate.check")
	p.Next = []string{w.T("certificate.check.scan"), w.T("certificate.check.key"), w.T("certificate.check.run")}
	return p
}
