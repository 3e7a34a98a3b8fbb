package pad

import (
	"testing"

	"truename/model/pinyin"
	"truename/screens/kit"

	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// BenchmarkTap is a finger on a key, down and up, until everything is laid out
// anew: the finding of candidates included, the painting of the window left out.
func BenchmarkTap(b *testing.B) {
	for name, c := range map[string]struct {
		kind kit.PadKind
		taps string // pressed again and again
	}{
		"number": {kit.PadNumber, "110101199003077450"},
		"pinyin": {kit.PadName, "ZHANGXIAOMINGWEIYANGLIUYISHIJI"},
	} {
		b.Run(name, func(b *testing.B) {
			pinyin.Ready()
			s := stand(b, "zh", c.kind, care, small)
			keys := map[rune]*key{}
			for _, r := range c.taps {
				keys[r] = s.key(string(r))
			}
			clear := s.key(s.b.T("pad.clear"))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				at := i % len(c.taps)
				if at == 0 {
					test.Tap(clear)
				}
				k := keys[rune(c.taps[at])]
				k.MouseDown(&desktop.MouseEvent{})
				k.MouseUp(&desktop.MouseEvent{})
				test.Tap(k)
			}
		})
	}
}

// BenchmarkKeys is a change of the keys: all candidates, and back.
func BenchmarkKeys(b *testing.B) {
	pinyin.Ready()
	s := stand(b, "zh", kit.PadName, care, small)
	s.spell("YI")
	for b.Loop() {
		s.word("pad.more")
		s.word("pad.fold")
	}
}
