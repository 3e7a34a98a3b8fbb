package seal

import "testing"

// TestSucceeds: a key takes the place of another only by that one's signature,
// or by those of all between them.
func TestSucceeds(t *testing.T) {
	a, b, c, d := deviceFor(t), deviceFor(t), deviceFor(t), deviceFor(t)
	ab, bc := Endorse(a.Private, b.Public()), Endorse(b.Private, c.Public())
	forged := Endorsement{NameKey(a.Public()), Endorse(d.Private, c.Public()).Sign}
	for name, want := range map[string]struct {
		before []Endorsement
		of     Device
		is     bool
	}{
		"directly":               {[]Endorsement{bc}, b, true},
		"over another":           {[]Endorsement{ab, bc}, a, true},
		"the last of two":        {[]Endorsement{ab, bc}, b, true},
		"nobody":                 {nil, b, false},
		"a stranger":             {[]Endorsement{ab, bc}, d, false},
		"a link is missing":      {[]Endorsement{ab}, a, false},
		"the wrong way round":    {[]Endorsement{bc, ab}, b, false},
		"signed by another":      {[]Endorsement{forged}, a, false},
		"the key of the list":    {[]Endorsement{ab, bc}, c, false},
		"one link is by another": {[]Endorsement{forged, bc}, a, false},
	} {
		l := KeyList{Organisation: NameKey(c.Public()), Before: want.before}
		if got := l.Succeeds(want.of.Public()); got != want.is {
			t.Errorf("%s: %v", name, got)
		}
	}
}
