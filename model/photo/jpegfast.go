package photo

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"runtime"
	"sync"
	"sync/atomic"

	"truename/model/memory"
)

// decodeJPEG decodes the usual kind of JPEG on two cores, and leaves every
// other and every doubtful one to image/jpeg. Both give the same pixels and
// take the same files.
func decodeJPEG(ctx context.Context, data []byte) (image.Image, error) {
	d := &fastJPEG{}
	img, err := d.decode(ctx, data)
	if !errors.Is(err, errNotFast) {
		return img, err
	}
	return reading(jpeg.Decode)(ctx, data)
}

// errNotFast means: for image/jpeg to decide.
var errNotFast = errors.New("not a plain baseline JPEG")

// A fastJPEG decodes one baseline JPEG with a single scan (ITU T.81). One
// goroutine reads Huffman codes, one row of coded units after another; others
// make pixels of the rows.
type fastJPEG struct {
	quant    [4][64]int32 // in natural order
	dc, ac   [4]*huffTable
	comps    []fastComp
	w, h     int
	mxx, myy int // coded units across and down
	restart  int // coded units between restart markers, 0 for none
	extended bool
	jfif     bool
	adobeRGB bool
	grey     *image.Gray
	colour   *image.YCbCr
	failed   atomic.Bool
}

// A fastComp is one component.
type fastComp struct {
	id, h, v  int
	quant     int // number of its table
	dc, ac    *huffTable
	pix       []byte
	stride    int
	predicted int32
}

func (d *fastJPEG) decode(ctx context.Context, data []byte) (image.Image, error) {
	scan, err := d.header(data)
	if err != nil {
		return nil, err
	}
	parts, err := d.unstuffed(data[scan:])
	if err != nil {
		return nil, err
	}
	d.canvas()
	if err := d.pipeline(ctx, parts); err != nil {
		return nil, err
	}
	if d.grey != nil {
		return d.grey, nil
	}
	return d.colour, nil
}

// header reads the segments up to the scan and says where its data begins.
func (d *fastJPEG) header(data []byte) (scan int, err error) {
	for i := 2; i+4 <= len(data); {
		marker, n := data[i+1], int(data[i+2])<<8|int(data[i+3])
		if data[i] != 0xff || n < 2 || i+2+n > len(data) {
			return 0, errNotFast
		}
		b := data[i+4 : i+2+n]
		i += 2 + n
		ok := true
		switch {
		case marker == 0xc0 || marker == 0xc1:
			d.extended = marker == 0xc1
			ok = d.frame(b)
		case marker == 0xc4:
			ok = d.huffman(b)
		case marker == 0xdb:
			ok = d.quantizers(b)
		case marker == 0xdd:
			if ok = len(b) == 2; ok {
				d.restart = int(binary.BigEndian.Uint16(b))
			}
		case marker == 0xda:
			if !d.scan(b) {
				return 0, errNotFast
			}
			return i, nil
		default:
			ok = d.application(marker, b)
		}
		if !ok {
			return 0, errNotFast
		}
	}
	return 0, errNotFast
}

// application looks at what tells the colours, and skips the rest.
func (d *fastJPEG) application(marker byte, b []byte) bool {
	switch {
	case marker == 0xe0 && len(b) >= 5:
		d.jfif = string(b[:5]) == "JFIF\x00"
	case marker == 0xee && len(b) >= 12 && string(b[:5]) == "Adobe":
		d.adobeRGB = b[11] == 0
	}
	return marker >= 0xe0 && marker <= 0xef || marker == 0xfe
}

// frame reads size and sampling.
func (d *fastJPEG) frame(b []byte) bool {
	if d.comps != nil || len(b) < 9 || b[0] != 8 || len(b) != 6+3*int(b[5]) || b[5] != 1 && b[5] != 3 {
		return false
	}
	d.h, d.w = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	for c := b[6:]; len(c) > 0; c = c[3:] {
		f := fastComp{id: int(c[0]), h: int(c[1] >> 4), v: int(c[1] & 15), quant: int(c[2])}
		if f.quant > 3 || (f.h != 1 && f.h != 2) || (f.v != 1 && f.v != 2) {
			return false
		}
		d.comps = append(d.comps, f)
	}
	if len(d.comps) == 1 {
		d.comps[0].h, d.comps[0].v = 1, 1 // they mean nothing then
	}
	for i, c := range d.comps {
		if i > 0 && (c.h != 1 || c.v != 1 || c.id == d.comps[i-1].id || c.id == d.comps[0].id) {
			return false
		}
	}
	d.mxx, d.myy = (d.w+8*d.comps[0].h-1)/(8*d.comps[0].h), (d.h+8*d.comps[0].v-1)/(8*d.comps[0].v)
	return d.w > 0 && d.h > 0
}

