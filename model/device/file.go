package device

import (
	"fmt"
	"io"

	"truename/model/plainfile"
)

// readFile is the content of the ordinary file at path, at most limit bytes.
// Its errors have no code and no path.
func readFile(path string, limit int64) ([]byte, error) {
	f, _, err := plainfile.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := readAtMost(f, limit)
	return b, plainfile.WithoutPath(err)
}

// readAtMost is what comes from r; more than limit bytes are an error.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}
