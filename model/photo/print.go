package photo

import (
	"image"
	"math/bits"
)

// Print is the 64-bit difference hash of the middle of img (a margin of 15 %
// is left out on every side): shrunk to 9 × 8 grey pixels, one bit for each
// pixel that is darker than its right neighbour (N. Krawetz, "Kind of Like
// That", 2013). Copies of one picture at other sizes, qualities and
// brightness differ in 2 bits or fewer, both sides of a card on the same spot
// of one table in 14 or more (specimens; with the margin: 7).
func Print(img image.Image) uint64 { return printOf(pixelsOf(img).y) }

// Distance is the number of bits in which two prints differ: 0 … 64.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

func printOf(luma plane) (print uint64) {
	small := luma.middle().scaled(9, 8)
	for y := range 8 {
		row := small.row(y)
		for x := range 8 {
			print <<= 1
			if row[x] < row[x+1] {
				print |= 1
			}
		}
	}
	return print
}

// middle is p without the margin that shows the table rather than the card.
func (p plane) middle() plane {
	dx, dy := p.w*15/100, p.h*15/100
	return plane{p.pix[dy*p.stride+dx:], p.stride, p.w - 2*dx, p.h - 2*dy}
}
