package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model"
	"truename/model/plainfile"
	"truename/model/seal"

	"github.com/google/uuid"
)

// maxEntries is how many names of a folder on a medium are looked at.
const maxEntries = 2 * seal.MaxFiles

// A Refused is something on a medium that was not taken in.
type Refused struct {
	Folder string // of the export
	File   string // in it; "" is all of it
	Code   model.Code
	Public string // CodeUntrusted: key of the machine that signed, hexadecimal
}

// Imported says what became of a medium.
type Imported struct {
	Exports  int // folders that were looked at
	Stored   int // files that are new here
	Known    int // files that were here already
	Receipts int // of this machine's own exports, new here
	Refused  []Refused
}

// Import takes in what lies in exports on a medium, in folder dir: packets and
// decisions of trusted machines, each with its own signature; receipts of what
// this machine exported; newer lists of the organisation's public keys. It
// leaves a signed receipt beside what it took in, and deletes nothing. The same
// medium again changes nothing. What is refused is named in the result and
// stops nothing else; the error is one of the store or of reading dir
// (ErrUnreadable).
func (s *Store) Import(ctx context.Context, dir string) (Imported, error) {
	in := &importer{s: s}
	names, err := namesIn(dir)
	if err != nil {
		return Imported{}, model.Fail(model.CodeUnreadable, pathless(err))
	}
	for _, c := range in.crates(ctx, dir, names) {
		in.folder, in.path = c.name, filepath.Join(dir, c.name)
		if in.m, err = in.manifest(c.id); err != nil { // swapped meanwhile
			in.refuse(exportList, err)
			continue
		}
		if err := in.export(ctx); err != nil {
			return in.Imported, plain(err)
		}
	}
	s.tell()
	return in.Imported, nil
}

// A crate is one export on a medium with a manifest in order. The manifest
// itself is read again when it is needed: a medium may hold very many.
type crate struct {
	name string
	id   uuid.UUID
	at   time.Time
}

// crates looks at the exports on a medium and gives them in the order in which
// they were made: one may follow from another. Newer lists of keys come first
// of all, since they say whose decisions count.
func (in *importer) crates(ctx context.Context, dir string, names []string) (all []crate) {
	for _, name := range names {
		id, err := uuid.Parse(strings.TrimPrefix(name, exportPrefix))
		if err != nil || name != exportPrefix+id.String() {
			continue // other things may lie on a medium
		}
		in.Exports++
		in.folder, in.path, in.m = name, filepath.Join(dir, name), seal.Manifest{}
		if info, err := os.Lstat(in.path); err != nil || !info.IsDir() {
			in.refuse("", model.Fail(model.CodeUnreadable, errString("no folder")))
			continue
		}
		if err := in.list(ctx); err != nil {
			in.refuse(listName, err)
		}
		m, err := in.manifest(id)
		if err != nil {
			in.refuse(exportList, err)
			continue
		}
		all = append(all, crate{name, id, m.At})
	}
	slices.SortStableFunc(all, func(a, b crate) int { return a.at.Compare(b.at) })
	return all
}

// manifest reads the manifest of export id.
func (in *importer) manifest(id uuid.UUID) (m seal.Manifest, err error) {
	b, err := in.read(exportList, seal.MaxDocument)
	if err != nil {
		return m, err
	}
	if m, err = seal.ParseManifest(b); err == nil && m.ID != id {
		err = model.Fail(model.CodeDamaged, errString("another export's manifest"))
	}
	return m, err
}

// namesIn lists a folder on a medium, sorted.
func namesIn(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(maxEntries)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	slices.Sort(names)
	return names, err
}

// An importer works on the exports of one medium, one at a time.
type importer struct {
	Imported
	s      *Store
	folder string // of the export under way
	path   string
	m      seal.Manifest
}

// refuse names a file that is not taken in.
func (in *importer) refuse(file string, err error) {
	r := Refused{Folder: in.folder, File: file, Code: model.CodeOf(err)}
	if r.Code == "" {
		r.Code = model.CodeUnreadable
	}
	if r.Code == model.CodeUntrusted {
		r.Public = hex.EncodeToString(in.m.Machine.Public)
	}
	in.Refused = append(in.Refused, r)
}

