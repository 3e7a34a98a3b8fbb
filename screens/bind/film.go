package bind

import (
	"context"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"truename/model"
	"truename/screens/kit"
)

const (
	filmEvery = time.Second / 15       // no more frames than that are shown
	filmStay  = 600 * time.Millisecond // of a sentence about what the camera sees
	flashStay = 150 * time.Millisecond // of the white that says: taken
	cueStay   = 800 * time.Millisecond // of the taken picture, before what is found in it
)

// A filming is a camera in use for the photograph of a side. It belongs to the
// UI goroutine.
type filming struct {
	side    model.Side
	finder  *kit.Finder
	told    *kit.Text // what to do, on the page
	key     string    // of that
	keyAt   time.Time
	running bool        // the camera gives pictures
	last    image.Image // that was shown; nil: none yet
	taken   bool
	stop    func() // closes the camera
	stopCue func()
}

// A reel carries what a camera sees from its job to the page: only the latest.
type reel struct {
	shrink func(image.Image, int) *image.RGBA
	pixels atomic.Int32 // how wide a frame is shown
	mu     sync.Mutex
	now    news
}

// news is what came since it was taken from the reel.
type news struct {
	frame image.Image // nil: none
	img   *image.RGBA
	sign  *model.Sign // nil: none
	take  image.Image // that the sign says to take
}

func (r *reel) put(change func(*news)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.now)
}

func (r *reel) take() (out news) {
	r.put(func(s *news) { out, *s = *s, news{} })
	return out
}

// A shown is a frame that is to be judged, and when it came.
type shown struct {
	frame image.Image
	at    time.Time
}

// run takes pictures until ctx is done or the camera fails. The newest is judged
// on a goroutine of its own; those that come meanwhile are not.
func (r *reel) run(ctx context.Context, film Film, judge Judge, step func(float64)) error {
	newest := make(chan shown, 1)
	ctx, cancel := context.WithCancel(ctx)
	var judging sync.WaitGroup
	defer judging.Wait()
	defer cancel()
	if judge != nil {
		judging.Go(func() { r.judge(ctx, newest, judge, step) })
	}
	for {
		frame, err := film.Next(ctx)
		if err != nil {
			return err
		}
		came := time.Now()
		select {
		case <-newest:
		default:
		}
		newest <- shown{frame, came}
		img := r.shrink(frame, int(r.pixels.Load()))
		r.put(func(s *news) { s.frame, s.img = frame, img })
		step(0)
		if _, err := sleep(filmEvery-time.Since(came))(ctx, nil); err != nil {
			return err
		}
	}
}

// judge ends with ctx, or when judging fails: the button takes photographs all
// the same.
func (r *reel) judge(ctx context.Context, newest <-chan shown, judge Judge, step func(float64)) {
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-newest:
			sign, err := judge(ctx, n.frame, n.at)
			if err != nil {
				return
			}
			r.put(func(s *news) {
				s.sign = &sign
				if sign.Take && s.take == nil {
					s.take = n.frame
				}
			})
			step(0)
		}
	}
}

