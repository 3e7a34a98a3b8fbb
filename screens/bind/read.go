package bind

import (
	"context"
	"image"
	"slices"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A strip is the line of the card that a field was read from.
type strip struct {
	of     *byte // the photograph it is cut out of
	img    image.Image
	failed bool
	shown  *kit.Cutout // on the page
	stop   func()
}

// dropStrips lets go of all strips.
func (s *Screen) dropStrips() {
	for _, st := range s.strips {
		st.stop()
	}
	s.strips = map[string]*strip{}
}

// sideOf is the side of the card that a field stands on.
func sideOf(field string) model.Side {
	if model.PageOf(field) == model.PageTerm {
		return model.Back
	}
	return model.Front
}

// file tells photographs apart.
func file(p model.Photo) *byte {
	if p.Empty() {
		return nil
	}
	return &p.JPEG[0]
}

// strip is the line of the card that field stands on, nil if there is none to
// show. FieldTerm is both days.
func (s *Screen) strip(field string) []fyne.CanvasObject {
	photo := *s.photo(sideOf(field))
	place, ok := kit.Line(photo, reads(field)...)
	if !ok || s.p.Strip == nil || !s.draft.Open(field) {
		return nil
	}
	st := s.strips[field]
	if st == nil || st.of != file(photo) {
		st = s.cut(field, photo, place)
	}
	if st.failed {
		return nil
	}
	st.shown = kit.NewCutout(s.b.T("bind.strip", "field", s.b.T("field."+field)), place)
	if st.img != nil {
		st.shown.Set(st.img)
	}
	return []fyne.CanvasObject{st.shown}
}

// below stands an input below the strip it is compared with, if there is one.
func below(strip []fyne.CanvasObject, input fyne.CanvasObject) fyne.CanvasObject {
	if len(strip) == 0 {
		return input
	}
	return kit.Column(append(strip, input)...)
}

// reads are the fields of a reading that a strip shows.
func reads(field string) []string {
	if field == model.FieldTerm {
		return []string{model.ReadFrom, model.ReadUntil}
	}
	return []string{field}
}

// cut cuts a strip out, in a job: the field below it stays as it is meanwhile.
func (s *Screen) cut(field string, photo model.Photo, place model.Place) *strip {
	if former := s.strips[field]; former != nil {
		former.stop()
	}
	st, cut := &strip{of: file(photo)}, s.p.Strip
	work := func(ctx context.Context, _ func(float64)) (image.Image, error) {
		return cut(ctx, photo, place, kit.CutoutPixels)
	}
	st.stop = kit.Start(s.b.Jobs, work, nil, func(img image.Image, err error) {
		if st.failed = err != nil; st.failed {
			s.render()
			return
		}
		st.img = img
		st.shown.Set(img)
	})
	s.strips[field] = st
	return st
}

// mark says of a field that still holds what was read that it wants to be
// compared, and what is not certain about it.
func (s *Screen) mark(field string) []fyne.CanvasObject {
	if !s.draft.Filled(field) {
		return nil
	}
	rows := []fyne.CanvasObject{kit.Marked("photo", theme.ColorNamePlaceHolder, kit.Muted(s.b.T("bind.read")))}
	for _, f := range model.CrossCheck(s.draft, s.b.Rules()) {
		if f.Field == field && (f.Code == model.FindingNumberCorrected || f.Code == model.FindingCorrected) {
			rows = append(rows, kit.With(kit.Notice(s.b.Words.Told(f)), s.howTo(f, true)...))
		}
	}
	return rows
}

// differing are the codes of what the photographs say otherwise.
var differing = []string{
	model.FindingNameDiffers, model.FindingNumberDiffers, model.FindingBirthDiffers, model.FindingSexDiffers,
	model.FindingKindDiffers, model.FindingFromDiffers, model.FindingUntilDiffers,
}

// differences are the findings about fields that the photographs tell
// otherwise, one a field, of those that can be changed.
func (s *Screen) differences() []model.Finding {
	var out []model.Finding
	for _, f := range model.CrossCheck(s.draft, s.b.Rules()) {
		told := func(g model.Finding) bool { return g.Field == f.Field }
		if f.Code == model.FindingNameDiffers && !s.verified() {
			continue
		}
		if slices.Contains(differing, f.Code) && s.draft.Open(f.Field) && !slices.ContainsFunc(out, told) {
			out = append(out, f)
		}
	}
	return out
}

// otherwise is what the photograph says of a field if that differs, to be
// taken over with one press.
func (s *Screen) otherwise(field string) []fyne.CanvasObject {
	all := s.differences()
	i := slices.IndexFunc(all, func(f model.Finding) bool { return f.Field == field })
	if i < 0 {
		return nil
	}
	rows := []fyne.CanvasObject{kit.With(kit.Notice(s.b.Words.Told(all[i])), s.howTo(all[i], true)...)}
	if read := s.draft.Readable(sideOf(field), s.b.Rules())[field]; read != "" && s.given(field) != read {
		rows = append(rows, kit.Buttons(s.takeOver(field, read)))
	}
	return rows
}

// given is what stands in a field that a photograph can fill.
func (s *Screen) given(field string) string {
	switch field {
	case model.FieldName:
		return s.name().Value
	case model.FieldNumber:
		return idcard.ParseNumber(s.draft.Number, s.b.Rules()).Value
	case model.FieldFrom:
		return s.draft.From
	}
	return s.draft.Until
}

// takeOver is a button that puts what was read into a field.
func (s *Screen) takeOver(field, read string) *kit.Button {
	shown := kit.Show(read)
	if field == model.FieldNumber {
		shown = idcard.Group(read)
	}
	return kit.Secondary(s.b.T("bind.number.use", "number", shown), func() {
		s.draft.TakeRead(field, sideOf(field), s.b.Rules())
		s.problems = nil
		s.changed()
		s.render()
	})
}

// asked is a name that was held against a photograph.
type asked struct {
	of   *byte
	name string
}

// verified reports whether the name was compared in the better of two ways:
// a rare character that was read as another is no difference.
func (s *Screen) verified() bool {
	m := s.draft.Front.NameMatch
	return s.p.Verify == nil || m != nil && m.Typed == s.name().Value
}

// verify compares the name with the photograph, unless that was done.
func (s *Screen) verify() {
	photo, name := s.draft.Front, s.name().Value
	ask := asked{file(photo), name}
	if s.verified() || ask.of == nil || name == "" || photo.Report.Quad == nil || s.compared == ask {
		return
	}
	s.compared = ask
	verify := s.p.Verify
	work := func(ctx context.Context, _ func(float64)) (model.Match, error) { return verify(ctx, photo, name) }
	kit.Start(s.b.Jobs, work, nil, func(m model.Match, err error) {
		if err != nil || file(s.draft.Front) != ask.of || s.name().Value != ask.name {
			return // not compared: the desk is told so
		}
		s.draft.Front.NameMatch = &m
		s.changed()
		if s.draft.Page == model.PageCheck || s.draft.Page == model.PageName {
			s.render()
		}
	})
}
