package status

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/google/uuid"
)

// way is the line of stops: the first text of each, behind its dot, and │ if
// the line goes on to the next.
func (r *rig) way() []string {
	dots := map[fyne.ThemeColorName]string{
		theme.ColorNamePrimary: "●", theme.ColorNameWarning: "!", theme.ColorNameSuccess: "✓", theme.ColorNameError: "✗", "": "○",
	}
	var out []string
	for _, s := range kittest.Find[*stop](r.content()) {
		line := dots[s.dot] + " " + kittest.Texts(s)[0]
		if s.joins {
			line += " │"
		}
		out = append(out, line)
	}
	return out
}

var (
	sentBack  = model.Event{At: now, What: "returned", Reasons: []model.Reason{{Code: "back-glare", Field: "back"}}}
	corrected = model.Event{At: now, What: "corrected"}
)

// TestWay: what happened, what is under way, and what is to come.
func TestWay(t *testing.T) {
	for name, c := range map[string]struct {
		kind   model.Kind
		status model.Status
		events []model.Event
		title  string
		want   []string
	}{
		"waiting": {model.Binding, model.Waiting, nil, "审核中",
			[]string{"● 已收到 │", "● 自动检查完成 │", "! 审核台审核中 │", "○ 通过后就绑定好了"}},
		"returned": {model.Binding, model.Returned, []model.Event{sentBack}, "需要修改",
			[]string{"● 已收到 │", "● 自动检查完成 │", "! 已退回，有内容需要修改"}},
		"corrected": {model.Binding, model.Waiting, []model.Event{sentBack, corrected}, "审核中",
			[]string{"● 已收到 │", "● 自动检查完成 │", "! 已退回，有内容需要修改 │", "● 改好的已收到 │", "● 自动检查完成 │", "! 审核台审核中 │", "○ 通过后就绑定好了"}},
		"approved": {model.Binding, model.Approved, []model.Event{{At: now, What: "approved"}}, "已绑定",
			[]string{"● 已收到 │", "● 自动检查完成 │", "✓ 审核通过，身份证已绑定"}},
		"refused": {model.Binding, model.Refused, []model.Event{{At: now, What: "refused"}}, "未通过",
			[]string{"● 已收到 │", "● 自动检查完成 │", "✗ 未通过。如有不同意见，带上证件和编号到窗口。"}},
		"withdrawn": {model.Binding, model.Withdrawn, []model.Event{{At: now, What: "withdrawn"}}, "已撤回",
			[]string{"● 已收到 │", "● 自动检查完成 │", "● 您已撤回"}},
		"unbind waits": {model.Unbind, model.Waiting, nil, "审核中",
			[]string{"● 已收到 │", "! 审核台审核中 │", "○ 办好后这里会显示"}},
		"export waits": {model.Export, model.Waiting, nil, "审核中",
			[]string{"● 已收到 │", "! 审核台审核中 │", "○ 办好后这里会显示"}},
		"erase waits": {model.Erase, model.Waiting, nil, "审核中",
			[]string{"● 已收到 │", "! 审核台审核中 │", "○ 办好后这里会显示"}},
		"unbind done": {model.Unbind, model.Approved, []model.Event{{At: now, What: "approved"}}, "已解绑",
			[]string{"● 已收到 │", "✓ 已办理"}},
		"export refused": {model.Export, model.Refused, []model.Event{{At: now, What: "refused", Reasons: []model.Reason{{Code: "not-yours"}}}}, "未通过",
			[]string{"● 已收到 │", "✗ 未通过。如有不同意见，带上证件和编号到窗口。"}},
		"erase withdrawn": {model.Erase, model.Withdrawn, []model.Event{{At: now, What: "withdrawn"}}, "已撤回",
			[]string{"● 已收到 │", "● 您已撤回"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", func(r *rig) {
				r.isKind(c.kind, c.status, true, c.events...)
				r.enter(reference)
				if got := r.way(); !slices.Equal(got, c.want) {
					t.Errorf("the way is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
				}
				if got := kittest.Texts(r.content())[0]; got != c.title {
					t.Errorf("the heading is %q, want %q", got, c.title)
				}
				if c.kind != model.Binding { // there is no card in a request
					r.hasNot("status.event.checked", "status.event.desk.what", "status.event.approved")
				}
				r.wellMade()
			})
		})
	}
}

