package questions

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"truename/assets"
	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

var all = map[string][]model.Question{
	"zh": {{ID: "how-long", Title: "要多久？", Answer: "1到3个工作日。"}, {ID: "blurred", Title: "照片模糊怎么办？", Answer: "拿稳再拍。"}},
	"en": {{ID: "how-long", Title: "How long does it take?", Answer: "1 to 3 working days."}, {ID: "blurred", Title: "The photo is blurred", Answer: "Hold still."}},
}

// A finder remembers what it was asked.
type finder struct {
	asked []string
	err   error
	all   map[string][]model.Question
}

// search puts the questions about a page first, as the real one does.
func (f *finder) search(lang, query, page string) ([]model.Question, error) {
	f.asked = append(f.asked, lang+" "+query+" "+page)
	if f.err != nil {
		return nil, f.err
	}
	found := slices.DeleteFunc(slices.Clone(f.all[lang]), func(q model.Question) bool { return !strings.Contains(q.Title, query) })
	about := func(q model.Question) bool { return slices.Contains(q.Pages, page) }
	rest := slices.DeleteFunc(slices.Clone(found), about)
	found = slices.DeleteFunc(found, func(q model.Question) bool { return !about(q) })
	return slices.Concat(found, rest), nil
}

// many are n questions in both languages.
func many(n int) map[string][]model.Question {
	out := map[string][]model.Question{}
	for _, lang := range []string{"zh", "en"} {
		for i := range n {
			out[lang] = append(out[lang], model.Question{ID: fmt.Sprint("q", i), Title: fmt.Sprintf("%s <%d>", lang, i), Answer: "…"})
		}
	}
	return out
}

// show puts the screen on a window, coming from a page.
func show(t *testing.T, lang, page string) (*kit.Bench, *Screen, *finder) {
	t.Helper()
	b, f := kittest.NewBench(t, lang, func(func()) {}, nil), &finder{all: all}
	s := New(b, f.search)
	s.Enter(page)
	b.Window.SetContent(s.Content())
	return b, s, f
}

// titles are the questions shown, in order.
func titles(b *kit.Bench) []string {
	var out []string
	for _, text := range kittest.Find[*kit.Text](b.Window.Content()) {
		if text.Bold && text.SizeName == "" {
			out = append(out, text.Text)
		}
	}
	return out
}

func TestAll(t *testing.T) {
	for lang, title := range map[string]string{"zh": "常见问题", "en": "Questions"} {
		b, s, f := show(t, lang, "bind")
		kittest.Hear(t, b.Window.Content(), title)
		for _, q := range all[lang] {
			kittest.Hear(t, b.Window.Content(), q.Title, q.Answer)
		}
		if want := []string{lang + "  bind"}; !slices.Equal(f.asked, want) {
			t.Errorf("asked %q, want %q", f.asked, want)
		}
		s.Leave()
	}
}

// TestOrder: the one that was asked for comes first, then what is about the
// page the person came from, as the search has it.
func TestOrder(t *testing.T) {
	set := map[string][]model.Question{"zh": {
		{ID: "one", Title: "一", Pages: []string{"me"}},
		{ID: "two", Title: "二", Pages: []string{"status"}},
		{ID: "three", Title: "三", Pages: []string{"bind/front"}},
		{ID: "four", Title: "四"},
	}}
	for name, c := range map[string]struct {
		page, typed string
		want        []string
	}{
		"from nowhere":            {"", "", []string{"一", "二", "三", "四"}},
		"related":                 {"bind/front", "", []string{"三", "一", "二", "四"}},
		"asked for":               {"four", "", []string{"四", "一", "二", "三"}},
		"asked for, the first":    {"one", "", []string{"一", "二", "三", "四"}},
		"asked for, not there":    {"five", "", []string{"一", "二", "三", "四"}},
		"another one is searched": {"four", "二", []string{"二"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := kittest.NewBench(t, "zh", func(func()) {}, nil)
			s := New(b, (&finder{all: set}).search)
			s.Enter(c.page)
			b.Window.SetContent(s.Content())
			if c.typed != "" {
				kittest.Type(t, b.Window.Content(), 0, c.typed)
			}
			if got := titles(b); !slices.Equal(got, c.want) {
				t.Errorf("they are %q, want %q", got, c.want)
			}
		})
	}
}

