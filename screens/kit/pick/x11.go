//go:build !windows && !darwin

package pick

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The few words of the X11 protocol that reading the clipboard takes:
// https://www.x.org/releases/current/doc/xproto/x11protocol.html#protocol_encoding
const (
	opCreateWindow     = 1
	opInternAtom       = 16
	opGetProperty      = 20
	opConvertSelection = 24

	pkError           = 0
	pkReply           = 1
	pkGenericEvent    = 35
	evPropertyNotify  = 28
	evSelectionNotify = 31
	evSent            = 0x80 // set in the type of an event that a program sent

	inputOnly          = 2       // class of a window that is never seen
	maskEvents         = 1 << 11 // of a window's attributes: the events wanted
	wantPropertyChange = 1 << 22
	newValue           = 0 // state of a property that was set, not deleted
	currentTime        = 0

	xPacket = 32 // bytes of every event, error and beginning of a reply
)

// errX11 is any answer that makes no sense or tells of an error.
var errX11 = errors.New("pick: the X11 server refused")

// An xConn is a connection to the X11 server. It is closed when the context
// given to dialX is done, which ends every call with an error.
type xConn struct {
	conn    net.Conn
	in      *bufio.Reader
	release func() bool
	firstID uint32   // the first id that is ours to give
	root    uint32   // the root window of the first screen
	later   [][]byte // events that came while an answer was waited for
}

// dialX connects to the server that DISPLAY names.
func dialX(ctx context.Context) (*xConn, error) {
	host, number, err := splitDisplay(os.Getenv("DISPLAY"))
	if err != nil {
		return nil, err
	}
	conn, err := dialDisplay(ctx, host, number)
	if err != nil {
		return nil, err
	}
	x := &xConn{conn: conn, in: bufio.NewReader(conn)}
	x.release = context.AfterFunc(ctx, func() { conn.Close() })
	if err := x.setUp(cookie(number)); err != nil {
		x.close()
		return nil, err
	}
	return x, nil
}

// close ends the connection, and with it all that was made over it.
func (x *xConn) close() {
	x.release()
	x.conn.Close()
}

// splitDisplay takes "host:number.screen" apart. No host is this machine.
func splitDisplay(display string) (host, number string, err error) {
	i := strings.LastIndexByte(display, ':')
	if i < 0 {
		return "", "", errX11
	}
	number, _, _ = strings.Cut(display[i+1:], ".")
	if n, err := strconv.Atoi(number); err != nil || n < 0 || n > 59535 { // port 6000 + n
		return "", "", errX11
	}
	host = strings.Trim(display[:i], "[]")
	if host == "unix" {
		host = ""
	}
	return host, number, nil
}

// dialDisplay opens the socket: in the file system, or, where that is another
// one (a sandbox), the abstract one of the same name.
func dialDisplay(ctx context.Context, host, number string) (net.Conn, error) {
	var d net.Dialer
	if host != "" {
		n, _ := strconv.Atoi(number)
		return d.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(6000+n)))
	}
	socket := "/tmp/.X11-unix/X" + number
	conn, err := d.DialContext(ctx, "unix", socket)
	if err != nil {
		conn, err = d.DialContext(ctx, "unix", "@"+socket)
	}
	return conn, err
}

// authName is the only way of proving who we are that is in use.
const authName = "MIT-MAGIC-COOKIE-1"

// cookie is what the server of this number wants to be shown, or nil: many
// servers also know us by our user id.
func cookie(number string) []byte {
	file := os.Getenv("XAUTHORITY")
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		file = filepath.Join(home, ".Xauthority")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	host, _ := os.Hostname()
	return cookieIn(raw, host, number)
}

// cookieIn finds the cookie in an Xauthority file, which is a list of family,
// address, number, name and data, each with its length before it, big-endian.
// An entry of this host comes first; another one of this number may be right
// after the host was renamed.
func cookieIn(raw []byte, host, number string) (found []byte) {
	for len(raw) > 2 {
		raw = raw[2:] // the family
		var field [4][]byte
		for i := range field {
			if len(raw) < 2 {
				return found
			}
			n := int(binary.BigEndian.Uint16(raw))
			if len(raw) < 2+n {
				return found
			}
			field[i], raw = raw[2:2+n], raw[2+n:]
		}
		address, of, name, data := field[0], string(field[1]), string(field[2]), field[3]
		switch {
		case name != authName || of != "" && of != number:
		case string(address) == host:
			return data
		case found == nil:
			found = data
		}
	}
	return found
}

