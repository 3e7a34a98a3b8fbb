//go:build window && linux

package screens

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
)

// A display is a connection to the X server, for what xdotool cannot do: look
// at the screen without a process for each look, and ask a window to close the
// way a window manager does. It speaks the core protocol, little end first.
type display struct {
	io.ReadWriteCloser
	root uint32
}

var le = binary.LittleEndian

// openDisplay connects to $DISPLAY.
func openDisplay(t *testing.T) *display {
	t.Helper()
	number, _, _ := strings.Cut(strings.TrimPrefix(os.Getenv("DISPLAY"), ":"), ".")
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+number)
	if err != nil {
		t.Fatalf("no display (use xvfb-run): %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	d := &display{ReadWriteCloser: conn}
	if err := d.greet(cookie(number)); err != nil {
		t.Fatal(err)
	}
	return d
}

// cookie is the secret for a display from $XAUTHORITY, or nil.
func cookie(number string) []byte {
	b, _ := os.ReadFile(os.Getenv("XAUTHORITY"))
	for len(b) > 2 {
		b = b[2:] // the family
		var parts [4]string
		for i := range parts { // address, number, name, data
			n := int(binary.BigEndian.Uint16(b))
			parts[i], b = string(b[2:2+n]), b[2+n:]
		}
		if parts[1] == number {
			return []byte(parts[3])
		}
	}
	return nil
}

// padded fills b up to words of four bytes.
func padded(b []byte) []byte { return append(b, make([]byte, -len(b)&3)...) }

// greet sets the connection up and learns which window is the root.
func (d *display) greet(secret []byte) error {
	name := []byte("MIT-MAGIC-COOKIE-1")
	if secret == nil {
		name = nil
	}
	b := []byte{'l', 0, 11, 0, 0, 0, byte(len(name)), 0, byte(len(secret)), 0, 0, 0}
	b = append(append(b, padded(name)...), padded(secret)...)
	if _, err := d.Write(b); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(d, head); err != nil {
		return err
	}
	body := make([]byte, 4*int(le.Uint16(head[6:])))
	if _, err := io.ReadFull(d, body); err != nil {
		return err
	}
	if head[0] != 1 || len(body) < 32 {
		return fmt.Errorf("the X server refuses: %q", body)
	}
	screens := 32 + len(padded(make([]byte, le.Uint16(body[16:])))) + 8*int(body[21])
	d.root = le.Uint32(body[screens:])
	return nil
}

// request sends a request: its code, the byte beside it, and its words.
func (d *display) request(code, detail byte, words ...uint32) error {
	b := []byte{code, detail}
	b = le.AppendUint16(b, uint16(1+len(words)))
	for _, w := range words {
		b = le.AppendUint32(b, w)
	}
	_, err := d.Write(b)
	return err
}

// reply waits for a reply and gives its head and what follows it.
func (d *display) reply() (head, body []byte, err error) {
	for {
		head = make([]byte, 32)
		if _, err = io.ReadFull(d, head); err != nil {
			return nil, nil, err
		}
		switch head[0] {
		case 0:
			return nil, nil, fmt.Errorf("X error %d", head[1])
		case 1:
			body = make([]byte, 4*int(le.Uint32(head[4:])))
			_, err = io.ReadFull(d, body)
			return head, body, err
		} // else an event
	}
}

// atom is the number of a name.
func (d *display) atom(name string) (uint32, error) {
	b := bytes.NewBuffer([]byte{16, 0})
	binary.Write(b, le, []uint16{uint16(2 + (len(name)+3)/4), uint16(len(name)), 0})
	b.Write(padded([]byte(name)))
	if _, err := d.Write(b.Bytes()); err != nil {
		return 0, err
	}
	head, _, err := d.reply()
	if err != nil {
		return 0, err
	}
	return le.Uint32(head[8:]), nil
}

// askToClose does what a window manager does when its close button is pressed.
func (d *display) askToClose(window string) error {
	id, err := strconv.ParseUint(window, 10, 32)
	if err != nil {
		return err
	}
	protocols, err1 := d.atom("WM_PROTOCOLS")
	deletes, err2 := d.atom("WM_DELETE_WINDOW")
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	const clientMessage, words = 33, 32 << 8
	return d.request(25, 0, uint32(id), 0, clientMessage|words, uint32(id), protocols, deletes, 0, 0, 0, 0)
}

// see is what stands on the screen, from its top left corner.
func (d *display) see(width, height int) (*image.RGBA, error) {
	const zPixmap = 2
	size := uint32(width) | uint32(height)<<16
	if err := d.request(73, zPixmap, d.root, 0, size, 0xffffffff); err != nil {
		return nil, err
	}
	_, body, err := d.reply()
	if err != nil || len(body) < 4*width*height {
		return nil, fmt.Errorf("a picture of %d bytes: %w", len(body), err)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := 0; i < 4*width*height; i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = body[i+2], body[i+1], body[i], 0xff
	}
	return img, nil
}

// learn puts the characters of text on keys that the keyboard does not use, so
// that xdotool finds them there: it would change the keyboard while it types,
// and the window would see the change too late.
func (d *display) learn(text string) error {
	code := byte(254)
	for _, r := range text {
		const change, perKey, unicode = 100, 1, 1 << 24
		if err := d.request(change, 1, uint32(code)|perKey<<8, unicode|uint32(r)); err != nil {
			return err
		}
		code--
	}
	_, err := d.atom("ATOM") // an answer means that it was done
	return err
}
