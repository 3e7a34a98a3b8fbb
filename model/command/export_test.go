package command

import (
	"truename/model/device"
	"truename/model/kiosk"
	"truename/model/store"
)

// WorkLess makes passphrases cheap to try.
func WorkLess() { deskWork, copyWork = 10, 10 }

// Harmless is harmless.
var Harmless = harmless

// Ask are the handlers of a kiosk on a store, for a session of its own.
func Ask(st *store.Store, conf device.Config) kiosk.Handlers {
	l := &Lobby{st: st, conf: conf, version: "1", k: kiosk.New(kiosk.Options{})}
	return l.handlers(&kiosk.Session{})
}
