package photo

import (
	"encoding/binary"
	"image"
)

// checkPNG refuses a header that claims more pixels than the file can hold:
// deflate packs at most 1032 to 1 (zlib technical notes).
func checkPNG(data []byte, cfg image.Config) (orientation, error) {
	// DecodeConfig took the first chunk for a good header: depth and kind
	// stand at 24 and 25 (PNG 11.2.2).
	bits := int(data[24])
	switch data[25] {
	case 2:
		bits *= 3
	case 4:
		bits *= 2
	case 6:
		bits *= 4
	}
	if cfg.Width*cfg.Height*bits/8/1032 > len(data) {
		return upright, unreadable("a PNG with too little data")
	}
	return orientationOf(pngExif(data)), nil
}

// pngExif is the content of the first eXIf chunk.
func pngExif(data []byte) []byte {
	for i := 8; i+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[i:]))
		if n > len(data)-i-12 {
			return nil
		}
		if string(data[i+4:i+8]) == "eXIf" {
			return data[i+8 : i+8+n]
		}
		i += 12 + n
	}
	return nil
}

// checkWebP refuses moving pictures. The decoder itself refuses a picture
// larger than the header says.
func checkWebP(data []byte, _ image.Config) (orientation, error) {
	var exif []byte
	for i := 12; i+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[i+4:]))
		if n > len(data)-i-8 {
			return upright, unreadable("a WebP cut short")
		}
		body := data[i+8 : i+8+n]
		switch string(data[i : i+4]) {
		case "ANIM", "ANMF":
			return upright, notAPicture("a moving WebP")
		case "EXIF":
			exif = body
		}
		i += 8 + n + n&1
	}
	if holds(exif, 0, "Exif\x00\x00") { // some writers keep the JPEG prefix
		exif = exif[6:]
	}
	return orientationOf(exif), nil
}
