package store

import (
	"encoding/hex"
	"slices"
	"strings"
)

// KeyInfo describes one key of a store.
type KeyInfo struct {
	ID     string
	Kind   string // device, local, month, destroyed (a month), reviewer, former, unclaimed, recovery
	Public string // hexadecimal Ed25519 key, age recipient, or for the local key where it is kept
}

// Keys lists the keys, without any secret: device, local key, then the others
// by kind and id.
func (s *Store) Keys() []KeyInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	infos := []KeyInfo{
		{s.device.ID, "device", hex.EncodeToString(s.device.Public())},
		{s.keep.ID, "local", s.keep.Keeper},
	}
	var rest []KeyInfo
	for _, m := range s.months {
		kind := "month"
		if s.dead[m.ID] {
			kind = "destroyed"
		}
		rest = append(rest, KeyInfo{m.ID, kind, m.Recipient})
	}
	for _, r := range s.people {
		kind := "reviewer"
		if r.Unclaimed {
			kind = "unclaimed"
		}
		rest = append(rest, KeyInfo{r.ID, kind, r.Recipient})
	}
	for _, r := range s.former {
		rest = append(rest, KeyInfo{r.ID, "former", r.Recipient})
	}
	if s.recovery.ID != "" {
		rest = append(rest, KeyInfo{s.recovery.ID, "recovery", s.recovery.Recipient})
	}
	slices.SortFunc(rest, func(a, b KeyInfo) int {
		return strings.Compare(a.Kind+a.ID, b.Kind+b.ID)
	})
	return append(infos, rest...)
}
