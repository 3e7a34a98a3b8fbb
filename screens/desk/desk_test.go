package desk

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"
)

// lock is a desk's lock made of functions. Jobs turn it while the screen asks
// for its state, as with the real one.
type lock struct {
	mu            sync.Mutex
	claimed, open bool
	claim, unlock func(ctx context.Context, pass []byte) error
	locked        int
}

func (l *lock) Claim(ctx context.Context, pass []byte) error {
	err := l.claim(ctx, pass)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.claimed, l.open = l.claimed || err == nil, err == nil
	return err
}

func (l *lock) Unlock(ctx context.Context, pass []byte) error {
	err := l.unlock(ctx, pass)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = err == nil
	return err
}

func (l *lock) Lock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = false
	l.locked++
}

func (l *lock) state() (claimed, open bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.claimed, l.open
}

// cases is a queue made of functions.
type cases struct {
	queue  func(ctx context.Context, only model.Sieve, after string, n int) ([]model.Head, string, error)
	open   func(ctx context.Context, id uuid.UUID) (model.Case, error)
	decide func(ctx context.Context, d model.Decision) (model.Head, error)
}

func (c *cases) Queue(ctx context.Context, only model.Sieve, after string, n int) ([]model.Head, string, error) {
	return c.queue(ctx, only, after, n)
}

func (c *cases) OpenCase(ctx context.Context, id uuid.UUID) (model.Case, error) {
	return c.open(ctx, id)
}

func (c *cases) Decide(ctx context.Context, d model.Decision) (model.Head, error) {
	return c.decide(ctx, d)
}

// A rig is a desk on a test window.
type rig struct {
	*testing.T
	b      *kit.Bench
	loop   *kittest.Loop
	lock   *lock
	cases  *cases
	mu     sync.Mutex   // jobs ask at once
	heads  []model.Head // waiting
	s      *Screen
	asked  []string // what Queue was asked for
	went   []string // places
	opened []string // tags of the cases that were unsealed

	holder *fyne.Container // what the shell keeps the screen in
}

// now is a Monday afternoon in China.
var now = time.Date(2026, 11, 23, 14, 2, 0, 0, idcard.China)

// onDesk runs f with a claimed, open desk with n waiting cases.
func onDesk(t *testing.T, lang string, n int, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, loop: kittest.NewLoop(), lock: &lock{claimed: true, open: true}}
		r.b = kittest.NewBench(t, lang, r.loop.Post, &r.went)
		r.b.Now = func() time.Time { return now }
		for i := range n {
			r.heads = append(r.heads, head(i))
		}
		r.cases = &cases{queue: r.page, open: r.open, decide: r.decide}
		r.s = New(r.b, Parts{Lock: r.lock, Cases: r.cases, State: r.lock.state, Thumb: thumb, Viewer: func() string { return "65d02ee4f7839527" }})
		r.holder = container.NewStack()
		r.b.Window.SetContent(r.holder)
		f(r)
	})
}

// enter shows the desk in the window.
func (r *rig) enter() {
	r.s.Enter("")
	r.draw()
}

// draw puts the desk into the window, as the shell does.
func (r *rig) draw() {
	back := kit.KeepFocus(r.b.Window, r.holder)
	r.holder.Objects = []fyne.CanvasObject{r.s.Content()}
	r.holder.Refresh()
	back()
	r.loop.Settle()
}

// speak changes the language, as the shell does.
func (r *rig) speak(lang string) {
	r.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		r.Fatal(err)
	}
	r.b.Words = words
	r.draw()
}

func head(i int) model.Head {
	return model.Head{
		Case: uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", i)), Kind: model.Binding, Revision: 1, Version: 3,
		Status: model.Waiting, Received: now.Add(-26 * time.Hour), Due: idcard.Date{Year: 2026, Month: 11, Day: 25}, Tag: fmt.Sprintf("T%03d", i),
	}
}

// page is the queue in pages of n.
func (r *rig) page(_ context.Context, only model.Sieve, after string, n int) ([]model.Head, string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, fmt.Sprintf("%d after %q", n, after))
	heads := slices.DeleteFunc(slices.Clone(r.heads), func(h model.Head) bool { return !only.Lets(h) })
	from := 0
	if after != "" {
		from = slices.IndexFunc(heads, func(h model.Head) bool { return h.Tag == after }) + 1
	}
	to := min(from+n, len(heads))
	next := ""
	if to < len(heads) {
		next = heads[to-1].Tag
	}
	return heads[from:to], next, nil
}

func (r *rig) open(_ context.Context, id uuid.UUID) (model.Case, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.heads, func(h model.Head) bool { return h.Case == id })
	if i < 0 {
		return model.Case{}, model.ErrNotFound
	}
	sub := submission()
	if tag := r.heads[i].Tag; tag != "T000" {
		sub.Reference = tag + sub.Reference[4:]
	}
	r.opened = append(r.opened, r.heads[i].Tag)
	return model.Case{Head: r.heads[i], Submission: sub}, nil
}

func (r *rig) decide(_ context.Context, d model.Decision) (model.Head, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.heads, func(h model.Head) bool { return h.Case == d.Case })
	h, err := r.heads[i].Decide(d)
	if err == nil {
		r.heads = slices.Delete(r.heads, i, i+1)
	}
	return h, err
}

func submission() model.Submission {
	return model.Submission{
		Reference: "K7TM-4M2Q-9XWD-3H8A",
		Front:     model.Photo{JPEG: picture()}, Back: model.Photo{JPEG: picture()},
		Fields: model.Fields{
			Name: "林新", Number: "994758199205076743", Birth: idcard.Date{Year: 1992, Month: 5, Day: 7}, Sex: idcard.Female,
			From: idcard.Date{Year: 2014, Month: 3, Day: 10}, Until: idcard.Date{Year: 2034, Month: 3, Day: 10},
			Region: "广东省深圳市盐田区", Phone: "13800000000",
			Findings: []model.Finding{
				{Code: "dark", Weight: model.Passed, Side: model.Front},
				{Code: "term-age", Weight: model.Notice, Value: 20, Limit: 10},
				{Code: "blur", Weight: model.Fault, Side: model.Back, Value: 2, Limit: 4},
			},
		},
	}
}

func picture() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func thumb(b []byte, _ int) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }

// content is what the window shows, on one pass of layout.
func (r *rig) content() fyne.CanvasObject {
	r.b.Window.Resize(fyne.NewSize(814, 700))
	r.b.Window.Resize(fyne.NewSize(815, 700))
	return r.b.Window.Content()
}

func (r *rig) tap(key string) {
	r.Helper()
	kittest.Tap(r, r.content(), r.b.T(key))
	r.loop.Settle()
}

// has fails unless the window says all parts; a key stands for its text.
func (r *rig) has(parts ...string) {
	r.Helper()
	for _, p := range parts {
		kittest.Hear(r, r.content(), r.b.T(p))
	}
}

func (r *rig) hasNot(parts ...string) {
	r.Helper()
	for _, p := range parts {
		if kittest.Says(r.content(), r.b.T(p)) {
			r.Errorf("the window says %q", p)
		}
	}
}

// openFirst opens the first case of the queue.
func (r *rig) openFirst() {
	r.Helper()
	r.enter()
	if r.s.list == nil {
		r.Fatalf("no queue among %q", kittest.Texts(r.content()))
	}
	r.s.list.Select(0)
	r.loop.Settle()
	r.sleep(drawFirst) // what is made ready meanwhile
}

// types types into the fields of the page.
func (r *rig) types(texts ...string) {
	r.Helper()
	for i, text := range texts {
		kittest.Type(r, r.content(), i, text)
	}
}
