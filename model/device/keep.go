package device

import (
	"errors"
	"os"

	"truename/model"
)

// WriteFile keeps a file that a person wants to have, such as a receipt: synced,
// and readable by this account alone. A file of this name is replaced, as the
// dialog has asked. The code of an error is CodeNotSaved; it holds no path.
func WriteFile(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err == nil {
		_, err = f.Write(b)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err == nil {
		return nil
	}
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return model.Fail(model.CodeNotSaved, err)
}
