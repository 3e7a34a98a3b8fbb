package screens

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/command"
	"truename/model/device"
	"truename/model/eyes"
	"truename/model/help"
	"truename/model/idcard"
	"truename/model/photo"
	"truename/model/receipt"
	"truename/model/specimen"
	"truename/model/store"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The store keeps what every screen asks of it.
var _ Store = (*store.Store)(nil)

// waitLimit is how long a state of the window may take to come.
const waitLimit = 30 * time.Second

// A rig is the whole program but its window system: the real store in a folder
// of the test, real jobs, and the shell. The test is the UI goroutine: what
// jobs post runs inside until.
type rig struct {
	*testing.T
	dir   string
	store *store.Store
	full  atomic.Bool // the disk has no space left
	shell *Shell
	bench *kit.Bench
	worn  *kit.Wardrobe
	posts chan func()
	pick  string   // what the next file dialog answers
	kept  []kept   // what was remembered for the next start
	went  []string // addresses handed to the system
}

type kept struct {
	lang string
	look kit.Look
}

// sight is what looks at every photograph, with the nets of the program.
var sight = command.NewEyes(assets.Models)

// opened is a photograph that was read.
type opened struct{ *photo.Source }

func (o opened) Preview() image.Image { return o.Source.Preview() }

func (o opened) Turn(quarters int) Picture { return opened{o.Source.Turn(quarters)} }

func (o opened) Inspect(ctx context.Context, side model.Side, w Watch) (model.Report, model.Reading) {
	return sight.See(ctx, o.Source, side, eyes.Watch(w))
}

var _ Picture = opened{}

