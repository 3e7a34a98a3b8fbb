package ocr

import (
	"context"
	"image"
	"math"
	"strings"
	"sync"
	"unicode"

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
	return r.line(ctx, img, b, 1, func([]float32) {})
}

// capitalsWider is by how much a line of capitals is stretched: they stand
// closer than the characters that the reader's steps are made for.
const capitalsWider = 1.2

// Capitals reads one line that is printed in capitals only: what looks like a
// small letter is the capital of the same shape. How sure a letter is says how
// much likelier it is than others: narrow letters share their steps with what
// is between them.
func (r *Reader) Capitals(ctx context.Context, img *image.RGBA, b Box) (Line, error) {
	l, err := r.line(ctx, img, b, capitalsWider, r.raise)
	for i, c := range l.Chars {
		for _, k := range c.Also {
			if k.Class == 0 && k.Prob < 0.5 {
				l.Chars[i].Sure = min(c.Sure/(1-float64(k.Prob)), 1)
			}
		}
	}
	return l, err
}

// raise adds the share of each small letter to that of its capital.
func (r *Reader) raise(logits []float32) {
	classes := len(r.keys)
	for step := 0; step+classes <= len(logits); step += classes {
		row := logits[step : step+classes]
		for small := 'a'; small <= 'z'; small++ {
			capital := unicode.ToUpper(small)
			if small == 'l' { // a bare stroke
				capital = 'I'
			}
			from, to := r.class[small], r.class[capital]
			if from == 0 || to == 0 {
				continue
			}
			a, b := float64(row[from]), float64(row[to])
			most := max(a, b)
			row[to] = float32(most + math.Log(math.Exp(a-most)+math.Exp(b-most)))
			row[from] = float32(most - 80) // nothing
		}
	}
}

// line reads one line, whose logits change corrects before they are decoded.
func (r *Reader) line(ctx context.Context, img *image.RGBA, b Box, wider float64, change func(logits []float32)) (Line, error) {
	width := min(max(int(math.Ceil(wider*lineHigh*b.W/b.H)), 24), lineLong)
	room := (width + lineStep - 1) / lineStep * lineStep
	out, err := r.read.Run(ctx, b.crop(img, lineHigh, width, room, false), lineHigh, room, 1)
	if err != nil {
		return Line{}, err
	}
	change(out.Data)
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
