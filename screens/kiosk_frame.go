package screens

import (
	"image/color"
	"slices"
	"time"

	"truename/screens/kit"
	"truename/screens/topics"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// show draws the present page anew. What was typed is in its fields.
func (t *Terminal) show() {
	if t.over {
		return
	}
	back := kit.KeepFocus(t.b.Window, t.page)
	shown := t.attract
	if s := t.screens[t.place]; s != nil {
		t.holder.Objects = []fyne.CanvasObject{t.helped(s.Content())}
		shown = t.framed
	}
	t.drawBar()
	t.drawBelow()
	t.page.Objects = []fyne.CanvasObject{shown()}
	t.page.Refresh()
	back()
	t.announce()
}

// framed is a page between the bar above it and the keys below it.
func (t *Terminal) framed() fyne.CanvasObject {
	page := kit.Framed(t.top(), t.below, t.holder)
	if !t.b.Demo {
		return page
	}
	return kit.Framed(kit.Strip(t.b.T("shell.demo")), nil, page)
}

// helped says above the questions where a person helps.
func (t *Terminal) helped(page fyne.CanvasObject) fyne.CanvasObject {
	if where := t.k.Help(t.b.Words.Lang); t.place == "questions" && where != "" {
		return kit.Framed(kit.Frame(kit.Notice(t.b.T("kiosk.help.where", "where", where))), nil, page)
	}
	return page
}

// top has the way back and the step at the left, and at the right where a
// person helps and the end.
func (t *Terminal) top() fyne.CanvasObject {
	right := container.NewHBox(kit.Secondary(t.b.T("kiosk.help"), func() { t.Go("questions") }).With("questions"),
		kit.Secondary(t.b.T("kiosk.end.short"), t.leave).With("tick"))
	if t.place == "questions" {
		right.Objects = right.Objects[1:]
	}
	bar := container.New(barLayout{}, t.bar, right)
	return container.New(layout.NewCustomPaddedLayout(10, 6, kit.Margin-kit.Gap, kit.Margin-kit.Gap), bar)
}

// leave ends the session, after a question where something would be lost.
func (t *Terminal) leave() {
	switch {
	case t.sending > 0: // the receipt comes in a moment
	case t.dirty():
		t.ask()
	default:
		t.Finish()
	}
}

// drawBar draws the left of the top bar.
func (t *Terminal) drawBar() {
	if t.over || t.place == "" {
		return
	}
	parts := []fyne.CanvasObject{kit.Secondary(t.b.T("common.back"), t.Back).With("back")}
	if b, ok := t.screens[t.place].(kit.Barred); ok {
		if more := b.Bar(); more != nil {
			parts = append(parts, more)
		}
	}
	kit.Swap(t.b.Window, t.bar, container.New(leftLayout{}, parts...))
	t.orphan()
	t.announce()
}

// orphan throws away a pad whose field is gone: its page went on.
func (t *Terminal) orphan() {
	if t.pad == nil {
		return
	}
	f := t.pad.For()
	t.b.Jobs.Post(func() {
		if t.pad != nil && t.pad.For() == f && !kit.Each(t.holder, func(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(f) }) {
			t.dropPad()
			t.drawBelow()
		}
	})
}

// drawBelow draws what stands below the page: the pad of a field, or language
// and look.
func (t *Terminal) drawBelow() {
	if t.over {
		return
	}
	shown := fyne.CanvasObject(t.settings())
	if t.pad != nil {
		shown = t.pad
	}
	t.below.Objects = []fyne.CanvasObject{shown}
	t.below.Refresh()
	t.page.Refresh() // the page has another height now
}

// settings are language, size and tone: on every page.
func (t *Terminal) settings() fyne.CanvasObject {
	row := container.NewHBox()
	for _, l := range [][2]string{{"zh", "中文"}, {"en", "English"}} {
		b := kit.Link(l[1], func() { t.Speak(l[0]) })
		b.Chosen = l[0] == t.b.Words.Lang
		row.Add(b)
	}
	row.Add(layout.NewSpacer())
	for i, scale := range []kit.Scale{kit.ScaleCare, kit.ScaleDouble} {
		b := kit.Link([]string{"A", "A⁺"}[i], func() { t.Restyle(kit.Look{Tone: t.look.Tone, Scale: scale}) })
		b.Label, b.Chosen, b.Middle = t.b.T("shell.scale."+string(scale)), t.look.Scale == scale, true
		row.Add(container.New(&atLeastWide{64}, b))
	}
	next := kit.Tones[(max(0, slices.Index(kit.Tones, t.look.Tone))+1)%len(kit.Tones)]
	tone := string(kit.Tones[max(0, slices.Index(kit.Tones, t.look.Tone))])
	row.Add(kit.Link(t.b.T("shell.tone."+tone), func() { t.Restyle(kit.Look{Tone: next, Scale: t.look.Scale}) }).With(tone))
	return kit.Tight(widget.NewSeparator(), container.New(layout.NewCustomPaddedLayout(4, 4, kit.Margin-kit.Gap, kit.Margin-kit.Gap), row))
}

// atLeastWide gives its object a least width, for a finger.
type atLeastWide struct{ width float32 }

// MinSize implements fyne.Layout.
func (a *atLeastWide) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(max(a.width, m.Width), m.Height)
}

// Layout implements fyne.Layout.
func (a *atLeastWide) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(size)
}

// attractWidth is how wide the attract page grows, in dp.
const attractWidth = 560

// attractFrom is how wide the window has to be for hot topics beside it, in dp.
const attractFrom = 1000

