//go:build !linux

package receipt

import "context"

// printDevice refuses: only Linux has receipt printers as devices.
func printDevice(context.Context, string, []byte) error {
	return usage("printers are devices on Linux alone")
}
