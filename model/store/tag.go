package store

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"truename/model"

	"github.com/google/uuid"
)

// A mac stands for something in a tag: the beginning of its HMAC-SHA-256 under
// the key of the tags. The zero mac stands for nothing. A word is a shorter one,
// for what is looked for alone: one in a million million is another's.
type (
	mac  [8]byte
	word [5]byte
)

// A tag is what the last revision of a case is compared and found by, and how
// much of it is to be looked at. Numbers, photographs and parts of names stand in
// it as macs. All tags have one length, so that a sealed one does not tell how
// long a name is or how much was found. A request has its reference alone.
type tag struct {
	Number, Front, Back mac
	Print               uint64 // of the photograph of the portrait side
	Last                word   // the last four characters of the number
	Names               [model.NamePart]word
	Tag                 [4]byte // first group of the reference
	Codes               uint64  // of findings: bits by their place in model.FindingCodes
	Faults              uint8
	Notices             uint8
	Differs             uint8
}

// tagForm ties sealed tags to what their parts mean. One of another form does
// not open, and is made anew.
var tagForm = func() []byte {
	sum := sha256.Sum256([]byte("2\n" + strings.Join(findingCodes, "\n")))
	return sum[:8]
}()

// tagAD is what the sealed tag of a case is tied to.
func tagAD(id uuid.UUID) []byte { return append(id[:], tagForm...) }

// encode is the counterpart of decodeTag.
func (t tag) encode() []byte {
	b, err := binary.Append(nil, binary.BigEndian, t)
	if err != nil {
		panic("store: a tag has a fixed size: " + err.Error())
	}
	return b
}

func decodeTag(b []byte) (t tag, ok bool) {
	n, err := binary.Decode(b, binary.BigEndian, &t)
	return t, err == nil && n == len(b)
}

// A hasher makes macs under the key of the tags.
type hasher [32]byte

func (k hasher) sum(what string, b []byte) []byte {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte(what))
	h.Write(b)
	return h.Sum(nil)
}

func (k hasher) number(s string) mac             { return mac(k.sum("number\n", []byte(s))[:8]) }
func (k hasher) photo(sum [sha256.Size]byte) mac { return mac(k.sum("photo\n", sum[:])[:8]) }
func (k hasher) last(s string) word              { return word(k.sum("last\n", []byte(s))[:5]) }
func (k hasher) name(s string) word              { return word(k.sum("name\n", []byte(s))[:5]) }

// tagOf opens a case's sealed fields and makes its tag.
func (s *Store) tagOf(key [32]byte, id uuid.UUID) (t tag, err error) {
	r, err := s.get(id)
	if err != nil {
		return t, err
	}
	copy(t.Tag[:], r.Head.Tag)
	if r.Head.Kind.IsRequest() {
		return t, nil
	}
	o, err := s.openFields(&r)
	if err != nil {
		return t, err
	}
	k := hasher(key)
	front, back := o.PhotoSums()
	none := sha256.Sum256(nil)
	if front != none {
		t.Front, t.Print = k.photo(front), o.Front.Print
	}
	if back != none {
		t.Back = k.photo(back)
	}
	if n := o.Fields.Number; n != "" {
		t.Number, t.Last = k.number(n), k.last(n[max(0, len(n)-4):])
	}
	name := []rune(model.NameKey(o.Fields.Name))
	for i := range min(len(name), len(t.Names)) {
		t.Names[i] = k.name(string(name[:i+1]))
	}
	t.weigh(model.RiskOf(o.Fields.Findings))
	return t, nil
}

// findingCodes are the codes in the order of their bits in a tag: at most 64.
var findingCodes = model.FindingCodes()

// concernBits are the codes that are about each concern.
var concernBits = func() map[model.Concern]uint64 {
	bits := map[model.Concern]uint64{}
	for i, code := range findingCodes {
		bits[model.ConcernOf(code)] |= 1 << i
	}
	return bits
}()

// weigh puts what is to be looked at into t; counts and codes give it back.
func (t *tag) weigh(r model.Risk) {
	least := func(n int) uint8 { return uint8(min(n, 255)) }
	t.Faults, t.Notices, t.Differs = least(r.Faults), least(r.Notices), least(r.Differs)
	for i, code := range findingCodes {
		if slices.Contains(r.Codes, code) {
			t.Codes |= 1 << i
		}
	}
}

// counts is what is to be looked at, without the codes.
func (t tag) counts(alike bool) model.Risk {
	return model.Risk{Faults: int(t.Faults), Notices: int(t.Notices), Differs: int(t.Differs), Alike: alike}
}

// codes are those of the faults and notices.
func (t tag) codes() (all []string) {
	for i, code := range findingCodes {
		if t.Codes>>i&1 != 0 {
			all = append(all, code)
		}
	}
	return all
}

// compare is what two tags have in common.
func (t tag) compare(o tag) (d model.Duplicate) {
	same := func(a, b mac) bool { return a != mac{} && a == b }
	d.Number, d.Front, d.Back = same(t.Number, o.Number), same(t.Front, o.Front), same(t.Back, o.Back)
	n, ok := model.Photo{Print: t.Print}.Distance(model.Photo{Print: o.Print})
	d.Near = ok && n <= nearBits && !d.Front
	return d
}

// A wanted is what a search looks for, as it stands in tags.
type wanted struct {
	number mac
	last   word
	name   word
	place  int // of name among a tag's
	tag    [4]byte
}

// want is the counterpart of tagOf for what somebody typed.
func (k hasher) want(l model.Wanted) (w wanted) {
	if l.Number != "" {
		w.number = k.number(l.Number)
	}
	if l.Last != "" {
		w.last = k.last(l.Last)
	}
	if name := []rune(l.Name); len(name) > 0 {
		w.name, w.place = k.name(l.Name), len(name)-1
	}
	copy(w.tag[:], l.Tag)
	return w
}

// in reports whether t is among what is looked for.
func (w wanted) in(t *tag) bool {
	return w.number != mac{} && w.number == t.Number || w.last != word{} && w.last == t.Last ||
		w.name != word{} && w.name == t.Names[w.place] || w.tag != [4]byte{} && bytes.Equal(w.tag[:], t.Tag[:])
}
