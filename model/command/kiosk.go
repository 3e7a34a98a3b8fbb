package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"slices"
	"sync"
	"syscall"
	"time"

	"truename/model"
	"truename/model/device"
	"truename/model/kiosk"
	"truename/model/receipt"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/watch"
)

// sessionFlag is not in the help: the supervisor of a kiosk uses it.
const sessionFlag = "kiosk-session"

// What a session asks of the supervisor.
const (
	askTerms    = "terms"
	askAccept   = "accept"
	askTrail    = "trail"
	askWithdraw = "withdraw"
	askPrint    = "print"
	askPIN      = "pin"
	askState    = "state"
	askExport   = "export"
	askEnd      = "end"
	askTopics   = "topics"
)

// A Lobby runs a kiosk: it has the store, and sessions have the screen.
type Lobby struct {
	st      *store.Store
	conf    device.Config
	version string
	printer receipt.Printer
	k       *kiosk.Supervisor
	topics  *Topics // nil: none are shown
}

// RunKiosk runs the kiosk until the operator ends it or ctx is done. args are
// those of the command line, for sessions.
func RunKiosk(ctx context.Context, st *store.Store, conf device.Config, o KioskOptions) error {
	if err := Startable(st); err != nil {
		return err
	}
	l := &Lobby{st: st, conf: conf, version: o.Version, printer: o.Printer}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	l.k = kiosk.New(kiosk.Options{
		Command: func() *exec.Cmd {
			cmd := exec.Command(self, append([]string{"-" + sessionFlag}, o.Args...)...)
			// Without the bus: the toolkit would start one that outlives the session.
			cmd.Env = append(watch.Environ(), "GOTRACEBACK=none", "DBUS_SESSION_BUS_ADDRESS=disabled:")
			return cmd
		},
		Handlers: l.handlers, Stderr: o.Stderr, Log: slog.Default(),
	})
	var dog watch.Watchdog
	dog.Start(l.k.Alive)
	defer dog.Stop()
	ctx, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { l.erase(ctx) })
	if conf.HotTopics && conf.Kiosk.Topics {
		l.topics = NewTopics(st, conf, true)
		beside.Go(func() { l.topics.Run(ctx, func() {}) })
	}
	defer func() { // before the store is closed
		stop()
		beside.Wait()
	}()
	return l.k.Run(ctx, func() {
		watch.Ready()        // said again with each session, which changes nothing
		debug.FreeOSMemory() // what the last one handed over
	})
}

// exitSignal is the exit code of a kiosk that a signal ended: whoever watches
// over it tells that from the operator's end, which is 0.
const exitSignal = 143

