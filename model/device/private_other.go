//go:build !linux

package device

// KeepPrivate has nothing to do here: see NoCore.
func KeepPrivate() error { return nil }
