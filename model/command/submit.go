package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"truename/model"
	"truename/model/eyes"
	"truename/model/idcard"
	"truename/model/photo"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"

	"github.com/google/uuid"
)

// NewDraft makes an empty draft with its ids and reference drawn.
func NewDraft() (model.Draft, error) {
	reference, err := seal.NewReference()
	if err != nil {
		return model.Draft{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return model.Draft{}, err
	}
	caseID, err := uuid.NewV7()
	return model.NewDraft(id, caseID, reference), err
}

// A Sending says how a draft or a request is sent.
type Sending struct {
	Language string // the person's
	Keep     bool   // keep this account's own copy; of a request the reference alone
	Now      time.Time
	Eyes     *Eyes // hold the name against the photograph if nobody did; nil: none
}

// Send checks, seals and stores a draft. The receipt stands for something that
// is synced; sending the same draft again gives the same receipt. If its id
// was received before with another draft, the receipt is of that one and has
// no reference: only who sent it has it.
func Send(ctx context.Context, st *store.Store, d model.Draft, o Sending) (model.Receipt, error) {
	_, due := st.Calendar().Expect(o.Now)
	sub, err := sealDraft(ctx, d, o, st.Demo(), due)
	if err != nil {
		return model.Receipt{}, err
	}
	var own *model.Draft
	if o.Keep {
		own = &d
	}
	head, err := st.Submit(ctx, sub, own)
	if err != nil {
		return model.Receipt{}, err
	}
	return acknowledge(st, head, d.Case, d.Reference), nil
}

// sealDraft makes a submission of a draft, with the name held against the
// photograph.
func sealDraft(ctx context.Context, d model.Draft, o Sending, demo bool, due idcard.Date) (model.Submission, error) {
	rules := idcard.Rules{Today: idcard.Today(o.Now), Specimens: demo}
	if o.Eyes != nil {
		d = o.Eyes.Match(ctx, d, rules)
	}
	return model.Seal(d, model.Sealing{At: o.Now, Language: o.Language, Due: due, Rules: rules})
}

// acknowledge is the receipt for head. If it is of another case than was sent,
// it has no reference.
func acknowledge(st *store.Store, head model.Head, sent uuid.UUID, reference string) model.Receipt {
	if head.Case != sent {
		reference = ""
	}
	r := receipt.New(head, reference, idcard.Date{}, head.Due)
	r.ExpectedFrom, _ = st.Calendar().Expect(r.Received)
	return r
}

// fields is what submit reads on standard input.
type fields struct {
	ID           uuid.UUID      `json:"id"` // optional: the same id twice is one submission
	Name         string         `json:"name"`
	Number       string         `json:"number"`
	From         string         `json:"from"`
	Until        string         `json:"until"`
	Phone        string         `json:"phone"`
	Consent      model.Consent  `json:"consent"` // for identity data, and card photographs unless the next is there
	PhotoConsent *model.Consent `json:"photo_consent"`
	Guardian     model.Guardian `json:"guardian"`
}

// readFields reads one JSON object. An error names the place in it and nothing
// that was typed.
func readFields(r io.Reader) (f fields, err error) {
	in := json.NewDecoder(io.LimitReader(r, 1<<20))
	in.DisallowUnknownFields()
	if err = in.Decode(&f); err == nil {
		if _, more := in.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one object")
		}
	}
	if err != nil {
		return f, misused(fmt.Sprintf("Standard input is not one JSON object with the fields that submit knows (see byte %d).", in.InputOffset()))
	}
	switch f.Consent.Language {
	case "zh", "en", "":
		return f, nil
	}
	return f, misused("The language of the consent is zh or en.")
}

// draft is a new draft with the fields in it.
func (f fields) draft() (model.Draft, error) {
	d, err := NewDraft()
	if f.ID != uuid.Nil {
		d.ID = f.ID
	}
	d.Name, d.Number, d.Phone = f.Name, f.Number, f.Phone
	d.From, d.Until, d.Guardian = f.From, f.Until, f.Guardian
	d.Consent, d.PhotoConsent = f.Consent, f.Consent
	if f.PhotoConsent != nil {
		d.PhotoConsent = *f.PhotoConsent
	}
	return d, err
}

// runSubmit reads everything before it opens the store, so that others wait
// no longer than needed.
func runSubmit(ctx context.Context, k *call) error {
	if k.front == "" || k.back == "" {
		return misused("Both -front and -back are needed.")
	}
	f, err := readFields(k.Stdin)
	if err != nil {
		return err
	}
	d, err := f.draft()
	if err != nil {
		return err
	}
	if d.Front, err = k.keep(ctx, k.front, model.Front); err != nil {
		return err
	}
	if d.Back, err = k.keep(ctx, k.back, model.Back); err != nil {
		return err
	}
	sending := Sending{Language: f.Consent.Language, Now: time.Now(), Eyes: k.eyes}
	if sending.Language == "" {
		sending.Language = "zh"
	}
	return k.open(func(st *store.Store) error {
		r, err := Send(ctx, st, d, sending)
		if err != nil {
			return notReady(err)
		}
		return k.print(r)
	})
}

// notReady names what is to be put right.
func notReady(err error) error {
	var missing *model.NotReady
	if errors.As(err, &missing) {
		return &spoken{"The submission was refused; to be put right: " + missing.Error() + ".", err}
	}
	return err
}

// keep opens, checks, reads and re-encodes one photograph.
func (k *call) keep(ctx context.Context, path string, side model.Side) (model.Photo, error) {
	src, err := photo.Open(ctx, path)
	if err != nil {
		code := refusalOf(err).Error
		p := model.Problem{Page: string(side), Field: string(side), Code: string(code)}
		return model.Photo{}, &spoken{"-" + string(side) + ": " + Sentence(err, "en"),
			model.Fail(code, &model.NotReady{Problems: []model.Problem{p}})}
	}
	p, err := src.Photo(ctx)
	p.Report, p.Reading = k.eyes.See(ctx, src, side, eyes.Watch{})
	return p, err
}
