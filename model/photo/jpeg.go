package photo

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
)

// A jpegFrame is what the markers of a JPEG tell without decoding it.
type jpegFrame struct {
	progressive bool
	units       int // 8×8 blocks in one minimum coded unit, of all components
	unitW       int // pixels of a minimum coded unit
	unitH       int
	scans       int
	ended       bool // the end marker is there
	exif        []byte
}

// configJPEG is jpeg.DecodeConfig for files whose header is found without
// reading through megabytes of nothing.
func configJPEG(data []byte) (image.Config, error) {
	for i := 2; ; {
		marker, at := nextMarker(data[:min(len(data), i+maxJunk)], i)
		if at < 0 || at+2 > len(data) {
			return image.Config{}, errors.New("a JPEG without a header")
		}
		if marker == 0xd9 || marker == 0xda {
			return jpeg.DecodeConfig(bytes.NewReader(data))
		}
		i = at + max(2, int(data[at])<<8|int(data[at+1]))
		if i >= len(data) {
			return image.Config{}, errors.New("a JPEG that ends in its header")
		}
	}
}

// checkJPEG refuses files cut short, and those whose decoding would cost far
// more than their size suggests.
func checkJPEG(data []byte, cfg image.Config) (orientation, error) {
	f := walkJPEG(data)
	pixels := cfg.Width * cfg.Height
	switch {
	case f.scans == 0 || f.units == 0:
		return upright, unreadable("a JPEG without a picture")
	case f.scans > maxScans || f.scans*pixels > maxScanPixels:
		return upright, tooLarge("a JPEG of too many scans")
	case !f.ended:
		return upright, unreadable("a JPEG cut short")
	}
	mcus := ((cfg.Width + f.unitW - 1) / f.unitW) * ((cfg.Height + f.unitH - 1) / f.unitH)
	if mcus/8 > len(data) { // each takes one bit at the very least
		return upright, unreadable("a JPEG with too little data")
	}
	// Decoded samples take 1 byte, kept coefficients 4.
	if f.progressive && mcus*f.units*64*5 > maxWorking {
		return upright, tooLarge("a progressive JPEG of too many pixels")
	}
	return orientationOf(f.exif), nil
}

// walkJPEG goes from marker to marker just as image/jpeg does.
func walkJPEG(data []byte) (f jpegFrame) {
	for i := 2; ; {
		marker, at := nextMarker(data, i)
		switch {
		case at < 0:
			return f
		case marker == 0xd9:
			f.ended = true
			return f
		}
		if at+2 > len(data) {
			return f
		}
		n := int(data[at])<<8 | int(data[at+1])
		if n < 2 || at+n > len(data) {
			return f
		}
		f.segment(marker, data[at+2:at+n])
		i = at + n
	}
}

// nextMarker finds the next marker with a segment, or the end marker; at is
// where its length stands, or -1.
func nextMarker(data []byte, i int) (marker byte, at int) {
	after := false // a fill byte 0xff
	for ; i < len(data); i++ {
		m := data[i]
		// Neither a stuffed byte nor a restart marker has a segment.
		if after && m != 0xff && m != 0 && (m < 0xd0 || m > 0xd7) {
			return m, i + 1
		}
		after = m == 0xff
	}
	return 0, -1
}

func (f *jpegFrame) segment(marker byte, b []byte) {
	switch marker {
	case 0xc0, 0xc1, 0xc2:
		f.progressive = marker == 0xc2
		f.frame(b)
	case 0xda:
		f.scans++
	case 0xe1:
		if f.exif == nil && holds(b, 0, "Exif\x00\x00") {
			f.exif = b[6:]
		}
	}
}

// frame reads the sampling factors: precision, height, width, count, then
// three bytes a component (ITU T.81, B.2.2).
func (f *jpegFrame) frame(b []byte) {
	if len(b) < 6 {
		return
	}
	f.units, f.unitW, f.unitH = 0, 8, 8
	for c := b[6:]; len(c) >= 3; c = c[3:] {
		h, v := int(c[1]>>4), int(c[1]&15)
		f.units += h * v
		f.unitW, f.unitH = max(f.unitW, 8*h), max(f.unitH, 8*v)
	}
}
