package photo

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"

	"truename/model"
)

// quality of the JPEGs made here, as image/jpeg counts it: print of 0.3 mm
// on a card stays crisp, 9 megapixels take about 1.5 MB.
const quality = 88

// A Source is a decoded picture, upright as its EXIF data wants it. It holds
// at most 14 MB of pixels (long side MaxKept); drop it when the photograph is
// made.
type Source struct {
	pixels pixels      // as stored in the file, at most MaxKept long
	orient orientation // how to show them
	width  int         // of the file's picture, upright
	height int
	memo   *memo // of the reduced pictures; shared by turned ones
}

// decode checks and decodes data.
func decode(ctx context.Context, data []byte) (*Source, error) {
	img, o, err := decodeImage(ctx, data)
	if err != nil {
		return nil, err
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if o.swaps() {
		w, h = h, w
	}
	s := &Source{pixels: pixelsOf(img).within(MaxKept), orient: o, width: w, height: h, memo: &memo{}}
	return s, ctx.Err()
}

// decodeImage is the bounded decoding: everything that is asked of the bytes
// is asked before the pixels are.
func decodeImage(ctx context.Context, data []byte) (img image.Image, o orientation, err error) {
	f, err := formatOf(data)
	if err != nil {
		return nil, upright, err
	}
	o, err = safely(func() (orientation, error) { return check(f, data) })
	if err != nil {
		return nil, upright, err
	}
	img, err = stoppable(ctx, func() (image.Image, error) { return f.decode(ctx, data) })
	switch {
	case ctx.Err() != nil:
		return nil, upright, ctx.Err()
	case err != nil:
		return nil, upright, model.Fail(model.CodeUnreadable, err)
	}
	return img, o, nil
}

// safely is what f gives. A decoder that stumbles over damaged bytes must not
// take the window with it.
func safely[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if recover() != nil {
			err = unreadable("the decoder gave up")
		}
	}()
	return f()
}

// decoding lets one picture be decoded at a time, which may be one that
// nobody waits for any more: each may take as much memory as the limits allow.
var decoding = make(chan struct{}, 1)

// stoppable is what decode gives, or ctx.Err() as soon as ctx is done.
// Decoders stop by themselves when they next read, but not all of them read
// all along; until then decode goes on alone.
func stoppable[T any](ctx context.Context, decode func() (T, error)) (v T, err error) {
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return v, ctx.Err()
	}
	done := make(chan struct{})
	var made T
	var failed error
	go func() {
		made, failed = safely(decode)
		<-decoding
		close(done)
	}()
	select {
	case <-done:
		return made, failed
	case <-ctx.Done():
		return v, ctx.Err()
	}
}

// check is everything that can be refused without decoding.
func check(f format, data []byte) (orientation, error) {
	cfg, err := f.config(data)
	if err != nil {
		return upright, model.Fail(model.CodeUnreadable, err)
	}
	if err := checkSize(cfg); err != nil {
		return upright, err
	}
	return f.check(data, cfg)
}

// Size is the size of the picture in the file, upright, in pixels: what the
// resolution is judged by. What is kept may be smaller.
func (s *Source) Size() (width, height int) { return s.width, s.height }

// Turn is s turned to the right by quarter turns (to the left if negative).
// It costs nothing and leaves s as it is.
func (s *Source) Turn(quarters int) *Source {
	t := *s
	t.orient = s.orient.turned(quarters)
	if quarters%2 != 0 {
		t.width, t.height = s.height, s.width
	}
	return &t
}

// Preview is the picture to show: long side at most MaxPreview. It is made
// anew each time.
func (s *Source) Preview() *image.RGBA { return s.upright(MaxPreview).rgba() }

// upright is the picture as it is shown, at most long.
func (s *Source) upright(long int) pixels { return s.pixels.within(long).oriented(s.orient) }

// Photo re-encodes the picture for keeping: long side at most MaxKept, pixels
// only. The report is for the caller to put in. The error is ctx.Err().
func (s *Source) Photo(ctx context.Context) (model.Photo, error) {
	kept := s.upright(MaxKept)
	var out stopWriter
	out.ctx = ctx
	if err := jpeg.Encode(&out, kept.image(), &jpeg.Options{Quality: quality}); err != nil {
		return model.Photo{}, err
	}
	return model.Photo{
		JPEG: out.Bytes(), Width: kept.y.w, Height: kept.y.h, Print: printOf(kept.y),
	}, ctx.Err()
}

// A stopWriter is a buffer that refuses more when ctx is done.
type stopWriter struct {
	ctx context.Context
	bytes.Buffer
}

// Write appends b, or ends with ctx.Err().
func (w *stopWriter) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Buffer.Write(b)
}

// DecodePreview shows a stored photograph: at most long pixels on its long
// side (0: MaxPreview). Bytes that are no picture within the limits are
// refused as by Decode.
func DecodePreview(ctx context.Context, jpeg []byte, long int) (*image.RGBA, error) {
	img, o, err := decodeImage(ctx, jpeg)
	if err != nil {
		return nil, err
	}
	if long <= 0 {
		long = MaxPreview
	}
	return pixelsOf(img).within(long).oriented(o).rgba(), nil
}

// FromImage is a Source of pixels that come from a camera of this machine, at
// most long on their long side (0, or more than MaxKept: MaxKept). It may share
// memory with img, which must not change any more.
func FromImage(img image.Image, long int) (*Source, error) {
	b := img.Bounds()
	if err := checkSize(image.Config{ColorModel: img.ColorModel(), Width: b.Dx(), Height: b.Dy()}); err != nil {
		return nil, err
	}
	if long <= 0 || long > MaxKept {
		long = MaxKept
	}
	return &Source{pixels: pixelsOf(img).within(long), orient: upright, width: b.Dx(), height: b.Dy(), memo: &memo{}}, nil
}

// Shrunk is a frame of a camera to be shown, at most long on its long side.
func Shrunk(frame image.Image, long int) *image.RGBA {
	src, err := FromImage(frame, long)
	if err != nil { // of no size that a camera has
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	return src.Preview()
}

// Reduced is s with a long side of at most long: what is searched on it costs less.
func (s *Source) Reduced(long int) *Source {
	return &Source{pixels: s.pixels.within(long), orient: s.orient, width: s.width, height: s.height, memo: &memo{}}
}
