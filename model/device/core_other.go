//go:build !unix

package device

// NoCore has nothing to do here: on Windows the Go runtime already keeps error
// reporting off (SEM_NOGPFAULTERRORBOX) unless GOTRACEBACK=wer asks for it.
func NoCore() error { return nil }
