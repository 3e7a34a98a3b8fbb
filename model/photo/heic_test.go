package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"testing"
	"time"

	"truename/model"
)

// TestHEICKinds reads what heif-enc 1.15 made of corners(150, 100) and the
// like: all kinds of samples, sizes that are no multiple of a block, and rows
// shorter than the decoder's shortest.
func TestHEICKinds(t *testing.T) {
	for name, c := range map[string]struct {
		w, h int
		want string
	}{
		"corners.heic": {150, 100, "RGBW"},
		"444.heic":     {150, 100, "RGBW"},
		"deep.heic":    {150, 100, "RGBW"},
		"grey.heic":    {150, 100, "?WW?"},
		"odd.heic":     {67, 45, "RGBW"},
		"tiny.heic":    {22, 18, "RGBW"},
	} {
		t.Run(name, func(t *testing.T) {
			img, o, err := decodeImage(t.Context(), testdata(t, name))
			if err != nil || o != upright {
				t.Fatal(o, err)
			}
			if b := img.Bounds(); b.Dx() != c.w || b.Dy() != c.h || quarters(img) != c.want {
				t.Errorf("%v %s", b, quarters(img))
			}
			if r, _, _, _ := img.At(0, 0).RGBA(); c.want == "RGBW" && r>>8 < 200 {
				t.Errorf("the first pixel is %v", img.At(0, 0))
			}
		})
	}
}

// fourTiles is a grid of 2 × 2 tiles of one colour each, 128 × 128, of which
// the picture shows 201 × 151.
func fourTiles(t testing.TB, props ...[]byte) []byte {
	plan := heicPlan{cols: 2, w: 201, h: 151, props: props}
	for _, name := range []string{"red.heic", "green.heic", "blue.heic", "white.heic"} {
		plan.tiles = append(plan.tiles, tilesOf(t, testdata(t, name))...)
	}
	return plan.build()
}

func TestHEICGrid(t *testing.T) {
	img, _, err := decodeImage(t.Context(), fourTiles(t))
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[image.Point]color.RGBA{
		{0, 0}: {220, 20, 20, 255}, {127, 127}: {220, 20, 20, 255}, {128, 127}: {20, 200, 20, 255},
		{127, 128}: {20, 20, 220, 255}, {200, 150}: {255, 255, 255, 255},
	} {
		got := color.RGBAModel.Convert(img.At(at.X, at.Y)).(color.RGBA)
		if absInt(int(got.R)-int(want.R))+absInt(int(got.G)-int(want.G))+absInt(int(got.B)-int(want.B)) > 30 {
			t.Errorf("%v is %v, want %v", at, got, want)
		}
	}
}

func TestHEICTurns(t *testing.T) {
	turn := func(n byte) []byte { return heifBox("irot", []byte{n}) }
	mirror := func(axis byte) []byte { return heifBox("imir", []byte{axis}) }
	for name, c := range map[string]struct {
		props [][]byte
		want  string
	}{
		"none":                   {nil, "RGBW"},
		"a quarter to the left":  {[][]byte{turn(1)}, "GWRB"},
		"half a turn":            {[][]byte{turn(2)}, "WBGR"},
		"a quarter to the right": {[][]byte{turn(3)}, "BRWG"},
		"top and bottom":         {[][]byte{mirror(0)}, "BWRG"},
		"left and right":         {[][]byte{mirror(1)}, "GRWB"},
		"turned, then mirrored":  {[][]byte{turn(1), mirror(1)}, "WGBR"},
		"mirrored, then turned":  {[][]byte{mirror(1), turn(1)}, "RBGW"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := heicPlan{tiles: tilesOf(t, testdata(t, "corners.heic")), props: c.props}
			for kind, data := range map[string][]byte{"one": plan.build(), "grid": fourTiles(t, c.props...)} {
				src, err := Decode(t.Context(), bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if kind == "grid" {
					continue // its quarters are not even
				}
				if got := quarters(src.Preview()); got != c.want {
					t.Errorf("%s, want %s", got, c.want)
				}
			}
		})
	}
}

func TestHEICCrop(t *testing.T) {
	clap := heifBox("clap", u32(100), u32(1), u32(60), u32(1), u32(0), u32(1), u32(0), u32(1))
	silly := heifBox("clap", u32(900), u32(1), u32(60), u32(0), u32(0), u32(1), u32(0), u32(1))
	tiles := tilesOf(t, testdata(t, "corners.heic"))
	for name, c := range map[string]struct {
		clap []byte
		w, h int
	}{"middle": {clap, 100, 60}, "larger than the picture": {silly, 150, 100}} {
		src, err := decode(t.Context(), heicPlan{tiles: tiles, props: [][]byte{c.clap, heifBox("irot", []byte{1})}}.build())
		if err != nil {
			t.Fatal(name, err)
		}
		if w, h := src.Size(); w != c.h || h != c.w || quarters(src.Preview()) != "GWRB" {
			t.Errorf("%s: %d x %d %s", name, w, h, quarters(src.Preview()))
		}
	}
}

func TestHEICVideoRange(t *testing.T) {
	colr := heifBox("colr", []byte("nclx\x00\x01\x00\x0d\x00\x06\x00"))
	img, _, err := decodeImage(t.Context(), heicPlan{tiles: tilesOf(t, testdata(t, "grey.heic")), props: [][]byte{colr}}.build())
	if err != nil {
		t.Fatal(err)
	}
	if v := img.At(10, 10).(color.Gray).Y; v < 25 || v > 31 { // 40, less 16, times 255/219
		t.Errorf("got %d", v)
	}
}

