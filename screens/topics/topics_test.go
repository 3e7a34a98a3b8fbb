package topics

import (
	"context"
	"fmt"
	"slices"
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
	"fyne.io/fyne/v2/test"
)

// A fetch gives a board.
type fetch func(context.Context) (model.Board, error)

func table() model.Board {
	return model.Board{Date: idcard.Date{Year: 2026, Month: 11, Day: 23}, Topics: []model.Topic{
		{Rank: 1, Title: model.Text{ZH: "某明星官宣", EN: "A celebrity"}, Heat: 9.8, Platforms: []model.Text{{ZH: "微博", EN: "Weibo"}, {ZH: "抖音", EN: "Douyin"}}},
		{Rank: 2, Title: model.Text{ZH: "世预赛", EN: "World Cup qualifiers"}, Heat: 5},
	}}
}

// long is a table of n topics.
func long(n int) model.Board {
	out := model.Board{Date: table().Date}
	for i := range n {
		title := fmt.Sprintf("<%d>", i+1)
		out.Topics = append(out.Topics, model.Topic{Rank: i + 1, Title: model.Text{ZH: title, EN: title}, Heat: 1})
	}
	return out
}

// gives is a Board that always has t.
func gives(t model.Board) fetch {
	return func(context.Context) (model.Board, error) { return t, nil }
}

// onWindow runs f with a screen that nobody entered, and the places it went to.
func onWindow(t *testing.T, lang string, fetch fetch, f func(b *kit.Bench, s *Screen, loop *kittest.Loop, went *[]string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		loop, went := kittest.NewLoop(), []string{}
		b := kittest.NewBench(t, lang, loop.Post, &went)
		f(b, New(b, Parts{Board: fetch}), loop, &went)
	})
}

// onPage runs f with the screen on a window; fetch gives the table.
func onPage(t *testing.T, lang string, fetch fetch, f func(b *kit.Bench, s *Screen, loop *kittest.Loop)) {
	t.Helper()
	onWindow(t, lang, fetch, func(b *kit.Bench, s *Screen, loop *kittest.Loop, _ *[]string) {
		s.Enter("")
		b.Window.SetContent(s.Content())
		loop.Settle()
		b.Window.Resize(fyne.NewSize(815, 700))
		f(b, s, loop)
	})
}

// speak changes the language.
func speak(t testing.TB, b *kit.Bench, lang string) {
	t.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		t.Fatal(err)
	}
	b.Words = words
}

func TestTable(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"热门话题", "2026年11月23日的榜单", "1", "某明星官宣", "9.8", "微博 · 抖音", "2", "世预赛", "5.0", "topics.how"},
		"en": {"Hot topics", "List of 23 November 2026", "A celebrity", "Weibo · Douyin", "World Cup qualifiers", "topics.how"},
	} {
		onPage(t, lang, gives(table()), func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
			for _, text := range says {
				kittest.Hear(t, b.Window.Content(), b.T(text))
			}
		})
	}
}

// TestOrder: topics in the order of the board, each with its rank before it and
// its heat behind; however many there are, only those in sight are drawn.
func TestOrder(t *testing.T) {
	onPage(t, "en", gives(long(500)), func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		var want []string
		for i := range 5 {
			want = append(want, fmt.Sprint(i+1), fmt.Sprintf("<%d>", i+1), "", "1.0")
		}
		got := kittest.Texts(b.Window.Content())
		if i := slices.Index(got, "1"); i < 0 || len(got) < i+len(want) || !slices.Equal(got[i:i+len(want)], want) {
			t.Errorf("the rows are %q", got)
		}
		if len(got) > 100 {
			t.Errorf("%d texts are drawn", len(got))
		}
	})
}

