package ocr

import (
	"math"

	"truename/model"
)

// A row is where a line of print stands on a card, in parts of the card, and
// how far it must reach; the layouts are those of GA/T 448-style cards
// (85.6 mm × 54 mm), the same on residence permits of 2018.
type row struct {
	y, slack float64 // middle, and how far off it may be
	left     float64 // begins no further right than this
	right    float64 // ends no further left than this
	high     float64 // least height
	longest  float64 // no line of it is longer than this, 0 for any length
	weight   float64
}

var frontRows = []row{
	{y: 0.130, slack: 0.045, left: 0.30, right: 0.24, weight: 1},   // 姓名
	{y: 0.257, slack: 0.040, left: 0.30, right: 0.20, weight: 1},   // 性别 民族
	{y: 0.382, slack: 0.040, left: 0.30, right: 0.46, weight: 1},   // 出生
	{y: 0.510, slack: 0.045, left: 0.30, right: 0.35, weight: 1},   // 住址
	{y: 0.855, slack: 0.050, left: 0.42, right: 0.86, weight: 2.5}, // 公民身份号码
}

var backRows = []row{
	{y: 0.168, slack: 0.050, left: 0.48, right: 0.74, high: 0.05, weight: 1.5}, // 中华人民共和国
	{y: 0.347, slack: 0.060, left: 0.50, right: 0.74, high: 0.08, weight: 1.5}, // 居民身份证
	{y: 0.746, slack: 0.045, left: 0.36, right: 0.45, weight: 1.75},            // 签发机关
	{y: 0.870, slack: 0.045, left: 0.36, right: 0.58, weight: 1.75},            // 有效期限
}

// foreignRows are those of the front of a foreign permanent resident's card:
// the title over all of it, a column of labels with their values below beside
// the portrait, which stands left (2017) or right (2023), and the number.
var foreignRows = []row{
	{y: 0.095, slack: 0.050, left: 0.32, right: 0.78, weight: 2},                  // 中华人民共和国外国人永久居留身份证
	{y: 0.160, slack: 0.035, left: 0.40, right: 0.45, longest: 0.66, weight: 0.5}, // FOREIGN PERMANENT RESIDENT ID CARD
	{y: 0.258, slack: 0.050, left: 0.45, right: 0.17, longest: 0.62, weight: 0.75},
	{y: 0.380, slack: 0.050, left: 0.45, right: 0.38, longest: 0.62, weight: 0.75},
	{y: 0.500, slack: 0.050, left: 0.45, right: 0.22, longest: 0.62, weight: 0.75},
	{y: 0.618, slack: 0.050, left: 0.45, right: 0.33, longest: 0.62, weight: 0.75},
	{y: 0.855, slack: 0.050, left: 0.45, right: 0.45, longest: 0.66, weight: 2},
}

// layouts are the sides that a card may show.
var layouts = []struct {
	side model.Side
	kind Kind
	rows []row
}{{model.Front, Resident, frontRows}, {model.Back, Resident, backRows}, {model.Front, Foreign, foreignRows}}

// lessCommon is by how much a foreign resident's card must fit better than the
// usual ones, since any page of print has lines for its many rows.
const lessCommon = 0.05

// A Fit says how well boxes of text stand where those of a card do.
type Fit struct {
	Side       model.Side
	Kind       Kind
	UpsideDown bool
	Score      float64 // 0 … 1
	Doubtful   bool    // for ReadCard: read the title as well, to tell where the card lies
	Off        float64 // mean distance of the rows from their places, in heights of the card
}

// A spot is a box in parts of a card: the rectangle around it, and the ends of
// its line.
type spot struct {
	model.Place
	from, to [2]float64
	slope    float64 // radians off level
}

