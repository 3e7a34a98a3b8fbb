package bind

import (
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"
)

// photographed is a screen on the page of the portrait side.
func photographed(r *rig, page string) {
	d := filled()
	d.Front, d.Back, d.Page = model.Photo{}, model.Photo{}, page
	r.kept = &d
	r.show()
	r.on(page)
}

func TestFindingsComeOneByOne(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.next = []string{"bad"}
		r.tap("选择照片")
		r.pass(100 * time.Millisecond)
		r.says("大小够用")
		r.lacks("亮度够")
		r.pass(100 * time.Millisecond)
		r.says("亮度够")
		r.says("正在检查")
		r.pass(time.Second)
		r.says("照片模糊")
		r.tap("继续")
		r.on(model.PageFront)
		r.says("人像面重拍一张")
	})
}

func TestManualReviewAfterThreeBadTries(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", "选择照片")
		for try := 2; try <= badTries; try++ {
			r.lacks("转人工审核")
			r.next = []string{"bad"}
			r.pick(model.Front)
			r.pass(time.Second)
		}
		r.tap("就用这张，转人工审核")
		r.on(model.PageBack)
		if !r.draft.Front.Manual || r.draft.Front.Report.Grade != model.Retake {
			t.Error("no flag for the desk")
		}
	})
}

func TestFailedReadKeepsTheFormerPicture(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("good", "选择照片")
		r.choose("letter.txt", "换一张照片")
		r.says("这个文件不是能用的照片")
		r.says("照片清楚，可以用")
		if string(r.draft.Front.JPEG) != "good" || r.slots[model.Front].preview == nil {
			t.Error("the former picture is gone")
		}
		r.tap("继续")
		r.on(model.PageBack)
	})
}

func TestNewerPickSilencesTheOlder(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		late := make(chan struct{})
		r.hold["bad"] = late
		r.next = []string{"bad", "good"}
		r.tap("选择照片")
		r.pick(model.Front)
		r.pass(time.Second)
		close(late)
		r.pass(time.Second)
		if got := string(r.draft.Front.JPEG); got != "good" {
			t.Errorf("the draft has %q", got)
		}
		r.lacks("照片模糊")
	})
}

func TestContinueWaitsForTheCheck(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.next = []string{"good"}
		r.tap("选择照片")
		r.tap("继续")
		r.on(model.PageFront)
		r.says("检查完就自动往下走")
		r.pass(time.Second)
		r.on(model.PageBack)
	})
}

func TestDropOneAndTwo(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageBack)
		r.Drop([]string{"good2"})
		r.pass(time.Second)
		if !r.draft.Front.Empty() || string(r.draft.Back.JPEG) != "good2" {
			t.Error("one file does not go to the page shown")
		}
		r.Drop([]string{"good2", "good"})
		r.pass(time.Second)
		if string(r.draft.Front.JPEG) != "good2" || string(r.draft.Back.JPEG) != "good" {
			t.Error("two files do not fill both sides")
		}
		r.goTo(model.PageName)
		r.Drop([]string{"bad"})
		r.pass(time.Second)
		if string(r.draft.Front.JPEG) != "good2" || string(r.draft.Back.JPEG) != "good" {
			t.Error("a drop on another page changed a photograph")
		}
	})
}

func TestBadSideLeavesTheOtherAlone(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.Drop([]string{"good", "bad"})
		r.pass(time.Second)
		r.tap("继续")
		r.on(model.PageBack)
		r.tap("继续")
		r.on(model.PageBack)
		if r.draft.Front.Report.Grade != model.Good {
			t.Error("the good side lost its grade")
		}
	})
}

func TestTurnChecksAgain(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("good", "选择照片")
		r.tap("向左转")
		r.pass(time.Second)
		if size := r.slots[model.Front].preview.Bounds().Size(); size.X != 100 {
			t.Errorf("preview %v", size)
		}
		if r.slots[model.Front].picture.(fakePicture).quarter != 3 {
			t.Error("left is three quarters clockwise")
		}
	})
}

func TestSwapMovesToTheOtherSide(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("good", "选择照片")
		r.draft.Front.Report.Side = model.Back
		r.render()
		r.tap("放到另一面去")
		r.pass(time.Second)
		if !r.draft.Front.Empty() || string(r.draft.Back.JPEG) != "good" || r.draft.Back.Report.Side != model.Back {
			t.Error("it is not on the other side")
		}
	})
}

func TestRestoredPhotographIsShown(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		d.Page = model.PageFront
		r.kept = &d
		r.show()
		if r.slots[model.Front].preview == nil {
			t.Error("no preview")
		}
		if kittest.Button(r.root, "向左转") != nil {
			t.Error("a stored photograph offers to be turned")
		}
	})
}

func TestLeaveLetsGoOfPictures(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.Drop([]string{"good"})
		r.Leave() // while it is read: it must still arrive in the draft
		r.pass(2 * time.Second)
		if sl := r.slots[model.Front]; sl.preview != nil || sl.picture != nil {
			t.Error("pictures are kept while another screen is shown")
		}
		if string(r.kept.Front.JPEG) != "good" {
			t.Error("the photograph is lost")
		}
	})
}

func TestContinueOnABadOneOffersManualReview(t *testing.T) {
	inside(t, "en", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", "Choose a photo")
		r.lacks("manual review")
		r.tap("Continue")
		r.tap("Use it anyway: manual review")
		r.on(model.PageBack)
	})
}
