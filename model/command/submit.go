package command

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/photo"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/workday"

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

// A Sending says how a draft is sent.
type Sending struct {
	Language string // the person's
	Keep     bool   // keep this account's own copy
	Now      time.Time
}

// Send checks, seals and stores a draft. The receipt stands for something that
// is synced; sending the same draft again gives the same receipt.
func Send(ctx context.Context, st *store.Store, d model.Draft, o Sending) (model.Receipt, error) {
	_, due := workday.Expect(o.Now)
	sub, err := model.Seal(d, model.Sealing{At: o.Now, Language: o.Language, Due: due,
		Rules: idcard.Rules{Today: idcard.Today(o.Now), Specimens: st.Demo()}})
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
	from, until := workday.Expect(head.Updated)
	return receipt.New(head, d.Reference, from, until), nil
}

// fields is what submit reads on standard input.
type fields struct {
	ID           uuid.UUID      `json:"id"` // optional: sending the same id twice is one submission
	Name         string         `json:"name"`
	Number       string         `json:"number"`
	From         string         `json:"from"`
	Until        string         `json:"until"`
	Phone        string         `json:"phone"`
	Consent      model.Consent  `json:"consent"` // for identity data and card photographs, unless the next is there
	PhotoConsent *model.Consent `json:"photo_consent"`
	Guardian     model.Guardian `json:"guardian"`
}

func (f fields) into(d model.Draft) model.Draft {
	if f.ID != uuid.Nil {
		d.ID = f.ID
	}
	d.Name, d.Number, d.Phone = f.Name, f.Number, f.Phone
	d.From, d.Until, d.Guardian = f.From, f.Until, f.Guardian
	d.Consent, d.PhotoConsent = f.Consent, f.Consent
	if f.PhotoConsent != nil {
		d.PhotoConsent = *f.PhotoConsent
	}
	return d
}

func runSubmit(ctx context.Context, k *call) error {
	var f fields
	in := json.NewDecoder(io.LimitReader(k.Stdin, 1<<20))
	in.DisallowUnknownFields()
	if err := in.Decode(&f); err != nil {
		return errUsage // the cause could hold what was typed
	}
	d, err := NewDraft()
	if err != nil {
		return err
	}
	d = f.into(d)
	if d.Front, err = keep(ctx, k.args[0], model.Front); err != nil {
		return k.refuse(err)
	}
	if d.Back, err = keep(ctx, k.args[1], model.Back); err != nil {
		return k.refuse(err)
	}
	language := f.Consent.Language
	if language == "" {
		language = "zh"
	}
	r, err := Send(ctx, k.st, d, Sending{Language: language, Now: time.Now()})
	if err != nil {
		return k.refuse(err)
	}
	return k.print(r)
}

// keep reads, checks and re-encodes one photograph.
func keep(ctx context.Context, path string, side model.Side) (model.Photo, error) {
	src, err := photo.Open(ctx, path)
	if err != nil {
		return model.Photo{}, err
	}
	p, err := src.Photo(ctx)
	p.Report = src.Inspect(ctx, side, nil)
	return p, err
}

type refusal struct {
	Error    model.Code      `json:"error"`
	Problems []model.Problem `json:"problems,omitempty"`
}

// refuse says err in the JSON too, with what is missing or wrong.
func (k *call) refuse(err error) error {
	out := refusal{Error: model.CodeOf(err)}
	var missing *model.NotReady
	if errors.As(err, &missing) {
		out.Problems = missing.Problems
	}
	return errors.Join(err, k.print(out))
}
