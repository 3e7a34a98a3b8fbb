package screens

// Quit leaves the present screen, which saves the draft, joins all jobs and
// then lets the toolkit end. Posts that race with the toolkit's own end can
// hang it (fyne 2.8.1), so the jobs come first, on a goroutine of their own:
// they may still post while they finish.
func (s *Shell) Quit(post func(func()), end func()) {
	s.present().Leave()
	go func() {
		s.Bench.Jobs.Close()
		post(end)
	}()
}
