package command

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/kiosk"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/speech"
	"truename/model/store"

	"github.com/google/uuid"
)

// A KioskSession is what a session of a kiosk knows. It stands for the store on
// its screens, and ends with its process: nothing of it is written anywhere.
type KioskSession struct {
	*kiosk.Client
	eyes *Eyes

	mu       sync.Mutex
	draft    *model.Draft
	previous map[uuid.UUID]model.Head  // cases that were followed, by id
	refs     map[uuid.UUID]string      // their references
	told     map[uuid.UUID]model.Event // what returned them, of those that were
	until    idcard.Date               // when an answer is to be expected for the case followed last
}

// NewKioskSession joins the supervisor at the other end of r and w: see
// kiosk.Join.
func NewKioskSession(r io.Reader, w io.Writer, eyes *Eyes, show, alive func(context.Context) error, gone func()) *KioskSession {
	return &KioskSession{
		Client: kiosk.Join(r, w, show, alive, gone), eyes: eyes,
		previous: map[uuid.UUID]model.Head{}, refs: map[uuid.UUID]string{}, told: map[uuid.UUID]model.Event{},
	}
}

// ask asks the supervisor.
func ask[Out any](ctx context.Context, s *KioskSession, name string, in any) (out Out, err error) {
	return out, s.Call(ctx, name, in, &out)
}

// Accepts fails if nothing could be accepted now: nobody should begin then.
func (s *KioskSession) Accepts(ctx context.Context) error {
	_, err := ask[store.Terms](ctx, s, askTerms, kiosk.None{})
	return err
}

// Topics is what the attract page shows of hot topics; none where none are
// configured.
func (s *KioskSession) Topics(ctx context.Context) (model.Board, error) {
	return ask[model.Board](ctx, s, askTopics, kiosk.None{})
}

// Draft implements bind.Drafts.
func (s *KioskSession) Draft(context.Context) (model.Draft, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draft == nil {
		return model.Draft{}, false, nil
	}
	return *s.draft, true, nil
}

// SaveDraft implements bind.Drafts.
func (s *KioskSession) SaveDraft(_ context.Context, d model.Draft) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draft = &d
	return nil
}

// DropDraft implements bind.Drafts.
func (s *KioskSession) DropDraft(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draft = nil
	return nil
}

// Correct makes the draft of the next revision of a case that was followed and
// came back. A kiosk has no copy of what was submitted: everything is asked for
// again. ErrNotFound for other cases.
func (s *KioskSession) Correct(caseID uuid.UUID) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	head, known := s.previous[caseID]
	if !known || head.Status != model.Returned {
		return model.ErrNotFound
	}
	d := model.NewDraft(id, caseID, s.refs[caseID])
	d.Revision = head.Revision + 1
	s.draft = &d
	return nil
}

// Submit seals a draft here and hands it over. The receipt stands for something
// that is synced; the same draft again gives the same receipt.
func (s *KioskSession) Submit(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, submitTime)
	defer cancel()
	r, err := s.submit(ctx, d, language)
	if errors.Is(err, model.ErrNotAllowed) { // a day or a month has begun since the terms were told
		r, err = s.submit(ctx, d, language)
	}
	return r, err
}

// Reasons is why a case that was followed was returned, and the note for the
// person. ErrNotFound for other cases.
func (s *KioskSession) Reasons(_ context.Context, caseID uuid.UUID) ([]model.Reason, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.told[caseID]
	if !ok {
		return nil, "", model.ErrNotFound
	}
	return e.Reasons, e.Note, nil
}

// submitTime is how long a submission may take. Whatever became of it then, the
// same draft can be sent again.
const submitTime = time.Minute

func (s *KioskSession) submit(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
	terms, err := ask[store.Terms](ctx, s, askTerms, kiosk.None{})
	if err != nil {
		return model.Receipt{}, err
	}
	sub, err := sealDraft(ctx, d, Sending{Language: language, Now: time.Now(), Eyes: s.eyes}, terms.Demo, terms.Due)
	if err != nil {
		return model.Receipt{}, err
	}
	packet, err := seal.SealPacket(seal.PacketInput{
		Submission: sub, Month: terms.Month, Keys: seal.DeriveRef(sub.Reference),
		Header: seal.Header{
			Machine: terms.Machine, Demo: terms.Demo, Previous: s.before(sub),
			Weight: model.NewHead(sub, terms.Machine, terms.Demo).Weight,
		},
	})
	if err != nil {
		return model.Receipt{}, err
	}
	head, err := ask[model.Head](ctx, s, askAccept, packet)
	if err != nil {
		return model.Receipt{}, err
	}
	reference := d.Reference
	if head.Case != d.Case { // its id was another's: see Send
		reference = ""
	}
	return receipt.New(head, reference, terms.From, head.Due), nil
}

