package specimen

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ShotName is the name of a photograph's file: standard-000001.jpg.
func ShotName(g Group, seed uint64) string { return fmt.Sprintf("%s-%06d.jpg", g, seed) }

// WriteShots makes n photographs of a group with the seeds from first on and
// saves them in dir, with what they show in truth.json (a list of Truth).
func WriteShots(dir string, g Group, first uint64, n int, o Options) ([]Truth, error) {
	var all []Truth
	var failed []error
	for seed := first; seed < first+uint64(n); seed++ {
		b, t := ShotWith(g, seed, o)
		all = append(all, t)
		failed = append(failed, os.WriteFile(filepath.Join(dir, ShotName(g, seed)), b, 0o600))
	}
	list, err := json.MarshalIndent(all, "", " ")
	return all, errors.Join(append(failed, err, os.WriteFile(filepath.Join(dir, "truth.json"), list, 0o600))...)
}