// wide are buttons one below the other, each as wide as there is room and with
// space between them.
func wide(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(12))
	for _, b := range buttons {
		column.Add(b)
	}
	return column
}

// attract is what stands there when nobody does. What is pressed is in its lower
// half, where everybody reaches it; nothing on it is about anybody.
func (t *Terminal) attract() fyne.CanvasObject {
	b := t.b
	icon := canvas.NewImageFromResource(t.p.Icon)
	icon.SetMinSize(fyne.NewSquareSize(40))
	icon.FillMode = canvas.ImageFillContain
	name := kit.NewText(b.T("app.name"), kit.Style{SizeName: kit.SizeSub, Bold: true})
	mark := container.New(layout.NewCustomPaddedLayout(24, 8, kit.Margin, kit.Margin), container.New(markLayout{}, icon, name))
	centred := func(text string, size fyne.ThemeSizeName, bold bool) fyne.CanvasObject {
		return kit.NewText(text, kit.Style{SizeName: size, Bold: bold, Color: kit.ColorOnHero, Align: fyne.TextAlignCenter})
	}
	limit := kit.NewText(b.T("kiosk.limit", "idle", int(t.k.Idle/time.Second), "answer", int(t.k.Answer/time.Second)),
		kit.Style{SizeName: kit.SizeCaption, Color: theme.ColorNamePlaceHolder, Align: fyne.TextAlignCenter})
	about := []fyne.CanvasObject{centred(b.T("kiosk.title"), kit.SizeHeading, true), centred(b.T("kiosk.lead"), theme.SizeNameText, false)}
	if t.look.Scale == kit.ScaleDouble { // both buttons in sight count for more
		mark.Hide()
	} else {
		about = append([]fyne.CanvasObject{container.NewCenter(kit.Drawing("hero", kit.HeroWidth, kit.HeroHeight))}, about...)
	}
	rows := []fyne.CanvasObject{
		kit.Hero(about...),
		wide(kit.Primary(b.T("kiosk.begin"), func() { t.begin("bind/start") }), kit.Secondary(b.T("kiosk.status"), func() { t.Go("status") })),
		limit,
	}
	if where := t.k.Help(b.Words.Lang); where != "" {
		rows = append(rows, kit.NewText(b.T("kiosk.help.where", "where", where), kit.Style{Bold: true, Align: fyne.TextAlignCenter}))
	}
	if t.failed.err != nil {
		rows = slices.Insert(rows, 1, kit.Alert(b.T("kiosk.closed")+b.Words.Say(t.failed.err)))
	}
	column := kit.Centred(attractWidth, layout.NewCustomPaddedLayout(0, 24, kit.Margin, kit.Margin), kit.Column(rows...))
	var middle fyne.CanvasObject = kit.Scrolling(container.NewVBox(layout.NewSpacer(), column))
	if len(t.topics.Topics) > 0 && t.look.Scale != kit.ScaleDouble {
		panel := container.New(layout.NewCustomPaddedLayout(0, 24, 0, kit.Margin), container.NewVBox(layout.NewSpacer(), topics.Panel(b, t.topics)))
		middle = container.New(&dockLayout{b.Window, attractFrom}, middle, panel)
	}
	page := container.NewStack(container.NewBorder(mark, nil, nil, nil, middle), t.operator.corner())
	framed := kit.Framed(nil, t.below, page)
	if !b.Demo {
		return framed
	}
	return kit.Framed(kit.Strip(b.T("shell.demo")), nil, framed)
}

// farewell stands there between two sessions. It holds nothing of the person.
func (t *Terminal) farewell() fyne.CanvasObject {
	text := t.b.T("kiosk.cleared")
	if t.binding.Submitted() {
		text = t.b.T("kiosk.cleared.sent")
	}
	said := kit.NewText(text, kit.Style{SizeName: kit.SizeHeading, Bold: true, Align: fyne.TextAlignCenter})
	return kit.Backdrop(theme.ColorNameBackground, container.NewVBox(layout.NewSpacer(),
		kit.Centred(kit.ColumnWidth, layout.NewCustomPaddedLayout(0, 0, kit.Margin, kit.Margin), said), layout.NewSpacer()))
}

// announce reads the heading of what is shown aloud, and what is wrong on it,
// once. Nothing of it is about the person: see spoken.
func (t *Terminal) announce() {
	if t.k.Speak == nil || t.over || !t.shown {
		return
	}
	var shown fyne.CanvasObject = t.page
	if len(t.cover.Objects) > 0 {
		shown = t.cover
	}
	text := kit.Spoken(shown)
	if text != "" && text != t.heard {
		t.heard = text
		t.k.Speak(text, t.b.Words.Lang)
	}
}

// A corner is the place in which five taps lead to the page of the operator.
type corner struct {
	widget.BaseWidget
	now  func() time.Time
	open func()
	taps []time.Time
}

// The gesture of the operator: so many taps in so short a time, on a square of
// so many dp.
const (
	cornerTaps = 5
	cornerTime = 5 * time.Second
	cornerSide = 96
)

// CreateRenderer implements fyne.Widget: nothing is to be seen of it.
func (c *corner) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MinSize implements fyne.CanvasObject.
func (c *corner) MinSize() fyne.Size { return fyne.NewSquareSize(cornerSide) }

// Tapped implements fyne.Tappable.
func (c *corner) Tapped(*fyne.PointEvent) {
	now := c.now()
	c.taps = append(c.taps, now)
	c.taps = c.taps[max(0, len(c.taps)-cornerTaps):]
	if len(c.taps) == cornerTaps && now.Sub(c.taps[0]) < cornerTime {
		c.taps = nil
		c.open()
	}
}
