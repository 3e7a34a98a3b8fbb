package photo

import (
	"image"
	"image/color"
	"image/draw"

	"truename/model/memory"
)

// A pixels is a picture as JPEG has it: luma, and two chroma planes of the
// same or a smaller size; without chroma (w = 0) it is grey.
type pixels struct{ y, cb, cr plane }

// pixelsOf takes img apart. Transparent parts become white. The planes may
// share memory with img.
func pixelsOf(img image.Image) pixels {
	switch m := img.(type) {
	case *image.YCbCr:
		return planesOf(m)
	case *image.Gray:
		return pixels{y: plane{m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.Stride, m.Rect.Dx(), m.Rect.Dy()}}
	}
	b := img.Bounds()
	p := pixels{newPlane(b.Dx(), b.Dy()), newPlane((b.Dx()+1)/2, (b.Dy()+1)/2), newPlane((b.Dx()+1)/2, (b.Dy()+1)/2)}
	inParallel(b.Dy(), 2, func(from, to int) {
		strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), 2))
		for y := from; y < to; y += 2 {
			rows := image.Rect(0, 0, b.Dx(), min(2, to-y))
			draw.Draw(strip, rows, image.White, image.Point{}, draw.Src)
			draw.Draw(strip, rows, img, b.Min.Add(image.Pt(0, y)), draw.Over)
			p.fill(strip, y, rows.Dy())
		}
	})
	return p
}

// fill turns one or two rows of colours into luma and halved chroma.
func (p pixels) fill(strip *image.RGBA, y, rows int) {
	w := p.y.w
	for cx := range p.cb.w {
		var b, r, n int
		for dy := range rows {
			for x := 2 * cx; x < min(2*cx+2, w); x++ {
				c := strip.Pix[dy*strip.Stride+4*x:]
				yy, cb, cr := color.RGBToYCbCr(c[0], c[1], c[2])
				p.y.row(y + dy)[x] = yy
				b, r, n = b+int(cb), r+int(cr), n+1
			}
		}
		p.cb.row(y / 2)[cx] = uint8((b + n/2) / n)
		p.cr.row(y / 2)[cx] = uint8((r + n/2) / n)
	}
}

func planesOf(m *image.YCbCr) pixels {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	fx, fy := 1, 1
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		fx = 2
	case image.YCbCrSubsampleRatio420:
		fx, fy = 2, 2
	case image.YCbCrSubsampleRatio440:
		fy = 2
	case image.YCbCrSubsampleRatio411:
		fx = 4
	case image.YCbCrSubsampleRatio410:
		fx, fy = 4, 2
	}
	cw, ch := (w+fx-1)/fx, (h+fy-1)/fy
	min := m.Rect.Min
	c := m.COffset(min.X, min.Y)
	return pixels{
		plane{m.Y[m.YOffset(min.X, min.Y):], m.YStride, w, h},
		plane{m.Cb[c:], m.CStride, cw, ch},
		plane{m.Cr[c:], m.CStride, cw, ch},
	}
}

// fit is w × h made no longer than long, in proportion.
func fit(w, h, long int) (int, int) {
	if m := max(w, h); m > long {
		return max(1, (w*long+m/2)/m), max(1, (h*long+m/2)/m)
	}
	return w, h
}

// within is p with a long side of at most long, chroma halved.
func (p pixels) within(long int) pixels {
	w, h := fit(p.y.w, p.y.h, long)
	out := pixels{y: p.y.scaled(w, h)}
	if p.cb.w > 0 {
		out.cb = p.cb.scaled((w+1)/2, (h+1)/2)
		out.cr = p.cr.scaled((w+1)/2, (h+1)/2)
	}
	return out
}

func (p pixels) oriented(o orientation) pixels {
	if p.cb.w == 0 {
		return pixels{y: p.y.oriented(o)}
	}
	return pixels{p.y.oriented(o), p.cb.oriented(o), p.cr.oriented(o)}
}

// image is p for the JPEG encoder; chroma must be halved or absent.
func (p pixels) image() image.Image {
	r := image.Rect(0, 0, p.y.w, p.y.h)
	if p.cb.w == 0 {
		return &image.Gray{Pix: p.y.pix, Stride: p.y.stride, Rect: r}
	}
	return &image.YCbCr{
		Y: p.y.pix, Cb: p.cb.pix, Cr: p.cr.pix,
		YStride: p.y.stride, CStride: p.cb.stride,
		SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: r,
	}
}

// rgba is p as Fyne uploads it without converting.
func (p pixels) rgba() *image.RGBA {
	out := memory.RGBA(image.Rect(0, 0, p.y.w, p.y.h))
	inParallel(p.y.h, 1, func(from, to int) {
		for y := from; y < to; y++ {
			row := out.Pix[y*out.Stride:][:4*p.y.w]
			if p.cb.w == 0 {
				greyRow(row, p.y.row(y))
			} else {
				colourRow(row, p.y.row(y), p.cb.row(y/2), p.cr.row(y/2))
			}
		}
	})
	return out
}

func greyRow(out, luma []byte) {
	for x, v := range luma {
		o := out[4*x : 4*x+4 : 4*x+4]
		o[0], o[1], o[2], o[3] = v, v, v, 255
	}
}

// colourRow converts one row by the JFIF formulas in 16-bit fixed point
// (JFIF 1.02, page 3), a pair of pixels for each chroma sample.
func colourRow(out, luma, cb, cr []byte) {
	for x, v := range luma {
		b, r := int32(cb[x/2])-128, int32(cr[x/2])-128
		y := int32(v)<<16 | 1<<15
		o := out[4*x : 4*x+4 : 4*x+4]
		o[0] = clamp((y + 91881*r) >> 16)
		o[1] = clamp((y - 22554*b - 46802*r) >> 16)
		o[2] = clamp((y + 116130*b) >> 16)
		o[3] = 255
	}
}

func clamp(v int32) uint8 {
	if uint32(v) > 255 {
		return uint8(^(v >> 31)) // 0 below, 255 above
	}
	return uint8(v)
}
