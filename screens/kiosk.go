package screens

import (
	"context"
	"strings"
	"time"

	"truename/model"
	"truename/screens/bind"
	"truename/screens/kit"
	"truename/screens/kit/pad"
	"truename/screens/questions"
	"truename/screens/status"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"
)

// A Session is one person's at a kiosk. It is gone with its process.
type Session interface {
	bind.Drafts
	status.Cases
	// Accepts fails if nothing could be accepted now: nobody should begin then.
	Accepts(ctx context.Context) error
	// Correct makes the draft of the next revision of a case that was returned and
	// looked up before.
	Correct(caseID uuid.UUID) error
	// Reasons is why that case was returned, and the note for the person.
	Reasons(ctx context.Context, caseID uuid.UUID) ([]model.Reason, string, error)
}

// KioskParts is what a kiosk has besides Parts, of which it uses those for
// binding, for the receipt and for questions.
type KioskParts struct {
	Session  Session
	Operator Operator
	Idle     time.Duration                                  // without a touch, until it asks whether somebody is there
	Answer   time.Duration                                  // to answer that
	Fuzzy    bool                                           // the pinyin pad takes sounds for each other that many people do not tell apart
	Help     func(lang string) string                       // where a person helps; "" if nobody said
	Speak    func(text, lang string)                        // reads aloud; nil: nothing does
	Topics   func(ctx context.Context) (model.Board, error) // hot topics for the attract page; nil: none
	Done     func()                                         // the person is done; the window shows nothing of them any more
}

// A Terminal is the window of a kiosk: one session of one person. It lives on
// the UI goroutine.
type Terminal struct {
	b       *kit.Bench
	p       Parts
	k       KioskParts
	look    kit.Look
	lang    string // at the beginning
	screens map[string]kit.Screen
	binding *bind.Screen
	at      string // the present place
	place   string // its screen; "" is the attract page
	past    []string
	failed  failedStart
	sending int  // submissions under way
	shown   bool // the window is on the screen
	topics  model.Board

	root   *fyne.Container // of the window: page, cover, and what hears of touches
	cover  *fyne.Container // what stands over the page; empty if nothing does
	page   *fyne.Container
	holder *fyne.Container
	bar    *fyne.Container
	below  *fyne.Container // the pad, or language and look
	pad    *pad.Pad
	idle   idle
	heard  string // read aloud last
	over   bool

	operator operator
}

// failedStart is why nobody can begin.
type failedStart struct{ err error }

// NewTerminal builds the window of a kiosk on the bench, and shows the attract
// page.
func NewTerminal(b *kit.Bench, p Parts, k KioskParts) *Terminal {
	t := &Terminal{b: b, p: p, k: k, look: p.Look, lang: b.Words.Lang}
	b.Kiosk, b.Done, b.Touched, b.Typing = true, t.Finish, t.touched, t.typing
	b.Compose, b.ComposeKey, b.Composing = t.compose, t.composeKey, func() bool { return t.pad != nil && t.pad.Composing() }
	b.Go, b.Bar, b.Scale = t.Go, t.drawBar, t.look.Scale
	t.screens = map[string]kit.Screen{
		"status":    status.New(b, k.Session, p.Thumb, p.Slip),
		"questions": questions.New(b, p.Questions),
		"operator":  &t.operator,
	}
	t.operator = operator{t: t}
	t.newBind()
	t.holder, t.bar, t.below = container.NewStack(), container.NewStack(), container.NewStack()
	t.page, t.cover, t.root = container.NewStack(), container.NewStack(), container.NewStack()
	t.root.Objects = []fyne.CanvasObject{t.page, t.cover, newToucher(t.touched)}
	t.keys()
	b.Window.SetPadded(false)
	b.Window.SetContent(t.root)
	t.enter("")
	t.watch()
	return t
}

// Shown is called when the window comes to stand on the screen: until then it
// says nothing aloud.
func (t *Terminal) Shown() {
	t.shown = true
	t.touched()
	t.announce()
	t.fetchTopics()
}

