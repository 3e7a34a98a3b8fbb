package bind

import (
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"

	"github.com/google/uuid"
)

// returned has a case that came back for its portrait side.
func returned(r *rig) {
	r.own = filled()
	r.note = "灯再亮一点"
	r.reasons = []model.Reason{{Code: "front-glare", Field: "front", Place: &model.Place{X0: 0.1, Y0: 0.1, X1: 0.4, Y1: 0.3}}}
}

func TestFixAsksOnlyForWhatWasReturned(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		returned(r)
		r.Enter("fix:" + caseID.String())
		r.show()
		r.on(model.PageFront)
		r.says("人像面有反光")
		r.says("灯再亮一点")
		r.step("第 1 步，共 3 步")
		if len(r.places(model.Front)) != 1 {
			t.Error("the reviewer's pin is not on the photograph")
		}
		r.lacks("照片清楚，可以用。") // it was found wanting
		if kittest.Button(r.root, "继续") != nil {
			t.Error("what came back can go on as it is")
		}
		r.Screen.next()
		r.loop.Settle()
		r.on(model.PageFront)
		r.says("还是被退回时的内容")
		r.choose("good", "换一张照片")
		if len(r.places(model.Front)) != 0 {
			t.Error("the pin is on a new photograph")
		}
		r.tap("继续")
		r.on(model.PageCheck)
		if changes := kittest.Buttons(r.root, "修改"); len(changes) != 1 {
			t.Errorf("%d rows can be changed, want 1", len(changes))
		}
		r.tap("提交审核")
		r.on("receipt")
		if d := r.sends[0]; d.Revision != 2 || d.Case != caseID || d.ID == firstID {
			t.Errorf("sent revision %d", d.Revision)
		}
	})
}

func TestFixIsTakenUpAgainAfterARestart(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		returned(r)
		d := filled().Fix(uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000003"), r.reasons)
		r.kept = &d
		r.Enter("fix:" + caseID.String())
		r.show()
		r.on(model.PageFront)
		r.says("灯再亮一点")
		if r.draft.Revision != 2 {
			t.Errorf("revision %d", r.draft.Revision)
		}
	})
}

func TestFixAsksBeforeItReplacesADraft(t *testing.T) {
	otherCase := uuid.MustParse("7a3c5d0e-0000-4000-8000-00000000000a")
	inside(t, "zh", func(r *rig) {
		returned(r)
		r.own.Case = otherCase
		d := filled()
		d.Page = model.PageName
		r.kept = &d
		r.show()
		r.Leave()
		r.Enter("fix:" + otherCase.String())
		r.show()
		r.on("clash")
		r.tap("接着填没交的这份")
		r.on(model.PageName)
		r.Enter("fix:" + otherCase.String())
		r.show()
		r.tap("删除它，去改被退回的")
		r.on(model.PageFront)
		r.pass(2 * time.Second)
		if r.kept.Case != otherCase || r.kept.Revision != 2 {
			t.Error("the returned case is not the draft")
		}
	})
}

func TestFixReturnedFieldsOnly(t *testing.T) {
	inside(t, "en", func(r *rig) {
		returned(r)
		r.reasons = []model.Reason{{Code: "name-differs", Field: "name"}}
		r.Enter("fix:" + caseID.String())
		r.show()
		r.on(model.PageName)
		if e, ok := r.focus[model.FieldPhone].(interface{ Disabled() bool }); !ok || !e.Disabled() {
			t.Error("the telephone number was not returned and is open")
		}
		r.esc()
		if want := "status/" + reference; !slices.Contains(r.went, want) {
			t.Errorf("went %q, want %q", r.went, want)
		}
	})
}

func TestFixFailingKeepsTheDraft(t *testing.T) {
	inside(t, "en", func(r *rig) {
		returned(r)
		r.ownErr = model.ErrKeyring
		r.Enter("fix:" + caseID.String())
		r.show()
		r.on("broken")
		r.ownErr = nil
		r.tap("Try again")
		r.on(model.PageFront)
	})
}
