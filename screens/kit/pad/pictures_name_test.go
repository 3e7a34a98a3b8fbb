package pad

import (
	"testing"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// nameStates are the keys of names, and what leads to them.
var nameStates = map[string][]string{
	"full":     {"M", "A", "I"},
	"start":    nil,
	"none":     {"V", "V", "V"},
	"two":      {"O", "Y"},
	"open":     {"Y", "I", "pad.more"},
	"nine":     {"pad.nine", "WXYZ", "GHI", "ABC", "MNO", "GHI"},
	"latin":    {"pad.language"},
	"radicals": {"pad.rare"},
	"strokes":  {"pad.rare", "一"},
	"chars":    {"pad.rare", "一", "pad.strokes.all"},
	"parts":    {"pad.rare", "pad.parts", "M", "U", "M", "U"},
	"code":     {"pad.rare", "pad.code", "4", "E", "2", "D"},
	"unknown":  {"pad.rare", "pad.code", "2", "A", "6", "D", "6"},
}

func TestNamePictures(t *testing.T) {
	usual := fyne.NewSize(1280, 860)
	for name, taps := range nameStates {
		for lang, look := range map[string]kit.Look{"zh": care, "en": {Tone: kit.ToneDark, Scale: kit.ScaleCare}} {
			s := stand(t, lang, kit.PadName, look, usual)
			for _, k := range taps {
				s.tap(s.b.T(k))
			}
			s.shoot("name-" + name + "-" + lang)
		}
	}
}
