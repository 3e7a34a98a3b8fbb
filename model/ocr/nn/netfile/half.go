package netfile

import "math"

// ToHalf rounds to the nearest binary16, ties to even; what is too large
// becomes infinite.
func ToHalf(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	abs := math.Float32frombits(b &^ (1 << 31))
	switch {
	case abs != abs:
		return sign | 0x7E00
	case abs >= 65520:
		return sign | 0x7C00
	case abs < 1.0/(1<<14):
		return sign | uint16(math.RoundToEven(float64(abs)*(1<<24))) // subnormal
	}
	a := math.Float32bits(abs)
	a += 0xFFF + a>>13&1
	return sign | uint16((a-(112<<23))>>13)
}

// FromHalf is the value of a binary16.
func FromHalf(h uint16) float32 {
	b := uint32(h&0x7FFF) << 13
	sign := uint32(h&0x8000) << 16
	if b >= 0x7C00<<13 {
		return math.Float32frombits(sign | b | 0x7F800000)
	}
	// The exponent is moved by a multiplication, which is right for subnormal
	// numbers too.
	return math.Float32frombits(sign | math.Float32bits(math.Float32frombits(b)*(1<<112)))
}
