package topics

import (
	"fmt"
	"math"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// details is all that is known of one topic.
func (s *Screen) details(t model.Topic) fyne.CanvasObject {
	b, lang := s.b, s.b.Words.Lang
	heat := kit.NewText(degrees(t.Heat), kit.Style{SizeName: kit.SizeHeading, Bold: true, Color: theme.ColorNameHyperlink})
	moved, _ := movement(b, t)
	facts := b.T("topics.facts", "rank", t.Rank, "moved", moved, "first", b.Words.Moment(t.First), "last", b.Words.Moment(t.Last))
	curve := newLine()
	curve.high = 72
	curve.set(t.Line)
	parts := []fyne.CanvasObject{
		kit.Card(kit.Sub(b.T("topics.heat")), heat, kit.Caption(facts), curve, kit.Caption(b.T("topics.curve", "n", model.TopicDays))),
		kit.Sub(b.T("topics.entries", "n", len(t.Entries))),
	}
	if s.leaving != "" {
		parts = append(parts, s.leave())
	}
	parts = append(parts, s.entries(t), kit.Sub(b.T("topics.computed")), s.account(t), kit.Buttons(kit.Link(b.T("topics.how"), func() { b.Go("topics/" + partHow) })))
	return kit.Page(kit.Show(t.Title.In(lang)), s.state(), parts...)
}

// entries are the titles as platforms have them.
func (s *Screen) entries(t model.Topic) fyne.CanvasObject {
	b, lang := s.b, s.b.Words.Lang
	var rows []fyne.CanvasObject
	for _, e := range t.Entries {
		said := kit.Tight(kit.Body(kit.Show(e.Title)), kit.Caption(b.T("topics.entry", "platform", kit.Show(e.Platform.In(lang)), "rank", e.Best)))
		if e.Link == "" || s.p.Open == nil {
			rows = append(rows, said)
			continue
		}
		rows = append(rows, kit.Beside(said, kit.Link(b.T("topics.open"), func() {
			s.leaving = e.Link
			s.show()
		})))
	}
	return kit.Card(rows...)
}

// leave asks before an address is opened outside.
func (s *Screen) leave() fyne.CanvasObject {
	b := s.b
	done := func() {
		s.leaving = ""
		s.show()
	}
	open := kit.Primary(b.T("topics.leave.do"), func() {
		if err := s.p.Open(s.leaving); err != nil {
			s.err = err
		}
		done()
	})
	body := []fyne.CanvasObject{kit.Buttons(open, kit.Secondary(b.T("common.cancel"), done))}
	return kit.Alert(b.T("topics.leave", "address", kit.Show(s.leaving)), body...)
}

// account shows how a heat was computed, line by line: who wants to can do the
// sum.
func (s *Screen) account(t model.Topic) fyne.CanvasObject {
	b, lang := s.b, s.b.Words.Lang
	weights := []float32{1.6, 1, 1.3, 1, 1, 1}
	var head []fyne.CanvasObject
	for _, name := range []string{"platform", "best", "hours", "share", "weight", "gives"} {
		head = append(head, kit.Caption(b.T("topics.part."+name)))
	}
	lines := [][]fyne.CanvasObject{head}
	sum := 0.0
	for _, p := range t.Parts {
		gives := p.Share * p.Weight
		sum += gives
		line := []fyne.CanvasObject{kit.Body(kit.Show(p.Platform.In(lang)))}
		for _, said := range []string{fmt.Sprint(p.Best), fmt.Sprintf("%.1f", p.Hours), fmt.Sprintf("%.2f", p.Share), fmt.Sprintf("%.2f", p.Weight), fmt.Sprintf("%.3f", gives)} {
			line = append(line, kit.Body(said))
		}
		lines = append(lines, line)
	}
	said := b.T("topics.sum", "sum", fmt.Sprintf("%.3f", sum), "bonus", fmt.Sprintf("%.2f", t.Bonus), "reached", fmt.Sprintf("%.3f", t.Reached),
		"reference", fmt.Sprintf("%.2f", s.board.Reference), "ratio", fmt.Sprintf("%.2f", math.Min(1, t.Reached/s.board.Reference)), "heat", degrees(t.Heat))
	return kit.Column(kit.Table(weights, lines...), kit.Body(said))
}

// how tells how topics are put together and heat is computed.
func (s *Screen) how() fyne.CanvasObject {
	b := s.b
	if !s.board.Date.IsZero() {
		return kit.Page(b.T("topics.how"), s.state(), kit.Body(b.T("topics.given")))
	}
	var body []fyne.CanvasObject
	for _, part := range []string{"exposure", "share", "topic", "heat", "same", "not"} {
		body = append(body, kit.Card(kit.Strong(b.T("topics.how."+part+".title")), kit.Body(b.T("topics.how."+part))))
	}
	return kit.Page(b.T("topics.how"), s.state(), body...)
}

// sources tells how each source did.
func (s *Screen) sources() fyne.CanvasObject {
	b, lang := s.b, s.b.Words.Lang
	var body []fyne.CanvasObject
	for _, source := range s.board.Sources {
		said := b.T("topics.source.none")
		if !source.At.IsZero() {
			said = b.T("topics.source", "time", b.Words.Moment(source.At), "rows", source.Rows)
		}
		if source.Left > 0 {
			said += " " + b.T("topics.source.left", "n", source.Left)
		}
		parts := []fyne.CanvasObject{kit.Strong(kit.Show(source.Name.In(lang))), kit.Caption(said)}
		switch {
		case source.Fault != "":
			parts = append(parts, kit.Warn(b.T("topics.fault."+string(source.Fault))))
		case source.Thin:
			parts = append(parts, kit.Caption(b.T("topics.source.thin")))
		}
		body = append(body, kit.Card(parts...))
	}
	return kit.Page(b.T("topics.sources"), s.state(), body...)
}