// TestTimeline: each status, with what can be done about it.
func TestTimeline(t *testing.T) {
	returned := model.Event{At: now, What: "returned", Note: "灯在左边", Reasons: []model.Reason{{Code: "back-glare", Field: "back"}, {Code: "x", Text: "自己的话", Field: "name"}}}
	for name, c := range map[string]struct {
		lang   string
		status model.Status
		own    bool
		events []model.Event
		says   []string
		not    []string // texts, whole
		loud   []string
	}{
		"waiting": {"zh", model.Waiting, true, nil,
			[]string{"绑定身份证　" + reference, "预计11月25日（周三）前", "status.event.desk.what", "11月21日（周六） 12:02"}, []string{"status.fix", "status.refused.how"}, nil},
		"returned": {"zh", model.Returned, true, []model.Event{returned},
			[]string{"国徽面有反光", "姓名：自己的话", "审核台留言：灯在左边", "status.withdraw"}, []string{"status.fix.elsewhere"}, []string{"status.fix"}},
		"returned, en": {"en", model.Returned, true, []model.Event{returned},
			[]string{"Light hides part of the emblem side.", "Note from the desk: 灯在左边"}, nil, []string{"status.fix"}},
		"returned, of somebody else": {"zh", model.Returned, false, []model.Event{returned},
			[]string{"status.fix.elsewhere", "status.withdraw"}, []string{"status.fix"}, nil},
		"corrected": {"zh", model.Waiting, true, []model.Event{returned, corrected},
			[]string{"预计11月25日（周三）前", "国徽面有反光"}, []string{"status.fix"}, nil},
		"approved": {"en", model.Approved, true, []model.Event{{At: now, What: "approved"}},
			[]string{"Mon 23 November 14:02", "status.all"}, []string{"status.withdraw", "status.fix", "status.event.desk"}, nil},
		"refused": {"zh", model.Refused, true, []model.Event{{At: now, What: "refused", Reasons: []model.Reason{{Code: "not-own-card"}}}},
			[]string{"证件是别人的。", "status.refused.how"}, []string{"status.withdraw", "status.event.desk"}, nil},
		"withdrawn": {"en", model.Withdrawn, true, []model.Event{{At: now, What: "withdrawn"}},
			nil, []string{"status.withdraw", "status.fix", "status.event.desk"}, nil},
		"what the font lacks": {"zh", model.Returned, true, []model.Event{{At: now, What: "returned", Note: "\U0002A6D6", Reasons: []model.Reason{{Text: "好\U0001F600"}}}},
			[]string{"审核台留言：□(U+2A6D6)", "好□(U+1F600)"}, nil, []string{"status.fix"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, c.lang, func(r *rig) {
				r.is(c.status, c.own, c.events...)
				r.enter(reference)
				r.has(c.says...)
				for _, text := range c.not {
					if slices.Contains(kittest.Texts(r.content()), r.b.T(text)) {
						t.Errorf("the window says %q", text)
					}
				}
				if (c.status != model.Waiting) && (kittest.Says(r.content(), "预计") || kittest.Says(r.content(), "Expected")) {
					t.Error("something is still expected")
				}
				var want []string
				for _, key := range c.loud {
					want = append(want, r.b.T(key))
				}
				if got := r.loud(); !slices.Equal(got, want) {
					t.Errorf("the main button is %q, want %q", got, want)
				}
				r.wellMade()
				r.tap("status.all")
				r.has("status.title")
			})
		})
	}
}

var (
	frontJPEG = []byte("front")
	backJPEG  = []byte("back")
)

// owns gives this account its copy of both photographs.
func (r *rig) owns() {
	r.fake.own = func(context.Context, uuid.UUID) (model.Draft, error) {
		return model.Draft{Front: model.Photo{JPEG: frontJPEG}, Back: model.Photo{JPEG: backJPEG}}, nil
	}
}

