package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"truename/model"
	"truename/model/plainfile"
)

const (
	playEvery  = 100 * time.Millisecond // a picture of a folder
	mostPlayed = 600                    // pictures of a folder
	mostRoll   = 20 << 20               // bytes of one of its files
)

// A folder is a Stream of the JPEGs of a folder.
type folder struct {
	files []string
	next  int
	due   time.Time
	end   context.Context
	stop  context.CancelFunc
	mu    sync.Mutex
	shown string // that was decoded last
	img   image.Image
}

// openFolder lists the JPEGs of a folder, by name.
func openFolder(ctx context.Context, dir string) (Stream, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, model.Fail(model.CodeNoCamera, plainfile.WithoutPath(err))
	}
	f := &folder{}
	for _, e := range entries {
		if kind := strings.ToLower(filepath.Ext(e.Name())); (kind == ".jpg" || kind == ".jpeg") && len(f.files) < mostPlayed {
			f.files = append(f.files, filepath.Join(dir, e.Name()))
		}
	}
	if slices.Sort(f.files); len(f.files) == 0 {
		return nil, none("no JPEG in the folder that is to be played")
	}
	f.end, f.stop = context.WithCancel(context.WithoutCancel(ctx))
	return f, nil
}

// Next implements Stream. Pictures that nobody asked for in time are left out.
func (f *folder) Next(ctx context.Context) (image.Image, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.due.IsZero() {
		f.due = time.Now()
	}
	wait := time.NewTimer(time.Until(f.due))
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-f.end.Done():
		return nil, gone("closed")
	case <-wait.C:
	}
	late := int(time.Since(f.due) / playEvery)
	f.next, f.due = f.next+late, f.due.Add(time.Duration(late+1)*playEvery)
	file := f.files[f.next%len(f.files)]
	f.next++
	return f.read(file)
}

// read decodes a file, unless it is the one shown before.
func (f *folder) read(file string) (image.Image, error) {
	if file == f.shown {
		return f.img, nil
	}
	r, size, err := plainfile.Open(file)
	if err != nil || size > mostRoll {
		return nil, gone(fmt.Sprintf("a picture of the folder cannot be read (%d bytes, %v)", size, err))
	}
	defer r.Close()
	cfg, err := jpeg.DecodeConfig(r)
	if err == nil && cfg.Width*cfg.Height > 4*mostWidth*mostHeight {
		err = errors.New("too large for a frame")
	}
	if _, failed := r.Seek(0, 0); err == nil {
		err = failed
	}
	if err == nil {
		f.img, err = jpeg.Decode(r)
	}
	if err != nil {
		return nil, model.Fail(model.CodeCameraGone, err)
	}
	f.shown = file
	return f.img, nil
}

// Close implements Stream.
func (f *folder) Close() error {
	f.stop()
	return nil
}
