package store_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// packetOf is the file of a case's first revision.
func packetOf(b *storetest.Bench, head model.Head) string {
	return filepath.Join(b.Dir, "cases", head.Received.Format("200601"), head.Case.String(), "1.packet")
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func put(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, b, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// refusedHere lists what is kept of what was refused.
func refusedHere(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "quarantine", "refused-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// spoiled are a packet's bytes flipped and cut, all over it; model/seal has
// every byte and every length.
func spoiled(whole []byte) map[int][]byte {
	all := map[int][]byte{}
	for i := 0; i < len(whole); i += 997 {
		b := bytes.Clone(whole)
		b[i] ^= 1 << (i % 8)
		all[i] = b
		all[-1-i] = whole[:i:i]
	}
	return all
}

// TestSpoiledPacketInPlace: a packet of 64 KB in its place, with a byte flipped
// or cut short: it is not shown, it is named, and it stays.
func TestSpoiledPacketInPlace(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub, head := b.Put()
	path := packetOf(b, head)
	whole := read(t, path)
	if len(whole) < 64<<10 {
		t.Fatalf("%d bytes", len(whole))
	}
	for at, bad := range spoiled(whole) {
		put(t, path, bad)
		c, err := b.OpenCase(t.Context(), head.Case)
		if !errors.Is(err, model.ErrDamaged) || c.Submission.ID != uuid.Nil {
			t.Fatalf("at %d: opened, %v", at, err)
		}
		if at%9 != 0 {
			continue
		}
		flaws, err := b.Verify(t.Context(), nil)
		if err != nil || len(flaws) == 0 || !strings.HasSuffix(flaws[0].Path, head.Case.String()+"/1.packet") {
			t.Fatalf("at %d: verify: %v, %v", at, flaws, err)
		}
		if !bytes.Equal(read(t, path), bad) {
			t.Fatalf("at %d: it was changed", at)
		}
	}
	put(t, path, whole)
	if c, err := b.OpenCase(t.Context(), head.Case); err != nil || !storetest.Same(c.Submission, sub) {
		t.Errorf("put back: %v", err)
	}
}

// TestSpoiledPacketArrives: the same on a medium of a trusted machine, whose
// manifest fits the bytes as they are.
func TestSpoiledPacketArrives(t *testing.T) {
	p := newPair(t)
	_, head := p.kiosk.Put()
	whole := read(t, packetOf(p.kiosk, head))
	n := 0
	for at, bad := range spoiled(whole) {
		if n++; n%3 != 0 || len(bad) == 0 {
			continue
		}
		dir := t.TempDir()
		store.ForgeExport(t, p.kiosk.Store, dir, store.Forgery{Files: map[string][]byte{head.Case.String() + "/1.packet": bad}})
		in, err := p.desk.Import(t.Context(), dir)
		if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeDamaged || in.Refused[0].File != "00001.packet" {
			t.Fatalf("at %d: %+v, %v", at, in, err)
		}
		kept := refusedHere(t, p.desk.Dir)
		if !slices.ContainsFunc(kept, func(path string) bool { return bytes.Equal(read(t, path), bad) }) {
			t.Fatalf("at %d: not kept", at)
		}
	}
	inOrder(t, p.desk)
	p.carry(t, p.kiosk, p.desk)
	if c, err := p.desk.OpenCase(t.Context(), head.Case); err != nil || c.Head.Case != head.Case {
		t.Errorf("the whole one: %v", err)
	}
	inOrder(t, p.desk)
}

// TestSwappedHeader: one packet's header before another's parts, in the place
// of either, and arriving.
func TestSwappedHeader(t *testing.T) {
	p := newPair(t)
	_, one := p.kiosk.Put()
	_, two := p.kiosk.Put()
	a, b := read(t, packetOf(p.kiosk, one)), read(t, packetOf(p.kiosk, two))
	swapped := slices.Concat(a[:seal.HeaderSize], b[seal.HeaderSize:])
	dir := t.TempDir()
	store.ForgeExport(t, p.kiosk.Store, dir, store.Forgery{Files: map[string][]byte{one.Case.String() + "/1.packet": swapped}})
	if in, err := p.desk.Import(t.Context(), dir); err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeDamaged {
		t.Errorf("%+v, %v", in, err)
	}
	if len(refusedHere(t, p.desk.Dir)) != 1 {
		t.Error("it is not kept")
	}
	p.carry(t, p.kiosk, p.desk)
	for _, head := range []model.Head{one, two} {
		path := packetOf(p.desk, head)
		whole := read(t, path)
		put(t, path, swapped)
		if _, err := p.desk.OpenCase(t.Context(), head.Case); !errors.Is(err, model.ErrDamaged) {
			t.Errorf("opened: %v", err)
		}
		flaws, err := p.desk.Verify(t.Context(), nil)
		if err != nil || len(flaws) == 0 || !strings.HasSuffix(flaws[0].Path, head.Case.String()+"/1.packet") {
			t.Errorf("verify: %v, %v", flaws, err)
		}
		put(t, path, whole)
	}
	inOrder(t, p.desk)
}

// stranger seals a submission to a store's month as anyone with its public
// half can, and signs it with another key, in the name of that store.
func stranger(t *testing.T, b *storetest.Bench, sub model.Submission, previous uuid.UUID) []byte {
	t.Helper()
	device, err := seal.NewDevice()
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(b.Dir, "keys", "months", "*", "month.json"))
	if err != nil || len(found) == 0 {
		t.Fatal(err, "no month")
	}
	var month seal.Month
	if err := json.Unmarshal(read(t, found[len(found)-1]), &month); err != nil {
		t.Fatal(err)
	}
	in := seal.PacketInput{Submission: sub, Month: month, Device: device, Header: seal.Header{Machine: b.Machine(), Previous: previous}}
	rand.Read(in.Keys.Lookup[:])
	packet, err := seal.EncodePacket(in)
	if err != nil {
		t.Fatal(err)
	}
	return packet
}

// TestStrangersPacket: well sealed, and signed by nobody who counts. Planted as
// a new case and as a revision of one that is here, killed or not, and arriving
// on a medium.
func TestStrangersPacket(t *testing.T) {
	for _, unclean := range []bool{false, true} {
		s := newStock(t)
		planted := stranger(t, s.Bench, storetest.New(t, s.Now, 1000), uuid.Nil)
		h, err := seal.ParseHeader(planted)
		if err != nil {
			t.Fatal(err)
		}
		later := storetest.Next(t, s.sub, s.Now)
		revision := stranger(t, s.Bench, later, s.sub.ID)
		if unclean {
			s.killed(t)
		} else {
			s.Store.Close()
		}
		put(t, filepath.Join(s.Dir, "cases", "202611", h.Case.String(), "1.packet"), planted)
		put(t, filepath.Join(s.Dir, "cases", "202611", s.sub.Case.String(), "2.packet"), revision)
		s.start(t)
		waitFor(t, func() bool { return len(refusedHere(t, s.Dir)) == 2 })
		s.whole(t)
		for _, path := range refusedHere(t, s.Dir) {
			if b := read(t, path); !bytes.Equal(b, planted) && !bytes.Equal(b, revision) {
				t.Errorf("%s is something else", path)
			}
		}
		if err := s.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		s.whole(t)
		if flaws, err := s.Verify(t.Context(), nil); err != nil || len(flaws) != 0 {
			t.Errorf("verify: %v, %v", flaws, err)
		}
		// Planted while the store is open, it is named.
		put(t, filepath.Join(s.Dir, "cases", "202611", h.Case.String(), "1.packet"), planted)
		flaws, err := s.Verify(t.Context(), nil)
		if err != nil || len(flaws) == 0 || flaws[0].What != "signature" || !strings.Contains(flaws[0].Path, h.Case.String()) {
			t.Errorf("verify: %v, %v", flaws, err)
		}
	}
	p := newPair(t)
	p.kiosk.Put()
	p.desk.Put()
	packet := stranger(t, p.desk, storetest.New(t, p.desk.Now, 1000), uuid.Nil)
	h, err := seal.ParseHeader(packet)
	if err != nil {
		t.Fatal(err)
	}
	store.ForgeExport(t, p.kiosk.Store, p.medium, store.Forgery{Files: map[string][]byte{h.Case.String() + "/1.packet": packet}})
	in, err := p.desk.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeDamaged || len(refusedHere(t, p.desk.Dir)) != 1 {
		t.Errorf("%+v, %v", in, err)
	}
	inOrder(t, p.desk)
}

// TestDamagedPacketIsNoPlant: what the log knows is never taken out of its
// place, though nothing of it can be read.
func TestDamagedPacketIsNoPlant(t *testing.T) {
	s := newStock(t)
	s.killed(t)
	path := packetOf(s.Bench, s.heads[0])
	put(t, path, bytes.Repeat([]byte("x"), 70_000))
	s.start(t)
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if len(refusedHere(t, s.Dir)) != 0 || len(read(t, path)) != 70_000 {
		t.Error("it was taken out")
	}
	flaws, err := s.Verify(t.Context(), nil)
	if err != nil || len(flaws) == 0 || flaws[0].What != "damaged" {
		t.Errorf("verify: %v, %v", flaws, err)
	}
}

// TestRefusedGoesWithItsCase: erasing a case erases what was refused of it.
func TestRefusedGoesWithItsCase(t *testing.T) {
	s := newStock(t)
	revision := stranger(t, s.Bench, storetest.Next(t, s.sub, s.Now), s.sub.ID)
	s.Store.Close()
	put(t, filepath.Join(s.Dir, "cases", "202611", s.sub.Case.String(), "2.packet"), revision)
	s.start(t)
	waitFor(t, func() bool { return len(refusedHere(t, s.Dir)) == 1 })
	if err := s.Unlock(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(t.Context(), s.sub.Reference); err != nil {
		t.Fatal(err)
	}
	if left := refusedHere(t, s.Dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestQuarantineIsBounded: a medium cannot fill the disk with what is refused.
func TestQuarantineIsBounded(t *testing.T) {
	p := newPair(t)
	files := map[string][]byte{}
	for range 130 {
		files[uuid.New().String()+"/1.packet"] = []byte("no packet")
	}
	store.ForgeExport(t, p.kiosk.Store, p.medium, store.Forgery{Files: files})
	in, err := p.desk.Import(t.Context(), p.medium)
	if err != nil || len(in.Refused) != 130 {
		t.Errorf("%d refused, %v", len(in.Refused), err)
	}
	if n := len(refusedHere(t, p.desk.Dir)); n != 100 {
		t.Errorf("%d are kept", n)
	}
}

// TestPlantedWorkFactor: a reviewer's key that asks for a thousand hours and
// gigabytes is refused at once, in the place of the real one and beside it.
func TestPlantedWorkFactor(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	id := b.Desk().Reviewer
	b.Lock()
	path := filepath.Join(b.Dir, "keys", "reviewers", id+".secret")
	whole := read(t, path)
	first, rest, ok := bytes.Cut(whole, []byte("-> scrypt "))
	salt, rest, ok2 := bytes.Cut(rest, []byte(" "))
	_, rest, ok3 := bytes.Cut(rest, []byte("\n"))
	if !ok || !ok2 || !ok3 {
		t.Fatalf("no age file with a passphrase: %q", whole[:60])
	}
	for _, work := range []string{"21", "22", "30", "63"} {
		planted := slices.Concat(first, []byte("-> scrypt "), salt, []byte(" "+work+"\n"), rest)
		put(t, path, planted)
		begin := time.Now()
		if err := b.Unlock(t.Context(), []byte(storetest.Pass)); err == nil {
			t.Errorf("2^%s is accepted", work)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("2^%s: %v", work, took)
		}
		put(t, path, whole)
		b.Now = b.Now.Add(time.Hour)
		// Beside the real one, as another reviewer's.
		other := strings.Repeat("0", 16)
		r := read(t, filepath.Join(b.Dir, "keys", "reviewers", id+".json"))
		put(t, filepath.Join(b.Dir, "keys", "reviewers", other+".json"), bytes.Replace(r, []byte(id), []byte(other), 1))
		put(t, filepath.Join(b.Dir, "keys", "reviewers", other+".secret"), planted)
		b.Reopen()
		begin = time.Now()
		if err := b.Unlock(t.Context(), []byte(storetest.Pass)); err != nil || b.Desk().Reviewer != id {
			t.Errorf("2^%s beside the real one: %v", work, err)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("2^%s beside the real one: %v", work, took)
		}
		lose(b.Dir, "keys/reviewers/"+other+".json")
		lose(b.Dir, "keys/reviewers/"+other+".secret")
		b.Reopen()
		b.Now = b.Now.Add(time.Hour)
	}
}
