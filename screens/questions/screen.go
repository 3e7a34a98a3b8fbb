// Package questions answers what people ask.
package questions

import (
	"slices"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Search finds questions in a language; those related to the page come first,
// and an empty query gives all. It takes well under 10 ms.
type Search func(lang, query, page string) ([]model.Question, error)

// A Screen is the list of questions.
type Screen struct {
	b      *kit.Bench
	search Search
	page   string // where the person came from, or the id of one question
	query  string
	all    bool // more than the first are shown
	list   *fyne.Container
	scroll *container.Scroll
}

// New makes the screen.
func New(b *kit.Bench, search Search) *Screen {
	return &Screen{b: b, search: search, list: kit.Column()}
}

// Enter is told the page the person came from, or the id of the question that
// answers what stood there.
func (s *Screen) Enter(part string) {
	if part != s.page {
		s.query, s.all = "", false
	}
	s.page = part
}

// Leave implements kit.Screen.
func (s *Screen) Leave() {}

// Content implements kit.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	entry := kit.NewEntry(s.b)
	entry.SetText(s.query)
	entry.SetPlaceHolder(s.b.T("questions.search"))
	entry.Label = s.b.T("questions.search")
	entry.OnChanged = func(q string) {
		s.query = q
		s.show()
		s.scroll.ScrollToTop() // what fits best stands there
	}
	s.show()
	top := kit.Frame(kit.Column(kit.Heading(s.b.T("questions.title")), kit.AtMost(kit.FieldWidth, entry)))
	s.scroll = kit.Scrolling(kit.Centred(kit.ColumnWidth, layout.NewCustomPaddedLayout(8, 32, kit.Margin, kit.Margin), s.list))
	return kit.Framed(top, nil, s.scroll)
}

// show takes less than a frame: a few dozen questions are searched in memory.
func (s *Screen) show() {
	found, err := s.search(s.b.Words.Lang, s.query, s.page)
	switch {
	case err != nil:
		s.list.Objects = []fyne.CanvasObject{kit.Alert(s.b.Words.Say(err))}
	case len(found) == 0:
		s.list.Objects = []fyne.CanvasObject{kit.Body(s.b.T("questions.none"))}
	default:
		s.fill(s.first(found))
	}
	s.list.Refresh()
}

// few is how many questions are shown before somebody asks for all: as many as
// one looks through.
const few = 10

func (s *Screen) fill(found []model.Question) {
	s.list.Objects = nil
	for i, q := range found {
		if i == few && !s.all {
			more := kit.Secondary(s.b.T("questions.more", "n", len(found)-few), func() {
				s.all = true
				s.show()
			})
			s.list.Objects = append(s.list.Objects, more)
			return
		}
		s.list.Objects = append(s.list.Objects, kit.Card(kit.Strong(q.Title), kit.Body(q.Answer)))
	}
}

// first puts the one question that was asked for before the others.
func (s *Screen) first(found []model.Question) []model.Question {
	i := slices.IndexFunc(found, func(q model.Question) bool { return q.ID == s.page })
	if i <= 0 || s.query != "" {
		return found
	}
	return slices.Concat(found[i:i+1], found[:i], found[i+1:])
}
