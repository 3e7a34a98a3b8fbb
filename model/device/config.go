package device

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"truename/model"
	"truename/model/fetch"
	"truename/model/plainfile"

	"github.com/BurntSushi/toml"
)

//go:embed default.toml
var defaults []byte

// Limits of a configuration.
const (
	maxConfig   = 1 << 20 // bytes
	maxServices = 50
	maxOffice   = 200 // characters of a name or contact
	maxDays     = 36500
	maxMachines = 1000
)

// A Config is what an operator sets for a machine.
type Config struct {
	Language  string          `toml:"language"`   // zh, en, or "" for zh
	Data      string          `toml:"data"`       // folder of the data, absolute, or "" for DataDir
	Log       string          `toml:"log"`        // file of the log, absolute, or "" for standard error
	Topics    string          `toml:"topics"`     // file of the table of hot topics, absolute, or "" for the bundled one
	Questions string          `toml:"questions"`  // folder of questions and answers over the bundled ones, absolute, or "" for none: see help.ReadOwn
	Calendar  string          `toml:"calendar"`   // file of working days, absolute, or "" for the notices alone: see workday.Parse
	Update    string          `toml:"update"`     // what Newest asks: an https address, a file, absolute, or "" for nothing
	Theme     string          `toml:"theme"`      // light, dark, contrast, or "" for light: what a new account starts with
	Size      string          `toml:"size"`       // standard, care, double, or "" for standard: the same
	HotTopics bool            `toml:"hot_topics"` // false hides hot topics everywhere; true where the file says nothing
	Blank     bool            `toml:"blank"`      // hides what is about a person while another window is in front
	Office    Office          `toml:"office"`     // who runs this; zero if nobody is named
	Retention model.Retention `toml:"retention"`  // how long cases are kept; zero where nothing is said
	Trust     Trust           `toml:"trust"`      // whose signatures count here; zero where nothing is said
	Review    Review          `toml:"review"`     // who decides; every case a person where nothing is said
	Services  []Service       `toml:"service"`    // what binding unlocks; at least one
	Kiosk     Kiosk           `toml:"kiosk"`      // of a machine that is started with -kiosk

	Sources    []Source   `toml:"source"`     // lists of hot topics that are followed; none: nothing is asked
	Collection Collection `toml:"collection"` // hot topics that another Truename has collected
}

// An Office runs Truename for people. Whoever is asked for consent must be told
// its name and how to reach it (PIPL article 17), so both are there or neither.
type Office struct {
	Name    model.Text `toml:"name"`
	Contact model.Text `toml:"contact"` // a telephone, an address, a room: one line
}

// Trust names whose signatures count, by their public keys in hexadecimal.
type Trust struct {
	Machines     []string `toml:"machines"`     // at a desk: those that submissions come from
	Organisation string   `toml:"organisation"` // at a machine that only submits: whose lists of keys; "" if nobody is named
}

// Review says who decides at a desk.
type Review struct {
	Automatic bool `toml:"automatic"` // bindings that pass every check are approved while a desk is open
	Sample    *int `toml:"sample"`    // of a hundred of those, how many go to a person all the same; nil where nothing is said

	Second model.Second `toml:"second"` // what needs a second reviewer
}

// Policy is r as the desk applies it.
func (r Review) Policy() model.Policy {
	p := model.Policy{Automatic: r.Automatic, Sample: model.DefaultSample}
	if r.Sample != nil {
		p.Sample = *r.Sample
	}
	return p
}

// A Service is something that binding unlocks.
type Service struct {
	Name model.Text `toml:"name"`
	Why  model.Text `toml:"why"`  // why binding is needed
	Open string     `toml:"open"` // the address that Open starts, or "" if it starts nothing
}

// LoadConfig reads the TOML file at path over the built-in configuration; ""
// is the built-in one alone. Relative folders and files in it are relative to
// the folder of the file. A key it does not know is refused, by name: a slip in
// "langauge" must not pass for the default. The code of an error is CodeUsage,
// CodeTooLarge, or CodeUnreadable for a file that cannot be read.
func LoadConfig(path string) (Config, error) {
	c, err := parseConfig(defaults)
	if err != nil || path == "" {
		return c, err
	}
	text, err := readConfig(path)
	if err != nil {
		return Config{}, err
	}
	own, err := parseConfig(text)
	if err != nil {
		return Config{}, err
	}
	if len(own.Services) == 0 {
		own.Services = c.Services
	}
	for _, file := range own.files() {
		if *file, err = beside(path, *file); err != nil {
			return Config{}, err
		}
	}
	return own, nil
}

// files are the keys that name a file or folder.
func (c *Config) files() []*string {
	files := []*string{&c.Data, &c.Log, &c.Topics, &c.Questions, &c.Calendar, &c.Kiosk.Medium, &c.Kiosk.Export}
	may := []*string{&c.Update, &c.Collection.From}
	for i := range c.Sources {
		may = append(may, &c.Sources[i].From)
	}
	for _, from := range may {
		if !fetch.IsAddress(*from) {
			files = append(files, from)
		}
	}
	return files
}

