// Package questions answers what people ask.
package questions

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Search finds questions in a language; those related to the page come first,
// and an empty query gives all.
type Search func(lang, query, page string) ([]model.Question, error)

// A Screen is the list of questions.
type Screen struct {
	b      *kit.Bench
	search Search
	page   string // where the person came from
	query  string
	list   *fyne.Container
	scroll *container.Scroll
}

// New makes the screen.
func New(b *kit.Bench, search Search) *Screen {
	return &Screen{b: b, search: search, list: kit.Column()}
}

// Enter is told the page the person came from.
func (s *Screen) Enter(part string) { s.page = part }

// Leave implements kit.Screen.
func (s *Screen) Leave() {}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	entry := kit.NewEntry(s.b)
	entry.SetText(s.query)
	entry.SetPlaceHolder(s.b.T("questions.search"))
	entry.OnChanged = func(q string) {
		s.query = q
		s.show()
		s.scroll.ScrollToTop() // what fits best stands there
	}
	s.show()
	top := kit.Frame(kit.Column(kit.Heading(s.b.T("questions.title")), kit.AtMost(480, entry)))
	s.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 24, kit.Margin, kit.Margin), kit.AtMost(kit.ColumnWidth, s.list)))
	return container.NewBorder(top, nil, nil, nil, s.scroll)
}

// show takes microseconds: a few dozen questions are searched in memory.
func (s *Screen) show() {
	found, err := s.search(s.b.Words.Lang, s.query, s.page)
	switch {
	case err != nil:
		s.list.Objects = []fyne.CanvasObject{kit.Alert(s.b.Words.Say(err))}
	case len(found) == 0:
		s.list.Objects = []fyne.CanvasObject{kit.Body(s.b.T("questions.none"))}
	default:
		s.list.Objects = nil
		for _, q := range found {
			s.list.Objects = append(s.list.Objects, kit.Card(kit.Strong(q.Title), kit.Body(q.Answer)))
		}
	}
	s.list.Refresh()
}
