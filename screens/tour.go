package screens

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truename/model/idcard"

	"fyne.io/fyne/v2"
)

// A Specimen is who a tour binds: photographs of both sides on disk, a second
// one of the front for when it is returned, one that is out of focus, what is
// typed, and the number of a child.
type Specimen struct{ Front, Back, Again, Blurred, Name, Number, From, Until, Child string }

// A Cast is all that a tour shows: the specimen, and somebody's photograph on
// which shine hides part of the number.
type Cast struct {
	Specimen
	Glare string
}

// A Tour walks through every screen and state with a specimen, the way a person
// does, saves a picture of each, and measures how long the window was kept
// waiting. Its store is a demonstration store of its own, in a folder that
// Clean removes.
type Tour struct {
	Data  string // folder of the store and the photographs
	out   string
	cast  Cast
	shell *Shell
	shots int
	took  timings
	who   person // counted while the straight way is walked
}

// tourPassphrase opens the desk of a store that lives for a minute.
const tourPassphrase = "specimen lantern orchard seven"

// patience is how long the tour waits for a state before it gives up.
const patience = 10 * time.Second

// NewTour makes a tour that saves its pictures in out. cast draws the specimen
// into a folder. Both results are nil if out is "".
func NewTour(out string, cast func(dir string) (Cast, error)) (*Tour, error) {
	if out == "" {
		return nil, nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "truename-tour-")
	if err != nil {
		return nil, err
	}
	t := &Tour{Data: filepath.Join(dir, "data"), out: out}
	t.cast, err = cast(dir)
	return t, err
}

// Clean removes the folder of the tour.
func (t *Tour) Clean() { os.RemoveAll(filepath.Dir(t.Data)) }

// Run walks through shell on a goroutine of its own and calls done on the UI
// goroutine. A nil Tour does nothing.
func (t *Tour) Run(shell *Shell, done func(error)) {
	if t == nil {
		return
	}
	t.shell = shell
	t.took.last = "start"
	shell.Bench.Jobs.Took = t.took.job
	go func() {
		err := t.walk()
		if err != nil {
			err = errors.Join(err, t.shoot("stopped-here"))
		}
		err = errors.Join(err, t.report())
		shell.Bench.Jobs.Post(func() { done(err) })
	}()
}

// walk is the journey: bind, returned, fixed, approved, and a look at the rest.
func (t *Tour) walk() error {
	for _, chapter := range []func() error{
		t.claim, t.straight, t.arrive, t.photographs, t.answers, t.submit, t.sendBack, t.fix, t.approve, t.afterwards, t.lookAround, t.faults,
	} {
		if err := chapter(); err != nil {
			return err
		}
	}
	return nil
}

// straight is the way of somebody who makes no mistake, from Me to the receipt;
// the texts that are read on it are counted.
func (t *Tour) straight() error {
	b := t.shell.Bench
	t.who = person{lang: b.Words.Lang}
	photo := func(page, path string) step {
		return func() error {
			return t.all(t.reads(page), t.pick(path), t.does(t.tap("bind.photo.choose")), t.label("bind.photo.good"), t.waitFor("common.continue"),
				t.reads(page), t.does(t.tap("common.continue")))
		}
	}
	compares := func(page, title string) step { // what the photographs filled in
		return func() error {
			return t.all(t.heading(title), t.strip(), t.reads(page), t.does(t.tap("common.continue")))
		}
	}
	return t.all(
		t.visit("me"), t.reads("me"), t.does(t.tap("me.bind")), t.waitFor("bind.start.begin"), t.reads("start"), t.does(t.tap("bind.start.begin")),
		t.waitFor("bind.consent.decline"), t.reads("consent"), t.does(t.tick(1)), t.does(t.tick(2)), t.does(t.tap("common.continue")), t.waitFor("bind.photo.choose"),
		photo("front", t.cast.Front), t.waitFor("bind.photo.choose"), photo("back", t.cast.Back),
		compares("name", "bind.name.title"), compares("number", "bind.number.title"), compares("term", "bind.term.title"),
		t.waitFor("bind.check.submit"), t.reads("check"), t.does(t.tap("bind.check.submit")), t.waitFor("bind.receipt.status"), t.reads("receipt"),
		t.tap("bind.receipt.status"), t.waitFor("status.withdraw"), t.tap("status.withdraw"), t.tap("status.withdraw.do"), t.waitFor("status.all"),
	)
}

