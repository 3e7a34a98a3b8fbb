package store

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"regexp"
	"strings"

	"truename/model"
	"truename/model/plainfile"
	"truename/model/seal"
)

// backupPlaces are the names a backup may hold, and how many bytes each has at
// most: whatever else stands in a file that somebody brings is refused before
// anything is made from it.
var backupPlaces = []struct {
	form *regexp.Regexp
	max  int64
}{
	{regexp.MustCompile(`^store\.json$`), 1 << 10},
	{regexp.MustCompile(`^cases/[0-9]{6}/` + uuidForm + `/([1-9][0-9]{0,4}\.packet|[1-9][0-9]{0,4}\.header|[1-9][0-9]{0,4}\.[1-9][0-9]{0,4}\.decision|erased)$`), seal.MaxItem},
	{regexp.MustCompile(`^audit/[0-9]{16}\.log$`), 64 << 20},
	{regexp.MustCompile(`^keys(/[A-Za-z0-9][A-Za-z0-9-]{0,80}){0,2}/[A-Za-z0-9][A-Za-z0-9-]{0,80}(\.[a-z]{1,10})$`), seal.MaxDocument},
	{regexp.MustCompile(`^carried/[0-9a-f]{32}\.receipt$`), seal.MaxDocument},
	{regexp.MustCompile(`^mine/` + uuidForm + `\.(case|own|draft)$`), 256 << 20},
}

const uuidForm = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`

// maxSums is how many bytes the list of sums has at most: a million files.
const maxSums = 160 << 20

// A backupReader reads a backup from its beginning to its end.
type backupReader struct {
	head  seal.BackupHead
	keep  func(name string, b []byte) error // takes each file
	tar   *tar.Reader
	sums  bytes.Buffer // as the list must say
	names map[string]bool
	last  auditHead // of the log so far
}

// readBackup reads the backup at file and hands each of its files to keep, in
// order. Until it returns nothing is known to be whole. Errors: ErrUnreadable;
// ErrDamaged for what was cut, changed, or holds what no backup holds; those
// of keep.
func readBackup(ctx context.Context, file string, keep func(string, []byte) error) (seal.BackupHead, error) {
	f, _, err := plainfile.Open(file)
	if err != nil {
		return seal.BackupHead{}, model.Fail(model.CodeUnreadable, err)
	}
	defer f.Close()
	r := &backupReader{keep: keep, tar: tar.NewReader(f), names: map[string]bool{}}
	if err := r.begin(); err != nil {
		return r.head, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return r.head, err
		}
		done, err := r.next()
		if done || err != nil {
			return r.head, err
		}
	}
}

// broken refuses a backup.
func broken(format string, a ...any) error {
	return model.Fail(model.CodeDamaged, fmt.Errorf("backup: "+format, a...))
}

// begin reads the head.
func (r *backupReader) begin() error {
	h, err := r.tar.Next()
	if err != nil || h.Name != backupHead || h.Typeflag != tar.TypeReg {
		return broken("it does not begin as one")
	}
	b, err := r.body(h, seal.MaxDocument)
	if err != nil {
		return err
	}
	r.head, err = seal.ParseBackupHead(b)
	return err
}

// body reads one entry of at most limit bytes and counts it in.
func (r *backupReader) body(h *tar.Header, limit int64) ([]byte, error) {
	if h.Size < 0 || h.Size > limit {
		return nil, broken("a file of %d bytes", h.Size)
	}
	var b bytes.Buffer // grows with what is there, not with what is claimed
	if _, err := io.CopyN(&b, r.tar, h.Size); err != nil {
		return nil, broken("it is cut short")
	}
	fmt.Fprintf(&r.sums, "%x  %s\n", sha256.Sum256(b.Bytes()), h.Name)
	return b.Bytes(), nil
}

// next reads one file, or the list of sums, which ends it.
func (r *backupReader) next() (done bool, err error) {
	h, err := r.tar.Next()
	if err != nil {
		return false, broken("it is cut short")
	}
	if h.Typeflag != tar.TypeReg {
		return false, broken("a link, folder or device")
	}
	if h.Name == backupSums {
		return true, r.end(h)
	}
	limit := limitOf(h.Name)
	if limit == 0 {
		return false, broken("a file that belongs in no backup")
	}
	if r.names[h.Name] {
		return false, broken("a file stands twice")
	}
	r.names[h.Name] = true
	b, err := r.body(h, limit)
	if err != nil {
		return false, err
	}
	if strings.HasPrefix(h.Name, "audit/") && len(b) > 0 {
		r.last = lastHead(b)
	}
	return false, r.keep(h.Name, b)
}

// limitOf is how large a file of a backup may be; 0 if it may not be there.
func limitOf(name string) int64 {
	for _, p := range backupPlaces {
		if p.form.MatchString(name) {
			return p.max
		}
	}
	return 0
}

// end compares the list of sums and the head of the log with what was read.
func (r *backupReader) end(h *tar.Header) error {
	expected := bytes.Clone(r.sums.Bytes())
	b, err := r.body(h, maxSums)
	if err != nil {
		return err
	}
	text, err := seal.VerifySums(b, r.head.Machine.Public)
	if err != nil {
		return err
	}
	if !bytes.Equal(text, expected) {
		return broken("a file does not fit its sum")
	}
	if r.last != (auditHead{r.head.AuditSeq, r.head.AuditHead}) {
		return broken("the audit log ends elsewhere than it says")
	}
	return nil
}

// checkBackup reads a backup that was just written.
func checkBackup(ctx context.Context, file string, head seal.BackupHead) error {
	got, err := readBackup(ctx, file, func(string, []byte) error { return nil })
	if err == nil && got.ID != head.ID {
		err = broken("another one stands there")
	}
	return err
}
