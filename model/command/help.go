package command

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// commands lists them in the order of the help.
var commands = []command{
	{name: "read", usage: "FRONT [BACK] | truename read -dir DIR", args: [2]int{0, 2}, run: runRead,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.dir, "dir", "", "all photographs in `DIR`, sorted by name")
		},
		help: `Finds, checks and reads the card on photographs and prints one JSON line for each:
  {"file","side","grade","quad":[[x,y]×4],"findings":[{"code","value","limit","field"}],
   "fields":{"name":{"text","confidence"},…},"ms":{"open",…,"total"}}
Of two photographs the first is taken for the portrait side and the second for
the emblem side; one alone, and those of a folder, may show either. The grade is
good, flagged (usable, but somebody should look) or retake; side is front, back
or none; quad has the corners of the card in pixels, or is null. A file that
cannot be used has an "error" too, and the exit code is 1. No store is opened,
nothing is kept, and specimens are as good as cards. What is printed is
personal: mind where it goes. With -dir a terminal shows how far it is.`},
	{name: "submit", usage: "-front FILE -back FILE < fields.json", run: runSubmit,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.front, "front", "", "photograph of the portrait side: `FILE`")
			f.StringVar(&k.back, "back", "", "photograph of the emblem side: `FILE`")
		},
		help: `Submits one card and prints the receipt as JSON:
  {"reference","id","status","received","expected_from","expected_until"}
Standard input is one JSON object:
  {"name","number","from","until","phone","consent":{"version","language","at"}}
Dates are like 2008-01-09, until may be long-term, phone may be left out.
Optional: "photo_consent" like "consent", if the photographs were agreed to
apart; "guardian":{"name","consent"} for a person under 14; "id", a UUID of
yours: the same id again submits nothing and gives the same receipt with an
empty reference, for the first receipt alone has it.
The receipt is printed when everything is on the disk. The reference is the
person's: keep it nowhere else. Refused: {"error","problems":[{"page","field","code"}]}.`},
	{name: "status", usage: "< reference", run: runStatus,
		help: `Reads a reference, as it stands on the receipt, from standard input and prints
how its case stands as JSON:
  {"reference","status","revision","received","updated","due",
   "timeline":[{"at","what","reasons","note"}]}
Of an approved binding there is "certificate" too, the text that the window saves.`},
	{name: "list", usage: "[-status STATUS]", run: runList,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.status, "status", "", "only this `STATUS`: waiting, approved, returned, refused or withdrawn")
		},
		help: `Prints one JSON line for each case, newest first: what stands in clear about it,
nothing about the person.`},
	{name: "figures", usage: "[-from DAY] [-until DAY] [-csv] [-reasons < passphrase]", run: runFigures, flags: figuresFlags, help: figuresHelp},
	{name: "collect", usage: "[-to FILE]", run: runCollect, flags: collectFlags, help: collectHelp},
	{name: "verify", run: runVerify,
		help: `Checks every packet and decision, the audit log and the index. Prints one JSON
line {"path","what"} for each thing that is wrong, and at the end {"flaws":n}.
The exit code is 1 if there are any. No passphrase is needed.`},
	{name: "rebuild", run: runRebuild,
		help: `Builds the index anew from the files, and prints {"cases":n}. The old index goes
into the folder quarantine.`},
	{name: "export", usage: "-to DIR", run: runExport, help: exportHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.to, "to", "", "folder `DIR` on the medium")
		}},
	{name: "import", usage: "DIR [-trust KEY]", args: [2]int{1, 1}, run: runImport, help: importHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.trust, "trust", "", "public `KEY` of the machine that exported")
		}},
	{name: "backup", usage: "FILE", args: [2]int{1, 1}, run: runBackup, help: backupHelp},
	{name: "restore", usage: "FILE [-replace]", args: [2]int{1, 1}, run: runRestore, help: restoreHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.BoolVar(&k.replace, "replace", false, "also over what is newer than the backup; it is set aside")
		}},
	{name: "erase", usage: "< reference and passphrase | truename erase -due [-clock]", run: runErase, help: eraseHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.BoolVar(&k.due, "due", false, "what is kept longer than the configuration says")
			f.BoolVar(&k.clock, "clock", false, "with -due: the clock of this computer is right")
		}},
	{name: "mydata", usage: "-to FILE < reference and passphrases", run: runMydata, help: mydataHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.to, "to", "", "`FILE` for the copy")
		}},
	{name: "check-certificate", usage: "FILE [-key FILE]", args: [2]int{1, 1}, run: runCheck, help: checkHelp,
		flags: func(f *flag.FlagSet, k *call) {
			f.StringVar(&k.key, "key", "", "`FILE` with the office's public key")
		}},
	{name: "bound", usage: "FILE -to RECIPIENT [-from DAY] [-until DAY] [-fields LIST] [-csv] < passphrase and reason", args: [2]int{1, 1},
		run: runBound, flags: boundFlags, help: boundHelp},
	{name: "kiosk", usage: "check | truename kiosk pin < PIN", args: [2]int{1, 1}, run: runKiosk, help: kioskHelp},
	{name: "key", usage: "list | truename key ACTION [ID|MONTH|FILE] < passphrase", args: [2]int{1, 2}, run: runKey, flags: keyFlags, help: keyHelp},
}

// asksHelp reports whether the first word asks for the help of all.
func asksHelp(word string) bool {
	return slices.Contains([]string{"-h", "-help", "--help", "help"}, word)
}

const (
	windowHelp = `truename enrols Chinese identity cards.

usage: truename [flags]             the window
       truename COMMAND [flags]     without a window

Flags of the window:
  -data DIR       folder of the store (default: the user's data folder)
  -config FILE    configuration (TOML)
  -demo           a demonstration store: specimens only
  -lang zh|en     -theme light|dark|contrast  -size standard|care|double  as left
  -width 1280     -height 860           of the window
  -kiosk          a terminal that strangers use one after the other (docs/kiosk.md)
  -tour DIR       walk through the whole journey with specimens and save pictures in DIR

Commands (truename COMMAND -h says more):
`
	exitHelp = `
Exit codes: 0 done, 1 refused or found wrong, 2 usage, 3 the store is open in
another process. Failures are one sentence on standard error.
`
)

// printHelp prints the help of the whole program.
func printHelp(w io.Writer) {
	fmt.Fprint(w, windowHelp)
	for _, c := range commands {
		fmt.Fprintln(w, "  "+c.line())
	}
	fmt.Fprint(w, exitHelp)
}

// line is how the command is called.
func (c command) line() string { return strings.TrimSpace("truename " + c.name + " " + c.usage) }

// print prints the help of one command.
func (c command) print(w io.Writer) {
	fmt.Fprintf(w, "usage: %s\n\n%s\n\nFlags:\n", c.line(), c.help)
	k := &call{}
	f := k.Common.flags(c.name)
	if c.flags != nil {
		c.flags(f, k)
	}
	f.SetOutput(w)
	f.PrintDefaults()
	fmt.Fprint(w, exitHelp)
}
