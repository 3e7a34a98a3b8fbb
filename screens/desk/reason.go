package desk

import (
	"image"
	"strings"
	"time"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A form collects the reasons and notes of a return or refusal.
type form struct {
	verb     model.Verb
	picked   map[string]bool
	texts    map[string]string      // sentences that were changed, by code
	pins     map[string]model.Place // on the photograph, by code
	note     string
	deskNote string
	missing  bool
}

func (s *Screen) begin(v model.Verb) {
	if time.Since(s.decided) < doubleTap {
		return
	}
	s.watch()
	s.form = &form{verb: v, picked: map[string]bool{}, texts: map[string]string{}, pins: map[string]model.Place{}}
	s.show()
}

func (s *Screen) choices() []model.Reason {
	return model.ReasonsFor(s.open.Head.Kind, s.form.verb)
}

func (s *Screen) formPage() fyne.CanvasObject {
	f := s.form
	title, lead := s.formTitle()
	body := s.alert()
	if f.missing {
		body = append(body, kit.Alert(s.b.T("desk.reason.missing")))
	}
	if f.verb == model.Decline { // a word to the other reviewer, and none to the person
		body = append(body, s.noteField(s.b.T("desk.note.desk"), &f.deskNote))
		return s.formFrame(title, lead, body)
	}
	body = append(body, s.boxes())
	for _, r := range s.choices() {
		if f.picked[r.Code] {
			body = append(body, s.detail(r))
		}
	}
	body = append(body, s.noteField(s.b.T("desk.note.person"), &f.note), s.noteField(s.b.T("desk.note.desk"), &f.deskNote))
	return s.formFrame(title, lead, body)
}

// formFrame is a form with its buttons in view.
func (s *Screen) formFrame(title, lead string, body []fyne.CanvasObject) fyne.CanvasObject {
	send := s.primary(title, s.send)
	if (s.form.verb == model.Refuse || s.form.verb == model.Propose) && !s.busy {
		send.Rank = kit.Grave
	}
	cancel := kit.Secondary(s.b.T("common.cancel"), func() { s.form = nil; s.show() })
	return kit.Framed(nil, kit.Frame(kit.Buttons(send, cancel)), kit.Page(title, lead, body...))
}

// boxes are the reasons to tick: those about the front at the left, those about
// the back at the right.
func (s *Screen) boxes() fyne.CanvasObject {
	f := s.form
	left, right := kit.Tight(), kit.Tight()
	for i, r := range s.choices() {
		box := kit.NewChoice(s.b.T("reason."+r.Code), f.picked[r.Code], func(on bool) {
			s.watch()
			f.picked[r.Code] = on
			s.show()
		})
		if r.Field == model.FieldBack || r.Field == model.FieldTerm || r.Field == "" && i%2 == 1 {
			right.Add(box)
			continue
		}
		left.Add(box)
	}
	return kit.Tiles(320, left, right)
}

func (s *Screen) noteField(label string, into *string) fyne.CanvasObject {
	e := kit.NewNote(s.b, 2)
	e.Label = label
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
			d.Reasons = append(d.Reasons, s.form.reason(r, s.sentence(r)))
		}
	}
	if len(d.Reasons) == 0 && d.Verb != model.Decline {
		s.form.missing = true
		s.show()
		return
	}
	s.decide(d)
}

// reason is a reason with what was changed of its sentence, and its pin.
func (f *form) reason(r model.Reason, sentence string) model.Reason {
	if text := strings.TrimSpace(f.texts[r.Code]); text != "" && text != sentence {
		r.Text = text
	}
	if pin, ok := f.pins[r.Code]; ok {
		r.Place = &pin
	}
	return r
}

// sentence is what the person reads about a reason, in their language.
func (s *Screen) sentence(r model.Reason) string {
	words := s.b.Words
	if s.p.Words != nil {
		words = s.p.Words(s.open.Submission.Language)
	}
	return words.T("reason." + r.Code)
}

// detail is what can be said more exactly about a reason: its sentence, and the
// place on the photograph.
func (s *Screen) detail(r model.Reason) fyne.CanvasObject {
	f := s.form
	e := kit.NewNote(s.b, 2)
	e.Label = s.b.T("desk.sentence") + " " + s.b.T("reason."+r.Code)
	text, changed := f.texts[r.Code]
	if !changed {
		text = s.sentence(r)
	}
	e.SetText(text)
	e.OnChanged = func(t string) {
		s.watch()
		f.texts[r.Code] = t
	}
	rows := []fyne.CanvasObject{kit.Field(s.b.T("desk.sentence"), "", "", e)}
	if img := s.open.photos[model.Side(r.Field)]; img != nil {
		rows = append(rows, s.pin(r, img))
	}
	return kit.Card(kit.Column(rows...))
}

// pinWide and pinHigh are the size of a pin, in parts of the photograph.
const (
	pinWide = 0.14
	pinHigh = 0.12
)

// pin is the photograph, on which a tap, or Enter for what is in the middle,
// says where the fault is.
func (s *Screen) pin(r model.Reason, img image.Image) fyne.CanvasObject {
	f := s.form
	var at []model.Place
	if pin, ok := f.pins[r.Code]; ok {
		at = append(at, pin)
	}
	v := kit.NewViewer(img, at, &kit.View{})
	v.Label, v.HighMost, v.Stamp = s.b.T("desk.pin")+" "+s.b.T("reason."+r.Code), pinPicture, s.stamp(s.open)
	s.open.viewers = append(s.open.viewers, v)
	v.OnPoint = func(x, y float64) {
		s.watch()
		f.pins[r.Code] = model.Place{X0: max(x-pinWide/2, 0), Y0: max(y-pinHigh/2, 0), X1: min(x+pinWide/2, 1), Y1: min(y+pinHigh/2, 1)}
		s.show()
	}
	under := []fyne.CanvasObject{kit.Caption(s.b.T("desk.pin"))}
	if len(at) > 0 {
		off := kit.Link(s.b.T("desk.pin.off"), func() {
			s.watch()
			delete(f.pins, r.Code)
			s.show()
		})
		off.Label = off.Text + " " + s.b.T("reason."+r.Code)
		under = []fyne.CanvasObject{kit.Beside(kit.Caption(s.b.T("desk.pin")), off)}
	}
	return kit.Column(append([]fyne.CanvasObject{v}, under...)...)
}

// pinPicture is how high the photograph for a pin is at most, in dp.
const pinPicture = 240
