package bind

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/test"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func day(s string) idcard.Date {
	d, _ := idcard.ParseDate(s)
	return d
}

// TestWholeWay goes from nothing to the receipt in both languages.
func TestWholeWay(t *testing.T) {
	words := map[string][]string{
		"zh": {"开始", "继续", "选择照片", "提交审核", "第 1 步，共 9 步", "11月26日（周四） – 11月30日（周一）", "看进度"},
		"en": {"Begin", "Continue", "Choose a photo", "Submit for review", "Step 1 of 9", "Thu 26 November – Mon 30 November", "See status"},
	}
	for lang, w := range words {
		t.Run(lang, func(t *testing.T) {
			inside(t, lang, func(r *rig) {
				r.show()
				r.on(model.PageStart)
				r.step(w[4])
				r.tap(w[0])
				r.tick(model.FieldConsent, model.FieldPhotoConsent)
				r.tap(w[1])
				r.on(model.PageFront)
				r.choose("good", w[2])
				r.tap(w[1])
				r.on(model.PageBack)
				r.choose("good2", w[2])
				r.tap(w[1])
				r.write(model.FieldName, "张 三")
				r.tap(w[1])
				r.write(model.FieldNumber, rightNumber)
				r.says("1995")
				r.tap(w[1])
				r.on(model.PageTerm)
				r.write(model.FieldFrom, "2020.06.18")
				r.write(model.FieldUntil, "2030.06.18")
				r.tap(w[1])
				r.on(model.PageCheck)
				r.says("440***********1014")
				r.lacks("440308 19950618 1014")
				r.tap(w[3])
				r.on("receipt")
				r.says(reference)
				r.says(w[5])
				r.lacks("张三")
				if r.kept != nil || r.drops == 0 {
					t.Errorf("the draft is still kept after it was sent (%d drops)", r.drops)
				}
				if len(r.sends) != 1 || r.sends[0].Consent.Version != ConsentVersion || r.sends[0].Consent.Language != lang {
					t.Errorf("sent %d times, consent %+v", len(r.sends), r.sends[0].Consent)
				}
				r.tap(w[6])
				if want := "status/" + reference; !slices.Contains(r.went, want) {
					t.Errorf("went %q, want %q", r.went, want)
				}
			})
		})
	}
}

func TestContinueWithNothingShowsTheProblem(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.show()
		r.tap("开始")
		r.tap("继续")
		r.on(model.PageConsent)
		r.says("同意使用身份信息就勾选")
		r.tick(model.FieldConsent, model.FieldPhotoConsent)
		r.tap("继续")
		r.on(model.PageFront)
	})
}

func TestNotAgreeingIsNoDeadEnd(t *testing.T) {
	inside(t, "en", func(r *rig) {
		r.show()
		r.tap("Begin")
		r.tap("I do not agree: other ways")
		r.says("At a counter")
		r.esc()
		r.on(model.PageConsent)
		r.tap("I do not agree: other ways")
		r.tap("Back to consent")
		r.on(model.PageConsent)
	})
}

func TestNothingIsAskedBeforeConsent(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.Enter(model.PageNumber)
		r.show()
		r.on(model.PageStart)
	})
}

func TestBackKeepsWhatWasTyped(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page, d.Number = model.PageNumber, ""
		r.kept = &d
		r.show()
		r.write(model.FieldNumber, "4403")
		r.esc()
		r.on(model.PageName)
		if r.kept.Number != "4403" || r.kept.Page != model.PageName {
			t.Errorf("kept %q on page %q at once", r.kept.Number, r.kept.Page)
		}
		r.tap("继续")
		if got := r.focus[model.FieldNumber].(*numberEntry).Text; got != "4403" {
			t.Errorf("%q after coming back", got)
		}
	})
}

func TestNumberIsGroupedOutsideItsField(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page, d.Number = model.PageNumber, ""
		r.kept = &d
		r.show()
		r.write(model.FieldNumber, rightNumber)
		e := r.focus[model.FieldNumber].(*numberEntry)
		if e.Text != rightNumber {
			t.Errorf("%q while typing", e.Text)
		}
		r.b.Window.Canvas().Unfocus()
		if e.Text != "440308 19950618 1014" || r.draft.Number != rightNumber {
			t.Errorf("%q shown, %q in the draft", e.Text, r.draft.Number)
		}
		r.b.Window.Canvas().Focus(e)
		if e.Text != rightNumber {
			t.Errorf("%q after coming back", e.Text)
		}
	})
}

