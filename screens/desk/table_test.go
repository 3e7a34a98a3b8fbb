package desk

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

// chars is a reading of text, with ? for each place that was not read.
func chars(text string) (f model.ReadField) {
	for _, c := range text {
		char := model.ReadChar{Text: string(c)}
		if c == '?' {
			char.Text = ""
		}
		f.Text += char.Text
		f.Chars = append(f.Chars, char)
	}
	f.Place = &model.Place{X0: 0.3, Y0: 0.8, X1: 0.9, Y1: 0.88}
	return f
}

// readCase is a submission whose photographs were read: another sex, a digit
// that was not, and the rest the same.
func readCase() model.Submission {
	s := submission()
	s.Front.Report = model.Report{Side: model.Front, Quad: &[4][2]float64{{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.1, 0.9}}, Findings: []model.Finding{
		{Code: model.FindingGlare, Weight: model.Fault, Side: model.Front, Field: model.FieldNumber, Chars: &[2]int{7, 10}, Place: &model.Place{X0: 0.4, Y0: 0.7, X1: 0.6, Y1: 0.8}},
		{Code: model.FindingDark, Weight: model.Passed, Place: &model.Place{X1: 1, Y1: 1}},
	}}
	s.Front.Reading = model.Reading{
		model.ReadName: chars("林新"), model.ReadNumber: chars("994758????05076743"),
		model.ReadBirth: {Text: "1992-05-07"}, model.ReadSex: {Text: "男"},
	}
	s.Back.Reading = model.Reading{model.ReadFrom: {Text: "2014-03-10"}, model.ReadUntil: {Text: "2034-03-10"}}
	s.Fields.Findings = append(s.Fields.Findings, s.Front.Report.Findings...)
	s.Fields.Findings[1].Field = model.FieldUntil // term-age
	return s
}

// read opens a case that was read. The strips are asked for while it is shown.
func (r *rig) read(strip func() (image.Image, error)) {
	r.Helper()
	r.cases.open = func(_ context.Context, id uuid.UUID) (model.Case, error) {
		return model.Case{Head: r.heads[0], Submission: readCase()}, nil
	}
	r.s.p.Strip = func(context.Context, model.Photo, model.Place, int) (image.Image, error) { return strip() }
	r.openFirst()
	r.loop.Settle()
}

func grey() (image.Image, error) { return image.NewGray(image.Rect(0, 0, 900, 120)), nil }

func TestTypedBesideRead(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"读出来的", "994758 19920507 6743", "994758 ????0507 6743", "1992年5月7日　男", "2014年3月10日 –\n2034年3月10日", "人像面：反光挡住了号码的第7到10位", "规则：见下方"},
		"en": {"Compared", "7 May 1992　female", "7 May 1992　male", "Portrait side: Glare hides digits 7–10 of the number", "广东省深圳市盐田区"},
	} {
		onDesk(t, lang, 1, func(r *rig) {
			r.read(grey)
			r.has(says...)
			var verdicts []string
			for _, text := range kittest.Texts(r.content()) {
				if slices.Contains([]string{r.b.T("desk.same"), r.b.T("desk.differs"), r.b.T("desk.unverified")}, text) {
					verdicts = append(verdicts, text)
				}
			}
			want := []string{r.b.T("desk.same"), r.b.T("desk.unverified"), r.b.T("desk.differs"), r.b.T("desk.same")}
			if !slices.Equal(verdicts, want) {
				t.Errorf("%s: %q, want %q", lang, verdicts, want)
			}
		})
	}
}

func TestStripsOnTheDesk(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.read(grey)
		cuts := kittest.Find[*kit.Cutout](r.content())
		if len(cuts) != 2 || !cuts[0].Shown() || !cuts[1].Shown() || cuts[0].Label != "照片上的这一行：姓名" {
			t.Fatalf("%v", cuts)
		}
		r.s.show() // drawn anew, they are there at once
		for _, c := range kittest.Find[*kit.Cutout](r.content()) {
			if !c.Shown() {
				t.Error("a strip is gone")
			}
		}
	})
	onDesk(t, "zh", 1, func(r *rig) {
		r.read(func() (image.Image, error) { return nil, errors.New("damaged") })
		r.has("林新", "desk.unverified")
		r.s.close()
		r.loop.Settle()
	})
}

// TestCardOnTheDesk: the card is outlined and what the checks found is framed.
func TestCardOnTheDesk(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.read(grey)
		lines, frames := 0, 0
		for _, v := range kittest.Find[*kit.Viewer](r.content()) {
			for _, o := range test.WidgetRenderer(v).Objects() {
				switch o := o.(type) {
				case *canvas.Line:
					if !o.Hidden {
						lines++
					}
				case *canvas.Rectangle:
					frames++
				}
			}
		}
		if lines != 8 || frames != 5 { // on each a sheet and a ring, and one place
			t.Errorf("%d lines, %d rectangles", lines, frames)
		}
	})
}

// TestNothingRead: the facts stand as they did, without empty columns.
func TestNothingRead(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.openFirst()
		r.hasNot("读出来的", "desk.same")
	})
}

func TestWritten(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		for _, c := range [][3]string{
			{model.ReadUntil, "long-term", "long-term"}, {model.ReadFrom, "2014.0?.10", "2014.0?.10"}, {model.ReadFrom, "2014-03-10", "10 March 2014"},
			{model.ReadSex, "女", "female"}, {model.ReadSex, "?", "?"}, {model.ReadName, "林新", "林新"}, {model.ReadNumber, "994758199205076743", "994758 19920507 6743"},
		} {
			if got := r.s.written(c[0], c[1]); got != c[2] {
				t.Errorf("%s %s: %q", c[0], c[1], got)
			}
		}
	})
}
