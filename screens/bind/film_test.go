package bind

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// A fakeCamera gives a frame every 40 ms. What a frame shows is its width in
// pixels: see judgeFake.
type fakeCamera struct {
	opens, closes int
	taken         int
	shows         func(n int) int // what frame n shows
	gone          int             // the frame from which on it is unplugged; 0: never
	err           error           // of opening
	judged        int
	slow          time.Duration // of judging
	shrunk        []int
}

// What frames show.
const (
	nothingSeen = 320
	blurred     = 321
	fine        = 322
	taking      = 323
)

func (c *fakeCamera) Next(ctx context.Context) (image.Image, error) {
	if _, err := sleep(40*time.Millisecond)(ctx, nil); err != nil {
		return nil, err
	}
	if c.taken++; c.gone > 0 && c.taken >= c.gone {
		return nil, model.Fail(model.CodeCameraGone, errors.New("unplugged"))
	}
	return image.NewGray(image.Rect(0, 0, c.shows(c.taken), 180)), nil
}

func (c *fakeCamera) Close() error { c.closes++; return nil }

// gear lends the screen a camera.
func (r *rig) gear(c *fakeCamera) *fakeCamera {
	if c.shows == nil {
		c.shows = func(int) int { return nothingSeen }
	}
	r.p.Gear = Gear{
		Cameras: func(context.Context) ([]model.Camera, error) { return []model.Camera{{ID: "a", Name: "A"}}, nil },
		Film: func(_ context.Context, id string) (Film, error) {
			if c.err != nil {
				return nil, c.err
			}
			c.opens++
			c.taken = 0
			return c, nil
		},
		Shrink: func(frame image.Image, long int) *image.RGBA {
			c.shrunk = append(c.shrunk, long)
			return image.NewRGBA(frame.Bounds())
		},
		Develop: func(image.Image) (Picture, error) { return fakePicture{path: "card"}, nil },
		Live: func(side model.Side) Judge {
			return func(ctx context.Context, frame image.Image, at time.Time) (model.Sign, error) {
				c.judged++
				time.Sleep(c.slow)
				quad := corners
				switch frame.Bounds().Dx() {
				case blurred:
					return model.Sign{Quad: &quad, Wrong: model.LiveBlur}, nil
				case fine:
					return model.Sign{Quad: &quad, Held: 0.5}, nil
				case taking:
					return model.Sign{Quad: &quad, Held: 1, Take: true}, nil
				}
				return model.Sign{Wrong: model.LiveNoCard}, nil
			}
		},
	}
	return c
}

// atKiosk makes the machine one that strangers use.
func (r *rig) atKiosk() (done *int) {
	done = new(int)
	r.b.Kiosk, r.b.Done = true, func() { *done++ }
	return done
}

// coming is a card that comes into view, blurred, is well from the 16th frame on
// and taken from the 27th; ten come in a second.
func coming(n int) int {
	switch {
	case n < 6:
		return nothingSeen
	case n < 16:
		return blurred
	case n < 27:
		return fine
	}
	return taking
}

func (r *rig) finder() *kit.Finder {
	r.t.Helper()
	found := kittest.Find[*kit.Finder](r.root)
	if len(found) != 1 {
		r.t.Fatalf("%d places for what a camera sees on %q", len(found), r.page)
	}
	return found[0]
}

// closed fails unless every camera that was opened is closed.
func (c *fakeCamera) closed(t *testing.T, opens int) {
	t.Helper()
	if c.opens != opens || c.closes != opens {
		t.Errorf("opened %d times, closed %d times, want %d", c.opens, c.closes, opens)
	}
}

func TestCameraTakesByItself(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		c := r.gear(&fakeCamera{shows: coming})
		photographed(r, model.PageFront)
		r.tap("用摄像头拍")
		r.says("正在打开摄像头")
		r.lacks("正在使用摄像头")
		r.pass(200 * time.Millisecond)
		r.says("正在使用摄像头")
		r.says("四个角都要看到")
		r.pass(1200 * time.Millisecond)
		r.says("不够清楚")
		r.pass(1200 * time.Millisecond)
		r.says("保持不动")
		if c.closes > 0 || !r.draft.Front.Empty() {
			t.Fatal("taken too soon")
		}
		r.pass(time.Second)
		c.closed(t, 1)
		r.says("拍好了")
		r.lacks("正在使用摄像头")
		r.pass(2 * time.Second)
		if string(r.draft.Front.JPEG) != "card" || r.filming != nil {
			t.Errorf("the draft has %q, filming %v", r.draft.Front.JPEG, r.filming)
		}
		r.says("照片清楚")
	})
}

func TestCameraByButton(t *testing.T) {
	inside(t, "en", func(r *rig) {
		c := r.gear(&fakeCamera{})
		r.p.Live = nil
		photographed(r, model.PageFront)
		r.tap("Camera")
		if b := kittest.Button(r.root, "Take the photo"); b == nil || !b.Disabled() || b.Rank != kit.Main {
			t.Error("before there is a picture there is nothing to take")
		}
		r.pass(5 * time.Second)
		r.tap("Take the photo")
		c.closed(t, 1)
		r.pass(3 * time.Second)
		if string(r.draft.Front.JPEG) != "card" {
			t.Errorf("the draft has %q", r.draft.Front.JPEG)
		}
	})
}

