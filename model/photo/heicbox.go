package photo

import (
	"encoding/binary"
	"errors"
	"iter"
	"slices"
)

var errBoxes = errors.New("damaged boxes of a HEIC file")

// An atom is one piece of an ISO base media file (ISO/IEC 14496-12, 4.2).
type atom struct {
	kind string
	body []byte
}

// atoms takes b apart, at most maxItems; what does not fit ends it.
func atoms(b []byte) iter.Seq[atom] {
	return func(yield func(atom) bool) {
		for n := 0; len(b) >= 8 && n < maxItems; n++ {
			n, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
			switch {
			case n == 0: // to the end
				n = uint64(len(b))
			case n == 1 && len(b) >= 16:
				n, head = binary.BigEndian.Uint64(b[8:]), 16
			}
			if n < head || n > uint64(len(b)) || !yield(atom{string(b[4:8]), b[head:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// atomOf is the body of the first box of a kind, or nil.
func atomOf(b []byte, kind string) []byte {
	for x := range atoms(b) {
		if x.kind == kind {
			return x.body
		}
	}
	return nil
}

// A cursor reads numbers, most significant byte first. Past the end it gives
// zeros and stays short.
type cursor struct {
	b     []byte
	short bool
}

// num is the next number of n bytes, 0 to 8.
func (c *cursor) num(n int) (v uint64) {
	for _, x := range c.take(n) {
		v = v<<8 | uint64(x)
	}
	return v
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.b, c.short = nil, true
		return nil
	}
	head := c.b[:n]
	c.b = c.b[n:]
	return head
}

// wide reads an id or a count: 4 bytes if long, else 2.
func (c *cursor) wide(long bool) uint64 {
	if long {
		return c.num(4)
	}
	return c.num(2)
}

// An item is what a HEIF file says about one of its pictures.
type item struct {
	kind    string // "hvc1", "grid", …
	extents [][]byte
	tiles   []uint64 // of a grid, row by row
	props   []atom   // in the order in which they are to be applied
}

// itemsOf reads the directory of a HEIF file (ISO/IEC 23008-12).
func itemsOf(data []byte) (items map[uint64]*item, primary uint64, err error) {
	meta := atomOf(data, "meta")
	if len(meta) < 4 || len(meta) > maxMeta {
		return nil, 0, errBoxes
	}
	meta = meta[4:]
	c := &cursor{b: atomOf(meta, "pitm")}
	primary = c.wide(c.num(4)>>24 > 0)
	items = map[uint64]*item{}
	ok := !c.short && readKinds(items, atomOf(meta, "iinf")) &&
		readPlaces(items, atomOf(meta, "iloc"), data, atomOf(meta, "idat")) &&
		readTiles(items, atomOf(meta, "iref")) && readProps(items, atomOf(meta, "iprp"))
	if !ok || items[primary] == nil {
		return nil, 0, errBoxes
	}
	return items, primary, nil
}

// readKinds reads the item information box (ISO/IEC 14496-12, 8.11.6).
func readKinds(items map[uint64]*item, b []byte) bool {
	c := &cursor{b: b}
	c.wide(c.num(4)>>24 > 0)
	for x := range atoms(c.b) {
		e := &cursor{b: x.body}
		version := e.num(4) >> 24
		id := e.wide(version > 2)
		e.num(2)
		if kind := string(e.take(4)); x.kind == "infe" && version >= 2 && !e.short {
			items[id] = &item{kind: kind}
		}
	}
	return !c.short && len(items) <= maxItems
}

// readPlaces reads the item location box (8.11.3). Only data of this file
// and of the directory itself is followed.
func readPlaces(items map[uint64]*item, b, file, inside []byte) bool {
	c := &cursor{b: b}
	version := c.num(4) >> 24
	sizes, pieces := c.num(2), 0
	for n := c.wide(version > 1); n > 0 && !c.short; n-- {
		it := items[c.wide(version > 1)]
		whole := file
		if version > 0 && c.num(2)&15 == 1 {
			whole = inside
		}
		c.num(2)
		base := c.num(int(sizes >> 4 & 15))
		for e := c.num(2); e > 0 && !c.short; e-- {
			// A piece may take no bytes at all in the list.
			if pieces++; pieces > maxItems {
				return false
			}
			if version > 0 {
				c.num(int(sizes & 15))
			}
			at, size := base+c.num(int(sizes>>12)), c.num(int(sizes>>8&15))
			if it == nil {
				continue
			}
			if total := uint64(len(whole)); at > total || size > total-at {
				return false
			}
			it.extents = append(it.extents, whole[at:at+size])
		}
	}
	return !c.short
}

// readTiles reads which items a grid is made of (8.11.12).
func readTiles(items map[uint64]*item, b []byte) bool {
	if b == nil {
		return true
	}
	c := &cursor{b: b}
	long := c.num(4)>>24 > 0
	for x := range atoms(c.b) {
		r := &cursor{b: x.body}
		it := items[r.wide(long)]
		if it == nil || x.kind != "dimg" {
			continue
		}
		for n := r.num(2); n > 0 && !r.short; n-- {
			it.tiles = append(it.tiles, r.wide(long))
		}
	}
	return !c.short
}

// readProps reads the properties and whose they are (ISO/IEC 23008-12, 9.3).
func readProps(items map[uint64]*item, b []byte) bool {
	props := slices.Collect(atoms(atomOf(b, "ipco")))
	for x := range atoms(b) {
		if x.kind != "ipma" {
			continue
		}
		c := &cursor{b: x.body}
		head := c.num(4)
		for n := c.num(4); n > 0 && !c.short; n-- {
			it := items[c.wide(head>>24 > 0)]
			for k := c.num(1); k > 0; k-- {
				at := c.num(1) & 0x7f
				if head&1 > 0 {
					at = at<<8 | c.num(1)
				}
				if it != nil && at > 0 && at <= uint64(len(props)) && len(it.props) < maxItems {
					it.props = append(it.props, props[at-1])
				}
			}
		}
		if c.short {
			return false
		}
	}
	return true
}

// prop is the body of the first property of a kind, or nil.
func (it *item) prop(kind string) []byte {
	for _, p := range it.props {
		if p.kind == kind {
			return p.body
		}
	}
	return nil
}

// size is the size that the item says its picture has.
func (it *item) size() (w, h int) {
	c := &cursor{b: it.prop("ispe")}
	c.num(4)
	w, h = int(c.num(4)), int(c.num(4))
	if c.short {
		return 0, 0
	}
	return w, h
}

// length is how many bytes the item has.
func (it *item) length() (n int) {
	for _, e := range it.extents {
		n += len(e)
	}
	return n
}
