package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

const otherNumber = "110101199003078531"

// likeness names what two cases have in common.
func likeness(d model.Duplicate) (s string) {
	for _, w := range []struct {
		is   bool
		name string
	}{{d.Number, "number "}, {d.Front, "front "}, {d.Back, "back "}, {d.Near, "near "}} {
		if w.is {
			s += w.name
		}
	}
	return s
}

// alike is what case id has in common with the others, by case.
func alike(t *testing.T, s *store.Store, id uuid.UUID) map[uuid.UUID]string {
	t.Helper()
	all, err := s.Duplicates(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	found := map[uuid.UUID]string{}
	for _, d := range all {
		found[d.Head.Case] = likeness(d)
	}
	return found
}

// own gives a submission photographs and a number that no other has.
func own(s *model.Submission, seed uint64, number string) {
	s.Fields.Number = number
	s.Front.JPEG, s.Front.Print = storetest.JPEG(seed, 5000), seed*0x9e3779b97f4a7c15
	s.Back.JPEG, s.Back.Print = storetest.JPEG(seed+1000, 5000), seed*0x9e3779b97f4a7c15
}

// TestDuplicates: what two cases have in common is found at the desk, among
// cases that nobody has opened too; revisions of one case are none.
func TestDuplicates(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	put := func(change func(*model.Submission)) model.Head {
		sub := storetest.New(t, b.Now, 5000)
		change(&sub)
		return b.Submit1(sub)
	}
	var first model.Submission
	one := put(func(s *model.Submission) { own(s, 1, storetest.Number); first = *s })
	number := put(func(s *model.Submission) { own(s, 2, storetest.Number) })
	copied := put(func(s *model.Submission) { own(s, 3, otherNumber); s.Front.Print = first.Front.Print ^ 5 })
	photos := put(func(s *model.Submission) {
		own(s, 4, otherNumber)
		s.Front, s.Back = first.Front, first.Back
	})
	none := put(func(s *model.Submission) { own(s, 5, "110101199003070011"); s.Front.Print = first.Front.Print ^ 0xff0 })
	request := b.File1(storetest.Request(t, model.Export, first, b.Now))
	want := map[uuid.UUID]string{number.Case: "number ", copied.Case: "near ", photos.Case: "front back "}
	same := func(what string) {
		t.Helper()
		got := alike(t, b.Store, one.Case)
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
		for id, w := range want {
			if got[id] != w {
				t.Errorf("%s: %q, want %q", what, got[id], w)
			}
		}
	}
	same("first")
	for _, id := range []uuid.UUID{none.Case, request.Case} {
		if got := alike(t, b.Store, id); len(got) != 0 {
			t.Errorf("nothing in common: %v", got)
		}
	}
	if _, err := b.Duplicates(t.Context(), uuid.New()); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("no such case: %v", err)
	}

	b.Take(one, model.Return, "front-blur")
	next := storetest.Next(t, first, b.Now)
	next.Front = first.Front
	b.Submit1(next)
	same("corrected")

	b.Lock()
	if _, err := b.Duplicates(t.Context(), one.Case); !errors.Is(err, model.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
	b.Reopen()
	unlocked(t, b, storetest.Pass)
	same("opened again")
	if err := b.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	same("rebuilt")
	b.Store.Close()
	if err := os.RemoveAll(filepath.Join(b.Dir, "index")); err != nil {
		t.Fatal(err)
	}
	b.Reopen()
	unlocked(t, b, storetest.Pass)
	same("the index was lost")
	inOrder(t, b)

	if _, err := b.Erase(t.Context(), first.Reference); err != nil {
		t.Fatal(err)
	}
	if got := alike(t, b.Store, photos.Case); got[one.Case] != "" {
		t.Errorf("an erased case: %v", got)
	}
	if n := store.Tags(b.Store); n[one.Case] || len(n) != 5 {
		t.Errorf("tags: %v", n)
	}
	inOrder(t, b)
}

// TestNearOfMany: before a camera that stands fixed all look alike, and it says
// nothing.
func TestNearOfMany(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	var head model.Head
	for i := range 5 {
		sub := storetest.New(t, b.Now, 5000)
		own(&sub, uint64(i+1), "11010119900307"+string(rune('0'+i))+"011")
		sub.Front.Print = 0xff00ff
		head = b.Submit1(sub)
		if got := alike(t, b.Store, head.Case); len(got) != i%4 {
			t.Errorf("%d others: %v", i, got)
		}
	}
}

// TestTagsKey: whoever must not read tags any more does not, and they are made
// anew for the others.
func TestTagsKey(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	one, two := storetest.New(t, b.Now, 5000), storetest.New(t, b.Now, 5000)
	first, _ := b.Submit1(one), b.Submit1(two)
	first = b.Take(first, model.Refuse, "not-a-card")
	key := func() string {
		t.Helper()
		if got := alike(t, b.Store, two.Case); got[one.Case] != "number front back " {
			t.Errorf("%v", got)
		}
		inOrder(t, b)
		k, err := os.ReadFile(filepath.Join(b.Dir, "keys", "duplicates.json"))
		if err != nil {
			t.Fatal(err)
		}
		return string(k)
	}
	k := key()
	other, err := b.AddReviewer(t.Context(), model.Supervisor, []byte(pass2))
	if err != nil || key() != k {
		t.Fatalf("a reviewer was added: %v", err)
	}
	unlocked(t, b, pass2)
	if key() != k {
		t.Error("the new reviewer has another key")
	}
	unlocked(t, b, storetest.Pass)
	if err := b.RemoveReviewer(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	k2 := key()
	if k2 == k {
		t.Error("the key that a removed reviewer held still counts")
	}
	// A month that dies takes its tags along.
	late := storetest.New(t, b.Now, 5000)
	b.Submit1(late) // under the new key
	b.Take(model.Head{Case: two.Case, Version: 1}, model.Refuse, "not-a-card")
	if err := b.DestroyMonth(t.Context(), month(t, b, first)); err != nil {
		t.Fatal(err)
	}
	if got := alike(t, b.Store, late.Case); len(got) != 0 {
		t.Errorf("cases of a destroyed month are compared: %v", got)
	}
	if n := store.Tags(b.Store); len(n) != 1 {
		t.Errorf("tags of a destroyed month: %v", n)
	}
	inOrder(t, b)
	// Thrown away and not finished: the next opening does it.
	b.Store.Close()
	lose(b.Dir, "keys/duplicates.json")
	b.Reopen()
	if _, err := os.Lstat(filepath.Join(b.Dir, "keys", "duplicates")); err == nil {
		t.Error("wraps of a key that does not count any more")
	}
}

// TestTagsAreSealed: neither number nor print nor what they are compared by
// stands on the disk, and a machine that only submits has nothing of it.
func TestTagsAreSealed(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	p.export(t, p.kiosk)
	p.take(t, p.desk)
	p.desk.Put()
	unlocked(t, p.desk, storetest.Pass)
	if got := alike(t, p.desk.Store, head.Case); len(got) != 1 {
		t.Errorf("at the desk: %v", got)
	}
	secrets := store.TagParts(p.desk.Store, head.Case)
	if len(secrets) != 6 {
		t.Fatalf("%d parts of a tag", len(secrets))
	}
	secrets = append(secrets, []byte(sub.Fields.Number), []byte(storetest.Name))
	if err := p.kiosk.CompareCases(t.Context()); !errors.Is(err, model.ErrLocked) {
		t.Errorf("at a machine that only submits: %v", err)
	}
	if n := store.Tags(p.kiosk.Store); len(n) != 0 {
		t.Errorf("tags there: %v", n)
	}
	if _, err := os.Lstat(filepath.Join(p.kiosk.Dir, "keys", "duplicates")); err == nil {
		t.Error("a key there")
	}
	for _, b := range []*storetest.Bench{p.desk, p.kiosk} {
		b.Store.Close()
		err := filepath.WalkDir(b.Dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || d.Name() == "ballast" {
				return err
			}
			text, err := os.ReadFile(path)
			for _, secret := range secrets {
				if bytes.Contains(text, secret) {
					t.Errorf("%x stands in %s", secret, d.Name())
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		b.Reopen()
	}
}

// TestCompareTogether: cases come and go, the desk is locked and the index built
// anew while cases are compared.
func TestCompareTogether(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	var subs []model.Submission
	for range 40 {
		sub := storetest.New(t, b.Now, 100)
		subs = append(subs, sub)
		b.Submit1(sub)
	}
	ctx, end := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				_, err := b.Duplicates(ctx, subs[i%len(subs)].Case)
				if err != nil && !errors.Is(err, model.ErrLocked) && !errors.Is(err, model.ErrNotFound) && !errors.Is(err, context.Canceled) {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 6 {
		if _, err := b.Erase(t.Context(), subs[i].Reference); err != nil {
			t.Error(err)
		}
		b.Submit1(storetest.New(t, b.Now, 100))
		if i%2 == 0 {
			b.Lock()
			unlocked(t, b, storetest.Pass)
		}
		if i == 3 {
			if err := b.Rebuild(t.Context(), nil); err != nil {
				t.Error(err)
			}
		}
	}
	end()
	wg.Wait()
	if got := alike(t, b.Store, subs[20].Case); len(got) != 39 {
		t.Errorf("%d others", len(got))
	}
	inOrder(t, b)
}