func TestWrongNumberOffersRepairs(t *testing.T) {
	cases := map[string]struct{ typed, says, use, becomes string }{
		"neighbours swapped": {"440308199506181104", "输错了一位", "用 440308 19950618 1014", rightNumber},
		"letter for zero":    {"44030819950618O014", "不会出现的字符", "", ""},
		"first generation":   {"440308950618101", "第一代", "用 440308 19950618 1014", rightNumber},
		"too short":          {"4403081995061810", "18位", "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				d := filled()
				d.Page, d.Number = model.PageNumber, ""
				r.kept = &d
				r.show()
				r.write(model.FieldNumber, c.typed)
				r.tap("继续")
				r.on(model.PageNumber)
				r.says(c.says)
				if r.draft.Number != c.typed {
					t.Fatalf("wrong input became %q", r.draft.Number)
				}
				if c.use == "" {
					return
				}
				r.tap(c.use)
				if r.draft.Number != c.becomes {
					t.Errorf("became %q", r.draft.Number)
				}
				r.tap("继续")
				r.on(model.PageTerm)
			})
		})
	}
}

func TestNameTellsWhatChanged(t *testing.T) {
	cases := map[string]struct{ typed, says string }{
		"dot":    {"阿依古丽・买买提", "阿依古丽·买买提"},
		"told":   {"阿依古丽・买买提", "间隔点换成了"},
		"spaces": {"张 三", "去掉了字中间的空格"},
		"rare":   {"𱍐某", "□(U+31350)某"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				d := filled()
				d.Page = model.PageName
				r.kept = &d
				r.show()
				r.write(model.FieldName, c.typed)
				r.says(c.says)
				if r.draft.Name != c.typed {
					t.Errorf("the draft has %q", r.draft.Name)
				}
			})
		})
	}
}

func TestDotButton(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page, d.Name = model.PageName, ""
		r.kept = &d
		r.show()
		r.write(model.FieldName, "买买提")
		r.tap("加 ·")
		test.Type(r.focus[model.FieldName].(*kit.Entry), "艾力")
		if r.draft.Name != "买买提·艾力" {
			t.Errorf("name %q", r.draft.Name)
		}
	})
}

func TestGuardianUnder14(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		body := "44030820150618101"
		d := filled()
		d.Page, d.Number = model.PageNumber, body+string(idcard.Check(body))
		d.From, d.Until = "2024.06.18", "2029.06.18"
		r.kept = &d
		r.show()
		r.tap("继续")
		r.on(model.PageGuardian)
		r.tap("继续")
		r.on(model.PageGuardian)
		r.write(model.FieldGuardian, "张大")
		r.tick(model.FieldGuardianConsent)
		r.tap("继续")
		r.on(model.PageTerm)
		r.step("第 8 步，共 10 步")
	})
}

func TestLongTermAndBack(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page = model.PageTerm
		r.kept = &d
		r.show()
		box := func() *kit.Choice { return kittest.Boxes(r.root)[0] }
		test.Tap(box())
		if r.draft.Until != longTerm || len(kittest.Find[*kit.Entry](r.root)) != 1 {
			t.Errorf("until %q", r.draft.Until)
		}
		test.Tap(box())
		if r.draft.Until != "2030.06.18" {
			t.Errorf("until %q after unticking", r.draft.Until)
		}
	})
}

func TestProblemLinksLeadThereAndBack(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Number, d.Until = "440308199506181010", ""
		r.kept = &d
		r.show()
		r.on(model.PageCheck)
		r.tap("提交审核")
		if len(r.sends) != 0 {
			t.Fatal("sent with problems")
		}
		r.link(0)
		r.on(model.PageNumber)
		r.write(model.FieldNumber, rightNumber)
		r.tap("继续")
		r.on(model.PageCheck)
		r.link(0)
		r.on(model.PageTerm)
		r.write(model.FieldUntil, "2030.06.18")
		r.tap("继续")
		r.on(model.PageCheck)
		r.tap("提交审核")
		r.on("receipt")
	})
}

