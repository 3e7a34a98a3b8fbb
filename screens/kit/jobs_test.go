package kit_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"truename/screens/kit"
	"truename/screens/kit/kittest"
)

// after is work that ends after d with value v.
func after(d time.Duration, v string) kit.Work[string] {
	return func(ctx context.Context, _ func(float64)) (string, error) {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(d):
			return v, nil
		}
	}
}

// bubble runs f with jobs whose UI goroutine is the test's.
func bubble(t *testing.T, f func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		loop := kittest.NewLoop()
		jobs := kit.NewJobs(loop.Post)
		defer jobs.Abandon()
		f(t, loop, jobs)
	})
}

func TestStart(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(stop func(), loop *kittest.Loop)
		want []string
	}{
		"shows what it did": {func(_ func(), loop *kittest.Loop) { time.Sleep(2 * time.Second) }, []string{"v", "<nil>"}},
		"says nothing before": {func(_ func(), loop *kittest.Loop) {
			time.Sleep(time.Second / 2)
		}, nil},
		"stopped while it works": {func(stop func(), loop *kittest.Loop) {
			time.Sleep(time.Second / 2)
			stop()
		}, nil},
		"stopped when its result waits": {func(stop func(), loop *kittest.Loop) {
			time.Sleep(2 * time.Second)
			synctest.Wait()
			stop()
		}, nil},
		"stopped after it was shown": {func(stop func(), loop *kittest.Loop) {
			time.Sleep(2 * time.Second)
			loop.Settle()
			stop()
		}, []string{"v", "<nil>"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
				var got []string
				stop := kit.Start(jobs, after(time.Second, "v"), nil, func(v string, err error) {
					got = append(got, v, errText(err))
				})
				c.act(stop, loop)
				loop.Settle()
				if !slices.Equal(got, c.want) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}

func errText(err error) string {
	if err == nil {
		return "<nil>"
	}
	return err.Error()
}

// TestNewestWins: whoever starts anew after stop is the only one heard.
func TestNewestWins(t *testing.T) {
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		var got []string
		stop := func() {}
		for i, v := range []string{"first", "second", "third"} {
			stop()
			stop = kit.Start(jobs, after(time.Duration(3-i)*time.Second, v), nil, func(v string, _ error) { got = append(got, v) })
		}
		time.Sleep(time.Minute)
		loop.Settle()
		if !slices.Equal(got, []string{"third"}) {
			t.Errorf("heard %q", got)
		}
	})
}

// TestProgress: of many steps those that the UI goroutine had no time for are
// left out, the last one never is, and none is told after stop.
func TestProgress(t *testing.T) {
	steps := func(ctx context.Context, step func(float64)) (string, error) {
		for i := range 100 {
			step(float64(i) / 99)
		}
		<-ctx.Done()
		return "", ctx.Err()
	}
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		var got []float64
		stop := kit.Start(jobs, steps, func(f float64) { got = append(got, f) }, func(string, error) {})
		loop.Settle()
		if len(got) != 1 || got[0] != 0 && got[0] != 1 {
			t.Errorf("told %v", got)
		}
		stop()
		loop.Settle()
	})
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		stop := kit.Start(jobs, steps, func(f float64) { t.Errorf("told %v after stop", f) }, func(string, error) { t.Error("shown after stop") })
		stop()
		loop.Settle()
	})
}

// TestProgressLast: the value told is the newest one at that moment.
func TestProgressLast(t *testing.T) {
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		work := func(_ context.Context, step func(float64)) (string, error) {
			step(0.1)
			time.Sleep(time.Second)
			step(0.2)
			step(0.9)
			return "done", nil
		}
		var got []float64
		kit.Start(jobs, work, func(f float64) { got = append(got, f) }, func(string, error) { got = append(got, 1) })
		loop.Settle()
		time.Sleep(2 * time.Second)
		loop.Settle()
		if !slices.Equal(got, []float64{0.1, 0.2, 1}) && !slices.Equal(got, []float64{0.1, 0.9, 1}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestClose: quitting waits for what results set off, as the last save of a
// draft is, and nothing is started or posted any more.
func TestClose(t *testing.T) {
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		saved := false
		slow := func(ctx context.Context, _ func(float64)) (string, error) {
			time.Sleep(time.Second) // not cut short
			return "", ctx.Err()
		}
		kit.Start(jobs, slow, nil, func(_ string, err error) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the first ended with %v", err)
			}
			kit.Start(jobs, slow, nil, func(string, error) { saved = true })
		})
		closed := false
		go func() {
			jobs.Close()
			closed = true
		}()
		for range 4 {
			loop.Settle()
			if closed && !saved {
				t.Fatal("closed before all was done")
			}
			time.Sleep(time.Second)
		}
		if !closed || !saved {
			t.Fatalf("closed %v, saved %v", closed, saved)
		}
		kit.Start(jobs, after(0, "late"), nil, func(string, error) { t.Error("started after Close") })
		jobs.Post(func() { t.Error("posted after Close") })
		loop.Settle()
		jobs.Close() // again, on whatever goroutine
	})
}

// TestCloseWithoutLoop: a toolkit that ended by itself runs no posts.
func TestCloseWithoutLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jobs := kit.NewJobs(func(func()) {})
		begun := time.Now()
		ended := false
		kit.Start(jobs, func(ctx context.Context, _ func(float64)) (string, error) {
			<-ctx.Done()
			time.Sleep(time.Minute)
			ended = true
			return "", nil
		}, nil, func(string, error) {})
		jobs.Close()
		if took := time.Since(begun); !ended || took > 2*time.Minute {
			t.Errorf("ended %v after %v", ended, took)
		}
	})
}

func TestPost(t *testing.T) {
	bubble(t, func(t *testing.T, loop *kittest.Loop, jobs *kit.Jobs) {
		n := 0
		jobs.Post(func() { n++ })
		loop.Settle()
		if n != 1 {
			t.Errorf("ran %d times", n)
		}
	})
}
