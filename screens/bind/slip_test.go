package bind

import (
	"context"
	"image"
	"maps"
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/canvas"
)

// paper is what a receipt is saved and printed with.
type paper struct {
	path     string   // the next dialog gives; "" is cancelled
	printers []string // of this machine

	dialogErr, pdfErr, writeErr, printErr, qrErr error
	names, languages                             []string          // what was asked for
	files                                        map[string]string // written, by path
	printed                                      map[string]string // by printer
}

func (p *paper) save(_, name string, picked func(string, error)) {
	p.names = append(p.names, name)
	picked(p.path, p.dialogErr)
}

func (p *paper) parts() kit.SlipParts {
	p.files, p.printed = map[string]string{}, map[string]string{}
	return kit.SlipParts{
		QR: func(string, int) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 30, 30)), p.qrErr },
		PDF: func(r model.Receipt, language string) ([]byte, error) {
			p.languages = append(p.languages, language)
			return []byte("PDF of " + r.Reference), p.pdfErr
		},
		Printers: func(context.Context) ([]string, error) { return p.printers, nil },
		Print: func(_ context.Context, printer string, pdf []byte) error {
			p.printed[printer] = string(pdf)
			return p.printErr
		},
		Write: func(path string, b []byte) error {
			p.files[path] = string(b)
			return p.writeErr
		},
	}
}

// received leads to the receipt.
func received(r *rig) {
	r.t.Helper()
	at(model.PageCheck, nil)(r)
	r.tap(r.b.T("bind.check.submit"))
	r.on("receipt")
}

// codes are the pictures drawn on the receipt, signs apart.
func codes(r *rig) []*canvas.Image {
	return slices.DeleteFunc(kittest.Find[*canvas.Image](r.root), func(c *canvas.Image) bool { return c.Resource != nil || c.Image == nil })
}

// TestReceiptCode: the code is drawn; where that fails the reference is there
// all the same.
func TestReceiptCode(t *testing.T) {
	for err, n := range map[error]int{nil: 1, model.ErrDamaged: 0} {
		inside(t, "zh", func(r *rig) {
			r.paper.qrErr = err
			received(r)
			r.says(reference)
			drawn := codes(r)
			if len(drawn) != n {
				r.t.Fatalf("%d codes are drawn, want %d", len(drawn), n)
			}
			if n > 0 && drawn[0].Size().Width < 150 {
				t.Errorf("the code is %v wide", drawn[0].Size())
			}
			r.lacks(r.b.T("error.damaged"))
		})
	}
}

// TestReceiptSaved: what is written, what is said, and that it can be tried
// again.
func TestReceiptSaved(t *testing.T) {
	notSaved := model.Fail(model.CodeNotSaved, nil)
	cases := map[string]struct {
		lang  string
		paper paper
		files map[string]string
		says  string // "" for nothing
	}{
		"saved":           {"zh", paper{path: "a.pdf"}, map[string]string{"a.pdf": "PDF of " + reference}, "已保存。"},
		"saved, en":       {"en", paper{path: "b.pdf"}, map[string]string{"b.pdf": "PDF of " + reference}, "Saved."},
		"cancelled":       {"zh", paper{}, nil, ""},
		"no dialog":       {"zh", paper{dialogErr: model.ErrUnreadable}, nil, "这个文件读不出来"},
		"not written":     {"zh", paper{path: "a.pdf", writeErr: notSaved}, map[string]string{"a.pdf": "PDF of " + reference}, "error.not-saved"},
		"not written, en": {"en", paper{path: "a.pdf", writeErr: notSaved}, map[string]string{"a.pdf": "PDF of " + reference}, "error.not-saved"},
		"disk is full":    {"en", paper{path: "a.pdf", pdfErr: model.ErrDiskFull}, nil, "error.disk-full"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, c.lang, func(r *rig) {
				received(r)
				before := len(kittest.Texts(r.root))
				r.paper.path, r.paper.dialogErr, r.paper.pdfErr, r.paper.writeErr = c.paper.path, c.paper.dialogErr, c.paper.pdfErr, c.paper.writeErr
				r.tap(r.b.T("slip.save"))
				r.on("receipt")
				if !maps.Equal(r.paper.files, c.files) || !slices.Equal(r.paper.names, []string{"Truename.pdf"}) {
					t.Errorf("wrote %q as %q", r.paper.files, r.paper.names)
				}
				if c.says != "" {
					r.says(r.b.T(c.says))
				} else if n := len(kittest.Texts(r.root)); n != before {
					t.Errorf("something is said after nothing was done: %q", kittest.Texts(r.root))
				}
				r.paper.path, r.paper.dialogErr, r.paper.pdfErr, r.paper.writeErr = "again.pdf", nil, nil, nil
				r.tap(r.b.T("slip.save"))
				r.says(r.b.T("slip.saved"))
				if r.paper.files["again.pdf"] == "" || r.paper.languages[len(r.paper.languages)-1] != c.lang {
					t.Errorf("a second try wrote %q in %q", r.paper.files, r.paper.languages)
				}
				if c.says != "" && r.b.T(c.says) != r.b.T("slip.saved") {
					r.lacks(r.b.T(c.says))
				}
			})
		})
	}
}

// TestReceiptPrinted: only where there is a printer; it goes to the usual one.
func TestReceiptPrinted(t *testing.T) {
	cases := map[string]struct {
		printers []string
		err      error
		says     string
		printed  map[string]string
	}{
		"none":     {nil, nil, "", nil},
		"two":      {[]string{"Office", "Attic"}, nil, "已交给打印机 Office。", map[string]string{"Office": "PDF of " + reference}},
		"no paper": {[]string{"Attic"}, model.Fail(model.CodePrinter, nil), "error.printer", map[string]string{"Attic": "PDF of " + reference}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				r.paper.printers, r.paper.printErr = c.printers, c.err
				received(r)
				button := kittest.Button(r.root, r.b.T("slip.print"))
				if (button != nil) != (c.says != "") {
					r.t.Fatalf("a button to print: %v", button != nil)
				}
				if button == nil {
					return
				}
				r.tap(r.b.T("slip.print"))
				r.says(r.b.T(c.says))
				if !maps.Equal(r.paper.printed, c.printed) {
					t.Errorf("printed %q", r.paper.printed)
				}
			})
		})
	}
}

// TestReceiptInAnotherLanguage: the page and what is saved follow.
func TestReceiptInAnotherLanguage(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.paper.path = "a.pdf"
		received(r)
		r.speak("en")
		r.on("receipt")
		r.says("Submitted")
		r.says(reference)
		r.tap(r.b.T("slip.save"))
		if !slices.Equal(r.paper.languages, []string{"en"}) || len(codes(r)) != 1 {
			t.Errorf("saved in %q, %d codes", r.paper.languages, len(codes(r)))
		}
	})
}

// TestReceiptIsGoneAfterLeaving: who comes back from a question about it finds
// it again, who comes to bind does not see it, and what is still being done with
// it draws nothing.
func TestReceiptIsGoneAfterLeaving(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		received(r)
		where := r.Where()
		r.Leave()
		r.loop.Settle()
		r.Enter(where)
		r.show()
		r.on("receipt")
		r.Leave()
		r.Enter("")
		r.show()
		r.on(model.PageStart)
		r.lacks(reference)
	})
}
