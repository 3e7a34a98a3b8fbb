package me

import (
	"context"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// data is what the page about one's own data shows.
type data struct {
	kept     model.Kept
	openings []opening
	loaded   bool
}

// An opening is one of a case's, with that case.
type opening struct {
	model.Opening
	reference string
}

func (s *Screen) loadData() {
	s.stopData()
	records, mine := s.p.Records, s.state.mine
	s.stopData = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (d data, err error) {
		if d.kept, err = records.Kept(ctx); err != nil {
			return d, err
		}
		for _, m := range mine {
			list, err := records.Openings(ctx, m.Reference)
			if err != nil {
				return d, err
			}
			for _, o := range list {
				d.openings = append(d.openings, opening{o, m.Reference})
			}
		}
		return d, nil
	}, nil, func(d data, err error) {
		d.loaded = err == nil
		s.data, s.err = d, err
		s.show()
	})
}

// dataPage says what is stored, where, how long, and who opened it; asking for
// a copy and withdrawing start here.
func (s *Screen) dataPage() fyne.CanvasObject {
	body := s.alert()
	if s.err == nil { // else nothing is known: no zeros, and not that nobody looked
		body = append(body, s.kept(), s.opened())
	}
	body = append(body, kit.Sub(s.b.T("data.rights")),
		kit.Card(kit.Beside(kit.Column(kit.Strong(s.b.T("data.export")), kit.Muted(s.b.T("data.export.what"))),
			kit.Secondary(s.b.T("data.export.do"), func() { s.b.Go("me/export") }))),
		kit.Card(kit.Beside(kit.Column(kit.Strong(s.b.T("data.erase")), kit.Muted(s.b.T("data.erase.what"))),
			kit.Secondary(s.b.T("data.erase.do"), func() { s.b.Go("me/erase") }))))
	return kit.Page(s.b.T("data.title"), s.b.T("data.lead"), body...)
}

func (s *Screen) kept() fyne.CanvasObject {
	b, k := s.b, s.data.kept
	if !s.data.loaded {
		return kit.Card(kit.Muted(b.T("data.loading")))
	}
	draft := b.T("data.draft.none")
	if k.Draft {
		draft = b.T("data.draft.yes")
	}
	if !k.Until.IsZero() {
		draft = b.T("data.draft.until", "day", b.Words.Date(idcard.Today(k.Until)))
	}
	long := b.T("data.long.text")
	if k.Days.Approved > 0 {
		long = b.T("data.long.days", "n", k.Days.Approved)
	}
	key := b.T("data.key.file")
	if k.Keyring != "" {
		key = b.T("data.key.keyring", "name", k.Keyring)
	}
	return kit.Card(
		kit.Row(b.T("data.cases"), b.T("data.cases.text", "n", k.Bindings, "requests", k.Requests, "copies", k.Copies), nil),
		kit.Row(b.T("data.what"), b.T("data.what.text"), nil),
		kit.Row(b.T("data.draft"), draft, nil),
		kit.Row(b.T("data.where"), b.T("data.where.text", "folder", s.p.Folder), nil),
		kit.Row(b.T("data.key"), key, nil),
		kit.Row(b.T("data.long"), long, nil),
	)
}

// opened lists who opened the files of this account's cases.
func (s *Screen) opened() fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.Strong(s.b.T("data.opened"))}
	if s.data.loaded && len(s.data.openings) == 0 {
		rows = append(rows, kit.Muted(s.b.T("data.opened.none")))
	}
	for _, o := range s.data.openings {
		rows = append(rows, kit.Row(s.b.Words.Moment(o.At), s.b.T("data.opened.by", "who", o.By, "reference", o.reference), nil))
	}
	return kit.Card(rows...)
}
