package device

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"truename/model"
	"truename/model/plainfile"
)

// A Kiosk is how a machine behaves that is started with -kiosk. What is zero
// has the value that its method gives.
type Kiosk struct {
	Idle      int        `toml:"idle"`      // seconds without a touch until it asks whether somebody is there; 30 to 600
	Countdown int        `toml:"countdown"` // seconds to answer that; 20 (WCAG 2.2.1) to 120
	Monitor   int        `toml:"monitor"`   // 1 is the first, 2 the other one
	Size      string     `toml:"size"`      // care or double
	Camera    string     `toml:"camera"`    // name or id of the camera; "" for the first
	Medium    string     `toml:"medium"`    // folder where a stick of a person is mounted, absolute, or "" for none
	Export    string     `toml:"export"`    // folder where the operator's medium is mounted, absolute, or "" for none
	Printer   string     `toml:"printer"`   // cups:NAME, windows:NAME, escpos:/dev/usb/lp0, escpos:tcp://HOST:9100, or "" for none
	Keyboard  bool       `toml:"keyboard"`  // a keyboard types; without it, no key of one does anything, here or elsewhere
	Speech    bool       `toml:"speech"`    // headings and errors are read aloud
	Fuzzy     *bool      `toml:"fuzzy"`     // the pinyin pad takes zh for z, n for l …; true where nothing is said
	Topics    bool       `toml:"topics"`    // hot topics of the collection stand on the attract page
	Help      model.Text `toml:"help"`      // where a person helps; zero if nobody is named
}

// Limits of a kiosk, and what holds where nothing is said.
const (
	idleDefault, idleLeast, idleMost                = 60, 30, 600
	countdownDefault, countdownLeast, countdownMost = 20, 20, 120
	maxMonitors                                     = 2
)

// IdleAfter is after how long without a touch it asks whether somebody is there.
func (k Kiosk) IdleAfter() time.Duration {
	return time.Duration(cmp.Or(k.Idle, idleDefault)) * time.Second
}

// Answer is how long there is to answer that.
func (k Kiosk) Answer() time.Duration {
	return time.Duration(cmp.Or(k.Countdown, countdownDefault)) * time.Second
}

// Scale is the size of text and keys at the beginning of a session.
func (k Kiosk) Scale() string { return cmp.Or(k.Size, "care") }

// IsFuzzy reports whether the pinyin pad takes sounds for each other that many
// people do not tell apart.
func (k Kiosk) IsFuzzy() bool { return k.Fuzzy == nil || *k.Fuzzy }

func (k Kiosk) check() error {
	within := func(n, least, most int) bool { return n == 0 || least <= n && n <= most }
	switch {
	case !within(k.Idle, idleLeast, idleMost):
		return usage("kiosk: idle is a number of seconds from %d to %d", idleLeast, idleMost)
	case !within(k.Countdown, countdownLeast, countdownMost):
		return usage("kiosk: countdown is a number of seconds from %d to %d", countdownLeast, countdownMost)
	case !within(k.Monitor, 1, maxMonitors):
		return usage("kiosk: monitor is a number from 1 to %d", maxMonitors)
	case !slices.Contains([]string{"", "care", "double"}, k.Size):
		return usage("kiosk: size is care or double")
	case (k.Help.ZH == "") != (k.Help.EN == ""):
		return usage("kiosk: help needs zh and en")
	}
	for _, text := range []string{k.Help.ZH, k.Help.EN, k.Camera, k.Printer} {
		if utf8.RuneCountInString(text) > maxOffice || strings.ContainsFunc(text, plainfile.Hides) {
			return usage("kiosk: help, camera and printer are one line of at most %d characters", maxOffice)
		}
	}
	return nil
}