// arrive takes the way of the guide: Me, Payment, ⋯, Real-name authentication.
func (t *Tour) arrive() error {
	return t.all(
		t.visit("me"), t.see("me"), t.visit("guide"), t.label("guide.title"), t.see("guide"), t.visit("me"),
		t.tap("me.payment"), t.label("services.title"), t.see("services-locked"),
		t.tap("services.more"), t.label("more.title"), t.see("more"), t.tapNth("more.go", 0),
		t.waitFor("bind.start.begin"), t.see("bind-start"), t.tap("bind.start.begin"),
		t.waitFor("bind.consent.decline"), t.tap("bind.consent.decline"), t.see("bind-ways"), t.tap("bind.ways.back"),
		t.see("bind-consent"), t.tap("common.continue"), t.see("bind-consent-missing"), t.tick(2), t.tap("common.continue"),
	)
}

func (t *Tour) photographs() error {
	return t.all(
		t.waitFor("bind.photo.choose"), t.see("bind-front-empty"),
		t.pick(t.Data+"-none"), t.tap("bind.photo.choose"), t.see("bind-front-unreadable"),
		t.pick(t.cast.Blurred), t.tap("bind.photo.choose"), t.checked(), t.see("bind-front-blurred"),
		t.pick(t.cast.Glare), t.tap("bind.photo.other"), t.checked(), t.see("bind-front-glare"),
		t.tap("common.fix"), t.label("questions.title"), t.see("questions-fix"), t.goBack(), t.waitFor("bind.photo.left"),
		t.pick(t.cast.Back), t.tap("bind.photo.other"), t.checked(), t.see("bind-front-astray"),
		t.pick(t.cast.Front), t.tap("bind.photo.other"), t.label("bind.photo.good"), t.waitFor("common.continue"), t.see("bind-front"),
		t.tap("photo.larger"), t.tap("photo.larger"), t.see("bind-front-closer"), t.tap("common.continue"),
		t.waitFor("bind.photo.choose"), t.pick(t.cast.Back), t.tap("bind.photo.choose"), t.label("bind.photo.good"), t.waitFor("common.continue"),
		t.see("bind-back"), t.tap("common.continue"),
	)
}

func (t *Tour) answers() error {
	b := t.shell.Bench
	name, number, term := b.T("bind.name.title"), b.T("bind.number.title"), b.T("bind.term.title")
	wrong := t.cast.Number[:8] + swapped(t.cast.Number[8:10]) + t.cast.Number[10:]
	return t.all(
		t.heading("bind.name.title"), t.strip(), t.see("bind-name"), t.fill(name, mistaken(t.cast.Name)), t.tap("common.continue"), t.heading("bind.number.title"), t.goBack(), t.offered(t.cast.Name), t.see("bind-name-differs"),
		t.clear(name, 1), t.tap("common.continue"), t.see("bind-name-missing"),
		t.fill(name, "欧阳𬤇・买买提"), t.see("bind-name-rare"), t.fill(name, strings.Repeat("阿", 24)+"提"), t.see("bind-name-long"),
		t.fill(name, t.cast.Name), t.tap("common.continue"),
		t.heading("bind.number.title"), t.strip(), t.see("bind-number"), t.fill(number, wrong), t.tap("common.continue"), t.see("bind-number-wrong"),
		t.fill(number, t.cast.Child), t.tap("common.continue"), t.heading("bind.guardian.title"), t.see("bind-guardian"),
		t.tap("common.continue"), t.see("bind-guardian-missing"), t.goBack(), t.offered(idcard.Group(t.cast.Number)), t.see("bind-number-differs"),
		t.fill(number, t.cast.Number), t.tap("common.continue"),
		t.heading("bind.term.title"), t.strip(), t.see("bind-term"), t.clear(term, 2), t.tap("common.continue"), t.see("bind-term-missing"),
		t.fill(term, t.cast.From, t.cast.Until), t.see("bind-term-typed"),
	)
}

// mistaken is a name of which the last character is another one.
func mistaken(name string) string {
	all := []rune(name)
	all[len(all)-1] = '王'
	return string(all)
}

// swapped is two digits of which the second is another one.
func swapped(two string) string { return two[:1] + fmt.Sprint((int(two[1]-'0')+1)%10) }

func (t *Tour) submit() error {
	return t.all(
		t.visit("bind/check"), t.waitFor("bind.check.submit"), t.see("bind-check"),
		t.visit("me"), t.see("me-draft"), t.visit("bind"), t.waitFor("bind.check.submit"), t.tap("bind.check.submit"),
		t.waitFor("bind.receipt.status"), t.see("bind-receipt"), t.tap("bind.receipt.status"),
		t.waitFor("status.withdraw"), t.see("status-waiting"), t.visit("me"), t.see("me-waiting"),
	)
}

