package me

import (
	"slices"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"
)

var services = []Service{
	{Name: model.Text{ZH: "生活缴费", EN: "Bills"}, Why: model.Text{ZH: "水电费要实名", EN: "Power and water ask for a real name"}, Open: "https://example.org/bills"},
	{Name: model.Text{ZH: "小程序", EN: "Mini programs"}, Why: model.Text{ZH: "有些功能要实名", EN: "Some of them ask for one"}, Open: "https://example.org/mini"},
	{Name: model.Text{ZH: "公众号", EN: "Official accounts"}, Why: model.Text{ZH: "注册要实名", EN: "Registering asks for one"}},
}

// openers are the names of the buttons that open a service.
func (r *rig) openers() []string {
	var out []string
	for _, b := range kittest.Buttons(r.page(), r.b.T("services.open")) {
		out = append(out, b.Label)
	}
	return out
}

// TestServices: locked ones cannot be opened and say why; one without an
// address never can.
func TestServices(t *testing.T) {
	for name, c := range map[string]struct {
		mine []model.Mine
		says []string
		not  []string
		open []string
		loud []string
	}{
		"locked":  {nil, []string{"services.locked", "me.locked"}, []string{"me.unlocked"}, nil, []string{"绑定我的身份证"}},
		"waiting": {[]model.Mine{mine(model.Waiting)}, []string{"services.locked", "me.locked"}, []string{"me.unlocked"}, nil, []string{"绑定我的身份证"}},
		"open":    {[]model.Mine{mine(model.Approved)}, []string{"me.unlocked"}, []string{"services.locked", "me.locked"}, []string{"打开 生活缴费", "打开 小程序"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "zh", "services", &world{services: services, mine: c.mine}, func(r *rig) {
				r.hear(append(c.says, "services.title", "生活缴费", "水电费要实名", "公众号")...)
				r.hearNot(c.not...)
				if got := r.openers(); !slices.Equal(got, c.open) {
					t.Errorf("can open %q, want %q", got, c.open)
				}
				if got := r.loud(); !slices.Equal(got, c.loud) {
					t.Errorf("the main button is %q, want %q", got, c.loud)
				}
				r.wellMade()
				r.tap("services.more")
				if !slices.Equal(r.went, []string{"me/more"}) {
					t.Errorf("⋯ went to %q", r.went)
				}
			})
		})
	}
}

// TestOpen: the address of the service goes to the system as it is, and if
// that fails it is said until it works.
func TestOpen(t *testing.T) {
	w := &world{services: services, mine: []model.Mine{mine(model.Approved)}, browseErr: model.Fail(model.CodeBrowser, nil)}
	onScreen(t, "zh", "services", w, func(r *rig) {
		second := func() { kittest.Buttons(r.page(), r.b.T("services.open"))[1].OnTapped() }
		second()
		r.hear("error.browser", "小程序")
		r.wellMade()
		w.browseErr = nil
		second()
		r.hearNot("error.browser")
		if want := []string{"https://example.org/mini", "https://example.org/mini"}; !slices.Equal(w.browsed, want) {
			t.Errorf("opened %q, want %q", w.browsed, want)
		}
	})
}

func TestServicesLead(t *testing.T) {
	onScreen(t, "zh", "services", &world{services: services}, func(r *rig) {
		r.tap("me.bind")
		if !slices.Equal(r.went, []string{"bind"}) {
			t.Errorf("went to %q", r.went)
		}
	})
}

// TestMore: three ways on, each with a name of its own.
func TestMore(t *testing.T) {
	for name, c := range map[string]struct {
		mine []model.Mine
		goes []string
	}{
		"unbound": {nil, []string{"bind", "me/unbind", "me/data"}},
		"bound":   {[]model.Mine{mine(model.Approved)}, []string{"me", "me/unbind", "me/data"}},
		"ended":   {[]model.Mine{with(mine(model.Approved), func(m *model.Mine) { m.Ended = true })}, []string{"bind", "me/unbind", "me/data"}},
	} {
		t.Run(name, func(t *testing.T) {
			onScreen(t, "en", "more", &world{mine: c.mine}, func(r *rig) {
				r.hear("more.title", "more.real-name", "more.unbind.what", "more.data.what")
				for _, b := range kittest.Find[*kit.Button](r.page()) {
					b.OnTapped()
				}
				if !slices.Equal(r.went, c.goes) {
					t.Errorf("went to %q, want %q", r.went, c.goes)
				}
				r.wellMade()
			})
		})
	}
}

// TestUnknownPage: a page of a newer version shows Me.
func TestUnknownPage(t *testing.T) {
	onScreen(t, "zh", "wallet", &world{}, func(r *rig) { r.hear("me.unbound") })
}
