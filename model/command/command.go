// Package command is everything truename does without its window: reading
// photographs, submitting, asking for a status, listing, verifying, building
// the index anew, keys. It also reads the flags of the window.
//
// Results are JSON lines on standard output. A failure is one JSON line
// {"error":code} there and one sentence on standard error. Exit codes: 0 done,
// 1 refused or found wrong, 2 usage, 3 the store is open in another process.
// Nothing about a person is taken from the command line, where others can read
// it, and none of it is put on standard error.
package command

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

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

// A command is one word behind truename.
type command struct {
	name  string
	usage string // behind the name, on one line
	help  string // for people: what it does, reads, prints
	args  [2]int // how few and how many arguments besides flags
	flags func(*flag.FlagSet, *call)
	run   func(context.Context, *call) error
}

// A call is one command under way.
type call struct {
	Env
	Common
	eyes        *Eyes
	args        []string
	front, back string // submit
	dir         string // read
	status      string // list
	replace     bool   // key recovery, restore
	due, clock  bool   // erase
	to          string // export, mydata, bound
	from, until string // figures, bound
	csv         bool   // figures, bound
	reasons     bool   // figures
	fields      string // bound
	key         string // check-certificate
	trust       string // key import-public, import: public key, hexadecimal
	role        string // key add
}

// Is reports whether args name a command, or ask for help, rather than the
// window. A word that is no command is one too: Run refuses it.
func Is(args []string) bool {
	return len(args) > 0 && (asksHelp(args[0]) || args[0] == "" || args[0][0] != '-')
}

// Run runs the command that args name and returns the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	if len(args) > 0 && asksHelp(args[0]) {
		printHelp(env.Stdout)
		return 0
	}
	i := slices.IndexFunc(commands, func(c command) bool { return len(args) > 0 && c.name == args[0] })
	if i < 0 {
		fmt.Fprintln(env.Stderr, "There is no such command; truename -h lists them.")
		return exitUsage
	}
	c, k := commands[i], &call{Env: env, eyes: NewEyes(assets.Models)}
	err := k.parse(c, args[1:])
	if errors.Is(err, flag.ErrHelp) {
		c.print(env.Stdout)
		return 0
	}
	if err == nil {
		err = c.run(ctx, k)
	}
	return k.end(c, err)
}

// end says err, if there is one, and gives the exit code.
func (k *call) end(c command, err error) int {
	code := ExitCode(err)
	if code == 0 {
		return 0
	}
	fmt.Fprintln(k.Stderr, Sentence(err, "en"))
	if code == exitUsage {
		fmt.Fprintln(k.Stderr, "usage: "+c.line())
	} else if !errors.Is(err, errTold) {
		if err := k.print(refusalOf(err)); err != nil {
			return exitRefused
		}
	}
	return code
}

// parse reads flags and arguments, which may stand in any order; behind --
// everything is an argument.
func (k *call) parse(c command, args []string) error {
	f := k.Common.flags(c.name)
	if c.flags != nil {
		c.flags(f, k)
	}
	for len(args) > 0 {
		if err := f.Parse(args); err != nil {
			return flagError(err)
		}
		rest := f.Args()
		if n := len(args) - len(rest); n > 0 && args[n-1] == "--" {
			k.args = append(k.args, rest...)
			break
		}
		if len(rest) == 0 {
			break
		}
		k.args, args = append(k.args, rest[0]), rest[1:]
	}
	if len(k.args) < c.args[0] || len(k.args) > c.args[1] {
		return misused("There are too few or too many arguments.")
	}
	return nil
}

func (c *Common) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // it would repeat values
	f.StringVar(&c.Data, "data", "", "`DIR` of the store (default: the user's data folder)")
	f.StringVar(&c.Config, "config", "", "configuration `FILE` (TOML)")
	f.BoolVar(&c.Demo, "demo", false, "a demonstration store: specimens only")
	return f
}

// Configuration reads the configuration file that the flags name over the
// built-in configuration.
func (c *Common) Configuration() (device.Config, error) { return device.LoadConfig(c.Config) }

// Folder is the data folder that the flags and the configuration name.
func (c *Common) Folder() (string, error) {
	conf, err := c.Configuration()
	if err != nil {
		return "", err
	}
	if dir := cmp.Or(c.Data, conf.Data); dir != "" {
		return dir, nil
	}
	return device.DataDir(c.Demo)
}

// Open opens the store that the flags name, or makes it. The keyring of the
// account gets the local key of a new store if it can keep it; a store that is
// there says itself where its key lies, and may wait for a person who unlocks
// the keyring. A doubtful index is tried in another process first. With
// change, the caller adjusts that.
func (c *Common) Open(change func(*store.Options)) (*store.Store, error) {
	dir, o, err := c.options()
	if err != nil {
		return nil, err
	}
	if change != nil {
		change(&o)
	}
	return store.Open(dir, o)
}

// options are the folder that the flags name, and how its store is opened.
func (c *Common) options() (dir string, o store.Options, err error) {
	conf, err := c.Configuration()
	if err != nil {
		return "", o, err
	}
	if dir, err = c.Folder(); err != nil {
		return "", o, err
	}
	o = store.Options{Demo: c.Demo, Probe: probe, Retention: conf.Retention, Trust: conf.Trust.Machines, Second: conf.Review.Second, Work: deskWork}
	if o.Calendar, err = c.Calendar(); err != nil {
		return "", o, err
	}
	if exists(dir) || device.KeyringAvailable() {
		o.LocalKey = device.Keyring{}
	}
	return dir, o, nil
}

// exists reports whether there is a store in dir, or what cannot be told from
// one: opening it will say.
func exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "store.json"))
	return !errors.Is(err, fs.ErrNotExist)
}

// probe opens and closes an index in a process of its own, since a damaged one
// can end the process.
func probe(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return exec.Command(self, "-"+probeFlag, dir).Run()
}

// with opens the store that is there, hands it to f and closes it. It makes
// none: a mistyped folder must not pass for a store in order.
func (k *call) with(f func(*store.Store) error) error {
	dir, err := k.Folder()
	if err != nil {
		return err
	}
	if !exists(dir) {
		return &spoken{"There is no Truename store in this folder.", model.ErrNotAStore}
	}
	return k.open(f)
}

// open is with for a command that may make a store.
func (k *call) open(f func(*store.Store) error) error {
	st, err := k.Open(nil)
	if err != nil {
		return err
	}
	return errors.Join(f(st), st.Close())
}

// print writes v as one JSON line.
func (k *call) print(v any) error {
	e := json.NewEncoder(k.Stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// secret is the first line of standard input (at most 4 KiB), for what must
// not stand on the command line.
func (k *call) secret() ([]byte, error) {
	lines, err := k.secrets(1)
	if err != nil {
		return nil, err
	}
	return lines[0], nil
}

// secrets are the first n lines of standard input (at most 4 KiB in all), none
// of them empty.
func (k *call) secrets(n int) (lines [][]byte, err error) {
	in := bufio.NewReader(io.LimitReader(k.Stdin, 4<<10))
	for len(lines) < n {
		b, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		b = bytes.TrimRight(b, "\r\n")
		if len(b) == 0 {
			return nil, missingLine(len(lines), n)
		}
		lines = append(lines, b)
	}
	return lines, nil
}

// missingLine says that fewer lines came than are needed.
func missingLine(got, n int) error {
	if n == 1 {
		return misused("There is nothing on standard input.")
	}
	return misused(fmt.Sprintf("%d lines are needed on standard input, and there are %d.", n, got))
}
