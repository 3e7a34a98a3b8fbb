package store

import (
	"encoding/binary"
	"iter"
	"strings"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// A stamp is when something happened to a case: a revision arrived, or was
// decided on.
type stamp struct {
	verb model.Verb // "" for a revision
	at   time.Time
	due  idcard.Date // of a revision
	auto model.Automatic
}

// A history is what happened to a case, oldest first: the first stamp is a
// revision's, and each later one of a revision begins the next.
type history []stamp

// encodeHistory is r's kind and history, as they stand in the index: lengths,
// seconds and days as numbers of as many bytes as they need.
func (r record) encodeHistory() []byte {
	text := func(b []byte, s string) []byte {
		return append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	b := text(nil, string(r.Head.Kind))
	for _, s := range r.history {
		verb := string(s.verb)
		if s.auto != "" {
			verb += autoMark + string(s.auto)
		}
		b = binary.AppendVarint(text(b, verb), s.at.Unix())
		if s.verb == "" {
			b = binary.AppendUvarint(b, uint64(dayNumber(s.due)))
		}
	}
	return b
}

// autoMark stands between a verb and what a policy had to do with it.
const autoMark = ":"

// decodeHistory is the counterpart of encodeHistory; it appends to h, which is
// empty, so that reading many needs the memory of one.
func decodeHistory(b []byte, h history) (model.Kind, history, error) {
	d := decoder{b: b}
	kind := model.Kind(d.text())
	for len(d.b) > 0 && !d.bad {
		verb, auto, _ := strings.Cut(d.text(), autoMark)
		s := stamp{verb: model.Verb(verb), auto: model.Automatic(auto)}
		s.at = time.Unix(d.signed(), 0).UTC()
		if s.verb == "" {
			s.due = dayOfNumber(d.number())
		}
		h = append(h, s)
	}
	if d.bad || len(h) == 0 || h[0].verb != "" {
		return "", nil, model.Fail(model.CodeDamaged, errString("a history in the index"))
	}
	return kind, h, nil
}

// A decoder takes numbers and texts off the front of b; bad is set when they
// are not there.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) number() uint64 {
	v, n := binary.Uvarint(d.b)
	d.skip(n)
	return v
}

func (d *decoder) signed() int64 {
	v, n := binary.Varint(d.b)
	d.skip(n)
	return v
}

// skip goes on behind n bytes; none were read if n is not positive.
func (d *decoder) skip(n int) {
	if d.bad = d.bad || n <= 0; !d.bad {
		d.b = d.b[n:]
	}
}

func (d *decoder) text() string {
	n := d.number()
	if d.bad = d.bad || n > uint64(len(d.b)); d.bad {
		return ""
	}
	s, ok := words[string(d.b[:n])]
	if !ok {
		s = string(d.b[:n])
	}
	d.b = d.b[n:]
	return s
}

// words are the texts that mostly stand in a history, so that reading one makes
// no new ones.
var words = func() map[string]string {
	m := map[string]string{}
	for _, k := range []model.Kind{model.Binding, model.Unbind, model.Export, model.Erase} {
		m[string(k)] = string(k)
	}
	for _, v := range append([]model.Verb{model.Propose, model.Decline}, model.Verbs...) {
		for _, auto := range []model.Automatic{model.ByPolicy, model.InSample} {
			text := string(v) + autoMark + string(auto)
			m[text] = text
		}
		m[string(v)] = string(v)
	}
	return m
}()

// dayNumber writes a day as 20261124, and none as 0.
func dayNumber(d idcard.Date) int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// dayOfNumber is the counterpart of dayNumber.
func dayOfNumber(n uint64) idcard.Date {
	return idcard.Date{Year: int(n / 10000), Month: time.Month(n / 100 % 100), Day: int(n % 100)}
}

// A deed is one stamp with its place in the files of its case.
type deed struct {
	model.Act
	seq int // of a decision on its revision, from 1; 0: the revision arrived
}

// deeds are what a history tells, one by one.
func (h history) deeds(kind model.Kind) iter.Seq[deed] {
	return func(yield func(deed) bool) {
		var of deed
		for _, s := range h {
			if s.verb == "" {
				of = deed{Act: model.Act{Kind: kind, Revision: of.Revision + 1, Arrived: s.at, Due: s.due}}
			} else {
				of.seq++
			}
			of.Verb, of.At, of.Automatic = s.verb, s.at, s.auto
			if !yield(of) {
				return
			}
		}
	}
}
