package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Choice is a tick box whose text is wrapped; a tap on the text ticks it too.
type Choice struct {
	widget.BaseWidget
	Text  string
	Check *widget.Check
}

// NewChoice makes a Choice, ticked if on; changed is called with its new state.
func NewChoice(text string, on bool, changed func(bool)) *Choice {
	c := &Choice{Text: text, Check: widget.NewCheck("", nil)}
	c.Check.SetChecked(on)
	c.Check.OnChanged = changed
	c.ExtendBaseWidget(c)
	return c
}

// Tapped ticks or unticks the box.
func (c *Choice) Tapped(*fyne.PointEvent) { c.Check.SetChecked(!c.Check.Checked) }

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(choiceLayout{}, c.Check, Column(Body(c.Text))))
}

// choiceLayout stands wrapped text beside a box.
type choiceLayout struct{}

func (choiceLayout) box(o []fyne.CanvasObject) float32 {
	return theme.IconInlineSize() + theme.InnerPadding() + 2*theme.InputBorderSize()
}

func (l choiceLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	text := o[1].MinSize()
	return fyne.NewSize(l.box(o)+theme.InnerPadding()/2+text.Width, max(o[0].MinSize().Height, text.Height+2*theme.InnerPadding()))
}

func (l choiceLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x, y := l.box(o), theme.InnerPadding()
	o[0].Resize(fyne.NewSize(x, o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(x+theme.InnerPadding()/2, y))
	o[1].Resize(fyne.NewSize(size.Width-x-theme.InnerPadding()/2, size.Height-2*y))
}
