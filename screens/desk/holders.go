package desk

import (
	"context"
	"fmt"
	"image"

	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reviewers are those who hold the keys of what was submitted.
type Reviewers interface {
	AddReviewer(ctx context.Context, role model.Role, pass []byte) (id string, err error)
	RemoveReviewer(ctx context.Context, id string) error
	ChangePassphrase(ctx context.Context, old, pass []byte) error
}

// Holders is who holds keys at the moment.
type Holders struct {
	Reviewers []string              // ids of their keys
	You       string                // the one at the desk
	Recovery  bool                  // there is a recovery key
	Roles     map[string]model.Role // by id
}

// A Recovery is the secret half of the recovery key, for paper alone.
type Recovery struct {
	Words []string
	Code  image.Image // the same as a QR code

	// Printer is the name of the printer for it, "" if there is none; Print
	// prints it there, in a language, without a file. nil: it cannot be printed.
	Printer func(ctx context.Context) (string, error)
	Print   func(ctx context.Context, printer, lang string) error
}

// holders is the page about reviewers and keys. part is what is done there.
type holders struct {
	Holders
	part string // "", add, change, remove, recovery (asks), paper (shows it)
	id   string // who is removed
	made Recovery
	role model.Role // of who is added

	printer string // "" while none is found
	printed bool
}

// shortID is how much of the id of a key is shown: as much as people see of
// whoever opened their case.
const shortID = 8

func short(id string) string { return id[:min(len(id), shortID)] }

// toHolders shows who holds keys. While keys are made the store answers late:
// it is asked in a job.
func (s *Screen) toHolders() { s.hold(nil) }

// turnTo shows a part of the page, with what was said before gone.
func (s *Screen) turnTo(part, id string) {
	s.watch()
	s.err, s.said, s.typed = nil, nil, [3]string{}
	s.holders = &holders{Holders: s.holders.Holders, part: part, id: id, role: model.Reviewer}
	s.show()
}

// hold shows who holds keys, and what was said.
func (s *Screen) hold(said func() string) {
	s.begun()
	s.typed = [3]string{}
	s.stop = kit.Start(s.b.Jobs, func(context.Context, func(float64)) (Holders, error) {
		return s.p.Holders(), nil
	}, nil, func(now Holders, _ error) {
		s.busy, s.said, s.holders = false, said, &holders{Holders: now}
		s.show()
	})
}

func (s *Screen) holdersPage() fyne.CanvasObject {
	switch s.holders.part {
	case "add":
		return s.passphrases(question{"desk.add.title", "desk.add.lead", "desk.add.do", s.add}, s.toHolders, "desk.claim.first", "desk.claim.second")
	case "change":
		return s.passphrases(question{"desk.change.title", "desk.change.lead", "desk.change.do", s.change}, s.toHolders, "desk.change.old", "desk.claim.first", "desk.claim.second")
	case "remove":
		return s.grave(question{"desk.remove.title", "desk.remove.lead", "desk.remove.do", s.remove}, s.toHolders)
	case "recovery":
		return s.grave(question{"desk.replace.title", "desk.replace.lead", "desk.replace.do", func() { s.recover(true) }}, s.toHolders)
	case "paper":
		return s.paperPage()
	}
	return s.listPage()
}

// listPage names the reviewers and says whether there is a recovery key.
func (s *Screen) listPage() fyne.CanvasObject {
	b, now := s.b, s.holders
	people := kit.Column(kit.Sub(b.T("desk.holders.reviewers", "n", fmt.Sprint(len(now.Reviewers)))))
	for _, id := range now.Reviewers {
		name := short(id)
		if id == now.You {
			name = b.T("desk.holders.you", "id", name)
		}
		name += "　" + b.T("role."+string(now.Roles[id]))
		remove := kit.Link(b.T("desk.holders.remove"), func() { s.turnTo("remove", id) })
		remove.Label = remove.Text + " " + short(id)
		if !s.removes(id) {
			people.Add(kit.Body(name))
		} else {
			people.Add(kit.Beside(kit.Body(name), remove))
		}
	}
	change := kit.Secondary(b.T("desk.change.do"), func() { s.turnTo("change", "") })
	back := kit.Buttons(kit.Secondary(b.T("desk.back"), s.leaves))
	if !s.role().Supervises() {
		people.Add(kit.Buttons(change))
		return kit.Page(b.T("desk.holders"), b.T("desk.holders.lead"), append(s.news(), kit.Card(people), back)...)
	}
	people.Add(kit.Buttons(kit.Secondary(b.T("desk.add.do"), func() { s.turnTo("add", "") }), change))
	is, do, make := "desk.recovery.none", "desk.recovery.make", func() { s.recover(false) }
	if now.Recovery {
		is, do, make = "desk.recovery.is", "desk.replace.do", func() { s.turnTo("recovery", "") }
	}
	again := kit.Secondary(b.T(do), make)
	if s.busy {
		again.Text = b.T("desk.busy")
		again.Disable()
	}
	paper := kit.Column(kit.Sub(b.T("desk.recovery")), kit.Body(b.T(is)), kit.Buttons(again))
	return kit.Page(b.T("desk.holders"), b.T("desk.holders.lead"), append(s.news(), kit.Card(people), kit.Card(paper), back)...)
}

// news is what failed, or what was done.
func (s *Screen) news() []fyne.CanvasObject {
	body := s.alert()
	if s.said != nil && s.err == nil {
		body = append(body, kit.Tick(s.said()))
	}
	return body
}

// A question is what is asked before something is done, by the keys of its
// texts.
type question struct {
	title, lead, do string
	then            func()
}

// passphrases asks for one passphrase after another; the last two are the new
// one, typed twice.
func (s *Screen) passphrases(q question, back func(), labels ...string) fyne.CanvasObject {
	body := s.alert()
	if s.said != nil {
		body = append(body, kit.Alert(s.said()))
	}
	body = append(body, s.roleChoice()...)
	for i, label := range labels {
		hint := ""
		if i == len(labels)-2 {
			hint = s.b.T("desk.claim.hint")
		}
		e := s.secret(i, s.b.T(label))
		if i == len(labels)-1 {
			e.OnSubmitted = func(string) { q.then() }
		}
		body = append(body, kit.Field(s.b.T(label), hint, "", e))
	}
	body = append(body, kit.Buttons(s.primary(s.b.T(q.do), q.then), kit.Secondary(s.b.T("common.cancel"), back)))
	return kit.Page(s.b.T(q.title), s.b.T(q.lead), body...)
}

// grave asks before something that cannot be taken back.
func (s *Screen) grave(q question, back func()) fyne.CanvasObject {
	b := kit.Danger(s.b.T(q.do), q.then)
	if s.busy {
		b.Text = s.b.T("desk.busy")
		b.Disable()
	}
	id := ""
	if s.holders != nil {
		id = short(s.holders.id)
	}
	return kit.Page(s.b.T(q.title, "id", id), s.b.T(q.lead), append(s.alert(), kit.Buttons(b, kit.Secondary(s.b.T("common.cancel"), back)))...)
}

// paperPage shows the recovery key, this once.
func (s *Screen) paperPage() fyne.CanvasObject {
	made := s.holders.made
	words := container.NewGridWithColumns(3)
	for i, w := range made.Words {
		words.Add(kit.Strong(fmt.Sprintf("%d　%s", i+1, w)))
	}
	body := []fyne.CanvasObject{kit.Card(words)}
	if made.Code != nil {
		body = append(body, kit.Card(container.NewCenter(kit.Picture(made.Code, codeSide, codeSide))))
	}
	bar := kit.Buttons(kit.Primary(s.b.T("desk.paper.do"), func() { s.hold(func() string { return s.b.T("desk.paper.done") }) }))
	if s.holders.printer != "" {
		print := kit.Secondary(s.b.T("slip.print"), s.printKey).With("print")
		if s.busy {
			print.Disable()
		}
		bar.Add(print)
		said := kit.Muted(s.b.T("desk.paper.print"))
		if s.holders.printed {
			said = kit.Muted(s.b.T("desk.paper.printed", "printer", s.holders.printer))
		}
		body = append(append(s.alert(), said), body...)
	}
	title, lead := s.b.T("desk.paper.title"), s.b.T("desk.paper.lead")
	if s.b.Scale == kit.ScaleDouble { // a bar that stays would leave no room
		return kit.Page(title, lead, append(body, bar)...)
	}
	return kit.Framed(nil, kit.Frame(bar), kit.Page(title, lead, body...))
}

// codeSide is how large the code of the recovery key is drawn, in dp.
const codeSide = 220

// differ reports whether the new passphrase, typed into two fields, is not the
// same in both, and says so.
func (s *Screen) differ(first, second int) bool {
	if s.typed[first] == s.typed[second] {
		return false
	}
	s.err, s.said = nil, func() string { return s.b.T("desk.claim.differ") }
	s.show()
	return true
}

func (s *Screen) add() {
	if s.busy || s.differ(0, 1) {
		return
	}
	role, pass := s.holders.role, []byte(s.typed[0])
	s.keep(func(ctx context.Context) (string, error) { return s.p.Reviewers.AddReviewer(ctx, role, pass) },
		func(id string) string { return s.b.T("desk.add.done", "id", short(id)) })
}

func (s *Screen) change() {
	if s.busy || s.differ(1, 2) {
		return
	}
	old, pass := []byte(s.typed[0]), []byte(s.typed[1])
	s.keep(func(ctx context.Context) (string, error) { return "", s.p.Reviewers.ChangePassphrase(ctx, old, pass) },
		func(string) string { return s.b.T("desk.change.done") })
}

func (s *Screen) remove() {
	id := s.holders.id
	s.keep(func(ctx context.Context) (string, error) { return id, s.p.Reviewers.RemoveReviewer(ctx, id) },
		func(id string) string { return s.b.T("desk.remove.done", "id", short(id)) })
}

// keep does what takes about a second for each reviewer, and says what was
// done on the list. What was begun is finished, whatever page comes next.
func (s *Screen) keep(work func(context.Context) (string, error), done func(id string) string) {
	s.begun()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (string, error) {
		return work(context.WithoutCancel(ctx))
	}, nil, func(id string, err error) {
		s.busy, s.err, s.typed = false, err, [3]string{}
		if _, open := s.p.State(); err == nil && open && s.holders != nil {
			s.hold(func() string { return done(id) })
			return
		}
		s.show()
	})
	s.show()
}