// TestCameraCloses: whatever ends it, the camera is closed at once, and nothing
// of what it showed stays.
func TestCameraCloses(t *testing.T) {
	for name, end := range map[string]func(r *rig){
		"cancel":        func(r *rig) { r.tap("Cancel") },
		"back":          (*rig).esc,
		"another page":  func(r *rig) { r.goTo(model.PageConsent) },
		"left":          func(r *rig) { r.Leave() },
		"a file":        func(r *rig) { r.Drop([]string{"good"}) },
		"somebody else": func(r *rig) { r.fresh() },
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, "en", func(r *rig) {
				c := r.gear(&fakeCamera{})
				photographed(r, model.PageFront)
				r.tap("Camera")
				r.pass(300 * time.Millisecond)
				if c.opens != 1 || c.closes != 0 {
					t.Fatalf("opened %d, closed %d", c.opens, c.closes)
				}
				end(r)
				r.loop.Settle()
				c.closed(t, 1)
				if r.filming != nil {
					t.Error("frames are kept")
				}
				r.pass(2 * time.Second)
			})
		})
	}
}

// TestCameraFails: one sentence, and the other way is offered.
func TestCameraFails(t *testing.T) {
	for name, c := range map[string]struct {
		camera fakeCamera
		says   string
	}{
		"refused":   {fakeCamera{err: model.Fail(model.CodeNoAccess, nil)}, "error.camera-refused"},
		"busy":      {fakeCamera{err: model.Fail(model.CodeCameraBusy, nil)}, "error.camera-busy"},
		"unplugged": {fakeCamera{gone: 5}, "error.camera-gone"},
		"none":      {fakeCamera{}, "error.no-camera"},
	} {
		for _, kiosk := range []bool{false, true} {
			inside(t, "en", func(r *rig) {
				camera := r.gear(&c.camera)
				button, other := "Camera", "Choose a photo"
				if kiosk {
					r.atKiosk()
					r.shelve(3)
					button, other = "Take a photo", "From a USB stick"
				}
				photographed(r, model.PageFront)
				if name == "none" {
					r.p.Cameras = func(context.Context) ([]model.Camera, error) { return nil, nil }
				}
				r.tap(button)
				r.pass(time.Second)
				if kiosk {
					r.says("ask at the counter")
					r.lacks("Plug")
				} else {
					r.says(r.b.T(c.says))
				}
				if kittest.Button(r.root, other) == nil || kittest.Button(r.root, button) == nil {
					t.Errorf("%s: no other way: %q", name, kittest.Texts(r.root))
				}
				camera.closed(t, camera.opens)
			})
		}
	}
}

// TestSlowJudgeSkipsFrames: the picture goes on, and what is judged is new.
func TestSlowJudgeSkipsFrames(t *testing.T) {
	inside(t, "en", func(r *rig) {
		c := r.gear(&fakeCamera{slow: 500 * time.Millisecond})
		photographed(r, model.PageFront)
		r.tap("Camera")
		r.pass(3 * time.Second)
		if c.judged < 5 || c.judged > 7 {
			t.Errorf("%d frames were judged in three seconds, want one every half second", c.judged)
		}
		if n := len(c.shrunk); n < 25 || n > 46 {
			t.Errorf("%d frames were shown in three seconds, want at most 15 a second", n)
		}
		if last, want := c.shrunk[len(c.shrunk)-1], r.finder().Pixels(); last != want || want < 400 {
			t.Errorf("frames are made %d wide for a place of %d", last, want)
		}
		r.tap("Cancel")
		r.pass(time.Second)
	})
}

func TestNoCameraNoButton(t *testing.T) {
	inside(t, "en", func(r *rig) {
		photographed(r, model.PageFront)
		if kittest.Button(r.root, "Camera") != nil {
			t.Error("a button without a camera")
		}
		r.gear(&fakeCamera{})
		r.p.Cameras = func(context.Context) ([]model.Camera, error) { return nil, model.ErrNoCamera }
		r.show()
		if kittest.Button(r.root, "Camera") != nil {
			t.Error("a button without a camera that was found")
		}
	})
}

// TestOtherCamera: of several the next can be taken.
func TestOtherCamera(t *testing.T) {
	inside(t, "en", func(r *rig) {
		c := r.gear(&fakeCamera{})
		var ids []string
		open := r.p.Film
		r.p.Film = func(ctx context.Context, id string) (Film, error) {
			ids = append(ids, id)
			return open(ctx, id)
		}
		r.p.Cameras = func(context.Context) ([]model.Camera, error) {
			return []model.Camera{{ID: "a"}, {ID: "b"}, {ID: "c"}}, nil
		}
		photographed(r, model.PageFront)
		r.tap("Camera")
		r.pass(300 * time.Millisecond)
		r.tap("Other camera")
		r.pass(300 * time.Millisecond)
		r.tap("Cancel")
		if !slices.Equal(ids, []string{"a", "b"}) {
			t.Errorf("opened %q", ids)
		}
		c.closed(t, 2)
	})
}

// TestCameraInBothLanguages: the sentence that is there changes too.
func TestCameraInBothLanguages(t *testing.T) {
	inside(t, "en", func(r *rig) {
		r.gear(&fakeCamera{})
		photographed(r, model.PageFront)
		r.tap("Camera")
		r.pass(300 * time.Millisecond)
		r.says("all four corners")
		r.speak("zh")
		r.says("四个角都要看到")
		r.says("正在使用摄像头")
		r.lacks("Camera in use")
		r.tap("取消")
	})
}

func TestCameraFits(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 815, Height: 700}, {Width: 1024, Height: 700}} {
		inside(t, "en", func(r *rig) {
			r.gear(&fakeCamera{})
			r.b.Window.Resize(size)
			photographed(r, model.PageFront)
			r.tap("Camera")
			r.pass(300 * time.Millisecond)
			kittest.Frames(r.root, 5)
			f := r.finder()
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
			if bottom := at.Y + f.Size().Height; bottom > size.Height-80 || f.Size().Height < 300 {
				t.Errorf("%v: what the camera sees ends at %v, %v high", size, bottom, f.Size().Height)
			}
			r.tap("Cancel")
		})
	}
}
