package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// named is a submission of a person with a name and number of their own.
func named(t *testing.T, b *storetest.Bench, name, number string) model.Submission {
	t.Helper()
	sub := storetest.New(t, b.Now, 1000)
	own(&sub, uint64(len(name))<<32+uint64(sub.Case[15])<<16+uint64(sub.Case[14]), number)
	sub.Fields.Name = name
	return sub
}

// finds searches and names what was found by the references' first groups.
func finds(t *testing.T, b *storetest.Bench, typed string, want ...model.Head) model.Found {
	t.Helper()
	found, err := b.Search(t.Context(), typed)
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	var got, all []uuid.UUID
	for _, h := range found.Heads {
		got = append(got, h.Case)
	}
	for _, h := range want {
		all = append(all, h.Case)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return bytes.Compare(b[:], a[:]) })
	if !slices.Equal(got, all) || found.Total != len(all) {
		t.Errorf("%q finds %d of %d, want %d", typed, len(got), found.Total, len(all))
	}
	return found
}

// TestSearch: what somebody types at the desk finds cases by the beginning of a
// name, a number or its end, whatever their status and as they are now; what was
// erased is not found, and nobody finds anything at a locked desk.
func TestSearch(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	person := named(t, b, "张伟民", "110101199003074477")
	one := b.Submit1(person)
	two := b.Submit1(named(t, b, "张伟", "11010119900307853X"))
	three := b.Submit1(named(t, b, "阿卜杜热合曼·买买提", "650102199003070011"))
	request := b.File1(storetest.Request(t, model.Export, person, b.Now))
	if err := b.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	same := func(what string) {
		t.Helper()
		t.Log(what)
		finds(t, b, "张", one, two)
		finds(t, b, " 张 伟", one, two)
		finds(t, b, "张伟民", one)
		finds(t, b, "张伟民民")
		finds(t, b, "伟民")
		finds(t, b, "阿卜杜热合曼•买", three)
		finds(t, b, "阿卜杜热合曼·买买提江", three) // the first eight characters count
		finds(t, b, "11010119900307853x", two)
		finds(t, b, "853X", two)
		finds(t, b, "4477", one)
		finds(t, b, "110101199003070000")
		finds(t, b, strings.ToLower(request.Tag), request)
		finds(t, b, "")
	}
	same("at once")
	two = b.Take(two, model.Refuse, "not-a-card")
	if found := finds(t, b, "张伟", one, two); found.Heads[0].Status != model.Refused {
		t.Errorf("a decided case: %+v", found.Heads[0])
	}
	b.Reopen()
	if _, err := b.Search(t.Context(), "张"); !errors.Is(err, model.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
	unlocked(t, b, storetest.Pass)
	same("opened again, without a comparison before")

	one = b.Take(one, model.Return, "front-blur")
	next := storetest.Next(t, person, b.Now)
	next.Fields.Name = "章伟民"
	b.Submit1(next)
	if found, err := b.Search(t.Context(), "章"); err != nil || found.Total != 0 || found.Left != 1 {
		t.Errorf("before it was read: %+v, %v", found, err)
	}
	if err := b.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	finds(t, b, "章", one)
	finds(t, b, "张", two)
	if _, err := b.Erase(t.Context(), person.Reference); err != nil {
		t.Fatal(err)
	}
	finds(t, b, "章")
	finds(t, b, "4477")
	inOrder(t, b)
}

// TestSearchIsLogged: that somebody searched is in the audit log with how many
// were found, and neither there nor anywhere else what was typed.
func TestSearchIsLogged(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	b.Submit1(named(t, b, "慕容长青", "110101199003074477"))
	b.Submit1(named(t, b, "慕容长风", "11010119900307853X"))
	if err := b.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := b.Search(t.Context(), "慕容")
	if err != nil || found.Total != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	finds(t, b, "欧阳")
	who := b.Desk().Reviewer
	b.Store.Close()
	records := 0
	err = filepath.WalkDir(b.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "ballast" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			if !strings.Contains(line, `"action":"search"`) {
				continue
			}
			records++
			if !strings.Contains(line, who) || !strings.Contains(line, fmt.Sprintf(`"note":"%d"`, 2*(2-records))) {
				t.Errorf("record %d: %s", records, line)
			}
		}
		for _, name := range []string{"慕容", "欧阳"} {
			if bytes.Contains(text, []byte(name)) {
				t.Errorf("a name stands in %s", d.Name())
			}
		}
		return err
	})
	if err != nil || records != 2 {
		t.Errorf("%d records, %v", records, err)
	}
	b.Reopen()
}

