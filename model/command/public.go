package command

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"

	"truename/model"
	"truename/model/plainfile"
	"truename/model/seal"
	"truename/model/store"
)

// A list is the JSON line about a list of public keys.
type list struct {
	Organisation string `json:"organisation"`
	Public       string `json:"public"`
	Version      int    `json:"version"`
	Months       int    `json:"months"`
	Until        string `json:"until"` // last month with a key
}

func exportPublic(ctx context.Context, k *call, r keyring) error {
	return k.writeList(r.arg, func() ([]byte, store.ListInfo, error) { return r.st.PublicKeys(ctx) })
}

func replaceOrganisation(ctx context.Context, k *call, r keyring) error {
	err := k.writeList(r.arg, func() ([]byte, store.ListInfo, error) { return r.st.ReplaceOrganisation(ctx) })
	if errors.Is(err, model.ErrNotAllowed) {
		return &spoken{"There is no key that signs lists yet; key export-public makes it.", err}
	}
	return err
}

// notNew says that what was made could not be written.
func notNew(what string, err error) error {
	return &spoken{"The " + what + " could not be written there; name a file that does not exist yet, in a folder that can be written.",
		model.Fail(model.CodeNotSaved, plainfile.WithoutPath(err))}
}

// writeList makes a list and writes it to path, and says which it is.
func (k *call) writeList(path string, of func() ([]byte, store.ListInfo, error)) error {
	var info store.ListInfo
	err := writeNew("list", path, func() (b []byte, err error) {
		b, info, err = of()
		return b, err
	})
	if err != nil {
		return err
	}
	return k.print(list(info))
}

// writeNew makes what a file that is not there yet shall hold, once it is certain
// that it can be written there, and writes and syncs it. If something fails no
// file stays. what says what it is.
func writeNew(what, path string, of func() ([]byte, error)) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return notNew(what, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	b, err := of()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return notNew(what, err)
	}
	return nil
}

func importPublic(ctx context.Context, k *call, r keyring) error {
	b, err := readDocument(r.arg)
	if err != nil {
		return err
	}
	conf, err := k.Configuration()
	if err != nil {
		return err
	}
	info, err := r.st.ImportPublic(ctx, b, cmp.Or(k.trust, conf.Trust.Organisation))
	switch {
	case errors.Is(err, model.ErrDamaged):
		return &spoken{"This is no list of keys, or it was changed on the way; have it made again.", err}
	case errors.Is(err, model.ErrUntrusted) && r.st.SubmitsOnly():
		return &spoken{"The list is signed by another organisation than this machine's, or by its key before; have key export-public make a new one.", err}
	case errors.Is(err, model.ErrUntrusted):
		return &spoken{"The list is signed by an organisation that is not trusted here; its key is " + info.Public +
			". Compare it with what export-public printed, then repeat with -trust and that key.", err}
	case errors.Is(err, model.ErrNotAllowed):
		return &spoken{"This store has keys of its own already; import the list into a new one.", err}
	case err != nil:
		return err
	}
	return k.print(list(info))
}

// readDocument reads an ordinary file of no more than seal.MaxDocument bytes.
func readDocument(path string) ([]byte, error) {
	f, _, err := plainfile.Open(path)
	if err != nil {
		return nil, &spoken{"The file cannot be read; name an ordinary file.", model.Fail(model.CodeUnreadable, err)}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, seal.MaxDocument+1))
	if err != nil {
		return nil, model.Fail(model.CodeUnreadable, plainfile.WithoutPath(err))
	}
	if len(b) > seal.MaxDocument {
		return nil, &spoken{"The file is too large for a list of keys; name the one that export-public wrote.", model.ErrTooLarge}
	}
	return b, nil
}
