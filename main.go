// Truename binds identity cards for real-name services: this file introduces
// its parts to each other and ends them in the right order.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/command"
	"truename/model/device"
	"truename/model/help"
	"truename/model/idcard"
	"truename/model/photo"
	"truename/model/receipt"
	"truename/model/specimen"
	"truename/model/store"
	"truename/model/topics"
	"truename/screens"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

const version = "0.1.0"

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if err := device.NoCore(); err != nil {
		fmt.Fprintln(os.Stderr, "core dumps could not be switched off:", err)
	}
	if command.Is(args) {
		return command.Run(context.Background(), args, command.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	}
	flags, err := command.ParseWindow(args, os.Stderr)
	if err != nil {
		return command.ExitCode(err)
	}
	if flags.Probe != "" {
		return command.ExitCode(store.Probe(flags.Probe))
	}
	return window(flags)
}

// window shows the window at once, while the store is being opened.
func window(flags command.Window) int {
	if runtime.GOOS == "linux" && os.Getenv("FYNE_PLATFORM") == "" {
		os.Setenv("FYNE_PLATFORM", "x11") // native Wayland has no Chinese input and no touch (fyne 618)
	}
	tour, err := screens.NewTour(flags.Tour, cast)
	if err != nil {
		return say(err)
	}
	if tour != nil {
		flags.Demo, flags.Data = true, tour.Data
		defer tour.Clean()
	}
	conf, err := flags.Configuration()
	if err != nil {
		return say(err)
	}
	log, err := logTo(conf.Log)
	if err != nil {
		return say(err)
	}
	defer log.Close()
	slog.SetDefault(device.Logger(log))
	opened := sync.OnceValues(func() (*store.Store, error) { return open(flags) })
	go opened()
	code := show(flags, conf, opened, tour)
	if st, err := opened(); err == nil {
		if err := st.Close(); err != nil {
			return say(err)
		}
	}
	return code
}

// logTo opens the log: a file of the operator's, or standard error.
func logTo(path string) (*os.File, error) {
	if path == "" {
		return os.Stderr, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, model.Fail(model.CodeReadOnly, err)
	}
	return f, nil
}

// say tells the operator why Truename ends, and returns the exit code.
func say(err error) int {
	fmt.Fprintln(os.Stderr, command.Sentence(err, "en"))
	return command.ExitCode(err)
}

// show runs the window until it is closed. All its jobs are over when it
// returns.
func show(flags command.Window, conf device.Config, opened func() (*store.Store, error), tour *screens.Tour) (code int) {
	a := app.NewWithID("app.truename")
	look, lang := style(a.Preferences(), flags, conf)
	a.Settings().SetTheme(look)
	w := a.NewWindow("Truename")
	w.Resize(fyne.NewSize(float32(flags.Width), float32(flags.Height)))
	w.SetPadded(false)
	w.SetMaster()

	words, err := kit.LoadWords(assets.Text, lang)
	mark, markErr := fs.ReadFile(assets.Icons, "truename.svg")
	if err = errors.Join(err, markErr); err != nil {
		return say(err)
	}
	icon := fyne.NewStaticResource("truename.svg", mark)
	a.SetIcon(icon)
	jobs := kit.NewJobs(fyne.Do)
	b := &kit.Bench{Jobs: jobs, Words: words, Window: w, Demo: flags.Demo, Now: time.Now, Go: func(string) {}, Pick: kit.Picker(jobs, w)}
	var shell *screens.Shell
	quit := func() { screens.Quit(b, shell, fyne.Do, a.Quit) }
	w.SetCloseIntercept(quit)
	opening := func(context.Context, func(float64)) (*store.Store, error) { return opened() }
	kit.Start(jobs, opening, nil, func(st *store.Store, err error) {
		if err != nil {
			code = say(err)
			screens.Fatal(b, err, flags.Data, quit)
			return
		}
		shell = screens.New(b, parts(a, st, look, icon))
		tour.Run(shell, func(err error) {
			if err != nil {
				fmt.Fprintln(os.Stderr, "tour:", err)
				code = 1
			}
			quit()
		})
	})
	w.ShowAndRun()
	jobs.Abandon() // quit has closed them; a signal ends the toolkit without asking it
	return code
}

// style is the look and language the flags ask for, else those of last time.
func style(p fyne.Preferences, flags command.Window, conf device.Config) (kit.Look, string) {
	look := kit.Look{Dark: p.Bool("dark"), Care: p.Bool("care")}
	lang := p.StringWithFallback("language", cmp.Or(conf.Language, "zh"))
	if flags.Theme != "" {
		look.Dark = flags.Theme == "dark"
	}
	if flags.Size != "" {
		look.Care = flags.Size == "care"
	}
	if flags.Lang != "" {
		lang = flags.Lang
	}
	return look, lang
}

// open opens the store and sees to it that it holds a table of topics.
func open(flags command.Window) (*store.Store, error) {
	st, err := flags.Open(nil)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	if _, ok, err := st.Topics(ctx); err == nil && ok {
		return st, nil
	}
	table, err := topics.Bundled(assets.Text)
	if err == nil {
		err = st.SaveTopics(ctx, table)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

type picture struct{ *photo.Source }

func (p picture) Preview() image.Image              { return p.Source.Preview() }
func (p picture) Turn(quarters int) screens.Picture { return picture{p.Source.Turn(quarters)} }

// cast draws the specimen of the tour.
func cast(dir string) (screens.Cast, error) {
	s, err := specimen.Write(dir, 7, idcard.Today(time.Now()))
	return screens.Cast(s), err
}

// parts hands the screens what lies below the model.
func parts(a fyne.App, st *store.Store, look kit.Look, mark fyne.Resource) screens.Parts {
	return screens.Parts{
		Store: st,
		Desk:  func() (claimed, open bool) { s := st.Desk(); return s.Claimed, s.Open },
		Texts: assets.Text, Icon: mark, Version: version, Look: look,
		Restyle: func(l kit.Look) { a.Settings().SetTheme(l) },
		Keep: func(lang string, l kit.Look) {
			a.Preferences().SetString("language", lang)
			a.Preferences().SetBool("dark", l.Dark)
			a.Preferences().SetBool("care", l.Care)
		},
		NewDraft: command.NewDraft,
		Submit: func(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
			return command.Send(ctx, st, d, command.Sending{Language: language, Keep: true, Now: time.Now()})
		},
		Open: func(ctx context.Context, path string) (screens.Picture, error) {
			src, err := photo.Open(ctx, path)
			return picture{src}, err
		},
		Thumb: func(jpeg []byte, max int) (image.Image, error) {
			return photo.DecodePreview(context.Background(), jpeg, max)
		},
		QR: receipt.QR,
		Guide: func(lang string) (model.Guide, error) {
			h, err := help.Load(assets.Text, lang)
			return h.Guide, err
		},
		Questions: func(lang, query, page string) ([]model.Question, error) {
			h, err := help.Load(assets.Text, lang)
			return h.Search(query, page, 50), err
		},
	}
}
