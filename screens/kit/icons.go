package kit

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"io/fs"
	"strings"
	"time"

	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// A raster is a drawing of assets/icons at a size in pixels, with black
// replaced by a colour; "" leaves its own colours.
type raster struct {
	name, hex     string
	width, height int
}

// rasters are the drawings that were made ahead: drawing one takes a
// millisecond, and a page has a dozen. They belong to the UI goroutine.
var rasters = map[raster]image.Image{}

// pixels is how many pixels of the screen a dp is; Warm sets it.
var pixels float32 = 1

// hexOf is a colour of the look as SVG writes it.
func hexOf(ink fyne.ThemeColorName) string {
	if ink == "" {
		ink = theme.ColorNameForeground
	}
	c := color.NRGBAModel.Convert(theme.Color(ink)).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}

// source is the SVG of a raster; nil if there is none, which a test rules out
// for every name in the source.
func (r raster) source() []byte {
	b, err := fs.ReadFile(assets.Icons, r.name+".svg")
	if err != nil {
		return nil
	}
	if r.hex != "" {
		b = bytes.ReplaceAll(b, []byte("#000000"), []byte(r.hex))
	}
	return b
}

// draw makes the picture; nil if the source cannot be read.
func (r raster) draw() image.Image {
	svg, err := oksvg.ReadIconStream(bytes.NewReader(r.source()))
	if err != nil {
		return nil
	}
	svg.SetTarget(0, 0, float64(r.width), float64(r.height))
	img := image.NewRGBA(image.Rect(0, 0, r.width, r.height))
	svg.Draw(rasterx.NewDasher(r.width, r.height, rasterx.NewScannerGV(r.width, r.height, img, img.Bounds())), 1)
	return img
}

// drawing is an image of an icon, to be shown w × h dp. One that was not made
// ahead is drawn by the toolkit when it is shown.
func drawing(name, hex string, w, h float32) *canvas.Image {
	r := raster{name, hex, int(w*pixels + 0.5), int(h*pixels + 0.5)}
	c := &canvas.Image{FillMode: canvas.ImageFillContain}
	if img, ok := rasters[r]; ok {
		c.Image = img
	} else { // the toolkit keeps what it drew by name
		c.Resource = fyne.NewStaticResource(name+strings.TrimPrefix(hex, "#")+".svg", r.source())
	}
	c.SetMinSize(fyne.NewSize(w, h))
	return c
}

// inked is an icon in a colour of the look, to be shown side dp wide and high.
func inked(name string, ink fyne.ThemeColorName, side float32) *canvas.Image {
	return drawing(name, hexOf(ink), side, side)
}

// Sign shows an icon in a colour of the look, size dp wide and high.
func Sign(name string, ink fyne.ThemeColorName, size float32) fyne.CanvasObject {
	return container.NewCenter(inked(name, ink, size))
}

// Drawing shows assets/icons/<name>.svg in its own colours, w × h dp.
func Drawing(name string, w, h float32) fyne.CanvasObject { return drawing(name, "", w, h) }

// signSide is how large an icon before running text is, in dp.
func signSide() float32 { return theme.TextSize() * 1.15 }

// warmDelay is how long the drawing ahead waits for the page that is shown now.
const warmDelay = 300 * time.Millisecond

// Warm draws the icons of the present look ahead, in a job, for a window whose
// dp has so many pixels. After stop nothing of it is shown: the icons of an
// older look must not replace those of a newer one.
func Warm(j *Jobs, scale float32) (stop func()) {
	pixels = scale
	wanted := wantedRasters()
	work := func(ctx context.Context, _ func(float64)) (map[raster]image.Image, error) {
		select { // the first page comes first
		case <-ctx.Done():
		case <-time.After(warmDelay):
		}
		drawn := map[raster]image.Image{}
		for _, r := range wanted {
			if ctx.Err() != nil {
				break
			}
			if img := r.draw(); img != nil {
				drawn[r] = img
			}
		}
		return drawn, nil
	}
	return Start(j, work, nil, func(drawn map[raster]image.Image, _ error) { rasters = drawn })
}

// wantedRasters lists what pages show most: every icon on a plain button, and
// the signs before sentences.
func wantedRasters() []raster {
	var out []raster
	add := func(name, hex string, w, h float32) {
		out = append(out, raster{name, hex, int(w*pixels + 0.5), int(h*pixels + 0.5)})
	}
	icon := theme.IconInlineSize()
	entries, _ := fs.ReadDir(assets.Icons, ".") // embedded
	for _, e := range entries {
		name, svg := strings.CutSuffix(e.Name(), ".svg")
		switch {
		case !svg || name == "truename":
		case strings.HasPrefix(name, "draw-"):
			add(name, "", DrawingWidth, DrawingHeight)
		case name == "hero":
			add(name, "", HeroWidth, HeroHeight)
		default:
			add(name, hexOf(theme.ColorNameHyperlink), icon, icon)
			add(name, hexOf(theme.ColorNameForeground), icon, icon)
		}
	}
	add("photo", hexOf(theme.ColorNameForegroundOnPrimary), icon, icon)
	for name, ink := range map[string]fyne.ThemeColorName{
		"tick": theme.ColorNameSuccess, "fault": theme.ColorNameError, "notice": theme.ColorNameWarning,
		"lock": theme.ColorNameWarning, "unlock": theme.ColorNameSuccess,
	} {
		add(name, hexOf(ink), signSide(), signSide())
	}
	return out
}

// Sizes of the drawings on the photograph's page and on Me, in dp.
const (
	DrawingWidth, DrawingHeight = 120, 84
	HeroWidth, HeroHeight       = 110, 74
)
