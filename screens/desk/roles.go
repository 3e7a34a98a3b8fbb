package desk

import (
	"truename/model"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// role is what whoever is at the desk may do there.
func (s *Screen) role() model.Role {
	if s.p.Role == nil {
		return model.Supervisor
	}
	return s.p.Role()
}

// removes reports whether a reviewer can be removed: the last supervisor cannot.
func (s *Screen) removes(id string) bool {
	n := 0
	for _, role := range s.holders.Roles {
		if role.Supervises() {
			n++
		}
	}
	return s.role().Supervises() && (n > 1 || !s.holders.Roles[id].Supervises())
}

// roleChoice asks what somebody who is added may do.
func (s *Screen) roleChoice() (rows []fyne.CanvasObject) {
	if s.holders == nil || s.holders.part != "add" {
		return nil
	}
	for _, role := range model.Roles {
		c := kit.NewChoice(s.b.T("role."+string(role)+".may"), role == s.holders.role, func(bool) {
			s.watch()
			s.holders.role = role
			s.show()
		})
		c.Round = true
		rows = append(rows, c)
	}
	return []fyne.CanvasObject{kit.Tight(rows...)}
}
