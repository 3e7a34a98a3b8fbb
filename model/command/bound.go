package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"slices"
	"strings"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
	"truename/model/store"
)

const boundHelp = `Writes the bindings that were approved in a period to FILE, which must not be there yet,
sealed to a recipient: nobody else opens it, not even this desk. Standard input has two
lines: a reviewer's passphrase, and why, for the audit log (in clear: no names and no
numbers). RECIPIENT is an age key, age1pq1…, or a file with it: age-keygen -pq makes
one, and age -d -i KEY FILE opens what was written.
It holds one JSON object a line, or with -csv a table. -fields chooses and orders:
  case reference name number sex birth region phone valid-from valid-until
  received approved reviewer
Who holds a reference can look at the case and ask to unbind it: leave it out where it
is not needed. Days are days in China; without any the period is the last 30. Also what
was unbound since is in it; what was erased is not. The audit log has the period, how
many and why, and an opening of each case, which its person sees. Prints
  {"from","until","bindings","sealed","fields","bytes"}
sealed are those that this reviewer cannot open.`

// usualFields are those of an export if nothing is said.
const usualFields = "case,name,number,valid-from,valid-until,approved"

func boundFlags(f *flag.FlagSet, k *call) {
	f.StringVar(&k.to, "to", "", "`RECIPIENT`: an age key, or a file with it")
	f.StringVar(&k.from, "from", "", "first `DAY` of approval, such as 2026-11-01 (default: 29 days before the last)")
	f.StringVar(&k.until, "until", "", "last `DAY`, itself counted (default: today)")
	f.StringVar(&k.fields, "fields", usualFields, "`LIST` of fields, with commas")
	f.BoolVar(&k.csv, "csv", false, "a table for a spreadsheet")
}

// A handedOut is the JSON line of bound.
type handedOut struct {
	From     idcard.Date `json:"from"`
	Until    idcard.Date `json:"until"`
	Bindings int         `json:"bindings"`
	Sealed   int         `json:"sealed"` // left out: nobody here opens them
	Fields   []string    `json:"fields"`
	Bytes    int         `json:"bytes"`
}

// boundFields are what an export can hold of a binding.
var boundFields = map[string]func(model.Bound) string{
	"case":        func(b model.Bound) string { return b.Head.Case.String() },
	"reference":   func(b model.Bound) string { return b.Submission.Reference },
	"name":        func(b model.Bound) string { return b.Submission.Fields.Name },
	"number":      func(b model.Bound) string { return b.Submission.Fields.Number },
	"sex":         func(b model.Bound) string { return string(b.Submission.Fields.Sex) },
	"birth":       func(b model.Bound) string { return b.Submission.Fields.Birth.String() },
	"region":      func(b model.Bound) string { return b.Submission.Fields.Region },
	"phone":       func(b model.Bound) string { return b.Submission.Fields.Phone },
	"valid-from":  func(b model.Bound) string { return b.Submission.Fields.From.String() },
	"valid-until": func(b model.Bound) string { return until(b.Submission.Fields) },
	"received":    func(b model.Bound) string { return b.Head.Received.Format(time.RFC3339) },
	"approved":    func(b model.Bound) string { return b.At.Format(time.RFC3339) },
	"reviewer":    func(b model.Bound) string { return b.Reviewer },
}

// until is the last day of a card.
func until(f model.Fields) string {
	if f.LongTerm {
		return longTerm
	}
	return f.Until.String()
}

// An exportAsked is what the call asks for.
type exportAsked struct {
	from, until idcard.Date
	fields      []string
	recipient   string // age1pq1…
	pass        []byte
	why         string
}

func runBound(ctx context.Context, k *call) error {
	ask, err := k.exportAsked()
	if err != nil {
		return err
	}
	defer clear(ask.pass)
	out := handedOut{From: ask.from, Until: ask.until, Fields: ask.fields}
	err = writeNew("export", k.args[0], func() (b []byte, err error) {
		err = k.with(func(st *store.Store) error {
			if err := st.Unlock(ctx, ask.pass); err != nil {
				return err
			}
			defer st.Lock()
			b, err = k.handOut(ctx, st, ask, &out)
			return err
		})
		return b, err
	})
	if err != nil {
		return err
	}
	return k.print(out)
}

