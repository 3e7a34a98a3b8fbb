package screens

import (
	"context"
	"image"
	"io/fs"

	"truename/model"
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
	Own(ctx context.Context, caseID uuid.UUID) (model.Draft, error)
	Topics(ctx context.Context) (model.TopicTable, bool, error)
	Changed(f func()) (stop func())
}

// A Picture is bind's: a photograph that was read.
type Picture = bind.Picture

// Parts is what the window is made of besides the store.
type Parts struct {
	Store     Store
	Desk      func() (claimed, open bool)
	Texts     fs.FS
	Icon      fyne.Resource
	Version   string
	Look      kit.Look
	Restyle   func(kit.Look)                   // hands a new look to the toolkit
	Keep      func(lang string, look kit.Look) // remembers both for the next start
	NewDraft  func() (model.Draft, error)
	Submit    func(ctx context.Context, d model.Draft, language string) (model.Receipt, error)
	Open      func(ctx context.Context, path string) (Picture, error)
	Thumb     func(jpeg []byte, max int) (image.Image, error)
	QR        func(reference string, size int) (image.Image, error)
	Guide     func(lang string) (model.Guide, error)
	Questions questions.Search
}

// New builds all screens on the bench and the shell around them.
func New(b *kit.Bench, p Parts) *Shell {
	s := &Shell{Bench: b, parts: p, look: p.Look}
	st := p.Store
	onStatus := status.New(b, st)
	onMe := me.New(b, st, func() bool { claimed, _ := p.Desk(); return claimed })
	onDesk := desk.New(b, desk.Parts{Lock: st, Cases: st, State: p.Desk, Thumb: p.Thumb})
	s.screens = map[string]kit.Screen{
		"me": onMe, "status": onStatus, "desk": onDesk,
		"bind": bind.New(b, bind.Parts{
			Drafts: st, Submit: p.Submit, NewDraft: p.NewDraft, Open: p.Open, Thumb: p.Thumb, QR: p.QR,
			Own: st.Own, Reasons: s.reasons, Saved: s.Saved,
		}),
		"guide":     guide.New(b, p.Guide),
		"questions": questions.New(b, p.Questions),
		"topics": topics.New(b, func(ctx context.Context) (model.TopicTable, error) {
			t, _, err := st.Topics(ctx)
			return t, err
		}),
	}
	reload := map[string]func(){"me": onMe.Reload, "status": onStatus.Reload, "desk": onDesk.Reload}
	s.forget = st.Changed(func() {
		b.Jobs.Post(func() {
			if f := reload[s.place]; f != nil {
				f()
			}
		})
	})
	s.start()
	return s
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
