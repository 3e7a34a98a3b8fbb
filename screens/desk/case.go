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

// casePage keeps the decisions in view, whatever the page has to show.
func (s *Screen) casePage() fyne.CanvasObject {
	c := s.open
	rows := s.alert()
	if c.front != nil || c.back != nil {
		rows = append(rows, s.pictures())
	}
	rows = append(rows, s.table())
	rows = append(rows, s.findings()...)
	rows = append(rows, s.history()...)
	bar := kit.Buttons(
		s.primary(s.b.T("desk.approve"), func() { s.decide(model.Decision{Verb: model.Approve}) }),
		kit.Secondary(s.b.T("desk.return"), func() { s.begin(model.Return) }),
		kit.Secondary(s.b.T("desk.refuse"), func() { s.begin(model.Refuse) }),
	)
	body := container.New(layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), kit.Column(rows...))
	return container.NewBorder(s.title(), kit.Frame(bar), nil, nil, container.NewVScroll(body))
}

// title is the reference with the way back and the lock beside it.
func (s *Screen) title() fyne.CanvasObject {
	c := s.open
	text := s.b.Words.Moment(c.Head.Received)
	if c.Head.Revision > 1 {
		text += "　" + s.b.T("desk.corrected", "n", c.Head.Revision)
	}
	back := kit.Buttons(kit.Secondary(s.b.T("desk.back"), s.backToQueue))
	lock := kit.Buttons(kit.Secondary(s.b.T("desk.lock"), s.lock))
	reference := &widget.Label{Text: c.Submission.Reference, TextStyle: fyne.TextStyle{Bold: true}}
	when := &widget.Label{Text: text, Importance: widget.LowImportance, SizeName: kit.SizeCaption}
	return kit.Frame(container.NewBorder(nil, nil, back, lock, container.New(layout.NewCustomPaddedLayout(0, 0, 16, 16), kit.Column(reference, when))))
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
	if c.large == "" {
		return container.NewGridWithColumns(2, s.picturePane(model.Front, c.front), s.picturePane(model.Back, c.back))
	}
	img := c.front
	if c.large == model.Back {
		img = c.back
	}
	smaller := kit.Secondary(s.b.T("desk.smaller"), func() { s.enlarge("") })
	return kit.Column(kit.Buttons(smaller), kit.Picture(img, 640, 480))
}

func (s *Screen) picturePane(side model.Side, img image.Image) fyne.CanvasObject {
	larger := kit.Link(s.b.T("side."+string(side))+s.b.T("desk.larger"), func() { s.enlarge(side) })
	low := container.New(layout.NewCustomPaddedLayout(-8, -8, 0, 0), kit.Column(larger)) // its padding is gap enough
	return kit.Column(kit.Picture(img, 300, 220), low)
}

func (s *Screen) enlarge(side model.Side) {
	s.watch()
	s.open.large = side
	s.show()
}

// A fact is one line of the table: what it is called and what was given.
type fact struct{ name, value string }

// facts lists what was given, and what followed from it.
func (s *Screen) facts() []fact {
	f, w := s.open.Submission.Fields, s.b.Words
	if f.Name == "" { // a request
		return []fact{{w.T("kind." + string(s.open.Head.Kind)), s.open.Head.Tag}}
	}
	until := w.Date(f.Until)
	if f.LongTerm {
		until = w.T("long-term")
	}
	out := []fact{
		{w.T("field.name"), kit.Show(f.Name)},
		{w.T("field.number"), idcard.Group(f.Number)},
		{w.T("field.birth"), w.Date(f.Birth) + "　" + w.T("sex."+string(f.Sex))},
		{w.T("field.term"), w.Date(f.From) + " – " + until},
	}
	for _, more := range []fact{{w.T("field.region"), f.Region}, {w.T("field.phone"), f.Phone}, {w.T("desk.guardian"), kit.Show(f.Guardian.Name)}} {
		if more.value != "" {
			out = append(out, more)
		}
	}
	return out
}

// table shows the facts in two columns, to be seen together with the pictures.
func (s *Screen) table() fyne.CanvasObject {
	grid := container.NewGridWithColumns(2)
	for _, f := range s.facts() {
		name := &widget.Label{Text: f.name, Importance: widget.LowImportance, SizeName: kit.SizeCaption}
		grid.Add(kit.Column(name, kit.Strong(f.value)))
	}
	return kit.Card(grid)
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
			if weight == model.Fault {
				out = append(out, kit.Warn(text))
				continue
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
	body = append(body, s.boxes(), s.noteField(s.b.T("desk.note.person"), &f.note), s.noteField(s.b.T("desk.note.desk"), &f.deskNote))
	send := s.primary(title, s.send)
	if f.verb == model.Refuse && !s.busy {
		send.Importance = widget.DangerImportance
	}
	cancel := kit.Secondary(s.b.T("common.cancel"), func() { s.form = nil; s.show() })
	return container.NewBorder(nil, kit.Frame(kit.Buttons(send, cancel)), nil, nil, kit.Page(title, s.b.T("desk.reason.lead"), body...))
}

// boxes are the reasons to tick: those about the front at the left, those about
// the back at the right.
func (s *Screen) boxes() fyne.CanvasObject {
	f := s.form
	left, right := kit.Column(), kit.Column()
	for i, r := range s.choices() {
		box := kit.NewChoice(s.b.T("reason."+r.Code), f.picked[r.Code], func(on bool) {
			s.watch()
			f.picked[r.Code] = on
		})
		if r.Field == model.FieldBack || r.Field == model.FieldTerm || r.Field == "" && i%2 == 1 {
			right.Add(box)
			continue
		}
		left.Add(box)
	}
	return container.NewGridWithColumns(2, left, right)
}

func (s *Screen) noteField(label string, into *string) fyne.CanvasObject {
	e := kit.NewNote(s.b, 2)
	e.SetText(*into)
	e.OnChanged = func(t string) {
		s.watch()
		*into = t
	}
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
