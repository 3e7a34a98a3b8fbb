package desk

import (
	"context"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/google/uuid"
)

// A Log is the audit log.
type Log interface {
	// AuditLog is what it says before record number before, newest first; 0 is up
	// to the newest.
	AuditLog(ctx context.Context, before uint64, n int) ([]model.Entry, error)
}

// journal is the page of the audit log.
type journal struct {
	entries []model.Entry // newest first, as far as it was read
	busy    bool          // more is being read
	list    *kit.List
}

// logPageSize is how many records are read at a time.
const logPageSize = 200

// toLog shows the audit log.
func (s *Screen) toLog() {
	s.watch()
	s.err, s.said, s.log = nil, nil, &journal{}
	s.readLog()
	s.show()
}

// readLog reads the audit log again, as much of it as was seen.
func (s *Screen) readLog() {
	if s.log == nil {
		s.log = &journal{}
	}
	n := max(logPageSize, len(s.log.entries))
	s.readBefore(0, n, func(more []model.Entry) { s.log.entries = more })
}

// older reads what comes before the last record seen.
func (s *Screen) older() {
	if n := len(s.log.entries); n > 0 && !s.log.busy && s.log.entries[n-1].Seq > 1 && !s.rests() {
		s.watch()
		s.readBefore(s.log.entries[n-1].Seq, logPageSize, func(more []model.Entry) { s.log.entries = append(s.log.entries, more...) })
	}
}

// readBefore reads n records before one, and lets take have them.
func (s *Screen) readBefore(before uint64, n int, take func([]model.Entry)) {
	if s.p.Log == nil {
		return
	}
	s.stopQueue()
	of := s.log
	of.busy = true
	s.stopQueue = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) ([]model.Entry, error) {
		return s.p.Log.AuditLog(ctx, before, n)
	}, nil, func(more []model.Entry, err error) {
		if of.busy = false; s.log != of {
			return
		}
		s.fetched(err)
		if s.err = err; err == nil {
			take(more)
		}
		s.show()
	})
}

// logPage is the audit log; of an auditor it is the desk.
func (s *Screen) logPage() fyne.CanvasObject {
	b := s.b
	if s.log == nil {
		s.log = &journal{}
	}
	tools := kit.Buttons()
	if s.role().Decides() {
		tools.Add(kit.Secondary(b.T("desk.back"), s.backToQueue))
	} else {
		if s.p.Figures != nil {
			tools.Add(kit.Link(b.T("desk.figures"), func() { s.toNumbers(periods[1]) }))
		}
		if s.p.Holders != nil {
			tools.Add(kit.Link(b.T("desk.holders"), s.toHolders))
		}
	}
	tools.Add(kit.Secondary(b.T("desk.lock"), s.lock).With("lock"))
	rows := append([]fyne.CanvasObject{kit.Beside(kit.Heading(b.T("desk.log")), tools), kit.Muted(b.T("desk.log.lead"))}, s.alert()...)
	for _, e := range s.log.entries {
		if !e.Sound {
			rows = append(rows, kit.Alert(b.T("desk.log.damaged")))
			break
		}
	}
	list := kit.Backdrop(kit.ColorCard, s.logList())
	return kit.Framed(kit.FrameOf(deskWidth, kit.Column(rows...)), nil,
		kit.Centred(deskWidth, layout.NewCustomPaddedLayout(0, 16, kit.Margin, kit.Margin), list))
}

// logList draws only the records in sight. It stands where the former list
// stood.
func (s *Screen) logList() fyne.CanvasObject {
	j := s.log
	list := kit.NewList(s.b.T("desk.log"), func() int { return len(j.entries) },
		func() fyne.CanvasObject {
			r := newRow()
			r.layout.wide = true
			return r
		},
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i >= len(j.entries) {
				return
			}
			o.(*row).tell(s.b, j.entries[i])
			if i == len(j.entries)-1 {
				s.older()
			}
		})
	list.OnSelected = func(i widget.ListItemID) { // there is nothing behind a record
		s.watch()
		list.Unselect(i)
	}
	if j.list != nil {
		offset := j.list.GetScrollOffset()
		list.Resize(j.list.Size())
		list.ScrollToOffset(offset)
	}
	j.list = list
	return list
}

// tell shows a record of the audit log: who, when, what, and about which case
// or key.
func (r *row) tell(b *kit.Bench, e model.Entry) {
	who, what, about := short(e.Actor), e.Action, short(e.Key)
	if key := "desk.log.by." + e.Actor; b.Words.Has(key) {
		who = b.T(key)
	}
	if key := "desk.log.what." + e.Action; b.Words.Has(key) {
		what = b.T(key)
	}
	if e.Case != uuid.Nil {
		about = short(e.Case.String())
	}
	when := e.At.In(idcard.China).Format("2006-01-02 15:04:05")
	r.due.Color = ""
	if !e.Sound {
		r.due.Color, what = theme.ColorNameError, b.T("desk.log.unsound", "n", e.Seq)
	}
	r.say(who, when, what, about)
}
