// Truename binds identity cards for real-name services: this file introduces
// its parts to each other and ends them in the right order.
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/camera"
	"truename/model/command"
	"truename/model/device"
	"truename/model/eyes"
	"truename/model/idcard"
	"truename/model/medium"
	"truename/model/photo"
	"truename/model/receipt"
	"truename/model/specimen"
	"truename/model/store"
	"truename/screens"
	"truename/screens/kit"
	"truename/screens/kit/pick"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/google/uuid"
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
	switch {
	case flags.Session:
		return session(flags)
	case flags.Kiosk:
		pick.UseX11()
		return command.RunSupervisor(flags, args, version, os.Stderr)
	}
	return window(flags)
}

// session is one session of a kiosk: a window without the store, that ends with
// its process.
func session(flags command.Window) int {
	conf, err := flags.Configuration()
	if err != nil {
		return say(err)
	}
	pick.UseX11()
	slog.SetDefault(device.Logger(os.Stderr))
	if err := device.KeepPrivate(); err != nil {
		slog.Warn("the memory of a session is not kept from others", "error", err)
	}
	a := app.NewWithID("app.truename")
	look := kit.Look{Tone: kit.Tone(cmp.Or(flags.Theme, conf.Theme, string(kit.ToneLight))), Scale: kit.Scale(cmp.Or(flags.Size, conf.Kiosk.Scale()))}
	b, p, err := dressed(a, look, cmp.Or(flags.Lang, conf.Language, "zh"), flags.Demo)
	if err != nil {
		return say(err)
	}
	hall := screens.NewHall(b.Window, conf.Kiosk.Monitor, fyne.Do)
	sess := command.NewKioskSession(os.Stdin, os.Stdout, sight, hall.Show, hall.Alive, func() { os.Exit(0) })
	p.Submit, p.Limit = sess.Submit, conf.Kiosk.IdleAfter()
	eyesight(conf, &p)
	office(conf, &p)
	cameraParts(conf.Kiosk.Camera, flags.Demo, &p.Gear)
	if conf.Kiosk.Medium != "" {
		mediumParts(conf.Kiosk.Medium, &p.Gear)
	}
	printer, err := receipt.ParsePrinter(conf.Kiosk.Printer)
	if err != nil {
		return say(err)
	}
	p.Slip = slip(flags.Demo, printer.Make)
	p.Slip.Printers, p.Slip.Print = printer.Names, sess.Print
	terminal := screens.NewTerminal(b, p, screens.KioskParts{Session: sess, Operator: screens.Operator{PIN: sess.PIN, State: sess.State, Export: sess.Export, End: sess.End}, Help: conf.Kiosk.Help.In,
		Idle: conf.Kiosk.IdleAfter(), Answer: conf.Kiosk.Answer(), Fuzzy: conf.Kiosk.IsFuzzy(), Topics: sess.Topics, Done: func() { go sess.Finish() }, Speak: command.Speaker(conf.Kiosk.Speech)})
	hall.Shown = func() {
		terminal.Shown()
		if !conf.Kiosk.Keyboard {
			go pick.KeepKeyboard()
		}
	}
	go func() {
		wake()
		if err := sess.Ready(context.Background()); err != nil {
			os.Exit(1)
		}
	}()
	a.Run()
	return 0
}

// dressed makes a window in a look and a language, not shown yet.
func dressed(a fyne.App, look kit.Look, lang string, demo bool) (b *kit.Bench, p screens.Parts, err error) {
	wardrobe := &kit.Wardrobe{Look: look}
	a.Settings().SetTheme(wardrobe)
	words, err := kit.LoadWords(assets.Text, lang)
	mark, markErr := fs.ReadFile(assets.Icons, "truename.svg")
	icon := fyne.NewStaticResource("truename.svg", mark)
	a.SetIcon(icon)
	w := a.NewWindow("Truename")
	w.SetPadded(false)
	b = &kit.Bench{Jobs: kit.NewJobs(fyne.Do), Words: words, Window: w, Demo: demo, Now: time.Now, Go: func(string) {}, Bar: func() {}}
	p = screens.Parts{Look: look, Icon: icon, Restyle: func(l kit.Look) { wardrobe.Look = l }}
	return b, p, errors.Join(err, markErr)
}

