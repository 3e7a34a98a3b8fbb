package photo

import (
	"errors"
	"fmt"
	"image"
	"image/color"

	"truename/model"
)

// The limits of what is read (design: photograph limits) and of what is made.
// No picture within them takes more than 300 MB to open (TestMemory).
const (
	MaxFile    = 20 << 20   // bytes of a file
	MaxSide    = 12_000     // pixels of a side
	MaxPixels  = 50_000_000 // width × height
	MaxDecoded = 224 << 20  // bytes of the decoded pixels

	MaxKept    = 3000 // long side of what is stored, in pixels
	MaxPreview = 1600 // long side of what is shown, in pixels
)

// Limits inside a JPEG: a progressive one keeps its coefficients and goes
// over all of them in every scan, so that a small file could cost minutes.
const (
	maxJunk       = 64 << 10 // bytes between the segments of the header
	maxScans      = 100
	maxScanPixels = 1_000_000_000 // scans × pixels
	maxWorking    = 264 << 20     // bytes of coefficients and pixels together
)

func tooLarge(what string) error { return model.Fail(model.CodeTooLarge, errors.New(what)) }

func notAPicture(what string) error { return model.Fail(model.CodeNotAPicture, errors.New(what)) }

func unreadable(what string) error { return model.Fail(model.CodeUnreadable, errors.New(what)) }

// checkSize holds the size that the header claims against the limits.
func checkSize(cfg image.Config) error {
	w, h := cfg.Width, cfg.Height
	switch {
	case w < 1 || h < 1:
		return unreadable("a picture without pixels")
	case w > MaxSide || h > MaxSide:
		return tooLarge(fmt.Sprintf("%d x %d pixels: a side is over %d", w, h, MaxSide))
	case w*h > MaxPixels: // cannot overflow: both are at most MaxSide
		return tooLarge(fmt.Sprintf("%d x %d pixels: over %d", w, h, MaxPixels))
	case w*h*pixelBytes(cfg.ColorModel) > MaxDecoded:
		return tooLarge(fmt.Sprintf("%d x %d pixels of %d bytes", w, h, pixelBytes(cfg.ColorModel)))
	}
	return nil
}

// pixelBytes is the most that one decoded pixel takes.
func pixelBytes(m color.Model) int {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}
