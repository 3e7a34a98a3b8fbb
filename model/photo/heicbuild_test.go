package photo

import (
	"encoding/binary"
	"slices"
	"testing"
)

// A heicPlan is a HEIC file to be made from coded items.
type heicPlan struct {
	brand string
	cols  int // 0: the one tile is the picture
	w, h  int
	tiles []*item
	props [][]byte // of the picture, besides its size
}

// tilesOf takes the coded items out of a HEIC file.
func tilesOf(t testing.TB, data []byte) []*item {
	t.Helper()
	p, err := parseHEIC(data)
	if err != nil {
		t.Fatal(err)
	}
	return p.tiles
}

func u16(n int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
func u32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// build lays the file out: item 1 to n are the tiles, item n+1 is the grid.
func (p heicPlan) build() []byte {
	none := u32(0)
	n := len(p.tiles)
	main := n
	kinds := [][]byte{}
	props, owners := [][]byte{}, [][]byte{}
	for i, tile := range p.tiles {
		kinds = append(kinds, heifBox("infe", []byte{2, 0, 0, 0}, u16(i+1), u16(0), []byte("hvc1\x00")))
		w, h := tile.size()
		props = append(props, heifBox("hvcC", tile.prop("hvcC")), heifBox("ispe", none, u32(w), u32(h)))
		owners = append(owners, slices.Concat(u16(i+1), []byte{2}, u16(2*i+1), u16(2*i+2)))
	}
	grid := slices.Concat([]byte{0, 1, byte(n/max(p.cols, 1) - 1), byte(p.cols - 1)}, u32(p.w), u32(p.h))
	refs := []byte(nil)
	if p.cols > 0 {
		main = n + 1
		kinds = append(kinds, heifBox("infe", []byte{2, 0, 0, 0}, u16(main), u16(0), []byte("grid\x00")))
		props = append(props, heifBox("ispe", none, u32(p.w), u32(p.h)))
		owners = append(owners, slices.Concat(u16(main), []byte{1}, u16(len(props))))
		dimg := slices.Concat(u16(main), u16(n))
		for i := range n {
			dimg = append(dimg, u16(i+1)...)
		}
		refs = heifBox("iref", none, heifBox("dimg", dimg))
	}
	last := len(owners) - 1
	for _, extra := range p.props {
		props = append(props, extra)
		owners[last][2]++
		owners[last] = append(owners[last], u16(len(props))...)
	}
	brand := p.brand
	if brand == "" {
		brand = "heic"
	}
	head := func(at int) []byte {
		places := [][]byte{}
		for i, tile := range p.tiles {
			places = append(places, slices.Concat(u16(i+1), u16(0), u16(0), u16(1), u32(at), u32(tile.length())))
			at += tile.length()
		}
		if p.cols > 0 {
			places = append(places, slices.Concat(u16(main), u16(1), u16(0), u16(1), u32(0), u32(len(grid))))
		}
		return slices.Concat(
			heifBox("ftyp", []byte(brand+"\x00\x00\x00\x00mif1heic")),
			heifBox("meta", none, heifBox("hdlr", none, none, []byte("pict"), make([]byte, 13)),
				heifBox("pitm", none, u16(main)),
				heifBox("iinf", none, u16(len(kinds)), slices.Concat(kinds...)),
				heifBox("iloc", []byte{1, 0, 0, 0, 0x44, 0}, u16(len(places)), slices.Concat(places...)),
				refs, heifBox("idat", grid),
				heifBox("iprp", heifBox("ipco", props...),
					heifBox("ipma", []byte{0, 0, 0, 1}, u32(len(owners)), slices.Concat(owners...)))))
	}
	body := [][]byte{}
	for _, tile := range p.tiles {
		body = append(body, tile.extents...)
	}
	return append(head(len(head(0))+8), heifBox("mdat", body...)...)
}
