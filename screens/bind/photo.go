package bind

import (
	"context"
	"image"
	"slices"
	"time"

	"truename/model"
	"truename/screens/kit"
)

const (
	badTries    = 3                       // after so many bad photographs manual review is offered
	messageStay = 1500 * time.Millisecond // of a sentence about what is wrong, before another takes its place
	previewSize = 1600                    // pixels, long side, of a photograph from a restored draft
	findingsCap = 64                      // news of a check that may wait for the window
)

// A slot is the work on one photograph. What is done stands in the draft.
type slot struct {
	picture  Picture // nil for one from a restored draft: it cannot be turned
	preview  image.Image
	view     kit.View        // the part of it that is seen
	found    []model.Finding // so far, while checking
	quad     *[4][2]float64  // corners of the card, while checking
	opening  bool
	checking bool
	thumbing bool
	goOn     bool // Continue was pressed while checking
	tries    int  // bad photographs in a row
	fail     failure
	said     *model.Finding // the sentence on the page
	saidAt   time.Time
	holds    bool // it stays although there is another by now

	stopOpen, stopCheck, stopThumb, stopHold func()
}

func (s *Screen) resetSlots() {
	for _, sl := range s.slots {
		sl.stopOpen()
		sl.stopCheck()
		sl.stopThumb()
		sl.stopHold()
	}
	s.dropStrips()
	s.stopFilm()
	s.dropShelf()
	s.slots = map[model.Side]*slot{}
	for _, side := range []model.Side{model.Front, model.Back} {
		s.slots[side] = &slot{stopOpen: nothing, stopCheck: nothing, stopThumb: nothing, stopHold: nothing}
	}
}

func nothing() {}

// forget lets go of the pixels; the draft has the photograph.
func (sl *slot) forget() { sl.picture, sl.preview = nil, nil }

// photo is where the draft keeps the photograph of a side.
func (s *Screen) photo(side model.Side) *model.Photo {
	if side == model.Back {
		return &s.draft.Back
	}
	return &s.draft.Front
}

func other(side model.Side) model.Side {
	if side == model.Back {
		return model.Front
	}
	return model.Back
}

// Drop takes files dropped on the window: one goes to the page shown, two
// fill both sides.
func (s *Screen) Drop(paths []string) {
	side := model.Side(s.draft.Page)
	if _, ok := s.slots[side]; !ok || s.root == nil || s.sending || s.loading || len(paths) == 0 || s.b.Kiosk {
		return
	}
	if len(paths) == 2 && s.draft.Open(model.FieldFront) && s.draft.Open(model.FieldBack) {
		s.read(model.Front, paths[0])
		s.read(model.Back, paths[1])
		return
	}
	s.read(side, paths[0])
}

// pick asks for a file.
func (s *Screen) pick(side model.Side) {
	s.b.Pick(s.b.T("bind.photo.pick"), func(path string, err error) {
		switch {
		case err != nil:
			s.slots[side].fail = failure{err: err}
			s.render()
		case path != "":
			s.read(side, path)
		}
	})
}

// Paste takes the picture on the clipboard for the photograph on this page.
func (s *Screen) Paste() {
	side := model.Side(s.draft.Page)
	if _, ok := s.slots[side]; !ok || s.root == nil || s.sending || s.plainPage() || s.b.Kiosk || !s.draft.Open(string(side)) {
		return
	}
	paste, text := s.p.Paste, s.p.Clipboard()
	s.replace(side, func(ctx context.Context) (Picture, error) { return paste(ctx, text) }, true)
}

// read takes the file at path for a side.
func (s *Screen) read(side model.Side, path string) {
	open := s.p.Open
	s.replace(side, func(ctx context.Context) (Picture, error) { return open(ctx, path) }, true)
}

// turn turns the photograph of a side clockwise and checks it again.
func (s *Screen) turn(side model.Side, quarters int) {
	if p := s.slots[side].picture; p != nil {
		s.replace(side, func(context.Context) (Picture, error) { return p.Turn(quarters), nil }, false)
	}
}

