package seal

import (
	"bytes"
	"os"
	"testing"

	"truename/model"

	"github.com/google/uuid"
)

// every is 1 if every byte and every length is asked for, else stride: some
// minutes with the race detector.
func every(stride int) int {
	if os.Getenv("TRUENAME_PACKET") == "all" {
		return 1
	}
	return stride
}

func TestFlippedBodyIsRefused(t *testing.T) {
	w := newWorld(t)
	b := w.packet(t, submission(500))
	if len(b) < 64<<10 {
		t.Fatalf("a packet of %d bytes", len(b))
	}
	for i := HeaderSize; i < len(b); i += every(37) {
		b[i] ^= 1 << (i % 8)
		if _, err := VerifyPacket(b, w.device.Public()); model.CodeOf(err) != model.CodeDamaged {
			t.Fatalf("byte %d: %v", i, err)
		}
		if _, err := OpenPacket(b, w.secret, true); model.CodeOf(err) != model.CodeDamaged || Fields(b) != nil {
			t.Fatalf("byte %d opened: %v", i, err)
		}
		b[i] ^= 1 << (i % 8)
	}
}

// TestFlippedAndSignedAgainIsRefused is the control of the two around it: where
// hash and signature are made to fit the flipped byte nothing is left but the
// seal, and that refuses it too.
func TestFlippedAndSignedAgainIsRefused(t *testing.T) {
	w := newWorld(t)
	h, fields, photos, err := split(w.packet(t, submission(500)))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(fields)+len(photos); i += every(211) {
		f, p := bytes.Clone(fields), bytes.Clone(photos)
		if i < len(f) {
			f[i] ^= 1 << (i % 8)
		} else {
			p[i-len(f)] ^= 1 << (i % 8)
		}
		b := w.resign(t, h, f, p)
		if _, err := VerifyPacket(b, w.device.Public()); err != nil {
			t.Fatalf("byte %d: the attack is built wrongly: %v", i, err)
		}
		if o, err := OpenPacket(b, w.secret, true); err == nil || o.ID != uuid.Nil {
			t.Fatalf("byte %d opened: %v", i, err)
		}
	}
}

func TestCutPacketIsRefused(t *testing.T) {
	w := newWorld(t)
	b := w.packet(t, submission(500))
	cuts := []int{0, 1, HeaderSize - 1, HeaderSize, HeaderSize + 1, HeaderSize + len(Fields(b)), len(b) - 1}
	for n := 0; n < len(b); n += every(101) {
		cuts = append(cuts, n)
	}
	for _, n := range cuts {
		if _, err := VerifyPacket(b[:n], w.device.Public()); model.CodeOf(err) != model.CodeDamaged {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if _, err := OpenPacket(b[:n], w.secret, true); model.CodeOf(err) != model.CodeDamaged {
			t.Fatalf("cut at %d opened: %v", n, err)
		}
	}
	_, err := VerifyPacket(append(bytes.Clone(b), 0), w.device.Public())
	want(t, err, model.ErrDamaged)
	if _, err := VerifyHeader(b[:HeaderSize], w.device.Public()); err != nil {
		t.Errorf("the header alone: %v", err)
	}
}
