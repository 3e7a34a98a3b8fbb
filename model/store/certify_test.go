package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// TestApprovedWithoutOfficeKey: a reviewer who does not hold the key that signs
// certificates decides all the same, and what has none is shown as before.
func TestApprovedWithoutOfficeKey(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	first, head := b.Put()
	second, next := b.Put()
	b.Take(head, model.Approve)
	found, err := filepath.Glob(filepath.Join(b.Dir, "keys", "organisation", "*.wrap"))
	if err != nil || len(found) == 0 {
		t.Fatal("no key was made", err)
	}
	for _, wrap := range found {
		if err := os.Remove(wrap); err != nil {
			t.Fatal(err)
		}
	}
	if b.Take(next, model.Approve).Status != model.Approved {
		t.Error("not approved")
	}
	for reference, has := range map[string]bool{first.Reference: true, second.Reference: false} {
		p, err := b.Progress(t.Context(), reference)
		if err != nil || p.Head.Status != model.Approved || (p.Certificate != nil) != has || p.Timeline[1].Note != storetest.Note {
			t.Errorf("%+v, %v", p, err)
		}
	}
}

// TestCertificateOfEachKey: who replaces the office's key signs with the new
// one from then on, and what was signed before stays.
func TestCertificateOfEachKey(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	_, before := publicKeys(t, b)
	first, head := b.Put()
	second, next := b.Put()
	b.Take(head, model.Approve)
	_, after, err := b.ReplaceOrganisation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.Take(next, model.Approve)
	for reference, office := range map[string]string{first.Reference: before.Organisation, second.Reference: after.Organisation} {
		if p, err := b.Progress(t.Context(), reference); err != nil || p.Certificate == nil || p.Certificate.Office != office {
			t.Errorf("%+v, %v, want one of %s", p.Certificate, err, office)
		}
	}
	inOrder(t, b)
}

// TestCertificateThatCannotBeRead: one of a later version, of another case or
// not whole is left out, and nothing else fails for it.
func TestCertificateThatCannotBeRead(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub, head := b.Put()
	b.Take(head, model.Approve)
	p, err := b.Progress(t.Context(), sub.Reference)
	if err != nil || p.Certificate == nil {
		t.Fatal(err)
	}
	good := string(p.Certificate.File)
	for name, c := range map[string]struct {
		about uuid.UUID
		text  string
		reads bool
	}{
		"as it is":        {sub.Case, good, true},
		"none":            {sub.Case, "", false},
		"a later version": {sub.Case, strings.Replace(good, "certificate 1", "certificate 2", 1), false},
		"of another case": {uuid.New(), good, false},
		"cut":             {sub.Case, good[:len(good)-1], false},
	} {
		if got, err := store.CertificateIn(b.Store, c.about, c.text); err != nil || (got != nil) != c.reads {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
