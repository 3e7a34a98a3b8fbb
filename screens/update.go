package screens

import (
	"context"

	"truename/model"
	"truename/screens/kit"
)

// An update is what the update feed said about the version.
type update struct {
	asked bool          // the feed answered
	newer bool          // and names a newer version
	found model.Release // that one
}

// askForUpdate reads the update feed once, if one is configured. A feed that
// cannot be read is no news: it says nothing about what is installed.
func (s *Shell) askForUpdate() {
	ask := s.parts.Update
	if ask == nil {
		return
	}
	kit.Start(s.Bench.Jobs, func(ctx context.Context, _ func(float64)) (update, error) {
		r, newer, err := ask(ctx)
		return update{err == nil, newer, r}, err
	}, nil, func(u update, err error) {
		if err != nil {
			s.Bench.Words.Say(err) // for the operator's log
			return
		}
		s.update = u
		s.drawLine()
		if s.place == "me" {
			s.show()
		}
	})
}

// version is the line about the version: the present one, and whether there is
// a newer one.
func (s *Shell) version() string {
	b := s.Bench
	switch {
	case s.update.newer:
		return b.T("shell.version.newer", "version", s.parts.Version, "newer", s.update.found.Version)
	case s.update.asked:
		return b.T("shell.version.current", "version", s.parts.Version)
	}
	return b.T("shell.version", "version", s.parts.Version)
}