// fetchTopics fetches the hot topics for the attract page. Without them it is as
// it was.
func (t *Terminal) fetchTopics() {
	if t.k.Topics == nil {
		return
	}
	kit.Start(t.b.Jobs, func(ctx context.Context, _ func(float64)) (model.Board, error) {
		return t.k.Topics(ctx)
	}, nil, func(b model.Board, err error) {
		if t.over {
			return
		}
		t.after(topicsEvery, t.fetchTopics)
		if err != nil || len(b.Topics) == 0 {
			return
		}
		t.topics = b
		if t.place == "" {
			t.show()
		}
	})
}

// topicsEvery is how often the attract page looks for other topics.
const topicsEvery = 10 * time.Minute

// newBind makes the binding screen anew: it keeps the draft it has loaded.
func (t *Terminal) newBind() {
	parts := t.p.bind(t.k.Session)
	parts.Submit = func(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
		t.b.Jobs.Post(func() { t.sending++ })
		defer t.b.Jobs.Post(func() { t.sending-- })
		return t.p.Submit(ctx, d, language)
	}
	parts.Saved = func(string) {} // nothing is saved at a kiosk
	parts.Own = t.k.Session.Own
	parts.Reasons = t.k.Session.Reasons
	t.binding = bind.New(t.b, parts)
	t.screens["bind"] = t.binding
}

// fixPart begins the part of "bind" that takes up a returned case.
const fixPart = "fix:"

// Go shows a place. "" and "me" are the attract page, which is shown once in a
// session: who goes back to it ends theirs, and the next one begins there. What a
// kiosk does not have leads nowhere.
func (t *Terminal) Go(place string) {
	if t.over {
		return
	}
	if place == "" || place == "me" {
		if t.place != "" {
			t.leave()
		}
		return
	}
	name, part, _ := strings.Cut(place, "/")
	if t.screens[name] == nil {
		return
	}
	if fix, ok := strings.CutPrefix(part, fixPart); ok && name == "bind" {
		t.correct(fix)
		return
	}
	if t.place != "" && t.at != place {
		t.past = append(t.past, t.here())
	}
	t.enter(place)
}

// dirty reports whether something would be lost that was given and not
// submitted.
func (t *Terminal) dirty() bool {
	d, ok, err := t.k.Session.Draft(context.Background()) // memory alone
	return err != nil || ok && !d.Empty() || t.binding.Given()
}

// here is the present place to come back to.
func (t *Terminal) here() string {
	if p, ok := t.screens[t.place].(kit.Placed); ok && p.Here() != "" {
		return t.place + "/" + p.Here()
	}
	return t.at
}

// where is the page shown, as the questions name it.
func (t *Terminal) where() string {
	if p, ok := t.screens[t.place].(kit.Placed); ok && p.Where() != "" {
		return t.place + "/" + p.Where()
	}
	return t.place
}

func (t *Terminal) enter(place string) {
	name, part, _ := strings.Cut(place, "/")
	from := t.where()
	if s := t.screens[t.place]; s != nil {
		s.Leave()
	}
	if name == "questions" && part == "" {
		part = from
	}
	t.dropPad()
	t.at, t.place, t.heard = place, name, ""
	if s := t.screens[name]; s != nil {
		s.Enter(part)
	}
	t.show()
}

// Back goes back inside the present screen, or to the place before.
func (t *Terminal) Back() {
	if b, ok := t.screens[t.place].(kit.Backer); ok {
		b.Back()
		return
	}
	if len(t.past) == 0 || t.place == "operator" {
		t.Go("")
		return
	}
	place := t.past[len(t.past)-1]
	t.past = t.past[:len(t.past)-1]
	t.enter(place)
}

// begin is what the attract page leads to, once it is known that something can
// be accepted: who has given everything must not hear of a full disk then.
func (t *Terminal) begin(place string) {
	accepts := t.k.Session.Accepts
	kit.Start(t.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, accepts(ctx)
	}, nil, func(_ struct{}, err error) {
		t.failed.err = err
		if err != nil {
			t.show()
			return
		}
		t.Go(place)
	})
}

