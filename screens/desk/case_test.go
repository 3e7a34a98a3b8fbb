package desk

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
)

func fields(r *rig) []*kit.Entry { return kittest.Find[*kit.Entry](r.content()) }

// drawing tells a sign from a photograph.
func drawing(c *canvas.Image) bool { return c.Resource != nil || c.Image == nil }

func pictures(r *rig) []*canvas.Image {
	return slices.DeleteFunc(kittest.Find[*canvas.Image](r.content()), drawing)
}

func TestOpenCase(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"K7TM-4M2Q-9XWD-3H8A", "林新", "994758 19920507 6743", "1992年5月7日　女", "2014年3月10日 – 2034年3月10日", "国徽面：照片模糊", "有效期是20年，按发证时的年龄应该是10年", "13800000000"},
		"en": {"7 May 1992　female", "10 March 2014 – 10 March 2034", "Emblem side: The photo is blurred", "valid 20 years", "广东省深圳市盐田区"},
	} {
		onDesk(t, lang, 2, func(r *rig) {
			r.openFirst()
			r.has(says...)
			r.hasNot("finding.", "亮度够", "Bright enough")
			if n := len(pictures(r)); n != 2 {
				t.Errorf("%d pictures", n)
			}
			r.tap("desk.back")
			r.has("T000")
			r.hasNot("林新")
		})
	}
}

// TestCaseInView: at 1024×700 beside the rail, the pictures and the decisions
// are in view without scrolling.
func TestCaseInView(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		onDesk(t, lang, 2, func(r *rig) {
			r.openFirst()
			holder := container.NewStack(r.s.Content())
			r.b.Window.SetContent(container.NewWithoutLayout(holder))
			for range 2 {
				holder.Resize(fyne.NewSize(801, 559)) // what the shell leaves
				holder.Resize(fyne.NewSize(802, 560))
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			for _, text := range []string{"desk.approve", "desk.return", "desk.refuse", "desk.lock"} {
				b := kittest.Button(holder, r.b.T(text))
				if p := at(b); p.Y+b.Size().Height > 560 || p.X+b.Size().Width > 802 || b.Size().Height < 44 {
					t.Errorf("%s: %s stands at %v, %v", lang, text, p, b.Size())
				}
			}
			bar := at(kittest.Button(holder, r.b.T("desk.approve"))).Y
			for _, c := range kittest.Find[*canvas.Image](holder) {
				if !drawing(c) && at(c).Y+c.Size().Height > bar {
					t.Errorf("%s: a picture ends at %v, below %v", lang, at(c).Y+c.Size().Height, bar)
				}
			}
			if m := holder.MinSize(); m.Width > 802 || m.Height > 560 {
				t.Errorf("%s: the page needs %v", lang, m)
			}
		})
	}
}

func TestOpenFails(t *testing.T) {
	for name, c := range map[string]struct {
		open  func(context.Context, uuid.UUID) (model.Case, error)
		thumb func([]byte, int) (image.Image, error)
		says  string
	}{
		"gone":        {func(context.Context, uuid.UUID) (model.Case, error) { return model.Case{}, model.ErrNotFound }, thumb, "error.not-found"},
		"bad picture": {nil, func([]byte, int) (image.Image, error) { return nil, model.ErrDamaged }, "error.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "zh", 2, func(r *rig) {
				if c.open != nil {
					r.cases.open = c.open
				}
				r.s.p.Thumb = c.thumb
				r.openFirst()
				r.has(c.says, "T000")
				r.s.list.Select(0) // can be tried again
				r.loop.Settle()
				r.has(c.says)
			})
		})
	}
}

// TestRequestHasNoPictures: a request is decided without photographs.
func TestRequestHasNoPictures(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.heads[0].Kind = model.Erase
		r.cases.open = func(context.Context, uuid.UUID) (model.Case, error) {
			return model.Case{Head: r.heads[0], Submission: model.Submission{Reference: "K7TM-4M2Q-9XWD-3H8A"}, DeskNotes: []string{"rang up"},
				Timeline: []model.Event{{At: now, What: "received"}, {At: now, What: "returned", Note: "看看", Reasons: []model.Reason{{Code: "expired"}}}}}, nil
		}
		r.openFirst()
		r.has("kind.erase", "rang up", "看看", "reason.expired", "status.event.received")
		r.hasNot("desk.no-findings", "desk.larger")
		if len(pictures(r)) != 0 {
			t.Error("there are pictures")
		}
	})
}

