package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"
)

// Identifiers of the name table (OpenType specification, "name").
const (
	nameCopyright  = 0
	nameFamily     = 1
	nameStyle      = 2
	nameUnique     = 3
	nameFull       = 4
	nameVersion    = 5
	namePostScript = 6
	nameLicence    = 13
	nameLicenceURL = 14
)

var (
	errNotFont = errors.New("not a single-face font")
	be         = binary.BigEndian
)

type sfntTable struct {
	tag  string
	data []byte
}

// rename gives a single-face font another family name. Copyright, version and
// licence stay as they were (OFL condition 2); every other name goes.
func rename(font []byte, family, style string) ([]byte, error) {
	tables, err := split(font)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tables, func(t sfntTable) bool { return t.tag == "name" })
	if at < 0 {
		return nil, fmt.Errorf("%w: no name table", errNotFont)
	}
	old, err := readNames(tables[at].data)
	if err != nil {
		return nil, err
	}
	names := map[uint16]string{nameFamily: family, nameStyle: style, nameFull: family + " " + style}
	names[namePostScript] = "TruenameSans-" + style
	for _, id := range []uint16{nameCopyright, nameVersion, nameLicence, nameLicenceURL} {
		names[id] = old[id]
	}
	names[nameUnique] = names[nameVersion] + ";" + names[namePostScript]
	tables[at].data = writeNames(names)
	return join(font[:4], tables), nil
}

// split takes a font apart into its tables.
func split(font []byte) ([]sfntTable, error) {
	if len(font) < 12 || be.Uint32(font) != 0x00010000 {
		return nil, errNotFont
	}
	n := int(be.Uint16(font[4:]))
	if len(font) < 12+16*n {
		return nil, errNotFont
	}
	tables := make([]sfntTable, n)
	for i := range tables {
		e := font[12+16*i:]
		off, length := uint64(be.Uint32(e[8:])), uint64(be.Uint32(e[12:]))
		if off+length > uint64(len(font)) {
			return nil, errNotFont
		}
		tables[i] = sfntTable{string(e[:4]), bytes.Clone(font[off : off+length])}
	}
	return tables, nil
}

// join puts tables back together with right offsets and checksums.
func join(version []byte, tables []sfntTable) []byte {
	n := len(tables)
	pow, log := 1, 0
	for pow*2 <= n {
		pow, log = pow*2, log+1
	}
	head := bytes.Clone(version)
	for _, v := range []int{n, pow * 16, log, (n - pow) * 16} {
		head = be.AppendUint16(head, uint16(v))
	}
	var body []byte
	headAt := 0
	for _, t := range tables {
		off := 12 + 16*n + len(body)
		if t.tag == "head" {
			headAt = off
			be.PutUint32(t.data[8:], 0) // counted as zero, set below
		}
		head = append(head, t.tag...)
		for _, v := range []uint32{checksum(t.data), uint32(off), uint32(len(t.data))} {
			head = be.AppendUint32(head, v)
		}
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(t.data)&3)...)
	}
	out := append(head, body...)
	if headAt > 0 {
		be.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	}
	return out
}

// checksum adds up big-endian words, the last one filled with zeros.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += be.Uint32(b)
	}
	if len(b) > 0 {
		sum += be.Uint32(append(bytes.Clone(b), 0, 0, 0)[:4])
	}
	return sum
}

// readNames reads the English Windows records (platform 3, language 0x409).
func readNames(b []byte) (map[uint16]string, error) {
	if len(b) < 6 {
		return nil, errNotFont
	}
	n, storage := int(be.Uint16(b[2:])), int(be.Uint16(b[4:]))
	if len(b) < 6+12*n {
		return nil, errNotFont
	}
	names := map[uint16]string{}
	for i := range n {
		r := b[6+12*i:]
		if be.Uint16(r) != 3 || be.Uint16(r[4:]) != 0x409 {
			continue
		}
		length, off := int(be.Uint16(r[8:])), storage+int(be.Uint16(r[10:]))
		if off+length > len(b) {
			return nil, errNotFont
		}
		units := make([]uint16, length/2)
		for j := range units {
			units[j] = be.Uint16(b[off+2*j:])
		}
		names[be.Uint16(r[6:])] = string(utf16.Decode(units))
	}
	return names, nil
}

// writeNames makes a name table of English Windows records.
func writeNames(names map[uint16]string) []byte {
	var ids []uint16
	for id, s := range names {
		if s != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var records, text []byte
	for _, id := range ids {
		start := len(text)
		for _, u := range utf16.Encode([]rune(names[id])) {
			text = be.AppendUint16(text, u)
		}
		for _, v := range []uint16{3, 1, 0x409, id, uint16(len(text) - start), uint16(start)} {
			records = be.AppendUint16(records, v)
		}
	}
	var out []byte
	for _, v := range []int{0, len(ids), 6 + len(records)} {
		out = be.AppendUint16(out, uint16(v))
	}
	return append(append(out, records...), text...)
}
