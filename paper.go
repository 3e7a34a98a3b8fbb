package main

import (
	"strings"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/device"
	"truename/model/idcard"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"
	"truename/screens/kit"
)

// keyPaper is the page with a recovery key, to be printed and not to be kept.
func keyPaper(st *store.Store, secret seal.RecoverySecret, lang string) ([]byte, error) {
	w, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		return nil, err
	}
	s := receipt.Sheet{
		Product: w.T("app.name"), Title: w.T("desk.recovery"), Lead: w.T("desk.sheet.lead"), Words: strings.Fields(secret.Words),
		Identity: secret.Identity, ReferenceName: w.T("desk.sheet.code"), ReferenceNote: w.T("desk.sheet.use"),
		Facts: []receipt.Fact{{Name: w.T("desk.sheet.made"), Value: w.Date(idcard.Today(time.Now()))}},
		Foot:  w.T("desk.sheet.foot"), Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	if st.Demo() {
		s.Notice = w.T("slip.paper.demo")
	}
	return receipt.PDF(s)
}

// slip is what makes a receipt of paper.
func slip(demo bool) kit.SlipParts {
	return kit.SlipParts{
		QR: receipt.QR, Printers: receipt.Printers, Print: receipt.Print, Write: device.WriteFile, Certificate: certificatePaper,
		PDF: func(r model.Receipt, lang string) ([]byte, error) {
			w, err := kit.LoadWords(assets.Text, lang)
			if err != nil {
				return nil, err
			}
			notice := ""
			if demo {
				notice = w.T("slip.paper.demo")
			}
			return receipt.PDF(receipt.Sheet{
				Product: w.T("app.name"), Notice: notice, Title: w.T("slip.paper.title"), Lead: w.T("slip.lead"),
				ReferenceName: w.T("slip.reference"), Reference: r.Reference,
				Facts: []receipt.Fact{
					{Name: w.T("slip.received"), Value: w.Moment(r.Received)},
					{Name: w.T("slip.expected"), Value: w.T("slip.range", "from", w.Day(r.ExpectedFrom), "until", w.Day(r.ExpectedUntil))},
				},
				NextTitle: w.T("slip.next"), Next: []string{w.T("slip.next.review"), w.T("slip.next.return"), w.T("slip.next.keep")},
				Foot: w.T("slip.paper.foot"), Regular: assets.FontRegular, Bold: assets.FontBold,
			})
		},
	}
}

// certificatePaper is the page of a certificate in a language. Its code holds
// the signed text: the print around it is for reading.
func certificatePaper(c model.Certificate, lang string) ([]byte, error) {
	w, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		return nil, err
	}
	s := receipt.Sheet{
		Product: w.T("app.name"), Title: w.T("certificate.title"), Lead: w.T("certificate.lead"), Certificate: c.File,
		ReferenceName: w.T("certificate.code"), ReferenceNote: w.T("certificate.code.what"), NextTitle: w.T("certificate.check"),
		Next: []string{w.T("certificate.check.scan"), w.T("certificate.check.key"), w.T("certificate.check.run")},
		Foot: w.T("certificate.foot"), Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	if c.Demo {
		s.Notice = w.T("certificate.demo")
	}
	for _, f := range kit.CertificateFacts(w, c) {
		s.Facts = append(s.Facts, receipt.Fact{Name: f[0], Value: f[1]})
	}
	return receipt.PDF(s)
}
