// Command fonts makes the two font files the program carries.
//
//	go run ./assets/gen/fonts
//
// It fetches Noto Sans SC (SIL Open Font License 1.1, reserved font name
// "Source") with npm, compares the archive with the SHA-256 below, keeps the
// characters of characters.go with hb-subset (Debian: libharfbuzz-bin) and
// gives what is left its own family name, since it is a modified version.
// The same hb-subset makes the same bytes; those in the tree are of 6.0.0.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	source = "@expo-google-fonts/noto-sans-sc@0.4.3"
	sum    = "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59"
	family = "Truename Sans"
	target = "assets/fonts"
)

// weights are the members of the archive by the style they become.
var weights = map[string]string{
	"Regular": "package/400Regular/NotoSansSC_400Regular.ttf",
	"Bold":    "package/700Bold/NotoSansSC_700Bold.ttf",
}

const licence = "package/LICENSE_FONT"

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("fonts: ", err)
	}
}

func run() error {
	tmp, err := os.MkdirTemp("", "truename-fonts-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	archive, err := fetch(tmp)
	if err != nil {
		return err
	}
	files, err := members(archive)
	if err != nil {
		return err
	}
	for style, member := range weights {
		if err := makeWeight(tmp, style, files[member]); err != nil {
			return fmt.Errorf("%s: %w", style, err)
		}
	}
	return os.WriteFile(filepath.Join(target, "OFL.txt"), files[licence], 0o644)
}

// fetch has npm bring the source package and returns it if it is the one known.
func fetch(tmp string) ([]byte, error) {
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", tmp, source)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s: %w", source, err)
	}
	found, err := filepath.Glob(filepath.Join(tmp, "*.tgz"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("npm pack left %d archives", len(found))
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		return nil, err
	}
	got := sha256.Sum256(b)
	if hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("sha256 of %s is %x, want %s", source, got, sum)
	}
	return b, nil
}

// members reads the fonts and the licence out of the archive.
func members(archive []byte) (map[string][]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{licence: nil}
	for _, name := range weights {
		files[name] = nil
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if _, want := files[h.Name]; want {
			if files[h.Name], err = io.ReadAll(t); err != nil {
				return nil, err
			}
		}
	}
	for name, b := range files {
		if len(b) == 0 {
			return nil, fmt.Errorf("%s is not in the archive", name)
		}
	}
	return files, nil
}

// makeWeight subsets and renames one weight and writes it to the target folder.
func makeWeight(tmp, style string, font []byte) error {
	in, out := filepath.Join(tmp, style+"-in.ttf"), filepath.Join(tmp, style+"-out.ttf")
	list := filepath.Join(tmp, "unicodes.txt")
	if err := os.WriteFile(in, font, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(list, unicodes(wanted()), 0o600); err != nil {
		return err
	}
	// Vertical metrics and alternates are never used; ligatures and marks are.
	cmd := exec.Command("hb-subset", "--no-hinting", "--drop-tables+=vhea,vmtx,VORG,BASE,STAT,DSIG",
		"--layout-features=ccmp,kern,liga,mark,mkmk", "--unicodes-file="+list, "--output-file="+out, in)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("hb-subset: %w", err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	if b, err = rename(b, family, style); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "TruenameSans-"+style+".ttf"), b, 0o644)
}
