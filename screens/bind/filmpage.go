package bind

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// roomAroundFilm is what stands above and below what a camera sees, in dp at the
// standard scale.
const roomAroundFilm = 325

// leastFilm is how much of the window's height what a camera sees has at least:
// in text of twice the size, too, a card must be seen.
const leastFilm = 0.4

// filmPage shows what the camera sees, large, and one sentence of what to do.
func (s *Screen) filmPage(side model.Side) *container.Scroll {
	f := s.filming
	f.finder.Label = s.b.T("bind.camera.view")
	high := s.b.Window.Canvas().Size().Height
	f.finder.HighMost = max(high-roomAroundFilm*theme.TextSize()/18, high*leastFilm)
	f.told.SetText(s.b.T(f.key)) // the language may have changed
	var line fyne.CanvasObject = f.told
	if f.taken {
		line = kit.Tick(s.b.T(f.key))
	}
	if f.running && !f.taken {
		line = kit.Beside(f.told, kit.Marked("lamp", theme.ColorNameError, kit.NewText(s.b.T("bind.camera.on"), kit.Style{Single: true, Wide: true})))
	}
	return kit.PageOf(photoWidth, s.title(side), "", kit.Column(line, f.finder))
}

// title is the name of the page for a photograph.
func (s *Screen) title(side model.Side) string {
	if side == model.Back {
		return s.b.T("bind.back.title")
	}
	return s.b.T("bind.front.title")
}

// filmButtons take the photograph, by hand, or do without.
func (s *Screen) filmButtons(side model.Side) fyne.CanvasObject {
	f := s.filming
	take := kit.Primary(s.b.T("bind.camera.take"), func() { s.shoot(f, f.last) })
	s.focus[string(side)] = take
	cancel := kit.Secondary(s.b.T("common.cancel"), s.leaveFilm)
	if f.taken {
		take.Disable()
		return kit.Buttons(take)
	}
	if !f.running {
		take.Disable()
		return kit.Buttons(take, cancel)
	}
	row := []fyne.CanvasObject{take, cancel}
	if len(s.cameras) > 1 && !s.b.Kiosk {
		row = append(row, kit.Link(s.b.T("bind.camera.next"), func() { s.turnTo(side) }))
	}
	return kit.Buttons(row...)
}

// leaveFilm goes back to the page without a photograph.
func (s *Screen) leaveFilm() {
	s.stopFilm()
	s.render()
}
