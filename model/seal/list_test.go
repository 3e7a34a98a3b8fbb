package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

var someTime = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

func deviceFor(t *testing.T) Device {
	t.Helper()
	d, err := NewDevice()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// documents are one of each form, with a function that reads it.
func documents(t *testing.T) map[string]struct {
	b     []byte
	parse func([]byte) error
} {
	t.Helper()
	d := deviceFor(t)
	m, _, err := NewMonth("202611-2")
	if err != nil {
		t.Fatal(err)
	}
	place := uuid.New().String() + "/1.packet"
	list, err1 := EncodeKeyList(KeyList{
		Organisation: NameKey(d.Public()), Version: 3, Made: someTime, Months: []Month{m},
		Reviewers: []Signer{{Named: NameKey(d.Public()), Removed: someTime}}, Desks: []Named{NameKey(d.Public())},
	}, d.Private)
	manifest, err2 := EncodeManifest(Manifest{
		ID: uuid.New(), Machine: NameKey(d.Public()), At: someTime,
		Items: []Item{{File: "00001.packet", Place: place, Size: 2048}},
	}, d)
	receipt, err3 := EncodeReceipt(Receipt{
		Export: uuid.New(), From: d.ID, Machine: NameKey(d.Public()), At: someTime,
		Taken: []Taken{{Place: place}, {Place: place, Error: "conflict"}},
	}, d)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	return map[string]struct {
		b     []byte
		parse func([]byte) error
	}{
		"list":     {list, func(b []byte) error { _, err := ParseKeyList(b); return err }},
		"manifest": {manifest, func(b []byte) error { _, err := ParseManifest(b); return err }},
		"receipt":  {receipt, func(b []byte) error { _, err := ParseReceipt(b); return err }},
	}
}

// Every byte that is another one, and every cut, is refused.
func TestDocumentsAreWhole(t *testing.T) {
	for name, d := range documents(t) {
		if err := d.parse(d.b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range d.b {
			changed := bytes.Clone(d.b)
			changed[i] ^= 1
			if err := d.parse(changed); !errors.Is(err, model.ErrDamaged) {
				t.Fatalf("%s with byte %d changed: %v", name, i, err)
			}
			if err := d.parse(d.b[:i]); !errors.Is(err, model.ErrDamaged) {
				t.Fatalf("%s cut at %d: %v", name, i, err)
			}
		}
		for other, o := range documents(t) {
			if other != name && d.parse(o.b) == nil {
				t.Errorf("a %s passes for a %s", other, name)
			}
		}
	}
}

// A name on a medium never leads out of its folder, and nothing asks for more
// memory than a packet may have.
func TestManifestRefuses(t *testing.T) {
	d := deviceFor(t)
	place := uuid.New().String() + "/1.packet"
	good := Item{File: "00001.packet", Place: place, Size: 2048}
	for name, items := range map[string][]Item{
		"a way out":      {{File: "../1.packet", Place: place, Size: 1}},
		"a place out":    {{File: good.File, Place: "../" + place, Size: 1}},
		"a place beside": {{File: good.File, Place: place + "/../../x", Size: 1}},
		"a huge file":    {{File: good.File, Place: place, Size: MaxItem + 1}},
		"an empty one":   {{File: good.File, Place: place}},
		"twice":          {good, good},
		"none":           nil,
		"too many":       make([]Item, MaxFiles+1),
	} {
		_, err := EncodeManifest(Manifest{ID: uuid.New(), Machine: NameKey(d.Public()), At: someTime, Items: items}, d)
		if !errors.Is(err, model.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := Named{ID: strings.Repeat("0", 16), Public: d.Public()}
	if _, err := EncodeManifest(Manifest{ID: uuid.New(), Machine: stranger, At: someTime, Items: []Item{good}}, d); err == nil {
		t.Error("an id of another key")
	}
	other := deviceFor(t)
	b, err := EncodeManifest(Manifest{ID: uuid.New(), Machine: NameKey(d.Public()), At: someTime, Items: []Item{good}}, other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseManifest(b); !errors.Is(err, ErrSignature) {
		t.Errorf("signed by another: %v", err)
	}
}
