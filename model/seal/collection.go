package seal

import (
	"crypto/ed25519"
	"time"

	"truename/model"
)

const collectionMagic = "truename topics 1\n"

// maxCollected is how many topics a collection has at most.
const maxCollected = 500

// A Collection is hot topics as one machine has put them together, for others
// that ask no source themselves.
type Collection struct {
	Machine Named       `json:"machine"`
	At      time.Time   `json:"at"` // UTC
	Board   model.Board `json:"board"`
}

func (c Collection) signer() ed25519.PublicKey { return c.Machine.Public }

func (c Collection) check() error {
	if c.At.Location() != time.UTC || c.At.IsZero() || len(c.Board.Topics) > maxCollected {
		return damaged("collection: time or number of topics")
	}
	for i, t := range c.Board.Topics {
		if t.Rank != i+1 || t.Title == (model.Text{}) || !(t.Heat >= 0 && t.Heat <= 10) || len(t.Line) > model.LineSteps {
			return damaged("collection: a topic")
		}
	}
	return c.Machine.check()
}

// EncodeCollection signs a collection with the machine's key.
func EncodeCollection(c Collection, d Device) ([]byte, error) {
	b, err := encodeDocument(collectionMagic, c, d.Private)
	if err == nil && len(b) > MaxDocument {
		return nil, damaged("collection: more than can be read")
	}
	return b, err
}

// ParseCollection reads a collection and checks its signature with the key that
// stands in it; whether that is the one it should be, the caller says. The error
// is as in ParseKeyList.
func ParseCollection(b []byte) (Collection, error) {
	return parseDocument[Collection](collectionMagic, b)
}
