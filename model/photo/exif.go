package photo

import "encoding/binary"

// An orientation is the EXIF tag 0x0112 (Exif 2.32, 4.6.4 A): how the stored
// rows and columns lie. 1 is upright.
type orientation uint8

const (
	upright      orientation = 1
	flipped      orientation = 2 // left and right swapped
	halfTurn     orientation = 3
	upsideDown   orientation = 4 // top and bottom swapped
	transposed   orientation = 5 // rows and columns swapped
	quarterRight orientation = 6 // to be turned right by a quarter
	transversed  orientation = 7 // rows and columns swapped, then half a turn
	quarterLeft  orientation = 8 // to be turned left by a quarter
)

// orientationOf reads the tag from a TIFF block (from its byte order mark
// on). Whatever is missing, damaged or out of range means upright. Only the
// first directory is looked at, so that loops cannot be built.
func orientationOf(tiff []byte) orientation {
	var order binary.ByteOrder
	switch {
	case holds(tiff, 0, "II*\x00"):
		order = binary.LittleEndian
	case holds(tiff, 0, "MM\x00*"):
		order = binary.BigEndian
	default:
		return upright
	}
	if len(tiff) < 8 {
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := int(order.Uint16(tiff[at:]))
	for b := tiff[at+2:]; entries > 0 && len(b) >= 12; b, entries = b[12:], entries-1 {
		if order.Uint16(b) == 0x0112 {
			return orientationValue(order, b)
		}
	}
	return upright
}

// orientationValue reads the value of one directory entry: a short, or a
// long as some writers have it.
func orientationValue(order binary.ByteOrder, entry []byte) orientation {
	var v uint32
	switch order.Uint16(entry[2:]) {
	case 3:
		v = uint32(order.Uint16(entry[8:]))
	case 4:
		v = order.Uint32(entry[8:])
	}
	if v < 1 || v > 8 {
		return upright
	}
	return orientation(v)
}

// swaps reports whether o makes the width the height.
func (o orientation) swaps() bool { return o >= transposed }

// parts is o as: mirror left and right first, then quarter turns to the right.
func (o orientation) parts() (mirror bool, quarters int) {
	switch o {
	case flipped:
		return true, 0
	case halfTurn:
		return false, 2
	case upsideDown:
		return true, 2
	case transposed:
		return true, 3
	case quarterRight:
		return false, 1
	case transversed:
		return true, 1
	case quarterLeft:
		return false, 3
	}
	return false, 0
}

// turned is o and then quarter turns to the right (to the left if negative).
func (o orientation) turned(quarters int) orientation {
	mirror, q := o.parts()
	q = ((q+quarters)%4 + 4) % 4
	if mirror {
		return [4]orientation{flipped, transversed, upsideDown, transposed}[q]
	}
	return [4]orientation{upright, quarterRight, halfTurn, quarterLeft}[q]
}

// mirrored is o and then top and bottom swapped, or left and right.
func (o orientation) mirrored(topBottom bool) orientation {
	mirror, q := o.parts()
	if topBottom {
		q += 2
	}
	if q = (4 - q%4) % 4; mirror {
		return upright.turned(q)
	}
	return flipped.turned(q)
}
