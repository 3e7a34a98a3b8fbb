package command_test

import (
	"context"
	"image"
	"testing"
	"testing/fstest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/command"
	"truename/model/eyes"
	"truename/model/idcard"
	"truename/model/photo"
	"truename/model/specimen"
)

// seen is a specimen photograph as e see it.
func seen(t *testing.T, e *command.Eyes, name string, side model.Side) model.Photo {
	t.Helper()
	src, err := photo.Open(t.Context(), card(name))
	if err != nil {
		t.Fatal(err)
	}
	p, err := src.Photo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.Report, p.Reading = e.See(t.Context(), src, side, eyes.Watch{})
	return p
}

// TestBlind: without nets photographs are kept, and a person has to look.
func TestBlind(t *testing.T) {
	blind := command.NewEyes(fstest.MapFS{})
	if blind.Open() == nil {
		t.Error("there are no nets, and nobody says so")
	}
	p := seen(t, blind, "front.jpg", model.Front)
	if p.Empty() || p.Report.Grade != model.Flagged || p.Report.Side != model.NoSide || p.Report.Quad != nil || len(p.Reading) > 0 {
		t.Errorf("%+v", p.Report)
	}
	if f, ok := p.Report.Worst(); !ok || f.Code != model.FindingNotRead || f.Weight != model.Notice || f.Side != model.Front {
		t.Errorf("the desk is told %+v", p.Report.Findings)
	}
	if d := blind.Match(t.Context(), model.Draft{Name: who.Name, Front: p}, idcard.Rules{}); d.Front.NameMatch != nil {
		t.Errorf("compared with nothing: %+v", d.Front.NameMatch)
	}
	if _, err := command.Strip(t.Context(), p, model.Place{X1: 1, Y1: 1}, 40); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("a line of no card: %v", err)
	}
}

// TestAutoCheck: the policy looks at the photographs themselves, and takes
// nothing for it that came with them.
func TestAutoCheck(t *testing.T) {
	front, back := clean(specimen.DrawFront(who), model.Front), clean(specimen.DrawBack(who), model.Back)
	other := specimen.NewAged(8, 40, idcard.Today(time.Now()))
	number := idcard.ParseNumber(who.Number, idcard.Rules{Specimens: true})
	consent := model.Consent{Version: "1", Language: "zh", At: time.Now()}
	with := func(edit func(*model.Submission)) model.Submission {
		s := model.Submission{Kind: model.Binding, Revision: 1, Front: front, Back: back, Fields: model.Fields{
			Name: who.Name, Number: who.Number, NumberKind: number.Kind, Birth: number.Birth, Sex: number.Sex, Phone: "13800138000",
			From: who.From, Until: who.Until, LongTerm: who.Long, Consent: consent, PhotoConsent: consent,
		}}
		edit(&s)
		return s
	}
	check := command.NewEyes(assets.Models).AutoCheck(true)
	for name, c := range map[string]struct {
		edit  func(*model.Submission)
		clear bool
	}{
		"as it is":            {func(*model.Submission) {}, true},
		"of somebody else":    {func(s *model.Submission) { s.Front.JPEG = clean(specimen.DrawFront(other), model.Front).JPEG }, false},
		"no emblem side":      {func(s *model.Submission) { s.Back = model.Photo{} }, false},
		"one side twice":      {func(s *model.Submission) { s.Back.JPEG = front.JPEG }, false},
		"no picture":          {func(s *model.Submission) { s.Front.JPEG = []byte("none") }, false},
		"a name that differs": {func(s *model.Submission) { s.Fields.Name = other.Name }, false},
	} {
		if found, clear, err := check(t.Context(), with(c.edit)); err != nil || clear != c.clear {
			t.Errorf("%s: clear %v, %v, found %+v", name, clear, err, found)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, clear, err := check(ctx, with(func(*model.Submission) {})); clear || err == nil {
		t.Errorf("stopped: clear %v, %v", clear, err)
	}
}

// clean is a good photograph, with a report and a reading that say that it is
// what was typed.
func clean(of image.Image, side model.Side) model.Photo {
	until := who.Until.String()
	if who.Long {
		until = "长期"
	}
	reading := model.Reading{}
	for field, text := range map[string]string{
		model.ReadName: who.Name, model.ReadNumber: who.Number, model.ReadFrom: who.From.String(), model.ReadUntil: until,
	} {
		reading[field] = model.ReadField{Text: text}
	}
	return model.Photo{
		JPEG: specimen.JPEG(specimen.Photograph(of, 1), 92), Width: 1600, Height: 1067, Reading: reading,
		Report: model.Report{Side: side, Grade: model.Good, Findings: []model.Finding{{Code: "blur", Weight: model.Passed, Side: side}}},
	}
}

// TestMatch: what is sent says how the name fits, for the name that is sent.
func TestMatch(t *testing.T) {
	e := command.NewEyes(assets.Models)
	d := model.Draft{Name: " " + who.Name, Number: who.Number, Front: seen(t, e, "front.jpg", model.Front)}
	rules := idcard.Rules{Today: idcard.Today(time.Now()), Specimens: true}
	match := func(d model.Draft) model.Draft { return e.Match(t.Context(), d, rules) }
	d = match(d)
	if m := d.Front.NameMatch; m == nil || m.Typed != who.Name || m.Verdict != model.Same {
		t.Errorf("%+v", d.Front.NameMatch)
	}
	for _, field := range []string{model.ReadAddress, model.ReadAuthority} {
		if _, ok := d.Front.Reading[field]; ok {
			t.Errorf("%s is kept, and compared with nothing", field)
		}
	}
	if again := match(d); again.Front.NameMatch != d.Front.NameMatch {
		t.Error("compared twice")
	}
	d.Name = "欧阳娜"
	if m := match(d).Front.NameMatch; m == nil || m.Typed != d.Name || m.Verdict == model.Same {
		t.Errorf("another name: %+v", m)
	}
	if img, err := command.Strip(context.Background(), d.Front, *d.Front.Reading[model.ReadNumber].Place, 40); err != nil || img.Bounds().Dy() != 40 || img.Bounds().Dx() < 300 {
		t.Errorf("%v, %v", img, err)
	}
}