// taken is a picture with what is shown of it.
type taken struct {
	picture Picture
	preview image.Image
}

// replace replaces the picture of a side once the new one can be shown; until
// then, and if that fails, the former one stays with its checks. fresh tells
// a new photograph from a turned one.
func (s *Screen) replace(side model.Side, open func(context.Context) (Picture, error), fresh bool) {
	sl := s.slots[side]
	if s.filming != nil && !s.filming.taken { // a file was dropped or pasted
		s.stopFilm()
	}
	sl.stopOpen()
	sl.opening, sl.fail, s.problems = true, failure{}, nil
	work := func(ctx context.Context, _ func(float64)) (taken, error) {
		p, err := open(ctx)
		if err != nil {
			return taken{}, err
		}
		return taken{p, kit.Levels(p.Preview())}, nil
	}
	sl.stopOpen = kit.Start(s.b.Jobs, work, nil, func(t taken, err error) {
		sl.opening = false
		if err != nil {
			sl.fail.err, sl.goOn = err, false
			s.redraw()
			return
		}
		sl.stopThumb()
		sl.thumbing = false
		sl.picture, sl.preview, sl.view = t.picture, t.preview, kit.View{}
		s.inspect(side, fresh)
	})
	s.redraw()
}

// inspect checks the picture of a side, shows findings as they come, and puts
// the photograph into the draft.
func (s *Screen) inspect(side model.Side, fresh bool) {
	sl := s.slots[side]
	sl.stopCheck()
	sl.silence()
	sl.checking, sl.found, sl.quad = true, nil, nil
	picture, news := sl.picture, make(chan func(*slot), findingsCap)
	work := func(ctx context.Context, step func(float64)) (model.Photo, error) {
		tell := func(change func(*slot)) {
			select {
			case news <- change:
				step(0)
			default: // more than can be shown; the report has it all
			}
		}
		report, reading := picture.Inspect(ctx, side, Watch{
			Card:    func(quad [4][2]float64) { tell(func(sl *slot) { sl.quad = &quad }) },
			Finding: func(f model.Finding) { tell(func(sl *slot) { sl.found = append(sl.found, f) }) },
		})
		photo, err := picture.Photo(ctx)
		photo.Report, photo.Reading = report, reading
		return photo, err
	}
	progress := func(float64) {
		for len(news) > 0 {
			(<-news)(sl)
		}
		s.redraw()
	}
	sl.stopCheck = kit.Start(s.b.Jobs, work, progress, func(photo model.Photo, err error) {
		sl.checking, sl.found, sl.quad = false, nil, nil
		s.checked(side, photo, err, fresh)
	})
	s.redraw()
}

// checked ends the check of a side.
func (s *Screen) checked(side model.Side, photo model.Photo, err error, fresh bool) {
	sl := s.slots[side]
	goOn := sl.goOn && s.draft.Page == string(side) && !sl.opening
	sl.goOn = false
	if err != nil {
		sl.fail.err = err
		sl.forget() // the draft's own is shown again
		s.redraw()
		return
	}
	*s.photo(side) = photo
	filled := s.draft.Fill(side, s.b.Rules())
	if photo.Report.Grade == model.Retake && fresh {
		sl.tries++
	}
	if s.root == nil {
		sl.forget()
	}
	s.changed()
	if goOn && s.root != nil {
		s.next()
		return
	}
	if filled { // a page with fields may be shown by now
		s.render()
		return
	}
	s.redraw()
}

// wait reports whether Continue has to wait for the check of this page's
// photograph; it then goes on by itself.
func (s *Screen) wait() bool {
	sl, ok := s.slots[model.Side(s.draft.Page)]
	if !ok || !sl.opening && !sl.checking {
		return false
	}
	sl.goOn = true
	s.render()
	return true
}

