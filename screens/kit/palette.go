package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of colours beside Fyne's own.
const (
	ColorCard     fyne.ThemeColorName = "truename-card"      // background of a card
	ColorEdge     fyne.ThemeColorName = "truename-edge"      // edge of a card
	ColorRedBg    fyne.ThemeColorName = "truename-red-bg"    // behind a problem
	ColorAmberBg  fyne.ThemeColorName = "truename-amber-bg"  // behind what to take notice of
	ColorRail     fyne.ThemeColorName = "truename-rail"      // behind the rail
	ColorOutline  fyne.ThemeColorName = "truename-outline"   // edge of a button without a colour of its own
	ColorRing     fyne.ThemeColorName = "truename-ring"      // around what has the keyboard
	ColorHero     fyne.ThemeColorName = "truename-hero"      // the one filled card of Me, and text on the button in it
	ColorOnHero   fyne.ThemeColorName = "truename-on-hero"   // text and edges on it, and the button in it
	ColorHeroEdge fyne.ThemeColorName = "truename-hero-edge" // its own edge
	ColorPad      fyne.ThemeColorName = "truename-pad"       // behind the keys below a page
	ColorKey      fyne.ThemeColorName = "truename-key"       // a key there that types what stands on it
)

// A Palette holds the colours of one tone.
type Palette map[fyne.ThemeColorName]color.NRGBA

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// veil is a colour that lets part of what is below it through.
func veil(v uint32, alpha uint8) color.NRGBA {
	c := hex(v)
	c.A = alpha
	return c
}

var palettes = map[Tone]Palette{ToneLight: light, ToneDark: dark, ToneContrast: contrast}

// light is jade on near white.
var light = Palette{
	theme.ColorNameBackground:          hex(0xF5F7F6),
	theme.ColorNameForeground:          hex(0x14201E),
	theme.ColorNamePrimary:             hex(0x0B7A6B),
	theme.ColorNameForegroundOnPrimary: hex(0xFFFFFF),
	theme.ColorNameButton:              hex(0xDFF0EC),
	theme.ColorNameDisabledButton:      hex(0xE9EDEC),
	theme.ColorNameDisabled:            hex(0x5B6664),
	theme.ColorNamePlaceHolder:         hex(0x5B6664),
	theme.ColorNameInputBackground:     hex(0xFFFFFF),
	theme.ColorNameInputBorder:         hex(0x7B8A87),
	theme.ColorNameFocus:               veil(0x14201E, 0x30),
	theme.ColorNameHover:               veil(0x0B7A6B, 0x1C),
	theme.ColorNamePressed:             veil(0x0B7A6B, 0x33),
	theme.ColorNameSelection:           hex(0xCFE8E3),
	theme.ColorNameError:               hex(0xA32A12),
	theme.ColorNameForegroundOnError:   hex(0xFFFFFF),
	theme.ColorNameWarning:             hex(0x7F5300),
	theme.ColorNameForegroundOnWarning: hex(0xFFFFFF),
	theme.ColorNameSuccess:             hex(0x1D6F42),
	theme.ColorNameForegroundOnSuccess: hex(0xFFFFFF),
	theme.ColorNameHyperlink:           hex(0x085C51),
	theme.ColorNameSeparator:           hex(0xDDE3E1),
	theme.ColorNameOverlayBackground:   hex(0xFDFDFD),
	theme.ColorNameMenuBackground:      hex(0xFDFDFD),
	theme.ColorNameHeaderBackground:    hex(0xEDF1F0),
	theme.ColorNameScrollBar:           hex(0x8A9794),
	theme.ColorNameScrollBarBackground: veil(0x14201E, 0x10),
	theme.ColorNameShadow:              {A: 0x22},
	ColorCard:                          hex(0xFFFFFF),
	ColorEdge:                          hex(0xDDE3E1),
	ColorRedBg:                         hex(0xFDEEE6),
	ColorAmberBg:                       hex(0xFDF3DC),
	ColorRail:                          hex(0xFDFDFD),
	ColorOutline:                       hex(0x44897E),
	ColorRing:                          hex(0x14201E),
	ColorHeroEdge:                      hex(0x08685B),
	ColorHero:                          hex(0x08685B),
	ColorOnHero:                        hex(0xFFFFFF),
	ColorPad:                           hex(0xEEF2F0),
	ColorKey:                           hex(0xFFFFFF),
}

