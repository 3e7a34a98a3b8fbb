package bind

import (
	"context"
	"image"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

const (
	onShelf    = 12  // pictures at a time
	shelfThumb = 320 // pixels, long side
	tileWidth  = 190 // dp, at the standard scale
	tileHeight = 110
)

// A shelf is the medium of a person, at a kiosk: its pictures, some at a time.
type shelf struct {
	side    model.Side
	files   []model.Shelved
	more    bool
	reading bool
	first   int                    // file that is shown
	thumbs  map[string]image.Image // by path; nil for one that cannot be read
	holders map[string]*fyne.Container
	stop    func()
}

// openShelf shows what lies on the medium.
func (s *Screen) openShelf(side model.Side) {
	s.stopFilm()
	s.dropShelf()
	s.slots[side].fail, s.problems = failure{}, nil
	sh := &shelf{side: side, reading: true, thumbs: map[string]image.Image{}}
	s.shelf = sh
	list := s.p.Medium
	work := func(ctx context.Context, _ func(float64)) (model.Shelf, error) { return list(ctx) }
	sh.stop = kit.Start(s.b.Jobs, work, nil, func(found model.Shelf, err error) {
		sh.reading, sh.stop = false, nothing
		if err != nil {
			s.dropShelf()
			s.slots[side].fail = failure{err: err}
			s.render()
			return
		}
		sh.files, sh.more = found.Pictures, found.More
		s.turnShelf(0)
	})
	s.render()
}

// dropShelf lets go of the medium, and of the pictures on it.
func (s *Screen) dropShelf() {
	if s.shelf != nil {
		s.shelf.stop()
		s.shelf = nil
	}
}

func (s *Screen) leaveShelf() {
	s.dropShelf()
	s.render()
}

// shown are the files on the page.
func (sh *shelf) shown() []model.Shelved {
	return sh.files[sh.first:min(sh.first+onShelf, len(sh.files))]
}

// turnShelf shows the files from first on; their pictures come one by one.
func (s *Screen) turnShelf(first int) {
	sh := s.shelf
	sh.stop()
	sh.first, sh.thumbs = first, map[string]image.Image{}
	files, thumb := sh.shown(), s.p.MediumThumb
	type made struct {
		path string
		img  image.Image
	}
	ready := make(chan made, onShelf)
	work := func(ctx context.Context, step func(float64)) (struct{}, error) {
		for _, f := range files {
			img, err := thumb(ctx, f.Path, shelfThumb)
			if ctx.Err() != nil {
				return struct{}{}, ctx.Err()
			}
			if err != nil {
				img = nil // said when it is chosen
			} else {
				img = kit.Levels(img)
			}
			ready <- made{f.Path, img}
			step(0)
		}
		return struct{}{}, nil
	}
	take := func() {
		for len(ready) > 0 {
			m := <-ready
			sh.thumbs[m.path] = m.img
			if h := sh.holders[m.path]; h != nil {
				h.Objects = []fyne.CanvasObject{s.thumb(m.path)}
				h.Refresh()
			}
		}
	}
	sh.stop = kit.Start(s.b.Jobs, work, func(float64) { take() }, func(struct{}, error) { take() })
	s.render()
}

// thumb is the picture of a file, an empty place until it is there, or a sign
// that it cannot be read.
func (s *Screen) thumb(path string) fyne.CanvasObject {
	img, read := s.shelf.thumbs[path]
	if read && img == nil {
		return container.NewStack(kit.Picture(nil, tileWidth, tileHeight), kit.Sign("fault", theme.ColorNamePlaceHolder, 40))
	}
	return kit.Picture(img, tileWidth, tileHeight)
}

// shelfPage is a page of the pictures, to be pressed.
func (s *Screen) shelfPage(model.Side) *container.Scroll {
	sh := s.shelf
	if sh.reading {
		return kit.PageOf(photoWidth, s.b.T("bind.medium.title"), s.b.T("bind.medium.reading"))
	}
	if len(sh.files) == 0 {
		return kit.PageOf(photoWidth, s.b.T("bind.medium.title"), "", kit.Notice(s.b.T("bind.medium.empty")))
	}
	sh.holders = map[string]*fyne.Container{}
	var tiles []fyne.CanvasObject
	for _, f := range sh.shown() {
		holder := container.NewStack(s.thumb(f.Path))
		sh.holders[f.Path] = holder
		name := kit.NewText(kit.Show(f.Name), kit.Style{SizeName: kit.SizeCaption, Align: fyne.TextAlignCenter, Single: true})
		tiles = append(tiles, kit.NewPress(f.Name, kit.Column(holder, name), func() { s.fromShelf(f.Path) }))
	}
	lead := s.b.T("bind.medium.lead", "from", sh.first+1, "to", sh.first+len(tiles), "n", len(sh.files))
	rows := []fyne.CanvasObject{kit.Tiles(tileWidth, tiles...)}
	if sh.more {
		rows = append(rows, kit.Notice(s.b.T("bind.medium.more")))
	}
	return kit.PageOf(photoWidth, s.b.T("bind.medium.title"), lead, rows...)
}

// shelfButtons turn the page, and lead back.
func (s *Screen) shelfButtons(side model.Side) fyne.CanvasObject {
	sh := s.shelf
	back := kit.Secondary(s.b.T("common.cancel"), s.leaveShelf)
	s.focus[string(side)] = back
	if len(sh.files) == 0 && !sh.reading { // the stick comes later, or was pulled
		return kit.Buttons(kit.Primary(s.b.T("bind.medium.again"), func() { s.openShelf(side) }), back)
	}
	if len(sh.files) <= onShelf {
		return kit.Buttons(back)
	}
	before := kit.Secondary(s.b.T("bind.medium.before"), func() { s.turnShelf(sh.first - onShelf) }).With("back")
	after := kit.Secondary(s.b.T("bind.medium.after"), func() { s.turnShelf(sh.first + onShelf) }).With("forward")
	if sh.first == 0 {
		before.Disable()
	}
	if sh.first+onShelf >= len(sh.files) {
		after.Disable()
	}
	return kit.Buttons(before, after, back)
}

// fromShelf takes a picture of the medium, with all guards.
func (s *Screen) fromShelf(path string) {
	side, open := s.shelf.side, s.p.MediumOpen
	s.dropShelf()
	s.replace(side, func(ctx context.Context) (Picture, error) { return open(ctx, path) }, true)
}
