package pad

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// A stage is a window with a field and a pad below it, as the shell has them.
type stage struct {
	testing.TB
	b     *kit.Bench
	field *kit.Entry
	pad   *Pad
	done  int
}

// stand shows a pad in a window of this size.
func stand(t testing.TB, lang string, kind kit.PadKind, look kit.Look, size fyne.Size) *stage {
	t.Helper()
	s := &stage{TB: t, b: kittest.NewBench(t, lang, func(func()) {}, nil)}
	fyne.CurrentApp().Settings().SetTheme(look)
	s.b.Window.SetPadded(false)
	s.b.Window.Resize(size)
	s.field = kit.NewEntry(s.b)
	s.field.Keys = kind
	s.field.Hold(true)
	s.renew(Options{Next: func() { s.done++ }})
	return s
}

// renew has another pad for the field.
func (s *stage) renew(o Options) {
	s.pad = New(s.b, s.field.Keys, s.field, o)
	page := kit.Page("姓名", "", kit.Field("与身份证一致", "", "", s.field))
	s.b.Window.SetContent(container.NewBorder(nil, s.pad, nil, nil, page))
}

// shoot leaves a picture in the folder TRUENAME_PADS, for who wants to look.
func (s *stage) shoot(name string) {
	s.Helper()
	dir := os.Getenv("TRUENAME_PADS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.b.Window.Canvas().Capture()); err != nil {
		s.Fatal(err)
	}
}

func TestPictures(t *testing.T) {
	usual := fyne.NewSize(1280, 860)
	for _, kind := range []kit.PadKind{kit.PadNumber, kit.PadDigits, kit.PadCode} {
		s := stand(t, "zh", kind, kit.Look{Scale: kit.ScaleCare}, usual)
		s.field.SetText("1101011990")
		s.pad.Follow()
		s.shoot(string(kind) + "-zh")
		s = stand(t, "en", kind, kit.Look{Tone: kit.ToneDark, Scale: kit.ScaleCare}, usual)
		s.renew(Options{Next: func() {}, Close: func() {}})
		s.shoot(string(kind) + "-en")
	}
}

// TestMarkup compares what is drawn of each kind with what it was.
func TestMarkup(t *testing.T) {
	for _, kind := range []kit.PadKind{kit.PadNumber, kit.PadDigits, kit.PadCode, kit.PadName} {
		s := stand(t, "zh", kind, care, small)
		s.field.SetText("110101")
		s.renew(Options{Next: func() {}, Close: func() {}})
		if kind == kit.PadName {
			s.field.SetText("")
			s.spell("MAI")
		}
		s.b.Window.SetContent(s.pad)
		s.b.Window.Resize(fyne.NewSize(1024, s.pad.MinSize().Height))
		test.AssertRendersToMarkup(t, string(kind)+".xml", s.b.Window.Canvas())
	}
}
