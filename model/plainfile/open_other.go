//go:build !unix

package plainfile

import "os"

// openFile opens for reading; what it opened is judged by the handle.
func openFile(path string) (*os.File, error) { return os.Open(path) }

// openIn is openFile inside a folder.
func openIn(dir *os.Root, name string) (*os.File, error) { return dir.Open(name) }
