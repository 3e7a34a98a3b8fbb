package command

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/device"
	"truename/model/fetch"
	"truename/model/heat"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/topics"
)

// How sources are asked.
const (
	askTime       = 20 * time.Second // each
	askAtOnce     = 4
	lookEvery     = 20 * time.Second // for what is due
	maxCollection = seal.MaxDocument
	tooOld        = 48 * time.Hour // a collection
)

// Topics follows hot topics: it asks the sources of the configuration, keeps
// their lists in the store, and makes a board of them. Or it reads the collection
// that another machine has made. Where neither is configured it contacts nobody,
// and has the table.
type Topics struct {
	st      *store.Store
	conf    device.Config
	sources []topics.Source
	client  *http.Client
	now     func() time.Time
	board   atomic.Pointer[model.Board]

	rounds sync.Mutex // held while sources are asked: one round at a time

	mu      sync.Mutex // guards what follows; never held while anybody is asked
	table   model.Board
	index   *heat.Index
	dropped time.Time // when what is too old was dropped last; zero: not yet
	asked   map[string]answer
}

// An answer is what became of asking a source.
type answer struct {
	at    time.Time
	left  int
	fault model.SourceFault
}

// NewTopics begins to follow what is configured. A kiosk asks no source: it reads
// a collection, or has the table.
func NewTopics(st *store.Store, conf device.Config, kiosk bool) *Topics {
	t := &Topics{st: st, conf: conf, client: fetch.Client(askTime), now: time.Now, asked: map[string]answer{}}
	if kiosk || conf.Collection.From != "" {
		return t
	}
	for _, s := range conf.Sources {
		if !s.Off {
			t.sources = append(t.sources, topics.Source{ID: s.ID, Name: s.Name, Kind: topics.Kind(s.Kind), From: s.From, Weight: s.Heaviness(), Every: s.Every()})
		}
	}
	return t
}

// Follows reports whether anything is asked.
func (t *Topics) Follows() bool { return len(t.sources) > 0 || t.conf.Collection.From != "" }

// Board is what there is to show. It is made of what is kept, the first time it
// is asked for: run it in a job.
func (t *Topics) Board(ctx context.Context) (model.Board, error) {
	if b := t.board.Load(); b != nil {
		return *b, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.load(ctx)
}

// load makes the first board. The caller holds mu.
func (t *Topics) load(ctx context.Context) (model.Board, error) {
	if b := t.board.Load(); b != nil {
		return *b, nil
	}
	table, err := ownTable(t.conf.Topics)
	t.table = model.Board{Date: table.Date, Topics: table.Topics}
	switch {
	case err != nil:
		return model.Board{}, err
	case t.conf.Collection.From != "":
		raw, _ := fetch.File(t.kept(), maxCollection) // without it there is the table
		b, err := t.collection(raw)
		if err != nil {
			b = t.table
		}
		return t.show(b), nil
	case len(t.sources) == 0:
		return t.show(t.table), nil
	}
	if err := t.build(ctx); err != nil {
		return model.Board{}, err
	}
	return t.rank(), nil
}

// ownTable is the operator's table, or the one that comes with the program. One
// that cannot be read is said in the log and keeps nobody from binding a card.
func ownTable(path string) (model.TopicTable, error) {
	if path != "" {
		own, err := topics.Load(path)
		if err == nil {
			return own, nil
		}
		slog.Error("the table of hot topics cannot be read", "error", err)
	}
	return topics.Bundled(assets.Text)
}

// build makes the index of what is kept.
func (t *Topics) build(ctx context.Context) error {
	platforms := make([]heat.Platform, len(t.sources))
	for i, s := range t.sources {
		platforms[i] = heat.Platform{ID: s.ID, Name: s.Name, Weight: s.Weight, Every: s.Every}
	}
	x, now := heat.New(platforms), t.now()
	days, err := t.st.TopicDays(ctx)
	if err != nil {
		return err
	}
	x.SetDays(days)
	err = t.st.Lists(ctx, now.Add(-model.TopicDays*24*time.Hour), func(l model.TopicList) error {
		if !l.At.After(now.Add(topics.Ahead)) {
			x.Add(l)
		}
		return ctx.Err()
	})
	if err == nil {
		t.index = x
	}
	return err
}

// rank makes a board of the index.
func (t *Topics) rank() model.Board {
	b := t.index.Board(t.now())
	for i := range b.Sources {
		s := &b.Sources[i]
		a := t.asked[s.ID]
		s.Fault, s.Left = a.fault, a.left
	}
	if len(b.Topics) == 0 {
		b.Date, b.Topics = t.table.Date, t.table.Topics
	}
	return t.show(b)
}

func (t *Topics) show(b model.Board) model.Board {
	t.board.Store(&b)
	return b
}

// Refresh asks all sources, or for the collection, and makes a board of what
// comes. Each fails alone, and a board says which; the error is about what is
// kept here.
func (t *Topics) Refresh(ctx context.Context, progress func(float64)) (model.Board, error) {
	t.rounds.Lock()
	defer t.rounds.Unlock()
	return t.round(ctx, t.sources, progress)
}

// round asks some sources. The caller holds rounds.
func (t *Topics) round(ctx context.Context, due []topics.Source, progress func(float64)) (model.Board, error) {
	b, err := t.Board(ctx)
	if err != nil {
		return b, err
	}
	if t.conf.Collection.From != "" {
		return t.fetchCollection(ctx, b)
	}
	if len(due) == 0 {
		return b, nil
	}
	lists := t.ask(ctx, due, progress)
	if err := ctx.Err(); err != nil {
		return b, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.now().Sub(t.dropped).Abs() > 24*time.Hour {
		if err := t.drop(ctx); err != nil {
			return b, err
		}
	}
	for _, l := range lists {
		if t.index.Known(l.Platform, l.At) {
			continue
		}
		if err := t.st.KeepList(ctx, l); err != nil {
			slog.Error("a list of hot topics cannot be kept", "error", err)
		}
		t.index.Add(l)
	}
	b = t.rank()
	if err := t.st.KeepTopicDays(ctx, t.index.Days()); err != nil {
		slog.Error("what topics reached cannot be kept", "error", err)
	}
	return b, nil
}

// drop removes what is over ten days old, and what a clock that was wrong has
// dated ahead, in the store and, where the index is old, in memory: a new one was
// built without it.
func (t *Topics) drop(ctx context.Context) error {
	now := t.now()
	if err := t.st.DropLists(ctx, now.Add(-model.TopicDays*24*time.Hour), now.Add(topics.Ahead)); err != nil {
		return err
	}
	first := t.dropped.IsZero()
	t.dropped = now
	if first {
		return nil
	}
	return t.build(ctx)
}

// ask asks sources, some at once, and gives their lists by time.
func (t *Topics) ask(ctx context.Context, due []topics.Source, progress func(float64)) (lists []model.TopicList) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	slots, done := make(chan struct{}, askAtOnce), 0
	for _, s := range due {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			asking, cancel := context.WithTimeout(ctx, askTime)
			defer cancel()
			l, left, err := s.Fetch(asking, t.client, t.now())
			mu.Lock()
			defer mu.Unlock()
			if ctx.Err() != nil { // nobody waits for it any more: it says nothing about the source
				return
			}
			a := answer{at: t.now(), left: left}
			if !errors.As(err, &a.fault) {
				lists = append(lists, l)
			}
			t.note(s.ID, a)
			done++
			if progress != nil {
				progress(float64(done) / float64(len(due)))
			}
		})
	}
	wg.Wait()
	slices.SortFunc(lists, func(a, b model.TopicList) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Platform, b.Platform))
	})
	return lists
}

