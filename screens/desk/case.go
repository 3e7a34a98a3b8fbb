package desk

import (
	"image"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

func (s *Screen) casePage() fyne.CanvasObject {
	c := s.open
	head := container.NewBorder(nil, nil, kit.Link(s.b.T("desk.back"), s.backToQueue), kit.Link(s.b.T("desk.lock"), s.lock), s.title())
	rows := append([]fyne.CanvasObject{head}, s.alert()...)
	if c.front != nil || c.back != nil {
		rows = append(rows, s.pictures())
	}
	rows = append(rows, s.table())
	rows = append(rows, s.findings()...)
	rows = append(rows, s.history()...)
	bar := kit.Buttons(
		s.primary(s.b.T("desk.approve"), func() { s.decide(model.Decision{Verb: model.Approve}) }),
		kit.Secondary(s.b.T("desk.return"), func() { s.begin(model.Return) }),
		kit.Danger(s.b.T("desk.refuse"), func() { s.begin(model.Refuse) }),
	)
	padded := func(o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedLayout(4, 8, 24, 24), o)
	}
	return container.NewBorder(nil, padded(bar), nil, nil, container.NewVScroll(padded(container.NewVBox(rows...))))
}

func (s *Screen) title() fyne.CanvasObject {
	c := s.open
	text := c.Submission.Reference + "　" + s.b.Words.Moment(c.Head.Received)
	if c.Head.Revision > 1 {
		text += "　" + s.b.T("desk.corrected", "n", c.Head.Revision)
	}
	return &widget.Label{Text: text, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}
}

func (s *Screen) backToQueue() {
	s.close()
	s.err = nil
	s.Reload()
	s.show()
}

// pictures shows both sides, or one of them large after a tap on its button.
func (s *Screen) pictures() fyne.CanvasObject {
	c := s.open
	if c.large != "" {
		img := c.front
		if c.large == model.Back {
			img = c.back
		}
		return container.NewVBox(kit.Buttons(kit.Secondary(s.b.T("desk.smaller"), func() { c.large = ""; s.show() })), kit.Picture(img, 640, 520))
	}
	return container.NewGridWithColumns(2, s.picturePane(model.Front, c.front), s.picturePane(model.Back, c.back))
}

func (s *Screen) picturePane(side model.Side, img image.Image) fyne.CanvasObject {
	larger := kit.Link(s.b.T("side."+string(side))+"　"+s.b.T("desk.larger"), func() { s.open.large = side; s.show() })
	return container.NewBorder(larger, nil, nil, nil, kit.Picture(img, 300, 220))
}

func (s *Screen) table() fyne.CanvasObject {
	f := s.open.Submission.Fields
	w := s.b.Words
	until := w.Date(f.Until)
	if f.LongTerm {
		until = w.T("long-term")
	}
	rows := []fyne.CanvasObject{kit.Row(w.T("kind."+string(s.open.Head.Kind)), s.open.Head.Tag, nil)}
	if f.Name != "" {
		rows = []fyne.CanvasObject{
			kit.Row(w.T("field.name"), kit.Show(f.Name), nil),
			kit.Row(w.T("field.number"), idcard.Group(f.Number), nil),
			kit.Row(w.T("field.birth"), w.Date(f.Birth)+"　"+w.T("sex."+string(f.Sex)), nil),
			kit.Row(w.T("field.term"), w.Date(f.From)+" – "+until, nil),
		}
	}
	if f.Region != "" {
		rows = append(rows, kit.Row(w.T("field.region"), f.Region, nil))
	}
	if f.Phone != "" {
		rows = append(rows, kit.Row(w.T("field.phone"), f.Phone, nil))
	}
	if f.Guardian.Name != "" {
		rows = append(rows, kit.Row(w.T("desk.guardian"), kit.Show(f.Guardian.Name), nil))
	}
	return kit.Card(rows...)
}

// findings lists faults first, then notices; what passed is not worth a line.
func (s *Screen) findings() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, weight := range []model.Weight{model.Fault, model.Notice} {
		for _, f := range s.open.Submission.Fields.Findings {
			if f.Weight != weight {
				continue
			}
			text := s.b.Words.Finding(f)
			if f.Side != "" {
				text = s.b.T("side."+string(f.Side)) + s.b.T("status.colon") + text
			}
			out = append(out, kit.Notice(text))
		}
	}
	if len(out) == 0 && s.open.Head.Kind == model.Binding {
		out = append(out, kit.Tick(s.b.T("desk.no-findings")))
	}
	return out
}

func (s *Screen) history() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, e := range s.open.Timeline {
		line := s.b.Words.Moment(e.At) + "　" + s.b.T("status.event."+e.What)
		var reasons []string
		for _, r := range e.Reasons {
			reasons = append(reasons, s.b.Words.Reason(r))
		}
		if e.Note != "" {
			reasons = append(reasons, e.Note)
		}
		out = append(out, kit.Muted(kit.Show(strings.Join(append([]string{line}, reasons...), "　"))))
	}
	for _, n := range s.open.DeskNotes {
		out = append(out, kit.Body(s.b.T("desk.note")+s.b.T("status.colon")+kit.Show(n)))
	}
	return out
}

// A form collects the reasons and notes of a return or refusal.
type form struct {
	verb     model.Verb
	picked   map[string]bool
	note     string
	deskNote string
	missing  bool
}

func (s *Screen) begin(v model.Verb) {
	s.watch()
	s.form = &form{verb: v, picked: map[string]bool{}}
	s.show()
}

func (s *Screen) choices() []model.Reason {
	if s.form.verb == model.Refuse {
		return model.RefusalReasons
	}
	return model.Reasons
}

func (s *Screen) formPage() fyne.CanvasObject {
	f := s.form
	title := s.b.T("desk.return.title")
	if f.verb == model.Refuse {
		title = s.b.T("desk.refuse.title")
	}
	body := s.alert()
	if f.missing {
		body = append(body, kit.Alert(s.b.T("desk.reason.missing")))
	}
	for _, r := range s.choices() {
		check := widget.NewCheck(s.b.T("reason."+r.Code), func(on bool) { f.picked[r.Code] = on })
		check.SetChecked(f.picked[r.Code])
		body = append(body, check)
	}
	body = append(body, s.noteField(s.b.T("desk.note.person"), &f.note), s.noteField(s.b.T("desk.note.desk"), &f.deskNote))
	send := s.primary(title, s.send)
	cancel := kit.Secondary(s.b.T("common.cancel"), func() { s.form = nil; s.show() })
	bar := container.New(layout.NewCustomPaddedLayout(4, 8, 24, 24), kit.Buttons(send, cancel))
	return container.NewBorder(nil, bar, nil, nil, kit.Page(title, s.b.T("desk.reason.lead"), body...))
}

func (s *Screen) noteField(label string, into *string) fyne.CanvasObject {
	e := widget.NewMultiLineEntry()
	e.SetMinRowsVisible(2)
	e.Wrapping = fyne.TextWrapWord
	e.SetText(*into)
	e.OnChanged = func(t string) { *into = t }
	return kit.Field(label, "", "", e)
}

func (s *Screen) send() {
	d := model.Decision{Verb: s.form.verb, Note: strings.TrimSpace(s.form.note), DeskNote: strings.TrimSpace(s.form.deskNote)}
	for _, r := range s.choices() {
		if s.form.picked[r.Code] {
			d.Reasons = append(d.Reasons, r)
		}
	}
	if len(d.Reasons) == 0 {
		s.form.missing = true
		s.show()
		return
	}
	s.decide(d)
}
