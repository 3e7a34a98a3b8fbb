//go:build !linux

package device

// reachable is for Linux, where the keyring is behind a bus that may be missing.
func reachable() error { return nil }
