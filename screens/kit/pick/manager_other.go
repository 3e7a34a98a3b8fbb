//go:build windows || darwin

package pick

// UseX11 has nothing to do here.
func UseX11() {}
