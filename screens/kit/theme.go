package kit

import (
	"cmp"
	"image/color"
	"maps"

	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of sizes beside Fyne's own.
const (
	SizeCaption = theme.SizeNameCaptionText
	SizeHeading = theme.SizeNameHeadingText
	SizeSub     = theme.SizeNameSubHeadingText
)

// A Tone is a set of colours.
type Tone string

// The tones. Contrast is for who sees little: 7:1 at least.
const (
	ToneLight    Tone = "light"
	ToneDark     Tone = "dark"
	ToneContrast Tone = "contrast"
)

// Tones lists all of them, in the order of the switch.
var Tones = []Tone{ToneLight, ToneDark, ToneContrast}

// A Scale is how large text and targets are.
type Scale string

// The scales: controls of 44 dp, of 60 dp, and text of twice the standard size
// (WCAG 2.2, 1.4.4).
const (
	ScaleStandard Scale = "standard"
	ScaleCare     Scale = "care"
	ScaleDouble   Scale = "double"
)

// Scales lists all of them, in the order of the switch.
var Scales = []Scale{ScaleStandard, ScaleCare, ScaleDouble}

// A Look is how everything is drawn. What is "" is light and standard.
type Look struct {
	Tone  Tone
	Scale Scale
}

var _ fyne.Theme = Look{}

// Palette is the colours of the look.
func (l Look) Palette() Palette { return palettes[cmp.Or(l.Tone, ToneLight)] }

// Color implements fyne.Theme.
func (l Look) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := l.Palette()[name]; ok {
		return c
	}
	variant := theme.VariantDark
	if cmp.Or(l.Tone, ToneLight) == ToneLight {
		variant = theme.VariantLight
	}
	return theme.DefaultTheme().Color(name, variant)
}

var (
	regular = fyne.NewStaticResource("TruenameSans-Regular.ttf", assets.FontRegular)
	bold    = fyne.NewStaticResource("TruenameSans-Bold.ttf", assets.FontBold)
)

// Font implements fyne.Theme: two weights only, since every further style
// parses the whole font again (fyne 4908).
func (l Look) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	default:
		return regular
	}
}

// Icon implements fyne.Theme.
func (l Look) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// common are the sizes that are the same in every scale, in dp.
var common = map[fyne.ThemeSizeName]float32{
	theme.SizeNameInputRadius: Radius, theme.SizeNameSelectionRadius: Radius, theme.SizeNameButtonRadius: Radius,
	theme.SizeNameInputBorder: 2, theme.SizeNamePadding: Gap,
}

// scaled are the sizes of each scale, in dp: text, the room around it that
// makes controls 44, 60 and 70 high, captions, headings and icons.
var scaled = map[Scale]map[fyne.ThemeSizeName]float32{
	ScaleStandard: sizes(18, 9, 15, 28, 21, 22),
	ScaleCare:     sizes(22, 16, 18, 32, 25, 26),
	ScaleDouble:   sizes(36, 9, 30, 48, 42, 40),
}

func sizes(text, padding, caption, heading, sub, icon float32) map[fyne.ThemeSizeName]float32 {
	out := maps.Clone(common)
	out[theme.SizeNameText], out[theme.SizeNameInnerPadding], out[theme.SizeNameCaptionText] = text, padding, caption
	out[theme.SizeNameHeadingText], out[theme.SizeNameSubHeadingText], out[theme.SizeNameInlineIcon] = heading, sub, icon
	return out
}

// Size implements fyne.Theme.
func (l Look) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := scaled[cmp.Or(l.Scale, ScaleStandard)][name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

// A Wardrobe is the theme that the toolkit is told of, once: the look in it is
// changed in place, and everything is drawn anew. With each theme that it is told
// of the toolkit parses the fonts again and forgets none (fyne 2.8.1): twenty
// changes took 500 MB.
type Wardrobe struct{ Look }
