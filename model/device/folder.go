// Package device is the machine under the program: the folder for its data, the
// operator's configuration, where to look for a newer version, the keyring of
// the account, what keeps memory out of core dumps, and a log that holds nothing
// about a person.
package device

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"truename/model"
)

// DataDir is the default folder for the data of this account; it makes nothing.
// A demonstration (demo) has a folder of its own, with -demo behind its name.
//
//	Linux, BSD  $XDG_DATA_HOME/truename, else ~/.local/share/truename
//	macOS       ~/Library/Application Support/Truename
//	Windows     %LocalAppData%\Truename (never the roaming profile: the key of
//	            the machine stays on the machine)
func DataDir(demo bool) (string, error) {
	dir, err := dataDir(runtime.GOOS, os.Getenv)
	if err != nil {
		return "", err
	}
	if demo {
		dir += "-demo"
	}
	return dir, nil
}

// dataDir is DataDir for a given system and environment.
func dataDir(system string, env func(string) string) (string, error) {
	parts := []string{env("HOME"), ".local", "share", "truename"}
	switch system {
	case "windows":
		parts = []string{env("LocalAppData"), "Truename"}
	case "darwin":
		parts = []string{env("HOME"), "Library", "Application Support", "Truename"}
	default: // the XDG Base Directory specification says to ignore a relative path
		if xdg := env("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
			parts = []string{xdg, "truename"}
		}
	}
	if parts[0] == "" {
		return "", model.Fail(model.CodeUsage, errors.New("device: this account has no home folder; name one with -data"))
	}
	return filepath.Join(parts...), nil
}
