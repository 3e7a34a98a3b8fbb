package command_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/command"
)

func TestParseWindow(t *testing.T) {
	for name, c := range map[string]struct {
		args string
		code int
		says string
	}{
		"nothing":        {"", 0, ""},
		"everything":     {"-data d -config c -demo -tour t -lang zh -theme dark -size care -width 1024 -height 700", 0, ""},
		"help":           {"-demo -h", 0, "Commands"},
		"unknown flag":   {"-kiosks", 2, "-kiosks"},
		"language":       {"-lang fr", 2, "-lang"},
		"theme":          {"-theme blue", 2, "-theme"},
		"size":           {"-size huge", 2, "-size"},
		"no number":      {"-width wide", 2, "value"},
		"too small":      {"-height 0", 2, "320"},
		"too large":      {"-width 100000", 2, "320"},
		"command behind": {"-demo list", 2, "command"},
	} {
		var stderr bytes.Buffer
		_, err := command.ParseWindow(strings.Fields(c.args), &stderr)
		if got := command.ExitCode(err); got != c.code || !strings.Contains(stderr.String(), c.says) || (c.says == "") != (stderr.Len() == 0) {
			t.Errorf("%s: exit code %d, want %d; says %q", name, got, c.code, &stderr)
		}
		if help := errors.Is(err, flag.ErrHelp); help != (name == "help") || err == nil && c.code != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, err := command.ParseWindow(strings.Fields("-data d -lang en -height 700"), &bytes.Buffer{})
	if err != nil || w.Data != "d" || w.Lang != "en" || w.Width != 1280 || w.Height != 700 {
		t.Errorf("%+v, %v", w, err)
	}
}

func TestIs(t *testing.T) {
	for args, want := range map[string]bool{"": false, "-demo": false, "-tour x": false, "list": true, "lits": true, "-h": true, "--help": true, "help": true} {
		if got := command.Is(strings.Fields(args)); got != want {
			t.Errorf("%q: %v, want %v", args, got, want)
		}
	}
}

func TestHelp(t *testing.T) {
	all := run(t, "", "-h")
	for _, word := range strings.Fields("-data -config -demo -lang -theme -size -width -height -tour read submit status list verify rebuild key") {
		if !strings.Contains(all.out, word) {
			t.Errorf("the help does not name %s", word)
		}
	}
	if all.code != 0 || all.errors != "" || strings.Contains(all.out, "probe") {
		t.Errorf("%+v", all)
	}
	for name, flags := range map[string]string{"read": "-dir DIR", "submit": "-front FILE", "status": "-data DIR", "list": "-status STATUS",
		"verify": "-demo", "rebuild": "-config FILE", "key": "-demo"} {
		r := run(t, "", name, "-h")
		if r.code != 0 || r.errors != "" || !strings.HasPrefix(r.out, "usage: truename "+name) || !strings.Contains(r.out, flags) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestSentence(t *testing.T) {
	path := &fs.PathError{Op: "open", Path: "/home/somebody", Err: fs.ErrPermission}
	for name, c := range map[string]struct {
		err  error
		lang string
		want string
	}{
		"in English":   {model.ErrInUse, "en", "Truename is already open."},
		"in Chinese":   {model.ErrInUse, "zh", "Truename 已经打开。"},
		"waiting time": {&model.Error{Code: model.CodeThrottled, Wait: 3500 * time.Millisecond}, "en", "Wait 4 seconds"},
		"no code":      {path, "en", "Unexpected: open: permission denied"},
		"no text":      {model.ErrInUse, "fr", "in-use"},
	} {
		if got := command.Sentence(c.err, c.lang); !strings.Contains(got, c.want) || strings.Contains(got, "somebody") {
			t.Errorf("%s: %q, want %q in it", name, got, c.want)
		}
	}
}
