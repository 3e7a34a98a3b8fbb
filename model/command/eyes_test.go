package command_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/command"
	"truename/model/eyes"
	"truename/model/idcard"
	"truename/model/photo"
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