func readConfig(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if len(text) > maxConfig {
		return nil, model.Fail(model.CodeTooLarge, fmt.Errorf("device: configuration of more than %d bytes", maxConfig))
	}
	return text, nil
}

// unreadable says what went wrong without the path.
func unreadable(err error) error {
	return model.Fail(model.CodeUnreadable, fmt.Errorf("device: configuration: %w", plainfile.WithoutPath(err)))
}

func parseConfig(text []byte) (Config, error) {
	c := Config{HotTopics: true}
	meta, err := toml.Decode(string(text), &c)
	if err != nil {
		return Config{}, usage("%w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		names := make([]string, len(unknown))
		for i, key := range unknown {
			names[i] = key.String()
		}
		return Config{}, usage("unknown: %.500s", strings.Join(names, ", "))
	}
	if err := c.check(); err != nil {
		return Config{}, err
	}
	return c, nil
}

func (c Config) check() error {
	for _, of := range []struct {
		key, value string
		values     []string
	}{
		{"language", c.Language, []string{"zh", "en"}},
		{"theme", c.Theme, []string{"light", "dark", "contrast"}},
		{"size", c.Size, []string{"standard", "care", "double"}},
	} {
		if of.value != "" && !slices.Contains(of.values, of.value) {
			return usage("%s is %s", of.key, strings.Join(of.values, " or "))
		}
	}
	switch {
	case fetch.IsAddress(c.Topics):
		return usage("topics is a file, not an address")
	case fetch.IsAddress(c.Questions):
		return usage("questions is a folder, not an address")
	case fetch.IsAddress(c.Calendar):
		return usage("calendar is a file, not an address")
	}
	if fetch.IsAddress(c.Update) && !fetch.Secure(c.Update) {
		return usage("update is a file or an address such as https://example.org/truename.json, of at most %d characters", fetch.MaxAddress)
	}
	if err := errors.Join(c.Office.check(), c.Kiosk.check(), c.checkTopics()); err != nil {
		return err
	}
	for _, key := range append(slices.Clone(c.Trust.Machines), cmp.Or(c.Trust.Organisation, noKey)) {
		if !isKey(key) {
			return usage("trust: a public key has 64 characters of 0-9 and a-f, as truename key list shows it")
		}
	}
	if len(c.Trust.Machines) > maxMachines {
		return usage("trust: %d machines, at most %d", len(c.Trust.Machines), maxMachines)
	}
	if n := c.Review.Policy().Sample; n < 0 || n > 100 {
		return usage("review: sample is a number from 0 to 100")
	}
	for _, v := range c.Review.Second {
		if v != model.Refuse {
			return usage("review: what can need a second reviewer is refuse")
		}
	}
	for class, days := range c.Retention.Classes() {
		if days < 0 || days > maxDays {
			return usage("retention: %s is a number of days from 0 (without limit) to %d", class, maxDays)
		}
	}
	return c.checkServices()
}

// noKey stands for a key that is not given.
var noKey = strings.Repeat("0", 64)

// isKey reports whether s is a public key as truename key list shows it.
func isKey(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

func (o Office) check() error {
	if o == (Office{}) {
		return nil
	}
	for _, text := range []string{o.Name.ZH, o.Name.EN, o.Contact.ZH, o.Contact.EN} {
		if strings.TrimSpace(text) == "" {
			return usage("office needs name and contact in zh and en")
		}
		if utf8.RuneCountInString(text) > maxOffice || strings.ContainsFunc(text, plainfile.Hides) {
			return usage("office: name and contact are one line of at most %d characters", maxOffice)
		}
	}
	return nil
}

func (c Config) checkServices() error {
	if len(c.Services) > maxServices {
		return usage("%d services, at most %d", len(c.Services), maxServices)
	}
	for i, s := range c.Services {
		if s.Name.ZH == "" || s.Name.EN == "" || s.Why.ZH == "" || s.Why.EN == "" {
			return usage("service %d needs name and why in zh and en", i+1)
		}
		if !opens(s.Open) {
			return usage("service %d: open is an address such as https://example.org", i+1)
		}
	}
	return nil
}

// opens reports whether open may be handed to the system: an address of the web
// or of an app, never a file or a program.
func opens(open string) bool {
	if open == "" {
		return true
	}
	u, err := url.Parse(open)
	if err != nil || len(u.Scheme) < 2 { // one letter is a drive of Windows
		return false
	}
	switch u.Scheme {
	case "file", "javascript", "data", "vbscript":
		return false
	case "http", "https":
		return u.Host != ""
	}
	return true
}

// beside is file as seen from the folder of the configuration at path.
func beside(path, file string) (string, error) {
	if file == "" || filepath.IsAbs(file) {
		return file, nil
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return "", unreadable(err)
	}
	return filepath.Join(dir, file), nil
}

func usage(format string, args ...any) error {
	return model.Fail(model.CodeUsage, fmt.Errorf("device: configuration: "+format, args...))
}
