package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"
)

// TestHostileMedium: links, pipes, huge and cut files, swapped and foreign ones
// are refused and named; nothing outside of the medium is read or written, and
// what is whole comes in.
func TestHostileMedium(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	for name, c := range map[string]struct {
		spoil  func(t *testing.T, folder string)
		file   string
		code   model.Code
		stored int
	}{
		"a link to a file": {func(t *testing.T, f string) { replaceByLink(t, filepath.Join(f, "00001.packet"), outside) }, "00001.packet", model.CodeUnreadable, 1},
		"a cut file":       {func(t *testing.T, f string) { change(t, f, "00001.packet", cut(1)) }, "00001.packet", model.CodeDamaged, 1},
		"one bit":          {func(t *testing.T, f string) { change(t, f, "00001.packet", flip(3000)) }, "00001.packet", model.CodeDamaged, 1},
		"a huge file": {func(t *testing.T, f string) {
			if err := os.Truncate(filepath.Join(f, "00001.packet"), 1<<40); err != nil {
				t.Skip(err)
			}
		}, "00001.packet", model.CodeTooLarge, 1},
		"a huge manifest": {func(t *testing.T, f string) {
			if err := os.Truncate(filepath.Join(f, "manifest"), 1<<40); err != nil {
				t.Skip(err)
			}
		}, "manifest", model.CodeTooLarge, 0},
		"a file that is gone": {func(t *testing.T, f string) { os.Remove(filepath.Join(f, "00001.packet")) }, "00001.packet", model.CodeUnreadable, 1},
		"a folder for a file": {func(t *testing.T, f string) { replaceByFolder(t, filepath.Join(f, "00001.packet")) }, "00001.packet", model.CodeUnreadable, 1},
		"files swapped":       {swapFiles, "00001.packet", model.CodeDamaged, 0},
		"a manifest's bit":    {func(t *testing.T, f string) { change(t, f, "manifest", flip(100)) }, "manifest", model.CodeDamaged, 0},
		"a foreign file":      {func(t *testing.T, f string) { plant(t, filepath.Join(f, "autorun.inf")) }, "autorun.inf", "unexpected", 2},
		"a link for a folder": {folderByLink, "", model.CodeUnreadable, 0},
		"another's name":      {func(t *testing.T, f string) { rename(t, f) }, "manifest", model.CodeDamaged, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			p.kiosk.Put()
			p.kiosk.Put()
			out := p.export(t, p.kiosk)
			plant(t, outside)
			c.spoil(t, filepath.Join(p.medium, out.Folder))
			in, err := p.desk.Import(t.Context(), p.medium)
			if err != nil || in.Stored != c.stored {
				t.Errorf("%d stored, want %d, %v", in.Stored, c.stored, err)
			}
			named := func(r store.Refused) bool { return r.File == c.file && r.Code == c.code }
			if !slices.ContainsFunc(in.Refused, named) {
				t.Errorf("refused %+v, want %s %s", in.Refused, c.file, c.code)
			}
			if b, err := os.ReadFile(outside); err != nil || string(b) != "planted" {
				t.Errorf("outside of the medium: %d bytes, %v", len(b), err)
			}
			inOrder(t, p.desk)
			if left := p.leftAfter(t); left != 2-in.Stored {
				t.Errorf("%d files go out again, want %d", left, 2-in.Stored)
			}
		})
	}
}

