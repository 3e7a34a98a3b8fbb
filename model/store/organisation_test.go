package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

// publicKeys is a new list of a desk's public keys.
func publicKeys(t *testing.T, desk *storetest.Bench) ([]byte, store.ListInfo) {
	t.Helper()
	b, info, err := desk.PublicKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b, info
}

// submitOnly is a machine with a desk's public keys alone.
func submitOnly(t *testing.T, desk *storetest.Bench) *storetest.Bench {
	t.Helper()
	m := storetest.NewBench(t, store.Open)
	b, info := publicKeys(t, desk)
	if _, err := m.ImportPublic(t.Context(), b, info.Public); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSubmitOnly: a machine with public keys submits for a year and opens
// nothing, whatever is typed.
func TestSubmitOnly(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	if _, _, err := desk.PublicKeys(t.Context()); !errors.Is(err, model.ErrLocked) {
		t.Errorf("a locked desk: %v", err)
	}
	desk.Claim1()
	m := submitOnly(t, desk)
	for range 2 {
		if d := m.Desk(); !d.Claimed || d.Open {
			t.Errorf("%+v", d)
		}
		if err := m.Claim(t.Context(), []byte(storetest.Pass)); !errors.Is(err, model.ErrElsewhere) {
			t.Errorf("claim: %v", err)
		}
		if err := m.Unlock(t.Context(), []byte(storetest.Pass)); !errors.Is(err, model.ErrElsewhere) {
			t.Errorf("unlock: %v", err)
		}
		m.Reopen()
	}
	sub, head := m.Put()
	if p, err := m.Progress(t.Context(), sub.Reference); err != nil || p.Head.Case != head.Case {
		t.Errorf("%v", err)
	}
	m.Now = m.Now.AddDate(0, 12, 0)
	m.Put()
	m.Now = m.Now.AddDate(0, 1, 0)
	if _, err := m.Submit(t.Context(), storetest.New(t, m.Now, 100), nil); !errors.Is(err, model.ErrNoKeys) {
		t.Errorf("after the list's end: %v", err)
	}
	inOrder(t, m)
	inOrder(t, desk)
	for _, left := range []string{"*/*.wrap", "months/*/*.wrap", "reviewers/*", "unclaimed.pass"} {
		if found, _ := filepath.Glob(filepath.Join(m.Dir, "keys", left)); len(found) != 0 {
			t.Errorf("%s is left of the desk that was made at the first start", found)
		}
	}
	secret, err := desk.ExportMonth(t.Context(), "202611")
	if err != nil {
		t.Fatal(err)
	}
	packet, err := os.ReadFile(filepath.Join(m.Dir, "cases", "202611", head.Case.String(), "1.packet"))
	if err != nil {
		t.Fatal(err)
	}
	if o, err := seal.OpenPacket(packet, secret, true); err != nil || !storetest.Same(o.Submission, sub) {
		t.Errorf("the desk does not open it: %v", err)
	}
}

func TestListsFollow(t *testing.T) {
	desk, other := storetest.NewBench(t, store.Open), storetest.NewBench(t, store.Open)
	desk.Claim1()
	other.Claim1()
	first, info := publicKeys(t, desk)
	second, _ := publicKeys(t, desk)
	foreign, foreignInfo := publicKeys(t, other)
	m := storetest.NewBench(t, store.Open)
	take := func(b []byte, trust string) error { _, err := m.ImportPublic(t.Context(), b, trust); return err }
	spoiled := append([]byte(nil), first...)
	spoiled[len(spoiled)-9] ^= 1
	for _, c := range []struct {
		name  string
		list  []byte
		trust string
		want  error
	}{
		{"not named", first, "", model.ErrUntrusted},
		{"another named", first, foreignInfo.Public, model.ErrUntrusted},
		{"spoiled", spoiled, info.Public, model.ErrDamaged},
		{"the first", first, info.Public, nil},
		{"the same again", first, "", nil},
		{"another's", foreign, foreignInfo.Public, model.ErrUntrusted},
		{"the next", second, "", nil},
		{"back again", first, "", model.ErrOutdated},
		{"back again, named", first, info.Public, model.ErrOutdated},
	} {
		if err := take(c.list, c.trust); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		m.Reopen()
	}
	lose(m.Dir, "keys/public.list")
	if err := os.WriteFile(filepath.Join(m.Dir, "keys", "public.list"), first, 0o600); err != nil {
		t.Fatal(err)
	}
	m.Close()
	if _, err := store.Open(m.Dir, m.Options()); !errors.Is(err, model.ErrDamaged) {
		t.Errorf("an older list put in the place of the newer: %v", err)
	}
}

// TestListNeedsANewStore: what was submitted before would open for nobody.
func TestListNeedsANewStore(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	list, info := publicKeys(t, desk)
	m := storetest.NewBench(t, store.Open)
	m.Put()
	if _, err := m.ImportPublic(t.Context(), list, info.Public); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("%v", err)
	}
	if flaws, err := m.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
		t.Errorf("%v, %v", flaws, err)
	}
}

