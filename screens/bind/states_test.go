package bind

import (
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// at shows a draft that was left on a page.
func at(page string, change func(d *model.Draft)) func(r *rig) {
	return func(r *rig) {
		d := filled()
		d.Page = page
		if change != nil {
			change(&d)
		}
		r.kept = &d
		r.show()
	}
}

// childNumber is made up: region 440308, male, 18 June 2015.
var childNumber = "44030820150618101" + string(idcard.Check("44030820150618101"))

func child(d *model.Draft) { d.Number, d.From, d.Until = childNumber, "2024.06.18", "2029.06.18" }

// pressed leads to a page and presses Continue.
func pressed(page string, change func(d *model.Draft)) func(r *rig) {
	return func(r *rig) {
		at(page, change)(r)
		r.tap(r.b.T("common.continue"))
	}
}

// seen leads to a page after both sides were read.
func seen(page string, change func(r *rig)) func(r *rig) {
	return func(r *rig) {
		carded(r)
		r.choose("card", r.b.T("bind.photo.choose"))
		r.tap(r.b.T("common.continue"))
		r.choose("emblem", r.b.T("bind.photo.choose"))
		if change != nil {
			change(r)
		}
		r.goTo(page)
		r.pass(time.Second)
	}
}

// states are the faces of the screen, by name; each is shown from nothing.
var states = map[string]func(r *rig){
	"start":    (*rig).show,
	"consent":  at(model.PageConsent, nil),
	"front":    func(r *rig) { photographed(r, model.PageFront) },
	"back":     func(r *rig) { photographed(r, model.PageBack) },
	"name":     at(model.PageName, nil),
	"number":   at(model.PageNumber, nil),
	"guardian": at(model.PageGuardian, child),
	"term":     at(model.PageTerm, nil),
	"check":    at(model.PageCheck, nil),

	"consent, nothing ticked": func(r *rig) {
		r.show()
		r.tap(r.b.T("bind.start.begin"))
		r.tap(r.b.T("common.continue"))
	},
	"front, fault": func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", r.b.T("bind.photo.choose"))
	},
	"front, fault and pressed": func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", r.b.T("bind.photo.choose"))
		r.tap(r.b.T("photo.larger"))
		r.tap(r.b.T("common.continue"))
	},
	"front, wrong side": func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("good", r.b.T("bind.photo.choose"))
		r.draft.Front.Report.Side = model.Back
		r.render()
	},
	"front, checking": func(r *rig) {
		photographed(r, model.PageFront)
		r.next = []string{"glare"}
		r.tap(r.b.T("bind.photo.choose"))
		r.pass(250 * time.Millisecond)
	},
	"front, glare": func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("glare", r.b.T("bind.photo.choose"))
	},
	"front, astray": func(r *rig) {
		carded(r)
		r.choose("emblem", r.b.T("bind.photo.choose"))
	},
	"name, read":      seen(model.PageName, nil),
	"name, differs":   seen(model.PageName, func(r *rig) { r.draft.Name = "李四光" }),
	"number, read":    seen(model.PageNumber, nil),
	"number, differs": seen(model.PageNumber, func(r *rig) { r.draft.Number = childNumber }),
	"term, read":      seen(model.PageTerm, nil),
	"check, differs":  seen(model.PageCheck, func(r *rig) { r.draft.Name, r.draft.Until = "李四光", "2040.06.18" }),
	"name, wrong":     pressed(model.PageName, func(d *model.Draft) { d.Name, d.Phone = "", "12" }),
	"number, offers":  pressed(model.PageNumber, func(d *model.Draft) { d.Number = "440308199506181104" }),
	"guardian, wrong": pressed(model.PageGuardian, child),
	"term, wrong":     pressed(model.PageTerm, func(d *model.Draft) { d.From, d.Until = "", "" }),
	"term, for ever":  at(model.PageTerm, func(d *model.Draft) { d.Until = longTerm }),
	"check, child":    at(model.PageCheck, child),
	"check, nothing given": at(model.PageCheck, func(d *model.Draft) {
		d.Front, d.Back, d.Name, d.Number, d.From, d.Until = model.Photo{}, model.Photo{}, "", "", "", ""
	}),
	"ways": func(r *rig) {
		at(model.PageConsent, nil)(r)
		r.tap(r.b.T("bind.consent.decline"))
	},
	"clash": func(r *rig) {
		at(model.PageName, nil)(r)
		r.own = filled()
		r.own.Case = firstID
		r.Enter(fixPrefix + firstID.String())
	},
	"broken": func(r *rig) {
		r.loadErr = model.ErrKeyring
		r.show()
	},
	"fix, broken": func(r *rig) {
		r.show()
		r.ownErr = model.ErrKeyring
		r.Enter(fixPrefix + caseID.String())
		r.loop.Settle()
	},
	"fix, front": func(r *rig) {
		returned(r)
		r.Enter(fixPrefix + caseID.String())
		r.show()
	},
	"fix, name": func(r *rig) {
		returned(r)
		r.reasons = []model.Reason{{Code: "name-differs", Field: "name"}}
		r.Enter(fixPrefix + caseID.String())
		r.show()
	},
	"front, camera": func(r *rig) {
		r.gear(&fakeCamera{shows: func(int) int { return fine }})
		photographed(r, model.PageFront)
		r.tap(r.b.T("bind.camera"))
		r.pass(300 * time.Millisecond)
		r.filming.stop() // nothing changes any more
	},
	"kiosk, medium": func(r *rig) {
		shelfed(r, 31)
		r.pass(2 * time.Second)
	},
	"kiosk, receipt": func(r *rig) {
		r.atKiosk()
		r.paper.printers = []string{"slips"}
		received(r)
	},
	"kiosk, start": func(r *rig) {
		r.atKiosk()
		r.p.Limit = time.Minute
		r.show()
	},
	"receipt": func(r *rig) {
		r.paper.printers = []string{"Office", "Attic"}
		at(model.PageCheck, nil)(r)
		r.tap(r.b.T("bind.check.submit"))
	},
}

// everywhere runs f in every state, in both languages.
func everywhere(t *testing.T, f func(t *testing.T, r *rig)) {
	for name, lead := range states {
		for _, lang := range []string{"zh", "en"} {
			t.Run(name+"/"+lang, func(t *testing.T) {
				inside(t, lang, func(r *rig) {
					lead(r)
					f(t, r)
				})
			})
		}
	}
}
