package model

import "time"

// A KioskState is how a kiosk is, for its operator.
type KioskState struct {
	Machine   string    `json:"machine"`
	Version   string    `json:"version"`
	Clock     time.Time `json:"clock"`
	Waiting   int       `json:"waiting"`   // cases that wait
	Outgoing  int       `json:"outgoing"`  // files that the other side has not acknowledged
	Elsewhere bool      `json:"elsewhere"` // the desk is on another machine
	Free      uint64    `json:"free"`      // bytes on the disk of the data
	Accepts   Code      `json:"accepts"`   // why nothing can be accepted; "" if it can
	Printer   bool      `json:"printer"`   // one is configured
	Paper     Code      `json:"paper"`     // why it could not print; "" if it could
	Export    bool      `json:"export"`    // the folder for exports is there
	Network   bool      `json:"network"`   // there is a way out of this machine
}
