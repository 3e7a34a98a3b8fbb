package command

import (
	"os"

	"truename/model"
	"truename/model/store"
)

// OpenLog opens the log: a file of the operator's, or standard error for "".
func OpenLog(path string) (*os.File, error) {
	if path == "" {
		return os.Stderr, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, model.Fail(model.CodeNotSaved, err)
	}
	return f, nil
}

// Holders are who holds the keys of a store.
type Holders struct {
	Reviewers []string              // ids of their keys
	You       string                // the one at the desk
	Recovery  bool                  // there is a recovery key
	Roles     map[string]model.Role // by id
}

// HoldersOf are those of a store.
func HoldersOf(st *store.Store) Holders {
	h := Holders{You: st.Desk().Reviewer, Roles: map[string]model.Role{}}
	for _, k := range st.Keys() {
		switch k.Kind {
		case "reviewer":
			h.Reviewers, h.Roles[k.ID] = append(h.Reviewers, k.ID), k.Role
		case "recovery":
			h.Recovery = true
		}
	}
	return h
}
