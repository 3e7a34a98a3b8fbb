package photo

import (
	"image"
	"math/bits"
)

// Print is the 64-bit difference hash of img: shrunk to 9 × 8 grey pixels,
// one bit for each pixel that is darker than its right neighbour (N. Krawetz,
// "Kind of Like That", 2013). Copies of one picture at other sizes and
// qualities differ in few bits.
func Print(img image.Image) uint64 { return printOf(pixelsOf(img).y) }

// Distance is the number of bits in which two prints differ: 0 … 64.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

func printOf(luma plane) (print uint64) {
	small := luma.scaled(9, 8)
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
