package store

import (
	"encoding/hex"
	"slices"
	"strings"

	"truename/model"
	"truename/model/seal"
)

// KeyInfo describes one key of a store.
type KeyInfo struct {
	ID     string
	Kind   string // device, local, month, destroyed (a month), reviewer, former, unclaimed, recovery, organisation, trusted (a machine), distrusted
	Public string // hexadecimal Ed25519 key, age recipient, or for the local key where it is kept

	Role model.Role // of a reviewer or former one, else ""
}

// Keys lists the keys, without any secret: device, local key, then the others
// by kind and id.
func (s *Store) Keys() []KeyInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	infos := []KeyInfo{
		{ID: s.device.ID, Kind: "device", Public: hex.EncodeToString(s.device.Public())},
		{ID: s.keep.ID, Kind: "local", Public: s.keep.Keeper},
	}
	var rest []KeyInfo
	for _, m := range s.months {
		kind := "month"
		if s.dead[m.ID] {
			kind = "destroyed"
		}
		rest = append(rest, KeyInfo{ID: m.ID, Kind: kind, Public: m.Recipient})
	}
	for _, r := range s.people {
		kind := "reviewer"
		if r.Unclaimed {
			kind = "unclaimed"
		}
		rest = append(rest, KeyInfo{r.ID, kind, r.Recipient, r.role()})
	}
	for _, r := range s.former {
		rest = append(rest, KeyInfo{r.ID, "former", r.Recipient, r.role()})
	}
	rest = append(rest, s.outside()...)
	if s.recovery.ID != "" {
		rest = append(rest, KeyInfo{ID: s.recovery.ID, Kind: "recovery", Public: s.recovery.Recipient})
	}
	slices.SortFunc(rest, func(a, b KeyInfo) int {
		return strings.Compare(a.Kind+a.ID, b.Kind+b.ID)
	})
	return append(infos, rest...)
}

// outside lists the keys that count between machines, and the months of a
// machine that only submits.
func (s *Store) outside() (infos []KeyInfo) {
	for _, o := range []seal.Named{s.organisation.Named, s.trusted.Organisation} {
		if o.ID != "" {
			infos = append(infos, KeyInfo{ID: o.ID, Kind: "organisation", Public: hex.EncodeToString(o.Public)})
		}
	}
	devices := s.trusted.Devices
	if s.submitOnly() {
		devices = s.machines()
		for _, m := range s.list.Months {
			infos = append(infos, KeyInfo{ID: m.ID, Kind: "month", Public: m.Recipient})
		}
	}
	for _, d := range devices {
		kind := "trusted"
		if !d.Withdrawn.IsZero() {
			kind = "distrusted"
		}
		infos = append(infos, KeyInfo{ID: d.ID, Kind: kind, Public: hex.EncodeToString(d.Public)})
	}
	return infos
}
