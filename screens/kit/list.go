package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A List draws only the rows in sight, however many there are. Unlike the
// toolkit's, Enter chooses the row that has the keyboard, and keys it has no use
// for are the window's.
type List struct {
	widget.List
	Label string // what a screen reader says
}

// NewList makes a list; see widget.NewList.
func NewList(label string, length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *List {
	l := &List{Label: label}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel implements fyne.Accessible.
func (l *List) AccessibilityLabel() string { return l.Label }

// AccessibilityRole implements fyne.Accessible: the toolkit has none for lists.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown:
		l.List.TypedKey(k)
	default:
		passOn(l, k)
	}
}
