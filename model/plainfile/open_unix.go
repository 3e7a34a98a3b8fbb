//go:build unix

package plainfile

import (
	"os"
	"syscall"
)

// openFile opens without waiting for a writer (a pipe) and without taking a
// terminal; what it opened is judged by the handle.
func openFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
}

// openIn is openFile inside a folder.
func openIn(dir *os.Root, name string) (*os.File, error) {
	return dir.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_NOFOLLOW, 0)
}
