package command

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"truename/assets"
	"truename/model"
)

// The exit codes besides 0.
const (
	exitRefused = 1
	exitUsage   = 2
	exitInUse   = 3
)

// ExitCode is the exit code for a failure: 3 if the store is open elsewhere,
// 2 for a wrong call, else 1; 0 if there is none or help was asked for.
func ExitCode(err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case model.CodeOf(err) == model.CodeInUse:
		return exitInUse
	case model.CodeOf(err) == model.CodeUsage:
		return exitUsage
	}
	return exitRefused
}

// A spoken error brings its own sentence.
type spoken struct {
	sentence string
	cause    error
}

func (s *spoken) Error() string { return s.sentence }
func (s *spoken) Unwrap() error { return s.cause }

// misused is a wrong call.
func misused(sentence string) error { return &spoken{sentence, &model.Error{Code: model.CodeUsage}} }

// errTold is the cause of a failure that standard output tells already.
var errTold = errors.New("told in the output")

// flagError is what the flag package found, without the value that was given:
// it may be somebody's name.
func flagError(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: "); ok {
		return misused("There is no flag " + name + " here.")
	}
	return misused("A flag has no value, or one that does not fit.")
}

// Sentence is what people read about err, in language lang (zh or en).
func Sentence(err error, lang string) string {
	var s *spoken
	if errors.As(err, &s) {
		return s.sentence
	}
	var e *model.Error
	if !errors.As(err, &e) {
		return "Unexpected: " + pathless(err)
	}
	if e.Code == model.CodeUsage && e.Err != nil {
		return e.Err.Error() // of the configuration: the key that is wrong
	}
	text := texts("errors.json", lang)["error."+string(e.Code)]
	if text == "" {
		return e.Error()
	}
	return strings.ReplaceAll(text, "{wait}", strconv.Itoa(int((e.Wait+time.Second-1)/time.Second)))
}

// texts are the sentences in one file; empty if there are none in lang.
func texts(file, lang string) map[string]string {
	out := map[string]string{}
	if b, err := fs.ReadFile(assets.Text, path.Join(lang, file)); err == nil {
		if json.Unmarshal(b, &out) != nil {
			return nil
		}
	}
	return out
}

// pathless is an unforeseen error without the path it may hold.
func pathless(err error) string {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Op + ": " + p.Err.Error()
	case errors.As(err, &l):
		return l.Op + ": " + l.Err.Error()
	}
	return err.Error()
}

// A refusal is the JSON line about a failure.
type refusal struct {
	Error    model.Code `json:"error"`
	Problems []problem  `json:"problems,omitempty"`
}

// A problem is one thing to put right in a submission. Codes are those of
// model.Problem, and for a photograph also those of model.Error.
type problem struct {
	Page  string `json:"page"`
	Field string `json:"field"`
	Code  string `json:"code"`
}

// unexpected is the code of a failure that has none.
const unexpected model.Code = "unexpected"

func refusalOf(err error) refusal {
	r := refusal{Error: model.CodeOf(err)}
	if r.Error == "" {
		r.Error = unexpected
	}
	var missing *model.NotReady
	if errors.As(err, &missing) {
		for _, p := range missing.Problems {
			r.Problems = append(r.Problems, problem(p))
		}
	}
	return r
}