// dark is light jade on near black.
var dark = Palette{
	theme.ColorNameBackground:          hex(0x111716),
	theme.ColorNameForeground:          hex(0xECF1EF),
	theme.ColorNamePrimary:             hex(0x4FD1BE),
	theme.ColorNameForegroundOnPrimary: hex(0x06201C),
	theme.ColorNameButton:              hex(0x1D332F),
	theme.ColorNameDisabledButton:      hex(0x222B29),
	theme.ColorNameDisabled:            hex(0xA9B5B2),
	theme.ColorNamePlaceHolder:         hex(0xA9B5B2),
	theme.ColorNameInputBackground:     hex(0x18201E),
	theme.ColorNameInputBorder:         hex(0x73827E),
	theme.ColorNameFocus:               veil(0x4FD1BE, 0x40),
	theme.ColorNameHover:               veil(0x4FD1BE, 0x22),
	theme.ColorNamePressed:             veil(0x4FD1BE, 0x3A),
	theme.ColorNameSelection:           hex(0x1F4B45),
	theme.ColorNameError:               hex(0xFF9A80),
	theme.ColorNameForegroundOnError:   hex(0x2B0A03),
	theme.ColorNameWarning:             hex(0xF0BC5E),
	theme.ColorNameForegroundOnWarning: hex(0x251A02),
	theme.ColorNameSuccess:             hex(0x7FD6A0),
	theme.ColorNameForegroundOnSuccess: hex(0x06210F),
	theme.ColorNameHyperlink:           hex(0x7BE3D3),
	theme.ColorNameSeparator:           hex(0x2B3533),
	theme.ColorNameOverlayBackground:   hex(0x1B2422),
	theme.ColorNameMenuBackground:      hex(0x1B2422),
	theme.ColorNameHeaderBackground:    hex(0x1E2725),
	theme.ColorNameScrollBar:           hex(0x73827E),
	theme.ColorNameScrollBarBackground: veil(0xECF1EF, 0x12),
	theme.ColorNameShadow:              {A: 0x66},
	ColorCard:                          hex(0x1A2220),
	ColorEdge:                          hex(0x2B3533),
	ColorRedBg:                         hex(0x3A1D15),
	ColorAmberBg:                       hex(0x33270E),
	ColorRail:                          hex(0x161D1C),
	ColorOutline:                       hex(0x4F8A80),
	ColorRing:                          hex(0xFFFFFF),
	ColorHeroEdge:                      hex(0x0E5248),
	ColorHero:                          hex(0x0A3F38),
	ColorOnHero:                        hex(0xE9FFFA),
	ColorPad:                           hex(0x161D1C),
	ColorKey:                           hex(0x28322F),
}

// contrast is white and yellow on black, with an edge around everything.
var contrast = Palette{
	theme.ColorNameBackground:          hex(0x000000),
	theme.ColorNameForeground:          hex(0xFFFFFF),
	theme.ColorNamePrimary:             hex(0xFFE14D),
	theme.ColorNameForegroundOnPrimary: hex(0x000000),
	theme.ColorNameButton:              hex(0x1F1F1F),
	theme.ColorNameDisabledButton:      hex(0x1A1A1A),
	theme.ColorNameDisabled:            hex(0xD6D6D6),
	theme.ColorNamePlaceHolder:         hex(0xD6D6D6),
	theme.ColorNameInputBackground:     hex(0x000000),
	theme.ColorNameInputBorder:         hex(0xFFFFFF),
	theme.ColorNameFocus:               veil(0xFFE14D, 0x30),
	theme.ColorNameHover:               veil(0xFFFFFF, 0x20),
	theme.ColorNamePressed:             veil(0xFFFFFF, 0x30),
	theme.ColorNameSelection:           hex(0x2B2B00),
	theme.ColorNameError:               hex(0xFFB3A0),
	theme.ColorNameForegroundOnError:   hex(0x000000),
	theme.ColorNameWarning:             hex(0xFFD27F),
	theme.ColorNameForegroundOnWarning: hex(0x000000),
	theme.ColorNameSuccess:             hex(0x9CF0BC),
	theme.ColorNameForegroundOnSuccess: hex(0x000000),
	theme.ColorNameHyperlink:           hex(0xFFE14D),
	theme.ColorNameSeparator:           hex(0xB0B0B0),
	theme.ColorNameOverlayBackground:   hex(0x0A0A0A),
	theme.ColorNameMenuBackground:      hex(0x0A0A0A),
	theme.ColorNameHeaderBackground:    hex(0x141414),
	theme.ColorNameScrollBar:           hex(0xFFFFFF),
	theme.ColorNameScrollBarBackground: veil(0xFFFFFF, 0x30),
	theme.ColorNameShadow:              {A: 0xAA},
	ColorCard:                          hex(0x000000),
	ColorEdge:                          hex(0xFFFFFF),
	ColorRedBg:                         hex(0x2A0000),
	ColorAmberBg:                       hex(0x241A00),
	ColorRail:                          hex(0x000000),
	ColorOutline:                       hex(0xFFE14D),
	ColorRing:                          hex(0x5CF2FF),
	ColorHeroEdge:                      hex(0xFFFFFF),
	ColorHero:                          hex(0x000000),
	ColorOnHero:                        hex(0xFFFFFF),
	ColorPad:                           hex(0x000000),
	ColorKey:                           hex(0x000000),
}
