package topics

import (
	"bytes"
	"path/filepath"
	"strings"

	"truename/model"
	"truename/model/plainfile"
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

// readFile is the content of the ordinary file at path.
func readFile(path string) ([]byte, error) {
	f, size, err := plainfile.Open(path)
	if err != nil {
		return nil, unreadable("%w", err)
	}
	defer f.Close()
	switch {
	case size == 0:
		return nil, unreadable("an empty file")
	case size > maxBytes:
		return nil, tooLarge()
	}
	return readAll(f)
}
