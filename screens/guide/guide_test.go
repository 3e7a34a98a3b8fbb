package guide

import (
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"
)

func text(lang string) (model.Guide, error) {
	word := map[string]string{"zh": "中文", "en": "English"}[lang]
	return model.Guide{
		Intro: word + " intro",
		Steps: []model.Step{
			{Title: word + " one", Body: "first", Goto: "me"},
			{Title: word + " two", Body: "second", Goto: "bind/front"},
			{Title: word + " three", Body: "third"},
		},
		Notes:   []model.Step{{Title: word + " note", Body: "be careful"}},
		Why:     []model.Step{{Title: word + " why", Body: "because"}},
		Summary: word + " summary",
	}, nil
}

func TestGuide(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"怎样绑定身份证", "中文 intro", "1　中文 one", "3　中文 three", "注意事项", "为什么要绑定", "总结", "中文 summary"},
		"en": {"How to bind your card", "English intro", "2　English two", "third", "Things to note", "English note", "be careful", "English why", "because", "In short"},
	} {
		b := kittest.NewBench(t, lang, func(func()) {}, nil)
		s := New(b, text)
		s.Enter("")
		b.Window.SetContent(s.Content())
		kittest.Hear(t, b.Window.Content(), says...)
		s.Leave()
	}
}

// TestTakesThere: each step with a place leads to it, the others nowhere.
func TestTakesThere(t *testing.T) {
	var went []string
	b := kittest.NewBench(t, "zh", func(func()) {}, &went)
	b.Window.SetContent(New(b, text).Content())
	takes := 0
	for _, button := range buttons(b) {
		button()
		takes++
	}
	if want := []string{"me", "bind/front"}; takes != 2 || !slices.Equal(went, want) {
		t.Errorf("went to %q, want %q", went, want)
	}
}

func TestGuideFails(t *testing.T) {
	b := kittest.NewBench(t, "en", func(func()) {}, nil)
	s := New(b, func(string) (model.Guide, error) { return model.Guide{}, model.ErrUnreadable })
	b.Window.SetContent(s.Content())
	kittest.Hear(t, b.Window.Content(), "How to bind your card", "This file cannot be read.")
}

// TestLanguageChanges: the guide is that of the language of the moment.
func TestLanguageChanges(t *testing.T) {
	b := kittest.NewBench(t, "zh", func(func()) {}, nil)
	s := New(b, text)
	b.Window.SetContent(s.Content())
	kittest.Hear(t, b.Window.Content(), "中文 summary")
	b.Words = kittest.NewBench(t, "en", func(func()) {}, nil).Words
	b.Window.SetContent(s.Content())
	kittest.Hear(t, b.Window.Content(), "English summary")
	if kittest.Says(b.Window.Content(), "中文") {
		t.Error("it says both")
	}
}

// buttons are what the buttons of the window do.
func buttons(b *kit.Bench) []func() {
	var out []func()
	for _, button := range kittest.Buttons(b.Window.Content(), b.T("guide.take")) {
		out = append(out, button.OnTapped)
	}
	return out
}
