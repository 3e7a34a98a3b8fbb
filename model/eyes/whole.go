package eyes

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"truename/model/ocr"
	"truename/model/photo"
)

// Bounds on how many lines of a whole photograph are read: at first, and where
// a card seems to lie on a page full of print.
const (
	mostRead = 9
	allRead  = 36
)

// text finds the lines of text on the whole photograph, in pixels of the
// picture as it is kept; once, however often it is asked.
func (l *look) text() (_ []ocr.Box, err error) {
	if l.all == nil {
		l.all, err = l.textAt(wholeLong)
	}
	return l.all, err
}

// textAt is text, looked for on a picture that is so long.
func (l *look) textAt(long int) ([]ocr.Box, error) {
	defer l.lap("whole", time.Now())
	w, _ := l.src.KeptSize()
	img := l.src.Whole(long)
	k := float64(w) / float64(img.Rect.Dx())
	boxes, err := l.reader.Boxes(l.ctx, img, to32(img.Rect.Dx()), to32(img.Rect.Dy()), 2)
	if err != nil {
		return nil, err
	}
	for i, b := range boxes {
		b.X, b.Y, b.W, b.H = b.X*k, b.Y*k, b.W*k, b.H*k
		boxes[i] = alongside(b)
	}
	return boxes, nil
}

// alongside is b with its length along the line that it holds: one that goes up
// or down is longer than wide.
func alongside(b ocr.Box) ocr.Box {
	if b.H > 1.5*b.W {
		b.W, b.H, b.Angle = b.H, b.W, b.Angle+math.Pi/2
	}
	return b
}

// to32 is n as the text finder wants a side: a multiple of 32.
func to32(n int) int { return max((n+16)/32, 1) * 32 }

// flat are boxes of the picture as they are on a card that lies in q.
func flat(boxes []ocr.Box, q photo.Quad) []ocr.Box {
	return carried(boxes, photo.Flatten(q, photo.CardWidth, photo.CardHeight))
}

// carried are boxes whose points move.
func carried(boxes []ocr.Box, to func([2]float64) [2]float64) []ocr.Box {
	out := make([]ocr.Box, 0, len(boxes))
	for _, b := range boxes {
		sin, cos := math.Sincos(b.Angle)
		mid := to([2]float64{b.X, b.Y})
		along := to([2]float64{b.X + cos*b.W/2, b.Y + sin*b.W/2})
		across := to([2]float64{b.X - sin*b.H/2, b.Y + cos*b.H/2})
		dx, dy := along[0]-mid[0], along[1]-mid[1]
		out = append(out, ocr.Box{
			X: mid[0], Y: mid[1], W: 2 * math.Hypot(dx, dy), H: 2 * math.Hypot(across[0]-mid[0], across[1]-mid[1]),
			Angle: math.Atan2(dy, dx), Sure: b.Sure,
		}.Levelled())
	}
	return out
}

