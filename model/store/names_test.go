package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// reserved are the names that Windows keeps for devices, with any ending.
var reserved = regexp.MustCompile(`^(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// TestNamesOnAnyDisk: what lies on a medium, and in a backup, has names that FAT
// and Windows take as they are: few characters, short, no two that differ in
// capitals alone.
func TestNamesOnAnyDisk(t *testing.T) {
	p := newPair(t)
	sub, head := p.kiosk.Put()
	p.carry(t, p.kiosk, p.desk)
	unlocked(t, p.desk, storetest.Pass)
	p.desk.Take(head, model.Return, "front-blur")
	p.carry(t, p.desk, p.kiosk)
	p.kiosk.Submit1(storetest.Next(t, sub, p.kiosk.Now))
	p.carry(t, p.kiosk, p.desk)
	if _, err := p.desk.Duplicates(t.Context(), head.Case); err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9.+-]{0,79}$`)
	for _, dir := range []string{p.medium, p.desk.Dir, p.kiosk.Dir} {
		seen, files := map[string]bool{}, 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || path == dir {
				return err
			}
			rel, err := filepath.Rel(dir, path)
			if name := d.Name(); !form.MatchString(name) || strings.HasSuffix(name, ".") || reserved.MatchString(name) || len(rel) > 150 {
				t.Errorf("%q is no name for every disk", rel)
			}
			if low := strings.ToLower(rel); seen[low] {
				t.Errorf("%q differs from another in capitals alone", rel)
			} else {
				seen[low] = true
			}
			files++
			return err
		})
		if err != nil || files < 8 {
			t.Errorf("%d names, %v", files, err)
		}
	}
}

// TestDataFolderWithBrackets: what the folder itself is called is no pattern.
// Read as one, nothing in it would be found, and a destroyed month stay open.
func TestDataFolderWithBrackets(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	_, head := b.Put()
	b.Take(head, model.Approve)
	id := month(t, b, head)
	b.Store.Close()
	to := filepath.Join(t.TempDir(), "data [1]")
	if err := os.Rename(b.Dir, to); err != nil {
		t.Fatal(err)
	}
	b.Dir = to
	b.Reopen()
	unlocked(t, b, storetest.Pass)
	if err := b.DestroyMonth(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"keys/months/" + id, "spare"} {
		entries, err := os.ReadDir(filepath.Join(b.Dir, filepath.FromSlash(folder)))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".wrap") && (folder != "spare" || strings.Contains(e.Name(), id)) {
				t.Errorf("%s: %s opens the destroyed month", folder, e.Name())
			}
		}
	}
	inOrder(t, b)
}
