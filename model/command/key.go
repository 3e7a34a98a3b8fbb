package command

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"

	"truename/model"
	"truename/model/store"
)

// A key is the JSON line about a key.
type key struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`   // see store.KeyInfo
	Public string `json:"public"` // of local: where it is kept

	Role model.Role `json:"role,omitempty"` // of reviewers
}

const keyHelp = `list prints one JSON line {"id","kind","public"} for each key, without secrets;
of reviewers, former ones too, also "role".
The others read passphrases from standard input, one on each line, and stand in
the audit log:
  claim               a new passphrase: makes the desk's first reviewer
  add                 a supervisor's passphrase, then the new one's own: makes a
                      reviewer who opens everything and decides, and prints
                      {"reviewer","role"}. With -role supervisor they add and
                      remove others and have the say over keys, too; with
                      -role auditor they read figures and the audit log at the
                      desk, and hold no key that opens a case
  remove ID           a supervisor's passphrase: takes all keys from reviewer ID,
                      and makes new keys for what comes
  passphrase          the old passphrase, then the new one
  recovery            a supervisor's passphrase: makes the recovery key and prints
                      {"words","qr"} once. Write the words on paper: with them
                      everything opens, without any passphrase. With -replace
                      the one before is no longer good
  recover             the recovery words (or the text of their QR code), then a
                      new passphrase: makes a supervisor, and prints {"reviewer"}
  distrust ID         a supervisor's passphrase: nothing of the machine ID (kind
                      trusted) is taken in any more; what was taken in stays.
                      import -trust takes it back
  destroy MONTH       a supervisor's passphrase: nobody opens any more what was
                      submitted with the key of that month. For good, but for
                      copies of the folder made before
  export-public FILE  a supervisor's passphrase: writes the signed list of public
                      keys for this month and twelve ahead to FILE, for machines
                      that submit and never open; prints
                      {"organisation","public","version","months","until"}
  import-public FILE  no passphrase: takes such a list. The first one, into a
                      new store, needs -trust and the "public" printed there,
                      or organisation under [trust] in the configuration
  organisation FILE   a supervisor's passphrase: another key signs the lists from
                      now on, and writes one to FILE. Machines that have the
                      one before take it without -trust, then nothing that the
                      one before signs. Prints what export-public prints
  export MONTH        a supervisor's passphrase: prints the secret key of a month
                      such as 202611, with which age 1.3 or later opens the
                      packets of that month. Whoever has it can read them`

func keyFlags(f *flag.FlagSet, k *call) {
	f.StringVar(&k.trust, "trust", "", "import-public: public `KEY` of the organisation")
	f.StringVar(&k.role, "role", "", "add: `ROLE` of the new one: reviewer, supervisor or auditor (default: reviewer)")
	f.BoolVar(&k.replace, "replace", false, "recovery: the recovery key before is no longer good")
}

// An action is one word behind truename key.
type action struct {
	args  int  // behind it
	lines int  // of standard input
	makes bool // a store if there is none
	run   func(context.Context, *call, keyring) error
}

// A keyring is what an action works with.
type keyring struct {
	st    *store.Store
	arg   string // id, month or file, if the action takes one
	lines [][]byte
}

// actions are those of truename key, but for list.
var actions = map[string]action{
	"claim":         {0, 1, true, claimDesk},
	"add":           {0, 2, false, unlocked(addReviewer)},
	"remove":        {1, 1, false, unlocked(removeReviewer)},
	"passphrase":    {0, 2, false, changePassphrase},
	"recovery":      {0, 1, false, unlocked(makeRecovery)},
	"recover":       {0, 2, false, recoverDesk},
	"distrust":      {1, 1, false, unlocked(distrust)},
	"destroy":       {1, 1, false, ofMonth(unlocked(destroyMonth))},
	"export":        {1, 1, false, ofMonth(unlocked(exportMonth))},
	"export-public": {1, 1, false, unlocked(exportPublic)},
	"import-public": {1, 0, true, importPublic},
	"organisation":  {1, 1, false, unlocked(replaceOrganisation)},
}

func runKey(ctx context.Context, k *call) error {
	if len(k.args) == 1 && k.args[0] == "list" {
		return k.with(k.listKeys)
	}
	a, ok := actions[k.args[0]]
	if !ok || len(k.args) != 1+a.args {
		return misused("It is key list, or key with one of claim, add, remove ID, passphrase, recovery, recover, distrust ID, destroy MONTH, export MONTH, export-public FILE, import-public FILE, organisation FILE.")
	}
	r := keyring{}
	if a.args == 1 {
		r.arg = k.args[1]
	}
	if k.role != "" && (k.args[0] != "add" || !slices.Contains(model.Roles, model.Role(k.role))) {
		return misused("Only key add takes -role; its value is reviewer, supervisor or auditor.")
	}
	var err error
	if r.lines, err = k.secrets(a.lines); err != nil {
		return err
	}
	defer func() {
		for _, line := range r.lines {
			clear(line)
		}
	}()
	within := k.with
	if a.makes {
		within = k.open
	}
	return within(func(st *store.Store) error {
		r.st = st
		return a.run(ctx, k, r)
	})
}

func (k *call) listKeys(st *store.Store) (failed error) {
	for _, info := range st.Keys() {
		failed = errors.Join(failed, k.print(key(info)))
	}
	return failed
}

// unlocked opens the desk with the first line of standard input before f.
func unlocked(f func(context.Context, *call, keyring) error) func(context.Context, *call, keyring) error {
	return func(ctx context.Context, k *call, r keyring) error {
		if err := r.st.Unlock(ctx, r.lines[0]); err != nil {
			return err
		}
		defer r.st.Lock()
		return f(ctx, k, r)
	}
}

// ofMonth looks for the month before the passphrase is tried: attempts are
// counted.
func ofMonth(f func(context.Context, *call, keyring) error) func(context.Context, *call, keyring) error {
	return func(ctx context.Context, k *call, r keyring) error {
		is := func(info store.KeyInfo) bool {
			return (info.Kind == "month" || info.Kind == "destroyed") && info.ID == r.arg
		}
		if !slices.ContainsFunc(r.st.Keys(), is) {
			return &spoken{"This store has no key for this month.", model.ErrNotFound}
		}
		return f(ctx, k, r)
	}
}

func claimDesk(ctx context.Context, k *call, r keyring) error {
	err := r.st.Claim(ctx, r.lines[0])
	if errors.Is(err, model.ErrNotAllowed) {
		return &spoken{"The desk has a passphrase already; key add makes another reviewer.", err}
	}
	if err != nil {
		return err
	}
	return k.print(map[string]string{"reviewer": r.st.Desk().Reviewer})
}

func addReviewer(ctx context.Context, k *call, r keyring) error {
	role := cmp.Or(model.Role(k.role), model.Reviewer)
	id, err := r.st.AddReviewer(ctx, role, r.lines[1])
	if err != nil {
		return err
	}
	return k.print(map[string]string{"reviewer": id, "role": string(role)})
}

func removeReviewer(ctx context.Context, k *call, r keyring) error {
	err := r.st.RemoveReviewer(ctx, r.arg)
	switch {
	case errors.Is(err, model.ErrNotFound):
		return &spoken{"There is no reviewer with this id; see key list.", err}
	case errors.Is(err, model.ErrNotAllowed):
		return &spoken{"No other supervisor could open everything then; add one first.", err}
	case err != nil:
		return err
	}
	return k.print(map[string]string{"removed": r.arg})
}

func changePassphrase(ctx context.Context, k *call, r keyring) error {
	if err := r.st.ChangePassphrase(ctx, r.lines[0], r.lines[1]); err != nil {
		return err
	}
	return k.print(map[string]string{"reviewer": r.st.Desk().Reviewer})
}

func makeRecovery(ctx context.Context, k *call, r keyring) error {
	secret, err := r.st.MakeRecovery(ctx, k.replace)
	if errors.Is(err, model.ErrNotAllowed) {
		return &spoken{"There is a recovery key already; with -replace another one takes its place.", err}
	}
	if err != nil {
		return err
	}
	return k.print(map[string]string{"words": secret.Words, "qr": secret.Identity})
}

func recoverDesk(ctx context.Context, k *call, r keyring) error {
	id, err := r.st.Recover(ctx, string(r.lines[0]), r.lines[1])
	if errors.Is(err, model.ErrWrongKey) {
		return &spoken{"This is not the recovery key of this store; compare the 24 words with the paper.", err}
	}
	if err != nil {
		return err
	}
	return k.print(map[string]string{"reviewer": id})
}

func distrust(ctx context.Context, k *call, r keyring) error {
	err := r.st.Distrust(ctx, r.arg)
	if errors.Is(err, model.ErrNotFound) {
		return &spoken{"No machine with this id was trusted here; see key list.", err}
	}
	if err != nil {
		return err
	}
	return k.print(map[string]string{"distrusted": r.arg})
}

func destroyMonth(ctx context.Context, k *call, r keyring) error {
	err := r.st.DestroyMonth(ctx, r.arg)
	if errors.Is(err, model.ErrNotAllowed) {
		return &spoken{"A case that was submitted with this key still waits; decide it first.", err}
	}
	if err != nil {
		return err
	}
	return k.print(map[string]string{"destroyed": r.arg})
}

func exportMonth(ctx context.Context, k *call, r keyring) error {
	secret, err := r.st.ExportMonth(ctx, r.arg)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(k.Stdout, secret)
	return err
}
