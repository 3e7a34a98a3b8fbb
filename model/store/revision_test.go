package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// TestBefore: with a corrected case comes the revision that was returned; one
// that is damaged keeps nobody
// from deciding, and is told.
func TestBefore(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	sub, head := b.Put()
	if c, err := b.OpenCase(t.Context(), head.Case); err != nil || c.Before != nil || c.BeforeLost {
		t.Fatalf("a first revision has one before: %v, %v", c.Before != nil, err)
	}
	b.Take(head, model.Return, "front-blur")
	next := storetest.Next(t, sub, b.Now)
	next.Fields.Name = sub.Fields.Name + "新"
	b.Submit1(next)
	c, err := b.OpenCase(t.Context(), head.Case)
	if err != nil || c.Before == nil || c.BeforeLost || c.Before.Fields.Name != sub.Fields.Name || c.Submission.Fields.Name != next.Fields.Name || !bytes.Equal(c.Before.Front.JPEG, sub.Front.JPEG) {
		t.Fatalf("before %+v, %v", c.Before != nil, err)
	}
	found, err := filepath.Glob(filepath.Join(b.Dir, "cases", "*", head.Case.String(), "1.packet"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the first revision is in %v, %v", found, err)
	}
	packet, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	packet[len(packet)-100] ^= 1
	if err := os.WriteFile(found[0], packet, 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = b.OpenCase(t.Context(), head.Case); err != nil || c.Before != nil || !c.BeforeLost || c.Submission.Fields.Name != next.Fields.Name {
		t.Errorf("with a damaged one: %v, %v", c.Before != nil, err)
	}
}
