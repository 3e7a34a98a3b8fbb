// Package memory makes room for pictures and nets.
//
// Memory that is new to a process comes from the system page by page when it is
// first written, and on some machines that takes longer than the work done in
// it. On Linux the system is asked for pages of 2 MB here, which take a fraction
// of the time (docs/benchmarks.md); elsewhere this is make.
package memory

import (
	"image"
	"io"
	"io/fs"
	"unsafe"
)

// large is the size of a large page, in bytes, and least that of what is worth
// some.
const (
	large = 2 << 20
	least = 2 * large
)

// Bytes are n bytes, all 0, with room for no more.
func Bytes(n int) []byte {
	if n < least {
		return make([]byte, n)
	}
	// From a boundary of large pages on, so that none is broken up; what is left
	// behind the last one comes as usual, and so takes no more than it needs.
	b := make([]byte, n+large)
	b = b[-uintptr(unsafe.Pointer(unsafe.SliceData(b)))%large:][:n:n]
	expect(b[:n/large*large])
	return b
}

// Floats are n numbers, all 0, with room for no more.
func Floats(n int) []float32 {
	const size = int(unsafe.Sizeof(float32(0)))
	if n*size < least {
		return make([]float32, n)
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(Bytes(n*size)))), n)
}

// RGBA is image.NewRGBA.
func RGBA(r image.Rectangle) *image.RGBA {
	return &image.RGBA{Pix: Bytes(4 * r.Dx() * r.Dy()), Stride: 4 * r.Dx(), Rect: r}
}

// YCbCr is image.NewYCbCr. r begins at 0, 0.
func YCbCr(r image.Rectangle, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	m := &image.YCbCr{SubsampleRatio: ratio, YStride: r.Dx(), CStride: r.Dx(), Rect: r}
	high := r.Dy()
	switch ratio {
	case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
		m.CStride = (r.Dx() + 1) / 2
	}
	switch ratio {
	case image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio420:
		high = (r.Dy() + 1) / 2
	}
	y, c := m.YStride*r.Dy(), m.CStride*high
	all := Bytes(y + 2*c)
	m.Y, m.Cb, m.Cr = all[:y:y], all[y:y+c:y+c], all[y+c:]
	return m
}

// ReadFile is fs.ReadFile.
func ReadFile(from fs.FS, name string) ([]byte, error) {
	f, err := from.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b := Bytes(int(info.Size()))
	_, err = io.ReadFull(f, b)
	return b, err
}
