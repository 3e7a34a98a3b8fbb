package kit

import (
	"image/color"

	"truename/assets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of colours beside Fyne's own.
const (
	ColorCard    fyne.ThemeColorName = "truename-card"    // background of a card
	ColorRedBg   fyne.ThemeColorName = "truename-red-bg"  // behind a problem
	ColorRail    fyne.ThemeColorName = "truename-rail"    // behind the rail
	ColorOutline fyne.ThemeColorName = "truename-outline" // edge of a button without a colour of its own
)

// Names of sizes beside Fyne's own.
const (
	SizeCaption = theme.SizeNameCaptionText
	SizeHeading = theme.SizeNameHeadingText
	SizeSub     = theme.SizeNameSubHeadingText
)

// A Palette holds the colours of one look.
type Palette map[fyne.ThemeColorName]color.NRGBA

// A Look is how everything is drawn.
type Look struct {
	Dark bool
	Care bool // larger text and targets
}

var _ fyne.Theme = Look{}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// Light is jade on near white.
var Light = Palette{
	theme.ColorNameBackground:          hex(0xF5F7F6),
	theme.ColorNameForeground:          hex(0x14201E),
	theme.ColorNamePrimary:             hex(0x0B7A6B),
	theme.ColorNameForegroundOnPrimary: hex(0xFFFFFF),
	theme.ColorNameButton:              hex(0xE4F1EE),
	theme.ColorNameDisabledButton:      hex(0xE9EDEC),
	theme.ColorNameDisabled:            hex(0x5B6664),
	theme.ColorNamePlaceHolder:         hex(0x5B6664),
	theme.ColorNameInputBackground:     hex(0xFFFFFF),
	theme.ColorNameInputBorder:         hex(0x7B8A87),
	theme.ColorNameFocus:               {R: 0x14, G: 0x20, B: 0x1E, A: 0x80},
	theme.ColorNameHover:               {R: 0x0B, G: 0x7A, B: 0x6B, A: 0x1C},
	theme.ColorNamePressed:             {R: 0x0B, G: 0x7A, B: 0x6B, A: 0x33},
	theme.ColorNameSelection:           hex(0xCFE8E3),
	theme.ColorNameError:               hex(0xA32A12),
	theme.ColorNameForegroundOnError:   hex(0xFFFFFF),
	theme.ColorNameWarning:             hex(0x7F5300),
	theme.ColorNameForegroundOnWarning: hex(0xFFFFFF),
	theme.ColorNameSuccess:             hex(0x1D6F42),
	theme.ColorNameForegroundOnSuccess: hex(0xFFFFFF),
	theme.ColorNameHyperlink:           hex(0x0A665A),
	theme.ColorNameSeparator:           hex(0xDDE3E1),
	theme.ColorNameOverlayBackground:   hex(0xFDFDFD),
	theme.ColorNameMenuBackground:      hex(0xFDFDFD),
	theme.ColorNameHeaderBackground:    hex(0xEDF1F0),
	theme.ColorNameScrollBar:           hex(0x8A9794),
	theme.ColorNameScrollBarBackground: {R: 0x14, G: 0x20, B: 0x1E, A: 0x10},
	theme.ColorNameShadow:              {A: 0x22},
	ColorCard:                          hex(0xFFFFFF),
	ColorRedBg:                         hex(0xFDEEE6),
	ColorRail:                          hex(0xFDFDFD),
	ColorOutline:                       hex(0x4E9A8E),
}

// Dark is light jade on near black.
var Dark = Palette{
	theme.ColorNameBackground:          hex(0x111716),
	theme.ColorNameForeground:          hex(0xECF1EF),
	theme.ColorNamePrimary:             hex(0x4FD1BE),
	theme.ColorNameForegroundOnPrimary: hex(0x06201C),
	theme.ColorNameButton:              hex(0x1B2A27),
	theme.ColorNameDisabledButton:      hex(0x222B29),
	theme.ColorNameDisabled:            hex(0xA9B5B2),
	theme.ColorNamePlaceHolder:         hex(0xA9B5B2),
	theme.ColorNameInputBackground:     hex(0x18201E),
	theme.ColorNameInputBorder:         hex(0x73827E),
	theme.ColorNameFocus:               {R: 0x33, G: 0x8C, B: 0x7F, A: 0xCC},
	theme.ColorNameHover:               {R: 0x4F, G: 0xD1, B: 0xBE, A: 0x22},
	theme.ColorNamePressed:             {R: 0x4F, G: 0xD1, B: 0xBE, A: 0x3A},
	theme.ColorNameSelection:           hex(0x1F4B45),
	theme.ColorNameError:               hex(0xFF9A80),
	theme.ColorNameForegroundOnError:   hex(0x2B0A03),
	theme.ColorNameWarning:             hex(0xF0BC5E),
	theme.ColorNameForegroundOnWarning: hex(0x251A02),
	theme.ColorNameSuccess:             hex(0x7FD6A0),
	theme.ColorNameForegroundOnSuccess: hex(0x06210F),
	theme.ColorNameHyperlink:           hex(0x6BDDCC),
	theme.ColorNameSeparator:           hex(0x2B3533),
	theme.ColorNameOverlayBackground:   hex(0x1B2422),
	theme.ColorNameMenuBackground:      hex(0x1B2422),
	theme.ColorNameHeaderBackground:    hex(0x1E2725),
	theme.ColorNameScrollBar:           hex(0x73827E),
	theme.ColorNameScrollBarBackground: {R: 0xEC, G: 0xF1, B: 0xEF, A: 0x12},
	theme.ColorNameShadow:              {A: 0x66},
	ColorCard:                          hex(0x1A2220),
	ColorRedBg:                         hex(0x3A1D15),
	ColorRail:                          hex(0x161D1C),
	ColorOutline:                       hex(0x4F8A80),
}

// Palette is the colours of the look.
func (l Look) Palette() Palette {
	if l.Dark {
		return Dark
	}
	return Light
}

// Color implements fyne.Theme.
func (l Look) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := l.Palette()[name]; ok {
		return c
	}
	variant := theme.VariantLight
	if l.Dark {
		variant = theme.VariantDark
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

// Size implements fyne.Theme: controls are 44 dp high, 60 in care size.
func (l Look) Size(name fyne.ThemeSizeName) float32 {
	sizes := map[fyne.ThemeSizeName]float32{
		theme.SizeNameText: 18, theme.SizeNameInnerPadding: 9, theme.SizeNameCaptionText: 15,
		theme.SizeNameHeadingText: 28, theme.SizeNameSubHeadingText: 21, theme.SizeNameInlineIcon: 22,
	}
	if l.Care {
		sizes = map[fyne.ThemeSizeName]float32{
			theme.SizeNameText: 22, theme.SizeNameInnerPadding: 16, theme.SizeNameCaptionText: 18,
			theme.SizeNameHeadingText: 32, theme.SizeNameSubHeadingText: 25, theme.SizeNameInlineIcon: 26,
		}
	}
	if s, ok := sizes[name]; ok {
		return s
	}
	switch name {
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius:
		return Radius
	case theme.SizeNameInputBorder:
		return 2
	case theme.SizeNamePadding:
		return Gap
	}
	return theme.DefaultTheme().Size(name)
}
