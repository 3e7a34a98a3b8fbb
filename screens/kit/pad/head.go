package pad

import (
	"truename/model/pinyin"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// atOnce is how many candidates stand in the row above the letters at most.
const atOnce = 9

// A head is the row above the letters: what is being typed, cut into syllables,
// the likeliest candidates, and the way to all of them.
type head struct {
	box   *fyne.Container
	line  *note
	none  *note // says that nothing was found
	keys  [atOnce]*key
	more  *key
	found []pinyin.Candidate
	shown int // of them
}

func newHead(p *Pad, choose func(int), more func()) *head {
	h := &head{line: newNote(sizeLetter, theme.ColorNamePlaceHolder)}
	h.more = p.word(p.b.T("pad.more"), more)
	h.none = newNote(sizeWord, theme.ColorNamePlaceHolder)
	h.none.text = p.b.T("pad.none")
	h.none.Hide()
	objects := []fyne.CanvasObject{h.line, h.more, h.none}
	for i := range h.keys {
		h.keys[i] = p.key("", plain, sizeHan, func() { choose(i) })
		objects = append(objects, h.keys[i])
	}
	h.keys[0].role = chosen
	h.box = &fyne.Container{Layout: h, Objects: objects}
	return h
}

// show has other candidates for what is typed.
func (h *head) show(found []pinyin.Candidate, typed bool) {
	h.found = found
	if h.none.Hidden = !typed || len(found) > 0; !h.none.Hidden {
		h.none.Refresh()
	}
	h.Layout(nil, h.box.Size())
}

// MinSize implements fyne.Layout.
func (h *head) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(least, least) }

// Layout implements fyne.Layout: as many candidates as there is room for.
func (h *head) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Width == 0 {
		return
	}
	more, line := min(max(96, size.Width*0.1), 124), size.Width*0.16
	h.line.Resize(fyne.NewSize(line, size.Height))
	h.more.Resize(fyne.NewSize(more, size.Height))
	h.more.Move(fyne.NewPos(size.Width-more, 0))
	x, end := line+gap, size.Width-more-gap
	h.none.Move(fyne.NewPos(x, 0))
	h.none.Resize(fyne.NewSize(end-x, size.Height))
	one := min(max(least, (end-x+gap)/atOnce-gap), 92)
	h.shown = 0
	for i, k := range h.keys {
		wide := one
		if i < len(h.found) {
			wide = wideEnough(h.found[i].Text, one)
		}
		if i >= len(h.found) || x+wide > end+0.5 || h.shown < i {
			k.clear()
			continue
		}
		k.say(h.found[i].Text, "")
		k.Move(fyne.NewPos(x, 0))
		k.Resize(fyne.NewSize(wide, size.Height))
		k.Show()
		h.shown++
		x += wide + gap
	}
	h.more.enable(h.shown < len(h.found))
}

// wideEnough is how wide the key of a candidate is: several characters take more
// room than one.
func wideEnough(text string, one float32) float32 {
	if n := len([]rune(text)); n > 1 {
		return max(one, float32(n)*sizeHan*grown()+20)
	}
	return one
}
