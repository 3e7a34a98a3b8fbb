package seal

import (
	"bytes"
	"crypto/ed25519"
	"reflect"
	"testing"
	"time"

	"truename/model"

	"github.com/google/uuid"
)

func decision(w world) DecisionFile {
	return DecisionFile{
		Head: DecisionHead{
			Case: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000002"), ID: uuid.MustParse("0193571c-9d1a-7c3e-8000-000000000001"),
			Revision: 1, Seq: 2, Verb: model.Return, Status: model.Returned, Version: 3,
			At: time.Date(2026, 11, 24, 1, 2, 3, 4, time.UTC), Reviewer: w.reviewer.ID, Device: w.device.ID,
		},
		Capsule: []byte("capsule"), Desk: []byte("desk"), AuditSeq: 7, AuditHead: [32]byte{8},
	}
}

func (w world) reviewerKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	key, err := w.private.SigningKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestDecisionRoundTrip(t *testing.T) {
	w := newWorld(t)
	bare := decision(w)
	bare.Capsule, bare.Desk = nil, nil
	withdrawn := bare
	withdrawn.Head.Verb, withdrawn.Head.Status, withdrawn.Head.Reviewer = model.Withdraw, model.Withdrawn, ""
	policy, sample := bare, bare
	policy.Head.Verb, policy.Head.Status, policy.Head.Automatic = model.Approve, model.Approved, model.ByPolicy
	sample.Head.Automatic = model.InSample
	for name, c := range map[string]struct {
		file   DecisionFile
		key    ed25519.PrivateKey
		public ed25519.PublicKey
	}{
		"policy":   {policy, w.reviewerKey(t), w.reviewer.Verify},
		"sample":   {sample, w.reviewerKey(t), w.reviewer.Verify},
		"return":   {decision(w), w.reviewerKey(t), w.reviewer.Verify},
		"bare":     {bare, w.reviewerKey(t), w.reviewer.Verify},
		"withdraw": {withdrawn, w.device.Private, w.device.Public()},
	} {
		b, err := EncodeDecision(c.file, c.key)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := VerifyDecision(b, c.public); err != nil || !reflect.DeepEqual(got, c.file) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	local := decision(w)
	local.Head.At = local.Head.At.In(time.FixedZone("", 3600))
	b, err := EncodeDecision(local, w.reviewerKey(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseDecision(b); err != nil || !reflect.DeepEqual(got, decision(w)) {
		t.Errorf("local time: %v", err)
	}
}

// A policy approves and does nothing else, and has no sample of withdrawals.
func TestWhatAPolicyCannotDo(t *testing.T) {
	w := newWorld(t)
	for name, edit := range map[string]func(*DecisionHead){
		"returned by itself":   func(h *DecisionHead) { h.Automatic = model.ByPolicy },
		"refused by itself":    func(h *DecisionHead) { h.Verb, h.Automatic = model.Refuse, model.ByPolicy },
		"a sampled withdrawal": func(h *DecisionHead) { h.Verb, h.Automatic = model.Withdraw, model.InSample },
		"something else":       func(h *DecisionHead) { h.Automatic = "magic" },
	} {
		f := decision(w)
		edit(&f.Head)
		if _, err := EncodeDecision(f, w.reviewerKey(t)); model.CodeOf(err) != model.CodeDamaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestChangedDecisionIsRefused(t *testing.T) {
	w := newWorld(t)
	b, err := EncodeDecision(decision(w), w.reviewerKey(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if _, err := VerifyDecision(b, w.reviewer.Verify); model.CodeOf(err) != model.CodeDamaged {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			b[i] ^= 1 << bit
		}
		if _, err := VerifyDecision(b[:i], w.reviewer.Verify); model.CodeOf(err) != model.CodeDamaged {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	_, err = VerifyDecision(b, w.device.Public())
	want(t, err, ErrSignature)
	_, err = VerifyDecision(b, nil)
	want(t, err, ErrSignature)
}

// A signature for one thing must not serve for another.
func TestSignaturesDoNotCross(t *testing.T) {
	w := newWorld(t)
	packet := w.packet(t, submission(0))
	if _, err := ParseDecision(packet[:HeaderSize]); model.CodeOf(err) != model.CodeDamaged {
		t.Errorf("a header is a decision: %v", err)
	}
}

func TestBadDecisionIsNotSigned(t *testing.T) {
	w := newWorld(t)
	for name, spoil := range map[string]func(*DecisionHead){
		"no case":       func(h *DecisionHead) { h.Case = uuid.Nil },
		"sequence":      func(h *DecisionHead) { h.Seq = 0 },
		"status":        func(h *DecisionHead) { h.Status = "received" },
		"verb":          func(h *DecisionHead) { h.Verb = "Approve " },
		"nobody":        func(h *DecisionHead) { h.Reviewer = "" },
		"reviewer path": func(h *DecisionHead) { h.Reviewer = "../r" },
		"device":        func(h *DecisionHead) { h.Device = "" },
	} {
		f := decision(w)
		spoil(&f.Head)
		if _, err := EncodeDecision(f, w.reviewerKey(t)); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
	if _, err := EncodeDecision(decision(w), nil); err == nil {
		t.Error("signed without a key")
	}
}

func FuzzDecision(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // seeds must be the same in every process
	w := world{device: deviceOf(key), reviewer: Reviewer{ID: "0123456789abcdef"}}
	good, err := EncodeDecision(decision(w), key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.Replace(good, []byte(`"head"`), []byte(`"Head"`), 1))
	f.Add(bytes.Replace(good, []byte(`"audit_seq":7`), []byte(`"audit_seq":7,"x":1`), 1))
	f.Add([]byte(decisionMagic + "\n"))
	f.Add(bytes.Replace(good, []byte(`"desk":"`), []byte(`"desk":"\n`), 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := ParseDecision(b)
		if err != nil {
			if model.CodeOf(err) != model.CodeDamaged {
				t.Errorf("error %v", err)
			}
			return
		}
		text, err := d.text()
		if err != nil || !bytes.Equal(text, b[:len(b)-signatureLine]) {
			t.Errorf("parses but encodes to other bytes: %v", err)
		}
	})
}
