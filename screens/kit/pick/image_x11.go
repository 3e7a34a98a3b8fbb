//go:build !windows && !darwin

package pick

import (
	"bytes"
	"context"
	"errors"
)

// The library used on macOS is not used here: version 0.7.1 does not know how
// larger pictures travel between X11 programs (a screenshot of 3.6 MB came out
// empty), waits for ever for an owner that does not answer, and needs the
// development package of libX11 where the program runs.

// selectionTime is how long a whole picture may take.
const selectionTime = 2 * patience

// incrChunk is how much of a property is asked for at once, in bytes: more than
// most programs send in one piece.
const incrChunk = 1 << 20

// clipboard asks the owner of the X11 selection CLIPBOARD for a PNG, else for
// a JPEG, as the ICCCM says: https://x.org/releases/current/doc/xorg-docs/icccm/icccm.html#use_of_selection_mechanism
func clipboard(ctx context.Context) ([]byte, error) {
	limited, end := context.WithTimeout(ctx, selectionTime)
	defer end()
	x, err := dialX(limited)
	if err != nil {
		return nil, ErrNoClipboard
	}
	defer x.close()
	picture, err := x.picture()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil, errors.Is(err, ErrNoImage), errors.Is(err, ErrTooLarge):
		return picture, err
	}
	return nil, ErrNoClipboard
}

// picture tries the formats in turn, the one without loss first. What the owner
// hands over must look like one: some owners answer to any format.
func (x *xConn) picture() ([]byte, error) {
	s, err := x.newSelection()
	if err != nil {
		return nil, err
	}
	for _, format := range []string{"image/png", "image/jpeg"} {
		data, err := s.get(format)
		if err != nil {
			return nil, err
		}
		if picture, err := checked(data); !errors.Is(err, ErrNoImage) {
			return picture, err
		}
	}
	return nil, ErrNoImage
}

// A selection is the clipboard as one window of ours asks for it.
type selection struct {
	x                 *xConn
	window            uint32
	name, into, parts uint32 // atoms: CLIPBOARD, the property of ours that data comes through, INCR
}

func (x *xConn) newSelection() (s selection, err error) {
	s = selection{x: x, window: x.firstID}
	for name, atom := range map[string]*uint32{"CLIPBOARD": &s.name, "TRUENAME_PASTE": &s.into, "INCR": &s.parts} {
		if *atom, err = x.atom(name); err != nil {
			return s, err
		}
	}
	return s, x.createWindow(s.window)
}

// get is the clipboard in one format: nil if its owner does not have it, or if
// there is no owner.
func (s selection) get(format string) ([]byte, error) {
	target, err := s.x.atom(format)
	if err != nil {
		return nil, err
	}
	if err := s.x.send(opConvertSelection, 0, s.window, s.name, target, s.into, currentTime); err != nil {
		return nil, err
	}
	property, err := s.notified(target)
	if err != nil || property == 0 { // refused
		return nil, err
	}
	kind, data, err := s.property()
	if err != nil || kind != s.parts {
		return data, err
	}
	return s.inParts() // taking the property off told the owner to begin
}

// notified waits for the answer to a request, and returns the property that
// holds it, or 0.
func (s selection) notified(target uint32) (property uint32, err error) {
	for {
		e, err := s.x.event(evSelectionNotify)
		if err != nil {
			return 0, err
		}
		if u32(e, 12) == s.name && u32(e, 16) == target {
			return u32(e, 20), nil
		}
	}
}

// inParts collects what the owner puts into the property part after part; an
// empty one is the end.
func (s selection) inParts() ([]byte, error) {
	var all bytes.Buffer
	for {
		e, err := s.x.event(evPropertyNotify)
		if err != nil {
			return nil, err
		}
		if u32(e, 4) != s.window || u32(e, 8) != s.into || e[16] != newValue {
			continue
		}
		_, part, err := s.property()
		switch {
		case err != nil:
			return nil, err
		case len(part) == 0:
			return all.Bytes(), nil
		case all.Len()+len(part) > Limit:
			return nil, ErrTooLarge
		}
		all.Write(part)
	}
}

// property takes the whole property off the window.
func (s selection) property() (kind uint32, data []byte, err error) {
	for {
		at := uint32(len(data) / 4)
		r, err := s.x.ask(opGetProperty, 1, s.window, s.into, 0, at, incrChunk/4)
		if err != nil {
			return 0, nil, err
		}
		after, units := u32(r, 12), u32(r, 16)
		size := int(units) * int(r[1]) / 8 // r[1]: bits of a unit
		switch {
		case size > len(r)-xPacket:
			return 0, nil, errX11
		case len(data)+size+int(after) > Limit:
			return 0, nil, ErrTooLarge
		}
		data = append(data, r[xPacket:xPacket+size]...)
		if after == 0 { // now it is gone
			return u32(r, 8), data, nil
		}
		if size == 0 {
			return 0, nil, errX11
		}
	}
}