func TestLeaveDropsPictures(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.s.Leave()
		if r.s.open != nil {
			t.Error("the case is still open")
		}
		r.enter()
		r.has("T000")
		r.hasNot("林新")
		if len(pictures(r)) != 0 {
			t.Error("its pictures are still drawn")
		}
	})
}

// TestLeaveWhileOpening: what was being opened is not shown to who comes next,
// and the desk is not stuck.
func TestLeaveWhileOpening(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.cases.open = func(ctx context.Context, id uuid.UUID) (model.Case, error) {
			time.Sleep(time.Second)
			return r.open(ctx, id)
		}
		r.openFirst()
		r.has("desk.opening")
		r.s.Leave()
		r.sleep(2 * time.Second)
		r.enter()
		r.has("T000")
		r.hasNot("desk.opening", "林新")
		r.s.list.Select(1)
		r.sleep(2 * time.Second)
		r.has("林新", "desk.approve")
	})
}

// TestDecide: what is sent, what is said, and that the case is gone.
func TestDecide(t *testing.T) {
	first := head(0).Case
	for name, c := range map[string]struct {
		lang string
		act  func(r *rig)
		want model.Decision
		says string
	}{
		"approve": {"zh", func(r *rig) { r.tap("desk.approve") },
			model.Decision{Verb: model.Approve}, "K7TM-4M2Q-9XWD-3H8A：已绑定"},
		"return": {"en", func(r *rig) {
			r.tap("desk.return")
			kittest.Tick(r, r.content(), r.b.T("reason.back-glare"))
			kittest.Tick(r, r.content(), r.b.T("reason.name-differs"))
			kittest.Tick(r, r.content(), r.b.T("reason.front-cut"))
			kittest.Tick(r, r.content(), r.b.T("reason.front-cut")) // not after all
			r.types(r.b.T("reason.back-glare"), " Written as on the card? ", "  The lamp is on the left. ", "second time")
			r.tap("desk.return.title")
		}, model.Decision{Verb: model.Return, Note: "The lamp is on the left.", DeskNote: "second time",
			Reasons: []model.Reason{{Code: "back-glare", Field: "back"}, {Code: "name-differs", Field: "name", Text: "Written as on the card?"}}}, "K7TM-4M2Q-9XWD-3H8A: Needs a change"},
		"refuse": {"zh", func(r *rig) {
			r.tap("desk.refuse")
			kittest.Tick(r, r.content(), r.b.T("reason.not-own-card"))
			r.tap("desk.refuse.title")
		}, model.Decision{Verb: model.Refuse, Reasons: []model.Reason{{Code: "not-own-card"}}}, "未通过"},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, c.lang, 2, func(r *rig) {
				var got model.Decision
				r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
					got = d
					return r.decide(ctx, d)
				}
				r.openFirst()
				c.act(r)
				r.sleep(UndoTime + time.Second)
				c.want.Case, c.want.Version = first, 3
				if got.Case != c.want.Case || got.Version != c.want.Version || got.Verb != c.want.Verb || got.Note != c.want.Note ||
					got.DeskNote != c.want.DeskNote || !slices.Equal(got.Reasons, c.want.Reasons) {
					t.Errorf("decided %+v, want %+v", got, c.want)
				}
				r.has(c.says, "T001-4M2Q-9XWD-3H8A")
			})
		})
	}
}

// TestDecidedInAnotherLanguage: what was just decided is said in the language of
// the page.
func TestDecidedInAnotherLanguage(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.tap("desk.approve")
		r.has("K7TM-4M2Q-9XWD-3H8A：通过。10秒内可以撤销。")
		r.sleep(UndoTime + time.Second)
		r.has("K7TM-4M2Q-9XWD-3H8A：已绑定")
		r.speak("en")
		r.has("K7TM-4M2Q-9XWD-3H8A: Bound")
	})
}

// TestReasonNeeded: without a reason nothing is sent, and nothing typed lost.
func TestReasonNeeded(t *testing.T) {
	for verb, send := range map[string]string{"desk.return": "desk.return.title", "desk.refuse": "desk.refuse.title"} {
		onDesk(t, "zh", 1, func(r *rig) {
			r.cases.decide = func(context.Context, model.Decision) (model.Head, error) {
				t.Errorf("%s was sent", verb)
				return model.Head{}, nil
			}
			r.openFirst()
			r.tap(verb)
			r.types("写好的话")
			r.tap(send)
			r.has("desk.reason.missing")
			if got := fields(r)[0].Text; got != "写好的话" {
				t.Errorf("%s: the note is %q", verb, got)
			}
			r.tap("common.cancel")
			r.has("林新", "desk.approve")
		})
	}
}

