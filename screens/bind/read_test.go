package bind

import (
	"errors"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// carded is a screen with nothing typed and no photographs, on the page of the
// portrait side.
func carded(r *rig) {
	d := filled()
	d.Front, d.Back, d.Page = model.Photo{}, model.Photo{}, model.PageFront
	d.Name, d.Number, d.From, d.Until = "", "", "", ""
	r.kept = &d
	r.show()
	r.on(model.PageFront)
}

// outlined is how many lines of the card's outline are drawn.
func (r *rig) outlined() (n int) {
	r.t.Helper()
	v, _, _ := r.viewer()
	for _, o := range test.WidgetRenderer(v).Objects() {
		if l, ok := o.(*canvas.Line); ok && !l.Hidden {
			n++
		}
	}
	return n
}

func TestReadFieldsAreFilledIn(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		carded(r)
		r.choose("card", "选择照片")
		r.tap("继续")
		r.choose("emblem", "选择照片")
		r.tap("继续")
		r.on(model.PageName)
		r.says("这是从照片上读出来的")
		r.says("李四")
		if cuts := kittest.Find[*kit.Cutout](r.root); len(cuts) != 1 || cuts[0].Label != "照片上的这一行：姓名" {
			t.Fatalf("strips: %v", cuts)
		}
		r.pass(100 * time.Millisecond)
		if !kittest.Find[*kit.Cutout](r.root)[0].Shown() {
			t.Error("the strip has no picture")
		}
		r.write(model.FieldName, "李四光")
		r.lacks("这是从照片上读出来的")
		r.tap("继续")
		r.on(model.PageNumber)
		r.says("号码第6位看着像3，按编码规则是8")
		r.pass(100 * time.Millisecond)
		r.tap("继续")
		r.on(model.PageTerm)
		r.says("这是从照片上读出来的")
		r.pass(100 * time.Millisecond)
		if want := []string{"card 0.15", "card 0.85", "emblem 0.85"}; !slices.Equal(r.cuts, want) { // one for both days
			t.Fatalf("cut out: %q, want %q", r.cuts, want)
		}
		r.esc()
		r.esc()
		r.pass(100 * time.Millisecond)
		if len(r.cuts) != 3 {
			t.Errorf("cut out again: %q", r.cuts)
		}
		r.Leave()
		r.pass(time.Second)
		if r.kept.Name != "李四光" || r.kept.Number != rightNumber || !r.kept.Filled(model.FieldUntil) || len(r.strips) != 0 {
			t.Errorf("kept: %q %q %v", r.kept.Name, r.kept.Number, r.kept.FromPhoto)
		}
	})
}

func TestTypedIsNeverReplaced(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront) // with a name and a number
		r.choose("card", "选择照片")
		if r.draft.Name != "张三" || r.draft.FromPhoto != nil {
			t.Fatalf("%q %v", r.draft.Name, r.draft.FromPhoto)
		}
		r.goTo(model.PageName)
		r.loop.Settle()
		r.lacks("不一样") // until it is certain
		r.pass(time.Second)
		r.says("姓名和照片上的不一样")
		r.tap("用 李四")
		if r.draft.Name != "李四" {
			t.Errorf("taken over: %q", r.draft.Name)
		}
		r.says("这是从照片上读出来的")
		r.lacks("不一样")
	})
}

func TestDifferenceIsNotNagged(t *testing.T) {
	inside(t, "en", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("card", "Choose a photo")
		r.goTo(model.PageNumber)
		r.loop.Settle()
		r.lacks("not the same as on the photo")
		r.write(model.FieldNumber, childNumber[:17])
		r.lacks("not the same as on the photo") // while it is not complete
		r.write(model.FieldNumber, childNumber)
		r.says("The number is not the same as on the photo.")
		r.write(model.FieldNumber, rightNumber)
		r.lacks("not the same as on the photo")
	})
}

func TestFailedStripLeavesTheField(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		carded(r)
		r.choose("card", "选择照片")
		r.cutErr = errors.New("damaged")
		r.goTo(model.PageName)
		r.pass(time.Second)
		if cuts := kittest.Find[*kit.Cutout](r.root); len(cuts) != 0 || len(r.cuts) != 1 {
			t.Errorf("%d strips, %d tries", len(cuts), len(r.cuts))
		}
		r.says("李四")
	})
}

func TestCardIsOutlinedAtOnce(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.next = []string{"glare"}
		r.tap("选择照片")
		r.pass(50 * time.Millisecond)
		if got := r.outlined(); got != 8 {
			t.Errorf("%d lines while it is checked", got)
		}
		r.lacks("反光")
		r.pass(time.Second)
		if got := r.outlined(); got != 8 {
			t.Errorf("%d lines after the check", got)
		}
		r.says("反光挡住了号码的第7到10位。")
		r.says("把证件稍微斜一点")
		_, _, frames := r.viewer()
		if len(frames) != 1 {
			t.Errorf("%d places are painted", len(frames))
		}
	})
}

// TestFaultIsInSight: with text of twice the size there is no room for it
// beside the picture.
func TestFaultIsInSight(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.b.Scale = kit.ScaleDouble
		photographed(r, model.PageFront)
		r.choose("glare", "选择照片")
		r.lacks("亮度够")
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		v, _, _ := r.viewer()
		for _, text := range kittest.Find[*kit.Text](r.root) {
			if text.Text == "反光挡住了号码的第7到10位。" && at(text).Y >= at(v).Y {
				t.Errorf("the fault stands at %v, the picture at %v", at(text), at(v))
			}
		}
		r.says("反光挡住了号码的第7到10位。")
	})
}

