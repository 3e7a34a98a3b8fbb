package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Spoken is what is read aloud of a page: its first heading and the sentences
// about what is wrong. Large type further down may be somebody's name, and is
// not read.
func Spoken(o fyne.CanvasObject) string {
	var head string
	var wrong []string
	Each(o, func(o fyne.CanvasObject) bool {
		t, ok := o.(*Text)
		switch {
		case !ok || t.Text == "":
		case t.SizeName == SizeHeading && head == "":
			head = t.Text
		case t.Color == theme.ColorNameError:
			wrong = append(wrong, t.Text)
		}
		return false
	})
	return strings.Join(append([]string{head}, wrong...), "\n")
}
