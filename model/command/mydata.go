package command

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"
)

const mydataHelp = `Writes a copy of one case for its person to FILE, which must not be there yet.
Standard input has three lines: the reference, a reviewer's passphrase, and a
passphrase of the person's own (12 characters or more), which they type themselves.
FILE is an age file: age -d FILE > copy.zip asks for the person's passphrase. In it are
my-data.pdf to read, data.json with everything that is stored and decided, the
photographs, of all revisions, and the certificate of an approved binding. Prints {"case","revision","bytes"}.`

// The scrypt work of passphrases of reviewers (0: as the store has it) and of a
// copy, which may lie about for years. Tests have less.
var deskWork, copyWork = 0, 18

// A copied is the JSON line of mydata.
type copied struct {
	Case     string `json:"case"`
	Revision int    `json:"revision"`
	Bytes    int    `json:"bytes"`
}

func runMydata(ctx context.Context, k *call) error {
	if k.to == "" {
		return misused("The file for the copy is needed: -to FILE.")
	}
	lines, err := k.secrets(3)
	if err != nil {
		return err
	}
	defer clear(lines[1])
	defer clear(lines[2])
	if err := seal.CheckPassphrase(string(lines[2])); err != nil {
		return err
	}
	var out copied
	err = writeNew("copy", k.to, func() (b []byte, err error) {
		err = k.with(func(st *store.Store) error {
			if err := st.Unlock(ctx, lines[1]); err != nil {
				return err
			}
			defer st.Lock()
			var c store.Copy
			c, b, err = sealedCopy(ctx, st, string(lines[0]), lines[2])
			out = copied{c.Head.Case.String(), c.Head.Revision, len(b)}
			return err
		})
		return b, err
	})
	if err != nil {
		return err
	}
	return k.print(out)
}

// Copy is a copy of the case with this reference for its person, as an age file
// that opens with pass; mydata -h says what is in it. Errors: ErrWeak, and those
// of Store.MyData.
func Copy(ctx context.Context, st *store.Store, reference string, pass []byte) ([]byte, error) {
	if err := seal.CheckPassphrase(string(pass)); err != nil {
		return nil, err
	}
	_, b, err := sealedCopy(ctx, st, reference, pass)
	return b, err
}

func sealedCopy(ctx context.Context, st *store.Store, reference string, pass []byte) (c store.Copy, b []byte, err error) {
	if c, err = st.MyData(ctx, reference); err != nil {
		return c, nil, err
	}
	plain, err := copyOf(c)
	if err != nil {
		return c, nil, err
	}
	defer clear(plain)
	b, err = seal.WrapPass(plain, pass, copyWork)
	return c, b, err
}

// The data of a copy, as JSON.
type copyData struct {
	Head model.Head `json:"head"`
	copyRevision
	Earlier   []copyRevision `json:"earlier,omitempty"` // revisions before the last, oldest first
	Gone      int            `json:"gone,omitempty"`    // of them, those that nobody can open any more
	Timeline  []event        `json:"timeline"`
	DeskNotes []string       `json:"desk_notes"`

	Certificate string `json:"certificate,omitempty"` // the name of its file
}

// A copyRevision is one revision: what was typed, and what was measured and read
// on the photographs, which are files of their own.
type copyRevision struct {
	Submission model.Submission `json:"submission"`
	Front      model.Photo      `json:"front"`
	Back       model.Photo      `json:"back"`
	FrontFile  string           `json:"front_file,omitempty"`
	BackFile   string           `json:"back_file,omitempty"`
}

// A copyFile is a file in a copy.
type copyFile struct {
	name string
	b    []byte
}

// copyOf is the copy of a case before it is sealed: a zip archive.
func copyOf(c store.Copy) ([]byte, error) {
	files := &copyFiles{}
	d := copyData{Head: c.Head, copyRevision: files.revision(c.Submission, ""), Gone: c.Gone, DeskNotes: c.DeskNotes}
	for _, sub := range c.Earlier {
		d.Earlier = append(d.Earlier, files.revision(sub, fmt.Sprintf("revision-%d-", sub.Revision)))
	}
	for _, e := range c.Timeline {
		d.Timeline = append(d.Timeline, event(e))
	}
	if c.Certificate != nil {
		d.Certificate = files.add("certificate.txt", c.Certificate.File)
	}
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return nil, err
	}
	pdf, err := copyPage(c)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range append([]copyFile{{"my-data.pdf", pdf}, {"data.json", data}}, files.all...) {
		part, cerr := w.Create(f.name)
		if cerr == nil {
			_, cerr = part.Write(f.b)
		}
		err = errors.Join(err, cerr)
	}
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

