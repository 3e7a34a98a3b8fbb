package desk

import (
	"context"
	"time"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// Answers do what requests ask for. A nil function: that is done elsewhere, and
// the desk only answers.
type Answers struct {
	// Erase erases what the request with this reference is about, and answers
	// the request.
	Erase func(ctx context.Context, reference string) (Erased, error)
	// Copy is all that is stored of the case with this reference, sealed with a
	// passphrase of its person. ErrWeak if that is too short.
	Copy func(ctx context.Context, reference string, pass []byte) ([]byte, error)
	// Write keeps a file, synced.
	Write func(path string, b []byte) error
}

// Erased is what the person can be told about an erasure.
type Erased struct {
	Case uuid.UUID
	Tag  string // first four characters of the reference
	At   time.Time
}

// An answer is a request that is being done.
type answer struct {
	kind   model.Kind
	erased *Erased // it is done
}

// copyName says what the file is, and nothing about whose.
const copyName = "Truename.age"

// does reports whether the desk does what a request asks for.
func (s *Screen) does(kind model.Kind) bool {
	return kind == model.Erase && s.p.Answers.Erase != nil || kind == model.Export && s.p.Answers.Copy != nil
}

// approveText is what the button to approve a case of a kind says.
func (s *Screen) approveText(kind model.Kind) string {
	switch {
	case !kind.IsRequest():
		return s.b.T("desk.approve")
	case !s.does(kind):
		return s.b.T("desk.done." + string(kind))
	case kind == model.Erase:
		return s.b.T("desk.erase.ask")
	}
	return s.b.T("desk.copy.ask")
}

// approve approves the open case, or begins what a request asks for.
func (s *Screen) approve() {
	kind := s.open.Head.Kind
	if !s.does(kind) {
		s.decide(model.Decision{Verb: model.Approve})
		return
	}
	s.watch()
	s.err, s.said, s.typed, s.answer = nil, nil, [3]string{}, &answer{kind: kind}
	s.show()
}

// unanswer goes back to the request, or to the list if it is done.
func (s *Screen) unanswer() {
	done := s.answer.erased != nil
	s.err, s.said, s.typed, s.answer = nil, nil, [3]string{}, nil
	if done {
		s.refetch()
	}
	s.show()
}

func (s *Screen) answerPage() fyne.CanvasObject {
	switch a := s.answer; {
	case a.erased != nil:
		return s.erasedPage(*a.erased)
	case a.kind == model.Erase:
		return s.grave(question{"desk.erase.title", "desk.erase.lead", "desk.erase.do", s.erase}, s.unanswer)
	}
	return s.passphrases(question{"desk.copy.title", "desk.copy.lead", "desk.copy.do", s.copy}, s.unanswer, "desk.copy.first", "desk.claim.second")
}

// erasedPage is what the person is told.
func (s *Screen) erasedPage(e Erased) fyne.CanvasObject {
	text := s.b.T("erased.receipt", "day", s.b.Words.Moment(e.At), "tag", e.Tag, "case", e.Case.String())
	return kit.Page(s.b.T("desk.erased.title"), s.b.T("desk.erased.lead"), kit.Card(kit.Body(text)),
		kit.Buttons(kit.Primary(s.b.T("desk.back"), s.unanswer)))
}

// erase erases for good. What was begun is finished, whatever page comes next.
func (s *Screen) erase() {
	if s.busy {
		return
	}
	reference := s.open.Submission.Reference
	s.begun()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (Erased, error) {
		return s.p.Answers.Erase(context.WithoutCancel(ctx), reference)
	}, nil, func(e Erased, err error) {
		if s.busy, s.err = false, err; err == nil {
			s.close()
			s.answer = &answer{kind: model.Erase, erased: &e}
		}
		s.show()
	})
	s.show()
}

// copy saves the copy where it is to lie, and then answers the request.
func (s *Screen) copy() {
	if s.busy || s.differ(0, 1) {
		return
	}
	asked := s.answer // another may be open when the dialog closes
	about, pass := s.open.Submission.Fields.Request.AboutReference, []byte(s.typed[0])
	s.b.Save(s.b.T("desk.copy.do"), copyName, func(path string, err error) {
		if err != nil || path == "" || s.answer != asked {
			s.err = err
			s.show()
			return
		}
		s.begun()
		s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
			b, err := s.p.Answers.Copy(ctx, about, pass)
			if err == nil {
				err = s.p.Answers.Write(path, b)
			}
			return struct{}{}, err
		}, nil, func(_ struct{}, err error) {
			if s.busy, s.err = false, err; err == nil {
				s.typed, s.answer = [3]string{}, nil
				s.decide(model.Decision{Verb: model.Approve})
				return
			}
			s.show()
		})
		s.show()
	})
}