// recover makes the recovery key and shows it. If the page was left meanwhile,
// nobody has seen it, and another has to be made.
func (s *Screen) recover(replace bool) {
	if s.busy {
		return
	}
	s.begun()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (Recovery, error) {
		return s.p.Recover(ctx, replace)
	}, nil, func(made Recovery, err error) {
		if s.busy, s.err = false, err; err == nil {
			s.holders = &holders{part: "paper", made: made}
			s.findPrinter(s.holders)
		}
		s.show()
	})
	s.show()
}

// findPrinter looks for a printer while the paper is on the screen.
func (s *Screen) findPrinter(h *holders) {
	if h.made.Printer == nil {
		return
	}
	kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (string, error) {
		return h.made.Printer(ctx)
	}, nil, func(printer string, err error) {
		if err == nil && s.holders == h {
			h.printer = printer
			s.show()
		}
	})
}

// printKey prints the recovery key.
func (s *Screen) printKey() {
	h, lang := s.holders, s.b.Words.Lang
	if s.busy {
		return
	}
	s.begun()
	s.stop = kit.Start(s.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, h.made.Print(ctx, h.printer, lang)
	}, nil, func(_ struct{}, err error) {
		s.busy, s.err = false, err
		h.printed = err == nil
		s.show()
	})
	s.show()
}

// begun stands for something that is under way.
func (s *Screen) begun() {
	s.watch()
	s.stop()
	s.busy, s.err, s.said = true, nil, nil
}

// leaves is the way back from a part of the page to the list, or from the list
// to the queue. From the paper there is none but its button: it is shown once.
func (s *Screen) leaves() {
	switch s.holders.part {
	case "paper":
	case "":
		s.holders = nil
		s.err, s.said = nil, nil
		s.refetch()
		s.show()
	default:
		s.toHolders()
	}
}
