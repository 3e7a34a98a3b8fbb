package photo

// natural is where the coefficients lie that stand in a file in zigzag order.
var natural = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10,
	17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34,
	27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36,
	29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46,
	53, 60, 61, 54, 47, 55, 62, 63,
}

// pixels makes a row of coded units into pixels.
func (d *fastJPEG) pixels(row *fastRow) {
	t := row.tokens
	for mx := range d.mxx {
		for i := range d.comps {
			c := &d.comps[i]
			for j := range c.h * c.v {
				x, y := 8*(c.h*mx+j%c.h), 8*(c.v*row.my+j/c.h)
				t = block(t, &d.quant[c.quant], c.pix[y*c.stride+x:], c.stride)
			}
		}
	}
}

// block makes the next block of tokens into 8 × 8 pixels.
func block(t []uint32, quant *[64]int32, dst []byte, stride int) []uint32 {
	dc := int32(int16(t[0])) * quant[0]
	if t[0]&tokenLast != 0 {
		flat(dst, stride, clamp((dc<<17+1<<19)>>20+128))
		return t[1:]
	}
	var b [64]int32
	b[0] = dc
	rows := uint(0) // those with more than a first coefficient
	for n, e := range t[1:] {
		at := e >> 16 & 63
		b[at] = int32(int16(e)) * quant[at]
		if at&7 != 0 {
			rows |= 1 << (at >> 3)
		}
		if e&tokenLast != 0 {
			t = t[n+2:]
			break
		}
	}
	idctRows(&b, rows)
	idctCols(&b, dst, stride)
	return t
}

// flat fills a block with one value.
func flat(dst []byte, stride int, v uint8) {
	for y := range 8 {
		r := dst[y*stride:][:8:8]
		for x := range r {
			r[x] = v
		}
	}
}

// The constants of the inverse transform: cosines in fixed point, rounded
// to 8, 12, 14 or 18 bits.
const (
	halfRoot8  = 181    // 1/√2
	halfRoot14 = 11585  // 1/√2
	cos6At12   = 1108   // cos 6π/16 / √2
	sin6At12   = 2676   // sin 6π/16 / √2
	cos6At18   = 70936  // cos 6π/16 / √2
	sin6At18   = 171254 // sin 6π/16 / √2
	cos3At12   = 3406
	sin3At12   = 2276
	cos1At12   = 4017
	sin1At12   = 799
)

// turn rotates x0, x1 back by an angle, scaled.
func turn(x0, x1, cos, sin int32) (int32, int32) {
	sum := cos * (x0 + x1)
	return sum - (sin+cos)*x1, sum - (cos-sin)*x0
}

// idctRows is the inverse transform along the rows (Loeffler, Ligtenberg and
// Moschytz, 1989), in the very steps of image/jpeg, since pixels must not
// depend on who decoded them.
func idctRows(b *[64]int32, rows uint) {
	for i := range 8 {
		x := b[8*i : 8*i+8 : 8*i+8]
		if rows>>i&1 == 0 { // nothing but the mean
			v := x[0] << 17
			x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7] = v, v, v, v, v, v, v, v
			continue
		}
		x0, x1 := x[0]<<17, x[4]<<17
		x0, x1 = x0+x1, x0-x1
		x2, x3 := turn(x[2], x[6], cos6At18, sin6At18)
		x1, x2 = x1+x2, x1-x2
		x0, x3 = x0+x3, x0-x3

		x7, x4 := x[1]<<7, x[7]<<7
		x7, x4 = x7+x4, x7-x4
		x5, x6 := x[3]*halfRoot8, x[5]*halfRoot8
		x7, x5 = x7+x5, x7-x5
		x4, x6 = x4+x6, x4-x6
		x4, x7 = turn(x4>>2, x7>>2, cos3At12, sin3At12)
		x5, x6 = turn(x5>>2, x6>>2, cos1At12, sin1At12)

		x[0], x[7] = x0+x7, x0-x7
		x[1], x[6] = x1+x6, x1-x6
		x[2], x[5] = x2+x5, x2-x5
		x[3], x[4] = x3+x4, x3-x4
	}
}

// idctCols is idctRows down the columns, and stores the pixels.
func idctCols(b *[64]int32, dst []byte, stride int) {
	dst = dst[: 7*stride+8 : 7*stride+8]
	for i := range 8 {
		x0, x1 := b[i]+1<<19, b[32+i]
		x0, x1 = (x0+x1)>>2, (x0-x1)>>2
		x2, x3 := turn(b[16+i]>>13, b[48+i]>>13, cos6At12, sin6At12)
		x1, x2 = x1+x2, x1-x2
		x0, x3 = x0+x3, x0-x3

		x7, x4 := b[8+i]+b[56+i], b[8+i]-b[56+i]
		x5, x6 := (b[24+i]>>13)*halfRoot14, (b[40+i]>>13)*halfRoot14
		x7, x5 = x7+x5, x7-x5
		x4, x6 = x4+x6, x4-x6
		x4, x7 = turn(x4>>14, x7>>14, cos3At12, sin3At12)
		x5, x6 = turn(x5>>14, x6>>14, cos1At12, sin1At12)

		dst[i] = clamp((x0+x7)>>18 + 128)
		dst[stride+i] = clamp((x1+x6)>>18 + 128)
		dst[2*stride+i] = clamp((x2+x5)>>18 + 128)
		dst[3*stride+i] = clamp((x3+x4)>>18 + 128)
		dst[4*stride+i] = clamp((x3-x4)>>18 + 128)
		dst[5*stride+i] = clamp((x2-x5)>>18 + 128)
		dst[6*stride+i] = clamp((x1-x6)>>18 + 128)
		dst[7*stride+i] = clamp((x0-x7)>>18 + 128)
	}
}