// setUp is the greeting: it says that we write little-endian and who we are, and
// learns an id of ours and the root window.
func (x *xConn) setUp(cookie []byte) error {
	name := ""
	if cookie != nil {
		name = authName
	}
	hello := []byte{'l', 0, 11, 0, 0, 0, byte(len(name)), 0, byte(len(cookie)), byte(len(cookie) >> 8), 0, 0}
	hello = append(padded(append(hello, name...)), padded(cookie)...)
	if _, err := x.conn.Write(hello); err != nil {
		return err
	}
	var head [8]byte
	if _, err := io.ReadFull(x.in, head[:]); err != nil {
		return err
	}
	rest := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(x.in, rest); err != nil {
		return err
	}
	if head[0] != 1 || len(rest) < xPacket { // 0: refused
		return errX11
	}
	vendor, formats := int(binary.LittleEndian.Uint16(rest[16:])), int(rest[21])
	screen := xPacket + (vendor+3)&^3 + 8*formats
	if rest[20] == 0 || len(rest) < screen+4 {
		return errX11
	}
	x.firstID, x.root = u32(rest, 4), u32(rest, screen)
	return nil
}

// send makes a request of 32-bit values; small is the byte after its code.
func (x *xConn) send(code, small byte, values ...uint32) error {
	return x.sendBytes(code, small, words(values...))
}

// sendBytes makes a request of any content.
func (x *xConn) sendBytes(code, small byte, content []byte) error {
	content = padded(content)
	n := len(content)/4 + 1
	_, err := x.conn.Write(append([]byte{code, small, byte(n), byte(n >> 8)}, content...))
	return err
}

// ask makes a request and waits for its answer.
func (x *xConn) ask(code, small byte, values ...uint32) ([]byte, error) {
	if err := x.send(code, small, values...); err != nil {
		return nil, err
	}
	return x.reply()
}

// reply is the answer to the last request.
func (x *xConn) reply() ([]byte, error) {
	for {
		p, err := x.packet()
		if err != nil {
			return nil, err
		}
		if p[0] == pkReply {
			return p, nil
		}
		x.later = append(x.later, p)
	}
}

// event is the next event of that type; others before it are forgotten.
func (x *xConn) event(kind byte) (e []byte, err error) {
	for {
		if len(x.later) > 0 {
			e, x.later = x.later[0], x.later[1:]
		} else if e, err = x.packet(); err != nil {
			return nil, err
		}
		if e[0]&^evSent == kind {
			return e, nil
		}
	}
}

// packet reads what the server says next. Errors come this way too.
func (x *xConn) packet() ([]byte, error) {
	p := make([]byte, xPacket)
	if _, err := io.ReadFull(x.in, p); err != nil {
		return nil, err
	}
	if p[0] == pkError {
		return nil, errX11
	}
	if p[0] != pkReply && p[0]&^evSent != pkGenericEvent {
		return p, nil
	}
	more := uint64(u32(p, 4)) * 4
	if more > incrChunk {
		return nil, errX11
	}
	p = append(p, make([]byte, more)...)
	_, err := io.ReadFull(x.in, p[xPacket:])
	return p, err
}

// atom is the number that stands for a name.
func (x *xConn) atom(name string) (uint32, error) {
	content := []byte{byte(len(name)), byte(len(name) >> 8), 0, 0}
	if err := x.sendBytes(opInternAtom, 0, append(content, name...)); err != nil {
		return 0, err
	}
	r, err := x.reply()
	if err != nil {
		return 0, err
	}
	return u32(r, 8), nil
}

// createWindow makes a window that is not shown and hears of its properties.
func (x *xConn) createWindow(id uint32) error {
	const place, size, border = 0, 1 | 1<<16, 0 | inputOnly<<16 // two of 16 bits each
	return x.send(opCreateWindow, 0, id, x.root, place, size, border, 0, maskEvents, wantPropertyChange)
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

// words are values one after the other.
func words(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// padded is b filled up to a multiple of four.
func padded(b []byte) []byte {
	return append(b, make([]byte, -len(b)&3)...)
}
