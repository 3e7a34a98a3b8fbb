package ocr

import (
	"context"
	"image"
	"math"
	"strings"
	"sync"

	"truename/model/ocr/nn"
)

// A Line is a line of text that was read.
type Line struct {
	Box   Box
	Text  string
	Chars []Char
}

// A Char is one character of a line.
type Char struct {
	Text     string
	Sure     float64        // 0 … 1
	From, To float64        // in parts of the line's length
	Also     []nn.Candidate // what else it may be, the likeliest first; itself among them
}

// Sure is how sure the least certain character is.
func (l Line) Sure() float64 {
	least := 1.0
	for _, c := range l.Chars {
		least = min(least, c.Sure)
	}
	if len(l.Chars) == 0 {
		return 0
	}
	return least
}

// lineHigh is the height of a line for the reader, in pixels; its length is
// rounded up to a multiple of lineStep, and cut at lineLong.
const (
	lineHigh = 48
	lineStep = 32
	lineLong = 1200
	others   = 4 // possibilities kept for each character
)

// Lines reads the lines in boxes, two at a time, in the order of the boxes.
func (r *Reader) Lines(ctx context.Context, img *image.RGBA, boxes []Box) ([]Line, error) {
	out, errs := make([]Line, len(boxes)), make([]error, 2)
	next := make(chan int, len(boxes))
	for _, i := range byLength(boxes) {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for k := range errs {
		wg.Go(func() {
			for i := range next {
				if out[i], errs[k] = r.Line(ctx, img, boxes[i]); errs[k] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// byLength are the indices of boxes, the longest first, so that the two who
// read end at about the same time.
func byLength(boxes []Box) []int {
	order := make([]int, len(boxes))
	for i := range order {
		order[i] = i
	}
	sortBy(order, func(i int) float64 { return -boxes[i].W / boxes[i].H })
	return order
}

// Line reads one line.
func (r *Reader) Line(ctx context.Context, img *image.RGBA, b Box) (Line, error) {
	width := min(max(int(math.Ceil(lineHigh*b.W/b.H)), 24), lineLong)
	room := (width + lineStep - 1) / lineStep * lineStep
	out, err := r.read.Run(ctx, b.crop(img, lineHigh, width, room, false), lineHigh, room, 1)
	if err != nil {
		return Line{}, err
	}
	l := Line{Box: b, Chars: r.decode(out.Data, float64(room)/float64(width))}
	var text strings.Builder
	for _, c := range l.Chars {
		text.WriteString(c.Text)
	}
	l.Text = text.String()
	return l, nil
}

// decode turns the steps along a line into characters: the likeliest class of
// each step, repetitions and blanks left out (CTC: Graves et al., 2006).
// stretch is the length of all steps in lengths of the line.
func (r *Reader) decode(logits []float32, stretch float64) []Char {
	classes := len(r.keys)
	best, sure := nn.Peaks(logits, classes)
	var out []Char
	step := stretch / float64(len(best))
	for t := 0; t < len(best); {
		class, peak, first := best[t], t, t
		for ; t < len(best) && best[t] == class; t++ {
			if sure[t] > sure[peak] {
				peak = t
			}
		}
		if class == 0 || int(class) >= classes {
			continue
		}
		out = append(out, Char{
			Text: r.keys[class], Sure: float64(sure[peak]),
			From: float64(first) * step, To: float64(t) * step,
			Also: nn.Top(logits[peak*classes:(peak+1)*classes], others),
		})
	}
	return out
}
