package receipt

import (
	"bytes"
	"slices"
)

// band is how many rows of dots are sent in one command. Some printers refuse
// tall pictures, all take this, and a job that broke off in the middle of a band
// is healed by as many bytes of nothing as a band has.
const band = 24

// Commands of ESC/POS. The picture goes with GS v 0, which is called obsolete by
// its maker and is the one that every printer has.
var (
	escReset  = []byte{0x1b, '@'}
	escLeft   = []byte{0x1b, 'a', 0}
	escFeed   = []byte{0x1b, 'd', 3}
	gsRaster  = []byte{0x1d, 'v', '0', 0}
	gsCutFeed = []byte{0x1d, 'V', 'B', 0} // to the knife, and cut; without a knife nothing
)

// EscPos is the sheet for a receipt printer, as commands of ESC/POS: the same
// texts and the same QR code as on the page of PDF, drawn with the sheet's font
// as rows of dots, since few such printers have all characters of a Chinese
// text; then fed out and cut. width is Narrow or Wide. The same sheet gives the
// same bytes. The code of an error is CodeUsage, as with PDF; a sheet with a
// recovery key is refused too.
//
// The first bytes say nothing: they end what an earlier job may have left open
// when the paper ran out, so that no piece of it stands on this slip.
func EscPos(s Sheet, width int) ([]byte, error) {
	ink, err := drawSlip(s, width)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Write(make([]byte, band*width/8))
	out.Write(escReset)
	out.Write(escLeft)
	for rows := range slices.Chunk(pack(ink), band) {
		out.Write(gsRaster)
		out.Write([]byte{byte(width / 8), 0, byte(len(rows)), 0})
		out.Write(quiet(slices.Concat(rows...)))
	}
	out.Write(escFeed)
	out.Write(gsCutFeed)
	return out.Bytes(), nil
}

// The commands that printers obey at once, also where they stand inside of a
// picture: DLE and one of these. They open a drawer, clear the buffer or turn
// the printer off.
const (
	dle  = 0x10
	eot  = 0x04
	enq  = 0x05
	dc4  = 0x14
	also = 0x08 // the dot beside the one dot of DLE
)

// quiet adds a dot to each byte of a picture that would begin such a command.
// Nobody sees it: it stands beside a dot that is printed.
func quiet(dots []byte) []byte {
	for i := range len(dots) - 1 {
		if next := dots[i+1]; dots[i] == dle && (next == eot || next == enq || next == dc4) {
			dots[i] |= also
		}
	}
	return dots
}
