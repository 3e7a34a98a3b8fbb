// Package cameratest is a camera for tests: what it sees is drawn, a card of
// model/specimen on a table, and what happens to it is written down beforehand.
package cameratest

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"truename/model"
	"truename/model/specimen"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// The size of a frame, in pixels, and how often one comes.
const (
	Width  = 1280
	Height = 720
	Every  = time.Second / 15
)

// A Look is how the card lies before the camera.
type Look struct {
	None   bool    // no card, only the table
	X, Y   float64 // the card's middle, in parts of the frame; 0 is the middle of the frame
	Length float64 // of the card, in parts of the frame's width; 0 is 0.62
	Blur   int     // radius of what is out of focus, in pixels
	Light  float64 // of the room; 0 is 1
}

// A Scene draws frames.
type Scene struct {
	Card   image.Image // nil: the portrait side of a specimen
	memory sync.Map    // of Look: what was drawn
}

// table is what lies below the card: dark wood.
var table = sync.OnceValue(func() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, Width, Height))
	for y := range Height {
		for x := range Width {
			v := 10*math.Sin(float64(y)/7+2*math.Sin(float64(x)/190)) + 6*math.Sin(float64(y)/2.3+float64(x)/400)
			m.SetRGBA(x, y, color.RGBA{uint8(92 + v), uint8(70 + v), uint8(52 + v), 255})
		}
	}
	return m
})

var usual = sync.OnceValue(func() image.Image { return specimen.DrawFront(specimen.New(11)) })

// Frame is what the camera sees, in planes as cameras give it; noise tells one
// frame from the next, as those of a camera are.
func (s *Scene) Frame(l Look, noise uint64) *image.YCbCr {
	drawn, ok := s.memory.Load(l)
	if !ok {
		drawn, _ = s.memory.LoadOrStore(l, planes(s.draw(l)))
	}
	out := *drawn.(*image.YCbCr)
	out.Y = slices.Clone(out.Y)
	rnd := rand.New(rand.NewPCG(noise, 5))
	for i := 0; i+8 <= len(out.Y); i += 8 {
		r := rnd.Uint64()
		for k := range 8 {
			out.Y[i+k] = uint8(min(max(int(out.Y[i+k])+int(r>>(8*k)&7)-3, 0), 255))
		}
	}
	return &out
}

// planes is m as luma and halved chroma.
func planes(m *image.RGBA) *image.YCbCr {
	out := image.NewYCbCr(m.Rect, image.YCbCrSubsampleRatio420)
	for y := range Height {
		for x := range Width {
			p := m.Pix[m.PixOffset(x, y):]
			yy, cb, cr := color.RGBToYCbCr(p[0], p[1], p[2])
			out.Y[out.YOffset(x, y)], out.Cb[out.COffset(x, y)], out.Cr[out.COffset(x, y)] = yy, cb, cr
		}
	}
	return out
}

func (s *Scene) draw(l Look) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, Width, Height))
	copy(m.Pix, table().Pix)
	if !l.None {
		card := s.Card
		if card == nil {
			card = usual()
		}
		length := l.Length
		if length == 0 {
			length = 0.62
		}
		const angle = 0.03
		k := length * Width / float64(card.Bounds().Dx())
		sin, cos := math.Sincos(angle)
		w, h := float64(card.Bounds().Dx()), float64(card.Bounds().Dy())
		cx, cy := (0.5+l.X)*Width, (0.5+l.Y)*Height
		at := f64.Aff3{k * cos, -k * sin, cx - k*(cos*w-sin*h)/2, k * sin, k * cos, cy - k*(sin*w+cos*h)/2}
		xdraw.BiLinear.Transform(m, at, halved(card, k), card.Bounds(), draw.Over, nil)
	}
	for range 2 * min(l.Blur, 1) {
		m = softened(m, l.Blur)
	}
	if l.Light != 0 {
		for i := range m.Pix {
			if i%4 != 3 {
				m.Pix[i] = uint8(min(float64(m.Pix[i])*l.Light, 255))
			}
		}
	}
	return m
}

// halved is card without structure that is finer than what is left of it at k.
func halved(card image.Image, k float64) image.Image {
	if k > 0.7 {
		return card
	}
	b := card.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, int(float64(b.Dx())*k), int(float64(b.Dy())*k)))
	xdraw.CatmullRom.Scale(small, small.Rect, card, b, draw.Src, nil)
	out := image.NewRGBA(b)
	xdraw.BiLinear.Scale(out, b, small, small.Rect, draw.Src, nil)
	return out
}

// softened is m with every pixel the mean of a square of r around it.
func softened(m *image.RGBA, r int) *image.RGBA {
	small := image.NewRGBA(image.Rect(0, 0, Width/(r+1), Height/(r+1)))
	xdraw.ApproxBiLinear.Scale(small, small.Rect, m, m.Rect, draw.Src, nil)
	xdraw.BiLinear.Scale(small, small.Rect, m, m.Rect, draw.Src, nil)
	out := image.NewRGBA(m.Rect)
	xdraw.BiLinear.Scale(out, out.Rect, small, small.Rect, draw.Src, nil)
	return out
}

// A Step is what is seen for a while; Moves is how far the card goes in it, in
// parts of the frame's width.
type Step struct {
	Look
	For   time.Duration
	Moves float64
}

// A Camera shows steps one after the other and stays with the last one. It is a
// camera.Stream.
type Camera struct {
	Scene    *Scene
	Steps    []Step
	Unplug   int  // the frame from which on it is gone; 0: never
	Closed   bool // by Close
	Taken    int  // frames so far
	begun    time.Time
	lastTime time.Time
}

// At is what is seen after a time.
func (c *Camera) At(since time.Duration) Look {
	var last Step
	for _, s := range c.Steps {
		if last = s; since < s.For {
			s.X += s.Moves * float64(since) / float64(s.For)
			return s.Look
		}
		since -= s.For
	}
	last.X += last.Moves
	return last.Look
}

// Next implements camera.Stream.
func (c *Camera) Next(ctx context.Context) (image.Image, error) {
	if c.begun.IsZero() {
		c.begun, c.lastTime = time.Now(), time.Now().Add(-Every)
	}
	wait := time.NewTimer(time.Until(c.lastTime.Add(Every)))
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
	}
	c.lastTime = time.Now()
	if c.Taken++; c.Closed || c.Unplug > 0 && c.Taken >= c.Unplug {
		return nil, model.Fail(model.CodeCameraGone, nil)
	}
	return c.Scene.Frame(c.At(time.Since(c.begun)), uint64(c.Taken)), nil
}

// Close implements camera.Stream.
func (c *Camera) Close() error {
	c.Closed = true
	return nil
}
