// Package desk is where reviewers decide: claim, unlock, the queue, a case.
package desk

import (
	"context"
	"image"
	"sync/atomic"
	"time"

	"truename/model"
	"truename/model/workday"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/google/uuid"
)

// IdleLimit is how long an unused desk stays open.
const IdleLimit = 5 * time.Minute

// Lock is the desk's lock.
type Lock interface {
	Claim(ctx context.Context, pass []byte) error
	Unlock(ctx context.Context, pass []byte) error
	Lock()
}

// Cases is what reviewers work on.
type Cases interface {
	// Queue lists what waits and a sieve lets through, due first.
	Queue(ctx context.Context, only model.Sieve, after string, n int) (heads []model.Head, next string, err error)
	// OpenCase unseals a case and writes that it was opened to the audit log.
	OpenCase(ctx context.Context, id uuid.UUID) (model.Case, error)
	// Decide returns ErrConflict if the case changed since d.Version.
	Decide(ctx context.Context, d model.Decision) (model.Head, error)
}

// Parts is what the desk is made of.
type Parts struct {
	Lock     Lock
	Cases    Cases
	State    func() (claimed, open bool)
	Thumb    func(jpeg []byte, max int) (image.Image, error)
	Words    func(lang string) *kit.Words // in which a person reads; nil: in the desk's
	Calendar workday.Calendar             // that due days are judged by
	// Strip cuts a place on the straightened card out of a stored photograph, or
	// all of it; nil: nothing can be cut out.
	Strip func(ctx context.Context, p model.Photo, place model.Place, height int) (image.Image, error)

	// Viewer is the id of the reviewer's key, for what is laid over the pictures
	// of a case; nil: nothing is.
	Viewer func() string
	// Role is what whoever is at the desk may do there; nil: everything. The store
	// refuses the rest, and holds no key for what an auditor must not see.
	Role   func() model.Role
	Second model.Second // what needs a second reviewer
	Log    Log          // nil: the audit log is not shown

	Review     Review     // nil: every case is for a person
	Contests   Contests   // nil: nothing is known of cases that were decided twice
	Duplicates Duplicates // nil: cases are not compared
	Finder     Finder     // nil: only references can be looked for, and nothing is known of risks
	Answers    Answers
	Figures    Figures // nil: no page of figures
	Reviewers  Reviewers
	Holders    func() Holders // nil: no page about reviewers and keys
	// EraseDue erases what is kept longer than configured; ErrNotAllowed says
	// that the clock may be wrong, unless sure. nil: nothing has an end.
	EraseDue func(ctx context.Context, sure bool) (model.Ended, error)
	Recover  func(ctx context.Context, replace bool) (Recovery, error)
}

// A Screen is the review desk.
type Screen struct {
	b    *kit.Bench
	p    Parts
	root *fyne.Container

	busy  bool
	err   error
	said  func() string // what was just decided, in the present language; nil for nothing
	typed [3]string     // passphrases that were not sent yet

	heads  []model.Head
	rows   rows // of the list that heads are
	next   string
	failed time.Time // when it could not be fetched; zero: it could
	list   *kit.List
	only   model.Sieve  // what of the queue is shown
	found  *model.Found // what was looked for, in the place of the queue; nil: nothing was
	risks  map[uuid.UUID]model.Risk
	late   string // how many are overdue by very much; "" for none
	left   int    // cases that were not read when the list was fetched

	contests []model.Contest // what was decided twice, as far as whoever is here has to look

	reading bool // they are being read

	due       due
	auto      automatic
	hand      atomic.Pointer[[]uuid.UUID] // see noteHand
	open      *opened
	ready     *opened // the case that comes next
	loading   *loading
	pending   []*pending
	writing   []*pending
	wrotes    chan struct{} // closed when the last of them is written
	lost      []unwritten
	box       *fyne.Container // that says what became of them
	decided   time.Time       // when the last one was taken
	locking   bool            // decisions are written, then the desk is locked
	holders   *holders        // the page about reviewers and keys, if it is in front
	numbers   *numbers        // the page of figures, if it is in front
	log       *journal        // the page of the audit log, if it is in front or all there is
	answer    *answer         // a request that is being done
	form      *form           // of a return or refusal under way
	stop      func()          // stops what busy stands for
	stopQueue func()          // stops the fetching of the queue
	idle      func()          // stops the clock of watch
}

