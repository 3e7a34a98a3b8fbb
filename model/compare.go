package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"truename/model/idcard"
)

// Codes of comparing what was typed with what was read.
const (
	FindingNotRead         = "not-read"         // the card was found, and nothing on this side could be read
	FindingNameDiffers     = "name-differs"     // score of the least fitting character, 0
	FindingNameUnverified  = "name-unverified"  // the name cannot be told by reading: the same score
	FindingNumberDiffers   = "number-differs"   // places that differ, 0
	FindingNumberCorrected = "number-corrected" // at place Chars: digit as it looked (X is 10, unreadable -1), digit as it must be
	FindingCorrected       = "corrected"        // another field than the number was read with a correction: places, 0
	FindingUnverified      = "unverified"       // a field that was not read wholly: places read, places there are
	FindingBirthDiffers    = "birth-differs"    // the printed birth date is not the number's
	FindingSexDiffers      = "sex-differs"      // the printed sex is not the number's
	FindingKindDiffers     = "kind-differs"     // a 民族 is printed, and the number belongs to a card that has none
	FindingFromDiffers     = "from-differs"
	FindingUntilDiffers    = "until-differs"
)

// A comparison says which field of a reading is held against what was typed.
type comparison struct {
	read    string // field of the reading
	side    Side
	field   string // of the draft, where it is put right
	differs string // code
	unsure  string // code if it cannot be told; "" for none
}

var comparisons = []comparison{
	{ReadName, Front, FieldName, FindingNameDiffers, FindingNameUnverified},
	{ReadNumber, Front, FieldNumber, FindingNumberDiffers, FindingUnverified},
	{ReadBirth, Front, FieldNumber, FindingBirthDiffers, ""},
	{ReadSex, Front, FieldNumber, FindingSexDiffers, ""},
	{ReadFrom, Back, FieldFrom, FindingFromDiffers, FindingUnverified},
	{ReadUntil, Back, FieldUntil, FindingUntilDiffers, FindingUnverified},
}

// evidence is what was typed beside what the photographs say.
type evidence struct {
	facts
	front, back Photo
}

func (e evidence) photo(side Side) Photo {
	if side == Back {
		return e.back
	}
	return e.front
}

// typed is what a field of a reading should say, in the form of ReadField; ""
// if that is not known.
func (e evidence) typed(read string) string {
	switch read {
	case ReadName:
		return e.name.Value
	case ReadNumber:
		if e.number.OK() {
			return e.number.Value
		}
	case ReadBirth:
		return e.number.Birth.String()
	case ReadSex:
		return map[idcard.Sex]string{idcard.Male: "男", idcard.Female: "女"}[e.number.Sex]
	case ReadFrom:
		return e.term.From.String()
	case ReadUntil:
		if e.term.Long {
			return "long-term"
		}
		return e.term.Until.String()
	}
	return ""
}

// verdict compares a field with the photograph of a side; "" if there is
// nothing to compare.
func (e evidence) verdict(side Side, read string) (v Verdict, score float64) {
	typed, photo := e.typed(read), e.photo(side)
	if typed == "" || len(photo.Reading) == 0 {
		return "", 0
	}
	if m := photo.NameMatch; read == ReadName && m != nil && m.Typed == typed {
		return m.Verdict, m.Score
	}
	f := photo.Reading[read]
	if differs, known := f.differs(typed, read); differs > 0 {
		return Differs, 0
	} else if !known {
		return Unverified, 0
	}
	return Same, 0
}

// differs counts the places at which f surely is another text; known is false
// if it was not read wholly. Days are printed in another form than they are
// told in, so that one not read wholly says nothing.
func (f ReadField) differs(text, read string) (n int, known bool) {
	known = f.Text != "" && !slices.ContainsFunc(f.Chars, unknown)
	if known && (sameWord(f.Text) == text || read == ReadName && sameLatin(f.Text, text)) {
		return 0, true
	}
	runes := []rune(text)
	if printed := read == ReadName || read == ReadNumber; printed && len(f.Chars) == len(runes) {
		for i, c := range f.Chars {
			if c.Text != "" && c.Text != string(runes[i]) {
				n++
			}
		}
	}
	if known {
		n = max(n, 1)
	}
	return n, known
}

// sameLatin reports whether two names in Latin script have the same letters in
// the same order: the comma, the spaces and small letters may be written as one
// likes.
func sameLatin(a, b string) bool {
	letters := latin(a)
	return letters != "" && letters == latin(b)
}

// latin are the letters of a name in Latin script, as capitals; "" for a name
// with others.
func latin(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
		return ""
	}
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, name))
}

func unknown(c ReadChar) bool { return c.Text == "" }

// sameWord is a text by which both ways to write a long term are the same.
func sameWord(text string) string {
	if text == "长期" {
		return "long-term"
	}
	return text
}

// read are the findings of comparing the fields that belong to a field of the
// draft.
func (e evidence) read(field string) []Finding {
	var found []Finding
	for _, c := range comparisons {
		if c.field == field {
			found = append(found, e.compared(c)...)
		}
	}
	return found
}

