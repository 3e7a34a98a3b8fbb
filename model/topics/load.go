package topics

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"truename/model"
)

// Load reads the table in an operator's file: JSON as in Parse if it begins
// with { or [ or is named .json, else CSV as in ParseCSV. It follows links to
// regular files only, waits for no pipe or device, reads at most 1 MiB, and
// reads from one handle, so that a file swapped or growing meanwhile changes
// nothing. An error says the line, place or rank and what is wrong there, and
// never the path; its code is CodeTooLarge or CodeUnreadable.
func Load(path string) (model.TopicTable, error) {
	b, err := readFile(path)
	if err != nil {
		return model.TopicTable{}, err
	}
	if isJSON(path, b) {
		return checked(fromJSON(b))
	}
	return checked(fromCSV(b))
}

// isJSON looks at the content before the name: the header of a CSV cannot begin
// with a brace.
func isJSON(path string, b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return bytes.HasPrefix(b, []byte("{")) || bytes.HasPrefix(b, []byte("[")) ||
		strings.EqualFold(filepath.Ext(path), ".json")
}

// readFile is the content of the regular file at path.
func readFile(path string) ([]byte, error) {
	// Asked before opening, since opening alone can move a device; asked
	// again of the handle, which is what counts.
	info, err := os.Stat(path)
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, withoutPath(err)
	}
	f, err := openFile(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	defer f.Close()
	if info, err = f.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, withoutPath(err)
	}
	return readAll(f)
}

// regular refuses what is no ordinary file, or an empty or too large one.
func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return unreadable("a folder")
	case !info.Mode().IsRegular():
		return unreadable("a device or pipe")
	case info.Size() == 0:
		return unreadable("an empty file")
	case info.Size() > maxBytes:
		return tooLarge()
	}
	return nil
}

// withoutPath gives err the code unreadable, unless it has one, and takes the
// path out of it: paths name people.
func withoutPath(err error) error {
	if model.CodeOf(err) != "" {
		return err
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return unreadable("%w", err)
}