// correct begins the next revision of a returned case.
func (t *Terminal) correct(id string) {
	caseID, err := uuid.Parse(id)
	if err == nil {
		err = t.k.Session.Correct(caseID)
	}
	if err != nil {
		return // nothing on the screen leads here then
	}
	t.newBind()
	t.past = nil
	t.enter("bind")
}

// Speak changes the language of the session.
func (t *Terminal) Speak(lang string) {
	words, err := kit.LoadWords(t.p.Texts, lang)
	if err != nil { // a test loads both languages
		fyne.LogError("texts", err)
		return
	}
	t.b.Words = words
	t.heard = ""
	t.show()
}

// Restyle changes the look of the session.
func (t *Terminal) Restyle(l kit.Look) {
	t.look, t.b.Scale = l, l.Scale
	t.p.Restyle(l)
	t.show()
}

// Finish ends the session: the window shows nothing of the person at once, and
// whoever runs the sessions does the rest. What is being submitted comes first:
// its receipt is the only way back to it.
func (t *Terminal) Finish() {
	if t.over || t.sending > 0 {
		return
	}
	t.over = true
	t.b.Window.Canvas().Unfocus()
	t.dropPad()
	if s := t.screens[t.place]; s != nil {
		s.Leave() // lets go of the camera
	}
	t.root.Objects = []fyne.CanvasObject{t.farewell()}
	t.root.Refresh()
	t.k.Done()
}

// after calls f on the UI goroutine after a while.
func (t *Terminal) after(d time.Duration, f func()) {
	kit.Start(t.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(d):
		}
		return struct{}{}, nil
	}, nil, func(struct{}, error) { f() })
}

// keys: a keyboard types into the field that a pad types into. No key leads
// anywhere else.
func (t *Terminal) keys() {
	c := t.b.Window.Canvas()
	c.SetOnTypedRune(func(r rune) {
		t.touched()
		if t.pad != nil {
			t.pad.For().TypedRune(r)
		}
	})
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		t.touched()
		if t.pad != nil && e.Name != fyne.KeyEscape && e.Name != fyne.KeyF1 && e.Name != fyne.KeyF2 { // the field hands those back
			t.pad.For().TypedKey(e)
		}
	})
}

func (t *Terminal) compose(r rune) bool              { return t.pad != nil && t.pad.TypedRune(r) }
func (t *Terminal) composeKey(k *fyne.KeyEvent) bool { return t.pad != nil && t.pad.TypedKey(k) }

// typing shows the pad of a field that has the keyboard, or none.
func (t *Terminal) typing(f kit.Typist) {
	if t.over || t.pad != nil && t.pad.For() == f {
		return
	}
	if t.pad != nil && f.Same(t.pad.For()) {
		t.pad.For().Hold(false)
		t.pad.To(f)
		f.Hold(true)
		return
	}
	t.dropPad()
	if f.Pad() != "" {
		t.pad = pad.New(t.b, f.Pad(), f, pad.Options{Fuzzy: t.k.Fuzzy, Next: t.next})
		f.Hold(true)
	}
	t.drawBelow()
	t.b.Jobs.Post(func() { // the page is laid out at its new height by then
		if t.pad != nil && t.pad.For() == f {
			kit.Reveal(f)
		}
	})
}

// next is the key of the pad for who has typed everything: on a page with one
// field it does what Enter does there; where there are more, the pad goes, and
// the page is seen.
func (t *Terminal) next() {
	f, fields := t.pad.For(), 0
	kit.Each(t.holder, func(o fyne.CanvasObject) bool {
		if e, ok := o.(kit.Typist); ok && e.Pad() != "" {
			fields++
		}
		return false
	})
	t.dropAndShow()
	if fields == 1 {
		f.Submit()
	}
}

// dropAndShow takes the pad away, so that what stood behind it is seen.
func (t *Terminal) dropAndShow() {
	t.dropPad()
	t.drawBelow()
}

// dropPad throws the pad away, with what was being composed on it.
func (t *Terminal) dropPad() {
	if t.pad == nil {
		return
	}
	f := t.pad.For()
	t.pad = nil
	f.Hold(false)
}
