package receipt

import (
	"strings"
	"testing"

	"truename/assets"
	"truename/model"
)

// certSheet is the page of a certificate with the longest texts that are likely.
func certSheet(t *testing.T) Sheet {
	t.Helper()
	file := []byte("truename certificate 1\n" +
		`{"office":{"id":"139e3940e64b5491","public":"139e3940e64b5491722088d9a0d741628fc826e09475d341a780acde3c4b8070"},` +
		`"case":"0193571c-9d1a-7c3e-8000-000000000002","tag":"NG2S","name":"*𪛖","number":"990***********0015",` +
		`"from":"2020-01-02","until":"2040-01-02","approved":"2026-11-27","demo":false}` + "\n" +
		strings.Repeat("9a40d2c7", 16) + "\n")
	s := chinese
	s.Title, s.Lead, s.Reference, s.Certificate = "实名绑定证明", "姓名和号码都遮住了一部分。", "", file
	s.ReferenceNote = "二维码里就是证明原文和签名。纸上的字可以改，二维码里的内容一改就查得出来。"
	return s
}

// TestCertificateSheet: the code on the page holds the signed text, which is
// whole when the end that readers drop is put back, and lies within the page.
func TestCertificateSheet(t *testing.T) {
	s := certSheet(t)
	pdf := made(t, s)
	within(t, pdf)
	text := scan(t, onPaper(t, pdf, 4))
	if text+"\n" != string(s.Certificate) {
		t.Errorf("the code says %q", text)
	}
	code, err := s.code()
	if err != nil {
		t.Fatal(err)
	}
	if mm := module(code.Bitmap()) / 72 * 25.4; mm < 0.7 { // phones want half of it
		t.Errorf("squares of %.2f mm", mm)
	}
	for _, other := range []string{"K7TM-4M2Q-9XWD-3H8A", "truename", "AGE-SECRET-KEY-PQ-1QQ"} {
		s.Certificate = []byte(other)
		if _, err := PDF(s); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%q on it: %v", other, err)
		}
	}
	s.Regular, s.Certificate = assets.FontRegular, append([]byte("truename certificate 1\n"), make([]byte, 4000)...)
	if _, err := PDF(s); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("more than a code holds: %v", err)
	}
}
