package store

import (
	"cmp"
	"path"

	"truename/model"
)

// role is what r may do. Before there were roles every reviewer could do
// everything, and whoever took some of it from them would leave a desk that
// nobody can add a reviewer to: who has none is a supervisor.
func (r reviewer) role() model.Role { return cmp.Or(r.Role, model.Supervisor) }

// roleOf is the role of a reviewer, or former one, by the id of their key; of
// somebody who is not known it is none.
func (s *Store) roleOf(id string) model.Role {
	for _, known := range []map[string]reviewer{s.people, s.former} {
		if r, ok := known[id]; ok {
			return r.role()
		}
	}
	return ""
}

// deskFor fails with ErrLocked unless the desk is open, and with ErrRole unless
// it is to somebody who may do what is asked. The caller holds mu.
func (s *Store) deskFor(may func(model.Role) bool) error {
	if s.desk == nil {
		return model.ErrLocked
	}
	if !may(s.roleOf(s.desk.id)) {
		return model.Fail(model.CodeRole, errString("the role at the desk is "+string(s.roleOf(s.desk.id))))
	}
	return nil
}

// decides is deskFor who opens cases and decides.
func (s *Store) decides() error { return s.deskFor(model.Role.Decides) }

// supervises is deskFor who has the say over keys and reviewers.
func (s *Store) supervises() error { return s.deskFor(model.Role.Supervises) }

// enrols notes which role the log says that somebody was given.
func (v *verifier) enrols(e entry) {
	switch e.Action {
	case actionAdd, "claim", "recover":
		v.roles[e.Key] = cmp.Or(model.Role(e.Note), model.Supervisor)
	}
}

// people checks that everybody at the desk was let in by a record of the log,
// in the role that it names.
func (v *verifier) people() {
	for _, known := range []map[string]reviewer{v.s.people, v.s.former} {
		for id, r := range known {
			name := path.Join("keys/reviewers", id+".json")
			switch role, ok := v.roles[id]; {
			case r.Unclaimed:
			case !ok:
				v.flaw(name, flawUnlogged)
			case role != r.role():
				v.flaw(name, flawDamaged)
			}
		}
	}
}
