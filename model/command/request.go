package command

import (
	"context"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"

	"github.com/google/uuid"
)

// NewRequest makes a request of a kind about a binding, with its own ids and
// reference drawn. It fails with ErrNotFound if aboutReference is no
// reference; whether it is that case's, the store says when it is sent.
func NewRequest(kind model.Kind, about uuid.UUID, aboutReference string) (model.Request, error) {
	of, ok := seal.ParseReference(aboutReference)
	if !ok {
		return model.Request{}, model.ErrNotFound
	}
	reference, err := seal.NewReference()
	if err != nil {
		return model.Request{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return model.Request{}, err
	}
	caseID, err := uuid.NewV7()
	return model.Request{ID: id, Case: caseID, Reference: reference, Kind: kind, About: about, AboutReference: of}, err
}

// SendRequest checks, seals and files a request, with the masked name of the
// person if the binding is this account's. The receipt stands for something
// that is synced; sending the same request again gives the same receipt. If
// its id was received before with another request, the receipt is of that one
// and has no reference. Errors: those of model.SealRequest and store.File.
func SendRequest(ctx context.Context, st *store.Store, r model.Request, o Sending) (model.Receipt, error) {
	mine, err := st.Mine(ctx)
	if err != nil {
		return model.Receipt{}, err
	}
	for _, m := range mine {
		if m.Case == r.About && r.MaskedName == "" {
			r.MaskedName = m.MaskedName
		}
	}
	_, due := st.Calendar().Expect(o.Now)
	sub, err := model.SealRequest(r, model.Sealing{At: o.Now, Language: o.Language, Due: due})
	if err != nil {
		return model.Receipt{}, err
	}
	head, err := st.File(ctx, sub, o.Keep)
	if err != nil {
		return model.Receipt{}, err
	}
	return acknowledge(st, head, r.Case, r.Reference), nil
}