// TestSearchImported: what came from another machine is found too, and a machine
// that only submits finds nothing.
func TestSearchImported(t *testing.T) {
	p := newPair(t)
	head := p.kiosk.Submit1(named(t, p.kiosk, "张伟民", "110101199003074477"))
	p.carry(t, p.kiosk, p.desk)
	if err := p.desk.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	finds(t, p.desk, "张伟", head)
	if _, err := p.kiosk.Search(t.Context(), "张伟"); !errors.Is(err, model.ErrLocked) {
		t.Errorf("at the machine: %v", err)
	}
}

// riskOrder lists what waits by risk, in pages of n.
func riskOrder(t *testing.T, b *storetest.Bench, only model.Sieve, n int) (cases []uuid.UUID) {
	t.Helper()
	only.ByRisk = true
	for after := ""; ; {
		heads, next, err := b.Queue(t.Context(), only, after, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range heads {
			cases = append(cases, h.Case)
		}
		if after = next; next == "" {
			return cases
		}
		if len(heads) != n {
			t.Fatalf("a page of %d, and more to come", len(heads))
		}
	}
}

// TestByRisk: the queue comes by what was found in each case, in pages, and is
// narrowed to one kind of finding; a case that was not read yet stands where its
// head puts it.
func TestByRisk(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	var about model.Submission // the last one
	put := func(due int, number string, found ...model.Finding) uuid.UUID {
		sub := named(t, b, "张伟", number)
		sub.Due, sub.Fields.Findings = sub.Due.AddDays(due), found
		about = sub
		return b.Submit1(sub).Case
	}
	notice := func(code string) model.Finding { return model.Finding{Code: code, Weight: model.Notice} }
	fault := model.Finding{Code: model.FindingBlur, Weight: model.Fault}
	late := put(2, "110101199003070011", notice(model.FindingGlare))
	soon := put(1, "110101199003070038", notice(model.FindingFar), model.Finding{Code: model.FindingDark, Weight: model.Passed})
	none := put(0, "110101199003070054")
	blur := put(5, "110101199003070070", fault)
	differs := put(6, "110101199003070097", notice(model.FindingNumberDiffers))
	twinA, twinB := put(3, "110101199003074477"), put(4, "110101199003074477", notice(model.FindingGlare))
	request := b.File1(storetest.Request(t, model.Export, about, b.Now)).Case
	same := named(t, b, "张伟", "110101199003070118")
	same.Back, same.Fields.Findings = same.Front, nil
	both := b.Submit1(same).Case // one picture for both sides makes no twin

	if _, _, err := b.Queue(t.Context(), model.Sieve{Concern: model.ConcernPhoto}, "", 0); err != nil {
		t.Errorf("nothing was read: %v", err)
	}
	before := []uuid.UUID{blur, soon, late, twinB, differs, none, twinA, request, both}
	if got := riskOrder(t, b, model.Sieve{}, 3); !sameSet(got, before) || got[0] != blur {
		t.Errorf("by the heads: %v, want %v", got, before)
	}
	if err := b.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	order := []uuid.UUID{twinB, twinA, differs, blur, soon, late, none, request, both}
	for n := 1; n < 10; n++ {
		if got := riskOrder(t, b, model.Sieve{}, n); !sameSet(got, order) || !slices.Equal(got[:6], order[:6]) {
			t.Errorf("pages of %d: %v, want %v", n, got, order)
		}
	}
	for c, want := range map[model.Concern][]uuid.UUID{
		model.ConcernPhoto: {twinB, blur, soon, late}, model.ConcernDiffers: {differs},
		model.ConcernAlike: {twinB, twinA}, model.ConcernTerm: nil,
	} {
		if got := riskOrder(t, b, model.Sieve{Concern: c}, 2); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c, got, want)
		}
		heads, _, err := b.Queue(t.Context(), model.Sieve{Concern: c}, "", 0)
		if err != nil || len(heads) != len(want) {
			t.Errorf("%s, due first: %d, %v", c, len(heads), err)
		}
	}
	if got := riskOrder(t, b, model.Sieve{Requests: true}, 2); !slices.Equal(got, []uuid.UUID{request}) {
		t.Errorf("requests: %v", got)
	}
	risks, left, err := b.Risks(t.Context(), order)
	if err != nil || left != 0 || len(risks) != len(order) {
		t.Fatalf("%d risks, %d left, %v", len(risks), left, err)
	}
	if r := risks[twinB]; !r.Alike || r.Weight() != 6 || !slices.Equal(r.Codes, []string{model.FindingGlare}) {
		t.Errorf("%+v", r)
	}
	// One of the twins goes: the other has none any more.
	b.Take(model.Head{Case: twinA, Version: 1}, model.Refuse, "not-a-card")
	if got := riskOrder(t, b, model.Sieve{Concern: model.ConcernAlike}, 2); !slices.Equal(got, []uuid.UUID{twinB}) {
		t.Errorf("a twin that was decided still counts: %v", got)
	}
	b.Lock()
	for _, only := range []model.Sieve{{ByRisk: true}, {Concern: model.ConcernCard}} {
		if _, _, err := b.Queue(t.Context(), only, "", 0); !errors.Is(err, model.ErrLocked) {
			t.Errorf("%+v at a locked desk: %v", only, err)
		}
	}
	if _, _, err := b.Risks(t.Context(), order); !errors.Is(err, model.ErrLocked) {
		t.Errorf("risks at a locked desk: %v", err)
	}
	unlocked(t, b, storetest.Pass)
	if _, _, err := b.Queue(t.Context(), model.Sieve{ByRisk: true}, "zz", 2); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("a cursor that is none: %v", err)
	}
	inOrder(t, b)
}

