package pad

import (
	"image/color"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A role is how a key is drawn.
type role int

const (
	plain  role = iota // types what stands on it
	quiet              // does something else
	loud               // done
	chosen             // outlined: what the space key takes, the tab that is open
)

// Sizes of what stands on keys, in dp at the standard scale.
const (
	sizeWord   = 20
	sizeLetter = 26
	sizeDigit  = 32
	sizeHan    = 34
	sizeSmall  = 15
)

// A key is pressed with a finger or the mouse. It cannot have the keyboard: that
// is the field's.
type key struct {
	widget.BaseWidget
	pad    *Pad
	text   string
	small  string // written smaller below the text
	icon   string // before the text; "" for none
	label  string // what a screen reader says, if not text
	role   role
	size   float32
	off    bool // has no use now
	down   bool // is being pressed
	tapped func()
}

var (
	_ fyne.Tappable     = (*key)(nil)
	_ desktop.Mouseable = (*key)(nil)
	_ fyne.Accessible   = (*key)(nil)
)

// key makes a key that does something.
func (p *Pad) key(text string, role role, size float32, tapped func()) *key {
	k := &key{pad: p, text: text, role: role, size: size, tapped: tapped}
	k.ExtendBaseWidget(k)
	return k
}

// word makes a key with a word on it.
func (p *Pad) word(text string, tapped func()) *key { return p.key(text, quiet, sizeWord, tapped) }

// types makes a key that types r into the field.
func (p *Pad) types(r rune, size float32) *key {
	return p.key(string(r), plain, size, func() { p.write(string(r)) })
}

// named gives k a name for who hears it only.
func (k *key) named(label string) *key {
	k.label = label
	return k
}

// AccessibilityLabel implements fyne.Accessible.
func (k *key) AccessibilityLabel() string {
	if k.label != "" {
		return k.label
	}
	return k.text
}

// AccessibilityRole implements fyne.Accessible.
func (k *key) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// say changes what stands on k. Keys that say the same are not drawn anew.
func (k *key) say(text, small string) {
	if k.text != text || k.small != small {
		k.text, k.small = text, small
		k.Refresh()
	}
}

// as changes how k is drawn.
func (k *key) as(role role) {
	if k.role != role {
		k.role = role
		k.Refresh()
	}
}

// enable says whether k has a use now.
func (k *key) enable(on bool) {
	if k.off == on {
		k.off = !on
		k.Refresh()
	}
}

// clear takes k away, and what stood on it.
func (k *key) clear() {
	if k.text != "" {
		k.text, k.small, k.label = "", "", ""
		k.Refresh() // what is drawn forgets it too
	}
	k.Hide()
}

// Tapped implements fyne.Tappable.
func (k *key) Tapped(*fyne.PointEvent) {
	if k.off || k.tapped == nil {
		return
	}
	k.pad.touched()
	k.tapped()
}

// MouseDown implements desktop.Mouseable: a press is seen at once.
func (k *key) MouseDown(*desktop.MouseEvent) {
	k.pad.lift()
	if !k.off {
		k.pad.pressed = k
		k.press(true)
	}
}

// MouseUp implements desktop.Mouseable. A finger that slides ends its press on
// another key, so the pad knows which one it was.
func (k *key) MouseUp(*desktop.MouseEvent) { k.pad.lift() }

func (k *key) press(down bool) {
	k.down = down
	k.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (k *key) CreateRenderer() fyne.WidgetRenderer {
	r := &keyRenderer{k: k, back: canvas.NewRectangle(color.Transparent), over: canvas.NewRectangle(color.Transparent),
		text: canvas.NewText("", nil), small: canvas.NewText("", nil)}
	r.back.CornerRadius, r.over.CornerRadius = kit.Radius, kit.Radius
	r.paint()
	return r
}

type keyRenderer struct {
	k           *key
	back, over  *canvas.Rectangle
	text, small *canvas.Text
	icon        fyne.CanvasObject
	ink         fyne.ThemeColorName // that the icon was drawn in
	tone        color.Color
}

// colours are the names of fill, edge and text.
func (k *key) colours() (fill, edge, ink fyne.ThemeColorName) {
	switch {
	case k.off:
		return theme.ColorNameDisabledButton, kit.ColorEdge, theme.ColorNameDisabled
	case k.role == loud:
		return theme.ColorNamePrimary, theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case k.role == chosen:
		return kit.ColorKey, theme.ColorNamePrimary, theme.ColorNameForeground
	case k.role == quiet:
		return theme.ColorNameButton, kit.ColorEdge, theme.ColorNameForeground
	}
	return kit.ColorKey, kit.ColorEdge, theme.ColorNameForeground
}

// paint takes colours and texts from the key.
func (r *keyRenderer) paint() {
	k := r.k
	fill, edge, ink := k.colours()
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = theme.Color(fill), theme.Color(edge), 1
	if k.role == chosen {
		r.back.StrokeWidth = 2
	}
	r.over.FillColor, r.over.Hidden = theme.Color(theme.ColorNamePressed), !k.down
	r.text.Text, r.text.Color = k.text, theme.Color(ink)
	r.text.TextStyle = fyne.TextStyle{Bold: k.role == loud}
	r.small.Text, r.small.Color, r.small.Hidden = k.small, theme.Color(theme.ColorNamePlaceHolder), k.small == ""
	if tone := theme.Color(ink); k.icon != "" && (r.icon == nil || r.ink != ink || r.tone != tone) {
		r.icon, r.ink, r.tone = kit.Sign(k.icon, ink, iconSide), ink, tone
	}
}

// iconSide and iconGap are how large an icon on a key is, and its distance from
// the word.
const iconSide, iconGap = 26, 6

// MinSize implements fyne.WidgetRenderer.
func (r *keyRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(least) }

// fit gives t the size wanted, or the largest smaller one that leaves it room.
func fit(t *canvas.Text, wanted float32, room fyne.Size) fyne.Size {
	t.TextSize = min(wanted*grown(), room.Height*0.52)
	size := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	if size.Width > room.Width && size.Width > 0 {
		t.TextSize *= 0.99 * room.Width / size.Width // glyphs do not shrink evenly
		size = fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	}
	return size
}

// grown is how much larger than usual texts on keys are: a key grows less than
// other text, since there must be room for all of them.
func grown() float32 { return min(1.3, theme.TextSize()/18) }

// Layout implements fyne.WidgetRenderer.
func (r *keyRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.over.Resize(size)
	room := fyne.NewSize(size.Width-12, size.Height)
	left := float32(0)
	if r.icon != nil {
		left = iconSide + iconGap
		room.Width -= left
	}
	words := fit(r.text, r.k.size, room)
	top, below := (size.Height-words.Height)/2, fyne.Size{}
	if r.k.small != "" {
		below = fit(r.small, sizeSmall, fyne.NewSize(room.Width, size.Height*0.5))
		top -= below.Height*0.5 - 2
		r.small.Move(fyne.NewPos((size.Width-below.Width)/2, top+words.Height-4))
		r.small.Resize(below)
	}
	x := (size.Width - words.Width - left) / 2
	if r.icon != nil {
		r.icon.Move(fyne.NewPos(x, (size.Height-iconSide)/2))
		r.icon.Resize(fyne.NewSquareSize(iconSide))
	}
	r.text.Move(fyne.NewPos(x+left, top))
	r.text.Resize(words)
}

// Refresh takes up what changed, the look included.
func (r *keyRenderer) Refresh() {
	r.paint()
	r.Layout(r.k.Size())
	canvas.Refresh(r.k)
}

// Objects implements fyne.WidgetRenderer.
func (r *keyRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.back, r.over, r.text, r.small}
	if r.icon != nil {
		all = append(all, r.icon)
	}
	return all
}

// Destroy implements fyne.WidgetRenderer.
func (r *keyRenderer) Destroy() {}
