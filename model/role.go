package model

// A Role is what somebody with a key of the desk may do there. What an auditor
// must not see no key of theirs opens; the rest the store refuses.
type Role string

// The roles.
const (
	Reviewer   Role = "reviewer"   // opens cases and decides
	Supervisor Role = "supervisor" // the same, and has the say over keys and reviewers
	Auditor    Role = "auditor"    // reads figures and the audit log, and holds no key that opens a case
)

// Roles lists all of them.
var Roles = []Role{Reviewer, Supervisor, Auditor}

// Decides reports whether r opens cases and decides: the months' keys are
// wrapped to those alone.
func (r Role) Decides() bool { return r == Reviewer || r == Supervisor }

// Supervises reports whether r has the say over keys, reviewers and machines.
func (r Role) Supervises() bool { return r == Supervisor }

// Reads reports whether r reads figures and the audit log.
func (r Role) Reads() bool { return r.Decides() || r == Auditor }

// Seconds reports whether r may second what somebody with role first proposed:
// one of the two is a supervisor. Two reviewers do not refuse for good between
// themselves, and a desk with one supervisor and one reviewer is not stuck.
func (r Role) Seconds(first Role) bool {
	return r.Decides() && first.Decides() && (r.Supervises() || first.Supervises())
}
