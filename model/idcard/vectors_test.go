package idcard

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"
)

var asOf = Rules{Today: Date{2026, time.November, 23}}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/id-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			Input, Verdict, Note string
			Kind                 Kind
			Codes                []Code
		} `json:"number_vectors"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 38 {
		t.Fatalf("%d vectors, want 38", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		n := ParseNumber(v.Input, asOf)
		if n.OK() != (v.Verdict == "ok") || n.Kind != v.Kind || !slices.Equal(n.Codes, v.Codes) {
			t.Errorf("%q (%s): got %v %q %v, want %s %q %v", v.Input, v.Note, n.OK(), n.Kind, n.Codes, v.Verdict, v.Kind, v.Codes)
		}
	}
}
