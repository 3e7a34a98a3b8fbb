package command

import (
	"context"
	"errors"
	"strings"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"

	"github.com/google/uuid"
)

const eraseHelp = `Erases one case for good: its files, its entries in the index and the copies on this
computer. Standard input has two lines: the reference, and a reviewer's passphrase.
With the reference of a request to erase, the binding it is about is erased and the
request answered. Prints
  {"case","at","receipt":{"zh","en"}}
The receipt is for the person and says what can linger, and how long. A note without
personal data stays, so that no import or restore brings the case back.
With -due, no passphrase is needed: cases and drafts are erased that are kept longer
than [retention] in the configuration says, and {"erased","drafts","carried"} is printed, how
many. The window does the same each day that it is open. If nothing has happened here
for 60 days the clock is doubted and nothing erased, until it is back; -clock says that
it is right.`

// An erasedCase is the JSON line of erase.
type erasedCase struct {
	Case    uuid.UUID  `json:"case"`
	At      time.Time  `json:"at"`
	Receipt model.Text `json:"receipt"`
}

// An erasedDue is the JSON line of erase -due.
type erasedDue struct {
	Cases   int `json:"erased"`
	Drafts  int `json:"drafts"`
	Carried int `json:"carried"`
}

func runErase(ctx context.Context, k *call) error {
	if k.due {
		return k.with(func(st *store.Store) error { return k.eraseDue(ctx, st) })
	}
	lines, err := k.secrets(2)
	if err != nil {
		return err
	}
	defer clear(lines[1])
	return k.with(func(st *store.Store) error {
		if err := st.Unlock(ctx, lines[1]); err != nil {
			return err
		}
		defer st.Lock()
		e, err := st.Erase(ctx, string(lines[0]))
		if err != nil {
			return err
		}
		return k.print(erasedCase{e.Case, e.At, model.Text{ZH: erasedText(e, "zh"), EN: erasedText(e, "en")}})
	})
}

func (k *call) eraseDue(ctx context.Context, st *store.Store) error {
	n, err := st.EraseDue(ctx, k.clock)
	if errors.Is(err, model.ErrNotAllowed) {
		return &spoken{"Nothing has happened here for 60 days, so the clock may be wrong; look at it, then repeat with -clock.", err}
	}
	if err != nil {
		return err
	}
	return k.print(erasedDue(n))
}

// erasedText is what the person is given about an erasure, in language lang.
func erasedText(e store.Erased, lang string) string {
	r := strings.NewReplacer("{day}", idcard.Today(e.At).String(), "{tag}", e.Tag, "{case}", e.Case.String())
	return r.Replace(texts("erase.json", lang)["erased.receipt"])
}
