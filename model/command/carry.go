package command

import (
	"context"
	"errors"
	"fmt"

	"truename/model"
	"truename/model/store"
)

const (
	exportHelp = `Writes to DIR, which must be there (a USB stick), what the other side has not
acknowledged yet: from a machine that only submits its sealed packets, from the
desk its decisions on what was imported and its newest list of public keys. It
appears there whole or not at all, and nothing is deleted here. Prints
  {"folder","packets","decisions","left"}
With left above 0, export once more. No passphrase is needed.`
	importHelp = `Takes in what export wrote to DIR on another machine, and leaves a signed receipt
there: bring that back and run import on the machine it came from. The same
medium again changes nothing. Prints one JSON line {"folder","file","error"} for
each thing that was refused (with "public" if a machine is not trusted), and
  {"exports","stored","known","receipts","refused"}
The exit code is 1 if anything was refused. The first time, a desk has to be told
which machine to trust: -trust and its public key, as key list shows it there
(kind device), or machines under [trust] in the configuration. key distrust takes
trust back. No passphrase is needed.`
)

// An exported is the JSON line of export.
type exported struct {
	Folder    string `json:"folder"`
	Packets   int    `json:"packets"`
	Decisions int    `json:"decisions"`
	Left      int    `json:"left"`
}

func runExport(ctx context.Context, k *call) error {
	if k.to == "" {
		return misused("The folder of the medium is needed: -to DIR.")
	}
	return k.with(func(st *store.Store) error {
		out, err := st.Export(ctx, k.to)
		if model.CodeOf(err) == model.CodeNotSaved {
			return &spoken{"The medium cannot be written; see that it is there, not write-protected and has room.", err}
		}
		if err != nil {
			return err
		}
		return k.print(exported(out))
	})
}

// A refusedFile is the JSON line about something on a medium that was not taken
// in.
type refusedFile struct {
	Folder string     `json:"folder"`
	File   string     `json:"file"`
	Error  model.Code `json:"error"`
	Public string     `json:"public,omitempty"`
}

// An imported is the last JSON line of import.
type imported struct {
	Exports  int `json:"exports"`
	Stored   int `json:"stored"`
	Known    int `json:"known"`
	Receipts int `json:"receipts"`
	Refused  int `json:"refused"`
}

func runImport(ctx context.Context, k *call) error {
	return k.with(func(st *store.Store) error {
		if k.trust != "" {
			if err := st.Trust(ctx, k.trust); err != nil {
				return err
			}
		}
		in, err := st.Import(ctx, k.args[0])
		if errors.Is(err, model.ErrUnreadable) {
			return &spoken{"The medium cannot be read; see that it is there and name the folder that export wrote to.", err}
		}
		if err != nil {
			return err
		}
		return k.tellImport(in)
	})
}

func (k *call) tellImport(in store.Imported) error {
	for _, r := range in.Refused {
		if err := k.print(refusedFile{r.Folder, r.File, r.Code, r.Public}); err != nil {
			return err
		}
	}
	if err := k.print(imported{in.Exports, in.Stored, in.Known, in.Receipts, len(in.Refused)}); err != nil {
		return err
	}
	switch {
	case in.Exports == 0:
		return &spoken{"There is nothing of Truename on this medium; name the folder that export wrote to.", errTold}
	case len(in.Refused) > 0:
		return &spoken{fmt.Sprintf("Refused: %d, see the list; what is whole and trusted was taken in.", len(in.Refused)), errTold}
	}
	return nil
}
