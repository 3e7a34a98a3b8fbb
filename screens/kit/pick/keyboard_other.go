//go:build windows || darwin

package pick

import "context"

// HoldKeyboard has nothing to do here: the system keeps its own keys from
// kiosks, see docs/kiosk.md.
func HoldKeyboard(context.Context) error { return nil }
