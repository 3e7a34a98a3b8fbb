// Package bind is the way from nothing to a submitted card: one question a
// page, everything kept at every step, and the receipt at the end. It also
// takes up what the desk returned ("fix:" and the case) and then asks for
// nothing else.
package bind

import (
	"slices"
	"strings"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/google/uuid"
)

// ConsentVersion names the two consent texts in assets/text; it changes
// whenever their meaning does, and is stored with every consent.
const ConsentVersion = "2026-11-3"

// A Screen is the binding screen. All fields belong to the UI goroutine.
type Screen struct {
	b    *kit.Bench
	p    Parts
	root *fyne.Container // nil while another screen is shown
	keep keeper

	draft    model.Draft // ID is Nil while there is none
	loading  bool
	broken   failure // why there is no draft, with what tries again
	retry    func()
	page     string               // that was drawn last, to keep its place
	scroll   *container.Scroll    // of it
	focus    map[string]focusable // by field
	problems []model.Problem      // found by the last Continue on this page
	change   bool                 // came from the check page and returns to it
	asking   bool                 // leaves only to see how to fix something
	ways     bool                 // the page for who does not agree
	until    string               // typed before long-term was ticked
	reveal   bool                 // the number on the check page
	slots    map[model.Side]*slot // photographs being worked on
	strips   map[string]*strip    // cut out of photographs, by field
	compared asked                // the name that was held against the photograph last
	sending  bool                 // Submit runs
	refused  failure              // of the last Submit
	slip     *kit.Slip            // the receipt, shown until somebody comes for something else
	note     string               // from the desk, with a returned case
	why      []model.Reason       // the same, where everything is asked for again: at a kiosk
	want     string               // part asked for before the draft was there
	clash    uuid.UUID            // returned case that would take the place of a draft
	stopLoad func()
	filming  *filming       // a camera is in use; nil: none is
	cameras  []model.Camera // that were found last
	camera   string         // id of the one that was chosen; "" for the first
	looking  bool           // for cameras
	shelf    *shelf         // the medium is shown; nil: it is not
}

var (
	_ kit.Screen  = (*Screen)(nil)
	_ kit.Dropper = (*Screen)(nil)
	_ kit.Paster  = (*Screen)(nil)
	_ kit.Backer  = (*Screen)(nil)
	_ kit.Barred  = (*Screen)(nil)
	_ kit.Placed  = (*Screen)(nil)
)

// New makes the screen. Nothing is read before Content is called.
func New(b *kit.Bench, p Parts) *Screen {
	s := &Screen{b: b, p: p, stopLoad: func() {}}
	s.keep = keeper{jobs: b.Jobs, drafts: p.Drafts, tell: p.Saved, draft: func() model.Draft { return s.draft }, stop: func() {}}
	s.resetSlots()
	return s
}

// Enter is told the part that is wanted: "", a page of the draft, or "fix:"
// and the id of a returned case, "fresh", or "receipt".
func (s *Screen) Enter(part string) {
	s.want = part
	if part != receiptPart {
		s.slip = nil
	}
	if s.draft.ID != uuid.Nil && !s.loading {
		s.arrive()
	}
}

// Content builds the present state anew; the first time it loads the draft.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	if s.draft.ID == uuid.Nil && s.slip == nil && !s.loading && s.broken.err == nil {
		s.load()
	}
	s.lookForCameras()
	s.render()
	return s.root
}

// Leave saves at once and lets go of pictures that no check is working on.
func (s *Screen) Leave() {
	s.keep.now()
	s.stopFilm()
	s.dropShelf()
	s.root, s.scroll, s.focus = nil, nil, nil
	s.reveal = false
	s.dropStrips()
	if s.broken.err != nil && !s.loading {
		s.broken = failure{}
	}
	for _, sl := range s.slots {
		if !sl.opening && !sl.checking && !s.asking {
			sl.forget()
		}
	}
}

// render draws the present state into the root.
func (s *Screen) render() {
	if s.root == nil {
		return
	}
	page, content := s.view()
	var offset fyne.Position
	if s.scroll != nil && page == s.page {
		offset = s.scroll.Offset
	}
	s.page, s.scroll = page, content.scroll
	kit.Swap(s.b.Window, s.root, content.whole)
	s.b.Bar()
	if s.scroll != nil && offset.Y > 0 {
		s.scroll.ScrollToOffset(offset)
	}
}

// A view is a drawn page.
type view struct {
	whole  fyne.CanvasObject
	scroll *container.Scroll
}