func TestNumberRevealed(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		r.kept = &d
		r.show()
		r.tap("显示")
		r.says("440308 19950618 1014")
		r.tap("隐藏")
		r.lacks("440308 19950618 1014")
	})
}

func TestSubmitFailingKeepsEverything(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		r.kept, r.sendErr = &d, model.ErrDiskFull
		r.show()
		r.tap("提交审核")
		r.on(model.PageCheck)
		r.says("磁盘快满了")
		if r.kept == nil || r.draft.Number != rightNumber || r.drops != 0 {
			t.Fatal("something was lost")
		}
		r.sendErr = nil
		r.tap("提交审核")
		r.on("receipt")
		if r.sends[0].ID != r.sends[1].ID || r.sends[0].Reference != r.sends[1].Reference {
			t.Error("the second try was another submission")
		}
	})
}

func TestSubmitRunsOnce(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		r.kept = &d
		r.show()
		kittest.Tap(t, r.root, "提交审核")
		if b := kittest.Button(r.root, "正在提交…"); b == nil || !b.Disabled() {
			t.Error("the button can be pressed again")
		}
		r.submit()
		r.Back()
		r.loop.Settle()
		r.on("receipt")
		if len(r.sends) != 1 {
			t.Errorf("sent %d times", len(r.sends))
		}
	})
}

func TestReceiptStaysUntilLeftThenAnother(t *testing.T) {
	inside(t, "en", func(r *rig) {
		d := filled()
		r.kept = &d
		r.show()
		r.tap("Submit for review")
		r.show() // as after a change of language
		r.on("receipt")
		r.tap("Bind another card")
		r.on(model.PageStart)
		r.Leave()
		r.show()
		r.on(model.PageStart)
		if r.draft.Name != "" {
			t.Error("the new draft has a name")
		}
	})
}

func TestBrokenDraftCanBeTriedAgain(t *testing.T) {
	inside(t, "en", func(r *rig) {
		d := filled()
		r.kept, r.loadErr = &d, model.ErrKeyring
		r.show()
		r.says("The keyring that holds")
		r.loadErr = nil
		r.tap("Try again")
		r.on(model.PageCheck)
	})
}

func TestSaving(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.show()
		r.tap("开始")
		r.pass(2 * time.Second)
		if r.saves != 0 {
			t.Error("an empty draft was kept")
		}
		r.tick(model.FieldConsent)
		r.pass(900 * time.Millisecond)
		if r.saves != 0 {
			t.Error("saved before the first change was a second old")
		}
		r.tick(model.FieldPhotoConsent) // going on without a pause puts nothing off
		r.pass(200 * time.Millisecond)
		if r.saves != 1 || !r.kept.PhotoConsent.Given() || !slices.Equal(r.said, []string{"saving", "saved"}) {
			t.Errorf("%d saves, said %q", r.saves, r.said)
		}
		r.pass(3 * time.Second)
		if r.saves != 1 {
			t.Errorf("%d saves of the same", r.saves)
		}
		r.saveErr = errors.New("no")
		r.tap("继续")
		if r.said[len(r.said)-1] != "failed" {
			t.Errorf("said %q", r.said)
		}
		r.saveErr = nil
		r.pass(retryDelay + time.Second)
		if r.said[len(r.said)-1] != "saved" || r.kept.Page != model.PageFront {
			t.Errorf("said %q, kept page %q", r.said, r.kept.Page)
		}
	})
}

func TestRestoredOnTheSamePage(t *testing.T) {
	for _, page := range model.Pages {
		if page == model.PageGuardian {
			continue // only under 14
		}
		t.Run(page, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				d := filled()
				d.Page = page
				r.kept = &d
				r.show()
				r.on(page)
				r.Leave()
				r.loop.Settle()
				r.show()
				r.on(page)
			})
		})
	}
}

func TestChangeOfLanguageKeepsWhatWasTyped(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page, d.Number = model.PageNumber, ""
		r.kept = &d
		r.show()
		r.write(model.FieldNumber, "4403")
		r.tap("继续")
		r.says("身份证号码有18位")
		r.speak("en")
		r.says("An ID number has 18 characters")
		if got := r.focus[model.FieldNumber].(*numberEntry).Text; got != "4403" {
			t.Errorf("%q after the change", got)
		}
	})
}
