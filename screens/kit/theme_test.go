package kit_test

import (
	"image/color"
	"math"
	"testing"

	"truename/assets"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// light is the relative luminance of c (WCAG 2.2).
func light(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// contrast is the ratio of two opaque colours, 1 … 21.
func contrast(a, b color.NRGBA) float64 {
	x, y := light(a)+0.05, light(b)+0.05
	return max(x, y) / min(x, y)
}

// over lays a colour over an opaque one.
func over(top, under color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 {
		return uint8((int(a)*int(top.A) + int(b)*(255-int(top.A))) / 255)
	}
	return color.NRGBA{R: mix(top.R, under.R), G: mix(top.G, under.G), B: mix(top.B, under.B), A: 255}
}

func TestContrastItself(t *testing.T) {
	black, white := color.NRGBA{A: 255}, color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	if got := contrast(white, black); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white is %v", got)
	}
	if got := contrast(color.NRGBA{R: 0x76, G: 0x76, B: 0x76, A: 255}, white); math.Abs(got-4.54) > 0.01 {
		t.Errorf("#767676 on white is %v", got)
	}
	if got := over(color.NRGBA{A: 128}, white); got.R < 126 || got.R > 128 {
		t.Errorf("half black over white is %v", got)
	}
}

// What is drawn on what. Labels of low importance have the colour of disabled
// controls (fyne 2.8.1, label.go).
var (
	grounds = []fyne.ThemeColorName{
		theme.ColorNameBackground, kit.ColorCard, kit.ColorRail, theme.ColorNameOverlayBackground,
		theme.ColorNameMenuBackground, theme.ColorNameInputBackground, theme.ColorNameHeaderBackground, theme.ColorNameSelection,
	}
	inks = []fyne.ThemeColorName{
		theme.ColorNameForeground, theme.ColorNameDisabled, theme.ColorNamePlaceHolder, theme.ColorNameError,
		theme.ColorNameWarning, theme.ColorNameSuccess, theme.ColorNameHyperlink,
	}
	pairs = map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorNamePrimary:        {theme.ColorNameForegroundOnPrimary},
		theme.ColorNameError:          {theme.ColorNameForegroundOnError},
		theme.ColorNameWarning:        {theme.ColorNameForegroundOnWarning},
		theme.ColorNameSuccess:        {theme.ColorNameForegroundOnSuccess},
		theme.ColorNameButton:         {theme.ColorNameForeground, theme.ColorNameDisabled, theme.ColorNameHyperlink},
		theme.ColorNameDisabledButton: {theme.ColorNameDisabled},
		kit.ColorRedBg:                {theme.ColorNameError, theme.ColorNameForeground, theme.ColorNameHyperlink, theme.ColorNamePlaceHolder},
		kit.ColorAmberBg:              {theme.ColorNameWarning, theme.ColorNameForeground, theme.ColorNameHyperlink, theme.ColorNamePlaceHolder},
		kit.ColorHero:                 {kit.ColorOnHero},
		kit.ColorOnHero:               {kit.ColorHero},
		kit.ColorPad:                  {theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNameHyperlink},
		kit.ColorKey:                  {theme.ColorNameForeground, theme.ColorNamePlaceHolder},
	}
)

func looks() map[kit.Tone]kit.Palette {
	out := map[kit.Tone]kit.Palette{}
	for _, tone := range kit.Tones {
		out[tone] = kit.Look{Tone: tone}.Palette()
	}
	return out
}

// asked is the ratio that text and controls need in a tone (WCAG 2.2, 1.4.3,
// 1.4.6 and 1.4.11).
func asked(tone kit.Tone) (text, control float64) {
	if tone == kit.ToneContrast {
		return 7, 4.5
	}
	return 4.5, 3
}

func TestTextContrast(t *testing.T) {
	for name, p := range looks() {
		check := func(ink, ground fyne.ThemeColorName, under color.NRGBA) {
			if least, _ := asked(name); contrast(p[ink], under) < least {
				t.Errorf("%s: %s on %s is %.2f:1", name, ink, ground, contrast(p[ink], under))
			}
		}
		for i, ground := range grounds {
			for _, ink := range inks {
				check(ink, ground, p[ground])
				if i < 5 { // rows and buttons stand there, which show the mouse
					check(ink, ground+" hovered", over(p[theme.ColorNameHover], p[ground]))
				}
			}
		}
		for ground, inks := range pairs {
			for _, ink := range inks {
				check(ink, ground, p[ground])
				if ink != theme.ColorNameDisabled {
					check(ink, ground+" hovered", over(p[theme.ColorNameHover], p[ground]))
				}
			}
		}
	}
}