// TestBestStaysFirst: who searches has asked something else: the best answer
// comes first.
func TestBestStaysFirst(t *testing.T) {
	b, _, f := show(t, "zh", "blurred")
	if got := titles(b); !slices.Equal(got, []string{"照片模糊怎么办？", "要多久？"}) {
		t.Errorf("at first %q", got)
	}
	kittest.Type(t, b.Window.Content(), 0, "？")
	if got := titles(b); !slices.Equal(got, []string{"要多久？", "照片模糊怎么办？"}) {
		t.Errorf("%q", got)
	}
	if last := f.asked[len(f.asked)-1]; last != "zh ？ blurred" {
		t.Errorf("asked %q", last)
	}
}

// TestSearch: found while typing, in the field that was typed into.
func TestSearch(t *testing.T) {
	b, _, f := show(t, "zh", "")
	field := kittest.Find[*kit.Entry](b.Window.Content())[0]
	b.Window.Canvas().Focus(field)
	for _, r := range "模糊" {
		field.TypedRune(r)
	}
	kittest.Hear(t, b.Window.Content(), "照片模糊怎么办？")
	if kittest.Says(b.Window.Content(), "要多久") {
		t.Error("the other one is still there")
	}
	if want := []string{"zh  ", "zh 模 ", "zh 模糊 "}; !slices.Equal(f.asked, want) {
		t.Errorf("asked %q, want %q", f.asked, want)
	}
	if b.Window.Canvas().Focused() != fyne.Focusable(field) {
		t.Error("the field lost the cursor")
	}
	field.SetText("没有这个")
	kittest.Hear(t, b.Window.Content(), "没有找到")
	field.SetText("")
	kittest.Hear(t, b.Window.Content(), "要多久", "模糊")
}

// TestNothingLost: what was searched for stays when the language changes, or
// the screen is entered again from the same page; from another page it begins
// anew, so that what is related is seen.
func TestNothingLost(t *testing.T) {
	b, s, f := show(t, "zh", "desk")
	kittest.Type(t, b.Window.Content(), 0, "多久")
	b.Words = words(t, "en")
	s.Leave()
	s.Enter("desk")
	b.Window.SetContent(s.Content())
	if got := kittest.Find[*kit.Entry](b.Window.Content())[0].Text; got != "多久" {
		t.Errorf("the field holds %q", got)
	}
	if last := f.asked[len(f.asked)-1]; last != "en 多久 desk" {
		t.Errorf("asked %q", last)
	}
	kittest.Hear(t, b.Window.Content(), b.T("questions.none"))
	s.Leave()
	s.Enter("status")
	b.Window.SetContent(s.Content())
	if got := kittest.Find[*kit.Entry](b.Window.Content())[0].Text; got != "" {
		t.Errorf("from another page, the field holds %q", got)
	}
	kittest.Hear(t, b.Window.Content(), "How long does it take?", "The photo is blurred")
}

