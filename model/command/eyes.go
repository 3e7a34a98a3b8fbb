package command

import (
	"bytes"
	"context"
	"image"
	"io/fs"
	"maps"
	"runtime/debug"
	"sync"
	"time"

	"truename/model"
	"truename/model/eyes"
	"truename/model/idcard"
	"truename/model/ocr"
	"truename/model/photo"
	"truename/model/store"
)

// Eyes look at all photographs of the program. Their nets are loaded once, at
// first use or by Open. They may be used by several goroutines.
type Eyes struct{ load func() (*eyes.Eyes, error) }

// NewEyes uses the nets in models, as ocr.New wants them. Nothing is loaded yet.
func NewEyes(models fs.FS) *Eyes {
	return &Eyes{sync.OnceValues(func() (*eyes.Eyes, error) {
		reader, err := ocr.New(models)
		if err != nil {
			return nil, err
		}
		Tidy()
		return eyes.New(reader), nil
	})}
}

// Tidy lets the process clear up oftener: a photograph takes a hundred megabytes
// for half a second, and with Go's own measure twice that stays with the
// process. 49 photographs one after another had 334 MB resident without it, 236
// MB at 50 %, 194 MB at 30 %, in 20.0, 20.1 and 21.8 s of processor time.
func Tidy() { debug.SetGCPercent(tidily) }

// tidily is how much may be garbage, in percent of what is not.
const tidily = 40

// Open loads the nets, in some 10 ms, unless that was done. An error is for the
// log: it stays, and See and Match get along with it.
func (e *Eyes) Open() error {
	_, err := e.load()
	return err
}

// Look is eyes.Look; an error may also be that of Open.
func (e *Eyes) Look(ctx context.Context, src *photo.Source, side model.Side, w eyes.Watch) (eyes.Seen, error) {
	sight, err := e.load()
	if err != nil {
		return eyes.Seen{}, err
	}
	return sight.Look(ctx, src, side, w)
}

// Live judges the frames of one camera for the photograph of a side: see
// eyes.Live. An error may also be that of Open.
func (e *Eyes) Live(side model.Side) func(ctx context.Context, frame image.Image, at time.Time) (model.Sign, error) {
	var live *eyes.Live
	return func(ctx context.Context, frame image.Image, at time.Time) (model.Sign, error) {
		if live == nil {
			sight, err := e.load()
			if err != nil {
				return model.Sign{}, err
			}
			live = sight.Live(side)
		}
		return live.See(ctx, frame, at)
	}
}

// See is Look for who keeps the photograph and has to go on whatever happens:
// eyes that fail say that nothing was read, and a person will look. The reading
// has what will be compared, and no more.
func (e *Eyes) See(ctx context.Context, src *photo.Source, side model.Side, w eyes.Watch) (model.Report, model.Reading) {
	seen, err := e.Look(ctx, src, side, w)
	if err == nil {
		return seen.Report, compared(seen.Reading)
	}
	f := model.Finding{Code: model.FindingNotRead, Weight: model.Notice, Side: side, Field: string(side)}
	if w.Finding != nil {
		w.Finding(f)
	}
	return model.Report{Side: model.NoSide, Grade: model.Flagged, Findings: []model.Finding{f}}, nil
}

// compared is a reading without what is held against nothing: address and
// authority are read only to see whether the photograph shows them (PIPL art. 6:
// no more than the purpose needs).
func compared(r model.Reading) model.Reading {
	r = maps.Clone(r)
	delete(r, model.ReadAddress)
	delete(r, model.ReadAuthority)
	return r
}

// Verify is eyes.Verify; an error may also be that of Open.
func (e *Eyes) Verify(ctx context.Context, p model.Photo, name string) (model.Match, error) {
	sight, err := e.load()
	if err != nil {
		return model.Match{}, err
	}
	return sight.Verify(ctx, p, name)
}

// Match is d with its name held against the photograph of the portrait side,
// unless that was done. Where it cannot be done d stays as it is: the desk is
// told so.
func (e *Eyes) Match(ctx context.Context, d model.Draft, r idcard.Rules) model.Draft {
	name := idcard.ParseName(d.Name, idcard.ParseNumber(d.Number, r).Kind).Value
	if m := d.Front.NameMatch; name == "" || m != nil && m.Typed == name {
		return d
	}
	d.Front.NameMatch = nil
	if m, err := e.Verify(ctx, d.Front, name); err == nil {
		d.Front.NameMatch = &m
	}
	return d
}

// AutoCheck is model.AutoCheck as of now, as a store.Check. The photographs are
// looked at anew, here: what another machine saw in them is not taken for it.
func (e *Eyes) AutoCheck(demo bool) store.Check {
	return func(ctx context.Context, s model.Submission) ([]model.Finding, bool, error) {
		return e.autoCheck(ctx, s, idcard.Rules{Today: idcard.Today(time.Now()), Specimens: demo})
	}
}

func (e *Eyes) autoCheck(ctx context.Context, s model.Submission, r idcard.Rules) (found []model.Finding, clear bool, err error) {
	for side, p := range map[model.Side]*model.Photo{model.Front: &s.Front, model.Back: &s.Back} {
		if p.Empty() {
			return nil, false, nil
		}
		src, err := photo.Decode(ctx, bytes.NewReader(p.JPEG))
		if ctx.Err() == nil && err != nil {
			return nil, false, nil // a person has to see what this is
		}
		if err != nil {
			return nil, false, err
		}
		seen, err := e.Look(ctx, src, side, eyes.Watch{})
		if err != nil {
			return nil, false, err
		}
		p.Report, p.Reading, p.NameMatch = seen.Report, compared(seen.Reading), nil
	}
	m, err := e.Verify(ctx, s.Front, s.Fields.Name)
	if err != nil {
		return nil, false, ctx.Err()
	}
	s.Front.NameMatch = &m
	found, clear = model.AutoCheck(s, r)
	return found, clear, ctx.Err()
}

// Strip cuts a place on the card out of a photograph, height pixels high, to be
// compared with what was typed. It fails with ErrNotFound if no card was found
// there.
func Strip(ctx context.Context, p model.Photo, place model.Place, height int) (image.Image, error) {
	if p.Report.Quad == nil {
		return nil, model.ErrNotFound
	}
	return photo.Strip(ctx, p.JPEG, *p.Report.Quad, place, height)
}
