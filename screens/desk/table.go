package desk

import (
	"fmt"
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A fact is one line of the table: what it is called and what was given, or
// follows from the number.
type fact struct {
	name, value string
	derived     bool
}

// facts lists what was given, and what followed from it.
func (s *Screen) facts() []fact { return s.factsOf(s.open.Submission.Fields) }

// before is what was given for a fact in the revision before, "" if that was
// the same or there is none.
func (s *Screen) before(now fact) string {
	if s.open.Before == nil {
		return ""
	}
	for _, f := range s.factsOf(s.open.Before.Fields) {
		if f.name == now.name && f.value != now.value {
			return f.value
		}
	}
	return ""
}

// given is the value of a fact, with where it comes from if nobody typed it, and
// what stood there before if that changed.
func (s *Screen) given(f fact, value *kit.Text) fyne.CanvasObject {
	was := s.before(f)
	if !f.derived && was == "" {
		return value
	}
	cell := kit.Tight(value)
	if f.derived {
		cell.Add(kit.Caption(s.b.T("desk.derived")))
	}
	if was != "" {
		cell.Add(kit.Notice(s.b.T("desk.before", "value", was)))
	}
	return cell
}

func (s *Screen) factsOf(f model.Fields) []fact {
	w := s.b.Words
	if f.Request != nil {
		return s.wish(*f.Request)
	}
	until := w.Date(f.Until)
	if f.LongTerm {
		until = w.T("long-term")
	}
	out := []fact{
		{w.T("field.name"), kit.Show(f.Name), false},
		{w.T("field.number"), idcard.Group(f.Number), false},
		{w.T("field.birth"), w.Date(f.Birth) + "　" + w.T("sex."+string(f.Sex)), true},
		{w.T("field.term"), w.Date(f.From) + " – " + until, false},
	}
	for _, more := range []fact{{w.T("field.region"), f.Region, true}, {w.T("field.phone"), f.Phone, false}, {w.T("desk.guardian"), kit.Show(f.Guardian.Name), false}} {
		if more.value != "" {
			out = append(out, more)
		}
	}
	return out
}

// wish is what a request asks for, and about which case.
func (s *Screen) wish(r model.RequestFields) []fact {
	w := s.b.Words
	out := []fact{{name: w.T("desk.request.about"), value: r.AboutReference}}
	for _, more := range []fact{{name: w.T("field.name"), value: kit.Show(r.MaskedName)}, {name: w.T("field.phone"), value: r.Contact}, {name: w.T("field.text"), value: kit.Show(r.Text)}} {
		if more.value != "" {
			out = append(out, more)
		}
	}
	if r.Reason != "" {
		out = append(out, fact{name: w.T("field.reason"), value: w.T("request.reason." + r.Reason)})
	}
	return out
}

// table shows what was typed beside what was read; where nothing was read, the
// facts alone.
func (s *Screen) table() fyne.CanvasObject {
	if sub := s.open.Submission; len(sub.Front.Reading)+len(sub.Back.Reading) > 0 {
		return s.compared()
	}
	var cells []fyne.CanvasObject
	for _, f := range s.facts() {
		cells = append(cells, kit.Tight(kit.Caption(f.name), s.given(f, kit.Strong(f.value))))
	}
	return kit.Card(kit.Tiles(240, cells...))
}

// A line says what of the card a fact is held against.
type line struct {
	side   model.Side
	reads  []string // fields of the reading
	fields []string // of findings by the rules
	strip  bool     // the line of the card is shown
}

// lines are the facts that stand on the card, in the order of facts.
var lines = []line{
	{side: model.Front, reads: []string{model.ReadName}, fields: []string{model.FieldName}, strip: true},
	{side: model.Front, reads: []string{model.ReadNumber}, fields: []string{model.FieldNumber}, strip: true},
	{side: model.Front, reads: []string{model.ReadBirth, model.ReadSex}},
	{side: model.Back, reads: []string{model.ReadFrom, model.ReadUntil}, fields: []string{model.FieldFrom, model.FieldUntil}},
}

// weights share the room of the table.
var weights = []float32{1, 2.1, 2.2, 1.6}

// dayBreak stands between two days, each on a line of its own.
const dayBreak = " –\n"

// compared is the table of what was typed, what was read, and whether both are
// the same.
func (s *Screen) compared() fyne.CanvasObject {
	head := []fyne.CanvasObject{}
	for _, key := range []string{"desk.col.field", "desk.col.typed", "desk.col.read", "desk.col.check"} {
		head = append(head, kit.Caption(s.b.T(key)))
	}
	rows := [][]fyne.CanvasObject{head}
	for i, f := range s.facts() {
		value := strings.ReplaceAll(f.value, " – ", dayBreak)
		if i >= len(lines) {
			rows = append(rows, []fyne.CanvasObject{kit.Caption(f.name), s.given(f, kit.Strong(value))})
			continue
		}
		read := s.read(lines[i])
		typed, seen := kit.Strong(value), kit.Strong(read)
		if read == "" {
			seen = kit.Muted("—")
		} else if v := s.verdict(lines[i]); v == model.Differs || v == model.Unverified {
			ofTyped, ofRead := model.Runs(value, read)
			typed, seen = kit.Runs(ofTyped), kit.Runs(ofRead)
		}
		name := f.name
		if _, ok := s.spot(lines[i]); ok {
			name = fmt.Sprint(i+1, " ", name)
		}
		rows = append(rows, []fyne.CanvasObject{kit.Caption(name), s.given(f, typed), s.readCell(i, f.name, seen), s.verdictCell(lines[i])})
	}
	return kit.Table(weights, rows...)
}

// read is what was read of a line, as the column beside it writes it; "" if
// nothing was.
func (s *Screen) read(l line) string {
	var parts []string
	for _, read := range l.reads {
		if text := s.open.Submission.Compare(read).Read; text != "" {
			parts = append(parts, s.written(read, text))
		}
	}
	if l.reads[0] == model.ReadFrom {
		return strings.Join(parts, dayBreak)
	}
	return strings.Join(parts, "　")
}

// readCell is what was read, above the line of the card it was read from; where
// that is known, it is shown on the card when this is pressed.
func (s *Screen) readCell(i int, name string, text *kit.Text) fyne.CanvasObject {
	at, ok := s.spot(lines[i])
	if !ok {
		return text
	}
	cell := kit.Tight(text)
	if lines[i].strip {
		key := lines[i].reads[0]
		cut := kit.NewCutout(s.b.T("bind.strip", "field", name), at)
		if img := s.open.strips[key]; img != nil {
			cut.Set(img)
		}
		s.open.cuts[key] = cut
		cell.Add(cut)
	}
	return kit.NewPress(s.b.T("desk.point", "field", name), cell, func() { s.point(i) })
}

// written is what was read as the column beside it writes it.
func (s *Screen) written(read, text string) string {
	switch read {
	case model.ReadNumber:
		return idcard.Group(text)
	case model.ReadSex:
		if sex, ok := map[string]string{"男": "sex.male", "女": "sex.female"}[text]; ok {
			return s.b.T(sex)
		}
	case model.ReadBirth, model.ReadFrom, model.ReadUntil:
		if day, ok := idcard.ParseDate(text); ok {
			return s.b.Words.Date(day)
		}
		if text == "long-term" {
			return s.b.T("long-term")
		}
	}
	return kit.Show(text)
}

// verdict is the weightiest of a line; "" if there is nothing to compare.
func (s *Screen) verdict(l line) model.Verdict {
	var all []model.Verdict
	for _, read := range l.reads {
		all = append(all, s.open.Submission.Compare(read).Verdict)
	}
	for _, v := range []model.Verdict{model.Differs, model.Unverified, model.Same} {
		if slices.Contains(all, v) {
			return v
		}
	}
	return ""
}

// verdictCell says whether both are the same, and whether the rules have found
// something, which is said below.
func (s *Screen) verdictCell(l line) fyne.CanvasObject {
	cell := kit.Tight()
	switch s.verdict(l) {
	case model.Differs:
		cell.Add(kit.Warn(s.b.T("desk.differs")))
	case model.Unverified:
		cell.Add(kit.Notice(s.b.T("desk.unverified")))
	case model.Same:
		cell.Add(kit.Tick(s.b.T("desk.same")))
	default:
		cell.Add(kit.Muted("—"))
	}
	ruled := func(f model.Finding) bool { return f.Side == "" && slices.Contains(l.fields, f.Field) }
	if slices.ContainsFunc(s.open.Submission.Fields.Findings, ruled) {
		cell.Add(kit.Notice(s.b.T("desk.rules.below")))
	} else if len(l.fields) > 0 {
		cell.Add(kit.Caption(s.b.T("desk.rules.kept")))
	}
	return cell
}

// cut cuts the lines that the table shows out of the card of a side.
func (s *Screen) cut(o *opened, side model.Side) {
	for _, l := range lines {
		at, ok := s.spot(l)
		if !ok || !l.strip || l.side != side {
			continue
		}
		key := l.reads[0]
		o.strips[key] = kit.Cut(o.cards[side], at)
		if c := o.cuts[key]; c != nil {
			c.Set(o.strips[key])
		}
	}
}
