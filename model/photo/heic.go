package photo

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"

	"truename/model/memory"
)

// Limits inside a HEIC file: its directory is some kilobytes, a picture of
// 48 megapixels has about 200 tiles.
const (
	maxMeta  = 256 << 10 // bytes of the directory
	maxItems = 4096
)

// A heic is the picture in a HEIC file: one coded item, or a grid of them.
// The container is read here, so that the decoder in C++ (heicwasm.go) never
// sees more of a file than one coded item at a time: no grids, overlays,
// masks, metadata or transformations of its own.
type heic struct {
	tiles      []*item
	cols       int
	tileW      int
	tileH      int
	w, h       int // of the grid, before it is cropped and turned
	crop       image.Rectangle
	orient     orientation
	chroma     int // as the coder counts: 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4
	deep       int // 1: more than 8 bits a sample
	videoRange bool
}

// isHEIC tells still pictures of HEVC by their brands.
func isHEIC(data []byte) bool {
	main, all := brands(data)
	return slices.Contains(heicBrands, main) && !slices.Contains(all, "avif") && !slices.Contains(all, "avis")
}

var heicBrands = []string{"heic", "heix", "mif1", "msf1"}

// isAVIF tells pictures of AV1, also those whose main brand is mif1.
func isAVIF(data []byte) bool {
	_, all := brands(data)
	return slices.Contains(all, "avif") || slices.Contains(all, "avis")
}

// brands are the main brand of an ISO base media file, and all of them.
func brands(data []byte) (main string, all []string) {
	if !holds(data, 4, "ftyp") || len(data) < 16 {
		return "", nil
	}
	n := min(int(binary.BigEndian.Uint32(data)), len(data), 256)
	main = string(data[8:12])
	all = append(all, main)
	for i := 16; i+4 <= n; i += 4 {
		all = append(all, string(data[i:i+4]))
	}
	return main, all
}

// heicConfig is the size as it is decoded, before it is turned.
func heicConfig(data []byte) (image.Config, error) {
	p, err := parseHEIC(data)
	if err != nil {
		return image.Config{}, err
	}
	cfg := image.Config{ColorModel: color.YCbCrModel, Width: p.w, Height: p.h}
	if p.chroma == 0 {
		cfg.ColorModel = color.GrayModel
	}
	return cfg, nil
}

// checkHEIC refuses what would cost more memory than there is for it. The
// EXIF block does not count here: the container itself says how to turn the
// picture (ISO/IEC 23008-12, A.2.1).
func checkHEIC(data []byte, _ image.Config) (orientation, error) {
	p, err := parseHEIC(data)
	if err != nil {
		return upright, err
	}
	if p.memory(1) > maxHEIC {
		return upright, tooLarge("a HEIC of too many pixels in one piece")
	}
	return p.orient, nil
}

// parseHEIC reads the directory and holds it against itself.
func parseHEIC(data []byte) (*heic, error) {
	items, primary, err := itemsOf(data)
	if err != nil {
		return nil, err
	}
	it := items[primary]
	p := &heic{orient: upright, cols: 1}
	switch it.kind {
	case "hvc1":
		p.tiles = []*item{it}
		p.w, p.h = it.size()
	case "grid":
		err = p.grid(it, items)
	default:
		err = errors.New("a HEIC of another kind: " + strings.ToValidUTF8(it.kind, "?"))
	}
	if err == nil {
		err = p.checkTiles(len(data))
	}
	if err != nil {
		return nil, err
	}
	p.transform(it)
	return p, nil
}

// grid reads how tiles make a picture (ISO/IEC 23008-12, 6.6.2.3).
func (p *heic) grid(it *item, items map[uint64]*item) error {
	c := &cursor{b: slices.Concat(it.extents...)}
	long := c.num(2)&1 > 0
	rows, cols := int(c.num(1))+1, int(c.num(1))+1
	p.cols, p.w, p.h = cols, int(c.wide(long)), int(c.wide(long))
	if c.short || rows*cols != len(it.tiles) {
		return errBoxes
	}
	for _, id := range it.tiles {
		tile := items[id]
		if tile == nil || tile.kind != "hvc1" {
			return errBoxes
		}
		p.tiles = append(p.tiles, tile)
	}
	return nil
}

