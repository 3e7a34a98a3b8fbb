package topics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

var (
	weibo = model.Text{ZH: "微博", EN: "Weibo"}
	zhihu = model.Text{ZH: "知乎", EN: "Zhihu"}
	noon  = time.Date(2026, 11, 28, 6, 2, 0, 0, time.UTC) // 14:02 in China
)

// board is one of n topics that were followed: every other one is on Zhihu too.
func board(n int) model.Board {
	b := model.Board{Updated: noon, Reference: 0.55, Sources: []model.TopicSource{
		{ID: "weibo", Name: weibo, At: noon, Rows: 50, Left: 2},
		{ID: "zhihu", Name: zhihu, At: noon.Add(-time.Hour), Rows: 30, Fault: model.SourceTimeout, Thin: true},
	}}
	for i := range n {
		t := model.Topic{
			Key: fmt.Sprint("key", i), Rank: i + 1, Was: []int{0, 5, 1, i + 1}[min(i, 3)], Heat: 10 - float64(i)*10/float64(n),
			First: noon.Add(-50 * time.Hour), Last: noon, Bonus: 1.15, Platforms: []model.Text{weibo},
			Parts:   []model.HeatPart{{Platform: weibo, Best: i + 1, Hours: 8.8, Share: 0.63, Weight: 0.5}},
			Entries: []model.TopicEntry{{Title: fmt.Sprintf("话题%d", i+1), Platform: weibo, Link: "https://example.org/1", Best: i + 1}},
		}
		if i%2 == 1 {
			t.Platforms = append(t.Platforms, zhihu)
			t.Parts = append(t.Parts, model.HeatPart{Platform: zhihu, Best: 3, Hours: 4, Share: 0.36, Weight: 0.5})
			t.Entries = append(t.Entries, model.TopicEntry{Title: fmt.Sprintf("如何看待第%d件事？", i+1), Platform: zhihu, Best: 3})
		}
		t.Title = model.Text{ZH: t.Entries[0].Title, EN: t.Entries[0].Title}
		for step := range model.LineSteps {
			t.Line = append(t.Line, t.Heat*float64(step)/(model.LineSteps-1))
		}
		b.Topics = append(b.Topics, t)
	}
	return b
}

// a site is the screen with what it works with, as a test sees it.
type site struct {
	*testing.T
	b      *kit.Bench
	s      *Screen
	loop   *kittest.Loop
	opened []string
	asked  int
}

// onSite runs f with a board on the page of that part.
func onSite(t *testing.T, lang, part string, b model.Board, f func(w *site)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &site{T: t, loop: kittest.NewLoop()}
		w.b = kittest.NewBench(t, lang, w.loop.Post, nil)
		w.s = New(w.b, Parts{
			Board: gives(b),
			Refresh: func(ctx context.Context, step func(float64)) (model.Board, error) {
				w.asked++
				step(0.5)
				time.Sleep(time.Second)
				return b, nil
			},
			Open: func(address string) error { w.opened = append(w.opened, address); return nil },
		})
		w.b.Go = func(to string) {
			w.s.Enter(strings.TrimPrefix(strings.TrimPrefix(to, "topics"), "/"))
			w.loop.Settle()
		}
		w.s.Enter(part)
		w.b.Window.SetContent(w.s.Content())
		w.loop.Settle()
		w.b.Window.Resize(fyne.NewSize(815, 700))
		f(w)
	})
}

func (w *site) page() fyne.CanvasObject { return w.b.Window.Content() }
func (w *site) says(text string) bool   { return kittest.Says(w.page(), text) }

// TestMovement: how each rank moved since yesterday, of when the board is and how
// many sources gave it.
func TestMovement(t *testing.T) {
	onSite(t, "en", "", board(8), func(w *site) {
		kittest.Hear(t, w.page(), "Updated Sat 28 November 14:02, 1 of 2 sources", "new", "▲3", "▼2", "–", "10.0", "Weibo · Zhihu")
	})
}

// TestFilters: by platform, and by what any platform calls a topic.
func TestFilters(t *testing.T) {
	onSite(t, "zh", "", board(8), func(w *site) {
		kittest.Tap(t, w.page(), "知乎")
		w.loop.Settle()
		if len(w.s.shown) != 4 || w.says("话题1") || !w.says("话题2") {
			t.Errorf("on one platform: %v", w.s.shown)
		}
		kittest.Tap(t, w.page(), "全部平台")
		entry := kittest.Find[*kit.Entry](w.page())[0]
		entry.SetText(" 第4件 ")
		w.loop.Settle()
		if !slices.Equal(w.s.shown, []int{3}) {
			t.Errorf("searched: %v", w.s.shown)
		}
		entry.SetText("没有")
		w.loop.Settle()
		kittest.Hear(t, w.page(), w.b.T("topics.none"))
	})
}

// TestRefresh: asking anew shows how far it is, and asks once however often it is
// pressed.
func TestRefresh(t *testing.T) {
	onSite(t, "en", "", board(8), func(w *site) {
		kittest.Tap(t, w.page(), "Refresh")
		time.Sleep(100 * time.Millisecond)
		w.loop.Settle()
		kittest.Hear(t, w.page(), "Refreshing 50 %")
		w.s.ask()
		w.s.Reload()
		time.Sleep(2 * time.Second)
		w.loop.Settle()
		kittest.Hear(t, w.page(), "Refresh")
		if w.asked != 1 {
			t.Errorf("asked %d times", w.asked)
		}
	})
}