// before is the id of the revision that sub follows.
func (s *KioskSession) before(sub model.Submission) uuid.UUID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub.Revision == 1 {
		return uuid.Nil
	}
	return s.previous[sub.Case].ID
}

// Mine implements status.Cases: a kiosk has nothing of anybody's.
func (s *KioskSession) Mine(context.Context) ([]model.Mine, error) { return nil, nil }

// Own implements status.Cases.
func (s *KioskSession) Own(context.Context, uuid.UUID) (model.Draft, error) {
	return model.Draft{}, model.ErrNotFound
}

// Progress implements status.Cases: what a reference leads to is opened here.
func (s *KioskSession) Progress(ctx context.Context, reference string) (model.Progress, error) {
	ref, ok := seal.ParseReference(reference)
	if !ok {
		return model.Progress{}, model.ErrNotFound
	}
	keys := seal.DeriveRef(ref)
	trail, err := ask[store.Trail](ctx, s, askTrail, keys.Lookup)
	if err != nil {
		return model.Progress{}, err
	}
	p, err := trail.Open(ref, keys)
	if err != nil {
		return model.Progress{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.previous[p.Head.Case], s.refs[p.Head.Case], s.until = p.Head, ref, trail.Until
	for _, e := range p.Timeline {
		if e.What == string(model.Returned) {
			s.told[p.Head.Case] = e
		}
	}
	return p, nil
}

// Expect implements status.Cases, of the case that was followed last.
func (s *KioskSession) Expect(context.Context, time.Time) (from, until idcard.Date, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return idcard.Date{}, s.until, nil
}

// Withdraw implements status.Cases.
func (s *KioskSession) Withdraw(ctx context.Context, reference string) (model.Head, error) {
	ref, ok := seal.ParseReference(reference)
	if !ok {
		return model.Head{}, model.ErrNotFound
	}
	return ask[model.Head](ctx, s, askWithdraw, seal.DeriveRef(ref))
}

// Print hands over what the printer takes. There is one printer: its name is not
// asked for.
func (s *KioskSession) Print(ctx context.Context, _ string, b []byte) error {
	_, err := ask[kiosk.None](ctx, s, askPrint, b)
	return err
}

// PIN fails unless digits are the operator's: see store.CheckPIN.
func (s *KioskSession) PIN(ctx context.Context, digits string) error {
	_, err := ask[kiosk.None](ctx, s, askPIN, []byte(digits))
	return err
}

// State is what the operator sees; ErrNotAllowed before the PIN was given, as
// with the two below.
func (s *KioskSession) State(ctx context.Context) (model.KioskState, error) {
	return ask[model.KioskState](ctx, s, askState, kiosk.None{})
}

// Export writes what the other side has not acknowledged to the operator's
// medium, and says how many files that were and how many are left.
func (s *KioskSession) Export(ctx context.Context) (files, left int, err error) {
	out, err := ask[store.Exported](ctx, s, askExport, kiosk.None{})
	return out.Packets + out.Decisions, out.Left, err
}

// End ends the kiosk.
func (s *KioskSession) End(ctx context.Context) error {
	_, err := ask[kiosk.None](ctx, s, askEnd, kiosk.None{})
	return err
}

// Limits of the end of a session: how long the supervisor may take to answer,
// and then to end the process.
const (
	finishTime = 2 * time.Second
	lingerTime = 20 * time.Second
)

// Finish tells the supervisor that the person is done, and waits for the end of
// the process. If the supervisor does not answer, the process ends itself.
func (s *KioskSession) Finish() {
	ctx, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	if err := s.Done(ctx); err == nil {
		time.Sleep(lingerTime)
	}
	os.Exit(0)
}

// Speaker reads aloud with the voice of this machine, and does not wait for the
// end; nil where that is not wanted or there is none.
func Speaker(wanted bool) func(text, lang string) {
	voice, ok := speech.Find()
	if !wanted || !ok {
		return nil
	}
	return func(text, lang string) { go voice.Say(context.Background(), text, lang) }
}