// viewers are the photographs shown, with the number of pins on each.
func (r *rig) viewers() []string {
	var out []string
	for _, v := range kittest.Find[*kit.Viewer](r.content()) {
		out = append(out, fmt.Sprint(v.Label, " ", len(frames(v))))
	}
	return out
}

// frames are the pins shown on a photograph.
func frames(v *kit.Viewer) []*canvas.Rectangle {
	parts := test.WidgetRenderer(v).Objects()
	var out []*canvas.Rectangle
	for _, o := range parts[1 : len(parts)-1] { // between what is behind, and the ring
		if f, ok := o.(*canvas.Rectangle); ok && f.Visible() {
			out = append(out, f)
		}
	}
	return out
}

// TestPinned: the reasons about a side stand beside this account's photograph
// of it, whatever else there is to say; without it they stand alone.
func TestPinned(t *testing.T) {
	pin := &model.Place{X0: 0.25, Y0: 0.25, X1: 0.75, Y1: 0.75}
	glare, blur := model.Reason{Code: "back-glare", Field: "back", Place: pin}, model.Reason{Code: "front-blur", Field: "front"}
	name := model.Reason{Code: "name-differs", Field: "name"}
	none := func(r *rig) {
		r.fake.own = func(context.Context, uuid.UUID) (model.Draft, error) { return model.Draft{}, model.ErrNotFound }
	}
	for n, c := range map[string]struct {
		own     func(r *rig)
		status  model.Status
		reasons []model.Reason
		more    []model.Event
		want    []string
		says    []string
	}{
		"a pin":           {(*rig).owns, model.Returned, []model.Reason{glare}, nil, []string{"国徽面 1"}, []string{"国徽面有反光"}},
		"no pin":          {(*rig).owns, model.Returned, []model.Reason{blur}, nil, []string{"人像面 0"}, []string{"人像面照片模糊"}},
		"both sides":      {(*rig).owns, model.Returned, []model.Reason{glare, blur, name}, nil, []string{"国徽面 1", "人像面 0"}, []string{"国徽面有反光", "人像面照片模糊", "填写的姓名和证件上的不一样。"}},
		"two on one side": {(*rig).owns, model.Returned, []model.Reason{glare, {Text: "缺一个角", Field: "back", Place: pin}}, nil, []string{"国徽面 2"}, []string{"国徽面有反光", "国徽面照片：缺一个角"}},
		"no photograph":   {(*rig).owns, model.Returned, []model.Reason{name}, nil, nil, []string{"填写的姓名和证件上的不一样。"}},
		"no own copy":     {none, model.Returned, []model.Reason{glare}, nil, nil, []string{"国徽面有反光"}},
		"a copy without photographs": {func(r *rig) {
			r.fake.own = func(context.Context, uuid.UUID) (model.Draft, error) { return model.Draft{}, nil }
		}, model.Returned, []model.Reason{glare}, nil, nil, []string{"国徽面有反光"}},
		"a damaged one": {func(r *rig) {
			r.owns()
			r.fake.thumb = func([]byte, int) (image.Image, error) { return nil, model.ErrUnreadable }
		}, model.Returned, []model.Reason{glare}, nil, nil, []string{"国徽面有反光"}},
		"corrected": {(*rig).owns, model.Waiting, []model.Reason{glare}, []model.Event{corrected}, nil, []string{"国徽面有反光"}},
		"returned again": {(*rig).owns, model.Returned, []model.Reason{glare, blur},
			[]model.Event{corrected, {At: now, What: "returned", Reasons: []model.Reason{blur}}}, []string{"人像面 0"}, []string{"国徽面有反光", "人像面照片模糊"}},
	} {
		t.Run(n, func(t *testing.T) {
			onScreen(t, "zh", func(r *rig) {
				c.own(r)
				r.is(c.status, true, append([]model.Event{{At: now, What: "returned", Reasons: c.reasons}}, c.more...)...)
				r.enter(reference)
				if got := r.viewers(); !slices.Equal(got, c.want) {
					t.Errorf("photographs %q, want %q", got, c.want)
				}
				r.has(c.says...)
				r.hasNot("error.not-found", "error.unreadable")
				r.wellMade()
			})
		})
	}
}

