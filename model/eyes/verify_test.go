package eyes

import (
	"context"
	"errors"
	"testing"

	"truename/model"
)

// stored is the good photograph as it is kept.
func stored() model.Photo {
	seen := goodLook().seen
	return model.Photo{JPEG: frontJPEG(), Width: shotWide, Height: shotHigh, Report: seen.Report, Reading: seen.Reading}
}

// The true name never differs, and another never passes.
func TestVerify(t *testing.T) {
	name := []rune(person().Name)
	other := func(at int, r rune) string {
		out := append([]rune{}, name...)
		out[at] = r
		return string(out)
	}
	for typed, want := range map[string][]model.Verdict{
		string(name):            {model.Same},
		other(0, '翟'):           {model.Differs, model.Unverified},
		other(len(name)-1, '鑫'): {model.Differs, model.Unverified},
		other(len(name)-1, '䶮'): {model.Unverified, model.Differs},
		string(name) + "明":      {model.Differs, model.Unverified},
		string(name[:1]):        {model.Differs, model.Unverified},
		"":                      {model.Unverified},
	} {
		m, err := New(reader()).Verify(t.Context(), stored(), typed)
		if err != nil {
			t.Fatal(err)
		}
		ok := false
		for _, v := range want {
			ok = ok || m.Verdict == v
		}
		if !ok || m.Typed != typed || m.Score < 0 || m.Score > 1 {
			t.Errorf("%q typed for %q: %+v, want one of %q", typed, string(name), m, want)
		}
	}
}

// Where nothing can be compared the verdict is Unverified, and that is no error.
func TestVerifyWithoutAReading(t *testing.T) {
	for name, spoil := range map[string]func(*model.Photo){
		"no outline":    func(p *model.Photo) { p.Report.Quad = nil },
		"no reading":    func(p *model.Photo) { p.Reading = nil },
		"no characters": func(p *model.Photo) { p.Reading = model.Reading{model.ReadName: {Text: "王五"}} },
		"no photograph": func(p *model.Photo) { *p = model.Photo{} },
	} {
		p := stored()
		spoil(&p)
		m, err := New(reader()).Verify(t.Context(), p, "王五")
		if err != nil || m.Verdict != model.Unverified || m.Typed != "王五" {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	p := stored()
	p.JPEG = []byte("no picture")
	if m, err := New(reader()).Verify(t.Context(), p, person().Name); err == nil || m.Verdict != model.Unverified {
		t.Errorf("damaged bytes: %+v, %v", m, err)
	}
}

func TestVerifyStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(reader()).Verify(ctx, stored(), person().Name); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
