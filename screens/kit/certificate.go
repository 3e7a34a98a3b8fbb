package kit

import "truename/model"

// CertificateFacts are what a certificate says, each with its name, in the
// language of w.
func CertificateFacts(w *Words, c model.Certificate) []model.Fact {
	until := w.T("certificate.long-term")
	if !c.Until.IsZero() {
		until = w.Date(c.Until)
	}
	return []model.Fact{
		{w.T("field.name"), Show(c.Name)},
		{w.T("field.number"), c.Number},
		{w.T("certificate.approved"), w.Date(c.Approved)},
		{w.T("field.until"), until},
		{w.T("certificate.office"), c.Office},
		{w.T("certificate.case"), c.Case.String()},
	}
}
