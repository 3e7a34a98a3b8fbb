package device

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"truename/model"
	"truename/model/fetch"
	"truename/model/plainfile"
)

// A Source is a list of hot topics that is followed.
type Source struct {
	ID       string     `toml:"id"`       // of the platform: small letters, digits and -
	Name     model.Text `toml:"name"`     // as people call it
	Kind     string     `toml:"kind"`     // dailyhot, newsnow, feed or list
	From     string     `toml:"from"`     // an https address, a file or a folder
	Weight   float64    `toml:"weight"`   // against the others, 0.1 to 10; 0 for 1
	Interval int        `toml:"interval"` // minutes, 10 to 1440; 0 for 30
	Off      bool       `toml:"off"`      // not asked, and what is kept of it does not count
}

// A Collection is a file that another Truename has made of its sources.
type Collection struct {
	From     string `toml:"from"`     // an https address or a file; "" for none
	Key      string `toml:"key"`      // of the machine that signs it, in hexadecimal
	Interval int    `toml:"interval"` // minutes, as with sources
}

// Limits of sources, and what holds where nothing is said.
const (
	maxSources                                   = 50
	intervalDefault, intervalLeast, intervalMost = 30, 10, 1440
	weightLeast, weightMost                      = 0.1, 10
)

// Heaviness is the weight of s against the others.
func (s Source) Heaviness() float64 { return cmp.Or(s.Weight, 1) }

// Every is how often s is asked.
func (s Source) Every() time.Duration { return minutes(s.Interval) }

// Every is how often c is asked.
func (c Collection) Every() time.Duration { return minutes(c.Interval) }

func minutes(n int) time.Duration { return time.Duration(cmp.Or(n, intervalDefault)) * time.Minute }

// sourceKinds are those that topics knows.
var sourceKinds = []string{"dailyhot", "newsnow", "feed", "list"}

var sourceID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

func (c Config) checkTopics() error {
	if len(c.Sources) > maxSources {
		return usage("%d sources, at most %d", len(c.Sources), maxSources)
	}
	seen := map[string]bool{}
	for i, s := range c.Sources {
		if err := s.check(i+1, seen[s.ID]); err != nil {
			return err
		}
		seen[s.ID] = true
	}
	k := c.Collection
	switch {
	case k == (Collection{}):
		return nil
	case k.From == "" || fetch.IsAddress(k.From) && !fetch.Secure(k.From):
		return usage("collection: from is a file or an address such as https://example.org/topics.truename")
	case !isKey(k.Key):
		return usage("collection: key is the public key of the machine that signs it, 64 characters of 0-9 and a-f")
	case !interval(k.Interval):
		return usage("collection: interval is a number of minutes from %d to %d", intervalLeast, intervalMost)
	}
	return nil
}

func interval(n int) bool { return n == 0 || intervalLeast <= n && n <= intervalMost }

func (s Source) check(n int, twice bool) error {
	line := func(text string) bool {
		return strings.TrimSpace(text) != "" && utf8.RuneCountInString(text) <= 40 && !strings.ContainsFunc(text, plainfile.Hides)
	}
	switch {
	case !sourceID.MatchString(s.ID) || twice:
		return usage("source %d: id is small letters, digits and -, and no other source has it", n)
	case !line(s.Name.ZH) || !line(s.Name.EN):
		return usage("source %s: name needs zh and en, of at most 40 characters", s.ID)
	case !slices.Contains(sourceKinds, s.Kind):
		return usage("source %s: kind is %s", s.ID, strings.Join(sourceKinds, ", "))
	case s.From == "" || fetch.IsAddress(s.From) && !fetch.Secure(s.From):
		return usage("source %s: from is an https address, a file or a folder", s.ID)
	case s.Weight != 0 && !(s.Weight >= weightLeast && s.Weight <= weightMost):
		return usage("source %s: weight is a number from %g to %g", s.ID, weightLeast, float64(weightMost))
	case !interval(s.Interval):
		return usage("source %s: interval is a number of minutes from %d to %d", s.ID, intervalLeast, intervalMost)
	}
	return nil
}
