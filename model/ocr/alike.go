package ocr

import (
	_ "embed" // for alike.bin
	"encoding/binary"
	"sync"
)

// alikeShapes are, for each Han character that the reader knows and our font
// draws, the others of those that look most like it: how many characters follow
// (a byte), itself, and they, each as its code point (4 bytes, little-endian).
// To find them takes seconds; a test finds some and compares.
//
//go:embed alike.bin
var alikeShapes []byte

// Others that are taken for a character are at least so much like it, and no
// more than so many.
const (
	leastAlike = 0.62
	mostAlike  = 8
)

// neighbours are the characters that look most like r, among those known to the
// reader.
func neighbours(r rune) []rune { return alike()[r] }

var alike = sync.OnceValue(func() map[rune][]rune {
	all := map[rune][]rune{}
	for b := alikeShapes; len(b) > 0; {
		n := int(b[0])
		r := rune(binary.LittleEndian.Uint32(b[1:]))
		all[r] = nil
		for b = b[5:]; n > 0; n-- {
			all[r] = append(all[r], rune(binary.LittleEndian.Uint32(b)))
			b = b[4:]
		}
	}
	return all
})