// TestBars: a bar is as long as the heat, of the same whole length.
func TestBars(t *testing.T) {
	onPage(t, "zh", gives(table()), func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		bars := kittest.Find[*kit.Bar](b.Window.Content())
		if len(bars) != 2 {
			t.Fatalf("%d bars", len(bars))
		}
		for i, want := range []float32{0.98, 0.5} {
			parts := test.WidgetRenderer(bars[i]).Objects()
			back, front := parts[0].Size(), parts[1].Size()
			if got := front.Width / back.Width; back.Width < 60 || got < want-0.01 || got > want+0.01 || front.Height != back.Height {
				t.Errorf("bar %d is %v of %v", i, front, back)
			}
		}
		if a, b := bars[0].Size(), bars[1].Size(); a != b {
			t.Errorf("bars of %v and %v", a, b)
		}
	})
}

// TestRare: what no bundled font has is named.
func TestRare(t *testing.T) {
	rare := table()
	rare.Topics[0].Title.ZH = "王\U0002A6D6好\U0001F600"
	rare.Topics[0].Platforms = []model.Text{{ZH: "\u0627"}}
	onPage(t, "zh", gives(rare), func(b *kit.Bench, s *Screen, _ *kittest.Loop) {
		kittest.Hear(t, b.Window.Content(), "王□(U+2A6D6)好□(U+1F600)", "□(U+0627)")
		kittest.Hear(t, s.Dock(), "王□(U+2A6D6)好□(U+1F600)", "□(U+0627)")
	})
}

func TestFails(t *testing.T) {
	none := func(context.Context) (model.Board, error) { return model.Board{}, model.ErrDamaged }
	onPage(t, "en", none, func(b *kit.Bench, s *Screen, _ *kittest.Loop) {
		kittest.Hear(t, b.Window.Content(), "Hot topics", b.T("error.damaged"))
		if kittest.Says(b.Window.Content(), "List of") {
			t.Error("of no table it says the day")
		}
		if texts := kittest.Texts(s.Dock()); len(texts) > 0 {
			t.Errorf("the panel says %q", texts)
		}
	})
}

// TestFailsThenComes: entering again fetches again, and shows it.
func TestFailsThenComes(t *testing.T) {
	err := model.ErrDamaged
	onPage(t, "en", func(context.Context) (model.Board, error) {
		if err != nil {
			return model.Board{}, err
		}
		return table(), nil
	}, func(b *kit.Bench, s *Screen, loop *kittest.Loop) {
		err = nil
		s.Enter("")
		loop.Settle()
		kittest.Hear(t, b.Window.Content(), "A celebrity")
		if kittest.Says(b.Window.Content(), b.T("error.damaged")) {
			t.Error("it still says that it failed")
		}
	})
}

// TestLeave: a table that comes too late is not drawn.
func TestLeave(t *testing.T) {
	slow := func(context.Context) (model.Board, error) {
		time.Sleep(time.Second)
		return table(), nil
	}
	onPage(t, "zh", slow, func(b *kit.Bench, s *Screen, loop *kittest.Loop) {
		s.Leave()
		time.Sleep(2 * time.Second)
		loop.Settle()
		if kittest.Says(b.Window.Content(), "某明星官宣") {
			t.Error("it is drawn")
		}
		s.Enter("")
		time.Sleep(2 * time.Second)
		loop.Settle()
		kittest.Hear(t, b.Window.Content(), "某明星官宣")
	})
}

// TestDock: the panel beside Me shows the first five topics and the way to all.
func TestDock(t *testing.T) {
	for name, c := range map[string]struct{ topics, shown int }{"one": {1, 1}, "five": {5, 5}, "many": {12, 5}} {
		t.Run(name, func(t *testing.T) {
			onWindow(t, "en", gives(long(c.topics)), func(b *kit.Bench, s *Screen, loop *kittest.Loop, went *[]string) {
				dock := s.Dock()
				b.Window.SetContent(dock)
				loop.Settle()
				kittest.Hear(t, dock, "Hot topics", "List of 23 November 2026", "<1>", fmt.Sprintf("<%d>", c.shown))
				if got := len(kittest.Find[*kit.Bar](dock)); got != c.shown {
					t.Errorf("%d topics, want %d", got, c.shown)
				}
				kittest.Tap(t, dock, b.T("topics.all"))
				if !slices.Equal(*went, []string{"topics"}) {
					t.Errorf("went to %q", *went)
				}
			})
		})
	}
}