// copyFiles are the photographs of a copy.
type copyFiles struct{ all []copyFile }

// revision is one revision with its photographs as files, whose names begin with
// prefix.
func (f *copyFiles) revision(sub model.Submission, prefix string) copyRevision {
	r := copyRevision{Submission: sub, Front: sub.Front, Back: sub.Back}
	r.FrontFile, r.BackFile = f.add(prefix+"front.jpg", sub.Front.JPEG), f.add(prefix+"back.jpg", sub.Back.JPEG)
	r.Front.JPEG, r.Back.JPEG = nil, nil
	return r
}

// add gives the name of the file with this picture: one that was not changed is
// there already. A request has none.
func (f *copyFiles) add(name string, b []byte) string {
	if len(b) == 0 {
		return ""
	}
	for _, has := range f.all {
		if bytes.Equal(has.b, b) {
			return has.name
		}
	}
	f.all = append(f.all, copyFile{name, b})
	return name
}

// copyPage is the page to read, in the language of the submission. What happened
// stands there with its reasons, as much of the end of it as there is room for.
func copyPage(c store.Copy) ([]byte, error) {
	s := copySheet(c)
	for {
		pdf, err := receipt.PDF(s)
		if model.CodeOf(err) != model.CodeUsage || len(s.Next) == 0 {
			return pdf, err
		}
		s.Next = s.Next[1:]
	}
}

// copySheet is the page with all that happened.
func copySheet(c store.Copy) receipt.Sheet {
	lang := c.Submission.Language
	if lang != "en" {
		lang = "zh"
	}
	say, events, reasons := texts("mydata.json", lang), texts("status.json", lang), texts("errors.json", lang)
	s := receipt.Sheet{
		Product: "Truename", Title: say["mydata.title"], Lead: say["mydata.lead"], Foot: say["mydata.foot"],
		ReferenceName: events["status.reference"], Reference: c.Submission.Reference, NextTitle: say["mydata.events"],
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	if c.Head.Demo {
		s.Notice = say["mydata.demo"]
	}
	s.Facts = copyFacts(c, lang)
	for _, e := range c.Timeline {
		line := day(e.At) + "  " + events["status.event."+e.What]
		if e.Automatic {
			line += "\n" + events["status.event.automatic"]
		}
		for _, r := range e.Reasons {
			line += "\n" + cmp.Or(r.Text, reasons["reason."+r.Code])
		}
		if e.Note != "" {
			line += "\n" + events["status.note"] + events["status.colon"] + e.Note
		}
		s.Next = append(s.Next, line)
	}
	return s
}

// copyFacts are the facts of the last revision, and what the ones before had
// instead.
func copyFacts(c store.Copy, lang string) (facts []receipt.Fact) {
	say := texts("mydata.json", lang)
	last := factsOf(c.Submission.Fields, lang)
	for i, f := range last {
		if f.Value != "" {
			facts = append(facts, f)
		}
		for _, sub := range c.Earlier {
			was := factsOf(sub.Fields, lang)[i]
			if was.Value != "" && was.Value != f.Value {
				n := strings.NewReplacer("{name}", was.Name, "{n}", fmt.Sprint(sub.Revision))
				facts = append(facts, receipt.Fact{Name: n.Replace(say["mydata.before"]), Value: was.Value})
			}
		}
	}
	return facts
}

// factsOf are the facts of a card, always as many; those of a request are empty.
func factsOf(f model.Fields, lang string) []receipt.Fact {
	names, say := texts("common.json", lang), texts("mydata.json", lang)
	until := f.Until.String()
	if f.LongTerm {
		until = say["mydata.long-term"]
	}
	facts := []receipt.Fact{
		{Name: names["field.name"], Value: f.Name},
		{Name: names["field.number"], Value: f.Number},
		{Name: names["field.term"], Value: f.From.String() + " – " + until},
		{Name: names["field.phone"], Value: f.Phone},
		{Name: names["field.birth"], Value: f.Birth.String()},
		{Name: names["field.region"], Value: f.Region},
		{Name: names["field.guardian"], Value: f.Guardian.Name},
	}
	if f.Request != nil {
		for i := range facts {
			facts[i].Value = ""
		}
	}
	return facts
}

// day is the day of a time, in China.
func day(at time.Time) string { return idcard.Today(at).String() }