// exportAsked reads the flags and standard input.
func (k *call) exportAsked() (ask exportAsked, err error) {
	if ask.from, ask.until, err = k.period(idcard.Today(time.Now())); err != nil {
		return ask, err
	}
	ask.fields = strings.Split(k.fields, ",")
	for i, name := range ask.fields {
		if boundFields[name] == nil || slices.Contains(ask.fields[:i], name) {
			return ask, misused("The fields are some of those that bound -h lists, each once, with commas between them.")
		}
	}
	if ask.recipient, err = recipient(k.to); err != nil {
		return ask, err
	}
	lines, err := k.secrets(2)
	if err != nil {
		return ask, err
	}
	ask.pass, ask.why = lines[0], string(lines[1])
	if store.CheckBound(ask.from, ask.until, ask.why) != nil {
		clear(ask.pass)
		return ask, misused("A period is from a day to the same or a later one, at most ten years; a reason is one line of 1 to 100 characters without a number of six digits.")
	}
	return ask, nil
}

// recipient is the age key that the flag -to names, or that stands in its file.
func recipient(to string) (string, error) {
	if to != "" && !strings.HasPrefix(to, "age1") {
		b, err := readDocument(to)
		if err != nil {
			return "", err
		}
		for line := range strings.Lines(string(b)) {
			if strings.HasPrefix(line, "age1") {
				to = strings.TrimSpace(line)
				break
			}
		}
	}
	if _, err := seal.Wrap(nil, to); err != nil {
		return "", misused("The recipient is an age key that begins with age1pq1, or a file with it: -to RECIPIENT; age-keygen -pq makes one.")
	}
	return to, nil
}

// handOut opens what is asked for and seals it in memory; out says of how many.
func (k *call) handOut(ctx context.Context, st *store.Store, ask exportAsked, out *handedOut) ([]byte, error) {
	w := newRows(ask.fields, k.csv)
	defer func() { clear(w.out.Bytes()) }()
	var err error
	out.Sealed, err = st.Bound(ctx, ask.from, ask.until, ask.why, func(b model.Bound) error { out.Bindings++; return w.add(b) })
	if err != nil {
		return nil, err
	}
	plain, err := w.end()
	if err != nil {
		return nil, err
	}
	b, err := seal.Wrap(plain, ask.recipient)
	out.Bytes = len(b)
	return b, err
}

// rows are the bindings of an export, written one after another.
type rows struct {
	fields []string
	out    bytes.Buffer
	table  *csv.Writer // nil: JSON lines
}

// byteOrderMark tells spreadsheets that a table is UTF-8.
const byteOrderMark = "\ufeff"

func newRows(fields []string, asTable bool) *rows {
	w := &rows{fields: fields}
	if asTable {
		w.out.WriteString(byteOrderMark)
		w.table = csv.NewWriter(&w.out)
		w.table.Write(fields) // its error comes with Flush
	}
	return w
}

func (w *rows) add(b model.Bound) error {
	if w.table != nil {
		var cells []string
		for _, name := range w.fields {
			cells = append(cells, harmless(boundFields[name](b)))
		}
		return w.table.Write(cells)
	}
	for i, name := range w.fields { // in the order asked for, which a map has not
		value, err := json.Marshal(boundFields[name](b))
		if err != nil {
			return err
		}
		w.out.WriteString([]string{`{"`, `,"`}[min(i, 1)] + name + `":`)
		w.out.Write(value)
	}
	w.out.WriteString("}\n")
	return nil
}

func (w *rows) end() ([]byte, error) {
	if w.table != nil {
		w.table.Flush()
		return w.out.Bytes(), w.table.Error()
	}
	return w.out.Bytes(), nil
}

// mostDigits is how long a number a spreadsheet keeps: of longer ones it makes
// the last digits 0.
const mostDigits = 15

// harmless keeps a spreadsheet from taking a cell for a formula, and from
// rounding the number of a card.
func harmless(cell string) string {
	long := len(cell) > mostDigits && strings.Trim(cell, "0123456789") == ""
	if long || cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