// opened is a case with its pictures ready to draw.
type opened struct {
	model.Case
	at        time.Time                  // when it came onto the desk
	photos    map[model.Side]image.Image // what there is
	old       map[model.Side]image.Image // of the revision before, where it is another one
	cards     map[model.Side]image.Image // the cards alone, straightened, as soon as they are
	shown     map[model.Side]bool        // the old picture is in sight
	large     model.Side                 // the picture shown large, or ""
	straight  bool                       // the cards alone are seen
	pointed   int                        // the line of the table whose place is outlined, from 1; 0 for none
	views     map[model.Side]*kit.View
	cardViews map[model.Side]*kit.View
	panes     map[model.Side]*kit.Viewer // that show a side now
	viewers   []*kit.Viewer              // that ever did, to be dropped with it
	strips    map[string]image.Image     // lines cut out of the card, by field of the reading
	cuts      map[string]*kit.Cutout     // that show them

	comparing bool // other cases are being looked for
	others    []model.Duplicate
	othersErr error
	othersBox *fyne.Container // that shows them
}

func newOpened(c model.Case) *opened {
	return &opened{
		Case: c, photos: map[model.Side]image.Image{}, old: map[model.Side]image.Image{}, cards: map[model.Side]image.Image{},
		shown: map[model.Side]bool{}, panes: map[model.Side]*kit.Viewer{},
		views:     map[model.Side]*kit.View{model.Front: {}, model.Back: {}},
		cardViews: map[model.Side]*kit.View{model.Front: {}, model.Back: {}},
		strips:    map[string]image.Image{}, cuts: map[string]*kit.Cutout{},
	}
}

// New makes the desk.
func New(b *kit.Bench, p Parts) *Screen {
	nothing := func() {}
	s := &Screen{b: b, p: p, root: container.NewStack(), stop: nothing, stopQueue: nothing, idle: nothing}
	b.Window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault},
		func(fyne.Shortcut) { s.lock() })
	s.eraseDaily()
	return s
}

// Enter shows the queue, or asks for the passphrase.
func (s *Screen) Enter(string) {
	s.err, s.said = nil, nil
	if _, open := s.p.State(); open {
		s.watch()
		s.compareCases()
		s.Reload()
	}
}

// Leave lets go of the case that was open, and writes what was decided.
func (s *Screen) Leave() {
	s.halt()
	s.close()
	s.flush(nil)
	s.lost, s.said = nil, nil
	s.typed = [3]string{}
	if s.found != nil || s.only.Tag != "" { // and of whom somebody looked for
		s.forgetRows()
		s.found, s.only.Tag = nil, ""
	}
}

// halt stops what is under way.
func (s *Screen) halt() {
	s.stop()
	s.stopQueue()
	if s.loading != nil {
		s.loading.stop()
	}
	s.busy, s.loading, s.ready = false, nil, nil
}

func (s *Screen) close() {
	if s.open != nil {
		s.open.letGo()
	}
	s.open, s.form, s.holders, s.answer, s.numbers, s.log = nil, nil, nil, nil, nil, nil
}

// lock closes the case and the desk; what was decided is written before.
func (s *Screen) lock() {
	if s.locking {
		return
	}
	s.idle()
	s.halt()
	s.close()
	s.forgetRows()
	s.list, s.err, s.said, s.lost, s.only = nil, nil, nil, nil, model.Sieve{}
	s.found, s.risks, s.left, s.contests = nil, nil, 0, nil
	s.typed, s.auto.done, s.auto.err = [3]string{}, model.Reviewed{}, nil
	if len(s.pending)+len(s.writing) == 0 {
		s.p.Lock.Lock()
	} else {
		s.locking = true
		s.flush(s.p.Lock.Lock)
	}
	s.show()
}

// watch locks the desk after IdleLimit without an action on it.
func (s *Screen) watch() {
	s.idle()
	s.idle = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		select {
		case <-ctx.Done():
		case <-time.After(IdleLimit):
		}
		return struct{}{}, ctx.Err()
	}, nil, func(_ struct{}, err error) {
		if err == nil {
			s.lock()
		}
	})
}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.show()
	return s.root
}

