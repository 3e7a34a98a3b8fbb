package nn

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"truename/assets"
)

const sample = "公民身份号码110101"

// write draws text in black on white.
func write(t *testing.T, text string, w, h, size, x, y int) *image.Gray {
	t.Helper()
	f, err := opentype.Parse(assets.FontRegular)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: m, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
	return m
}

// planes are three equal planes of value*scale + shift.
func planes(m *image.Gray, scale, shift float32) []float32 {
	var out []float32
	for range 3 {
		for _, v := range m.Pix {
			out = append(out, float32(v)*scale+shift)
		}
	}
	return out
}

// read is what the net reads: repeated classes count once, class 0 not at all.
func read(t *testing.T, out Tensor) string {
	t.Helper()
	keys := strings.Split(strings.TrimRight(string(model(t, "keys.txt")), "\n"), "\n")
	best, prob := Peaks(out.Data, out.Shape[1])
	text, last := "", int32(0)
	for i, c := range best {
		if prob[i] < 0 || prob[i] > 1.0001 {
			t.Errorf("step %d has probability %g", i, prob[i])
		}
		if c > 0 && c != last && int(c) <= len(keys) {
			text += strings.TrimSpace(keys[c-1])
		}
		last = c
	}
	return text
}

func TestReadsText(t *testing.T) {
	m := write(t, sample, 480, 48, 38, 8, 38)
	for _, k := range versions() {
		if got := read(t, run(t, net(t, "rec.bin", k), planes(m, 1/127.5, -1), 48, 480, 1)); got != sample {
			t.Errorf("%s reads %q", k.name, got)
		}
	}
}

func TestFindsText(t *testing.T) {
	m := write(t, sample, 512, 320, 30, 60, 170)
	out := run(t, net(t, "det.bin", fastest()), planes(m, 1/(255*0.226), -0.449/0.226), 320, 512, 2)
	var box image.Rectangle
	for i, p := range out.Data {
		if p > 0.5 {
			box = box.Union(image.Rect(i%512, i/512, i%512+1, i/512+1))
		}
	}
	if want := image.Rect(50, 135, 350, 185); !box.In(want) || box.Dx() < 240 || box.Dy() < 12 {
		t.Errorf("text is found at %v, want it in %v", box, want)
	}
}

func TestTellsWhichWayUp(t *testing.T) {
	m := write(t, "中华人民共和国", 192, 48, 26, 5, 34)
	n := net(t, "cls.bin", fastest())
	up := run(t, n, planes(m, 1/127.5, -1), 48, 192, 1)
	for i, j := 0, len(m.Pix)-1; i < j; i, j = i+1, j-1 {
		m.Pix[i], m.Pix[j] = m.Pix[j], m.Pix[i]
	}
	down := run(t, n, planes(m, 1/127.5, -1), 48, 192, 1)
	if up.Data[0] < 0.9 || down.Data[1] < 0.9 {
		t.Errorf("upright %v, upside down %v", up.Data, down.Data)
	}
}
