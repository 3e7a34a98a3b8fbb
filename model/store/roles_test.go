package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

// A staff is a desk with one of each role.
type staff struct {
	*storetest.Bench
	ids  map[model.Role]string
	pass map[model.Role]string
}

// newStaff makes one. The desk is open to the supervisor.
func newStaff(t *testing.T, open storetest.Open) staff {
	t.Helper()
	s := staff{storetest.NewBench(t, open), map[model.Role]string{}, map[model.Role]string{
		model.Supervisor: storetest.Pass, model.Reviewer: pass2, model.Auditor: pass3,
	}}
	s.Claim1()
	s.ids[model.Supervisor] = s.Desk().Reviewer
	for _, role := range []model.Role{model.Reviewer, model.Auditor} {
		s.ids[role] = s.add(t, role, s.pass[role])
	}
	return s
}

func (s staff) add(t *testing.T, role model.Role, pass string) string {
	t.Helper()
	id, err := s.AddReviewer(t.Context(), role, []byte(pass))
	if err != nil {
		t.Fatalf("%s: %v", role, err)
	}
	return id
}

// turn lets one with a role to the desk.
func (s staff) turn(t *testing.T, role model.Role) {
	t.Helper()
	s.Lock()
	if got := unlocked(t, s.Bench, s.pass[role]); got != s.ids[role] || s.Desk().Role != role {
		t.Fatalf("%s as %s, want %s as %s", got, s.Desk().Role, s.ids[role], role)
	}
}

// TestRolesActs: each role does what is its own, and is told ErrRole for the
// rest. Of the acts about something that is not there, who may is told so.
func TestRolesActs(t *testing.T) {
	s := newStaff(t, store.Open)
	sub, head := s.Put()
	publicKeys(t, s.Bench) // makes the organisation's key
	day := idcard.Today(s.Now)
	deciders := []model.Role{model.Reviewer, model.Supervisor}
	leaders := []model.Role{model.Supervisor}
	for name, act := range map[string]struct {
		may  []model.Role
		do   func() error
		gets error // whoever may; nil: it is done
	}{
		"open":    {deciders, func() error { _, err := s.OpenCase(t.Context(), head.Case); return err }, nil},
		"fields":  {deciders, func() error { _, err := s.Fields(t.Context(), nil); return err }, nil},
		"copy":    {deciders, func() error { _, err := s.MyData(t.Context(), sub.Reference); return err }, nil},
		"compare": {deciders, func() error { return s.CompareCases(t.Context()) }, nil},
		"why":     {deciders, func() error { _, err := s.Reasons(t.Context(), day, day); return err }, nil},
		"bindings": {leaders, func() error {
			_, err := s.Bound(t.Context(), day, day, "asked by the office", func(model.Bound) error { return nil })
			return err
		}, nil},
		"erase":        {deciders, func() error { _, err := s.Erase(t.Context(), storetest.New(t, s.Now, 100).Reference); return err }, model.ErrNotFound},
		"recovery":     {leaders, func() error { _, err := s.MakeRecovery(t.Context(), true); return err }, nil},
		"list":         {leaders, func() error { _, _, err := s.PublicKeys(t.Context()); return err }, nil},
		"organisation": {leaders, func() error { _, _, err := s.ReplaceOrganisation(t.Context()); return err }, nil},
		"month":        {leaders, func() error { _, err := s.ExportMonth(t.Context(), "202611"); return err }, nil},
		"destroy":      {leaders, func() error { return s.DestroyMonth(t.Context(), "209901") }, model.ErrNotFound},
		"distrust":     {leaders, func() error { return s.Distrust(t.Context(), "nobody") }, model.ErrNotFound},
		"remove":       {leaders, func() error { return s.RemoveReviewer(t.Context(), "nobody") }, model.ErrNotFound},
		"add":          {leaders, func() error { _, err := s.AddReviewer(t.Context(), model.Auditor, []byte("short")); return err }, model.ErrWeak},
		"log":          {model.Roles, func() error { _, err := s.AuditLog(t.Context(), 0, 10); return err }, nil},
		"figures":      {model.Roles, func() error { _, err := s.Figures(t.Context(), day, day); return err }, nil},
		"queue":        {model.Roles, func() error { _, _, err := s.Queue(t.Context(), model.Sieve{}, "", 0); return err }, nil}, // ids and days: they stand in clear
	} {
		for _, role := range model.Roles {
			s.turn(t, role)
			want := act.gets
			if !slices.Contains(act.may, role) {
				want = model.ErrRole
			}
			if err := act.do(); !errors.Is(err, want) || want == nil && err != nil {
				t.Errorf("%s, %s: %v, want %v", role, name, err, want)
			}
		}
	}
	for _, role := range model.Roles {
		s.turn(t, role)
		_, head := s.Put()
		_, err := s.Decide(t.Context(), model.Decision{Case: head.Case, Version: head.Version, Verb: model.Approve})
		if role.Decides() != (err == nil) || err != nil && !errors.Is(err, model.ErrRole) {
			t.Errorf("%s approves: %v", role, err)
		}
	}
	if _, err := s.AddReviewer(t.Context(), "clerk", []byte("a fourth one of four words")); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("a role that there is not: %v", err)
	}
	inOrder(t, s.Bench)
}

