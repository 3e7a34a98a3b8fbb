package photo

import (
	"context"
	"encoding/binary"
	"image"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// What decoding a HEIC may take.
const (
	maxHEIC   = 240 << 20 // bytes of the picture and the decoders together
	heifBase  = 8 << 20   // bytes of a decoder before its first pixel
	heifTime  = 15 * time.Second
	heifBatch = 8 // tiles a decoder does before it is made anew: it frees no pictures
)

// workers is how many tiles are decoded at a time.
func (p *heic) workers() int { return min(runtime.GOMAXPROCS(0), 4, len(p.tiles)) }

// memory is how many bytes decoding takes with n decoders.
func (p *heic) memory(n int) int {
	return p.w*p.h*[4]int{2, 3, 4, 6}[p.chroma]/2 + n*p.limit()
}

// limit is how many bytes a decoder may take: what it makes of a picture with
// its notes on blocks, one copy converted to 8 bits, and what is read here;
// the pictures stay until the decoder goes.
func (p *heic) limit() int {
	picture := layoutOf(p.tileW, p.tileH, p.chroma).size
	kept := min(len(p.tiles), heifBatch) * picture
	return heifBase + 3*picture + 3*p.tileW*p.tileH + kept + p.deep*3*picture
}

// decodeTiles fills out, several tiles at a time.
func (p *heic) decodeTiles(ctx context.Context, out *image.YCbCr) error {
	engine, err := heif() // on a slow machine this may take long, and once only
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeoutCause(ctx, heifTime, errHEIF)
	defer stop()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	p.decodeAll(ctx, fail, engine, out)
	return context.Cause(ctx)
}

// decodeAll deals batches of tiles to as many decoders as there is memory
// for, and returns when all of them are done.
func (p *heic) decodeAll(ctx context.Context, fail context.CancelCauseFunc, e heifEngine, out *image.YCbCr) {
	workers := p.workers()
	for workers > 1 && p.memory(workers) > maxHEIC {
		workers--
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				to := int(next.Add(heifBatch))
				if to-heifBatch >= len(p.tiles) {
					return
				}
				if err := p.decodeBatch(ctx, e, to-heifBatch, min(to, len(p.tiles)), out); err != nil {
					fail(err)
				}
			}
		})
	}
	wg.Wait()
}

// decodeBatch decodes some tiles with a decoder of their own.
func (p *heic) decodeBatch(ctx context.Context, e heifEngine, from, to int, out *image.YCbCr) (err error) {
	defer func() {
		// On a goroutine of its own a panic would end the program.
		if recover() != nil {
			err = errHEIF
		}
	}()
	d, err := e.decoder(ctx, p.limit())
	if err != nil {
		return err
	}
	defer d.mod.Close(context.Background())
	l := layoutOf(p.tileW, p.tileH, p.chroma)
	for i := from; i < to; i++ {
		see := func(planes []byte) { p.place(out, i, planes, l) }
		if err := d.call(ctx, oneItem(p.tiles[i]), l, see); err != nil {
			return errHEIF // err holds pages of the decoder's stack
		}
	}
	return nil
}

// place copies the planes of a tile to where it belongs.
func (p *heic) place(out *image.YCbCr, i int, planes []byte, l heifLayout) {
	col, row := i%p.cols, i/p.cols
	y := plane{out.Y, out.YStride, p.w, p.h}
	y.paste(col*l.w, row*l.h, plane{planes, l.strideY, l.w, l.h})
	if l.space == heifGrey {
		return
	}
	all := planesOf(out)
	planes = planes[l.strideY*l.h:]
	all.cb.paste(col*l.cw, row*l.ch, plane{planes, l.strideC, l.cw, l.ch})
	all.cr.paste(col*l.cw, row*l.ch, plane{planes[l.strideC*l.ch:], l.strideC, l.cw, l.ch})
}

// paste copies what of t lies in p.
func (p plane) paste(x, y int, t plane) {
	for r := range min(t.h, p.h-y) {
		copy(p.pix[(y+r)*p.stride+x:][:min(t.w, p.w-x)], t.row(r))
	}
}

// oneItem is a file with one coded item and nothing else.
func oneItem(it *item) []byte {
	size := [8]byte{}
	w, h := it.size()
	binary.BigEndian.PutUint32(size[:], uint32(w))
	binary.BigEndian.PutUint32(size[4:], uint32(h))
	none := make([]byte, 4) // version and flags
	hdlr := slices.Concat(none, none, []byte("pict"), make([]byte, 13))
	infe := heifBox("infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte("hvc1\x00"))
	ipma := slices.Concat(none, []byte{0, 0, 0, 1, 0, 1, 3, 0x81, 2, 3})
	coder := it.prop("hvcC") // checkTiles saw that it is long enough
	pixi := []byte{1, 8 + coder[17]&7}
	if coder[16]&3 > 0 {
		pixi = []byte{3, 8 + coder[17]&7, 8 + coder[18]&7, 8 + coder[18]&7}
	}
	head := func(at int) []byte {
		iloc := slices.Concat(none, []byte{0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1})
		iloc = binary.BigEndian.AppendUint32(iloc, uint32(at))
		iloc = binary.BigEndian.AppendUint32(iloc, uint32(it.length()))
		return slices.Concat(
			heifBox("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")),
			heifBox("meta", none, heifBox("hdlr", hdlr),
				heifBox("pitm", none, []byte{0, 1}),
				heifBox("iloc", iloc),
				heifBox("iinf", none, []byte{0, 1}, infe),
				heifBox("iprp",
					heifBox("ipco", heifBox("hvcC", coder), heifBox("ispe", none, size[:]), heifBox("pixi", none, pixi)),
					heifBox("ipma", ipma))))
	}
	at := len(head(0)) + 8
	return slices.Concat(head(at), heifBox("mdat", it.extents...))
}

func heifBox(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))
	return append(append(b, kind...), body...)
}
