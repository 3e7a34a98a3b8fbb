package screens

import (
	"strings"

	"truename/model"
	"truename/model/specimen"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// walk goes through every page and state that a person and the desk see.
func (f *tailor) walk(c specimen.Set) {
	f.Helper()
	for _, chapter := range []func(specimen.Set){
		f.arrive, f.photographs, f.names, f.numbers, f.send, f.desk, f.fix, f.requests, f.faults, f.rest,
	} {
		chapter(c)
	}
}

// to shows a place and waits until it says the text of a key.
func (f *tailor) to(place, key string) {
	f.Helper()
	f.shell.Go(place)
	f.hear(f.bench.T(key))
}

func (f *tailor) arrive(specimen.Set) {
	f.to("me", "me.claim.do")
	f.see("me")
	f.to("guide", "guide.title")
	f.see("guide")
	f.to("me/services", "services.locked")
	f.see("services, locked")
	f.to("me/more", "more.title")
	f.see("more")
	f.to("me/unbind", "request.nothing")
	f.see("unbind, nothing bound")
	f.to("me/data", "data.opened.none")
	f.see("data, nothing there")
	f.to("bind", "bind.start.title")
	f.see("bind start")
	f.tap("bind.start.begin")
	f.tap("bind.consent.decline")
	f.hear(f.bench.T("bind.ways.title"))
	f.see("bind ways")
	f.tap("bind.ways.back")
	f.hear(f.bench.T("bind.consent.title"))
	f.see("bind consent")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind consent, missing")
	f.tick(2)
	f.tap("common.continue")
}

func (f *tailor) photographs(c specimen.Set) {
	f.hear(f.bench.T("bind.front.title"))
	f.see("bind front, empty")
	f.tap("common.back")
	f.tap("common.continue")
	f.pick = f.dir + "-none"
	f.tap("bind.photo.choose")
	f.hear(f.bench.T("error.unreadable"))
	f.see("bind front, unreadable")
	f.pick = c.Blurred
	f.tap("bind.photo.choose")
	f.checked()
	f.see("bind front, blurred")
	f.pick = c.Front
	f.tap("bind.photo.other")
	f.checked()
	f.see("bind front")
	f.tap("photo.larger")
	f.see("bind front, closer")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.back.title"))
	f.choose(c.Back, "bind.photo.choose")
	f.tap("common.back")
	f.hear(f.bench.T("bind.back.title"))
	f.see("bind back")
	f.tap("common.continue")
}

// strip waits for the line of the card on a page with a field.
func (f *tailor) strip() {
	f.Helper()
	f.until("the line of the card", func() bool {
		cut := kittest.Find[*kit.Cutout](f.content())
		return len(cut) == 1 && cut[0].Shown()
	})
}

func (f *tailor) names(c specimen.Set) {
	title := f.bench.T("bind.name.title")
	f.hear(title)
	f.strip()
	f.see("bind name, read")
	f.fields()[0].SetText("")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind name, missing")
	for what, name := range map[string]string{
		"rare": "欧阳𬤇・买买提", "long": strings.Repeat("阿", 24) + "提", "many parts": "阿卜杜热合曼·阿卜杜热合曼·阿卜杜热", "of no card": "Zhang3", "": c.Name,
	} {
		f.fields()[0].SetText(name)
		f.see("bind name " + what)
	}
	f.fields()[0].SetText(c.Name)
	f.fields()[1].SetText("12")
	f.tap("common.continue")
	f.see("bind name, telephone too short")
	f.fields()[1].SetText("138 0000 0000")
	f.tap("common.continue")
}

func (f *tailor) numbers(c specimen.Set) {
	f.hear(f.bench.T("bind.number.title"))
	f.strip()
	f.see("bind number, read")
	for what, number := range map[string]string{
		"missing": "", "wrong": c.Number[:8] + swapped(c.Number[8:10]) + c.Number[10:], "15 digits": "440308950618101", "too long": strings.Repeat("1", 60),
	} {
		f.fields()[0].SetText(number)
		f.tap("common.continue")
		f.hear(f.bench.T("bind.problems"))
		f.see("bind number, " + what)
	}
	f.fields()[0].SetText(c.Child)
	f.tap("common.continue")
	f.hear(f.bench.T("bind.guardian.title"))
	f.see("bind guardian")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind guardian, missing")
	f.shell.Go("bind/check")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind check, of a child, nothing filled in")
	f.shell.Go("bind/number")
	f.hear(f.bench.T("bind.number.title"))
	f.fields()[0].SetText(c.Number)
	f.see("bind number")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.term.title"))
	f.strip()
	f.see("bind term, read")
	f.write("bind.term.title", "", "")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind term, missing")
	f.tick(1)
	f.see("bind term, long-term")
	f.tick(1)
	f.write("bind.term.title", c.From, c.Until)
	f.see("bind term")
	f.tap("common.continue")
}

func (f *tailor) send(specimen.Set) {
	f.hear(f.bench.T("bind.check.title"))
	f.tap("bind.check.reveal")
	f.see("bind check")
	f.until("the draft in the store", func() bool {
		d, ok, err := f.store.Draft(f.Context())
		return err == nil && ok && d.Page == model.PageCheck
	})
	f.shell.Go("me")
	f.hear(f.goOn(model.PageCheck))
	f.see("me, a draft")
	f.tap("me.drop")
	f.hear(f.bench.T("me.drop.ask"))
	f.see("me, delete the draft?")
	f.tap("common.cancel")
	f.to("bind", "bind.check.title")
	f.full.Store(true)
	f.tap("bind.check.submit")
	f.hear(f.bench.T("error.disk-full"))
	f.see("bind check, the disk is full")
	f.shell.Saved("failed")
	f.see("bind check, not saved")
	f.full.Store(false)
	f.tap("bind.check.submit")
	reference := f.receipt()
	f.until("a printer", func() bool { return f.button("slip.print") != nil })
	f.see("bind receipt")
	f.to("status/"+reference, "status.withdraw")
	f.see("status, waiting")
	f.tap("status.withdraw")
	f.hear(f.bench.T("status.withdraw.ask"))
	f.see("status, withdraw?")
	f.tap("common.cancel")
	f.to("status", "status.mine")
	f.see("status")
	f.to("me", "me.status")
	f.see("me, waiting")
	f.to("guide", "guide.title")
	f.see("guide, waiting")
}

func (f *tailor) desk(specimen.Set) {
	f.to("desk", "desk.claim.title")
	f.see("desk, claim")
	f.fields()[0].SetText(passphrase)
	f.tap("desk.claim.do")
	f.hear(f.bench.T("desk.claim.differ"))
	f.see("desk, claim, not the same")
	f.claim()
	f.queue()
	f.see("desk, queue")
	f.openFirst()
	f.see("desk, case")
	f.tap("desk.larger")
	f.see("desk, case, large")
	f.tap("X　" + f.bench.T("desk.straight"))
	f.see("desk, case, the card alone")
	f.shell.present().(kit.Keyed).Key(fyne.Key2)
	f.see("desk, case, a field")
	f.tap("desk.smaller")
	f.tap("desk.refuse")
	f.see("desk, refuse")
	f.tap("common.cancel")
	f.tap("desk.return")
	f.hear(f.bench.T("desk.return.title"))
	f.tap("desk.return.title")
	f.hear(f.bench.T("desk.reason.missing"))
	f.see("desk, return, no reason")
	kittest.Tick(f, f.shell.holder, f.bench.T("reason.front-glare"))
	kittest.Tick(f, f.shell.holder, f.bench.T("reason.name-differs"))
	f.fields()[0].SetText(strings.Repeat("The lamp stands in the picture. 灯照在照片里。", 3))
	f.see("desk, return")
	f.tap("desk.return.title")
	f.hear(f.bench.T("desk.empty"))
	f.see("desk, empty")
	f.tap("desk.figures")
	f.hear(f.bench.T("desk.figures.median"))
	f.see("desk, figures")
	f.shell.Back()
	f.hear(f.bench.T("desk.empty"))
	f.tap("desk.log")
	f.hear(f.bench.T("desk.log.what.return"))
	f.see("desk, log")
	f.shell.Back()
	f.hear(f.bench.T("desk.empty"))
}

func (f *tailor) fix(c specimen.Set) {
	f.to("me", "status.fix")
	f.see("me, returned")
	f.shell.Go("status")
	f.tap("status.show")
	f.hear(f.bench.T("status.event.returned"))
	f.see("status, returned")
	f.tap("status.fix")
	f.hear(f.bench.T("bind.returned"))
	f.see("bind front, returned")
	f.choose(c.Again, "bind.photo.other")
	f.hear(f.bench.T("bind.name.title"))
	f.see("bind name, returned")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.problems"))
	f.see("bind name, unchanged")
	f.fields()[0].SetText("欧阳")
	f.tap("common.continue")
	f.hear(f.bench.T("bind.check.title"))
	f.see("bind check, returned")
	f.tap("bind.check.submit")
	f.receipt()
	f.shell.Go("desk")
	f.queue()
	f.see("desk, queue, corrected")
	f.openFirst()
	f.see("desk, case, corrected")
	f.approve()
	f.to("me", "me.other")
	f.see("me, bound")
	f.to("guide", "guide.all-done")
	f.see("guide, done")
	f.to("me/services", "services.open-now")
	f.see("services, open")
	f.shell.Go("status")
	f.tap("status.show")
	f.hear(f.bench.T("status.event.approved"))
	f.see("status, approved")
}

func (f *tailor) requests(specimen.Set) {
	f.to("me/data", "data.opened")
	f.until("the openings", func() bool { return f.says(f.bench.T("data.rights")) && !f.says(f.bench.T("data.loading")) })
	f.see("data")
	f.to("me/export", "request.send")
	f.see("request, export")
	f.to("me/erase", "request.send")
	f.see("request, erase")
	f.to("me/unbind", "request.send")
	f.tap("request.send")
	f.hear(f.bench.T("bind.problems"))
	f.see("request, unbind, missing")
	f.tick(1)
	f.fields()[0].SetText(strings.Repeat("新卡已经拿到了。 ", 20))
	f.see("request, unbind")
	f.tap("request.send")
	f.hear(f.bench.T("request.filed"))
	f.until("a printer", func() bool { return f.button("slip.print") != nil })
	f.see("request, filed")
	f.shell.Go("desk")
	f.queue()
	f.see("desk, queue, a request")
	f.queue().Select(0)
	f.hear(f.bench.T("desk.request.about"))
	f.see("desk, request")
	f.tap("desk.done.unbind")
	f.hear(f.bench.T("desk.empty"))
	f.to("me", "me.bind")
	f.see("me, not bound any more")
}

func (f *tailor) faults(specimen.Set) {
	f.shell.Go("status")
	f.write("status.title", "K7TM-4M2Q-9XWD-3H8A")
	f.tap("status.look")
	f.hear(f.bench.T("error.not-found"))
	f.see("status, unknown")
	f.shell.Go("desk")
	f.tap("desk.lock")
	f.hear(f.bench.T("desk.unlock.title"))
	f.fields()[0].SetText("not the passphrase")
	f.tap("desk.unlock.do")
	f.hear(f.bench.T("error.wrong-key"))
	f.see("desk, locked, wrong")
	f.shell.update = update{asked: true, newer: true, found: model.Release{Version: "9.9.9", Where: "https://example.org/truename"}}
	f.to("me", "me.newer.get")
	f.see("me, a newer version")
}

func (f *tailor) rest(specimen.Set) {
	f.to("questions", "questions.title")
	f.see("questions")
	f.fields()[0].SetText("jiebang")
	f.see("questions, search")
	f.fields()[0].SetText("zzzzzz")
	f.hear(f.bench.T("questions.none"))
	f.see("questions, none")
	f.to("topics", "topics.how")
	f.see("topics")
	for _, to := range fittings {
		f.dress(to)
		Fatal(f.bench, model.ErrWrongKind, "/home/somebody/.local/share/a folder with a long name/truename", func() {})
		f.check("cannot start "+to.String(), f.content(), fyne.NewSize(to.width, to.height))
	}
	f.bench.Window.SetContent(f.shell.root)
}
