package command

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/model/plainfile"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"
)

const mydataHelp = `Writes a copy of one case for its person to FILE, which must not be there yet.
Standard input has three lines: the reference, a reviewer's passphrase, and a
passphrase of the person's own (12 characters or more), which they type themselves.
FILE is an age file: age -d FILE > copy.zip asks for the person's passphrase. In it are
my-data.pdf to read, data.json with everything that is stored and decided, and the
photographs. It holds the last revision. Prints {"case","revision","bytes"}.`

// The scrypt work of passphrases of reviewers (0: as the store has it) and of a
// copy, which may lie about for years. Tests have less.
var deskWork, copyWork = 0, 18

// pageEvents is how many events, the last ones, the page to read has room for;
// data.json has all.
const pageEvents = 8

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
	return k.with(func(st *store.Store) error {
		if err := st.Unlock(ctx, lines[1]); err != nil {
			return err
		}
		defer st.Lock()
		c, b, err := sealedCopy(ctx, st, string(lines[0]), lines[2])
		if err != nil {
			return err
		}
		return k.writeCopy(c, b)
	})
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

func sealedCopy(ctx context.Context, st *store.Store, reference string, pass []byte) (c model.Case, b []byte, err error) {
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

// writeCopy keeps a copy as a file.
func (k *call) writeCopy(c model.Case, b []byte) error {
	if err := writeNew(k.to, b); err != nil {
		return &spoken{"The copy could not be written there; name a file that does not exist yet, in a folder that can be written.",
			model.Fail(model.CodeNotSaved, plainfile.WithoutPath(err))}
	}
	return k.print(copied{c.Head.Case.String(), c.Head.Revision, len(b)})
}

// The data of a copy, as JSON.
type copyData struct {
	Head       model.Head       `json:"head"`
	Submission model.Submission `json:"submission"`
	Front      model.Photo      `json:"front"` // what was measured and read; the picture is a file of its own
	Back       model.Photo      `json:"back"`
	Timeline   []event          `json:"timeline"`
	DeskNotes  []string         `json:"desk_notes"`
}

// copyOf is the copy of a case before it is sealed: a zip archive.
func copyOf(c model.Case) ([]byte, error) {
	d := copyData{Head: c.Head, Submission: c.Submission, Front: c.Submission.Front, Back: c.Submission.Back, DeskNotes: c.DeskNotes}
	d.Front.JPEG, d.Back.JPEG = nil, nil
	for _, e := range c.Timeline {
		d.Timeline = append(d.Timeline, event(e))
	}
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return nil, err
	}
	pdf, err := receipt.PDF(copySheet(c))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		b    []byte
	}{{"my-data.pdf", pdf}, {"data.json", data}, {"front.jpg", c.Submission.Front.JPEG}, {"back.jpg", c.Submission.Back.JPEG}} {
		if len(f.b) == 0 { // a request has no photographs
			continue
		}
		part, cerr := w.Create(f.name)
		if cerr == nil {
			_, cerr = part.Write(f.b)
		}
		err = errors.Join(err, cerr)
	}
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

// copySheet is the page to read, in the language of the submission.
func copySheet(c model.Case) receipt.Sheet {
	lang := c.Submission.Language
	if lang != "en" {
		lang = "zh"
	}
	say, names, events := texts("mydata.json", lang), texts("common.json", lang), texts("status.json", lang)
	s := receipt.Sheet{
		Product: "Truename", Title: say["mydata.title"], Lead: say["mydata.lead"], Foot: say["mydata.foot"],
		ReferenceName: events["status.reference"], Reference: c.Submission.Reference, NextTitle: say["mydata.events"],
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	if c.Head.Demo {
		s.Notice = say["mydata.demo"]
	}
	f := c.Submission.Fields
	until := f.Until.String()
	if f.LongTerm {
		until = say["mydata.long-term"]
	}
	add := func(name, value string) {
		if value != "" {
			s.Facts = append(s.Facts, receipt.Fact{Name: name, Value: value})
		}
	}
	if f.Request == nil {
		add(names["field.name"], f.Name)
		add(names["field.number"], f.Number)
		add(names["field.term"], f.From.String()+" – "+until)
		add(names["field.phone"], f.Phone)
		add(names["field.birth"], f.Birth.String())
		add(names["field.region"], f.Region)
		add(names["field.guardian"], f.Guardian.Name)
	}
	for _, e := range c.Timeline[max(0, len(c.Timeline)-pageEvents):] {
		s.Next = append(s.Next, day(e.At)+"  "+events["status.event."+e.What])
	}
	return s
}

// day is the day of a time, in China.
func day(at time.Time) string { return idcard.Today(at).String() }
