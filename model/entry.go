package model

import (
	"time"

	"github.com/google/uuid"
)

// An Entry is one record of the audit log, as whoever reads it at the desk sees
// it. Nothing in it is about a person.
type Entry struct {
	Seq      uint64
	At       time.Time // UTC
	Actor    string    // device, person, or the id of a key
	Action   string
	Case     uuid.UUID // uuid.Nil: about none
	Revision int       // 0: about none
	Key      string    // id of the key it is about; "": about none
	Sound    bool      // form, signature and place in the chain are in order; if not, the rest may be empty
}