// film opens a camera for the photograph of a side: the one that is chosen, or
// the first.
func (s *Screen) film(side model.Side) {
	s.stopFilm()
	sl := s.slots[side]
	sl.fail, s.problems = failure{}, nil
	f := &filming{side: side, finder: kit.NewFinder(""), told: kit.Sub(""), stopCue: nothing}
	s.filming = f
	r, judge, cameras, open, id := &reel{shrink: s.p.Shrink}, Judge(nil), s.p.Cameras, s.p.Film, s.camera
	r.pixels.Store(640)
	if s.p.Live != nil {
		judge = s.p.Live(side)
	}
	work := func(ctx context.Context, step func(float64)) (struct{}, error) {
		if id == "" {
			all, err := cameras(ctx)
			if err != nil || len(all) == 0 {
				return struct{}{}, orNone(err)
			}
			id = all[0].ID
		}
		film, err := open(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		defer film.Close()
		return struct{}{}, r.run(ctx, film, judge, step)
	}
	f.stop = kit.Start(s.b.Jobs, work, func(float64) {
		r.pixels.Store(int32(f.finder.Pixels()))
		s.filmed(f, r.take())
	}, func(_ struct{}, err error) {
		s.filming = nil
		sl.fail = failure{err: err}
		s.render()
	})
	s.say(f, "bind.live.starting")
	keys := s.b.Window.Canvas().Focused() != nil
	s.render()
	if keys {
		s.focusField(string(side))
	}
}

// orNone is err, or that there is no camera.
func orNone(err error) error {
	if err == nil {
		err = model.ErrNoCamera
	}
	return err
}

// filmed shows what is new.
func (s *Screen) filmed(f *filming, n news) {
	if n.img != nil {
		f.last = n.frame
		f.finder.Frame(n.img)
		if !f.running {
			f.running = true
			s.say(f, "bind.live.no-card")
			s.render() // the light goes on, and there is something to take
		}
	}
	if n.sign == nil {
		return
	}
	f.finder.Point(n.sign.Quad, n.sign.Held)
	switch {
	case n.take != nil:
		if s.b.Touched != nil { // who holds a card still is there
			s.b.Touched()
		}
		s.shoot(f, n.take)
	case n.sign.Wrong != "":
		s.say(f, "bind.live."+n.sign.Wrong)
	default:
		s.say(f, "bind.live.hold")
	}
}

// say tells what to do. A sentence stays long enough to be read.
func (s *Screen) say(f *filming, key string) {
	stays := f.key != "" && f.key != "bind.live.starting" && key != "bind.live.taken"
	if key == f.key || stays && s.b.Now().Sub(f.keyAt) < filmStay {
		return
	}
	f.key, f.keyAt = key, s.b.Now()
	f.told.SetText(s.b.T(key))
}

// shoot takes a frame for the photograph, which then goes the way of a file.
func (s *Screen) shoot(f *filming, frame image.Image) {
	if frame == nil || f.taken {
		return
	}
	f.stop()
	f.taken, f.last = true, nil
	f.finder.Flash(true)
	s.say(f, "bind.live.taken")
	stopFlash := kit.Start(s.b.Jobs, sleep(flashStay), nil, func(struct{}, error) { f.finder.Flash(false) })
	stopStay := kit.Start(s.b.Jobs, sleep(cueStay), nil, func(struct{}, error) {
		s.stopFilm()
		s.render()
	})
	f.stopCue = func() { stopFlash(); stopStay() }
	develop := s.p.Develop
	s.replace(f.side, func(context.Context) (Picture, error) { return develop(frame) }, true)
}

// stopFilm closes the camera, and lets go of what it showed.
func (s *Screen) stopFilm() {
	f := s.filming
	if f == nil {
		return
	}
	s.filming = nil
	f.stop()
	f.stopCue()
	f.last = nil
	f.finder.Drop()
}

// filmsFor reports whether a camera is shown for the photograph of a side.
func (s *Screen) filmsFor(side model.Side) bool { return s.filming != nil && s.filming.side == side }

// lookForCameras asks which cameras there are: at a desktop there is a button
// only if there is one.
func (s *Screen) lookForCameras() {
	if s.p.Cameras == nil || s.looking {
		return
	}
	s.looking = true
	cameras := s.p.Cameras
	work := func(ctx context.Context, _ func(float64)) ([]model.Camera, error) { return cameras(ctx) }
	kit.Start(s.b.Jobs, work, nil, func(all []model.Camera, err error) {
		s.looking = false
		had := len(s.cameras)
		s.cameras = all // none after an error: there are other ways
		if len(all) != had && s.slots[model.Side(s.draft.Page)] != nil {
			s.render()
		}
	})
}

// turnTo takes the next camera of several.
func (s *Screen) turnTo(side model.Side) {
	at := 0
	for i, c := range s.cameras {
		if c.ID == s.camera {
			at = i
		}
	}
	s.camera = s.cameras[(at+1)%len(s.cameras)].ID
	s.film(side)
}
