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
		{Name: w.T("field.name"), Value: Show(c.Name)},
		{Name: w.T("field.number"), Value: c.Number},
		{Name: w.T("certificate.approved"), Value: w.Date(c.Approved)},
		{Name: w.T("field.until"), Value: until},
		{Name: w.T("certificate.office"), Value: c.Office},
		{Name: w.T("certificate.case"), Value: c.Case.String()},
	}
}
