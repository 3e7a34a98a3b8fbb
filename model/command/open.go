package command

import (
	"context"
	"log/slog"
	"os"
	"reflect"

	"truename/assets"
	"truename/model"
	"truename/model/device"
	"truename/model/store"
	"truename/model/topics"
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

// OpenWindow opens the store and puts the table of hot topics into it: the
// operator's, or the bundled one. A table that cannot be read is said in the
// log and keeps nobody from binding a card.
func OpenWindow(flags Window, conf device.Config) (*store.Store, error) {
	st, err := flags.Open(nil)
	if err != nil || !conf.HotTopics {
		return st, err
	}
	table, err := topics.Bundled(assets.Text)
	if conf.Topics != "" {
		if own, failed := topics.Load(conf.Topics); failed == nil {
			table = own
		} else {
			slog.Error("the table of hot topics cannot be read", "error", failed)
		}
	}
	if kept, ok, failed := st.Topics(context.Background()); err == nil && (failed != nil || !ok || !reflect.DeepEqual(kept, table)) {
		err = st.SaveTopics(context.Background(), table)
	}
	if err != nil {
		slog.Error("the table of hot topics cannot be kept", "error", err)
	}
	return st, nil
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
