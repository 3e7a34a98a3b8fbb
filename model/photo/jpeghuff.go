package photo

import (
	"bytes"
	"encoding/binary"
)

// lookBits is how many bits of a code are looked up at once; with most codes
// the value behind fits in as well.
const lookBits = 10

// A huffTable decodes one set of codes. An entry of look: bits 0–4 how many
// bits to drop, 5–8 the zeros before the value, 9–12 the bits of the value that
// are still to be read, 13 whether the entry holds the value, 16–31 the
// value. 0 means that the code is longer.
type huffTable struct {
	look  [1 << lookBits]uint32
	limit [17]int32 // past the last code of each length, in 16 bits
	delta [17]int32 // from a code to its place in vals
	vals  []byte
}

const lookWhole = 1 << 13

// newHuffTable builds a table (ITU T.81, C.2); nil if the codes do not fit.
func newHuffTable(counts, vals []byte) *huffTable {
	t := &huffTable{vals: vals}
	code, at := int32(0), int32(0)
	for n := 1; n <= 16; n++ {
		t.delta[n] = at - code
		for range counts[n-1] {
			if code >= 1<<n {
				return nil
			}
			if n <= lookBits {
				t.enter(int(code), n, vals[at])
			}
			code, at = code+1, at+1
		}
		t.limit[n] = code << (16 - n)
		code <<= 1
	}
	return t
}

// enter fills in all entries that begin with a code of n bits.
func (t *huffTable) enter(code, n int, symbol byte) {
	size := int(symbol & 15)
	run := uint32(symbol >> 4)
	rest := lookBits - n
	for i := range 1 << rest {
		e := uint32(n) | run<<5 | uint32(size)<<9
		if size <= rest {
			v := extend(int32(i>>(rest-size)), size)
			e = uint32(n+size) | run<<5 | uint32(uint16(v))<<16 | lookWhole
			if size == 0 {
				e &^= lookWhole // an end or a run of zeros
			}
		}
		t.look[code<<rest|i] = e
	}
}

// extend is the value of size bits (F.2.2.1).
func extend(v int32, size int) int32 {
	if size > 0 && v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// A bitReader reads bits from bytes without stuffing. Past the end come
// zeros; over tells.
type bitReader struct {
	b   []byte
	at  int
	acc uint64 // the next bits, from the top
	n   int    // how many of them
}

// fill makes it at least 48 bits.
func (r *bitReader) fill() {
	if r.at+8 <= len(r.b) {
		r.acc |= binary.BigEndian.Uint64(r.b[r.at:]) >> (r.n & 63)
		k := (63 - r.n) >> 3
		r.at += k
		r.n += k << 3
		return
	}
	for r.n <= 48 {
		if r.at < len(r.b) {
			r.acc |= uint64(r.b[r.at]) << (56 - r.n)
		}
		r.at++
		r.n += 8
	}
}

func (r *bitReader) drop(n int) {
	r.acc <<= n & 63
	r.n -= n
}

// over reports whether more was read than there was.
func (r *bitReader) over() bool { return r.at*8-r.n > len(r.b)*8 }

// rest is how many bits were not read.
func (r *bitReader) rest() int { return len(r.b)*8 - r.at*8 + r.n }

// symbol reads a code that is too long to be looked up.
func (t *huffTable) symbol(r *bitReader) (byte, bool) {
	top := int32(r.acc >> 48)
	for n := lookBits + 1; n <= 16; n++ {
		if top < t.limit[n] {
			r.drop(n)
			return t.vals[top>>(16-n)+t.delta[n]], true
		}
	}
	return 0, false
}

// next reads a code and its value.
func (t *huffTable) next(r *bitReader) (run int, v int32, size int, ok bool) {
	if r.n < 32 {
		r.fill()
	}
	e := t.look[r.acc>>(64-lookBits)]
	if e&lookWhole != 0 {
		r.drop(int(e & 31))
		return int(e >> 5 & 15), int32(e) >> 16, 1, true
	}
	if e != 0 {
		r.drop(int(e & 31))
		run, size = int(e>>5&15), int(e>>9&15)
	} else {
		s, ok := t.symbol(r)
		if !ok {
			return 0, 0, 0, false
		}
		run, size = int(s>>4), int(s&15)
	}
	if size == 0 {
		return run, 0, 0, true
	}
	v = extend(int32(r.acc>>(64-size)), size)
	r.drop(size)
	return run, v, size, true
}

// A scanReader is where the reading of a scan stands.
type scanReader struct {
	bits  bitReader
	parts [][]byte // what follows the next restart markers
	mcu   int
}

// readRow reads one row of coded units into tokens: place << 16, value, and
// tokenLast with the last of a block.
func (d *fastJPEG) readRow(s *scanReader, row *fastRow) bool {
	out := row.tokens[:0]
	for range d.mxx {
		if d.restart > 0 && s.mcu > 0 && s.mcu%d.restart == 0 && !d.restarted(s) {
			return false
		}
		s.mcu++
		for i := range d.comps {
			c := &d.comps[i]
			for range c.h * c.v {
				var ok bool
				if out, ok = c.readBlock(&s.bits, out); !ok {
					return false
				}
			}
		}
	}
	row.tokens = out
	return !s.bits.over()
}

// restarted goes on behind the next restart marker.
func (d *fastJPEG) restarted(s *scanReader) bool {
	// More than the padding of one byte is for image/jpeg to judge.
	if len(s.parts) == 0 || s.bits.over() || s.bits.rest() >= 8 {
		return false
	}
	s.bits, s.parts = bitReader{b: s.parts[0]}, s.parts[1:]
	for i := range d.comps {
		d.comps[i].predicted = 0
	}
	return true
}

const tokenLast = 1 << 31

// readBlock reads one block (F.2.2).
func (c *fastComp) readBlock(r *bitReader, out []uint32) ([]uint32, bool) {
	run, v, size, ok := c.dc.next(r)
	if !ok || run != 0 {
		return out, false
	}
	if size > 0 {
		c.predicted += v
	}
	if c.predicted != int32(int16(c.predicted)) {
		return out, false
	}
	out = append(out, uint32(uint16(c.predicted)))
	for zig := 1; zig < 64; zig++ {
		run, v, size, ok := c.ac.next(r)
		if !ok {
			return out, false
		}
		if size == 0 {
			if run == 15 {
				zig += 15
				continue
			}
			if run > 0 {
				return out, false
			}
			break
		}
		if zig += run; zig > 63 {
			return out, false
		}
		out = append(out, uint32(natural[zig])<<16|uint32(uint16(v)))
	}
	out[len(out)-1] |= tokenLast
	return out, true
}

// unstuffed is the data of the scan, a piece for each restart interval,
// without stuffed zeros. Behind it there must be nothing but the end.
func (d *fastJPEG) unstuffed(data []byte) (parts [][]byte, err error) {
	out := make([]byte, 0, len(data))
	from := 0
	for next := byte(0xd0); ; {
		i := bytes.IndexByte(data, 0xff)
		if i < 0 || i+1 >= len(data) {
			return nil, errNotFast
		}
		out = append(out, data[:i]...)
		marker := data[i+1]
		data = data[i+2:]
		switch {
		case marker == 0:
			out = append(out, 0xff)
		case marker == next && d.restart > 0:
			next = 0xd0 | (next+1)&7
			parts, from = append(parts, out[from:len(out):len(out)]), len(out)
		case marker == 0xd9:
			return append(parts, out[from:]), nil
		default:
			return nil, errNotFast
		}
	}
}