// read reads an ordinary file of the export, of at most limit bytes: no link,
// no pipe, nothing that is swapped in between.
func (in *importer) read(name string, limit int64) ([]byte, error) {
	path := filepath.Join(in.path, name)
	before, err := os.Lstat(path)
	if err != nil {
		return nil, model.Fail(model.CodeUnreadable, pathless(err))
	}
	f, _, err := plainfile.Open(path)
	if err != nil {
		return nil, model.Fail(model.CodeUnreadable, err)
	}
	defer f.Close()
	// A link is another file than what it leads to, which plainfile.Open gives.
	if now, err := f.Stat(); err != nil || !os.SameFile(before, now) {
		return nil, model.Fail(model.CodeUnreadable, errString("a link, or the file was swapped"))
	}
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, model.Fail(model.CodeUnreadable, pathless(err))
	}
	if int64(len(b)) > limit {
		return nil, model.Fail(model.CodeTooLarge, errString("a file on a medium"))
	}
	return b, nil
}

// export takes in one export. The error is one of the store; everything else
// is refused and named.
func (in *importer) export(ctx context.Context) error {
	if in.m.Machine.Public.Equal(in.s.device.Public()) {
		return in.receipts(ctx)
	}
	if err := in.allowed(); err != nil {
		in.refuse("", err)
		return nil
	}
	return in.items(ctx)
}

// list takes in the organisation's list of keys, on a machine that only
// submits. One that is not newer is fine.
func (in *importer) list(ctx context.Context) error {
	if in.s.here() == nil {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(in.path, listName)); err != nil {
		return nil
	}
	b, err := in.read(listName, seal.MaxDocument)
	if err == nil {
		_, err = in.s.ImportPublic(ctx, b, "")
	}
	if errors.Is(err, model.ErrOutdated) {
		return nil
	}
	return err
}

// allowed judges who made the export.
func (in *importer) allowed() error {
	if in.m.Demo != in.s.o.Demo {
		return model.Fail(model.CodeWrongKind, errString("an export of the other kind"))
	}
	if of := in.s.organised(); in.m.Organisation != of && !in.s.formerly(in.m.Organisation) || of == "" {
		return model.Fail(model.CodeNoKeys, errString("an export for another organisation"))
	}
	in.s.mu.RLock()
	defer in.s.mu.RUnlock()
	if key, ok := in.s.sender(in.m.Machine.ID); !ok || !key.Equal(in.m.Machine.Public) {
		return model.Fail(model.CodeUntrusted, errString("a machine that is not trusted"))
	}
	return nil
}

// items takes in the files of the manifest and leaves the receipt.
func (in *importer) items(ctx context.Context) error {
	r := seal.Receipt{
		Export: in.m.ID, From: in.m.Machine.ID, Machine: seal.NameKey(in.s.device.Public()),
		At: in.s.now(), Demo: in.s.o.Demo,
	}
	expected := map[string]bool{exportList: true, listName: true}
	took := in.tookBefore()
	for _, item := range in.m.Items {
		expected[item.File] = true
		stored := in.Stored
		code, err := in.item(ctx, item)
		if err == nil && in.Stored > stored && took[item.Place] {
			err = in.taken(ctx, item.Place)
		}
		if err != nil {
			return err
		}
		r.Taken = append(r.Taken, seal.Taken{Place: item.Place, Sum: item.Sum, Error: string(code)})
	}
	in.others(expected)
	name := receiptPrefix + in.s.device.ID
	if in.told(name, r) {
		return nil
	}
	b, err := seal.EncodeReceipt(r, in.s.device)
	if err != nil {
		return err
	}
	if err := in.leave(name, b); err != nil {
		in.refuse(name, medium(err))
	}
	return nil
}

// told reports whether the receipt that lies there says the same already: one
// with another time would count as a new one where it is brought back.
func (in *importer) told(name string, r seal.Receipt) bool {
	b, err := in.read(name, seal.MaxDocument)
	if err != nil {
		return false
	}
	old, err := seal.ParseReceipt(b)
	return err == nil && old.Export == r.Export && old.From == r.From &&
		old.Machine.Public.Equal(r.Machine.Public) && slices.Equal(old.Taken, r.Taken)
}