// TestAuditorOpensNothing: whatever program an auditor uses, there is no secret
// in the folder that their key opens, also of what was made since.
func TestAuditorOpensNothing(t *testing.T) {
	s := newStaff(t, store.Open)
	s.Put()
	publicKeys(t, s.Bench)
	if err := s.CompareCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.MakeRecovery(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.ReplaceOrganisation(t.Context()); err != nil {
		t.Fatal(err)
	}
	secret, err := os.ReadFile(filepath.Join(s.Dir, "keys", "reviewers", s.ids[model.Auditor]+".secret"))
	if err != nil {
		t.Fatal(err)
	}
	auditor := identity(t, secret, pass3)
	reviewer, err := os.ReadFile(filepath.Join(s.Dir, "keys", "reviewers", s.ids[model.Reviewer]+".secret"))
	if err != nil {
		t.Fatal(err)
	}
	opened := map[string]int{}
	err = filepath.WalkDir(s.Dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".wrap" {
			return err
		}
		b, err := os.ReadFile(path)
		for name, key := range map[string]string{"auditor": auditor, "reviewer": identity(t, reviewer, pass2)} {
			if _, uerr := seal.Unwrap(b, key, 4096); uerr == nil {
				opened[name]++
			}
		}
		if strings.HasPrefix(filepath.Base(path), s.ids[model.Auditor]) {
			t.Errorf("%s is wrapped to the auditor", path)
		}
		return err
	})
	if err != nil || opened["auditor"] != 0 || opened["reviewer"] < 3 { // a month, the organisation's key, that of comparing
		t.Errorf("wraps opened: %v, %v", opened, err)
	}
	list, err := os.ReadFile(filepath.Join(s.Dir, "keys", "public.list"))
	if err != nil || bytes.Contains(list, []byte(s.ids[model.Auditor])) || !bytes.Contains(list, []byte(s.ids[model.Reviewer])) {
		t.Errorf("who decides, in the list for other machines: %v", err)
	}
	inOrder(t, s.Bench)
}

// identity is the key that the passphrase of a reviewer opens.
func identity(t *testing.T, secret []byte, pass string) string {
	t.Helper()
	return reviewerSecret(t, secret, pass).Identity
}

