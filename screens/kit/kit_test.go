package kit_test

import (
	"image"
	"testing"
	"time"

	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestShow(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"common":         {"林新", "林新"},
		"empty":          {"", ""},
		"two lines":      {"一\n二", "一\n二"},
		"rare":           {"王\U0002A6D6", "王□(U+2A6D6)"},
		"private use":    {"\uE863", "□(U+E863)"},
		"emoji":          {"好\U0001F600", "好□(U+1F600)"},
		"foreign letter": {"ا", "□(U+0627)"},
	} {
		if got := kit.Show(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPicture(t *testing.T) {
	bench(t, "zh")
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	c, ok := kit.Picture(img, 300, 220).(*canvas.Image)
	if !ok || c.Image != img || c.FillMode != canvas.ImageFillContain || c.MinSize() != fyne.NewSize(300, 220) {
		t.Errorf("a picture is %+v", c)
	}
	if empty := kit.Picture(nil, 300, 220); empty.MinSize() != fyne.NewSize(300, 220) || len(kittest.Find[*canvas.Image](empty)) != 0 {
		t.Errorf("no picture needs %v", empty.MinSize())
	}
}

// TestRules: the day of the rules is China's, and specimens are for
// demonstrations.
func TestRules(t *testing.T) {
	b := bench(t, "zh")
	b.Now = func() time.Time { return time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC) }
	want := idcard.Date{Year: 2026, Month: time.November, Day: 24}
	if r := b.Rules(); r.Today != want || !r.Specimens {
		t.Errorf("rules %+v", r)
	}
	b.Demo = false
	if b.Rules().Specimens {
		t.Error("a real store takes specimens")
	}
	if b.T("app.name") != "Truename" {
		t.Errorf("T says %q", b.T("app.name"))
	}
}

// TestParts draws everything once and compares it with what it was: a change
// here is a change of every page.
func TestParts(t *testing.T) {
	b := bench(t, "zh")
	page := kit.Page("审核进度", "查一查审核到哪一步了。",
		kit.Alert("口令不对。", kit.Buttons(kit.Secondary("再试一次", nil))),
		kit.Field("编号", "横线不影响", "这一项还没有填。", kit.NewEntry(b)),
		kit.Card(kit.Sub("尚未绑定"), kit.Row("姓名", "林新", kit.Link("修改", nil)), kit.Row("性别", "女", nil)),
		kit.Beside(kit.Column(kit.Strong("K7TM"), kit.Notice("需要修改"), kit.Tick("清晰"), kit.Warn("模糊")), kit.Buttons(kit.Danger("撤回", nil))),
		kit.NewChoice("同意", true, nil), kit.Frame(kit.Buttons(kit.Primary("继续", nil))), kit.Strip("演示版"),
	)
	b.Window.SetContent(page)
	b.Window.Resize(fyne.NewSize(640, 900))
	test.AssertRendersToMarkup(t, "parts.xml", b.Window.Canvas())
}