// TestDockFetchesOnce: what is there is not fetched again when Me is drawn
// anew; before it is there, nothing is drawn.
func TestDockFetchesOnce(t *testing.T) {
	fetched := 0
	onWindow(t, "zh", func(context.Context) (model.Board, error) {
		fetched++
		return table(), nil
	}, func(b *kit.Bench, s *Screen, loop *kittest.Loop, _ *[]string) {
		if texts := kittest.Texts(s.Dock()); len(texts) > 0 {
			t.Errorf("at first it says %q", texts)
		}
		loop.Settle()
		for range 3 {
			kittest.Hear(t, s.Dock(), "某明星官宣")
			loop.Settle()
		}
		if fetched != 1 {
			t.Errorf("fetched %d times", fetched)
		}
		speak(t, b, "en")
		kittest.Hear(t, s.Dock(), "A celebrity")
	})
}

// TestNewTable: a table that was fetched anew is in the panel too.
func TestNewTable(t *testing.T) {
	now := table()
	onWindow(t, "zh", func(context.Context) (model.Board, error) { return now, nil }, func(_ *kit.Bench, s *Screen, loop *kittest.Loop, _ *[]string) {
		dock := s.Dock()
		loop.Settle()
		now = long(3)
		s.Enter("")
		loop.Settle()
		kittest.Hear(t, dock, "<3>")
		if kittest.Says(dock, "某明星官宣") {
			t.Error("it still shows the old one")
		}
	})
}

// TestWellMade: what every page owes; nothing asks loudest to be pressed, since
// this is not what Me is about.
func TestWellMade(t *testing.T) {
	onPage(t, "zh", gives(long(12)), func(b *kit.Bench, s *Screen, _ *kittest.Loop) {
		holder := container.NewGridWithColumns(2, s.Content(), s.Dock())
		b.Window.SetContent(holder)
		draw := func(lang string) { // as the shell does
			speak(t, b, lang)
			back := kit.KeepFocus(b.Window, holder)
			holder.Objects = []fyne.CanvasObject{s.Content(), s.Dock()}
			holder.Refresh()
			back()
		}
		kittest.WellMade(t, b, func() fyne.CanvasObject { return holder }, draw, func() { draw(b.Words.Lang) }, 0)
	})
}

// TestLanguageChanges: the table stays, its words change.
func TestLanguageChanges(t *testing.T) {
	onPage(t, "zh", gives(table()), func(b *kit.Bench, s *Screen, _ *kittest.Loop) {
		speak(t, b, "en")
		b.Window.SetContent(s.Content())
		kittest.Hear(t, b.Window.Content(), "A celebrity")
		if kittest.Says(b.Window.Content(), "某明星官宣") {
			t.Error("it says both")
		}
	})
}

// TestDrawn: as it is drawn, and drawn anew in every look.
func TestDrawn(t *testing.T) {
	onPage(t, "zh", gives(table()), func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		test.AssertRendersToMarkup(t, "table.xml", b.Window.Canvas())
		seen := map[string]kit.Tone{}
		for _, tone := range kit.Tones {
			fyne.CurrentApp().Settings().SetTheme(kit.Look{Tone: tone})
			b.Window.Content().Refresh()
			markup := test.RenderToMarkup(b.Window.Canvas())
			if before, twice := seen[markup]; twice {
				t.Errorf("%s looks like %s", tone, before)
			}
			seen[markup] = tone
		}
	})
}

// TestDockDrawn: the panel as it is drawn.
func TestDockDrawn(t *testing.T) {
	onPage(t, "zh", gives(table()), func(b *kit.Bench, s *Screen, _ *kittest.Loop) {
		b.Window.SetContent(s.Dock())
		b.Window.Resize(fyne.NewSize(300, 700))
		test.AssertRendersToMarkup(t, "dock.xml", b.Window.Canvas())
	})
}