func (s *Screen) view() (page string, v view) {
	s.focus = map[string]focusable{}
	switch {
	case s.slip != nil && s.b.Kiosk:
		p := s.kioskReceipt()
		return "receipt", view{kit.Framed(nil, kit.Frame(s.kioskEnd()), p), p}
	case s.slip != nil:
		return "receipt", plain(s.receiptPage())
	case s.broken.err != nil:
		return "broken", plain(s.brokenPage())
	case s.draft.ID == uuid.Nil || s.loading:
		return "loading", plain(kit.Page(s.b.T("bind.loading"), ""))
	case s.clash != uuid.Nil:
		return "clash", plain(s.clashPage())
	case s.ways:
		return "ways", s.framed(s.waysPage())
	}
	pages := map[string]func() *container.Scroll{
		model.PageConsent: s.consentPage, model.PageName: s.namePage, model.PageNumber: s.numberPage,
		model.PageGuardian: s.guardianPage, model.PageTerm: s.termPage, model.PageCheck: s.checkPage,
		model.PageFront: func() *container.Scroll { return s.photoPage(model.Front) },
		model.PageBack:  func() *container.Scroll { return s.photoPage(model.Back) },
	}
	if draw, ok := pages[s.draft.Page]; ok {
		return s.draft.Page, s.framed(draw())
	}
	return model.PageStart, s.framed(s.startPage())
}

func plain(p *container.Scroll) view { return view{p, p} }

// framed puts the buttons of a page below it: they are in sight at once, and
// always in the same place.
func (s *Screen) framed(p *container.Scroll) view {
	foot := kit.FrameOf(s.width(), s.foot())
	return view{kit.Framed(nil, foot, p), p}
}

// photoWidth is how wide a page with a photograph may grow, in dp.
const photoWidth = 1040

// width is how wide the present page may grow.
func (s *Screen) width() float32 {
	if !s.ways && (s.draft.Page == model.PageFront || s.draft.Page == model.PageBack) {
		return photoWidth
	}
	return kit.ColumnWidth
}

// Submitted reports whether the receipt is shown.
func (s *Screen) Submitted() bool { return s.slip != nil }

// Given reports whether something was given that was not submitted.
func (s *Screen) Given() bool { return s.slip == nil && s.draft.ID != uuid.Nil && !s.draft.Empty() }

// Here implements kit.Placed.
func (s *Screen) Here() string { return s.Where() }

// Bar says which step this is, while that is reliable.
func (s *Screen) Bar() fyne.CanvasObject {
	pages := s.pages()
	i := slices.Index(pages, s.draft.Page)
	if i < 0 || s.ways || s.plainPage() {
		return nil
	}
	return kit.NewText(s.b.T("bind.step", "n", i+1, "total", len(pages)+1), kit.Style{Color: theme.ColorNamePlaceHolder, Single: true, Wide: true})
}

// plainPage reports whether something else than a page of the draft is shown.
func (s *Screen) plainPage() bool {
	return s.slip != nil || s.broken.err != nil || s.draft.ID == uuid.Nil || s.loading || s.clash != uuid.Nil
}

// Where names the page for the questions about it.
func (s *Screen) Where() string {
	if s.slip != nil {
		return receiptPart
	}
	return s.draft.Page
}

// foot is what can be done on this page; the first is the main thing.
func (s *Screen) foot() fyne.CanvasObject {
	if s.ways {
		return kit.Buttons(kit.Primary(s.b.T("bind.ways.back"), s.Back))
	}
	goOn := kit.Primary(s.b.T("common.continue"), s.next)
	switch s.draft.Page {
	case model.PageFront, model.PageBack:
		return s.photoButtons(model.Side(s.draft.Page))
	case model.PageConsent:
		return kit.Buttons(goOn, kit.Secondary(s.b.T("bind.consent.decline"), func() {
			s.ways = true
			s.render()
		}))
	case model.PageName, model.PageNumber, model.PageGuardian, model.PageTerm:
		return kit.Buttons(goOn)
	case model.PageCheck:
		return s.submitButton()
	}
	return kit.Buttons(kit.Primary(s.b.T("bind.start.begin"), s.next))
}

// fields lists the fields of each page that has some.
var fields = map[string][]string{
	model.PageConsent:  {model.FieldConsent, model.FieldPhotoConsent},
	model.PageFront:    {model.FieldFront},
	model.PageBack:     {model.FieldBack},
	model.PageName:     {model.FieldName, model.FieldPhone},
	model.PageNumber:   {model.FieldNumber},
	model.PageGuardian: {model.FieldGuardian, model.FieldGuardianConsent},
	model.PageTerm:     {model.FieldFrom, model.FieldUntil},
}

