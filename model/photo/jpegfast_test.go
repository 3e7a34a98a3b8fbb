package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"reflect"
	"testing"
)

// sameAsStandard decodes data twice. Where the fast decoder takes a file, the
// standard one takes it too, with the same pixels in the same layout.
func sameAsStandard(t *testing.T, data []byte) (fast bool) {
	t.Helper()
	if checkJPEGBytes(data) != nil {
		return false
	}
	got, err := (&fastJPEG{}).decode(t.Context(), data)
	if errors.Is(err, errNotFast) {
		return false
	}
	want, wantErr := jpeg.Decode(bytes.NewReader(data))
	if err != nil || wantErr != nil {
		t.Fatalf("fast: %v, standard: %v", err, wantErr)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%T %v differs from %T %v", got, got.Bounds(), want, want.Bounds())
	}
	return true
}

func checkJPEGBytes(data []byte) error {
	f, err := formatOf(data)
	if err == nil && f.name != "JPEG" {
		err = errNotFast
	}
	if err == nil {
		_, err = check(f, data)
	}
	return err
}

func TestFastJPEG(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for _, size := range []image.Point{{1, 1}, {7, 9}, {16, 16}, {17, 33}, {200, 150}} {
		for _, q := range []int{1, 30, 75, 95, 100} {
			for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420} {
				m := image.NewYCbCr(image.Rectangle{Max: size}, ratio)
				for _, p := range [][]byte{m.Y, m.Cb, m.Cr} {
					for i := range p {
						p[i] = uint8(128 + rnd.NormFloat64()*float64(i%60))
					}
				}
				if !sameAsStandard(t, encoded(t, m, q)) {
					t.Errorf("%v at %d is not fast", size, q)
				}
			}
			if !sameAsStandard(t, encoded(t, desk(size.X, size.Y, 2), q)) {
				t.Errorf("grey %v at %d is not fast", size, q)
			}
		}
	}
}

// TestFastJPEGFiles takes files of libjpeg: other sampling, restart markers,
// optimized tables.
func TestFastJPEGFiles(t *testing.T) {
	for name, fast := range map[string]bool{
		"s440.jpg": true, "s422.jpg": true, "s444.jpg": true, "restart.jpg": true,
		"progressive.jpg": false, "cmyk.jpg": false, "s411.jpg": false,
	} {
		data := testdata(t, name)
		if got := sameAsStandard(t, data); got != fast {
			t.Errorf("%s: fast is %v", name, got)
		}
		if _, err := Decode(t.Context(), bytes.NewReader(data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFastJPEGDamaged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 8))
	for _, whole := range [][]byte{encoded(t, corners(64, 48), 80), testdata(t, "restart.jpg"), testdata(t, "s422.jpg")} {
		for range 3000 {
			bad := bytes.Clone(whole)
			for range 1 + rnd.IntN(3) {
				bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
			}
			sameAsStandard(t, bad)
		}
	}
}

func TestFastJPEGStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := decodeJPEG(ctx, encoded(t, corners(64, 48), 80)); err != context.Canceled {
		t.Error(err)
	}
}

func FuzzFastJPEG(f *testing.F) {
	for _, name := range []string{"s440.jpg", "s422.jpg", "s444.jpg", "restart.jpg"} {
		f.Add(testdata(f, name))
	}
	f.Add(encoded(f, corners(32, 24), 80))
	f.Add(encoded(f, desk(40, 30, 1), 100))
	f.Fuzz(func(t *testing.T, data []byte) { sameAsStandard(t, data) })
}

func BenchmarkJPEG12MP(b *testing.B) {
	data := camera()
	for name, decode := range map[string]func(context.Context, []byte) (image.Image, error){
		"fast": decodeJPEG, "standard": reading(jpeg.Decode),
	} {
		b.Run(name, func(b *testing.B) {
			timed(b, func() {
				if _, err := decode(context.Background(), data); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
