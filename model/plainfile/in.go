package plainfile

import (
	"io/fs"
	"os"
	"path"
)

// OpenIn is Open for the file name (with slashes) inside dir, which somebody
// else may have made: links are not followed, wherever they lead, in no part of
// the name.
func OpenIn(dir *os.Root, name string) (*os.File, int64, error) {
	if !fs.ValidPath(name) {
		return nil, 0, NotPlain("a name that leads elsewhere")
	}
	for at := name; at != "."; at = path.Dir(at) {
		info, err := dir.Lstat(at)
		switch {
		case err != nil:
			return nil, 0, WithoutPath(err)
		case info.Mode()&fs.ModeSymlink != 0:
			return nil, 0, NotPlain("a link")
		case at == name:
			if err := plain(info); err != nil {
				return nil, 0, err
			}
		}
	}
	f, err := openIn(dir, name)
	if err != nil {
		return nil, 0, WithoutPath(err)
	}
	info, err := f.Stat()
	if err == nil {
		err = plain(info)
	}
	if err != nil {
		f.Close()
		return nil, 0, WithoutPath(err)
	}
	return f, info.Size(), nil
}
