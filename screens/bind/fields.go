package bind

import (
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// middleDot separates the parts of a name (民委发〔2016〕33号).
const middleDot = "·"

// namePage asks for the name, and for a telephone number by the way.
func (s *Screen) namePage() *container.Scroll {
	s.verify()
	told := kit.Column(append(s.nameTold(), s.otherwise(model.FieldName)...)...)
	name := s.entry(model.FieldName, s.draft.Name, func(v string) {
		s.draft.Name = v
		s.draft.Typed(model.FieldName)
		told.Objects = s.nameTold()
		told.Refresh()
	})
	phone := s.entry(model.FieldPhone, s.draft.Phone, func(v string) { s.draft.Phone = v })
	name.Keys, phone.Keys = kit.PadName, kit.PadDigits
	var line fyne.CanvasObject = name
	if s.draft.Open(model.FieldName) { // many keyboards have no such key
		dot := kit.Secondary(s.b.T("bind.name.dot.button"), func() {
			name.SetText(name.Text + middleDot)
			name.CursorColumn = len([]rune(name.Text))
			s.focusField(model.FieldName)
		})
		keys := container.NewHBox(dot)
		if s.b.Pad != nil { // rare characters, and where there is no input method
			keys.Add(kit.Secondary(s.b.T("bind.name.pad"), func() {
				s.focusField(model.FieldName)
				s.b.Pad()
			}))
		}
		line = container.NewBorder(nil, nil, nil, keys, name)
	}
	optional := s.b.T("field.phone") + s.b.T("bind.optional")
	rows := append(s.notices(model.PageName),
		kit.WideField(s.b.T("bind.name.label"), "", s.wrong(model.FieldName), below(s.strip(model.FieldName), line)), told,
		kit.Field(optional, s.b.T("bind.phone.hint"), s.wrong(model.FieldPhone), phone))
	return kit.Page(s.b.T("bind.name.title"), "", rows...)
}

// name is the name typed, as the rules read it.
func (s *Screen) name() idcard.Name {
	return idcard.ParseName(s.draft.Name, idcard.ParseNumber(s.draft.Number, s.b.Rules()).Kind)
}

// nameTold shows the name large, as it will be submitted, and says what was
// changed about it.
func (s *Screen) nameTold() []fyne.CanvasObject {
	n := s.name()
	if n.Value == "" {
		return nil
	}
	large := kit.Heading(kit.Show(n.Value))
	rows := append(s.mark(model.FieldName), large)
	sentences := map[idcard.Code]string{
		idcard.NDot: s.b.T("bind.name.dot"), idcard.NInnerSpaces: s.b.T("bind.name.spaces"),
		idcard.NPrivateUse: s.b.T("bind.name.standard"), idcard.NRadical: s.b.T("bind.name.standard"),
	}
	for _, code := range n.Codes {
		if text, ok := sentences[code]; ok {
			rows = append(rows, kit.Notice(text))
		}
	}
	if strings.Contains(large.Text, "□") {
		rows = append(rows, kit.Muted(s.b.T("bind.name.rare")))
	}
	return rows
}

// A numberEntry is raw while one types in it, and grouped 6-8-4 otherwise.
type numberEntry struct {
	kit.Entry
	quiet bool // the text is changed by us
}

func newNumberEntry(b *kit.Bench) *numberEntry {
	e := &numberEntry{}
	e.Keys = kit.PadNumber
	e.Attach(b, e)
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained shows what was typed.
func (e *numberEntry) FocusGained() {
	e.write(strings.ReplaceAll(e.Text, " ", ""))
	e.CursorColumn = len([]rune(e.Text))
	e.Entry.FocusGained()
}

// FocusLost groups a number that is complete.
func (e *numberEntry) FocusLost() {
	e.Entry.FocusLost()
	if !e.Held() {
		e.write(idcard.Group(e.Text))
	}
}

func (e *numberEntry) write(text string) {
	if text == e.Text {
		return
	}
	e.quiet = true
	e.SetText(text)
	e.quiet = false
}

// numberPage asks for the number and shows what follows from it; a wrong one
// comes with the numbers it may have meant.
func (s *Screen) numberPage() *container.Scroll {
	derived := kit.Column(s.derived()...)
	e := newNumberEntry(s.b)
	s.equip(&e.Entry, model.FieldNumber, idcard.Group(s.draft.Number), func(v string) {
		if e.quiet {
			return
		}
		s.draft.Number = v
		s.draft.Typed(model.FieldNumber)
		derived.Objects = s.derived()
		derived.Refresh()
	})
	s.focus[model.FieldNumber] = e
	rows := append(s.notices(model.PageNumber),
		kit.Field(s.b.T("bind.number.label"), s.b.T("bind.number.hint"), s.wrong(model.FieldNumber), below(s.strip(model.FieldNumber), e)))
	if s.meant() {
		rows = append(rows, kit.Body(s.b.T("bind.number.meant")), kit.Buttons(s.offers()...))
	}
	return kit.Page(s.b.T("bind.number.title"), "", append(rows, derived)...)
}

// derived is what there is to say about the number: where it comes from, and
// what follows from one that is right, which is read only.
func (s *Screen) derived() []fyne.CanvasObject {
	rows := s.mark(model.FieldNumber)
	if !s.meant() { // there the same number is offered
		rows = append(rows, s.otherwise(model.FieldNumber)...)
	}
	d := s.draft.Derived(s.b.Rules())
	if d.Birth.IsZero() {
		return rows
	}
	region := d.Region
	if region == "" {
		region = s.b.T("bind.number.region.unknown")
	}
	return append(rows, kit.Card(
		kit.Muted(s.b.T("bind.number.derived")),
		kit.Row(s.b.T("field.birth"), s.b.Words.Date(d.Birth), nil),
		kit.Row(s.b.T("field.sex"), s.b.T("sex."+string(d.Sex)), nil),
		kit.Row(s.b.T("field.region"), region, nil),
	))
}

// meant reports whether the number is wrong and others are offered for it.
func (s *Screen) meant() bool { return s.wrong(model.FieldNumber) != "" && len(s.offers()) > 0 }

// offers are buttons with the numbers that may have been meant.
func (s *Screen) offers() []fyne.CanvasObject {
	rules := s.b.Rules()
	values := idcard.Repairs(s.draft.Number, rules, idcard.RepairHint{})
	if offer := idcard.ParseNumber(s.draft.Number, rules).Offer; offer != "" {
		values = append(values, offer)
	}
	if read := s.draft.Readable(model.Front, rules)[model.FieldNumber]; read != "" { // nothing is likelier
		values = []string{read}
	}
	var out []fyne.CanvasObject
	for _, v := range values {
		out = append(out, kit.Secondary(s.b.T("bind.number.use", "number", idcard.Group(v)), func() {
			s.draft.Number, s.problems = v, nil
			s.draft.Typed(model.FieldNumber)
			s.changed()
			s.render()
		}))
	}
	return out
}

// longTerm is 长期 as a draft holds it; drafts may also have the English word.
const longTerm = "长期"

func isLong(until string) bool { return slices.Contains([]string{longTerm, "long-term"}, until) }

// termPage asks for the two days on the emblem side.
func (s *Screen) termPage() *container.Scroll {
	d := &s.draft
	told := kit.Column(append(s.termTold(), append(s.otherwise(model.FieldFrom), s.otherwise(model.FieldUntil)...)...)...)
	tell := func() {
		told.Objects = s.termTold()
		told.Refresh()
	}
	from := s.entry(model.FieldFrom, d.From, func(v string) {
		d.From = v
		d.Typed(model.FieldFrom)
		tell()
	})
	from.Keys = kit.PadDigits
	if isLong(d.Until) {
		return s.termForm(from, s.longBox(true), told)
	}
	until := s.entry(model.FieldUntil, d.Until, func(v string) {
		d.Until = v
		d.Typed(model.FieldUntil)
		tell()
	})
	until.Keys = kit.PadDigits
	until.PlaceHolder = s.b.T("bind.term.until.example")
	return s.termForm(from, kit.Column(until, s.longBox(false)), told)
}

func (s *Screen) termForm(from *kit.Entry, until, told fyne.CanvasObject) *container.Scroll {
	from.PlaceHolder = s.b.T("bind.term.from.example")
	rows := append(append(s.notices(model.PageTerm), s.strip(model.FieldTerm)...),
		kit.Field(s.b.T("bind.term.from"), "", s.wrong(model.FieldFrom), from),
		kit.Field(s.b.T("bind.term.until"), "", s.wrong(model.FieldUntil), until),
		told)
	return kit.Page(s.b.T("bind.term.title"), s.b.T("bind.term.lead"), rows...)
}

// longBox says that the card never ends; unticked, the day typed before is
// back.
func (s *Screen) longBox(on bool) *kit.Choice {
	box := kit.NewChoice(s.b.T("bind.term.long"), on, func(on bool) {
		if on {
			s.until, s.draft.Until = s.draft.Until, longTerm
		} else {
			s.draft.Until = s.until
		}
		s.draft.Typed(model.FieldUntil)
		s.changed()
		s.render()
	})
	if !s.draft.Open(model.FieldUntil) {
		box.Disable()
	}
	if on {
		s.focus[model.FieldUntil] = box
	}
	return box
}

// term is the term typed, as the rules read it.
func (s *Screen) term() idcard.Term {
	rules := s.b.Rules()
	n := idcard.ParseNumber(s.draft.Number, rules)
	return idcard.ParseTerm(s.draft.From, s.draft.Until, idcard.TermContext{Birth: n.Birth, Kind: n.Kind, Today: rules.Today})
}

// termTold says where the days come from, and warns of a card that ends soon;
// that stops nobody.
func (s *Screen) termTold() []fyne.CanvasObject {
	rows, until := s.mark(model.FieldFrom), s.mark(model.FieldUntil)
	if len(rows) > 0 && len(until) > 0 { // where both come from is said once
		until = until[1:]
	}
	rows = append(rows, until...)
	if slices.Contains(s.term().Codes, idcard.WTermExpiring) {
		rows = append(rows, kit.Notice(s.b.T("bind.term.expiring")))
	}
	return rows
}
