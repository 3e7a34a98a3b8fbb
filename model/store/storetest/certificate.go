package storetest

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
)

// certificate: what approval yields is masked, signed by the office's key, for
// the holder of the reference alone, and stays as it is.
func certificate(t *testing.T, b *Bench) {
	sub, head := b.Put()
	other, otherHead := b.Put()
	b.Claim1()
	if p := b.progress(sub.Reference); p.Certificate != nil {
		t.Errorf("before approval: %+v", p.Certificate)
	}
	b.Now = time.Date(2026, 11, 26, 17, 0, 0, 0, time.UTC) // the 27th in China
	head = b.Take(head, model.Approve)
	got := b.progress(sub.Reference).Certificate
	if got == nil {
		t.Fatal("no certificate")
	}
	c, key, err := seal.ParseCertificate(got.File)
	if err != nil {
		t.Fatal(err)
	}
	if want := (model.Certificate{
		Case: sub.Case, Tag: head.Tag, Name: "*测", Number: "110***********4477", From: sub.Fields.From, Until: sub.Fields.Until,
		Approved: idcard.Date{Year: 2026, Month: 11, Day: 27}, Office: seal.KeyID(key), File: got.File,
	}); !reflect.DeepEqual(c, want) || !reflect.DeepEqual(*got, want) {
		t.Errorf("%+v", c)
	}
	_, info, err := b.PublicKeys(t.Context()) // the key that signs lists is the same
	if err != nil || info.Organisation != c.Office {
		t.Errorf("the list is signed by %s, the certificate by %s: %v", info.Organisation, c.Office, err)
	}
	for range 2 {
		if _, err := b.Decide(t.Context(), model.Decision{Case: head.Case, Version: head.Version, Verb: model.Approve}); err == nil {
			t.Error("approved twice")
		}
		if again := b.progress(sub.Reference).Certificate; again == nil || !bytes.Equal(again.File, got.File) {
			t.Errorf("another certificate: %+v", again)
		}
		b.Reopen()
		if err := b.Unlock(t.Context(), []byte(Pass)); err != nil {
			t.Fatal(err)
		}
	}
	b.Take(otherHead, model.Refuse, "not-a-card")
	if p := b.progress(other.Reference); p.Certificate != nil {
		t.Errorf("of a refused one: %+v", p.Certificate)
	}
	request := Request(t, model.Unbind, sub, b.Now)
	b.Take(b.File1(request), model.Approve)
	if p := b.progress(request.Reference); p.Certificate != nil {
		t.Errorf("of a request: %+v", p.Certificate)
	}
	long := New(t, b.Now, 100)
	long.Fields.LongTerm = true
	b.Take(b.Submit1(long), model.Approve)
	if p := b.progress(long.Reference); p.Certificate == nil || !p.Certificate.Until.IsZero() {
		t.Errorf("long-term: %+v", p.Certificate)
	}
}

// progress is what the holder of a reference sees.
func (b *Bench) progress(reference string) model.Progress {
	b.t.Helper()
	p, err := b.Progress(b.t.Context(), reference)
	if err != nil {
		b.t.Fatalf("progress: %v", err)
	}
	return p
}