// compared is the finding of one comparison, and what was corrected in
// reading.
func (e evidence) compared(c comparison) []Finding {
	photo := e.photo(c.side)
	v, score := e.verdict(c.side, c.read)
	f := Finding{Weight: Notice, Side: c.side, Field: c.field, Value: score}
	var found []Finding
	switch {
	case v == Differs:
		f.Code = c.differs
		if c.read == ReadNumber {
			n, _ := photo.Reading[c.read].differs(e.typed(c.read), c.read)
			f.Value = float64(n)
		}
		found = append(found, f)
	case v == Unverified && c.unsure != "" && !photo.Report.tells(c.field):
		f.Code = c.unsure
		if c.unsure == FindingUnverified {
			f.Value, f.Limit = photo.Reading[c.read].count()
		}
		found = append(found, f)
	}
	if c.unsure == "" { // birth and sex follow from the number
		return found
	}
	return append(found, photo.Reading[c.read].corrections(c)...)
}

// tells reports whether the checks of a photograph say that something is wrong
// with a field: then it need not be said again that it was not read.
func (r Report) tells(field string) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Field == field && f.Weight != Passed })
}

// count is how many places of a field were read, and how many there are.
func (f ReadField) count() (read, all float64) {
	for _, c := range f.Chars {
		if c.Text != "" {
			read++
		}
	}
	return read, float64(len(f.Chars))
}

// corrections are the findings about what the reader put right: for a number
// each digit, for anything else one.
func (f ReadField) corrections(c comparison) []Finding {
	if f.Seen == "" || f.Seen == f.Text {
		return nil
	}
	about := Finding{Code: FindingCorrected, Weight: Notice, Side: c.side, Field: c.field}
	seen, text := []rune(f.Seen), []rune(f.Text)
	if len(seen) != len(text) {
		about.Value = 1
		return []Finding{about}
	}
	var found []Finding
	for i := range text {
		if seen[i] == text[i] {
			continue
		}
		about.Value++
		found = append(found, Finding{
			Code: FindingNumberCorrected, Weight: Notice, Side: c.side, Field: c.field, Chars: &[2]int{i + 1, i + 1},
			Value: digit(seen[i]), Limit: digit(text[i]),
		})
	}
	if c.read == ReadNumber {
		return found
	}
	return []Finding{about}
}

// digit is the value of a character of a number: X is 10, anything else that
// is no digit -1.
func digit(c rune) float64 {
	switch {
	case c == 'X' || c == 'x':
		return 10
	case c >= '0' && c <= '9':
		return float64(c - '0')
	}
	return -1
}

// unread says of a side that nothing could be read although the card was
// found.
func unread(p Photo, side Side) []Finding {
	if p.Empty() || p.Report.Quad == nil || len(p.Reading) > 0 {
		return nil
	}
	return []Finding{{Code: FindingNotRead, Weight: Notice, Side: side, Field: string(side)}}
}

// kind compares the kind of number with the print: residents' cards have a
// 民族, residence permits and foreigners' cards have none.
func (e evidence) kind() []Finding {
	without := []idcard.Kind{idcard.HongKong, idcard.Macao, idcard.Taiwan, idcard.Foreign2023, idcard.Foreign2017}
	_, printed := e.front.Reading.whole(ReadEthnicity)
	if !printed || !e.number.OK() || !slices.Contains(without, e.number.Kind) {
		return nil
	}
	return []Finding{{Code: FindingKindDiffers, Weight: Notice, Side: Front, Field: FieldNumber}}
}

// A Comparison is one field as it was typed or follows from the number, and as
// it was read.
type Comparison struct {
	Read    string  // what was read; a place that was not is ?; "" if nothing was
	Verdict Verdict // "" if there is nothing to compare
}

// Compare holds a field of the submission against the photograph it stands on.
// read is ReadName, ReadNumber, ReadBirth, ReadSex, ReadFrom or ReadUntil.
func (s Submission) Compare(read string) Comparison {
	e := evidence{front: s.Front, back: s.Back}
	e.name, e.number = idcard.Name{Value: s.Fields.Name}, idcard.Number{
		Value: s.Fields.Number, Kind: s.Fields.NumberKind, Birth: s.Fields.Birth, Sex: s.Fields.Sex,
	}
	e.term = idcard.Term{From: s.Fields.From, Until: s.Fields.Until, Long: s.Fields.LongTerm}
	i := slices.IndexFunc(comparisons, func(c comparison) bool { return c.read == read })
	if i < 0 {
		return Comparison{}
	}
	side := comparisons[i].side
	v, _ := e.verdict(side, read)
	return Comparison{Read: e.photo(side).Reading[read].Shown(), Verdict: v}
}

// Shown is what was read, with ? at each place that was not.
func (f ReadField) Shown() string {
	if !slices.ContainsFunc(f.Chars, unknown) {
		return f.Text
	}
	var b strings.Builder
	for _, c := range f.Chars {
		b.WriteString(cmp.Or(c.Text, string(notRead)))
	}
	return b.String()
}