// sameSet reports whether two lists hold the same, in whatever order.
func sameSet(a, b []uuid.UUID) bool {
	all := map[uuid.UUID]bool{}
	for _, id := range a {
		all[id] = true
	}
	return len(a) == len(b) && len(all) == len(b) && !slices.ContainsFunc(b, func(id uuid.UUID) bool { return !all[id] })
}

// TestTagsHaveOneLength: a sealed tag does not tell how long a name is, or how
// much was found.
func TestTagsHaveOneLength(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub := named(t, b, "阿卜杜热合曼·买买提", "650102199003070011")
	for _, code := range model.FindingCodes() {
		sub.Fields.Findings = append(sub.Fields.Findings, model.Finding{Code: code, Weight: model.Fault})
	}
	b.Submit1(sub)
	b.Submit1(named(t, b, "王", "110101199003074477"))
	b.File1(storetest.Request(t, model.Export, sub, b.Now))
	if err := b.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	sizes := store.TagSizes(b.Store)
	if len(sizes) != 3 || slices.Max(sizes) != slices.Min(sizes) {
		t.Errorf("sizes of tags: %v", sizes)
	}
	if n := len(model.FindingCodes()); n > 64 {
		t.Errorf("%d codes, and a tag has 64 bits for them", n)
	}
	risks, _, err := b.Risks(t.Context(), []uuid.UUID{sub.Case})
	if err != nil || len(risks[sub.Case].Codes) != len(model.FindingCodes()) {
		t.Errorf("%+v, %v", risks, err)
	}
}
