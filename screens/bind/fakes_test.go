package bind

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

// made up: region 440308, male, 18 June 1995
const (
	rightNumber = "440308199506181014"
	reference   = "K7TM-4M2Q-9XWD-3H8A"
)

var (
	caseID  = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000001")
	firstID = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000002")
	monday  = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
)

// A rig is the screen with fakes around it. Files are named after what is in
// them: good, bad, or anything else that cannot be read.
type rig struct {
	*Screen
	t     *testing.T
	loop  *kittest.Loop
	went  []string
	said  []string // states of saving
	next  []string // paths the next picks give
	kept  *model.Draft
	saves int
	drops int
	sends []model.Draft

	cuts     []string // fields' places that were cut out, and of which photograph
	verified []string // names held against the photograph
	match    model.Match
	cutErr   error

	saveErr, sendErr, loadErr, ownErr error
	hold                              map[string]chan struct{} // opening this path waits; so does the "draft"
	own                               model.Draft
	reasons                           []model.Reason
	note                              string

	holder *fyne.Container   // what the shell keeps the screen in
	bar    fyne.CanvasObject // what the shell shows in its bar
	office string
	clip   clipboard
	paper  paper
}

// A clipboard has a picture named as the files are, or none; and a text.
type clipboard struct {
	picture, text string
	asked         []string // the texts it was asked with
}

// inside runs f on the only goroutine of a bubble, with a fresh screen.
func inside(t *testing.T, lang string, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, loop: kittest.NewLoop(), hold: map[string]chan struct{}{}}
		b := kittest.NewBench(t, lang, r.loop.Post, &r.went)
		start := time.Now()
		b.Now = func() time.Time { return monday.Add(time.Since(start)) }
		b.Pick = func(_ string, picked func(string, error)) {
			path := r.next[0]
			r.next = r.next[1:]
			picked(path, nil)
		}
		b.Save = r.paper.save
		b.Bar = func() { r.bar = r.Bar() }
		r.Screen = New(b, r.parts())
		r.holder = container.NewStack()
		b.Window.SetContent(r.holder)
		f(r)
	})
}

func (r *rig) parts() Parts {
	return Parts{
		Drafts: r,
		Submit: func(_ context.Context, d model.Draft, _ string) (model.Receipt, error) {
			r.sends = append(r.sends, d)
			return model.Receipt{
				Reference: d.Reference, ID: d.ID, Status: model.Waiting, Received: monday,
				ExpectedFrom: day("2026-11-26"), ExpectedUntil: day("2026-11-30"),
			}, r.sendErr
		},
		NewDraft: func() (model.Draft, error) { return model.NewDraft(firstID, caseID, reference), nil },
		Open:     r.open,
		Thumb:    func([]byte, int) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 160, 100)), nil },
		Strip:    r.strip,
		Verify: func(_ context.Context, _ model.Photo, name string) (model.Match, error) {
			r.verified = append(r.verified, name)
			time.Sleep(150 * time.Millisecond)
			m := r.match
			if m.Typed = name; m.Verdict == "" {
				m.Verdict = model.Differs
				if name == "李四" {
					m.Verdict = model.Same
				}
			}
			return m, nil
		},
		Paste: r.paste, Clipboard: func() string { return r.clip.text },
		Slip:   r.paper.parts(),
		Office: func(string) string { return r.office },
		Own:    func(context.Context, uuid.UUID) (model.Draft, error) { return r.own, r.ownErr },
		Reasons: func(context.Context, uuid.UUID) ([]model.Reason, string, error) {
			return r.reasons, r.note, nil
		},
		Saved: func(state string) { r.said = append(r.said, state) },
	}
}

func (r *rig) Draft(context.Context) (model.Draft, bool, error) {
	if wait, ok := r.hold["draft"]; ok {
		<-wait
	}
	if r.kept == nil || r.loadErr != nil {
		return model.Draft{}, false, r.loadErr
	}
	return *r.kept, true, nil
}

func (r *rig) SaveDraft(_ context.Context, d model.Draft) error {
	if r.saveErr != nil {
		return r.saveErr
	}
	r.kept = &d
	r.saves++
	return nil
}

func (r *rig) DropDraft(context.Context) error {
	r.kept = nil
	r.drops++
	return nil
}

func (r *rig) open(ctx context.Context, path string) (Picture, error) {
	if wait, ok := r.hold[path]; ok {
		select {
		case <-wait:
		case <-ctx.Done(): // as a decoder that does not look at ctx would: late
			<-wait
		}
	}
	switch path {
	case "good", "good2", "bad", "card", "emblem", "glare":
		return fakePicture{path: path}, nil
	}
	return nil, model.Fail(model.CodeNotAPicture, nil)
}

