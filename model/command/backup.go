package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"

	"github.com/google/uuid"
)

const (
	backupHelp = `Writes everything that must survive to FILE, which must not be there yet, reads it
back and prints
  {"id","at","machine","audit","files","bytes","months":[{"id","dies"}],"holders",
   "local","unclaimed"}
months are the keys in it, and the day after which a copy of each may no longer be
kept (none: no day is set yet); holders are the reviewers and the recovery key whose
secrets open them. With local "file" the local key is in it too. Files that are
missing or damaged are named first as {"path","what"}; the rest is in the backup, and
the exit code is 1. No passphrase is needed, and FILE is not sealed as a whole: keep
it as you keep the folder.`
	restoreHelp = `Puts the store back as it was when backup wrote FILE, into a new folder or over an
older state of the same store. It is built and verified beside the old one first. If
the store has anything that the backup has not, each is named as {"path","what"},
nothing is changed and the exit code is 1; with -replace the store is set aside in
the folder "kept" and the backup takes its place. What was erased and keys that were
destroyed do not come back. Prints
  {"id","at","machine","files","newer","kept","local_lost","flaws"}
and what verify finds wrong before it. local_lost: the keyring here does not have the
local key, so drafts and own copies are not restored.
Restore only a file that you know: who writes one decides whose keys count.`
)

// A backedUp is the JSON line of backup.
type backedUp struct {
	ID        uuid.UUID          `json:"id"`
	At        time.Time          `json:"at"`
	Machine   string             `json:"machine"`
	Audit     uint64             `json:"audit"`
	Files     int                `json:"files"`
	Bytes     int64              `json:"bytes"`
	Months    []seal.BackupMonth `json:"months"`
	Holders   []string           `json:"holders"`
	Local     string             `json:"local"`
	Unclaimed bool               `json:"unclaimed"`
}

func runBackup(ctx context.Context, k *call) error {
	return k.with(func(st *store.Store) error {
		b, err := st.Backup(ctx, k.args[0])
		if errors.Is(err, &model.Error{Code: model.CodeNotSaved}) {
			return &spoken{"The backup cannot be written there; name a file that is not there yet, on a disk with room.", err}
		}
		if err != nil {
			return err
		}
		h := b.Head
		line := backedUp{h.ID, h.At, h.Machine.ID, h.AuditSeq, b.Files, b.Bytes, h.Months, h.Holders, h.Local, h.Unclaimed}
		if err := k.flaws(b.Flaws, line); err != nil || len(b.Flaws) == 0 {
			return err
		}
		return &spoken{fmt.Sprintf("The backup is written, but %d files of the store are not whole, see the list.", len(b.Flaws)), errTold}
	})
}

// flaws prints what is wrong, then the line that sums up.
func (k *call) flaws(all []model.Flaw, line any) error {
	for _, f := range all {
		if err := k.print(f); err != nil {
			return err
		}
	}
	return k.print(line)
}

// A restored is the last JSON line of restore.
type restored struct {
	ID        uuid.UUID `json:"id"`
	At        time.Time `json:"at"`
	Machine   string    `json:"machine"`
	Files     int       `json:"files"`
	Newer     int       `json:"newer"`
	Kept      string    `json:"kept"`
	LocalLost bool      `json:"local_lost"`
	Flaws     int       `json:"flaws"`
}

func runRestore(ctx context.Context, k *call) error {
	dir, o, err := k.options()
	if err != nil {
		return err
	}
	r, err := store.Restore(ctx, dir, store.Restoring{File: k.args[0], Replace: k.replace}, o)
	if errors.Is(err, model.ErrConflict) {
		for _, f := range r.Newer {
			if err := k.print(f); err != nil {
				return err
			}
		}
		return &spoken{"This store has what the backup has not, see the list; with -replace the backup takes its place.", err}
	}
	if err != nil {
		return unrestored(err)
	}
	h := r.Head
	line := restored{h.ID, h.At, h.Machine.ID, r.Files, len(r.Newer), r.Kept, r.Local, len(r.Flaws)}
	if err := k.flaws(r.Flaws, line); err != nil || len(r.Flaws) == 0 {
		return err
	}
	return &spoken{fmt.Sprintf("Restored, but not all of it is in order: %d flaws, see the list.", len(r.Flaws)), errTold}
}

// unrestored says what is wrong with a backup that is not taken.
func unrestored(err error) error {
	switch {
	case errors.Is(err, model.ErrDamaged), errors.Is(err, model.ErrTooLarge):
		return &spoken{"This is no backup that is whole, so nothing was changed; use another one.", err}
	case errors.Is(err, model.ErrUnreadable):
		return &spoken{"The backup cannot be read; see that it is there and that this account may read it.", err}
	case errors.Is(err, model.ErrUntrusted):
		return &spoken{"This is the backup of another computer's store; name a new folder with -data.", err}
	}
	return err
}