// reviewerSecret is what the passphrase of a reviewer opens.
func reviewerSecret(t *testing.T, secret []byte, pass string) (s seal.ReviewerSecret) {
	t.Helper()
	b, err := seal.OpenPass(secret, []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestLastSupervisor: reviewers and auditors come and go, the last supervisor
// stays. With an auditor nothing has to be made anew.
func TestLastSupervisor(t *testing.T) {
	s := newStaff(t, store.Open)
	_, head := s.Put()
	if err := s.RemoveReviewer(t.Context(), s.ids[model.Supervisor]); !errors.Is(err, model.ErrNotAllowed) {
		t.Errorf("the last supervisor: %v", err)
	}
	if err := s.RemoveReviewer(t.Context(), s.ids[model.Auditor]); err != nil {
		t.Error(err)
	}
	if _, next := s.Put(); month(t, s.Bench, next) != month(t, s.Bench, head) {
		t.Error("an auditor went, who held nothing, and the month has a new key")
	}
	if err := s.RemoveReviewer(t.Context(), s.ids[model.Reviewer]); err != nil {
		t.Error(err)
	}
	if _, next := s.Put(); month(t, s.Bench, next) == month(t, s.Bench, head) {
		t.Error("a reviewer went, and the month has the same key")
	}
	other := s.add(t, model.Supervisor, "nine boats under a paper moon")
	if err := s.RemoveReviewer(t.Context(), s.ids[model.Supervisor]); err != nil {
		t.Errorf("with another supervisor: %v", err)
	}
	s.Reopen()
	if got := unlocked(t, s.Bench, "nine boats under a paper moon"); got != other || s.Desk().Role != model.Supervisor {
		t.Errorf("%s, %s", got, s.Desk().Role)
	}
	inOrder(t, s.Bench)
}

// TestRolesBefore: whoever stands in a store without a role can do what every
// reviewer could then.
func TestRolesBefore(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	id := b.Desk().Reviewer
	file := filepath.Join(b.Dir, "keys", "reviewers", id+".json")
	if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("role")) {
		t.Fatalf("the first one is written as before: %s, %v", text, err)
	}
	b.Reopen()
	unlocked(t, b, storetest.Pass)
	if got := b.Desk().Role; got != model.Supervisor {
		t.Errorf("without a role: %q", got)
	}
	if _, err := b.AddReviewer(t.Context(), model.Reviewer, []byte(pass2)); err != nil {
		t.Error(err)
	}
}

// TestRoleChanged: a role that was changed in the folder, and somebody who was
// put there, are found by what the log says.
func TestRoleChanged(t *testing.T) {
	s := newStaff(t, store.Open)
	name := filepath.Join("keys", "reviewers", s.ids[model.Auditor]+".json")
	stranger, secret, err := seal.NewReviewer("desk")
	if err != nil || len(secret.Sign) == 0 {
		t.Fatal(err)
	}
	strangers := filepath.Join("keys", "reviewers", stranger.ID+".json")
	b, err := os.ReadFile(filepath.Join(s.Dir, name))
	if err != nil || !bytes.Contains(b, []byte(`"auditor"`)) {
		t.Fatalf("%s, %v", b, err)
	}
	replaceKey(t, s.Dir, name, bytes.Replace(b, []byte(`"auditor"`), []byte(`"supervisor"`), 1))
	theirs, err := json.Marshal(stranger)
	if err != nil {
		t.Fatal(err)
	}
	replaceKey(t, s.Dir, strangers, theirs)
	s.Reopen()
	flaws, err := s.Verify(t.Context(), nil)
	for path, what := range map[string]string{name: "damaged", strangers: "unlogged"} {
		if !slices.Contains(flaws, model.Flaw{Path: filepath.ToSlash(path), What: what}) {
			t.Errorf("%s is not found to be %s: %v, %v", path, what, flaws, err)
		}
	}
}

// replaceKey writes a key and its second copy, as whoever has the folder can.
func replaceKey(t *testing.T, dir, name string, b []byte) {
	t.Helper()
	sum := sha256.Sum256(b)
	copied := append([]byte(hex.EncodeToString(sum[:])+"\n"), b...)
	spare := filepath.Join("spare", strings.ReplaceAll(filepath.ToSlash(name), "/", "+"))
	if err := errors.Join(os.WriteFile(filepath.Join(dir, name), b, 0o600), os.WriteFile(filepath.Join(dir, spare), copied, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// TestAuditLog: the log is read in pages, newest first, to its beginning; a
// record that was changed is told as such.
func TestAuditLog(t *testing.T) {
	s := newStaff(t, store.Open)
	_, head := s.Put()
	s.Take(head, model.Approve)
	s.turn(t, model.Auditor)
	all, err := s.AuditLog(t.Context(), 0, 1000)
	if err != nil || len(all) < 8 {
		t.Fatalf("%d records, %v", len(all), err)
	}
	var paged []model.Entry
	for before := uint64(0); ; {
		page, err := s.AuditLog(t.Context(), before, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		if before = page[len(page)-1].Seq; before == 1 {
			break
		}
	}
	if !slices.Equal(paged, all) {
		t.Errorf("in pages %v, at once %v", paged, all)
	}
	for i, e := range all {
		if e.Seq != uint64(len(all)-i) || !e.Sound || e.At.IsZero() || e.Actor == "" || e.Action == "" {
			t.Errorf("record %d of %d: %+v", i, len(all), e)
		}
	}
	if last := all[len(all)-1]; last.Action != "create" || all[0].Action != "unlock" || all[0].Actor != s.ids[model.Auditor] {
		t.Errorf("%+v … %+v", all[0], last)
	}
	approved := slices.IndexFunc(all, func(e model.Entry) bool { return e.Action == "approve" })
	if approved < 0 || all[approved].Case != head.Case || all[approved].Actor != s.ids[model.Supervisor] {
		t.Fatalf("the decision: %+v", all)
	}
	change(t, s.Dir, "audit/*.log", func(b []byte) []byte {
		return bytes.Replace(b, []byte(`"action":"approve"`), []byte(`"action":"refuse!"`), 1)
	})
	if now, err := s.AuditLog(t.Context(), 0, 1000); err != nil || len(now) != len(all) || now[approved].Sound || !now[approved+1].Sound || !now[0].Sound {
		t.Errorf("a changed record: %+v, %v", now, err)
	}
	s.Lock()
	if _, err := s.AuditLog(t.Context(), 0, 10); !errors.Is(err, model.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
}