// item takes in one file. code says why it was refused; the error is one of
// the store, after which nothing more is taken in and no receipt written.
func (in *importer) item(ctx context.Context, item seal.Item) (code model.Code, err error) {
	b, err := in.read(item.File, item.Size)
	if err == nil && sha256.Sum256(b) != item.Sum {
		err = model.Fail(model.CodeDamaged, errString("a file does not fit its sum"))
	}
	isNew := false
	if err == nil && strings.HasSuffix(item.Place, packetEnd) {
		isNew, err = in.s.takePacket(ctx, in.m.Machine, arrival{item.Place, b})
	} else if err == nil {
		isNew, err = in.s.takeDecision(ctx, in.m.Machine, arrival{item.Place, b})
	}
	switch {
	case err == nil && isNew:
		in.Stored++
	case err == nil:
		in.Known++
	case ours(err):
		return "", err
	default:
		in.keepRefused(item.Place, b, err)
		in.refuse(item.File, err)
		if err := in.withdrawn(ctx, item.Place, err); err != nil {
			return "", err
		}
		return in.Refused[len(in.Refused)-1].Code, nil
	}
	return "", nil
}

// ours reports whether err is a failure of this store rather than of what was
// to be taken in.
func ours(err error) bool {
	switch model.CodeOf(err) {
	case "", model.CodeReadOnly, model.CodeDiskFull, model.CodeInUse:
		return true
	}
	return false
}

// others names what lies in the export's folder and is none of it.
func (in *importer) others(expected map[string]bool) {
	names, err := namesIn(in.path)
	if err != nil {
		in.refuse("", model.Fail(model.CodeUnreadable, pathless(err)))
	}
	for _, name := range names {
		if !expected[name] && !strings.HasPrefix(name, receiptPrefix) {
			in.refuse(name, model.Fail(flawUnexpected, errString("no file of this export")))
		}
	}
}

// leave writes a file on the medium, durably and never through a link that
// lies there.
func (in *importer) leave(name string, b []byte) error {
	path := filepath.Join(in.path, name)
	if err := os.RemoveAll(path + tmpEnd); err != nil {
		return err
	}
	if info, err := os.Lstat(path + tmpEnd); err == nil {
		return errors.New("cannot be removed: " + info.Mode().Type().String())
	}
	return in.s.disk.write(path, b)
}

// receipts takes in what others signed for about this machine's own export.
func (in *importer) receipts(ctx context.Context) error {
	if err := in.copied(ctx); err != nil {
		return err
	}
	names, err := namesIn(in.path)
	if err != nil {
		in.refuse("", model.Fail(model.CodeUnreadable, pathless(err)))
	}
	for _, name := range names {
		if !strings.HasPrefix(name, receiptPrefix) || strings.HasSuffix(name, tmpEnd) {
			continue
		}
		b, err := in.read(name, seal.MaxDocument)
		if err == nil {
			err = in.receipt(ctx, b)
		}
		if err != nil && ours(err) {
			return err
		}
		if err != nil {
			in.refuse(name, err)
		}
	}
	return nil
}

// receipt keeps one receipt. It must be of a trusted machine, about this export
// and about the files that went out.
func (in *importer) receipt(ctx context.Context, b []byte) error {
	r, err := seal.ParseReceipt(b)
	if err != nil {
		return err
	}
	if r.Export != in.m.ID || r.From != in.s.device.ID || r.Demo != in.s.o.Demo {
		return model.Fail(model.CodeDamaged, errString("a receipt for something else"))
	}
	sums := map[string]seal.Item{}
	for _, item := range in.m.Items {
		sums[item.Place] = item
	}
	for _, t := range r.Taken {
		if item, ok := sums[t.Place]; !ok || item.Sum != t.Sum {
			return model.Fail(model.CodeDamaged, errString("a receipt for other files"))
		}
	}
	isNew, err := in.s.keepReceipt(ctx, r, b)
	if err != nil {
		return err
	}
	if isNew {
		in.Receipts++
	}
	return in.kept(ctx, r)
}

// keepReceipt keeps what another machine signed for: from then on its files
// are not exported again.
func (s *Store) keepReceipt(ctx context.Context, r seal.Receipt, b []byte) (isNew bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, ok := s.sender(r.Machine.ID)
	if !ok || !key.Equal(r.Machine.Public) || r.Machine.ID == s.device.ID {
		return false, model.Fail(model.CodeUntrusted, errString("a receipt of a machine that is not trusted"))
	}
	sum := sha256.Sum256(b)
	path := s.path(carriedName, hex.EncodeToString(sum[:16])+receiptEnd)
	if _, err := os.Lstat(path); err == nil {
		return false, nil
	}
	if err := s.writable(ctx); err != nil {
		return false, err
	}
	if err := s.note(entry{Actor: actorDevice, Action: "receipt", Key: r.Machine.ID, Note: r.Export.String()}); err != nil {
		return false, err
	}
	return true, s.doubt(s.disk.write(path, b))
}