// RunSupervisor is what truename -kiosk does: it opens the store, runs the kiosk
// until the operator or a signal ends it, and returns the exit code. What keeps
// it from running is said on stderr.
func RunSupervisor(flags Window, args []string, version string, stderr io.Writer) int {
	if err := device.KeepPrivate(); err != nil {
		fmt.Fprintln(stderr, "the memory of the kiosk is not kept from others:", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := runSupervisor(ctx, flags, KioskOptions{Args: args, Version: version})
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		return exitSignal
	}
	fmt.Fprintln(stderr, Sentence(err, "en"))
	return ExitCode(err)
}

func runSupervisor(ctx context.Context, flags Window, o KioskOptions) error {
	conf, err := flags.Configuration()
	if err != nil {
		return err
	}
	if o.Printer, err = receipt.ParsePrinter(conf.Kiosk.Printer); err != nil {
		return err
	}
	log, err := OpenLog(conf.Log)
	if err != nil {
		return err
	}
	defer log.Close()
	slog.SetDefault(device.Logger(log))
	o.Stderr = log
	st, err := flags.Open(nil)
	if err != nil {
		return err
	}
	err = RunKiosk(ctx, st, conf, o)
	watch.Stopping()
	return errors.Join(err, st.Close())
}

// KioskOptions are what RunKiosk works with besides the store.
type KioskOptions struct {
	Args    []string // of the command line
	Stderr  io.Writer
	Version string
	Printer receipt.Printer
}

// ErrNotStartable is why a kiosk does not start: whatever it took, nobody could
// be shown to have been allowed to open it.
var ErrNotStartable = &spoken{"A kiosk needs a desk with a passphrase, or public keys from one (truename key import-public), and a PIN (truename kiosk pin).", model.ErrNotAllowed}

// Startable fails with ErrNotStartable unless the desk is claimed or the store
// submits to another one, and there is a PIN.
func Startable(st *store.Store) error {
	if d := st.Desk(); !d.Claimed && !st.SubmitOnly() || !st.HasPIN() {
		return ErrNotStartable
	}
	return nil
}

// erase erases what is over its time, as the window does each day: see
// store.EraseDue.
func (l *Lobby) erase(ctx context.Context) {
	if l.conf.Retention == (model.Retention{}) {
		return
	}
	for ctx.Err() == nil {
		if _, err := l.st.EraseDue(ctx, false); err != nil && ctx.Err() == nil {
			slog.Error("what is over its time cannot be erased", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(24 * time.Hour):
		}
	}
}

// handlers are what a session may ask. None of it takes or gives what is about
// a person in clear.
func (l *Lobby) handlers(s *kiosk.Session) kiosk.Handlers {
	st := l.st
	return kiosk.Handlers{
		askTerms: kiosk.Handle(func(ctx context.Context, _ kiosk.None) (store.Terms, error) { return st.Terms(ctx) }),
		askAccept: kiosk.Handle(func(ctx context.Context, p seal.Sealed) (model.Head, error) {
			// What was handed over is stored, whatever becomes of the session.
			return st.Accept(context.WithoutCancel(ctx), p)
		}),
		askTrail: kiosk.Handle(func(ctx context.Context, lookup [16]byte) (store.Trail, error) { return st.Trail(ctx, lookup) }),
		askWithdraw: kiosk.Handle(func(ctx context.Context, keys seal.RefKeys) (model.Head, error) {
			return st.WithdrawBy(context.WithoutCancel(ctx), keys)
		}),
		askPrint: kiosk.Handle(func(ctx context.Context, b []byte) (kiosk.None, error) { return kiosk.None{}, l.print(ctx, b) }),
		askPIN: kiosk.Handle(func(ctx context.Context, digits []byte) (kiosk.None, error) {
			defer clear(digits)
			err := st.CheckPIN(ctx, digits)
			s.Trusted.Store(err == nil)
			return kiosk.None{}, err
		}),
		askTopics: kiosk.Handle(func(ctx context.Context, _ kiosk.None) (model.Board, error) { return l.hotTopics(ctx) }),
		askState:  trusted(s, func(ctx context.Context, _ kiosk.None) (model.KioskState, error) { return l.state(ctx) }),
		askExport: trusted(s, func(ctx context.Context, _ kiosk.None) (store.Exported, error) {
			if l.conf.Kiosk.Export == "" {
				return store.Exported{}, model.Fail(model.CodeNotSaved, errors.New("no folder for exports is configured"))
			}
			return st.Export(context.WithoutCancel(ctx), l.conf.Kiosk.Export)
		}),
		askEnd: trusted(s, func(context.Context, kiosk.None) (kiosk.None, error) {
			err := st.EndKiosk()
			l.k.End()
			return kiosk.None{}, err
		}),
	}
}

// lobbyTopics is how many topics a session is given.
const lobbyTopics = 3

// hotTopics is what the attract page shows: no links, and nothing of how it was
// computed.
func (l *Lobby) hotTopics(ctx context.Context) (model.Board, error) {
	if l.topics == nil {
		return model.Board{}, nil
	}
	b, err := l.topics.Board(ctx)
	b.Topics = slices.Clone(b.Topics[:min(lobbyTopics, len(b.Topics))])
	for i := range b.Topics {
		t := &b.Topics[i]
		t.Entries, t.Parts, t.Line = nil, nil, nil
	}
	return b, err
}

// trusted is a handler for sessions in which the PIN was given.
func trusted[In, Out any](s *kiosk.Session, f func(context.Context, In) (Out, error)) kiosk.Handler {
	return kiosk.Handle(func(ctx context.Context, in In) (out Out, err error) {
		if !s.Trusted.Load() {
			return out, model.Fail(model.CodeNotAllowed, errors.New("kiosk: no PIN was given"))
		}
		return f(ctx, in)
	})
}

// printTime is how long a slip may take.
const printTime = 40 * time.Second

func (l *Lobby) print(ctx context.Context, b []byte) error {
	defer clear(b)
	if l.printer.None() {
		return model.Fail(model.CodePrinter, errors.New("none is configured"))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), printTime)
	defer cancel()
	return l.printer.Send(ctx, b)
}

func (l *Lobby) state(ctx context.Context) (s model.KioskState, err error) {
	st := l.st
	s = model.KioskState{Machine: st.Machine(), Version: l.version, Clock: time.Now(), Elsewhere: st.SubmitOnly(), Printer: !l.printer.None(), Network: device.Online()}
	counts, err := st.Counts(ctx)
	if err != nil {
		return s, err
	}
	s.Waiting = counts[model.Waiting]
	if s.Outgoing, err = st.Outgoing(ctx); err != nil {
		return s, err
	}
	if s.Free, err = st.FreeSpace(); err != nil {
		return s, err
	}
	if _, err := st.Terms(ctx); err != nil {
		s.Accepts = codeOf(err)
	}
	if !l.printer.None() {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		s.Paper = codeOf(l.printer.Ready(ctx))
	}
	if dir := l.conf.Kiosk.Export; dir != "" {
		info, err := os.Stat(dir)
		s.Export = err == nil && info.IsDir()
	}
	return s, nil
}

// codeOf is the code of err, "unexpected" if it has none, "" for no error.
func codeOf(err error) model.Code {
	if err == nil {
		return ""
	}
	return refusalOf(err).Error
}

// runKiosk is the command kiosk.
func runKiosk(ctx context.Context, k *call) error {
	switch k.args[0] {
	case "pin":
		pin, err := k.secret()
		if err != nil {
			return err
		}
		defer clear(pin)
		return k.open(func(st *store.Store) error {
			err := st.SetPIN(ctx, pin)
			if errors.Is(err, model.ErrWeak) {
				return &spoken{"A PIN has 6 to 12 digits that are not a run or all alike.", err}
			}
			return err
		})
	case "check":
		return k.with(func(st *store.Store) error { return k.checkKiosk(ctx, st) })
	}
	return misused(fmt.Sprintf("kiosk %.20s is not known: it is kiosk pin or kiosk check.", k.args[0]))
}

// checkKiosk prints what a kiosk needs and whether it is there.
func (k *call) checkKiosk(ctx context.Context, st *store.Store) error {
	conf, err := k.Configuration()
	if err != nil {
		return err
	}
	_, terms := st.Terms(ctx)
	d := st.Desk()
	out := kioskCheck{Desk: d.Claimed || st.SubmitOnly(), PIN: st.HasPIN(), Accepts: codeOf(terms)}
	out.Medium, out.Export = there(conf.Kiosk.Medium), there(conf.Kiosk.Export)
	if err := k.print(out); err != nil {
		return err
	}
	if terms != nil {
		return terms
	}
	return Startable(st)
}

// A kioskCheck is the JSON line of kiosk check.
type kioskCheck struct {
	Desk    bool       `json:"desk"`    // claimed, or public keys of one
	PIN     bool       `json:"pin"`     // set
	Accepts model.Code `json:"accepts"` // why nothing could be accepted now; "" if it could
	Medium  string     `json:"medium"`  // "", "there" or "missing"
	Export  string     `json:"export"`
}

func there(dir string) string {
	if dir == "" {
		return ""
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "missing"
	}
	return "there"
}

const kioskHelp = `kiosk pin reads the PIN of the operator on standard input: 6 to 12 digits, no
run and not all alike. It takes the place of the one before.
kiosk check prints what truename -kiosk needs, in one JSON line:
  {"desk","pin","accepts","medium","export"}
desk: it has a passphrase, or this machine has public keys of one; accepts: why
nothing could be accepted now, or ""; medium and export: whether the folders of
the configuration are there. The exit code is 1 if the kiosk would not start.`