// TestControlContrast: what has to be seen to be used, and what shows where the
// keyboard is.
func TestControlContrast(t *testing.T) {
	pages := []fyne.ThemeColorName{theme.ColorNameBackground, kit.ColorCard, kit.ColorRail, theme.ColorNameOverlayBackground, kit.ColorRedBg, kit.ColorAmberBg}
	for name, p := range looks() {
		_, least := asked(name)
		for _, page := range pages {
			for _, edge := range []fyne.ThemeColorName{
				theme.ColorNameInputBorder, kit.ColorOutline, theme.ColorNamePrimary, theme.ColorNameError, kit.ColorRing,
			} {
				if got := contrast(p[edge], p[page]); got < least {
					t.Errorf("%s: %s on %s is %.2f:1", name, edge, page, got)
				}
			}
			if got := contrast(p[theme.ColorNameScrollBar], p[page]); got < 2.5 {
				t.Errorf("%s: the scroll bar on %s is %.2f:1", name, page, got)
			}
		}
		for _, on := range []fyne.ThemeColorName{kit.ColorRing, kit.ColorOnHero} {
			if got := contrast(p[on], p[kit.ColorHero]); on == kit.ColorOnHero && got < least {
				t.Errorf("%s: %s on the filled card is %.2f:1", name, on, got)
			}
		}
	}
}

// TestPalettesAgree: a colour of one tone is one of the others, and opaque
// where text may stand on it.
func TestPalettesAgree(t *testing.T) {
	light := kit.Look{}.Palette()
	for tone, p := range looks() {
		if len(p) != len(light) {
			t.Errorf("%s has %d colours, light has %d", tone, len(p), len(light))
		}
		for name := range light {
			if _, ok := p[name]; !ok {
				t.Errorf("%s is missing in %s", name, tone)
			}
		}
		for _, ground := range grounds {
			if p[ground].A != 255 {
				t.Errorf("%s: %s is not opaque", tone, ground)
			}
		}
	}
}

func TestLook(t *testing.T) {
	for name, c := range map[string]struct {
		look         kit.Look
		text, height float32 // height of a control: its text is 1.44 times its size
		background   color.NRGBA
	}{
		"standard": {kit.Look{}, 18, 44, looks()[kit.ToneLight][theme.ColorNameBackground]},
		"dark":     {kit.Look{Tone: kit.ToneDark}, 18, 44, looks()[kit.ToneDark][theme.ColorNameBackground]},
		"contrast": {kit.Look{Tone: kit.ToneContrast}, 18, 44, looks()[kit.ToneContrast][theme.ColorNameBackground]},
		"care":     {kit.Look{Scale: kit.ScaleCare}, 22, 60, looks()[kit.ToneLight][theme.ColorNameBackground]},
		"double":   {kit.Look{Scale: kit.ScaleDouble}, 36, 60, looks()[kit.ToneLight][theme.ColorNameBackground]},
	} {
		if got := c.look.Size(theme.SizeNameText); got != c.text {
			t.Errorf("%s: text is %v", name, got)
		}
		if got := c.text*1.448 + 2*c.look.Size(theme.SizeNameInnerPadding); got < c.height {
			t.Errorf("%s: controls are %v high", name, got)
		}
		if got := c.look.Color(theme.ColorNameBackground, theme.VariantDark); got != c.background {
			t.Errorf("%s: background is %v", name, got)
		}
		if c.look.Color("some other name", theme.VariantLight) == nil || c.look.Icon(theme.IconNameCancel) == nil {
			t.Errorf("%s: no colour or icon where the look has none of its own", name)
		}
		for _, size := range []fyne.ThemeSizeName{theme.SizeNamePadding, theme.SizeNameInputRadius, theme.SizeNameScrollBar} {
			if c.look.Size(size) <= 0 {
				t.Errorf("%s: %s is nothing", name, size)
			}
		}
	}
}

// TestFont: two weights for every style, since each further one costs 14 MB.
func TestFont(t *testing.T) {
	seen := map[string]bool{}
	for _, style := range []fyne.TextStyle{{}, {Italic: true}, {Monospace: true}, {Bold: true}, {Bold: true, Italic: true}} {
		seen[kit.Look{}.Font(style).Name()] = true
	}
	if len(seen) != 2 {
		t.Errorf("fonts %v", seen)
	}
	if string((kit.Look{}).Font(fyne.TextStyle{Bold: true}).Content()) != string(assets.FontBold) {
		t.Error("bold is another font")
	}
	if (kit.Look{}).Font(fyne.TextStyle{Symbol: true}).Name() == (kit.Look{}).Font(fyne.TextStyle{}).Name() {
		t.Error("the toolkit's symbols come from the font of the text")
	}
}
