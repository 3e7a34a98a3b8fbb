package screens

import (
	"context"
	"image"
	"io/fs"

	"truename/model"
	"truename/model/workday"
	"truename/screens/bind"
	"truename/screens/desk"
	"truename/screens/guide"
	"truename/screens/kit"
	"truename/screens/me"
	"truename/screens/questions"
	"truename/screens/status"
	"truename/screens/topics"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// A Store is the store as the screens see it; each screen names the few
// methods it needs itself.
type Store interface {
	bind.Drafts
	status.Cases
	desk.Lock
	desk.Cases
	desk.Reviewers
	desk.Duplicates
	desk.Contests
	desk.Finder
	desk.Figures
	desk.Log
	me.Records
	Calendar() workday.Calendar // that due days are judged by
	Changed(f func()) (stop func())
}

// A Picture is bind's: a photograph that was read.
type Picture = bind.Picture

// A Watch is bind's: it hears of what the checks of a photograph find.
type Watch = bind.Watch

// These are bind's: what a machine has for photographs besides files.
type (
	Gear = bind.Gear
	Film = bind.Film
)

// These are the desk's: who holds keys, a recovery key, what does requests.
type (
	Holders  = desk.Holders
	Recovery = desk.Recovery
	Answers  = desk.Answers
	Erased   = desk.Erased
)

// A Service is me's: something that binding unlocks.
type Service = me.Service

// Parts is what the window is made of besides the store. Functions with a
// context are called in jobs.
type Parts struct {
	Gear

	Store      Store
	Desk       func() (claimed, open bool)
	Viewer     func() string  // id of the key of the reviewer at the desk; nil: see desk.Parts
	Holders    func() Holders // nil: no page about reviewers and keys
	Recover    func(ctx context.Context, replace bool) (Recovery, error)
	Answers    Answers
	Review     desk.Review                                               // nil: every case is for a person
	EraseDue   func(ctx context.Context, sure bool) (model.Ended, error) // see desk.Parts; nil: nothing has an end
	Role       func() model.Role                                         // of the reviewer at the desk; nil: see desk.Parts
	Second     model.Second                                              // what needs a second reviewer
	Texts      fs.FS
	Icon       fyne.Resource
	Version    string
	Folder     string // where the data lies
	Look       kit.Look
	Restyle    func(kit.Look)                   // changes the look that the toolkit asks for; everything is drawn anew after it
	Keep       func(lang string, look kit.Look) // remembers both for the next start
	NewDraft   func() (model.Draft, error)
	Submit     func(ctx context.Context, d model.Draft, language string) (model.Receipt, error)
	NewRequest func(kind model.Kind, about model.Mine) (model.Request, error)
	File       func(ctx context.Context, r model.Request, language string) (model.Receipt, error)
	Open       func(ctx context.Context, path string) (Picture, error)
	Paste      func(ctx context.Context, text string) (Picture, error)
	Clipboard  func() string // the text on the clipboard
	Thumb      func(jpeg []byte, max int) (image.Image, error)
	Strip      func(ctx context.Context, p model.Photo, place model.Place, height int) (image.Image, error) // see bind.Parts; nil: none
	Verify     func(ctx context.Context, p model.Photo, name string) (model.Match, error)                   // see bind.Parts; nil: none
	Slip       kit.SlipParts
	Guide      func(lang string) (model.Guide, error)
	Questions  questions.Search
	Services   []Service
	Browse     func(address string) error // hands an address to the system
	Office     func(lang string) string   // who runs this, and how to reach them; "" if nobody said
	HotTopics  bool                       // hot topics are shown
	Topics     Topics
	Update     func(ctx context.Context) (r model.Release, newer bool, err error) // nil: no feed is configured
}

// Topics are where hot topics come from.
type Topics struct {
	Board   func(ctx context.Context) (model.Board, error)
	Refresh func(ctx context.Context, step func(float64)) (model.Board, error) // nil: nothing is followed
	Follow  func(ctx context.Context, changed func())                          // asks what is due until ctx is done; nil: nothing
}

// New builds all screens on the bench and the shell around them.
func New(b *kit.Bench, p Parts) *Shell {
	s := &Shell{Bench: b, parts: p, look: p.Look}
	st := p.Store
	onStatus := status.New(b, st, p.Thumb, p.Slip)
	onMe := me.New(b, me.Parts{
		Cases: st, Records: st, Claimed: func() bool { claimed, _ := p.Desk(); return claimed },
		Services: p.Services, Open: p.Browse, NewRequest: p.NewRequest, File: p.File, Slip: p.Slip, Folder: p.Folder,
		Release: func() (model.Release, bool) { return s.update.found, s.update.newer },
	})
	onDesk := desk.New(b, desk.Parts{Lock: st, Cases: st, Calendar: st.Calendar(), Words: inLanguage(b, p.Texts), State: p.Desk, Viewer: p.Viewer, Role: p.Role, Second: p.Second, Log: st, Thumb: p.Thumb, Strip: p.Strip, Answers: p.Answers, Figures: st, Review: p.Review, Contests: st, EraseDue: p.EraseDue, Duplicates: st, Finder: st, Reviewers: st, Holders: p.Holders, Recover: p.Recover})
	s.topics = topics.New(b, topics.Parts{Board: p.Topics.Board, Refresh: p.Topics.Refresh, Open: p.Browse})
	onBind := p.bind(st)
	onBind.Paste, onBind.Clipboard, onBind.Own, onBind.Reasons, onBind.Saved = p.Paste, p.Clipboard, st.Own, s.reasons, s.Saved
	s.screens = map[string]kit.Screen{
		"me": onMe, "status": onStatus, "desk": onDesk, "topics": s.topics,
		"bind":      bind.New(b, onBind),
		"guide":     guide.New(b, st, p.Guide),
		"questions": questions.New(b, p.Questions),
	}
	reload := map[string]func(){"me": onMe.Reload, "status": onStatus.Reload, "desk": onDesk.Reload}
	s.forget = st.Changed(func() {
		b.Jobs.Post(func() {
			if f := reload[s.place]; f != nil {
				f()
			}
		})
	})
	s.follow()
	s.start()
	return s
}

// follow keeps the hot topics up to date for as long as the window is there.
func (s *Shell) follow() {
	if s.parts.Topics.Follow == nil || !s.parts.HotTopics {
		return
	}
	kit.Start(s.Bench.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		s.parts.Topics.Follow(ctx, func() { s.Bench.Jobs.Post(s.topics.Reload) })
		return struct{}{}, nil
	}, nil, func(struct{}, error) {})
}