// TestListAfterRemoval: who was removed held the keys of the months ahead too.
func TestListAfterRemoval(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	gone, err := desk.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := publicKeys(t, desk)
	if err := desk.RemoveReviewer(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	after, _ := publicKeys(t, desk)
	a, err1 := seal.ParseKeyList(before)
	b, err2 := seal.ParseKeyList(after)
	if err1 != nil || err2 != nil || len(b.Months) != 13 || len(b.Reviewers) != 2 {
		t.Fatal(err1, err2, len(b.Months), len(b.Reviewers))
	}
	for i := range b.Months {
		if a.Months[i].Recipient == b.Months[i].Recipient || !strings.HasSuffix(b.Months[i].ID, "-2") {
			t.Errorf("%s is still in the list", b.Months[i].ID)
		}
	}
	for _, r := range b.Reviewers {
		if (r.ID == gone) == r.Removed.IsZero() {
			t.Errorf("%s removed %v", r.ID, r.Removed)
		}
	}
	inOrder(t, desk)
}

// TestListStepsFail fails the n-th step of making and of importing a list.
func TestListStepsFail(t *testing.T) {
	desk := storetest.NewBench(t, store.Open)
	desk.Claim1()
	for n := 1; ; n += 7 { // thirteen months are made: every step would take minutes
		desk.Now = desk.Now.Add(time.Hour)
		step := failAt(t, desk, n, func() error { _, _, err := desk.PublicKeys(t.Context()); return err })
		desk.Reopen()
		inOrder(t, desk)
		unlocked(t, desk, storetest.Pass)
		if step == "" {
			break
		}
	}
	list, info := publicKeys(t, desk)
	for n := 1; ; n++ {
		m := storetest.NewBench(t, store.Open)
		take := func() error { _, err := m.ImportPublic(t.Context(), list, info.Public); return err }
		step := failAt(t, m, n, take)
		m.Reopen()
		if err := take(); err != nil {
			t.Errorf("step %d (%s): once more: %v", n, step, err)
		}
		inOrder(t, m)
		if step == "" {
			break
		}
	}
}

// TestReplaceOrganisation: machines take the list of a key that the one before
// has signed, directly or over others, and nothing of the one before any more.
func TestReplaceOrganisation(t *testing.T) {
	p := newPair(t)
	_, head := p.kiosk.Put()
	p.export(t, p.kiosk) // for the key before
	late := submitOnly(t, p.desk)
	old, was := publicKeys(t, p.desk)
	if _, _, err := p.desk.ReplaceOrganisation(t.Context()); err != nil {
		t.Fatal(err)
	}
	inOrder(t, p.desk)
	p.desk.Reopen()
	unlocked(t, p.desk, storetest.Pass)
	p.take(t, p.desk)
	p.desk.Take(head, model.Approve)
	p.carry(t, p.desk, p.kiosk) // and with it the list
	if _, err := p.kiosk.ImportPublic(t.Context(), old, ""); !errors.Is(err, model.ErrUntrusted) {
		t.Errorf("a list of the key before: %v", err)
	}
	p.kiosk.Reopen()
	p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	inOrder(t, p.kiosk)

	b, now, err := p.desk.ReplaceOrganisation(t.Context())
	if err != nil || now.Public == was.Public || now.Version <= was.Version {
		t.Fatalf("%+v after %+v, %v", now, was, err)
	}
	inOrder(t, p.desk)
	for what, m := range map[string]*storetest.Bench{"from the second key": p.kiosk, "from the first": late} {
		if info, err := m.ImportPublic(t.Context(), b, ""); err != nil || info.Public != now.Public {
			t.Errorf("%s: %+v, %v", what, info, err)
		}
		m.Reopen()
		inOrder(t, m)
	}

	stranger := storetest.NewBench(t, store.Open)
	stranger.Claim1()
	other, its := publicKeys(t, stranger)
	if _, err := late.ImportPublic(t.Context(), other, its.Public); !errors.Is(err, model.ErrUntrusted) {
		t.Errorf("another organisation: %v", err)
	}
}

// TestReplaceOrganisationFails: whichever step fails, at the desk or at a
// machine, both open again and the same once more works.
func TestReplaceOrganisationFails(t *testing.T) {
	p := newPair(t)
	for n := 1; ; n++ {
		var b []byte
		replace := func() (err error) {
			b, _, err = p.desk.ReplaceOrganisation(t.Context())
			return err
		}
		step := failAt(t, p.desk, n, replace)
		if step == "" {
			break
		}
		p.desk.Reopen()
		inOrder(t, p.desk)
		unlocked(t, p.desk, storetest.Pass)
		if err := replace(); err != nil {
			t.Fatalf("%s %d, once more: %v", step, n, err)
		}
		take := func() error {
			_, err := p.kiosk.ImportPublic(t.Context(), b, "")
			return err
		}
		failAt(t, p.kiosk, n, take)
		p.kiosk.Reopen()
		inOrder(t, p.kiosk)
		if err := take(); err != nil {
			t.Fatalf("at the machine, step %d: %v", n, err)
		}
	}
}
