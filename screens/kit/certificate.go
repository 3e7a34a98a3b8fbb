package kit

import "truename/model"

// CertificateFacts are what a certificate says, each with its name, in the
// language of w.
func CertificateFacts(w *Words, c model.Certificate) [][2]string {
	until := w.T("certificate.long-term")
	if !c.Until.IsZero() {
		until = w.Date(c.Until)
	}
	return [][2]string{
		{w.T("field.name"), Show(c.Name)},
		{w.T("field.number"), c.Number},
		{w.T("certificate.approved"), w.Date(c.Approved)},
		{w.T("field.until"), until},
		{w.T("certificate.office"), c.Office},
		{w.T("certificate.case"), c.Case.String()},
	}
}