// TestDetails: every part of a heat, every title, and a link that is opened after
// asking alone.
func TestDetails(t *testing.T) {
	onSite(t, "en", "key1", board(8), func(w *site) {
		kittest.Hear(t, w.page(), "话题2", "8.8", "0.63", "0.50", "0.315", "0.180", "如何看待第2件事？", "Zhihu, best rank 3")
		kittest.Hear(t, w.page(), "Together 0.495 × 1.15 for several platforms = 0.000. Divided by the reference 0.55 that is 0.00 (1 at most); to the power of 0.7 and times 10: heat 8.8.")
		if n := len(kittest.Find[*line](w.page())); n != 1 {
			t.Errorf("%d lines", n)
		}
		kittest.Tap(t, w.page(), "Open the page")
		w.loop.Settle()
		if len(w.opened) > 0 {
			t.Error("it opens without asking")
		}
		kittest.Hear(t, w.page(), "This leaves Truename and opens in your browser: https://example.org/1")
		kittest.Tap(t, w.page(), "Cancel")
		w.loop.Settle()
		kittest.Tap(t, w.page(), "Open the page")
		w.loop.Settle()
		kittest.Tap(t, w.page(), "Open")
		w.loop.Settle()
		if !slices.Equal(w.opened, []string{"https://example.org/1"}) || w.says("This leaves") {
			t.Errorf("opened %q", w.opened)
		}
	})
	onSite(t, "en", "key1", board(8), func(w *site) {
		w.s.p.Open = nil
		w.s.show()
		if w.says("Open the page") {
			t.Error("a link where none may be")
		}
	})
}

// TestChosen: a row leads to its topic, and one of a table by hand nowhere.
func TestChosen(t *testing.T) {
	onSite(t, "en", "", board(8), func(w *site) {
		w.s.list.Select(2)
		w.loop.Settle()
		kittest.Hear(t, w.page(), "How this heat came about", "话题3")
	})
	onSite(t, "en", "", table(), func(w *site) {
		w.s.list.Select(0)
		w.loop.Settle()
		kittest.Hear(t, w.page(), "A celebrity", "World Cup qualifiers")
	})
}

// TestSources: each source, how it did and what to do; and how heat is computed.
func TestSources(t *testing.T) {
	onSite(t, "en", "sources", board(8), func(w *site) {
		kittest.Hear(t, w.page(), "Weibo", "2 left out", w.b.T("topics.fault.timeout"))
	})
	for _, lang := range []string{"zh", "en"} {
		words, err := kit.LoadWords(assets.Text, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range model.SourceFaults {
			if !words.Has("topics.fault." + string(f)) {
				t.Errorf("%s: no words for %s", lang, f)
			}
		}
	}
	onSite(t, "en", "how", board(8), func(w *site) {
		kittest.Hear(t, w.page(), w.b.T("topics.how.heat"), w.b.T("topics.how.same"))
	})
	onSite(t, "en", "how", table(), func(w *site) { kittest.Hear(t, w.page(), w.b.T("topics.given")) })
}

// TestCollectionFails: a collection that cannot be used is told, above what there
// was before.
func TestCollectionFails(t *testing.T) {
	b := board(8)
	b.Fault = model.SourceSignature
	onSite(t, "en", "", b, func(w *site) {
		kittest.Hear(t, w.page(), "The collected file was not updated. "+w.b.T("topics.fault.signature"), "话题1")
	})
}

// TestNoList: sources of which none gave a list yet are told, and the table by hand
// stands there meanwhile.
func TestNoList(t *testing.T) {
	b := table()
	b.Sources = board(1).Sources
	onSite(t, "en", "", b, func(w *site) {
		kittest.Hear(t, w.page(), "No list yet from 2 sources; this is the list of 23 November 2026", "Sources", "A celebrity")
	})
}

// TestPages: each page is well made and as it was drawn.
func TestPages(t *testing.T) {
	for part, name := range map[string]string{"": "list", "key1": "details", "how": "how", "sources": "sources"} {
		onSite(t, "zh", part, board(8), func(w *site) {
			test.AssertRendersToMarkup(t, name+".xml", w.b.Window.Canvas())
			draw := func(lang string) {
				speak(t, w.b, lang)
				w.s.show()
			}
			kittest.WellMade(t, w.b, func() fyne.CanvasObject { return w.page() }, draw, func() { draw(w.b.Words.Lang) }, 0)
		})
	}
}

// BenchmarkFrame draws the page of 500 topics for the first time.
func BenchmarkFrame(b *testing.B) {
	bench := kittest.NewBench(b, "zh", func(f func()) { f() }, nil)
	s := New(bench, Parts{Board: gives(board(500))})
	s.board = board(500)
	bench.Window.Resize(fyne.NewSize(840, 700))
	for b.Loop() {
		s.list = nil
		bench.Window.SetContent(s.Content())
		bench.Window.Canvas().Capture()
	}
}

// BenchmarkBoard takes up another board while the page is there, without the
// drawing: what keeps the window's own thread.
func BenchmarkBoard(b *testing.B) {
	bench := kittest.NewBench(b, "zh", func(f func()) { f() }, nil)
	s := New(bench, Parts{Board: gives(board(500))})
	s.board = board(500)
	bench.Window.Resize(fyne.NewSize(840, 700))
	bench.Window.SetContent(s.Content())
	next := board(500)
	for b.Loop() {
		s.take(next, nil)
	}
}
