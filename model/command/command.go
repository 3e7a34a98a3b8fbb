// Package command is everything truename does without its window: reading
// photographs, submitting, asking for a status, verifying, keys. It also reads
// the flags of the window.
//
// Exit codes: 0 done, 1 refused or found wrong, 2 usage, 3 the store is open in
// another process. Results are JSON lines on standard output, failures one
// sentence on standard error. Nothing about a person is taken from or put on
// the command line.
package command

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"path"

	"truename/assets"
	"truename/model"
	"truename/model/device"
	"truename/model/store"
)

// An Env is what a command may touch.
type Env struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
}

// Common are the flags that every command and the window take.
type Common struct {
	Data   string // folder of the store; "" = the user's
	Config string // TOML file; "" = none
	Demo   bool
}

type command struct {
	run   func(context.Context, *call) error
	usage string
	store bool
}

// call is one command under way.
type call struct {
	Env
	Common
	args []string
	dir  string
	st   *store.Store
}

var commands = map[string]command{
	"read":    {runRead, "read FRONT [BACK] | read -dir DIR", false},
	"submit":  {runSubmit, "submit -front F -back B < fields.json", true},
	"status":  {runStatus, "status < reference", true},
	"list":    {runList, "list [-status waiting]", true},
	"verify":  {runVerify, "verify", true},
	"rebuild": {runRebuild, "rebuild", true},
	"key":     {runKey, "key list | key export MONTH < passphrase", true},
}

// Is reports whether args name a command rather than the window.
func Is(args []string) bool {
	if len(args) == 0 {
		return false
	}
	_, ok := commands[args[0]]
	return ok || args[0] != "" && args[0][0] != '-'
}

// errUsage makes the exit code 2.
var errUsage = &model.Error{Code: model.CodeUsage}

// Run runs the command that args name and returns the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	c, ok := commands[args[0]]
	if !ok {
		usage(env.Stderr)
		return 2
	}
	err := run(ctx, c, args, env)
	if err == nil {
		return 0
	}
	if model.CodeOf(err) == model.CodeUsage {
		fmt.Fprintln(env.Stderr, "usage: truename "+c.usage)
		return 2
	}
	fmt.Fprintln(env.Stderr, Sentence(err, "en"))
	return ExitCode(err)
}

// ExitCode is the exit code for a failure: 3 if the store is open elsewhere,
// 2 for a wrong call, else 1.
func ExitCode(err error) int {
	switch model.CodeOf(err) {
	case "":
		if err == nil {
			return 0
		}
		return 1
	case model.CodeInUse:
		return 3
	case model.CodeUsage:
		return 2
	}
	return 1
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage: truename [-data DIR] [-config FILE] [-demo]      the window")
	for _, name := range []string{"read", "submit", "status", "list", "verify", "rebuild", "key"} {
		fmt.Fprintln(w, "       truename "+commands[name].usage)
	}
}

func run(ctx context.Context, c command, args []string, env Env) (err error) {
	k := &call{Env: env}
	flags := k.Common.flags(args[0], env.Stderr)
	front, back := flags.String("front", "", "photograph of the portrait side"), flags.String("back", "", "photograph of the emblem side")
	dir, status := flags.String("dir", "", "folder of photographs"), flags.String("status", "", "only this status")
	if err := flags.Parse(args[1:]); err != nil {
		return errUsage
	}
	k.args, k.dir = flags.Args(), *dir
	switch args[0] {
	case "submit":
		if *front == "" || *back == "" || len(k.args) > 0 {
			return errUsage
		}
		k.args = []string{*front, *back}
	case "list":
		k.args = []string{*status}
	}
	if !c.store {
		return c.run(ctx, k)
	}
	if k.st, err = k.Open(nil); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.st.Close()) }()
	return c.run(ctx, k)
}

func (c *Common) flags(name string, stderr io.Writer) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&c.Data, "data", "", "folder of the store (default: the user's data folder)")
	f.StringVar(&c.Config, "config", "", "configuration file (TOML)")
	f.BoolVar(&c.Demo, "demo", false, "a demonstration store: specimens only")
	return f
}

// Folder is the data folder the flags and the configuration name.
func (c *Common) Folder() (string, error) {
	if c.Data != "" {
		return c.Data, nil
	}
	if c.Config != "" {
		conf, err := device.LoadConfig(c.Config)
		if err != nil {
			return "", err
		}
		if conf.Data != "" {
			return conf.Data, nil
		}
	}
	return device.DataDir(c.Demo)
}

// Open opens the store that the flags name. With change, the caller adjusts
// the options first.
func (c *Common) Open(change func(*store.Options)) (*store.Store, error) {
	dir, err := c.Folder()
	if err != nil {
		return nil, err
	}
	o := store.Options{Demo: c.Demo}
	if device.KeyringAvailable() {
		o.LocalKey = device.Keyring{}
	}
	if change != nil {
		change(&o)
	}
	return store.Open(dir, o)
}

// Sentence is what people read about err, in language lang.
func Sentence(err error, lang string) string {
	texts := map[string]string{}
	b, readErr := fs.ReadFile(assets.Text, path.Join(lang, "errors.json"))
	if readErr == nil {
		readErr = json.Unmarshal(b, &texts)
	}
	if s := texts["error."+string(model.CodeOf(err))]; readErr == nil && s != "" {
		return s
	}
	return err.Error()
}

// print writes v as one JSON line.
func (k *call) print(v any) error { return json.NewEncoder(k.Stdout).Encode(v) }
