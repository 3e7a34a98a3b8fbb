package seal

import (
	"bytes"
	"testing"

	"truename/model"
)

type sealer struct {
	seal, open func(key [32]byte, b, ad []byte) ([]byte, error)
	pad        int
}

var sealers = map[string]sealer{
	"capsule": {SealCapsule, OpenCapsule, 256},
	"local":   {SealLocal, OpenLocal, 4096},
}

func TestBoxes(t *testing.T) {
	key, ad := [32]byte{1}, []byte("case")
	for name, x := range sealers {
		t.Run(name, func(t *testing.T) {
			const overhead = 8 + 24 + 16
			for _, n := range []int{0, 1, x.pad - 4, x.pad - 3, 3 * x.pad} {
				plain := bytes.Repeat([]byte("理"), n)[:n]
				sealed, err := x.seal(key, plain, ad)
				if err != nil || (len(sealed)-overhead)%x.pad != 0 {
					t.Fatalf("%d: %d bytes, %v", n, len(sealed), err)
				}
				if got, err := x.open(key, sealed, ad); err != nil || !bytes.Equal(got, plain) {
					t.Errorf("%d: %v", n, err)
				}
			}
		})
	}
}

func TestBoxesRefuse(t *testing.T) {
	key, ad := [32]byte{1}, []byte("case")
	for name, x := range sealers {
		t.Run(name, func(t *testing.T) {
			sealed, err := x.seal(key, []byte("reason"), ad)
			if err != nil {
				t.Fatal(err)
			}
			for i := range sealed {
				flipped := bytes.Clone(sealed)
				flipped[i] ^= 1 << (i % 8)
				code := model.CodeDamaged
				if i < boxKeyID {
					code = model.CodeWrongKey
				}
				if _, err := x.open(key, flipped, ad); model.CodeOf(err) != code {
					t.Fatalf("flip at %d: %v", i, err)
				}
				if _, err := x.open(key, sealed[:i], ad); model.CodeOf(err) != model.CodeDamaged {
					t.Fatalf("cut at %d: %v", i, err)
				}
			}
			_, err = x.open([32]byte{2}, sealed, ad)
			want(t, err, model.ErrWrongKey)
			_, err = x.open(key, sealed, []byte("other case"))
			want(t, err, model.ErrDamaged)
			again, err := x.seal(key, []byte("reason"), ad)
			if err != nil || bytes.Equal(again, sealed) {
				t.Error("the nonce repeats")
			}
		})
	}
	capsule, err := SealCapsule(key, []byte("reason"), ad)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLocal(key, capsule, ad); err == nil {
		t.Error("a capsule opens as a local file")
	}
}
