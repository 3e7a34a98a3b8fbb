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
	brand := p.brand
	if brand == "" {
		brand = "heic"
	}
	head := func(at int) []byte {
		return slices.Concat(
			heifBox("ftyp", []byte(brand+"\x00\x00\x00\x00mif1heic")),
			heifBox("meta", u32(0), heifBox("hdlr", u32(0), u32(0), []byte("pict"), make([]byte, 13)),
				heifBox("pitm", u32(0), u16(p.main())), p.kinds(), p.places(at), p.refs(),
				heifBox("idat", p.grid()), p.owned()))
	}
	var body [][]byte
	for _, tile := range p.tiles {
		body = append(body, tile.extents...)
	}
	return append(head(len(head(0))+8), heifBox("mdat", body...)...)
}

// main is the number of the item that is the picture.
func (p heicPlan) main() int {
	if p.cols > 0 {
		return len(p.tiles) + 1
	}
	return len(p.tiles)
}

func (p heicPlan) grid() []byte {
	if p.cols == 0 {
		return nil
	}
	return slices.Concat([]byte{0, 1, byte(len(p.tiles)/p.cols - 1), byte(p.cols - 1)}, u32(p.w), u32(p.h))
}

func (p heicPlan) kinds() []byte {
	var all []byte
	for i := 1; i <= p.main(); i++ {
		kind := "hvc1\x00"
		if i > len(p.tiles) {
			kind = "grid\x00"
		}
		all = append(all, heifBox("infe", []byte{2, 0, 0, 0}, u16(i), u16(0), []byte(kind))...)
	}
	return heifBox("iinf", u32(0), u16(p.main()), all)
}

// places says where the items lie: the tiles from at on, the grid in idat.
func (p heicPlan) places(at int) []byte {
	var all []byte
	for i, tile := range p.tiles {
		all = slices.Concat(all, u16(i+1), u16(0), u16(0), u16(1), u32(at), u32(tile.length()))
		at += tile.length()
	}
	if p.cols > 0 {
		all = slices.Concat(all, u16(p.main()), u16(1), u16(0), u16(1), u32(0), u32(len(p.grid())))
	}
	return heifBox("iloc", []byte{1, 0, 0, 0, 0x44, 0}, u16(p.main()), all)
}

func (p heicPlan) refs() []byte {
	if p.cols == 0 {
		return nil
	}
	dimg := slices.Concat(u16(p.main()), u16(len(p.tiles)))
	for i := range p.tiles {
		dimg = append(dimg, u16(i+1)...)
	}
	return heifBox("iref", u32(0), heifBox("dimg", dimg))
}

// owned is the properties and whose they are; the last item has those of the
// picture.
func (p heicPlan) owned() []byte {
	var props, owners [][]byte
	own := func(of int, mine ...[]byte) {
		owner := append(u16(of), byte(len(mine)))
		for _, m := range mine {
			props = append(props, m)
			owner = append(owner, u16(len(props))...)
		}
		owners = append(owners, owner)
	}
	for i, tile := range p.tiles {
		w, h := tile.size()
		mine := [][]byte{heifBox("hvcC", tile.prop("hvcC")), heifBox("ispe", u32(0), u32(w), u32(h))}
		if i+1 == p.main() {
			mine = append(mine, p.props...)
		}
		own(i+1, mine...)
	}
	if p.cols > 0 {
		own(p.main(), append([][]byte{heifBox("ispe", u32(0), u32(p.w), u32(p.h))}, p.props...)...)
	}
	return heifBox("iprp", heifBox("ipco", props...),
		heifBox("ipma", []byte{0, 0, 0, 1}, u32(len(owners)), slices.Concat(owners...)))
}

// gridOf is a HEIC of n × n tiles of 801 × 601 pixels.
func gridOf(t testing.TB, n int) []byte {
	tile := tilesOf(t, testdata(t, "specimen.heic"))[0]
	w, h := tile.size()
	plan := heicPlan{cols: n, w: n * w, h: n * h}
	for range n * n {
		plan.tiles = append(plan.tiles, tile)
	}
	return plan.build()
}
