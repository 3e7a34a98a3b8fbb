package status

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// certificateName says what the file is, and nothing about whose.
const certificateName = "Truename.txt"

// certificate is what approval yields: to be seen, saved as the signed text that
// others check, and printed.
func (s *Screen) certificate(c model.Certificate) fyne.CanvasObject {
	if s.paper == nil {
		s.paper = kit.NewPaper(s.b, s.parts, func(language string) ([]byte, error) { return s.parts.Certificate(c, language) }, s.build)
	}
	body := append([]fyne.CanvasObject{kit.Sub(s.b.T("certificate.title")), kit.Muted(s.b.T("certificate.lead"))}, s.paper.Told()...)
	for _, f := range kit.CertificateFacts(s.b.Words, c) {
		body = append(body, kit.Row(f.Name, f.Value, nil))
	}
	paper := s.paper
	file := kit.Secondary(s.b.T("certificate.save"), func() {
		paper.Keep(s.b.T("certificate.save"), certificateName, func() ([]byte, error) { return c.File, nil })
	}).With("save")
	return kit.Card(append(body, kit.Buttons(append([]fyne.CanvasObject{file}, paper.Buttons()...)...), kit.Muted(s.b.T("certificate.foot")))...)
}