// window shows the window at once, while the store is being opened.
func window(flags command.Window) int {
	pick.UseX11()
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
	if _, err := flags.Calendar(); err != nil { // said before the window comes, like a configuration with a mistake
		return say(err)
	}
	log, err := command.OpenLog(conf.Log)
	if err != nil {
		return say(err)
	}
	defer log.Close()
	slog.SetDefault(device.Logger(log))
	opened := sync.OnceValues(func() (*store.Store, error) { return flags.Open(nil) })
	go opened()
	code := show(flags, conf, opened, tour)
	if st, err := opened(); err == nil {
		if err := st.Close(); err != nil {
			return say(err)
		}
	}
	return code
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
	b, p, err := dressed(a, look, lang, flags.Demo)
	if err != nil {
		return say(err)
	}
	w, jobs := b.Window, b.Jobs
	w.Resize(fyne.NewSize(float32(flags.Width), float32(flags.Height)))
	w.SetMaster()
	b.Pick, b.Save = kit.Picker(jobs, w), kit.Saver(jobs, w)
	var shell *screens.Shell
	stuck := func() {
		if st, err := opened(); err == nil {
			st.Close()
		}
		os.Exit(code)
	}
	quit := func() { screens.Quit(b, shell, fyne.Do, a.Quit, stuck) }
	w.SetCloseIntercept(quit)
	opening := func(context.Context, func(float64)) (*store.Store, error) { return opened() }
	kit.Start(jobs, opening, nil, func(st *store.Store, err error) {
		if err != nil {
			code = say(err)
			screens.Fatal(b, err, flags.Data, quit)
			return
		}
		shell = screens.New(b, parts(a, st, conf, p))
		if conf.Blank {
			a.Lifecycle().SetOnExitedForeground(func() { shell.Cover(true) })
			a.Lifecycle().SetOnEnteredForeground(func() { shell.Cover(false) })
		}
		go wake() // not before: the window comes first
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

// style is the look and language the flags ask for, else those of last time,
// else those of the configuration.
func style(p fyne.Preferences, flags command.Window, conf device.Config) (kit.Look, string) {
	tone := cmp.Or(flags.Theme, p.String("tone"), conf.Theme, string(kit.ToneLight))
	scale := cmp.Or(flags.Size, p.String("scale"), conf.Size, string(kit.ScaleStandard))
	return kit.Look{Tone: kit.Tone(tone), Scale: kit.Scale(scale)}, cmp.Or(flags.Lang, p.String("language"), conf.Language, "zh")
}

// sight is what looks at every photograph.
var sight = command.NewEyes(assets.Models)

// wake makes sight ready for the first photograph.
func wake() {
	if err := sight.Open(); err != nil {
		slog.Error("photographs cannot be read", "error", err)
	}
}

type picture struct{ *photo.Source }

func (p picture) Preview() image.Image              { return p.Source.Preview() }
func (p picture) Turn(quarters int) screens.Picture { return picture{p.Source.Turn(quarters)} }
func (p picture) Inspect(ctx context.Context, side model.Side, w screens.Watch) (model.Report, model.Reading) {
	return sight.See(ctx, p.Source, side, eyes.Watch(w))
}

// paste reads the picture on the clipboard, or the file that its text names.
func paste(ctx context.Context, text string) (screens.Picture, error) {
	if path, ok := pick.File(text); ok {
		src, err := photo.Open(ctx, path)
		return picture{src}, err
	}
	b, err := pick.Image(ctx)
	switch {
	case errors.Is(err, pick.ErrTooLarge):
		return nil, model.Fail(model.CodeTooLarge, err)
	case err != nil:
		return nil, model.Fail(model.CodeNoPicture, err)
	}
	src, err := photo.Decode(ctx, bytes.NewReader(b))
	return picture{src}, err
}

// cast draws what the tour shows.
func cast(dir string) (screens.Cast, error) {
	s, err := specimen.Write(dir, 7, idcard.Today(time.Now()))
	glare, _ := specimen.ShotWith(specimen.Bad, 300, specimen.Options{Side: "front", Fault: "glare", Kind: "resident"})
	c := screens.Cast{Specimen: screens.Specimen(s), Glare: filepath.Join(dir, "glare.jpg")}
	return c, errors.Join(err, os.WriteFile(c.Glare, glare, 0o600))
}

// parts hands the screens what lies below the model.
func parts(a fyne.App, st *store.Store, conf device.Config, p screens.Parts) screens.Parts {
	p.Store, p.Version, p.Folder, p.HotTopics = st, version, st.Dir(), conf.HotTopics
	deskParts(st, conf, &p)
	cameraParts("", st.Demo(), &p.Gear)
	p.Keep = func(lang string, l kit.Look) {
		a.Preferences().SetString("language", lang)
		a.Preferences().SetString("tone", string(l.Tone))
		a.Preferences().SetString("scale", string(l.Scale))
	}
	p.Submit = func(ctx context.Context, d model.Draft, language string) (model.Receipt, error) {
		return command.Send(ctx, st, d, command.Sending{Language: language, Keep: true, Now: time.Now(), Eyes: sight})
	}
	p.NewRequest = func(kind model.Kind, about model.Mine) (model.Request, error) {
		return command.NewRequest(kind, about.Case, about.Reference)
	}
	p.File = func(ctx context.Context, r model.Request, language string) (model.Receipt, error) {
		return command.SendRequest(ctx, st, r, command.Sending{Language: language, Keep: true, Now: time.Now()})
	}
	eyesight(conf, &p)
	p.Paste, p.Clipboard, p.Slip = paste, a.Clipboard().Content, slip(st.Demo(), receipt.PDF)
	for _, s := range conf.Services {
		p.Services = append(p.Services, screens.Service(s))
	}
	p.Browse = func(address string) error { return kit.Browse(a, address) }
	office(conf, &p)
	hot := command.NewTopics(st, conf, false)
	p.Topics.Board = hot.Board
	if hot.Follows() {
		p.Topics.Refresh, p.Topics.Follow = hot.Refresh, hot.Run
	}
	if conf.Update != "" {
		p.Update = func(ctx context.Context) (model.Release, bool, error) {
			return device.Newest(ctx, conf.Update, version)
		}
	}
	return p
}

// eyesight hands a window or a session what it looks at photographs with, and
// what it answers questions from.
func eyesight(conf device.Config, p *screens.Parts) {
	p.Texts, p.NewDraft, p.Strip, p.Verify = assets.Text, command.NewDraft, command.Strip, sight.Verify
	p.Open = func(ctx context.Context, path string) (screens.Picture, error) {
		src, err := photo.Open(ctx, path)
		return picture{src}, err
	}
	p.Thumb = func(jpeg []byte, max int) (image.Image, error) {
		return photo.DecodePreview(context.Background(), jpeg, max)
	}
	p.Questions, p.Guide = command.Answers(conf.Questions)
}

// office hands over who runs this.
func office(conf device.Config, p *screens.Parts) {
	p.Office = func(lang string) string {
		return strings.Trim(conf.Office.Name.In(lang)+"　"+conf.Office.Contact.In(lang), "　")
	}
}

// deskParts hands the desk what lies below the model.
func deskParts(st *store.Store, conf device.Config, p *screens.Parts) {
	p.Desk = func() (claimed, open bool) { s := st.Desk(); return s.Claimed, s.Open }
	p.Role, p.Second = func() model.Role { return st.Desk().Role }, conf.Review.Second
	p.Viewer = func() string { return st.Desk().Reviewer }
	p.Holders = func() screens.Holders { return screens.Holders(command.HoldersOf(st)) }
	p.Recover = func(ctx context.Context, replace bool) (screens.Recovery, error) { return recovery(ctx, st, replace) }
	p.Answers = answers(st)
	if conf.Retention != (model.Retention{}) {
		p.EraseDue = st.EraseDue
	}
	if policy, check := conf.Review.Policy(), sight.AutoCheck(st.Demo()); policy.Automatic {
		p.Review = func(ctx context.Context, after string, inHand func(uuid.UUID) bool) (model.Reviewed, string, error) {
			return st.Review(ctx, policy, after, inHand, check)
		}
	}
}

// cameraParts hands the screens the cameras: all, or those that only names.
func cameraParts(only string, demo bool, g *screens.Gear) {
	g.Cameras = func(ctx context.Context) ([]model.Camera, error) { return camera.List(ctx, only, demo) }
	g.Film = func(ctx context.Context, id string) (screens.Film, error) { return camera.Open(ctx, id, demo) }
	g.Shrink, g.Live = photo.Shrunk, sight.Live
	g.Develop = func(frame image.Image) (screens.Picture, error) {
		src, err := photo.FromImage(frame, 0)
		return picture{src}, err
	}
}

// mediumParts hands a kiosk the pictures of the medium that is mounted at root.
func mediumParts(root string, g *screens.Gear) {
	g.Medium = func(ctx context.Context) (model.Shelf, error) { return medium.Find(ctx, root) }
	g.MediumOpen = func(ctx context.Context, name string) (screens.Picture, error) {
		src, err := command.OnMedium(ctx, root, name)
		return picture{src}, err
	}
	g.MediumThumb = func(ctx context.Context, name string, long int) (image.Image, error) {
		return command.ThumbOnMedium(ctx, root, name, long)
	}
}

// page makes paper in a language.
func page(lang string, make func(receipt.Sheet) ([]byte, error), of func(*kit.Words) kit.Printed) ([]byte, error) {
	w, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		return nil, err
	}
	return make(receipt.Sheet(of(w)))
}

// slip is what makes paper of receipts and certificates.
func slip(demo bool, make func(receipt.Sheet) ([]byte, error)) kit.SlipParts {
	return kit.SlipParts{
		QR: receipt.QR, Printers: receipt.Printers, Print: receipt.Print, Write: device.WriteFile,
		PDF: func(r model.Receipt, lang string) ([]byte, error) {
			return page(lang, make, func(w *kit.Words) kit.Printed { return kit.PrintedSlip(w, r, demo) })
		},
		Certificate: func(c model.Certificate, lang string) ([]byte, error) {
			return page(lang, make, func(w *kit.Words) kit.Printed { return kit.PrintedCertificate(w, c) })
		},
	}
}

// answers do what requests ask for.
func answers(st *store.Store) screens.Answers {
	return screens.Answers{
		Erase: func(ctx context.Context, reference string) (screens.Erased, error) {
			e, err := st.Erase(ctx, reference)
			return screens.Erased{Case: e.Case, Tag: e.Tag, At: e.At}, err
		},
		Copy: func(ctx context.Context, reference string, pass []byte) ([]byte, error) {
			return command.Copy(ctx, st, reference, pass)
		},
		Write: device.WriteFile,
	}
}

// recovery makes the recovery key of a store, as words and as a code.
func recovery(ctx context.Context, st *store.Store, replace bool) (r screens.Recovery, err error) {
	secret, err := st.MakeRecovery(ctx, replace)
	if err != nil {
		return r, err
	}
	r.Words = strings.Fields(secret.Words)
	if r.Code, err = receipt.KeyQR(secret.Identity, 440); err != nil {
		slog.Warn("recovery key without a code", "error", err) // the key is made: its words are enough
	}
	if receipt.Fileless {
		r.Printer = func(ctx context.Context) (string, error) {
			all, err := receipt.Printers(ctx)
			return strings.Join(all[:min(1, len(all))], ""), err
		}
		r.Print = func(ctx context.Context, printer, lang string) error {
			pdf, err := page(lang, receipt.PDF, func(w *kit.Words) kit.Printed {
				return kit.PrintedKey(w, r.Words, secret.Identity, idcard.Today(time.Now()), st.Demo())
			})
			if err != nil {
				return err
			}
			defer clear(pdf)
			return receipt.Print(ctx, printer, pdf)
		}
	}
	return r, nil
}