// leftAfter takes the receipts back, if there are any that can be read, and
// counts what would go out again.
func (p pair) leftAfter(t *testing.T) int {
	t.Helper()
	if _, err := p.kiosk.Import(t.Context(), p.medium); err != nil {
		t.Fatal(err)
	}
	out, err := p.kiosk.Export(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return out.Packets
}

func plant(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("planted"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func replaceByLink(t *testing.T, path, target string) {
	t.Helper()
	if err := errors.Join(os.Rename(path, target), os.Symlink(target, path)); err != nil {
		t.Skip(err)
	}
	plant(t, target)
}

func replaceByFolder(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
}

func swapFiles(t *testing.T, folder string) {
	t.Helper()
	a, b, c := filepath.Join(folder, "00001.packet"), filepath.Join(folder, "00002.packet"), filepath.Join(folder, "x")
	if err := errors.Join(os.Rename(a, c), os.Rename(b, a), os.Rename(c, b)); err != nil {
		t.Fatal(err)
	}
}

func folderByLink(t *testing.T, folder string) {
	t.Helper()
	aside := filepath.Join(t.TempDir(), "aside")
	if err := errors.Join(os.Rename(folder, aside), os.Symlink(aside, folder)); err != nil {
		t.Skip(err)
	}
}

func rename(t *testing.T, folder string) {
	t.Helper()
	if err := os.Rename(folder, filepath.Join(filepath.Dir(folder), "truename-00000000-0000-4000-8000-000000000000")); err != nil {
		t.Fatal(err)
	}
}

// TestReceiptThroughLink: links lie where the receipt will be written, to a
// file that it would overwrite.
func TestReceiptThroughLink(t *testing.T) {
	p := newPair(t)
	p.kiosk.Put()
	folder, outside := filepath.Join(p.medium, p.export(t, p.kiosk).Folder), filepath.Join(t.TempDir(), "outside")
	plant(t, outside)
	for _, end := range []string{"", ".tmp"} {
		if err := os.Symlink(outside, filepath.Join(folder, "receipt-"+p.desk.Machine()+end)); err != nil {
			t.Skip(err)
		}
	}
	p.take(t, p.desk)
	if b, err := os.ReadFile(outside); err != nil || string(b) != "planted" {
		t.Errorf("outside of the medium: %d bytes, %v", len(b), err)
	}
	if in := p.take(t, p.kiosk); in.Receipts != 1 {
		t.Errorf("%+v", in)
	}
}

// TestForgedFiles: packets and decisions that nobody who counts has signed,
// with a manifest of a trusted machine around them.
func TestForgedFiles(t *testing.T) {
	p := newPair(t)
	own := storetest.NewBench(t, store.Open) // with a desk of its own
	own.Claim1()
	_, foreign := own.Put()
	packet, err := os.ReadFile(filepath.Join(own.Dir, "cases", "202611", foreign.Case.String(), "1.packet"))
	if err != nil {
		t.Fatal(err)
	}
	own.Take(foreign, model.Approve)
	decision, err := os.ReadFile(filepath.Join(own.Dir, "cases", "202611", foreign.Case.String(), "1.1.decision"))
	if err != nil {
		t.Fatal(err)
	}
	place := foreign.Case.String()
	store.ForgeExport(t, p.kiosk.Store, p.medium, store.Forgery{Files: map[string][]byte{place + "/1.packet": packet, place + "/1.1.decision": decision}})
	in, err := p.desk.Import(t.Context(), p.medium)
	if err != nil || in.Stored != 0 || len(in.Refused) != 2 {
		t.Errorf("%+v, %v", in, err)
	}
	if got, err := all(t, p.desk.Store); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	inOrder(t, p.desk)
}

// TestManifestSum: a receipt says which bytes are stored, so a file whose bytes
// are others than the manifest says does not come in, whoever signed it.
func TestManifestSum(t *testing.T) {
	p := newPair(t)
	_, head := p.kiosk.Put()
	packet, err := os.ReadFile(filepath.Join(p.kiosk.Dir, "cases", "202611", head.Case.String(), "1.packet"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{head.Case.String() + "/1.packet": packet}
	store.ForgeExport(t, p.kiosk.Store, p.medium, store.Forgery{Files: files, Spoil: func(i *seal.Item) { i.Sum[0] ^= 1 }})
	if in, err := p.desk.Import(t.Context(), p.medium); err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeDamaged {
		t.Errorf("%+v, %v", in, err)
	}
	store.ForgeExport(t, p.kiosk.Store, p.medium, store.Forgery{Files: files})
	if in, err := p.desk.Import(t.Context(), p.medium); err != nil || in.Stored != 1 {
		t.Errorf("with the right sum: %+v, %v", in, err)
	}
}

// TestMisplaced: a genuine packet or decision under the name of another case
// would be acknowledged in its stead.
func TestMisplaced(t *testing.T) {
	p := newPair(t)
	_, head := p.kiosk.Put()
	_, other := p.kiosk.Put()
	read := func(b *storetest.Bench, name string) []byte {
		t.Helper()
		f, err := os.ReadFile(filepath.Join(b.Dir, "cases", "202611", head.Case.String(), name))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	refused := func(b *storetest.Bench, from *storetest.Bench, name string) {
		t.Helper()
		dir := t.TempDir()
		store.ForgeExport(t, from.Store, dir, store.Forgery{Files: map[string][]byte{other.Case.String() + "/" + name: read(from, name)}})
		in, err := b.Import(t.Context(), dir)
		if err != nil || in.Stored != 0 || len(in.Refused) != 1 || in.Refused[0].Code != model.CodeDamaged {
			t.Errorf("%s: %+v, %v", name, in, err)
		}
	}
	refused(p.desk, p.kiosk, "1.packet")
	p.carry(t, p.kiosk, p.desk)
	p.desk.Take(head, model.Approve)
	refused(p.kiosk, p.desk, "1.1.decision")
}