func (r *rig) paste(ctx context.Context, text string) (Picture, error) {
	r.clip.asked = append(r.clip.asked, text)
	if r.clip.picture == "" {
		return nil, model.ErrNoPicture
	}
	return r.open(ctx, r.clip.picture)
}

// fakeChecks is longer than all checks of a fakePicture take.
const fakeChecks = time.Second

// A fakePicture is 160×100, the other way round after an odd turn.
type fakePicture struct {
	path    string
	quarter int
}

func (p fakePicture) Preview() image.Image {
	if p.quarter%2 == 1 {
		return image.NewGray(image.Rect(0, 0, 100, 160))
	}
	return image.NewGray(image.Rect(0, 0, 160, 100))
}

func (p fakePicture) Turn(quarters int) Picture {
	p.quarter += quarters
	return p
}

func (p fakePicture) Inspect(_ context.Context, side model.Side, w Watch) (model.Report, model.Reading) {
	report := model.Report{Side: side, Grade: model.Good, Findings: []model.Finding{
		{Code: "resolution", Weight: model.Passed, Side: side},
		{Code: "dark", Weight: model.Passed, Side: side},
	}}
	if p.path == "bad" {
		report.Grade = model.Retake
		report.Findings = append(report.Findings, model.Finding{
			Code: "blur", Weight: model.Fault, Side: side, Value: 3, Limit: 9, Place: &model.Place{X0: 0.2, Y0: 0.5, X1: 0.6, Y1: 0.7},
		})
	}
	reading := p.read(&report)
	if report.Quad != nil {
		w.Card(*report.Quad)
	}
	for _, f := range report.Findings {
		time.Sleep(100 * time.Millisecond)
		w.Finding(f)
	}
	return report, reading
}

// corners is where the card lies on a picture of one.
var corners = [4][2]float64{{0.2, 0.1}, {0.9, 0.2}, {0.8, 0.9}, {0.1, 0.8}}

// line is a place on the card for a line of text.
func lineAt(y float64) *model.Place { return &model.Place{X0: 0.2, Y0: y, X1: 0.8, Y1: y + 0.1} }

// read is what stands on a picture of a card, which the report is told of.
func (p fakePicture) read(report *model.Report) model.Reading {
	quad, side := corners, model.Front
	switch p.path {
	case "card":
	case "emblem":
		side = model.Back
	case "glare":
		report.Grade = model.Retake
		report.Findings = append(report.Findings, model.Finding{
			Code: model.FindingGlare, Weight: model.Fault, Side: report.Side, Field: model.FieldNumber, Chars: &[2]int{7, 10},
			Place: &model.Place{X0: 0.4, Y0: 0.7, X1: 0.6, Y1: 0.8},
		})
	default:
		return nil
	}
	report.Quad = &quad
	if report.Side != side {
		report.Grade = model.Retake
		report.Findings = append(report.Findings, model.Finding{Code: model.FindingWrongSide, Weight: model.Fault, Side: report.Side})
		report.Side = side
	}
	if side == model.Back {
		return model.Reading{
			model.ReadFrom:  {Text: "2020-06-18", Place: lineAt(0.8)},
			model.ReadUntil: {Text: "2030-06-18", Place: lineAt(0.8)},
		}
	}
	return model.Reading{
		model.ReadName:   {Text: "李四", Place: lineAt(0.1)},
		model.ReadNumber: {Text: rightNumber, Seen: strings.Replace(rightNumber, "0308", "0303", 1), Place: lineAt(0.8)},
	}
}

// strip cuts a line out after a while.
func (r *rig) strip(_ context.Context, p model.Photo, place model.Place, height int) (image.Image, error) {
	time.Sleep(50 * time.Millisecond)
	r.cuts = append(r.cuts, fmt.Sprintf("%s %.2f", p.JPEG, (place.Y0+place.Y1)/2))
	return image.NewGray(image.Rect(0, 0, height*9, height)), r.cutErr
}

func (p fakePicture) Photo(context.Context) (model.Photo, error) {
	prints := map[string]uint64{"good": 0x0f0f0f0f0f0f0f0f, "good2": 0xf0f0f0f0f0f0f0f0, "bad": 0x00ff00ff00ff00ff, "card": 0x123456789abcdef0, "emblem": 0xfedcba0987654321}
	return model.Photo{JPEG: []byte(p.path), Width: 160, Height: 100, Print: prints[p.path]}, nil
}