func (t *Tour) claim() error {
	b := t.shell.Bench
	return t.all(
		t.see("me-new"), t.visit("desk"), t.fill(b.T("desk.claim.title"), tourPassphrase, tourPassphrase), t.see("desk-claim"),
		t.tap("desk.claim.do"), t.label("desk.empty"), t.see("desk-empty"),
		t.tap("desk.holders"), t.waitFor("desk.add.do"), t.see("desk-keys"),
		t.tap("desk.add.do"), t.waitFor("common.cancel"), t.see("desk-add"), t.tap("common.cancel"), t.waitFor("desk.recovery.make"), t.tap("desk.recovery.make"), t.waitFor("desk.paper.do"), t.see("desk-recovery"),
		t.tap("desk.paper.do"), t.waitFor("desk.replace.do"), t.tap("desk.back"), t.waitFor("desk.lock"), t.tap("desk.lock"), t.waitFor("desk.unlock.do"), t.see("desk-locked"),
	)
}

func (t *Tour) sendBack() error {
	b := t.shell.Bench
	return t.all(
		t.visit("desk"), t.fill(b.T("desk.unlock.title"), tourPassphrase), t.tap("desk.unlock.do"), t.row(), t.see("desk-queue"),
		t.openFirst(), t.waitFor("desk.approve"), t.strip(), t.see("desk-case"), t.tapNth("desk.larger", 0), t.see("desk-case-large"),
		t.tap("desk.straight"), t.see("desk-card"), t.press(fyne.Key2), t.see("desk-field"), t.tap("desk.smaller"), t.press(fyne.KeyX),
		t.tap("desk.return"), t.waitFor("common.cancel"), t.tick(1), t.see("desk-return"), t.tap("desk.return.title"),
		t.label("desk.empty"),
	)
}

func (t *Tour) fix() error {
	return t.all(
		t.visit("me"), t.waitFor("status.fix"), t.see("me-returned"),
		t.visit("status"), t.waitFor("status.show"), t.see("status"), t.tap("status.show"), t.waitFor("status.fix"), t.see("status-returned"),
		t.tap("status.fix"), t.waitFor("bind.photo.other"), t.see("bind-fix"),
		t.pick(t.cast.Again), t.tap("bind.photo.other"), t.label("bind.photo.good"), t.waitFor("common.continue"), t.tap("common.continue"),
		t.waitFor("bind.check.submit"), t.tap("bind.check.submit"), t.waitFor("bind.receipt.status"),
	)
}

func (t *Tour) approve() error {
	return t.all(
		t.visit("desk"), t.row(), t.openFirst(), t.waitFor("desk.approve"), t.tap("desk.approve"), t.label("desk.empty"),
		t.tap("desk.figures"), t.label("desk.figures.median"), t.see("desk-figures"), t.goBack(), t.label("desk.empty"),
		t.tap("desk.log"), t.label("desk.log.lead"), t.row(), t.see("desk-log"),
		t.visit("status"), t.waitFor("status.show"), t.tap("status.show"), t.waitFor("status.all"), t.see("status-approved"),
		t.visit("me"), t.waitFor("me.other"), t.see("me-bound"),
	)
}

// afterwards is what a bound person can ask for.
func (t *Tour) afterwards() error {
	return t.all(
		t.tap("me.payment"), t.label("services.title"), t.see("services"),
		t.visit("me/data"), t.label("data.opened"), t.see("my-data"), t.visit("me/export"), t.waitFor("request.send"), t.see("request-export"),
		t.visit("me/unbind"), t.waitFor("request.send"), t.tap("request.send"), t.see("request-unbind-missing"), t.tick(1), t.see("request-unbind"),
		t.tap("request.send"), t.label("request.filed"), t.see("request-filed"),
		t.visit("desk"), t.row(), t.openFirst(), t.waitFor("desk.done.unbind"), t.see("desk-request"), t.tap("desk.done.unbind"), t.label("desk.empty"),
		t.visit("me"), t.waitFor("me.bind"), t.see("me-unbound-again"),
	)
}

func (t *Tour) lookAround() error {
	return t.all(
		t.visit("guide"), t.see("guide-done"), t.visit("questions"), t.see("questions"), t.search("jiebang"), t.see("questions-search"),
		t.search("解邦"), t.see("questions-slip"),
		t.search("zzzz"), t.see("questions-none"), t.visit("topics"), t.see("topics"),
	)
}

// faults are the things that go wrong without anybody's fault.
func (t *Tour) faults() error {
	b := t.shell.Bench
	return t.all(
		t.visit("status"), t.fill(b.T("status.title"), "K7TM-4M2Q-9XWD-3H8A"), t.tap("status.look"), t.label("error.not-found"), t.see("status-unknown"),
		t.visit("desk"), t.tap("desk.lock"), t.waitFor("desk.unlock.do"), t.fill(b.T("desk.unlock.title"), "not the passphrase"), t.tap("desk.unlock.do"),
		t.label("error.wrong-key"), t.see("desk-wrong"),
	)
}