// note keeps what became of asking.
func (t *Topics) note(id string, a answer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked[id] = a
}

// since is how long ago a source was asked.
func (t *Topics) since(id string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.now().Sub(t.asked[id].at)
}

// Run asks each source when it is due until ctx is done; changed is called when
// there is another board.
func (t *Topics) Run(ctx context.Context, changed func()) {
	if !t.Follows() {
		return
	}
	for {
		if t.due(ctx) {
			changed()
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(lookEvery):
		}
	}
}

// due asks what is due, and reports whether anything was.
func (t *Topics) due(ctx context.Context) bool {
	t.rounds.Lock()
	defer t.rounds.Unlock()
	var due []topics.Source
	for _, s := range t.sources {
		if t.since(s.ID) >= s.Every {
			due = append(due, s)
		}
	}
	if len(due) == 0 && (t.conf.Collection.From == "" || t.since("") < t.conf.Collection.Every()) {
		return false
	}
	if _, err := t.round(ctx, due, nil); err != nil && ctx.Err() == nil {
		slog.Error("hot topics cannot be followed", "error", err)
	}
	return true
}

// fetchCollection reads the collection anew. What is shown stays if that fails.
func (t *Topics) fetchCollection(ctx context.Context, shown model.Board) (model.Board, error) {
	raw, err := t.readCollection(ctx)
	if ctx.Err() != nil {
		return shown, ctx.Err()
	}
	var b model.Board
	if err == nil {
		b, err = t.collection(raw)
	}
	a := answer{at: t.now()}
	switch {
	case err != nil:
		if !errors.As(err, &a.fault) {
			a.fault = model.SourceBroken
		}
		b, b.Fault = shown, a.fault
		slog.Warn("the collection of hot topics cannot be used", "fault", a.fault)
	case b.Updated.Before(shown.Updated): // an old one, put there again
		b, b.Fault = shown, model.SourceStale
	default:
		if err := device.ReplaceFile(t.kept(), raw); err != nil {
			slog.Error("the collection of hot topics cannot be kept", "error", err)
		}
	}
	t.note("", a)
	return t.show(b), nil
}

// kept is where the newest collection is kept: it is about nobody, and signed.
func (t *Topics) kept() string { return filepath.Join(t.st.Dir(), "topics.truename") }

func (t *Topics) readCollection(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return topics.Read(ctx, t.client, t.conf.Collection.From, maxCollection)
}

// collection is the board in a collection, if the right machine has signed it and
// it is not too old.
func (t *Topics) collection(raw []byte) (model.Board, error) {
	if len(raw) == 0 {
		return model.Board{}, model.SourceEmpty
	}
	c, err := seal.ParseCollection(raw)
	key, _ := hex.DecodeString(t.conf.Collection.Key)
	switch {
	case errors.Is(err, seal.ErrSignature), err == nil && !bytes.Equal(c.Machine.Public, key):
		return model.Board{}, model.SourceSignature
	case err != nil:
		return model.Board{}, model.SourceBroken
	case t.now().Sub(c.At) > tooOld, c.At.After(t.now().Add(topics.Ahead)), c.Board.Updated.After(t.now().Add(topics.Ahead)):
		return model.Board{}, model.SourceStale
	}
	return c.Board, nil
}
