//go:build window && linux

package screens

import (
	"path/filepath"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
	"truename/model/eyes"
	"truename/model/photo"
	"truename/model/specimen"
	"truename/model/store"
)

// stored opens a folder, as the window does, for as long as f runs.
func stored(t *testing.T, dir string, demo bool, f func(*store.Store) error) {
	t.Helper()
	st, err := store.Open(dir, store.Options{Demo: demo, Work: 10})
	if err != nil {
		t.Fatal(err)
	}
	if err := f(st); err != nil {
		t.Error(err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

// filled is a draft that could be sent, on the page given.
func filled(t *testing.T, c specimen.Set, page string) model.Draft {
	t.Helper()
	d, err := command.NewDraft()
	if err != nil {
		t.Fatal(err)
	}
	agreed := model.Consent{Version: "1", Language: "en", At: time.Now().UTC()}
	d.Page, d.Consent, d.PhotoConsent = page, agreed, agreed
	d.Name, d.Number, d.From, d.Until = c.Name, c.Number, c.From, c.Until
	for side, path := range map[model.Side]string{model.Front: c.Front, model.Back: c.Back} {
		src, err := photo.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		p, err := src.Photo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.Report, p.Reading = sight.See(t.Context(), src, side, eyes.Watch{})
		if side == model.Front {
			d.Front = p
		} else {
			d.Back = p
		}
	}
	return d
}

// withDraft makes a demonstration store that holds a draft.
func withDraft(t *testing.T, d model.Draft) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	stored(t, dir, true, keep(t, d))
	return dir
}

// keep is what puts a draft into a store.
func keep(t *testing.T, d model.Draft) func(*store.Store) error {
	return func(st *store.Store) error { return st.SaveDraft(t.Context(), d) }
}

// draftIn is the draft that a store holds.
func draftIn(t *testing.T, dir string) (d model.Draft) {
	t.Helper()
	stored(t, dir, true, func(st *store.Store) error {
		var ok bool
		var err error
		if d, ok, err = st.Draft(t.Context()); !ok && err == nil {
			return model.ErrNotFound
		}
		return err
	})
	return d
}

// submitIn puts a case into a store.
func submitIn(t *testing.T, dir string, d model.Draft) {
	t.Helper()
	stored(t, dir, true, func(st *store.Store) error {
		_, err := command.Send(t.Context(), st, d, command.Sending{Language: "en", Now: time.Now()})
		return err
	})
}

// sealedIn is what the only case of an unclaimed store says.
func sealedIn(t *testing.T, dir string) (f model.Fields) {
	t.Helper()
	stored(t, dir, true, func(st *store.Store) error {
		unlock := st.Claim
		if st.Desk().Claimed {
			unlock = st.Unlock
		}
		if err := unlock(t.Context(), []byte(passphrase)); err != nil {
			return err
		}
		heads, _, err := st.Queue(t.Context(), model.Sieve{}, "", 2)
		if err != nil || len(heads) != 1 {
			t.Errorf("%d cases wait, %v", len(heads), err)
			return err
		}
		c, err := st.OpenCase(t.Context(), heads[0].Case)
		f = c.Submission.Fields
		return err
	})
	return f
}

// makeReal makes a store that is no demonstration.
func makeReal(t *testing.T, dir string) {
	t.Helper()
	stored(t, dir, false, func(*store.Store) error { return nil })
}