// bind is what the binding screen needs in a window and at a kiosk.
func (p Parts) bind(drafts bind.Drafts) bind.Parts {
	return bind.Parts{
		Gear: p.Gear, Drafts: drafts, Submit: p.Submit, NewDraft: p.NewDraft, Open: p.Open,
		Thumb: p.Thumb, Strip: p.Strip, Verify: p.Verify, Slip: p.Slip, Office: p.Office,
	}
}

// reasons finds why a case of this account was returned.
func (s *Shell) reasons(ctx context.Context, caseID uuid.UUID) ([]model.Reason, string, error) {
	mine, err := s.parts.Store.Mine(ctx)
	if err != nil {
		return nil, "", err
	}
	for _, m := range mine {
		if m.Case != caseID {
			continue
		}
		p, err := s.parts.Store.Progress(ctx, m.Reference)
		if err != nil {
			return nil, "", err
		}
		for i := len(p.Timeline) - 1; i >= 0; i-- {
			if e := p.Timeline[i]; e.What == "returned" {
				return e.Reasons, e.Note, nil
			}
		}
	}
	return nil, "", model.ErrNotFound
}

// inLanguage is the words of a language, those of the window where there are
// none: each is read once.
func inLanguage(b *kit.Bench, texts fs.FS) func(lang string) *kit.Words {
	known := map[string]*kit.Words{}
	return func(lang string) *kit.Words {
		if known[lang] == nil {
			words, err := kit.LoadWords(texts, lang)
			if err != nil {
				return b.Words
			}
			known[lang] = words
		}
		return known[lang]
	}
}