// show puts the screen into the window, as the shell does, and lets everything
// come to rest.
func (r *rig) show() {
	back := kit.KeepFocus(r.b.Window, r.holder)
	r.holder.Objects = []fyne.CanvasObject{r.Content()}
	r.holder.Refresh()
	back()
	r.loop.Settle()
}

// speak changes the language, as the shell does.
func (r *rig) speak(lang string) {
	r.t.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		r.t.Fatal(err)
	}
	r.b.Words = words
	r.show()
}

// esc goes back as Esc and the top bar do.
func (r *rig) esc() {
	r.Back()
	r.loop.Settle()
}

// step fails unless the top bar says text.
func (r *rig) step(text string) {
	r.t.Helper()
	if got := kittest.Texts(r.bar); !slices.Equal(got, []string{text}) {
		r.t.Fatalf("the bar says %q on %q, want %q", got, r.page, text)
	}
}

// pass lets time go by.
func (r *rig) pass(d time.Duration) {
	r.loop.Settle()
	for end := time.Now().Add(d); time.Now().Before(end); r.loop.Settle() {
		time.Sleep(min(50*time.Millisecond, time.Until(end)))
	}
}

func (r *rig) tap(text string) {
	r.t.Helper()
	kittest.Tap(r.t, r.root, text)
	r.loop.Settle()
}

// on fails unless page is shown.
func (r *rig) on(page string) {
	r.t.Helper()
	if r.page != page {
		r.t.Fatalf("on page %q, want %q; shown: %q", r.page, page, kittest.Texts(r.root))
	}
}

// says fails unless text is shown.
func (r *rig) says(text string) {
	r.t.Helper()
	for _, shown := range kittest.Texts(r.root) {
		if contains(shown, text) {
			return
		}
	}
	r.t.Fatalf("%q is not shown on %q: %q", text, r.page, kittest.Texts(r.root))
}

func (r *rig) lacks(text string) {
	r.t.Helper()
	for _, shown := range kittest.Texts(r.root) {
		if contains(shown, text) {
			r.t.Fatalf("%q is shown on %q: %q", text, r.page, shown)
		}
	}
}

// link taps the i-th problem.
func (r *rig) link(i int) {
	r.t.Helper()
	links := r.links()
	if i >= len(links) {
		r.t.Fatalf("%d links, want the %d-th", len(links), i)
	}
	test.Tap(links[i])
	r.loop.Settle()
}

// links are the problems that the page says: the links in the alert on top.
func (r *rig) links() []*kit.Button {
	problems := r.problems
	if r.page == model.PageCheck {
		problems = r.draft.Problems(r.b.Rules())
	}
	var out []*kit.Button
	for _, p := range problems {
		if b := kittest.Button(r.root, r.b.Words.Problem(p)); b != nil && b.Rank == kit.Plain {
			out = append(out, b)
		}
	}
	return out
}

// write replaces what stands in a field.
func (r *rig) write(field, text string) {
	r.t.Helper()
	entry, ok := r.focus[field].(interface {
		fyne.Focusable
		SetText(string)
	})
	if !ok {
		r.t.Fatalf("no field %q on %q", field, r.page)
	}
	r.b.Window.Canvas().Focus(r.focus[field])
	entry.SetText("")
	test.Type(entry, text)
}

func (r *rig) tick(fields ...string) {
	r.t.Helper()
	for _, field := range fields {
		test.Tap(r.focus[field].(*kit.Choice))
	}
}

// choose picks a file and waits for its checks.
func (r *rig) choose(path, button string) {
	r.t.Helper()
	r.next = append(r.next, path)
	r.tap(button)
	r.pass(time.Second)
}

// filled is a draft that can be sent.
func filled() model.Draft {
	d := model.NewDraft(firstID, caseID, reference)
	agreed := model.Consent{Version: ConsentVersion, Language: "zh", At: monday.Add(-time.Hour)}
	d.Consent, d.PhotoConsent = agreed, agreed
	d.Front = model.Photo{JPEG: []byte("front"), Print: 1 << 40, Report: model.Report{Side: model.Front, Grade: model.Good}}
	d.Back = model.Photo{JPEG: []byte("back"), Print: 0xffff00, Report: model.Report{Side: model.Back, Grade: model.Good}}
	d.Name, d.Number, d.From, d.Until = "张三", rightNumber, "2020.06.18", "2030.06.18"
	d.Page = model.PageCheck
	return d
}
