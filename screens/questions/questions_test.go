package questions

import (
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

var all = map[string][]model.Question{
	"zh": {{ID: "how-long", Title: "要多久？", Answer: "1到3个工作日。"}, {ID: "blurred", Title: "照片模糊怎么办？", Answer: "拿稳再拍。"}},
	"en": {{ID: "how-long", Title: "How long does it take?", Answer: "1 to 3 working days."}, {ID: "blurred", Title: "The photo is blurred", Answer: "Hold still."}},
}

// A finder remembers what it was asked.
type finder struct {
	asked []string
	err   error
}

func (f *finder) search(lang, query, page string) ([]model.Question, error) {
	f.asked = append(f.asked, lang+" "+query+" "+page)
	if f.err != nil {
		return nil, f.err
	}
	return slices.DeleteFunc(slices.Clone(all[lang]), func(q model.Question) bool { return !strings.Contains(q.Title, query) }), nil
}

// show puts the screen on a window, coming from a page.
func show(t *testing.T, lang, page string) (*kit.Bench, *Screen, *finder) {
	t.Helper()
	b, f := kittest.NewBench(t, lang, func(func()) {}, nil), &finder{}
	s := New(b, f.search)
	s.Enter(page)
	b.Window.SetContent(s.Content())
	return b, s, f
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

// TestNothingLost: what was searched for stays when the language changes or
// the screen is entered again.
func TestNothingLost(t *testing.T) {
	b, s, f := show(t, "zh", "")
	kittest.Type(t, b.Window.Content(), 0, "多久")
	b.Words = kittest.NewBench(t, "en", func(func()) {}, nil).Words
	s.Leave()
	s.Enter("desk")
	b.Window.SetContent(s.Content())
	if got := kittest.Find[*kit.Entry](b.Window.Content())[0].Text; got != "多久" {
		t.Errorf("the field holds %q", got)
	}
	if last := f.asked[len(f.asked)-1]; last != "en 多久 desk" {
		t.Errorf("asked %q", last)
	}
	kittest.Hear(t, b.Window.Content(), "No question matches.")
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
	kittest.Hear(t, b.Window.Content(), "This file cannot be read.")
}

// TestHint: the empty field says what to write.
func TestHint(t *testing.T) {
	b, _, _ := show(t, "zh", "")
	field := kittest.Find[*kit.Entry](b.Window.Content())[0]
	if field.PlaceHolder != b.T("questions.search") {
		t.Errorf("the hint is %q", field.PlaceHolder)
	}
	if n := len(kittest.Find[*widget.Label](b.Window.Content())); n != 1+2*len(all["zh"]) {
		t.Errorf("%d texts", n)
	}
}