// TestReasonsAreOffered: each of the list, and only of the list.
func TestReasonsAreOffered(t *testing.T) {
	for verb, list := range map[string][]model.Reason{"desk.return": model.Reasons, "desk.refuse": model.RefusalReasons} {
		onDesk(t, "en", 1, func(r *rig) {
			r.openFirst()
			r.tap(verb)
			var want, got []string
			for _, reason := range list {
				want = append(want, r.b.T("reason."+reason.Code))
			}
			for _, c := range kittest.Boxes(r.content()) {
				got = append(got, c.Text)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", verb, got, want)
			}
		})
	}
}

// TestConflict: who decides second sees that and the queue as it is now.
func TestConflict(t *testing.T) {
	onDesk(t, "zh", 3, func(r *rig) {
		r.openFirst()
		r.heads = r.heads[1:] // somebody else was faster
		r.cases.decide = func(context.Context, model.Decision) (model.Head, error) { return model.Head{}, model.ErrConflict }
		r.tap("desk.approve")
		r.sleep(UndoTime + time.Second)
		r.has("T000 还没有处理。"+r.b.T("error.conflict"), "T001-4M2Q-9XWD-3H8A")
		r.tap("desk.again") // it is gone
		r.has("error.not-found", "待审核：2")
		r.hasNot("还没有处理")
	})
}

// TestDecideFails: that is said, and the case comes back with what was typed.
func TestDecideFails(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.cases.decide = func(context.Context, model.Decision) (model.Head, error) {
			time.Sleep(time.Second)
			return model.Head{}, model.ErrDiskFull
		}
		r.openFirst()
		r.tap("desk.return")
		kittest.Tick(r, r.content(), r.b.T("reason.back-cut"))
		r.types("说得更清楚", "写好的话")
		r.tap("desk.return.title")
		r.sleep(UndoTime + time.Second)
		r.sleep(2 * time.Second) // and it took a second
		r.has("T000 还没有处理。"+r.b.T("error.disk-full"), "T001-4M2Q-9XWD-3H8A")
		r.tap("desk.again")
		if f := fields(r); f[0].Text != "说得更清楚" || f[1].Text != "写好的话" || !ticked(r, "reason.back-cut") {
			t.Errorf("the fields are %q and %q, the box ticked: %v", f[0].Text, f[1].Text, ticked(r, "reason.back-cut"))
		}
	})
}

func ticked(r *rig, key string) bool {
	return slices.ContainsFunc(kittest.Boxes(r.content()), func(c *kit.Choice) bool { return c.Text == r.b.T(key) && c.Checked })
}

// TestDecideTwice: one decision, however often the button is pressed; and it
// is taken to its end when the desk is left meanwhile.
func TestDecideTwice(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		n, cut := 0, errors.New("nothing yet")
		r.cases.decide = func(ctx context.Context, d model.Decision) (model.Head, error) {
			n++
			time.Sleep(time.Second)
			cut = ctx.Err()
			return r.decide(ctx, d)
		}
		r.openFirst()
		b := kittest.Button(r.content(), r.b.T("desk.approve"))
		test.Tap(b)
		r.loop.Settle() // the next case is there
		test.Tap(b)
		r.s.Leave()
		r.sleep(2 * time.Second)
		if n != 1 || cut != nil {
			t.Errorf("decided %d times, cut short: %v", n, cut)
		}
		r.enter()
		r.has("待审核：1", "T001")
	})
}

// TestReloadWhileOpen: news of the store do not take the case from the desk.
func TestReloadWhileOpen(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		asked := len(r.asked)
		r.s.Reload()
		r.loop.Settle()
		r.has("林新")
		if len(r.asked) != asked {
			t.Error("the queue was fetched")
		}
	})
}

// TestLanguageChanges: a form is drawn anew with what was typed.
func TestLanguageChanges(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.openFirst()
		r.tap("desk.return")
		kittest.Tick(r, r.content(), r.b.T("reason.front-other"))
		r.types("说得更清楚", "写好的话")
		r.speak("en")
		r.has("Return for a change", "The applicant will read these sentences.")
		if f := fields(r); !ticked(r, "reason.front-other") || f[0].Text != "说得更清楚" || f[1].Text != "写好的话" {
			t.Error("what was typed is lost")
		}
	})
}
