package topics

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func table() model.TopicTable {
	return model.TopicTable{Date: idcard.Date{Year: 2026, Month: 11, Day: 23}, Topics: []model.Topic{
		{Rank: 1, Title: model.Text{ZH: "某明星官宣", EN: "A celebrity"}, Heat: 9.8, Platforms: []model.Text{{ZH: "微博", EN: "Weibo"}, {ZH: "抖音", EN: "Douyin"}}},
		{Rank: 2, Title: model.Text{ZH: "世预赛", EN: "World Cup qualifiers"}, Heat: 5},
	}}
}

// show runs f with the screen on a window; fetch gives the table.
func show(t *testing.T, lang string, fetch Table, f func(b *kit.Bench, s *Screen, loop *kittest.Loop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		loop := kittest.NewLoop()
		b := kittest.NewBench(t, lang, loop.Post, nil)
		s := New(b, fetch)
		s.Enter("")
		b.Window.SetContent(s.Content())
		loop.Settle()
		b.Window.Resize(fyne.NewSize(815, 700))
		f(b, s, loop)
	})
}

func fetched(context.Context) (model.TopicTable, error) { return table(), nil }

func TestTable(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"热门话题", "2026年11月23日的榜单", "1", "某明星官宣", "9.8", "微博 · 抖音", "2", "世预赛", "5.0"},
		"en": {"Hot topics", "Table of 23 November 2026", "A celebrity", "Weibo · Douyin", "World Cup qualifiers"},
	} {
		show(t, lang, fetched, func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
			kittest.Hear(t, b.Window.Content(), says...)
		})
	}
}

// TestBars: a bar is as long as the heat, of the same whole length.
func TestBars(t *testing.T) {
	show(t, "zh", fetched, func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		bars := kittest.Find[*bar](b.Window.Content())
		if len(bars) != 2 {
			t.Fatalf("%d bars", len(bars))
		}
		for i, want := range []float32{0.98, 0.5} {
			parts := test.WidgetRenderer(bars[i]).Objects()
			back, front := parts[0].Size(), parts[1].Size()
			if got := front.Width / back.Width; back.Width < 300 || got < want-0.01 || got > want+0.01 || front.Height != back.Height {
				t.Errorf("bar %d is %v of %v", i, front, back)
			}
		}
		if a, b := bars[0].Size(), bars[1].Size(); a != b {
			t.Errorf("bars of %v and %v", a, b)
		}
	})
}

func TestFails(t *testing.T) {
	none := func(context.Context) (model.TopicTable, error) { return model.TopicTable{}, model.ErrDamaged }
	show(t, "en", none, func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		kittest.Hear(t, b.Window.Content(), "Hot topics", "A stored file is damaged.")
		if kittest.Says(b.Window.Content(), "Table of") {
			t.Error("it names the day of no table")
		}
	})
}

// TestLeave: a table that comes too late is not drawn.
func TestLeave(t *testing.T) {
	slow := func(context.Context) (model.TopicTable, error) {
		time.Sleep(time.Second)
		return table(), nil
	}
	show(t, "zh", slow, func(b *kit.Bench, s *Screen, loop *kittest.Loop) {
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

// TestLanguageChanges: the table stays, its words change.
func TestLanguageChanges(t *testing.T) {
	show(t, "zh", fetched, func(b *kit.Bench, s *Screen, loop *kittest.Loop) {
		b.Words = kittest.NewBench(t, "en", loop.Post, nil).Words
		b.Window.SetContent(s.Content())
		kittest.Hear(t, b.Window.Content(), "A celebrity")
	})
}

// TestDrawn: as it is drawn, and drawn anew in the dark.
func TestDrawn(t *testing.T) {
	show(t, "zh", fetched, func(b *kit.Bench, _ *Screen, _ *kittest.Loop) {
		test.AssertRendersToMarkup(t, "table.xml", b.Window.Canvas())
		light := test.RenderToMarkup(b.Window.Canvas())
		fyne.CurrentApp().Settings().SetTheme(kit.Look{Dark: true})
		b.Window.Content().Refresh()
		if test.RenderToMarkup(b.Window.Canvas()) == light {
			t.Error("the dark changes nothing")
		}
	})
}