// quantizers reads tables of 8 or 16 bits.
func (d *fastJPEG) quantizers(b []byte) bool {
	for len(b) > 0 {
		wide, at := int(b[0]>>4), b[0]&15
		n := 64 << wide
		if at > 3 || wide > 1 || len(b) < 1+n {
			return false
		}
		for zig := range 64 {
			if wide == 0 {
				d.quant[at][natural[zig]] = int32(b[1+zig])
			} else {
				d.quant[at][natural[zig]] = int32(binary.BigEndian.Uint16(b[1+2*zig:]))
			}
		}
		b = b[1+n:]
	}
	return true
}

// huffman reads tables of codes.
func (d *fastJPEG) huffman(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 17 || b[0]>>4 > 1 || b[0]&15 > 3 {
			return false
		}
		n := 0
		for _, c := range b[1:17] {
			n += int(c)
		}
		if n < 1 || n > 256 || len(b) < 17+n {
			return false
		}
		to := &d.dc
		if b[0]>>4 == 1 {
			to = &d.ac
		}
		if to[b[0]&15] = newHuffTable(b[1:17], b[17:17+n]); to[b[0]&15] == nil {
			return false
		}
		b = b[17+n:]
	}
	return true
}

// scan accepts one scan of all components in their order.
func (d *fastJPEG) scan(b []byte) bool {
	if len(d.comps) == 0 || len(b) != 4+2*len(d.comps) || int(b[0]) != len(d.comps) {
		return false
	}
	if len(d.comps) == 3 && !d.jfif && (d.adobeRGB || d.comps[0].id == 'R' && d.comps[1].id == 'G' && d.comps[2].id == 'B') {
		return false
	}
	for i := range d.comps {
		c := &d.comps[i]
		dc, ac := b[2+2*i]>>4, b[2+2*i]&15
		if int(b[1+2*i]) != c.id || dc > 3 || ac > 3 || !d.extended && (dc > 1 || ac > 1) {
			return false
		}
		if c.dc, c.ac = d.dc[dc], d.ac[ac]; c.dc == nil || c.ac == nil {
			return false
		}
	}
	return true
}

// canvas makes the picture just as image/jpeg does: of whole coded units, cut
// to size.
func (d *fastJPEG) canvas() {
	y := &d.comps[0]
	whole, cut := image.Rect(0, 0, 8*y.h*d.mxx, 8*y.v*d.myy), image.Rect(0, 0, d.w, d.h)
	if len(d.comps) == 1 {
		d.grey = image.NewGray(whole).SubImage(cut).(*image.Gray)
		y.pix, y.stride = d.grey.Pix, d.grey.Stride
		return
	}
	ratio := [3][3]image.YCbCrSubsampleRatio{
		1: {1: image.YCbCrSubsampleRatio444, 2: image.YCbCrSubsampleRatio440},
		2: {1: image.YCbCrSubsampleRatio422, 2: image.YCbCrSubsampleRatio420},
	}[y.h][y.v]
	m := memory.YCbCr(whole, ratio)
	d.colour = m.SubImage(cut).(*image.YCbCr)
	y.pix, y.stride = m.Y, m.YStride
	d.comps[1].pix, d.comps[1].stride = m.Cb, m.CStride
	d.comps[2].pix, d.comps[2].stride = m.Cr, m.CStride
}

// A fastRow is a row of coded units: for every block its coefficients that
// are not zero, the first always, with their places; see tokens.
type fastRow struct {
	my     int
	tokens []uint32
}

// pipeline reads rows and has them made into pixels. When those who make
// pixels fall behind, the reader lends a hand.
func (d *fastJPEG) pipeline(ctx context.Context, parts [][]byte) error {
	helpers := max(1, min(runtime.GOMAXPROCS(0)-1, 3))
	units := 0
	for _, c := range d.comps {
		units += c.h * c.v
	}
	todo, free := make(chan *fastRow, helpers+2), make(chan *fastRow, helpers+2)
	for range helpers + 2 {
		free <- &fastRow{tokens: make([]uint32, d.mxx*units*64)}
	}
	var wg sync.WaitGroup
	for range helpers {
		wg.Go(func() {
			for r := range todo {
				d.safely(r)
				free <- r
			}
		})
	}
	err := d.readRows(ctx, &scanReader{parts: parts[1:], bits: bitReader{b: parts[0]}}, todo, free)
	close(todo)
	wg.Wait()
	if err == nil && d.failed.Load() {
		return errNotFast
	}
	return err
}

// readRows reads the scan to its end.
func (d *fastJPEG) readRows(ctx context.Context, reader *scanReader, todo, free chan *fastRow) error {
	for my := range d.myy {
		if err := ctx.Err(); err != nil {
			return err
		}
		var row *fastRow
		select {
		case row = <-free:
		default:
			select {
			case row = <-free:
			case row = <-todo:
				d.safely(row)
			}
		}
		row.my = my
		if !d.readRow(reader, row) {
			return errNotFast
		}
		todo <- row
	}
	if len(reader.parts) > 0 || reader.bits.over() {
		return errNotFast
	}
	return nil
}

// safely is pixels; a panic on a goroutine of its own would end the program.
func (d *fastJPEG) safely(row *fastRow) {
	defer func() {
		if recover() != nil {
			d.failed.Store(true)
		}
	}()
	d.pixels(row)
}