func TestHEICRefused(t *testing.T) {
	small := tilesOf(t, testdata(t, "red.heic"))
	size := func(w, h int) []*item {
		it := *small[0]
		it.props = []atom{{"hvcC", it.prop("hvcC")}, {"ispe", bytes.Join([][]byte{u32(0), u32(w), u32(h)}, nil)}}
		return []*item{&it}
	}
	four := append(append(append(size(128, 128), size(128, 128)...), size(128, 128)...), size(128, 128)...)
	shared := bytes.Clone(fourTiles(t))
	for name, c := range map[string]struct {
		data []byte
		code model.Code
	}{
		"claims 2^32":             {heicPlan{tiles: size(1<<32-1, 1<<32-1)}.build(), model.CodeTooLarge},
		"claims 40000 x 40000":    {heicPlan{tiles: size(40000, 40000)}.build(), model.CodeTooLarge},
		"48 MP in one piece":      {heicPlan{tiles: size(8064, 6048)}.build(), model.CodeTooLarge},
		"0 wide":                  {heicPlan{tiles: size(0, 10)}.build(), model.CodeUnreadable},
		"grid over its tiles":     {heicPlan{cols: 2, w: 300, h: 200, tiles: four}.build(), model.CodeUnreadable},
		"grid of too many":        {heicPlan{cols: 2, w: 100, h: 100, tiles: four}.build(), model.CodeUnreadable},
		"grid of other sizes":     {heicPlan{cols: 2, w: 250, h: 100, tiles: append(size(128, 128), size(130, 128)...)}.build(), model.CodeUnreadable},
		"no directory":            {heifBox("ftyp", []byte("heic\x00\x00\x00\x00heicmif1")), model.CodeUnreadable},
		"a film":                  {heicPlan{brand: "hevc", tiles: small}.build(), model.CodeNotAPicture},
		"an MP4":                  {heifBox("ftyp", []byte("isom\x00\x00\x00\x00isommp42")), model.CodeNotAPicture},
		"AVIF":                    {testdata(t, "corners.avif"), model.CodeNotAPicture},
		"AVIF named mif1":         {heifBox("ftyp", []byte("mif1\x00\x00\x00\x00mif1avif")), model.CodeNotAPicture},
		"holds more than claimed": {heicPlan{tiles: size(64, 64)}.build(), model.CodeUnreadable},
		"whole":                   {shared, ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := decode(t.Context(), c.data)
			if model.CodeOf(err) != c.code {
				t.Errorf("%v, want code %q", err, c.code)
			}
			if took := time.Since(start); c.code != "" && took > time.Second {
				t.Errorf("refused after %v", took)
			}
		})
	}
}

// TestHEICStopped: whoever cancels gets an answer at once, and the decoder
// gives up soon.
func TestHEICStopped(t *testing.T) {
	if _, err := heif(); err != nil {
		t.Fatal(err)
	}
	data := testdata(t, "specimen.heic")
	for _, wait := range []time.Duration{0, time.Millisecond, 10 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		start := time.Now()
		_, err := decode(ctx, data)
		if took := time.Since(start) - wait; !errors.Is(err, context.DeadlineExceeded) || took > 50*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
		cancel()
	}
}

// TestHEICStopsInside: the functions of heifStops are called all along.
func TestHEICStopsInside(t *testing.T) {
	e, err := heif()
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.decoder(t.Context(), 32<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer d.mod.Close(context.Background())
	tile := tilesOf(t, testdata(t, "specimen.heic"))[0]
	w, h := tile.size()
	asked := &askedContext{Context: t.Context()}
	if err := d.call(asked, oneItem(tile), layoutOf(w, h, 1), func([]byte) {}); err != nil {
		t.Fatal(err)
	}
	if asked.n < w*h/64/64 {
		t.Errorf("asked %d times", asked.n)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.call(stopped, oneItem(tile), layoutOf(w, h, 1), func([]byte) {}); err == nil {
		t.Error("went on")
	}
}

// An askedContext counts how often it is asked whether it is done.
type askedContext struct {
	context.Context
	n int
}

func (a *askedContext) Err() error { a.n++; return a.Context.Err() }

func FuzzHEIC(f *testing.F) {
	// Outside of the first run, which would be taken for one that hangs.
	if _, err := heif(); err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"corners.heic", "grey.heic", "tiny.heic"} {
		f.Add(testdata(f, name))
	}
	f.Add(fourTiles(f, heifBox("irot", []byte{1}), heifBox("imir", []byte{1})))
	f.Fuzz(checkDecode)
}

// FuzzHEICDirectory is FuzzHEIC without the decoder, which is much slower than
// the rest.
func FuzzHEICDirectory(f *testing.F) {
	f.Add(testdata(f, "odd.heic"))
	f.Add(fourTiles(f, heifBox("irot", []byte{1}), heifBox("imir", []byte{1})))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parseHEIC(data)
		if err != nil || p.w > MaxSide || p.h > MaxSide || p.w*p.h > MaxPixels {
			return
		}
		if !p.crop.In(image.Rect(0, 0, p.w, p.h)) || p.orient < upright || p.orient > quarterLeft || p.crop.Empty() {
			t.Errorf("%v %v of %d x %d", p.crop, p.orient, p.w, p.h)
		}
		l := layoutOf(p.tileW, p.tileH, p.chroma)
		if p.memory(1) > maxHEIC || len(p.tiles) > 64 || p.w*p.h > 1<<20 {
			return
		}
		out := p.canvas()
		for i, tile := range p.tiles {
			oneItem(tile)
			p.place(out, i, make([]byte, l.size), l)
		}
	})
}
