package kit

import (
	"slices"
	"strings"

	"truename/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Runs is text in bold in which what differs is underlined, and red besides: a
// colour alone is not seen by everybody.
func Runs(runs []model.Run) *Text {
	var all strings.Builder
	var differs []bool
	for _, r := range runs {
		all.WriteString(r.Text)
		for range r.Text {
			differs = append(differs, r.Differs)
		}
	}
	t := Strong(all.String())
	t.differs = differs
	return t
}

// underline is how thick the line below what differs is, in dp.
const underline = 2.5

// splitAll draws all lines. Every character of the text stands in one of them,
// but for those that end a line by themselves. Where nothing changed nothing is
// drawn anew: the toolkit lays out again what has new parts.
func (r *textRenderer) splitAll(lines []string) {
	if len(r.drawn) > 0 && slices.Equal(r.lines, lines) {
		return
	}
	r.drawn, r.lines = nil, lines
	all, from := []rune(r.text.Text), 0
	for i, line := range lines {
		var drawn []fyne.CanvasObject
		drawn, from = r.split(line, from, float32(i)*r.high)
		r.drawn = append(r.drawn, drawn...)
		if from < len(all) && all[from] == '\n' {
			from++
		}
	}
}

// split draws a line of the text in parts, so that those that differ can be
// marked; from is the place of its first character in the text. It returns what
// was drawn, and the place behind the line.
func (r *textRenderer) split(line string, from int, y float32) (drawn []fyne.CanvasObject, next int) {
	runes, wide, x := []rune(line), r.text.ruler(), float32(0)
	for start := 0; start < len(runes); {
		end := start + 1
		for end < len(runes) && r.text.differs[from+end] == r.text.differs[from+start] {
			end++
		}
		part := string(runes[start:end])
		c, width := canvas.NewText(part, theme.Color(theme.ColorNameForeground)), wide(part)
		c.TextSize, c.TextStyle = r.text.points(), r.text.face()
		place(c, x, y, fyne.NewSize(width, r.high))
		drawn = append(drawn, c)
		if r.text.differs[from+start] {
			c.Color = theme.Color(theme.ColorNameError)
			under := canvas.NewRectangle(c.Color)
			place(under, x, y+r.high-underline-1, fyne.NewSize(width, underline))
			drawn = append(drawn, under)
		}
		x, start = x+width, end
	}
	return drawn, from + len(runes)
}