func spotOf(b Box, w, h float64) spot {
	sin, cos := math.Sincos(b.Angle)
	dx, dy := cos*b.W/2, sin*b.W/2
	return spot{b.Place(w, h), [2]float64{(b.X - dx) / w, (b.Y - dy) / h}, [2]float64{(b.X + dx) / w, (b.Y + dy) / h}, math.Abs(b.Angle)}
}

func (s spot) halfTurned() spot {
	s.Place = model.Place{X0: 1 - s.X1, Y0: 1 - s.Y1, X1: 1 - s.X0, Y1: 1 - s.Y0}
	s.from, s.to = [2]float64{1 - s.to[0], 1 - s.to[1]}, [2]float64{1 - s.from[0], 1 - s.from[1]}
	return s
}

// Judge is the best fit of boxes on a w × h picture of a card.
func Judge(boxes []Box, w, h float64) (best Fit) {
	var spots []spot
	for _, b := range boxes {
		spots = append(spots, spotOf(b, w, h))
	}
	best.Score = -1
	for _, down := range []bool{false, true} {
		for _, l := range layouts {
			f := fitOf(spots, l.rows)
			if l.kind == Foreign {
				f.Score -= lessCommon
			}
			if f.Score > best.Score {
				f.Side, f.Kind, f.UpsideDown = l.side, l.kind, down
				best = f
			}
		}
		for i, s := range spots {
			spots[i] = s.halfTurned()
		}
	}
	return best
}

// fitOf holds spots against rows.
func fitOf(spots []spot, rows []row) (f Fit) {
	total, off, n := 0.0, 0.0, 0.0
	for _, r := range rows {
		total += r.weight
		if d, ok := r.met(spots); ok {
			f.Score += r.weight
			off, n = off+math.Abs(d), n+1
		}
	}
	f.Score = f.Score/total - strangers(spots, rows)
	if n > 0 {
		f.Off = off / n
	}
	return f
}

// met reports whether the boxes about the row's height together reach as far
// as it does, and how far off they are.
func (r row) met(spots []spot) (off float64, ok bool) {
	left, right, high, weight := 1.0, 0.0, 0.0, 0.0
	for _, p := range spots {
		mid, long := (p.Y0+p.Y1)/2, p.X1-p.X0
		if math.Abs(mid-r.y) > r.slack || p.X1 < 0 || p.X0 > 1 || p.slope > steep {
			continue
		}
		left, right, high = min(left, p.X0), max(right, p.X1), max(high, p.Y1-p.Y0)
		off, weight = off+(mid-r.y)*long, weight+long
	}
	if weight == 0 || left > r.left || right < r.right || high < r.high {
		return 0, false
	}
	return off / weight, true
}

// steep is the slope from which a line is none of the card's, in radians.
const steep = 0.2

// strangers is the penalty for print where a card has none: lines that run
// over the edge of the card or across it, and long lines away from all rows.
func strangers(spots []spot, rows []row) (penalty float64) {
	for _, s := range spots {
		x, y := (s.from[0]+s.to[0])/2, (s.from[1]+s.to[1])/2
		if x < 0 || x > 1 || y < 0 || y > 1 {
			continue // beside the card
		}
		long := math.Hypot(s.to[0]-s.from[0], s.to[1]-s.from[1])
		switch {
		case beyond(s.from) || beyond(s.to), s.slope > steep && long > 0.12:
			penalty += 0.12
		case long > 0.3 && !near(y, rows):
			penalty += 0.08
		}
	}
	return min(penalty, 0.6)
}

func beyond(p [2]float64) bool {
	return p[0] < -0.03 || p[0] > 1.03 || p[1] < -0.05 || p[1] > 1.05
}

// near reports whether a row, or the further lines of an address, may be at y.
func near(y float64, rows []row) bool {
	if y > 0.5 && y < 0.8 {
		return true // address on the front; the back's mark
	}
	for _, r := range rows {
		if math.Abs(y-r.y) < r.slack+0.02 {
			return true
		}
	}
	return y > 0.93 // the mark of specimens
}