func TestMessageStays(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", "选择照片")
		r.says("照片模糊")
		r.pass(200 * time.Millisecond)
		r.draft.Front.Report.Findings = []model.Finding{{Code: model.FindingDark, Weight: model.Fault}}
		r.render()
		r.says("照片模糊")
		r.lacks("照片太暗")
		r.pass(messageStay)
		r.says("照片太暗")
		r.draft.Front.Report.Findings = nil
		r.render()
		r.says("照片太暗")
		r.pass(messageStay)
		r.lacks("照片太暗")
		r.choose("good", "换一张照片") // another photograph: nothing to read any more
		r.says("照片清楚，可以用")
	})
}

// TestManualReviewOfTheWrongSide: who cannot convince the program is not stuck.
func TestManualReviewOfTheWrongSide(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		carded(r)
		r.choose("emblem", "选择照片")
		for range badTries - 1 {
			r.lacks("转人工审核")
			r.choose("emblem", "换一张照片")
		}
		r.says("放到另一面去")
		r.tap("就用这张，转人工审核")
		r.on(model.PageBack)
	})
}

func TestWrongSideOffersToMove(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		carded(r)
		r.choose("emblem", "选择照片")
		r.says("这是国徽面。")
		r.says("放到那一面去，这里另拍一张。")
		r.lacks("换一张人像面的照片")
		if loud := kittest.Loud(r.root); !slices.Equal(loud, []string{"放到另一面去"}) {
			t.Errorf("the main buttons are %q", loud)
		}
		r.tap("放到另一面去")
		r.pass(time.Second)
		if string(r.draft.Back.JPEG) != "emblem" || r.draft.Back.Report.Grade != model.Good || r.draft.Until != "2030.06.18" {
			t.Errorf("moved: %q %v %q", r.draft.Back.JPEG, r.draft.Back.Report, r.draft.Until)
		}
		r.choose("emblem", "选择照片") // the other side has its photograph already
		r.lacks("放到另一面去")
		r.says("这是国徽面。")
		r.says("换一张人像面的照片")
	})
}

// TestRestoredPhotographMoves: one that cannot be checked again, because only
// its file is kept.
func TestRestoredPhotographMoves(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page, d.Back, d.From, d.Until = model.PageFront, model.Photo{}, "", ""
		report := model.Report{Side: model.Front, Grade: model.Good}
		reading := fakePicture{path: "emblem"}.read(&report)
		d.Front = model.Photo{JPEG: []byte("emblem"), Report: report, Reading: reading}
		r.kept = &d
		r.show()
		r.tap("放到另一面去")
		if r.draft.Back.Report.Grade != model.Good || r.draft.From != "2020.06.18" {
			t.Errorf("moved: %+v %q", r.draft.Back.Report, r.draft.From)
		}
	})
}

func TestNameIsVerifiedOnce(t *testing.T) {
	inside(t, "en", func(r *rig) {
		carded(r)
		r.choose("card", "Choose a photo")
		r.goTo(model.PageName)
		r.pass(time.Second)
		r.match = model.Match{Verdict: model.Differs, Score: 0.1}
		r.write(model.FieldName, "李四光")
		r.tap("Continue")
		r.pass(time.Second)
		if m := r.draft.Front.NameMatch; m == nil || m.Typed != "李四光" || m.Verdict != model.Differs {
			t.Fatalf("%+v", r.draft.Front.NameMatch)
		}
		r.goTo(model.PageCheck)
		r.pass(time.Second)
		r.says("The name is not the same as on the photo.")
		r.match.Verdict = model.Same
		r.tap("The name is not the same as on the photo. Compare it with your card.")
		r.on(model.PageName)
		r.write(model.FieldName, "黎四")
		r.tap("Continue")
		r.on(model.PageCheck)
		r.pass(time.Second)
		r.lacks("not the same as on the photo")
		if want := []string{"李四", "李四光", "黎四"}; !slices.Equal(r.verified, want) {
			t.Errorf("verified: %q, want %q", r.verified, want)
		}
	})
}

// TestDifferenceStopsNobody: the reader may be wrong.
func TestDifferenceStopsNobody(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.match = model.Match{Verdict: model.Differs} // before the page asks
		at(model.PageCheck, func(d *model.Draft) {
			report := model.Report{Side: model.Front, Grade: model.Good}
			d.Front.Reading = fakePicture{path: "card"}.read(&report)
			d.Front.Report = report
		})(r)
		r.pass(time.Second)
		r.says("姓名和照片上的不一样")
		r.tap("提交审核")
		r.on(receiptPart)
		if len(r.sends) != 1 || r.sends[0].Front.NameMatch == nil {
			t.Error("sent without the verdict")
		}
	})
}

func TestFilledWhileTheFieldIsShown(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		carded(r)
		r.next = []string{"card"}
		r.tap("选择照片")
		r.goTo(model.PageName)
		r.pass(time.Second)
		r.says("这是从照片上读出来的")
		if e := r.focus[model.FieldName].(*kit.Entry); e.Text != "李四" {
			t.Errorf("the field says %q", e.Text)
		}
	})
}