// checkTiles holds the tiles against each other, the picture and the file.
func (p *heic) checkTiles(file int) error {
	p.tileW, p.tileH = p.tiles[0].size()
	bytes := 0
	for i, tile := range p.tiles {
		w, h := tile.size()
		coder := tile.prop("hvcC")
		if w != p.tileW || h != p.tileH || len(coder) < 23 {
			return errBoxes
		}
		if i == 0 {
			p.chroma = int(coder[16] & 3)
			p.deep = min(int(coder[17]&7), 1)
		}
		if int(coder[16]&3) != p.chroma {
			return errBoxes
		}
		bytes += tile.length()
	}
	rows := len(p.tiles) / p.cols
	covered := p.tileW > 0 && p.tileH > 0 && p.w <= p.cols*p.tileW && p.h <= rows*p.tileH &&
		p.w > (p.cols-1)*p.tileW && p.h > (rows-1)*p.tileH
	// Tiles that share bytes would make much work from little.
	if !covered || bytes > file {
		return errBoxes
	}
	return nil
}

// transform reads how the decoded picture is to be cropped and turned.
func (p *heic) transform(it *item) {
	p.crop = image.Rect(0, 0, p.w, p.h)
	for _, prop := range it.props {
		b := prop.body
		switch {
		case prop.kind == "clap" && p.orient == upright:
			p.clean(b)
		case prop.kind == "irot" && len(b) > 0: // to the left
			p.orient = p.orient.turned(-int(b[0] & 3))
		case prop.kind == "imir" && len(b) > 0:
			p.orient = p.orient.mirrored(b[0]&1 == 0)
		}
	}
	colours := p.tiles[0].prop("colr")
	if own := it.prop("colr"); own != nil {
		colours = own
	}
	p.videoRange = len(colours) >= 11 && string(colours[:4]) == "nclx" && colours[10]&0x80 == 0
}

// clean crops to the clean aperture (ISO/IEC 14496-12, 12.1.4): width,
// height and the offset of the middle, each a fraction. One that makes no
// sense is left out.
func (p *heic) clean(b []byte) {
	c := &cursor{b: b}
	var v [4]float64
	for i := range v {
		n, d := int32(c.num(4)), int32(c.num(4))
		if d <= 0 {
			return
		}
		v[i] = float64(n) / float64(d)
	}
	w, h := int(v[0]), int(v[1])
	x, y := int((float64(p.w)-v[0])/2+v[2]), int((float64(p.h)-v[1])/2+v[3])
	r := image.Rect(x, y, x+w, y+h)
	if w > 0 && h > 0 && w <= p.w && h <= p.h && r.In(p.crop) {
		p.crop = r
	}
}

// decodeHEIC decodes the tiles and puts them together.
func decodeHEIC(ctx context.Context, data []byte) (image.Image, error) {
	p, err := parseHEIC(data)
	if err != nil {
		return nil, err
	}
	out := p.canvas()
	if err := p.decodeTiles(ctx, out); err != nil {
		return nil, err
	}
	if p.videoRange {
		widen(out)
	}
	if p.chroma == 0 {
		grey := &image.Gray{Pix: out.Y, Stride: out.YStride, Rect: out.Rect}
		return grey.SubImage(p.crop), nil
	}
	return out.SubImage(p.crop), nil
}

// canvas is the picture to be filled; grey has no chroma.
func (p *heic) canvas() *image.YCbCr {
	r := image.Rect(0, 0, p.w, p.h)
	switch p.chroma {
	case 1:
		return memory.YCbCr(r, image.YCbCrSubsampleRatio420)
	case 2:
		return memory.YCbCr(r, image.YCbCrSubsampleRatio422)
	case 3:
		return memory.YCbCr(r, image.YCbCrSubsampleRatio444)
	}
	return &image.YCbCr{Y: memory.Bytes(p.w * p.h), YStride: p.w, Rect: r}
}