func words(t testing.TB, lang string) *kit.Words {
	t.Helper()
	w, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestMore: as many as one looks through, and the rest if somebody asks; from
// another page there are few again.
func TestMore(t *testing.T) {
	for name, c := range map[string]struct{ n, shown, more int }{
		"few":          {few, few, 0},
		"one too many": {few + 1, few, 1},
		"many":         {few + 13, few, 13},
	} {
		t.Run(name, func(t *testing.T) {
			b := kittest.NewBench(t, "en", func(func()) {}, nil)
			s := New(b, (&finder{all: many(c.n)}).search)
			s.Enter("me")
			b.Window.SetContent(s.Content())
			if got := countIn(b); got != c.shown {
				t.Errorf("%d are shown, want %d", got, c.shown)
			}
			more := b.T("questions.more", "n", c.more)
			if c.more == 0 {
				if kittest.Button(b.Window.Content(), more) != nil {
					t.Error("it offers none more")
				}
				return
			}
			kittest.Tap(t, b.Window.Content(), more)
			if got := countIn(b); got != c.n || kittest.Button(b.Window.Content(), more) != nil {
				t.Errorf("then %d are shown, want %d", got, c.n)
			}
			b.Window.SetContent(s.Content())
			if got := countIn(b); got != c.n {
				t.Errorf("drawn anew %d are shown", got)
			}
			s.Enter("status")
			b.Window.SetContent(s.Content())
			if got := countIn(b); got != c.shown {
				t.Errorf("from another page %d are shown", got)
			}
		})
	}
}

// countIn is how many of many are shown.
func countIn(b *kit.Bench) int {
	n := 0
	for _, title := range titles(b) {
		if strings.HasSuffix(title, ">") {
			n++
		}
	}
	return n
}

// TestBestFirst: who has scrolled down sees the best answer of a new search.
func TestBestFirst(t *testing.T) {
	b, s, _ := show(t, "zh", "")
	b.Window.Resize(fyne.NewSize(400, 200))
	s.scroll.ScrollToBottom()
	if s.scroll.Offset.Y == 0 {
		t.Fatal("nothing to scroll")
	}
	kittest.Type(t, b.Window.Content(), 0, "？")
	if s.scroll.Offset.Y != 0 {
		t.Errorf("still %v down", s.scroll.Offset.Y)
	}
}

func TestSearchFails(t *testing.T) {
	b, _, f := show(t, "en", "")
	f.err = model.ErrUnreadable
	kittest.Type(t, b.Window.Content(), 0, "x")
	kittest.Hear(t, b.Window.Content(), b.T("error.unreadable"))
	f.err = nil
	kittest.Type(t, b.Window.Content(), 0, "")
	if kittest.Says(b.Window.Content(), b.T("error.unreadable")) {
		t.Error("it still says so")
	}
}

// TestHint: the empty field says what to write, and each question is two texts.
func TestHint(t *testing.T) {
	b, _, _ := show(t, "zh", "")
	field := kittest.Find[*kit.Entry](b.Window.Content())[0]
	if field.PlaceHolder != b.T("questions.search") {
		t.Errorf("the hint is %q", field.PlaceHolder)
	}
	if n := len(kittest.Find[*kit.Text](b.Window.Content())); n != 1+2*len(all["zh"]) {
		t.Errorf("%d texts", n)
	}
}

// TestWellMade: what every page owes; nothing asks loudest to be pressed.
func TestWellMade(t *testing.T) {
	b := kittest.NewBench(t, "zh", func(func()) {}, nil)
	s := New(b, (&finder{all: many(few + 3)}).search)
	s.Enter("me")
	holder := container.NewStack(s.Content())
	b.Window.SetContent(holder)
	draw := func(lang string) { // as the shell does
		b.Words = words(t, lang)
		back := kit.KeepFocus(b.Window, holder)
		holder.Objects = []fyne.CanvasObject{s.Content()}
		holder.Refresh()
		back()
	}
	kittest.WellMade(t, b, func() fyne.CanvasObject { return holder }, draw, func() { draw(b.Words.Lang) }, 0)
}

// TestDrawn: the questions as they are drawn, one of them asked for.
func TestDrawn(t *testing.T) {
	b, _, _ := show(t, "zh", "blurred")
	b.Window.Resize(fyne.NewSize(815, 700))
	test.AssertRendersToMarkup(t, "questions.xml", b.Window.Canvas())
}
