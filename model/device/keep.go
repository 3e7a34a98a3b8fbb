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
	return notSaved(writeSynced(path, b, 0o600))
}

// ReplaceFile writes a file that others read, who see the old one or the new one
// and never a part. Errors are those of WriteFile.
func ReplaceFile(path string, b []byte) error {
	next := path + ".new"
	err := writeSynced(next, b, 0o644)
	if err == nil {
		err = os.Rename(next, path)
	}
	return notSaved(err)
}

func writeSynced(path string, b []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// notSaved is err with its code and without the path.
func notSaved(err error) error {
	if err == nil {
		return nil
	}
	var p *os.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	return model.Fail(model.CodeNotSaved, err)
}
