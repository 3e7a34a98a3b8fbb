package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"unicode/utf16"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const leaksEnv = "TRUENAME_LEAKS" // how many submissions; 60 without it

// What all names, numbers and telephones of TestLeaks begin with.
const (
	leakName   = "欧阳慕容"
	leakNumber = "1101011990"
	leakPhone  = "139876543"
)

// leaks is what must stand nowhere, in every writing it could have.
func leaks(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{
		"a JPEG": storetest.JPEGStart, "a JPEG, base64": []byte(base64.StdEncoding.EncodeToString(storetest.JPEGStart)[:9]),
		"the note": []byte(storetest.Note), "the desk's note": []byte(storetest.Desk), "own words": []byte(storetest.Words),
		"the passphrase": []byte(storetest.Pass),
	}
	for what, text := range map[string]string{"a name": leakName, "a number": leakNumber, "a telephone": leakPhone} {
		little, big := []byte(nil), []byte(nil)
		for _, u := range utf16.Encode([]rune(text)) {
			little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all[what], all[what+", UTF-16LE"], all[what+", UTF-16BE"], all[what+", GB18030"] = []byte(text), little, big, gb
		all[what+", as JSON"] = []byte(strconv.QuoteToASCII(text))[1:]
		all[what+", base64"] = []byte(base64.StdEncoding.EncodeToString([]byte(text))[:8])
	}
	return all
}

// search looks for all of them in every file of the folders, and in their names.
func search(t *testing.T, secrets map[string][]byte, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "ballast" {
				return err
			}
			b, err := os.ReadFile(path)
			for what, secret := range secrets {
				if bytes.Contains(b, secret) || bytes.Contains([]byte(d.Name()), secret) {
					found = append(found, what+" in "+path)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// picture is a photograph as the product writes it: by Go's JPEG encoder.
func picture(t *testing.T, seed uint64) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 64, 40))
	rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}).Read(m.Pix)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), storetest.JPEGStart) {
		t.Fatalf("the encoder begins with % x", b.Bytes()[:8])
	}
	return b.Bytes()
}

// TestLeaks submits very often on a machine, with drafts, carries all of it to
// a desk, decides, carries that back, and backs both up, with the most
// talkative log. Nothing a person gave stands in any file, nor in the folder
// for temporary ones; that no core file can be written is TestNoCore in
// model/device.
func TestLeaks(t *testing.T) {
	n := 60
	if asked, err := strconv.Atoi(os.Getenv(leaksEnv)); err == nil {
		n = asked
	}
	out, medium, temp := t.TempDir(), t.TempDir(), t.TempDir()
	log, err := os.Create(filepath.Join(out, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	open := func(dir string, o store.Options) (*store.Store, error) {
		o.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
		return store.Open(dir, o)
	}
	desk, kiosk := storetest.NewBench(t, open), storetest.NewBench(t, open)
	t.Setenv("TMPDIR", temp)
	desk.Claim1()
	list, info := publicKeys(t, desk)
	if _, err := kiosk.ImportPublic(t.Context(), list, info.Public); err != nil {
		t.Fatal(err)
	}
	if err := desk.Trust(t.Context(), publicOf(kiosk)); err != nil {
		t.Fatal(err)
	}
	p := pair{kiosk, desk, medium}
	var heads []model.Head
	var last model.Submission
	for i := range n {
		b := kiosk
		if i%3 == 0 {
			b = desk
		}
		last = leaky(t, b, i)
		heads = append(heads, keepDraft(t, b, last))
		if i%5 == 0 {
			b.File1(easy(b, storetest.Request(t, model.Unbind, last, b.Now)))
		}
	}
	p.carry(t, kiosk, desk)
	for i, head := range heads {
		c, err := desk.OpenCase(t.Context(), head.Case)
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			desk.Take(c.Head, []model.Verb{model.Approve, model.Return, model.Refuse}[i%3], [][]string{nil, {"front-glare"}, {"not-a-card"}}[i%3]...)
		}
	}
	p.carry(t, desk, kiosk)
	if err := kiosk.SaveDraft(t.Context(), storetest.Draft(leaky(t, kiosk, n))); err != nil {
		t.Fatal(err)
	}
	for i, b := range []*storetest.Bench{desk, kiosk} {
		if _, err := b.Verify(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Backup(t.Context(), filepath.Join(out, fmt.Sprintf("backup-%d", i))); err != nil {
			t.Fatal(err)
		}
		if err := b.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(b.Dir, "cases", "202611", last.Case.String(), "9.packet"), []byte("x")) // something to log
		b.Reopen()
	}
	secrets, places := leaks(t), []string{desk.Dir, kiosk.Dir, medium, out, temp}
	if found := search(t, secrets, places...); len(found) > 0 {
		t.Errorf("%d hits: %v", len(found), found)
	}
	leaksControl(t, secrets, places)
}

// leaksControl plants each secret in each place: the search finds all of them.
func leaksControl(t *testing.T, secrets map[string][]byte, places []string) {
	t.Helper()
	for _, dir := range places {
		want := map[string]bool{}
		for what, secret := range secrets {
			path := filepath.Join(dir, "planted "+what)
			put(t, path, append(storetest.JPEG(9, 5000)[8:], secret...))
			want[what+" in "+path] = true
		}
		for _, found := range search(t, secrets, dir) {
			delete(want, found)
		}
		if len(want) > 0 {
			t.Errorf("planted and not found: %v", want)
		}
	}
}

// leaky is the submission of person i.
func leaky(t *testing.T, b *storetest.Bench, i int) model.Submission {
	t.Helper()
	sub := easy(b, storetest.New(t, b.Now, 10))
	sub.Fields.Name = leakName + string(rune(0x4e00+i))
	sub.Fields.Number = fmt.Sprintf("%s%08d", leakNumber, i)
	sub.Fields.Phone = fmt.Sprintf("%s%02d", leakPhone, i%100)
	sub.Front.JPEG, sub.Back.JPEG = picture(t, uint64(2*i)), picture(t, uint64(2*i+1))
	return sub
}

// keepDraft saves a draft as somebody does who types, and submits it.
func keepDraft(t *testing.T, b *storetest.Bench, sub model.Submission) model.Head {
	t.Helper()
	draft := storetest.Draft(sub)
	half := draft
	half.Number = ""
	err := errors.Join(b.SaveDraft(t.Context(), half), b.SaveDraft(t.Context(), draft))
	if err != nil {
		t.Fatal(err)
	}
	return keep(t, b, sub)
}
