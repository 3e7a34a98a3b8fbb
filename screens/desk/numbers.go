package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// Figures are how the desk does.
type Figures interface {
	Figures(ctx context.Context, from, until idcard.Date) (model.Figures, error)
	// Reasons opens the returns and refusals of a period to count why.
	Reasons(ctx context.Context, from, until idcard.Date) (map[string]int, error)
}

// numbers is the page of figures.
type numbers struct {
	days    int // of the period, today included
	figures *model.Figures
}

// periods are those to choose from, in days.
var periods = []int{7, 30, 90}

// figuresName says what the file is.
const figuresName = "truename-figures.csv"

func (s *Screen) toNumbers(days int) {
	s.begun()
	s.numbers = &numbers{days: days}
	until := s.b.Rules().Today
	from := until.AddDays(1 - days)
	opens := s.role().Decides() // why cases were returned stands in them
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (model.Figures, error) {
		f, err := s.p.Figures.Figures(ctx, from, until)
		if err == nil && opens {
			f.Reasons, err = s.p.Figures.Reasons(ctx, from, until)
		}
		return f, err
	}, nil, func(f model.Figures, err error) {
		s.busy, s.err = false, err
		if err == nil && s.numbers != nil {
			s.numbers.figures = &f
		}
		s.show()
	})
	s.show()
}

func (s *Screen) numbersPage() fyne.CanvasObject {
	n := s.numbers
	var choices []fyne.CanvasObject
	for _, days := range periods {
		c := kit.NewChoice(s.b.T("desk.figures.days", "n", days), days == n.days, func(bool) { s.toNumbers(days) })
		c.Round = true
		choices = append(choices, c)
	}
	body := append(s.alert(), kit.Tiles(150, choices...))
	if f := n.figures; f != nil {
		body = append(body, s.summary(f), s.perDay(f), s.ages(f))
		if len(f.Reasons) > 0 {
			body = append(body, s.reasons(f))
		}
		if s.p.Answers.Write != nil {
			body = append(body, kit.Buttons(s.primary(s.b.T("desk.figures.save"), s.saveNumbers)))
		}
	} else if s.busy {
		body = append(body, kit.Muted(s.b.T("desk.busy")))
	}
	return kit.Page(s.b.T("desk.figures"), s.b.T("desk.figures.lead"), body...)
}

// decisions are what the desk decided.
func decisions(by map[model.Verb]int) int {
	return by[model.Approve] + by[model.Return] + by[model.Refuse]
}

// summary is what is asked first.
func (s *Screen) summary(f *model.Figures) fyne.CanvasObject {
	cell := func(key, value string) fyne.CanvasObject {
		return kit.Tight(kit.Caption(s.b.T(key)), kit.Strong(value))
	}
	first := "—"
	if f.FirstPass.Ended > 0 {
		first = fmt.Sprintf("%.0f %%", 100*f.FirstPass.Share)
	}
	median, most := "—", "—"
	if f.Took.Decisions > 0 {
		median, most = s.workdays(f.Took.MedianDays), s.workdays(f.Took.P90Days)
	}
	cells := []fyne.CanvasObject{
		cell("desk.figures.waiting", fmt.Sprint(f.Waiting.Cases)), cell("desk.figures.overdue", fmt.Sprint(f.Waiting.Overdue)),
		cell("desk.figures.arrived", fmt.Sprint(f.Arrived)), cell("desk.figures.decided", fmt.Sprint(decisions(f.Decided))),
		cell("desk.figures.late", fmt.Sprint(f.Late)), cell("desk.figures.first", first),
		cell("desk.figures.median", median), cell("desk.figures.p90", most),
	}
	if a := f.Automatic; a.Approved+a.Sample > 0 {
		agreed := "—"
		if a.Sample > 0 {
			agreed = s.b.T("desk.figures.agreed.of", "n", a.Agreed, "all", a.Sample)
		}
		cells = append(cells, cell("desk.figures.automatic", fmt.Sprint(a.Approved)), cell("desk.figures.agreed", agreed))
	}
	return kit.Card(kit.Tiles(150, cells...))
}

// workdays is how long something took.
func (s *Screen) workdays(n int) string {
	if n == 0 {
		return s.b.T("desk.figures.same-day")
	}
	return s.b.T("desk.figures.workdays", "n", n)
}

// perDay is what was decided on each day.
func (s *Screen) perDay(f *model.Figures) fyne.CanvasObject {
	most := 1
	for _, d := range f.Days {
		most = max(most, decisions(d.Decided))
	}
	parts := make([]float64, len(f.Days))
	for i, d := range f.Days {
		parts[i] = float64(decisions(d.Decided)) / float64(most)
	}
	return kit.Card(kit.Column(kit.Strong(s.b.T("desk.figures.daily", "n", most)), kit.NewChart(parts),
		kit.Caption(s.b.Words.Date(f.From)+" – "+s.b.Words.Date(f.Until))))
}

// A share is one line of a list with bars.
type share struct {
	text string
	n    int
}

// shares are lines with bars, each as long as its share of the longest.
func shares(title string, all []share) fyne.CanvasObject {
	most := 1
	for _, one := range all {
		most = max(most, one.n)
	}
	rows := []fyne.CanvasObject{kit.Strong(title)}
	for _, one := range all {
		rows = append(rows, kit.Tight(kit.Beside(kit.Body(one.text), kit.Strong(fmt.Sprint(one.n))), kit.NewBar(float64(one.n)/float64(most))))
	}
	return kit.Card(kit.Column(rows...))
}

// ages is for how long cases have waited.
func (s *Screen) ages(f *model.Figures) fyne.CanvasObject {
	var all []share
	for _, a := range f.Waiting.Ages {
		all = append(all, share{s.workdays(a.Days), a.Cases})
	}
	if len(all) == 0 {
		return kit.Card(kit.Tick(s.b.T("desk.empty")))
	}
	return shares(s.b.T("desk.figures.ages"), all)
}

// reasons is why cases were returned and refused, most frequent first.
func (s *Screen) reasons(f *model.Figures) fyne.CanvasObject {
	var all []share
	codes := slices.SortedFunc(maps.Keys(f.Reasons), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.Reasons[b], f.Reasons[a]), cmp.Compare(a, b))
	})
	for _, code := range codes {
		text := s.b.T("desk.figures.sealed")
		if code != model.ReasonSealed {
			text = s.b.T("reason." + code)
		}
		all = append(all, share{text, f.Reasons[code]})
	}
	return shares(s.b.T("desk.figures.reasons"), all)
}

// saveNumbers writes the figures where they are to lie. Nobody is in them.
func (s *Screen) saveNumbers() {
	f := s.numbers.figures
	s.watch()
	s.b.Save(s.b.T("desk.figures.save"), figuresName, func(path string, err error) {
		if err != nil || path == "" {
			s.err = err
			s.show()
			return
		}
		s.begun()
		s.stop = kit.Start(s.b.Jobs, func(context.Context, func(float64)) (struct{}, error) {
			return struct{}{}, s.p.Answers.Write(path, f.CSV())
		}, nil, func(_ struct{}, err error) {
			s.busy, s.err = false, err
			s.show()
		})
		s.show()
	})
}
