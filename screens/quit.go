package screens

import (
	"time"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// toolkitLimit is how long the toolkit may take to end.
const toolkitLimit = 2 * time.Second

// Quit leaves the present screen, which saves the draft, joins all jobs and
// then lets the toolkit end. Posts that race with the toolkit's own end can
// hang it (fyne 2.8.1), so the jobs come first, on a goroutine of their own:
// they may still post while they finish. s is nil while no store is open.
//
// The toolkit can still hang: it waits for its own news, such as that the window
// lost the keyboard, to be told on a UI goroutine that has ended. By then
// everything is saved and joined, so after a while stuck ends the program.
func Quit(b *kit.Bench, s *Shell, post func(func()), end, stuck func()) {
	if s != nil {
		s.forget()
		s.present().Leave()
	}
	go func() {
		b.Jobs.Close()
		post(end)
		time.Sleep(toolkitLimit)
		stuck()
	}()
}

// Fatal fills the window with what keeps Truename from starting and what to do
// about it.
func Fatal(b *kit.Bench, err error, dir string, quit func()) {
	rows := []fyne.CanvasObject{kit.Alert(b.Words.Say(err))}
	if dir != "" {
		rows = append(rows, kit.Muted(b.T("fatal.folder", "dir", dir)))
	}
	rows = append(rows, kit.Buttons(kit.Primary(b.T("fatal.quit"), quit)))
	page := kit.Page(b.T("fatal.title"), "", rows...)
	b.Window.SetContent(container.New(layout.NewCustomPaddedLayout(24, 24, 24, 24), page))
}