// readAt reads the lines in boxes of the picture, each from its own pixels and
// the right way up, those that say most first, and no more than most.
func (l *look) readAt(boxes []ocr.Box, most int) ([]ocr.Line, error) {
	defer l.lap("labels", time.Now())
	boxes = slices.Clone(boxes)
	slices.SortFunc(boxes, func(a, b ocr.Box) int { return cmp.Compare(b.W*b.H, a.W*a.H) })
	boxes = slices.DeleteFunc(boxes, func(b ocr.Box) bool { return b.W < 1.6*b.H })
	boxes = boxes[:min(len(boxes), most)]
	out, errs := make([]ocr.Line, len(boxes)), make([]error, len(boxes))
	var wg sync.WaitGroup
	for k := range 2 {
		wg.Go(func() {
			for i := k; i < len(boxes); i += 2 {
				out[i], errs[i] = l.readBox(boxes[i])
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// readBox reads one line of the picture. Its box is turned so that the line
// runs along it.
func (l *look) readBox(b ocr.Box) (ocr.Line, error) {
	const high = 48
	w := int(min(max(high*b.W/b.H, 32), 900))
	strip := l.src.Straighten(corners(b), w, high)
	all := ocr.Box{X: float64(w) / 2, Y: high / 2, W: float64(w), H: high}
	down, err := l.reader.UpsideDown(l.ctx, strip, []ocr.Box{all})
	if err != nil {
		return ocr.Line{}, err
	}
	if down > 0.5 {
		b.Angle += math.Pi
		strip = l.src.Straighten(corners(b), w, high)
	}
	line, err := l.reader.Line(l.ctx, strip, all)
	line.Box = b
	return line, err
}

// corners are those of a box, from the beginning of its line.
func corners(b ocr.Box) (q photo.Quad) {
	sin, cos := math.Sincos(b.Angle)
	for i, c := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		u, v := c[0]*b.W/2, c[1]*b.H/2
		q[i] = [2]float64{b.X + u*cos - v*sin, b.Y + u*sin + v*cos}
	}
	return q
}

// A pin says that a point of the card, in parts of it, is seen at a point of
// the picture.
type pin struct {
	card, seen [2]float64
	loose      bool // only how far down it is can be told
}

// A mark is print with a known place on the card: the middles of its first
// and its last character.
type mark struct {
	text     string
	from, to float64
	y        float64
}

var marks = []mark{
	{"公民身份号码", 0.078, 0.258, 0.855}, {"姓名", 0.078, 0.122, 0.130}, {"性别", 0.078, 0.122, 0.257},
	{"民族", 0.315, 0.360, 0.257}, {"出生", 0.078, 0.122, 0.382}, {"住址", 0.078, 0.122, 0.510},
	{"签发机关", 0.222, 0.328, 0.746}, {"有效期限", 0.222, 0.328, 0.870},
	{"中华人民共和国", 0.55, 0.55, 0.168}, {"居民身份证", 0.55, 0.55, 0.347}, // centred, in various widths
}

// permitMarks are those of the back of a residence permit for Hong Kong, Macao
// and Taiwan, on which the number of the travel permit takes a row.
var permitMarks = []mark{
	{"签发机关", 0.222, 0.328, 0.640}, {"有效期限", 0.222, 0.328, 0.722}, {"通行证号码", 0.222, 0.363, 0.805},
	{"中华人民共和国", 0.55, 0.55, 0.168}, {"居民居住证", 0.58, 0.58, 0.340},
}

// The middles of the first and the last digit of the number, and of its row.
const (
	firstDigit = 0.359
	lastDigit  = 0.921
	numberRow  = 0.855
)

// exactly are the pins that tell to a hundredth of the card's length where it
// lies. On the back of a residence permit for Hong Kong, Macao and Taiwan the
// number of the travel permit takes a row, and the labels stand elsewhere.
func exactly(lines []ocr.Line) []pin {
	if slices.ContainsFunc(lines, func(l ocr.Line) bool { return strings.Contains(l.Text, "通行证") }) {
		return nil
	}
	return pins(lines)
}

// pins are the points of the card that the lines tell.
func pins(lines []ocr.Line) (out []pin) {
	if ocr.IsForeign(lines) {
		return foreignPins(lines)
	}
	printed := marks
	if slices.ContainsFunc(lines, func(l ocr.Line) bool { return strings.Contains(l.Text, "居民居住证") }) {
		printed = permitMarks
	}
	for _, l := range lines {
		s := []rune(l.Text)
		for _, m := range printed {
			if i := strings.Index(l.Text, m.text); i >= 0 {
				first := len([]rune(l.Text[:i]))
				last := first + len([]rune(m.text)) - 1
				a, b := seen(l, first), seen(l, last)
				if m.from == m.to {
					out = append(out, pin{[2]float64{m.from, m.y}, [2]float64{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}, true})
				} else {
					out = append(out, pin{card: [2]float64{m.from, m.y}, seen: a}, pin{card: [2]float64{m.to, m.y}, seen: b})
				}
			}
		}
		if n := digitsAtEnd(s); n == 18 {
			out = append(out, pin{card: [2]float64{firstDigit, numberRow}, seen: seen(l, len(s)-18)}, pin{card: [2]float64{lastDigit, numberRow}, seen: seen(l, len(s)-1)})
		}
	}
	return out
}

// digitsAtEnd is how many characters at the end of s are digits or X.
func digitsAtEnd(s []rune) (n int) {
	for n < len(s) && (unicode.IsDigit(s[len(s)-1-n]) || n == 0 && (s[len(s)-1] == 'X' || s[len(s)-1] == 'x')) {
		n++
	}
	return n
}

// seen is where the middle of character i of a line is on the picture.
func seen(l ocr.Line, i int) [2]float64 {
	if i >= len(l.Chars) {
		i = len(l.Chars) - 1
	}
	sin, cos := math.Sincos(l.Box.Angle)
	u := ((l.Chars[i].From+l.Chars[i].To)/2 - 0.5) * l.Box.W
	return [2]float64{l.Box.X + u*cos, l.Box.Y + u*sin}
}

// hung is the quadrilateral of the card that hangs on pins: an affine map if
// they are spread over several rows, a turned and scaled card else. ok is
// false if they do not agree.
func hung(pins []pin) (q photo.Quad, ok bool) {
	if len(pins) < 2 {
		return q, false
	}
	m := similar(pins)
	if rows(pins) >= 2 && len(pins) >= 4 {
		if a, fine := affine(pins); fine {
			m = a
		}
	}
	long := math.Hypot(m[0], m[3])
	for _, p := range pins {
		x, y := m.at(p.card)
		if math.Hypot(x-p.seen[0], y-p.seen[1]) > 0.05*long {
			return q, false
		}
	}
	for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		x, y := m.at(c)
		q[i] = [2]float64{x, y}
	}
	return q, true
}

// rows counts the rows of the card that pins are on.
func rows(pins []pin) int {
	var ys []float64
	for _, p := range pins {
		if !slices.Contains(ys, p.card[1]) {
			ys = append(ys, p.card[1])
		}
	}
	return len(ys)
}

// A plain map carries parts of the card to the picture: x = m0·u + m1·v + m2,
// y = m3·u + m4·v + m5.
type plainMap [6]float64

func (m plainMap) at(p [2]float64) (x, y float64) {
	return m[0]*p[0] + m[1]*p[1] + m[2], m[3]*p[0] + m[4]*p[1] + m[5]
}

// similar is the best turned and scaled card (least squares on complex
// numbers).
func similar(pins []pin) plainMap {
	const shape = float64(photo.CardHeight) / photo.CardWidth
	var mc, ms complex128
	n := complex(float64(len(pins)), 0)
	for _, p := range pins {
		mc += complex(p.card[0], p.card[1]*shape) / n
		ms += complex(p.seen[0], p.seen[1]) / n
	}
	var top complex128
	var low float64
	for _, p := range pins {
		c, s := complex(p.card[0], p.card[1]*shape)-mc, complex(p.seen[0], p.seen[1])-ms
		top += s * complex(real(c), -imag(c))
		low += real(c)*real(c) + imag(c)*imag(c)
	}
	k := top / complex(max(low, 1e-12), 0)
	t := ms - k*mc
	return plainMap{real(k), -imag(k) * shape, real(t), imag(k), real(k) * shape, imag(t)}
}

// affine is the best affine map; ok is false if the pins lie on a line.
func affine(pins []pin) (m plainMap, ok bool) {
	var a [3][3]float64
	var bx, by [3]float64
	for _, p := range pins {
		v := [3]float64{p.card[0], p.card[1], 1}
		for i := range 3 {
			for k := range 3 {
				a[i][k] += v[i] * v[k]
			}
			bx[i] += v[i] * p.seen[0]
			by[i] += v[i] * p.seen[1]
		}
	}
	x, ok1 := solve3(a, bx)
	y, ok2 := solve3(a, by)
	return plainMap{x[0], x[1], x[2], y[0], y[1], y[2]}, ok1 && ok2
}

// solve3 solves three equations by Cramer's rule.
func solve3(a [3][3]float64, b [3]float64) (x [3]float64, ok bool) {
	det := func(m [3][3]float64) float64 {
		return m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) - m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) + m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
	}
	d := det(a)
	if math.Abs(d) < 1e-5 {
		return x, false
	}
	for i := range 3 {
		m := a
		for k := range 3 {
			m[k][i] = b[k]
		}
		x[i] = det(m) / d
	}
	return x, true
}
