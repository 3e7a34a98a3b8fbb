package model

import "testing"

// Names in Latin script are the same by their letters, whatever stands between
// them; names in other scripts never are by this rule.
func TestSameLatin(t *testing.T) {
	for _, c := range []struct {
		read, typed string
		same        bool
	}{
		{"CASTELLO, JONAS", "CASTELLO JONAS", true},
		{"CASTELLO, JONAS", "Castello, Jonas", true},
		{"O'NEIL, ANN-MARIE", "ONEIL ANN MARIE", true},
		{"CASTELLO, JONAS", "JONAS CASTELLO", false},
		{"CASTELLO, JONAS", "CASTELLO, JONA", false},
		{"CASTELLO, JONAS", "", false},
		{"张三", "张三", false},
		{"张 三", "张三", false},
		{"", "", false},
		{"·", "，", false},
	} {
		if got := sameLatin(c.read, c.typed); got != c.same {
			t.Errorf("%q and %q: %v", c.read, c.typed, got)
		}
	}
}