// start opens the folder and shows the window on it, as a new process would.
// Each of other changes what the window is made of.
func start(t *testing.T, dir, lang string, other ...func(*Parts)) *rig {
	t.Helper()
	r := &rig{T: t, dir: dir, posts: make(chan func(), 1<<12)}
	var err error
	r.store, err = store.Open(dir, store.Options{Demo: true, Work: 10, FreeSpace: func(string) (uint64, error) {
		if r.full.Load() {
			return 1 << 20, nil
		}
		return 400 << 20, nil // enough, but not for a ballast in each test
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	r.bench = kittest.NewBench(t, lang, func(f func()) { r.posts <- f }, nil)
	r.bench.Window.SetPadded(false)
	r.worn = &kit.Wardrobe{}
	fyne.CurrentApp().Settings().SetTheme(r.worn)
	r.bench.Pick = func(_ string, picked func(string, error)) { picked(r.pick, nil) }
	p := r.parts()
	for _, change := range other {
		change(&p)
	}
	r.shell = New(r.bench, p)
	return r
}

// close closes the store, if it is open.
func (r *rig) close() {
	if r.store == nil {
		return
	}
	if err := r.store.Close(); err != nil {
		r.Error(err)
	}
	r.store = nil
}

// parts is the same hand-over as in main.go, with the test's settings.
func (r *rig) parts() Parts {
	st := r.store
	mark, err := fs.ReadFile(assets.Icons, "truename.svg")
	conf, confErr := device.LoadConfig("")
	if err = errors.Join(err, confErr); err != nil {
		r.Fatal(err)
	}
	p := Parts{
		Store: st,
		Desk:  func() (claimed, open bool) { s := st.Desk(); return s.Claimed, s.Open },
		Texts: assets.Text, Icon: fyne.NewStaticResource("truename.svg", mark),
		Version: "test", Folder: st.Dir(), HotTopics: conf.HotTopics,
		Topics:   Topics{Board: command.NewTopics(st, conf, false).Board},
		Restyle:  func(l kit.Look) { r.worn.Look = l },
		Keep:     func(lang string, l kit.Look) { r.kept = append(r.kept, kept{lang, l}) },
		NewDraft: command.NewDraft,
		NewRequest: func(kind model.Kind, about model.Mine) (model.Request, error) {
			return command.NewRequest(kind, about.Case, about.Reference)
		},
		Submit: func(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
			return command.Send(ctx, st, d, sending(language))
		},
		File: func(ctx context.Context, q model.Request, language string) (model.Receipt, error) {
			return command.SendRequest(ctx, st, q, sending(language))
		},
		Open: func(ctx context.Context, path string) (Picture, error) {
			src, err := photo.Open(ctx, path)
			return opened{src}, err
		},
		Thumb: func(jpeg []byte, max int) (image.Image, error) {
			return photo.DecodePreview(context.Background(), jpeg, max)
		},
		Strip: command.Strip, Verify: sight.Verify,
		Browse: func(address string) error { r.went = append(r.went, address); return nil },
		Office: func(string) string { return "" },
	}
	p.Slip = kit.SlipParts{QR: receipt.QR, Printers: func(context.Context) ([]string, error) { return []string{"Office-1"}, nil }}
	p.Paste, p.Clipboard = p.Open, fyne.CurrentApp().Clipboard().Content
	p.Guide, p.Questions = guideIn, searchIn
	for _, s := range conf.Services {
		p.Services = append(p.Services, Service(s))
	}
	return p
}

func sending(language string) command.Sending {
	return command.Sending{Language: language, Keep: true, Now: time.Now(), Eyes: sight}
}

func guideIn(lang string) (model.Guide, error) {
	h, err := help.Load(assets.Text, lang)
	return h.Guide, err
}

func searchIn(lang, query, page string) ([]model.Question, error) {
	h, err := help.Load(assets.Text, lang)
	return h.Search(query, page, 50), err
}

// card draws the specimen that every journey binds, in a folder of the test.
func card(t *testing.T) specimen.Set {
	t.Helper()
	dir := t.TempDir()
	s, err := specimen.Write(dir, 7, idcard.Today(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 4 {
		t.Fatalf("%d photographs drawn, %v", len(files), err)
	}
	return s
}

// until runs what jobs post until is holds.
func (r *rig) until(what string, is func() bool) {
	r.Helper()
	end := time.NewTimer(waitLimit)
	defer end.Stop()
	for !is() {
		select {
		case f := <-r.posts:
			f()
		case <-end.C:
			r.Fatalf("waited in vain for %s on %q; the window says %q", what, r.shell.place, kittest.Texts(r.content()))
		}
	}
}

// soon is until for what may not come: it reports whether it came in a while.
func (r *rig) soon(is func() bool) bool {
	for end := time.Now().Add(3 * time.Second); !is(); {
		select {
		case f := <-r.posts:
			f()
		case <-time.After(20 * time.Millisecond):
			if time.Now().After(end) {
				return false
			}
		}
	}
	return true
}

func (r *rig) content() fyne.CanvasObject { return r.bench.Window.Content() }

// button is the enabled button with the text of a key, or nil.
func (r *rig) button(key string) *kit.Button {
	if b := kittest.Button(r.content(), r.bench.T(key)); b != nil && !b.Disabled() {
		return b
	}
	return nil
}

// tap presses the button with the text of a key, once it can be pressed.
func (r *rig) tap(key string) {
	r.Helper()
	r.tapText(r.bench.T(key))
}

func (r *rig) tapText(text string) {
	r.Helper()
	find := func() *kit.Button { return kittest.Button(r.content(), text) }
	r.until("the button “"+text+"”", func() bool { return find() != nil && !find().Disabled() })
	test.Tap(find())
}

// goOn is what the button of Me says that leads back to a page of the draft.
func (r *rig) goOn(page string) string {
	return r.bench.T("me.go-on.page", "page", r.bench.T("page."+page))
}

// says reports whether some text in the window contains part.
func (r *rig) says(part string) bool {
	return strings.Contains(strings.Join(kittest.Texts(r.content()), "\n"), part)
}

// hear waits until the window says part.
func (r *rig) hear(part string) {
	r.Helper()
	r.until("the words "+part, func() bool { return r.says(part) })
}

// An input is a field as the keyboard sees it.
type input interface {
	fyne.Widget
	field
	fyne.Focusable
	fyne.Shortcutable
}

// texts lists what stands in the fields of the window, in order.
func (r *rig) texts() (out []string) {
	for _, f := range r.fields() {
		out = append(out, reflect.ValueOf(f).Elem().FieldByName("Text").String()) // of an entry, or of what wraps one
	}
	return out
}

func (r *rig) fields() []input { return kittest.Find[input](r.shell.holder) }

// write types values into the fields of the page whose title has this key, key
// by key, in place of what a photograph filled in.
func (r *rig) write(title string, values ...string) {
	r.Helper()
	r.hear(r.bench.T(title))
	r.until("fields", func() bool { return len(r.fields()) >= len(values) })
	for i, v := range values {
		f := r.fields()[i]
		r.bench.Window.Canvas().Focus(f)
		f.SetText("")
		test.Type(f, v)
	}
}

// tick ticks the first n boxes.
func (r *rig) tick(n int) {
	r.Helper()
	r.until("boxes", func() bool { return len(kittest.Boxes(r.shell.holder)) >= n })
	for _, c := range kittest.Boxes(r.shell.holder)[:n] {
		test.Tap(c)
	}
}

// choose gives the photograph at path, waits for its checks and goes on.
func (r *rig) choose(path, button string) {
	r.Helper()
	r.pick = path
	r.tap(button)
	r.checked()
	r.tap("common.continue")
}

// checked waits until a photograph passed its last check.
func (r *rig) checked() {
	r.Helper()
	r.until("the end of the checks", func() bool { return r.button("bind.photo.other") != nil && !r.says(r.bench.T("bind.photo.checking")) })
}