// open reports whether something on a page may be edited.
func (s *Screen) open(page string) bool { return slices.ContainsFunc(fields[page], s.draft.Open) }

// pages lists the pages this draft goes through. Of a returned one only those
// are left that have something to put right.
func (s *Screen) pages() []string {
	under14 := s.draft.Derived(s.b.Rules()).Under14
	var out []string
	for _, page := range model.Pages {
		skip := page == model.PageGuardian && !under14 ||
			len(s.draft.Only) > 0 && page != model.PageCheck && !s.open(page)
		if !skip {
			out = append(out, page)
		}
	}
	return out
}

// goTo shows a page and saves at once. Pages that this draft does not have
// lead to its first one; without the consents nobody gets past them.
func (s *Screen) goTo(page string) {
	if s.sending {
		return
	}
	pages := s.pages()
	i := slices.Index(pages, page)
	if i < 0 {
		i = 0
	}
	if at := slices.Index(pages, model.PageConsent); at >= 0 && i > at && !s.agreed() {
		i = at
		if s.draft.Empty() {
			i = 0
		}
	}
	if page = pages[i]; page != s.draft.Page {
		s.problems, s.reveal = nil, false
	}
	if s.draft.Page == model.PageName {
		s.verify()
	}
	s.stopFilm()
	s.dropShelf()
	s.draft.Page, s.ways, s.clash = page, false, uuid.Nil
	s.keep.now()
	s.render()
	// The key that pressed Continue still types its character (space): it must
	// not land in the field that gets the cursor.
	s.b.Jobs.Post(s.focusFirst)
}

func (s *Screen) agreed() bool { return s.draft.Consent.Given() && s.draft.PhotoConsent.Given() }

// next checks this page and goes on, or shows what is wrong with it.
func (s *Screen) next() {
	if s.sending || s.wait() || s.b.Composing != nil && s.b.Composing() { // half a character is no answer
		return
	}
	s.problems = s.onPage(s.draft.Page)
	if len(s.problems) > 0 {
		s.keep.now()
		s.render()
		s.scroll.ScrollToTop()
		s.focusFirst()
		return
	}
	pages := s.pages()
	page := pages[min(slices.Index(pages, s.draft.Page)+1, len(pages)-1)]
	if s.change && page != model.PageGuardian {
		page = model.PageCheck
	}
	s.change = s.change && page != model.PageCheck
	s.goTo(page)
}

// onPage lists the problems that are put right on a page.
func (s *Screen) onPage(page string) []model.Problem {
	return slices.DeleteFunc(s.draft.Problems(s.b.Rules()), func(p model.Problem) bool { return p.Page != page })
}

// Back goes to the page before, and keeps everything.
func (s *Screen) Back() {
	pages := s.pages()
	i := slices.Index(pages, s.draft.Page)
	switch {
	case s.plainPage():
		s.b.Go("me")
	case s.ways:
		s.ways = false
		s.render()
	case s.filming != nil:
		s.leaveFilm()
	case s.shelf != nil:
		s.leaveShelf()
	case s.change:
		s.change = false
		s.goTo(model.PageCheck)
	case i <= 0 && len(s.draft.Only) > 0:
		s.b.Go("status/" + s.draft.Reference)
	case i <= 0:
		s.b.Go("me")
	default:
		s.goTo(pages[i-1])
	}
}

// changePage goes to a page from the check page; Continue and Back return.
func (s *Screen) changePage(page string) {
	s.change = true
	s.goTo(page)
}

// changed is called after every edit.
func (s *Screen) changed() { s.keep.later(saveDelay) }

// A failure remembers its sentence, so that drawing a page twice does not log
// it twice.
type failure struct {
	err        error
	lang, text string
}

func (f *failure) say(w *kit.Words) string {
	if f.text == "" || f.lang != w.Lang {
		f.lang, f.text = w.Lang, w.Say(f.err)
	}
	return f.text
}

// fixPrefix begins the part that takes up a returned case; freshPart deletes
// what was not sent, and begins anew; receiptPart is the receipt, for who comes
// back to it from a question.
const (
	receiptPart = "receipt"
	fixPrefix   = "fix:"
	freshPart   = "fresh"
)

// arrive goes where Enter was told to.
func (s *Screen) arrive() {
	want := s.want
	s.want = ""
	id, isFix := strings.CutPrefix(want, fixPrefix)
	switch caseID, err := uuid.Parse(id); {
	case s.sending:
	case want == freshPart:
		s.fresh()
	case isFix && err == nil:
		s.fix(caseID)
	case slices.Contains(model.Pages, want):
		s.change = s.change && want == s.draft.Page // who looked something up is where they were
		s.goTo(want)
	}
}
