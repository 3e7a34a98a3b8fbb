// Package topics shows what the internet talks about: a list of topics with their
// heat, and how each heat was computed.
package topics

import (
	"context"
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Parts are what the screen works with.
type Parts struct {
	Board   func(ctx context.Context) (model.Board, error)
	Refresh func(ctx context.Context, step func(float64)) (model.Board, error) // asks anew; nil: nothing is followed
	Open    func(address string) error                                         // hands an address to the system; nil: no links
}

// Parts of the screen besides topics by their keys.
const (
	partSources = "sources"
	partHow     = "how"
)

// A Screen is the panel of hot topics.
type Screen struct {
	b     *kit.Bench
	p     Parts
	board model.Board
	err   error
	root  *fyne.Container
	dock  *fyne.Container // the panel beside Me; nil until it is shown
	stop  func()

	part     string // "" is the list, else a topic's key, or sources, or how
	query    string
	platform model.Text // only topics on it; zero: all
	shown    []int      // topics that are listed, by their place on the board
	list     *kit.List
	head     *fyne.Container
	done     float64 // of asking anew; asking is true while it goes on
	asking   bool
	leaving  string // address that is about to be opened
}

// New makes the screen.
func New(b *kit.Bench, p Parts) *Screen {
	return &Screen{b: b, p: p, root: container.NewStack(), stop: func() {}}
}

// Enter shows the list, or the part that stands for: a topic by its key, "how"
// or "sources".
func (s *Screen) Enter(part string) {
	s.part, s.leaving = part, ""
	s.Reload()
}

// Reload fetches the board again, as when there is another.
func (s *Screen) Reload() {
	if s.asking {
		return
	}
	s.stop()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (model.Board, error) {
		return s.p.Board(ctx)
	}, nil, s.take)
}

// take shows what was fetched.
func (s *Screen) take(b model.Board, err error) {
	s.err = err
	if err == nil {
		s.board = b
	}
	s.show()
}

// Leave implements kit.Screen. What was asked for goes on being asked.
func (s *Screen) Leave() {
	if !s.asking {
		s.stop()
	}
}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.show()
	return s.root
}

// ask asks the sources anew.
func (s *Screen) ask() {
	if s.asking {
		return
	}
	s.stop()
	s.asking, s.done = true, 0
	s.stop = kit.Start(s.b.Jobs, s.p.Refresh, func(done float64) {
		s.done = done
		s.drawHead()
	}, func(b model.Board, err error) {
		s.asking = false
		s.take(b, err)
	})
	s.drawHead()
}

func (s *Screen) show() {
	switch t, ok := s.topic(); {
	case ok:
		kit.Swap(s.b.Window, s.root, s.details(t))
	case s.part == partSources:
		kit.Swap(s.b.Window, s.root, s.sources())
	case s.part == partHow:
		kit.Swap(s.b.Window, s.root, s.how())
	default:
		kit.Swap(s.b.Window, s.root, s.listPage())
	}
	s.fill()
}

// topic is the one that the screen is about.
func (s *Screen) topic() (t model.Topic, ok bool) {
	i := slices.IndexFunc(s.board.Topics, func(t model.Topic) bool { return t.Key == s.part && t.Key != "" })
	if i < 0 {
		return t, false
	}
	return s.board.Topics[i], true
}

// sift chooses the topics that are listed.
func (s *Screen) sift() {
	s.shown = s.shown[:0]
	lang, query := s.b.Words.Lang, strings.ToLower(strings.TrimSpace(s.query))
	for i, t := range s.board.Topics {
		if s.platform != (model.Text{}) && !slices.Contains(t.Platforms, s.platform) {
			continue
		}
		said := func(e model.TopicEntry) bool { return strings.Contains(strings.ToLower(e.Title), query) }
		if query == "" || strings.Contains(strings.ToLower(t.Title.In(lang)), query) || slices.ContainsFunc(t.Entries, said) {
			s.shown = append(s.shown, i)
		}
	}
}

// platforms are those that topics are on, the one with most topics first.
func (s *Screen) platforms() (all []model.Text) {
	for _, source := range s.board.Sources {
		all = append(all, source.Name)
	}
	if all != nil {
		return all
	}
	for _, t := range s.board.Topics {
		for _, p := range t.Platforms {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// state says of when the board is and how many sources gave it.
func (s *Screen) state() string { return state(s.b, s.board) }

func state(b *kit.Bench, board model.Board) string {
	switch {
	case !board.Date.IsZero() && len(board.Sources) > 0:
		return b.T("topics.instead", "day", b.Words.Date(board.Date), "all", len(board.Sources))
	case !board.Date.IsZero():
		return b.T("topics.date", "day", b.Words.Date(board.Date))
	case board.Updated.IsZero():
		return ""
	}
	at := b.Words.Moment(board.Updated)
	if now := b.Now(); idcard.Today(now) == idcard.Today(board.Updated) {
		at = board.Updated.In(idcard.China).Format("15:04")
	}
	return b.T("topics.updated", "time", at, "n", board.Answered(), "all", len(board.Sources))
}
