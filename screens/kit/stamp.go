package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// stamps are the lines over a picture that say who looked at what, and when: a
// photograph of the screen carries them, whatever part of it was taken. Each is
// there twice, light on dark, so that it is legible on any ground; both let
// through what is below.
type stamps struct {
	drawn []*canvas.Text
	text  string
	at    fyne.Position
	all   fyne.Size
	spare [2]fyne.Position
}

const (
	stampText = 12  // dp: legible on a photograph of the screen
	stampLine = 110 // dp from one line to the next
	stampGap  = 40  // dp between two in a line, at least
	stampEdge = 0.8 // dp from the dark one to the light one
)

var stampInks = [2]color.NRGBA{{A: 0x48}, {R: 0xff, G: 0xff, B: 0xff, A: 0x68}}

// over writes text over a picture that lies at a place, all large, but not
// between the two corners of what is read just now. The lines are set off
// against each other: there is no cut between them.
func (s *stamps) over(text string, at fyne.Position, all fyne.Size, spare [2]fyne.Position) {
	if text == s.text && at == s.at && all == s.all && spare == s.spare {
		return
	}
	*s = stamps{text: text, at: at, all: all, spare: spare}
	if text == "" {
		return
	}
	points := float32(stampText)
	one := fyne.MeasureText(text, points, fyne.TextStyle{})
	if one.Width > all.Width {
		points *= all.Width / one.Width * 0.98
		one = fyne.MeasureText(text, points, fyne.TextStyle{})
	}
	n := max(1, int((all.Width+stampGap)/(one.Width+stampGap)))
	room := max(0, all.Width-float32(n)*one.Width) / float32(n)
	lines := max(2, int(all.Height/stampLine))
	high := all.Height / float32(lines)
	for i := range lines {
		y := at.Y + (float32(i)+0.5)*high - one.Height/2
		for k := range n {
			x := at.X + float32(k)*(one.Width+room) + room*float32(i%3)/2
			s.write(fyne.NewPos(x, y), one, points)
		}
	}
}

func (s *stamps) write(at fyne.Position, size fyne.Size, points float32) {
	end := at.Add(size)
	if at.X < s.spare[1].X && end.X > s.spare[0].X && at.Y < s.spare[1].Y && end.Y > s.spare[0].Y {
		return
	}
	for i, ink := range stampInks {
		t := canvas.NewText(s.text, ink)
		t.TextSize = points
		t.Move(at.SubtractXY(stampEdge*float32(i), stampEdge*float32(i)))
		t.Resize(size)
		s.drawn = append(s.drawn, t)
	}
}
