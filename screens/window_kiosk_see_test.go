//go:build window && linux

package screens

import (
	"fmt"
	"image"
	"image/color"
	"time"
)

// loudLimit is how long a page with a main button may take to come.
const loudLimit = 20 * time.Second

// loud is the main button of the page that comes: the topmost large block in
// its colour.
func (l *lobby) loud(what string) image.Point {
	l.Helper()
	for end := time.Now().Add(loudLimit); ; {
		img := l.still(what)
		if p, ok := mainButton(img); ok {
			return p
		}
		if time.Now().After(end) {
			l.Fatalf("%s: there is no main button (%s)", what, keepPictures(l.T, map[string]image.Image{"page": img}))
		}
	}
}

// mainButton finds a large block in the colour of main buttons, and a place in it.
func mainButton(img *image.RGBA) (image.Point, bool) {
	const wide, high = 60, 40
	main := func(x, y int) bool { return img.RGBAAt(x, y) == color.RGBA{0x0b, 0x7a, 0x6b, 0xff} }
	for y := 0; y < kioskHeight-high; y++ {
		for x := 0; x < kioskWidth-wide; x += 4 {
			if main(x, y) && main(x+wide, y) && main(x+4, y+high) && main(x+wide/2, y+2) && main(x+wide-4, y+high) {
				return image.Pt(x+wide/2-10, y+8), true
			}
		}
	}
	return image.Point{}, false
}

// goOn presses the main button.
func (l *lobby) goOn(what string) { l.at(l.loud(what)) }

// press puts a finger down where the pointer is, or lifts it: at once, without
// starting a program (XTEST, FakeInput).
func (d *display) press(down bool) error {
	const queryExtension, fakeInput, press, release = 98, 2, 4, 5
	if err := d.request(queryExtension, 0, 5, 'X'|'T'<<8|'E'<<16|'S'<<24, 'T'); err != nil {
		return err
	}
	head, _, err := d.reply()
	if err != nil || head[8] == 0 {
		return fmt.Errorf("no XTEST here: %w", err)
	}
	kind := uint32(release)
	if down {
		kind = press
	}
	return d.request(head[9], fakeInput, kind|1<<8, 0, d.root, 0, 0, 0, 0, 0)
}

// part is what stands on a small part of the screen around a point.
func (d *display) part(at image.Point) ([]byte, error) {
	const zPixmap, side = 2, 24
	if err := d.request(73, zPixmap, d.root, uint32(at.X-side/2)|uint32(at.Y-side/2)<<16, side|side<<16, 0xffffffff); err != nil {
		return nil, err
	}
	_, body, err := d.reply()
	return body, err
}
