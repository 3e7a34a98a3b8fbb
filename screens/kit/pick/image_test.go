package pick

import (
	"bytes"
	"testing"
)

const (
	pngBegin  = "\x89PNG\r\n\x1a\n"
	jpegBegin = "\xff\xd8\xff\xe0"
)

// filled is a picture, to this package, of that many bytes: no two pieces of it
// alike, so that none can go astray.
func filled(begin string, size int) []byte {
	b := bytes.NewBuffer(append(make([]byte, 0, size), begin...))
	for i := uint32(1); b.Len() < size; i++ {
		x := i * 2654435761
		b.Write([]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8)}[:min(3, size-b.Len())])
	}
	return b.Bytes()
}

func TestChecked(t *testing.T) {
	for name, c := range map[string]struct {
		bytes []byte
		err   error
	}{
		"a PNG":       {filled(pngBegin, 100), nil},
		"a JPEG":      {filled(jpegBegin, 100), nil},
		"the largest": {filled(pngBegin, Limit), nil},
		"larger":      {filled(pngBegin, Limit+1), ErrTooLarge},
		"a GIF":       {[]byte("GIF89a"), ErrNoImage},
		"text":        {[]byte("11010519491231002X"), ErrNoImage},
		"half of it":  {[]byte(pngBegin)[:7], ErrNoImage},
		"nothing":     {nil, ErrNoImage},
	} {
		got, err := checked(c.bytes)
		if err != c.err || err == nil && !bytes.Equal(got, c.bytes) || err != nil && got != nil {
			t.Errorf("%s: %d bytes, %v, want %v", name, len(got), err, c.err)
		}
	}
}
