package screens

import (
	"context"
	"fmt"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// An Operator is what the operator's page asks for. All but PIN fail with
// ErrNotAllowed before the PIN was given. Called in jobs.
type Operator struct {
	PIN    func(ctx context.Context, digits string) error
	State  func(ctx context.Context) (model.KioskState, error)
	Export func(ctx context.Context) (files, left int, err error)
	End    func(ctx context.Context) error
}

// operator is the page of the operator.
type operator struct {
	t       *Terminal
	pin     string
	open    bool // the PIN was given
	ending  bool // it was asked whether to end the kiosk
	busy    bool
	state   *model.KioskState
	cameras int // -1 while it is not known
	done    string
	err     error
	root    *fyne.Container
}

var _ kit.Screen = (*operator)(nil)

// corner is the place that leads here.
func (o *operator) corner() fyne.CanvasObject {
	c := &corner{now: o.t.b.Now, open: func() { o.t.Go("operator") }}
	c.ExtendBaseWidget(c)
	return container.NewBorder(container.NewBorder(nil, nil, nil, c), nil, nil, nil)
}

// Enter implements kit.Screen.
func (o *operator) Enter(string) { *o = operator{t: o.t, cameras: -1} }

// Leave implements kit.Screen: the PIN is asked for again.
func (o *operator) Leave() { *o = operator{t: o.t} }

// Content implements kit.Screen.
func (o *operator) Content() fyne.CanvasObject {
	o.root = container.NewStack()
	o.draw()
	return o.root
}

func (o *operator) draw() {
	if o.root == nil {
		return
	}
	page := o.locked
	if o.open {
		page = o.page
	}
	kit.Swap(o.t.b.Window, o.root, page())
}

// locked asks for the PIN.
func (o *operator) locked() fyne.CanvasObject {
	b := o.t.b
	e := kit.NewPassword(b)
	e.Keys, e.Label, e.Text = kit.PadDigits, b.T("kiosk.pin"), o.pin
	e.OnChanged = func(v string) { o.pin = v }
	e.OnSubmitted = func(string) { o.enter() }
	problem := ""
	if o.err != nil {
		problem = b.Words.Say(o.err)
		if model.CodeOf(o.err) == model.CodeWrongKey {
			problem = b.T("kiosk.pin.wrong")
		}
	}
	b.Jobs.Post(func() { b.Window.Canvas().Focus(e) })
	return kit.Page(b.T("kiosk.operator"), b.T("kiosk.operator.lead"),
		kit.Field(b.T("kiosk.pin"), "", problem, e), kit.Buttons(kit.Primary(b.T("kiosk.pin.enter"), o.enter)))
}

// run runs one thing at a time; then is called if it went well.
func (o *operator) run(work func(context.Context) error, then func()) {
	if o.busy {
		return
	}
	o.busy, o.err, o.done = true, nil, ""
	root := o.root
	kit.Start(o.t.b.Jobs, func(ctx context.Context, _ func(float64)) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		if o.root != root { // the page was left
			return
		}
		o.busy, o.err = false, err
		if err == nil {
			then()
		}
		o.draw()
	})
}

func (o *operator) enter() {
	pin := o.pin
	o.pin = ""
	o.run(func(ctx context.Context) error { return o.t.k.Operator.PIN(ctx, pin) }, func() {
		o.open = true
		o.t.dropAndShow()
		o.look()
	})
}

// look asks how the kiosk is.
func (o *operator) look() {
	var state model.KioskState
	cameras := -1
	o.run(func(ctx context.Context) (err error) {
		if state, err = o.t.k.Operator.State(ctx); err == nil && o.t.p.Cameras != nil {
			found, _ := o.t.p.Cameras(ctx) // an error is none
			cameras = len(found)
		}
		return err
	}, func() { o.state, o.cameras = &state, cameras })
}

// page says how the kiosk is, and what can be done.
func (o *operator) page() fyne.CanvasObject {
	b := o.t.b
	rows := []fyne.CanvasObject{}
	if o.err != nil {
		rows = append(rows, kit.Alert(b.Words.Say(o.err)))
	}
	if o.done != "" {
		rows = append(rows, kit.Tick(o.done))
	}
	if s := o.state; s != nil {
		rows = append(rows, kit.Card(o.facts(*s)...))
	}
	buttons := []fyne.CanvasObject{kit.Primary(b.T("kiosk.operator.back"), o.t.Finish)}
	if s := o.state; s != nil && s.Elsewhere {
		export := kit.Secondary(b.T("kiosk.operator.export"), o.export)
		if !s.Export || s.Outgoing == 0 {
			export.Disable()
		}
		buttons = append(buttons, export)
	}
	buttons = append(buttons, kit.Secondary(b.T("kiosk.operator.again"), o.look), o.endButton())
	return kit.Framed(nil, kit.Frame(kit.Buttons(buttons...)), kit.Page(b.T("kiosk.operator"), "", rows...))
}

// facts are the rows of the state.
func (o *operator) facts(s model.KioskState) []fyne.CanvasObject {
	b := o.t.b
	row := func(key, value string) fyne.CanvasObject { return kit.Row(b.T("kiosk.state."+key), value, nil) }
	well := func(code model.Code) string {
		if code == "" {
			return b.T("kiosk.state.well")
		}
		return b.Words.Say(&model.Error{Code: code})
	}
	is := func(yes bool) string {
		if yes {
			return b.T("kiosk.state.there")
		}
		return b.T("kiosk.state.missing")
	}
	printer := b.T("kiosk.state.none")
	if s.Printer {
		printer = well(s.Paper)
	}
	camera := b.T("kiosk.state.missing")
	if o.cameras > 0 {
		camera = b.T("kiosk.state.cameras", "n", o.cameras)
	}
	queue := b.T("kiosk.state.waiting", "n", s.Waiting)
	if s.Elsewhere {
		queue = b.T("kiosk.state.outgoing", "n", s.Outgoing)
	}
	return []fyne.CanvasObject{
		row("accepts", well(s.Accepts)), row("camera", camera), row("printer", printer),
		row("disk", b.T("kiosk.state.free", "gb", fmt.Sprintf("%.1f", float64(s.Free)/1e9))),
		row("network", is(s.Network)), row("queue", queue), row("medium", is(s.Export)),
		row("clock", s.Clock.In(idcard.China).Format("2006-01-02 15:04:05 -07:00")),
		row("version", s.Version+"　"+s.Machine),
	}
}

func (o *operator) export() {
	files, left := 0, 0
	o.run(func(ctx context.Context) (err error) {
		files, left, err = o.t.k.Operator.Export(ctx)
		return err
	}, func() {
		said := o.t.b.T("kiosk.operator.exported", "n", files, "left", left)
		o.look()
		o.done = said
	})
}

// endButton ends the kiosk at its second press.
func (o *operator) endButton() fyne.CanvasObject {
	if o.ending {
		return kit.Danger(o.t.b.T("kiosk.operator.end.sure"), o.end)
	}
	return kit.Secondary(o.t.b.T("kiosk.operator.end"), func() {
		o.ending = true
		o.draw()
	})
}

func (o *operator) end() {
	o.run(o.t.k.Operator.End, func() {})
}
