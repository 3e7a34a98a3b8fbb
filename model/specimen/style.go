package specimen

import "image/color"

// A Style is a family of ways to print, photograph and develop. What is tuned
// on pictures of one style should be measured on the others: they differ in
// weight and shape of the characters, ground pattern of the card, digits,
// what lies under it, lens, blur, noise and sharpening.
type Style string

// The styles. A: type as the bundled font has it, wavy ground patterns, bell
// blur, clean development. B: narrow, heavier type, rosettes, disc blur, strong
// lens, phone-like sharpening. C: light, wide, contrasted type, woven ground
// patterns, machine digits, coarse noise, hard tone.
const (
	StyleA Style = "a"
	StyleB Style = "b"
	StyleC Style = "c"
)

// StyleOf is the style of a seed where none is asked for: below 1,000,000 A,
// below 2,000,000 B, from there on C.
func StyleOf(seed uint64) Style {
	switch {
	case seed < 1_000_000:
		return StyleA
	case seed < 2_000_000:
		return StyleB
	}
	return StyleC
}

// A taste is what a style chooses from: ranges, and lists with repetitions for
// weight.
type taste struct {
	weight, contrast, stretch, size, gap [2]float64 // of type
	machine                              float64    // how often digits are drawn with one pen
	pattern                              []string   // of the card's ground
	grounds                              []string
	disc                                 float64 // how often blur is a disc
	bend                                 [2]float64
	sharpen                              [2]float64
	fine, blotch                         [2]float64 // noise, levels
	tone                                 [2]float64 // strength of the S-curve
	shift                                float64    // mm by which lines of print move
}

var usualGrounds = []string{
	"wood", "wood", "cloth", "plain", "dark", "page", "page", "form", "newspaper", "tiles",
	"keyboard", "clutter", "marble", "skin", "leather", "weak", "gradient", "sheets", "room",
}

var tastes = map[Style]taste{
	StyleA: {
		weight: [2]float64{-0.05, 0.35}, stretch: [2]float64{0.98, 1.02}, size: [2]float64{0.95, 1.05}, gap: [2]float64{0.02, 0.07},
		machine: 0.25, pattern: []string{"waves", "waves", "fans"}, grounds: usualGrounds,
		disc: 0.2, bend: [2]float64{-0.012, 0.01}, sharpen: [2]float64{0, 0.5}, fine: [2]float64{0.8, 3}, blotch: [2]float64{0, 1.5}, tone: [2]float64{0, 0.4}, shift: 0.6,
	},
	StyleB: {
		weight: [2]float64{0.2, 0.75}, contrast: [2]float64{0, 0.15}, stretch: [2]float64{0.92, 0.99}, size: [2]float64{0.98, 1.07}, gap: [2]float64{0, 0.05},
		machine: 0.5, pattern: []string{"rosettes", "rosettes", "waves"}, grounds: append([]string{"form", "glasstable", "carpet"}, usualGrounds...),
		disc: 0.8, bend: [2]float64{-0.03, 0.02}, sharpen: [2]float64{0.5, 1.3}, fine: [2]float64{0.5, 2.4}, blotch: [2]float64{0.8, 2.6}, tone: [2]float64{0.2, 0.8}, shift: 1,
	},
	StyleC: {
		weight: [2]float64{-0.2, 0.15}, contrast: [2]float64{0.05, 0.4}, stretch: [2]float64{1, 1.06}, size: [2]float64{0.93, 1.02}, gap: [2]float64{0.03, 0.1},
		machine: 0.7, pattern: []string{"weave", "weave", "dots"}, grounds: append([]string{"newspaper", "glasstable", "carpet", "weak"}, usualGrounds...),
		disc: 0.5, bend: [2]float64{-0.015, 0.03}, sharpen: [2]float64{0.1, 0.9}, fine: [2]float64{1.5, 4.2}, blotch: [2]float64{0, 2.2}, tone: [2]float64{0.3, 1}, shift: 1,
	},
}

// nrgba is a solid colour.
func nrgba(r, g, b uint8) color.NRGBA { return color.NRGBA{r, g, b, 0xFF} }

// faint is a colour with so much of it left, 0 to 1.
func faint(c color.NRGBA, part float64) color.NRGBA {
	c.A = uint8(255 * min(max(part, 0), 1))
	return c
}