// TestPin: the photograph of that side stands at the left of its reason, and
// the pin where the reviewer set it.
func TestPin(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		comesBack(r)
		asked := ""
		r.fake.thumb = func(jpeg []byte, max int) (image.Image, error) {
			asked += string(jpeg)
			return image.NewGray(image.Rect(0, 0, 150, 100)), nil
		}
		r.enter(reference)
		if asked != "back" {
			t.Errorf("decoded %q, want the side that was returned alone", asked)
		}
		v := kittest.Find[*kit.Viewer](r.content())[0]
		pins := frames(v)
		if len(pins) != 1 {
			t.Fatalf("%d pins", len(pins))
		}
		w, h := v.Size().Width, v.Size().Height // the picture is 3:2 in the middle of it
		if w/h > 1.5 {
			w = h * 1.5
		} else {
			h = w / 1.5
		}
		at := fyne.NewPos((v.Size().Width-w)/2+w/2, (v.Size().Height-h)/2+h/4)
		if off := pins[0].Position().Subtract(at); off.X*off.X+off.Y*off.Y > 4 {
			t.Errorf("the pin is at %v, want %v", pins[0].Position(), at)
		}
		if size := pins[0].Size(); size.Width < w/4-1 || size.Width > w/4+1 || size.Height < h/4-1 || size.Height > h/4+1 {
			t.Errorf("the pin is %v of %v × %v", size, w, h)
		}
		driver := fyne.CurrentApp().Driver()
		for _, text := range kittest.Find[*kit.Text](r.content()) {
			if strings.Contains(text.Text, "国徽面有反光") && driver.AbsolutePositionForObject(text).X < driver.AbsolutePositionForObject(v).X+v.Size().Width {
				t.Error("the reason does not stand beside the photograph")
			}
		}
	})
}

// TestLooksCloser: how a photograph is looked at stays through news of the
// store and another language; pictures are let go of when the screen is left.
func TestLooksCloser(t *testing.T) {
	onScreen(t, "zh", func(r *rig) {
		comesBack(r)
		r.enter(reference)
		r.content()
		whole := test.RenderToMarkup(r.b.Window.Canvas())
		kittest.Find[*kit.Viewer](r.content())[0].TypedRune('+')
		closer := test.RenderToMarkup(r.b.Window.Canvas())
		if closer == whole {
			t.Fatal("nothing came closer")
		}
		r.s.Reload()
		r.loop.Settle()
		r.speak("en")
		r.speak("zh")
		r.content()
		if test.RenderToMarkup(r.b.Window.Canvas()) != closer {
			t.Error("it is no longer as close")
		}
		r.s.Leave()
		if r.s.shots != nil {
			t.Error("it holds pictures")
		}
		r.enter(reference)
		r.content()
		if test.RenderToMarkup(r.b.Window.Canvas()) != whole {
			t.Error("entered anew, it does not show the whole")
		}
	})
}

// TestReasonsTellHow: each reason of the last return leads to how to fix it;
// those that were put right before do not.
func TestReasonsTellHow(t *testing.T) {
	onScreen(t, "en", func(r *rig) {
		r.is(model.Returned, true,
			model.Event{At: now, What: "returned", Reasons: []model.Reason{{Code: "back-cut", Field: "back"}}},
			model.Event{At: now, What: "corrected"},
			model.Event{At: now, What: "returned", Reasons: []model.Reason{{Code: "front-blur", Field: "front"}, {Code: "name-differs", Field: "name", Text: "Two characters."}}})
		r.enter(reference)
		var links []*kit.Button
		for _, b := range kittest.Find[*kit.Button](r.content()) {
			if b.Text == r.b.T("common.fix") {
				links = append(links, b)
			}
		}
		if len(links) != 2 || links[0].Label == links[1].Label {
			t.Fatalf("%d links", len(links))
		}
		for _, b := range links {
			test.Tap(b)
		}
		if want := []string{"questions/reason-front-blur", "questions/reason-name-differs"}; !slices.Equal(r.went, want) {
			t.Errorf("they lead to %q, want %q", r.went, want)
		}
		r.wellMade()
	})
}