// swap moves the photograph of a side to the other side, where it is checked
// again, and the other's here.
func (s *Screen) swap() {
	a, b := s.slots[model.Front], s.slots[model.Back]
	for _, sl := range []*slot{a, b} {
		sl.stopOpen()
		sl.stopCheck()
		sl.stopThumb()
		sl.silence()
		sl.opening, sl.checking, sl.thumbing, sl.goOn, sl.found, sl.fail = false, false, false, false, nil, failure{}
	}
	a.picture, b.picture = b.picture, a.picture
	a.preview, b.preview = b.preview, a.preview
	a.view, b.view = kit.View{}, kit.View{}
	s.draft.Front, s.draft.Back = s.draft.Back, s.draft.Front
	s.problems = nil
	for side, sl := range s.slots {
		photo := s.photo(side)
		photo.Report = photo.Report.On(side)
		s.draft.Fill(side, s.b.Rules())
		if sl.picture != nil {
			s.inspect(side, false)
		}
	}
	s.changed()
	s.render()
}

// manual sends the photograph as it is to a person.
func (s *Screen) manual(side model.Side) {
	s.photo(side).Manual = true
	s.changed()
	s.next()
}

// show makes sure that there is a preview of a side's photograph.
func (s *Screen) show(side model.Side) image.Image {
	sl, photo := s.slots[side], s.photo(side)
	if sl.preview != nil || photo.Empty() || sl.thumbing || sl.opening {
		return sl.preview
	}
	sl.thumbing = true
	thumb, jpeg := s.p.Thumb, photo.JPEG
	work := func(context.Context, func(float64)) (image.Image, error) {
		return kit.LevelsOf(thumb(jpeg, previewSize))
	}
	sl.stopThumb = kit.Start(s.b.Jobs, work, nil, func(img image.Image, err error) {
		if err != nil { // thumbing stays: asking again would not help
			sl.fail.err = err
		} else {
			sl.thumbing, sl.preview = false, img
		}
		s.redraw()
	})
	return nil
}

// redraw draws the pages that show photographs; others have fields, which
// must not lose the cursor.
func (s *Screen) redraw() {
	if slices.Contains([]string{model.PageFront, model.PageBack, model.PageCheck}, s.draft.Page) {
		s.render()
	}
}

// findings is what to show about a side: what came so far, or the report.
func (s *Screen) findings(side model.Side) []model.Finding {
	if sl := s.slots[side]; sl.checking {
		return sl.found
	}
	return s.photo(side).Report.Findings
}

// quad is where the card lies on the photograph of a side, nil if that is not
// known.
func (s *Screen) quad(side model.Side) *[4][2]float64 {
	if sl := s.slots[side]; sl.checking {
		return sl.quad
	}
	return s.photo(side).Report.Quad
}

// silence forgets what was said about the former photograph.
func (sl *slot) silence() {
	sl.stopHold()
	sl.said, sl.holds = nil, false
}

// worst is the finding about a side that the page says: the worst one, unless
// another was said a moment ago, which somebody may be reading.
func (s *Screen) worst(side model.Side) (f model.Finding, ok bool) {
	sl := s.slots[side]
	f, ok = model.Report{Findings: s.findings(side)}.Worst()
	same := ok && sl.said != nil && s.b.Words.Told(f) == s.b.Words.Told(*sl.said)
	if left := messageStay - s.b.Now().Sub(sl.saidAt); sl.said != nil && !same && left > 0 {
		s.hold(sl, left)
		return *sl.said, true
	}
	if !ok {
		sl.said = nil
	} else if !same {
		sl.said, sl.saidAt = &f, s.b.Now()
	}
	return f, ok
}

// hold draws the page anew when the sentence on it has stayed long enough.
func (s *Screen) hold(sl *slot, left time.Duration) {
	if sl.holds {
		return
	}
	sl.holds = true
	sl.stopHold = kit.Start(s.b.Jobs, sleep(left), nil, func(_ struct{}, err error) {
		sl.holds = false
		if err == nil {
			s.redraw()
		}
	})
}

// astray reports whether the photograph of a side shows the other one and
// should be moved there: not if the other one has its photograph already.
func (s *Screen) astray(side model.Side) bool {
	to := other(side)
	there := s.photo(to)
	free := there.Empty() || there.Report.Side != to
	return s.photo(side).Report.Side == to && free && s.draft.Open(string(to)) && s.draft.Open(string(side))
}