func (s *Screen) show() {
	claimed, open := s.p.State()
	var page fyne.CanvasObject
	switch {
	case !claimed:
		page = s.claimPage()
	case s.locking:
		page = kit.Page("", "", kit.Muted(s.b.T("desk.busy")))
	case !open:
		page = s.unlockPage()
	case s.holders != nil:
		page = s.holdersPage()
	case s.numbers != nil:
		page = s.numbersPage()
	case s.log != nil || !s.role().Decides():
		page = s.logPage()
	case s.answer != nil:
		page = s.answerPage()
	case s.form != nil:
		page = s.formPage()
	case s.open != nil:
		page = s.casePage()
	default:
		page = s.queuePage()
	}
	kit.Swap(s.b.Window, s.root, page)
}

// Back closes the form, the case or the desk's page, whichever is in front.
func (s *Screen) Back() {
	switch {
	case s.holders != nil:
		s.leaves()
	case s.numbers != nil, s.log != nil && s.role().Decides():
		s.halt()
		s.backToQueue()
	case s.answer != nil:
		s.unanswer()
	case s.form != nil:
		s.form = nil
		s.show()
	case s.open != nil:
		s.backToQueue()
	case s.found != nil:
		s.unseek()
	default:
		s.b.Go("me")
	}
}

// Key is for one hand: A approves, R returns, F refuses, Z takes the last
// decision back, J and K go to the next case and the one before, the space bar
// shows one picture large after the other, X the cards alone, 1 to 4 where a
// line of the table was read; a large picture has the keys of kit.Viewer.
func (s *Screen) Key(key fyne.KeyName) bool {
	if _, open := s.p.State(); !open || s.form != nil || s.answer != nil || s.holders != nil || s.numbers != nil || s.log != nil || s.locking {
		return false
	}
	if key == fyne.KeyZ && len(s.pending) > 0 {
		s.undo()
		return true
	}
	if s.open == nil {
		if key != fyne.KeyJ || s.busy || len(s.heads) == 0 {
			return false
		}
		s.advance(0)
		return true
	}
	return !s.busy && (s.lookKey(key) || s.decides() && s.verbKey(key))
}

func (s *Screen) lookKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyJ:
		s.move(1)
	case fyne.KeyK:
		s.move(-1)
	case fyne.KeySpace:
		s.enlarge(map[model.Side]model.Side{"": model.Front, model.Front: model.Back}[s.open.large])
	case fyne.KeyX:
		s.turnOver()
	case fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4:
		s.point(int(key[0] - '1'))
	default:
		v := s.open.panes[s.open.large]
		return s.open.large != "" && v != nil && v.Key(key)
	}
	return true
}

func (s *Screen) verbKey(key fyne.KeyName) bool {
	if s.open.Head.Seconding() {
		return s.secondKey(key)
	}
	switch {
	case key == fyne.KeyA:
		s.approve()
	case key == fyne.KeyR && s.returns():
		s.begin(model.Return)
	case key == fyne.KeyF:
		s.begin(s.refusal())
	default:
		return false
	}
	return true
}

// alert is the failure to show on top, if there is one.
func (s *Screen) alert() []fyne.CanvasObject {
	if s.err == nil {
		return nil
	}
	return []fyne.CanvasObject{kit.Alert(s.b.Words.Say(s.err))}
}

// pick opens the case with this id; one that was made ready is there at once.
func (s *Screen) pick(id uuid.UUID) {
	s.stop()
	s.watch()
	s.err = nil
	if i := s.index(id); i >= 0 && s.isReady(s.heads[i]) {
		o := s.ready
		s.ready = nil
		s.opens(o, nil)
		return
	}
	s.busy = true
	s.load(id, s.opens)
	s.show()
}

// opens puts a case on the desk.
func (s *Screen) opens(o *opened, err error) {
	s.busy, s.err = false, err
	if err == nil {
		if s.open != nil {
			s.open.letGo()
		}
		s.open, o.at = o, s.b.Now()
		s.straighten(o)
		s.compareWith(o)
	}
	s.show()
	if err == nil {
		s.prepare()
	}
}

func (s *Screen) picture(p model.Photo) (image.Image, error) {
	return kit.LevelsOf(s.p.Thumb(p.JPEG, 1600))
}
