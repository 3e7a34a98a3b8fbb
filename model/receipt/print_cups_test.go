//go:build linux

package receipt

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
)

// A cups is a folder that is all of PATH, with programs that stand in for those
// of CUPS; they leave what they were given in it.
type cups struct {
	t   *testing.T
	dir string
}

// install makes the programs from their scripts.
func install(t *testing.T, scripts map[string]string) cups {
	t.Helper()
	c := cups{t, t.TempDir()}
	for name, script := range scripts {
		script = "#!/bin/sh\nPATH=/usr/bin:/bin\ncd '" + c.dir + "' || exit 9\n" + script + "\n"
		if err := os.WriteFile(filepath.Join(c.dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", c.dir)
	return c
}

// left is what a program left in a file, or "".
func (c cups) left(name string) string {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil && !os.IsNotExist(err) {
		c.t.Fatal(err)
	}
	return string(b)
}

// answers is an lpstat that says one thing to -e and another to -d.
func answers(destinations, standard string) string {
	quoted := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	return "case \"$*\" in\n-e) printf %s " + quoted(destinations) + ";;\n-d) printf %s " + quoted(standard) + ";;\n*) exit 7;;\nesac"
}

func TestPrinters(t *testing.T) {
	for name, c := range map[string]struct {
		lpstat string
		want   []string
	}{
		"no printers": {answers("", "no system default destination\n"), nil},
		"one":         {answers("Office\n", "no system default destination\n"), []string{"Office"}},
		"no default":  {answers("B\nA\n", "no system default destination\n"), []string{"B", "A"}},
		"a default":   {answers("A\nB\nC\n", "system default destination: C\n"), []string{"C", "A", "B"}},
		"of the user": {answers("A\nB/draft\n", "user default destination: B/draft\n"), []string{"B/draft", "A"}},
		"in Chinese":  {answers("A\n办公室\n", "系统默认目标：办公室\n"), []string{"办公室", "A"}},
		"an end alike": {
			answers("Office\nBig:Office\n", "system default destination: Big:Office\n"), []string{"Big:Office", "Office"},
		},
		"named as the words":    {answers("A\ndestination\n", "no system default destination\n"), []string{"A", "destination"}},
		"a default that is not": {answers("A\nB\n", "system default destination: Gone\n"), []string{"A", "B"}},
		"hostile names": {
			answers("-o\n--help\nTwo Words\n$(touch x)\n\n \nA\rB\n\x1b[2J\nGood\n", "system default destination: -o\n"),
			[]string{"Two Words", "$(touch x)", "Good"},
		},
		"it fails":          {"echo 'lpstat: Bad file descriptor' >&2; exit 1", nil},
		"no end of line":    {answers("A\nB\nhalf a na", ""), []string{"A", "B"}},
		"it dies":           {"kill -9 $$", nil},
		"no default at all": {`[ "$1" = -e ] || exit 1; printf 'A\nB\n'`, []string{"A", "B"}},
	} {
		fake := install(t, map[string]string{"lpstat": c.lpstat})
		got, err := Printers(t.Context())
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q %v, want %q", name, got, err, c.want)
		}
		if fake.left("x") != "" {
			t.Errorf("%s: a shell saw the name", name)
		}
	}
}

func TestPrintersWithoutCUPS(t *testing.T) {
	fake := install(t, nil)
	if got, err := Printers(t.Context()); err != nil || got != nil {
		t.Errorf("no lpstat: %q %v, want nothing", got, err)
	}
	if err := os.WriteFile(filepath.Join(fake.dir, "lpstat"), []byte("not a program"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := Printers(t.Context()); err != nil || got != nil {
		t.Errorf("an lpstat that is none: %q %v, want nothing", got, err)
	}
}

func TestPrintersInEnglish(t *testing.T) {
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	fake := install(t, map[string]string{"lpstat": `echo "$LC_ALL" > locale`})
	if _, err := Printers(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := fake.left("locale"); got != "C\n" {
		t.Errorf("lpstat runs with LC_ALL=%q", got)
	}
}

// TestPrintersBounded gives more than anybody wants to hear; the last name that
// is kept is whole.
func TestPrintersBounded(t *testing.T) {
	install(t, map[string]string{"lpstat": `[ "$1" = -e ] && yes Printer-0123456789 | head -c 5000000; exit 0`})
	got, err := Printers(t.Context())
	if err != nil || !slices.Equal(got, []string{"Printer-0123456789"}) {
		t.Errorf("%q %v", got, err)
	}
	out, err := call(t.Context(), nil, "lpstat", "-e")
	if err != nil || len(out) != maxOutput {
		t.Errorf("%d bytes kept, %v", len(out), err)
	}
}

// hangs are programs that do not answer: alone, and with a child that keeps
// their output open after they were stopped.
var hangs = map[string]string{
	"it hangs":        "exec sleep 10",
	"its child hangs": "sleep 10",
}

func TestPrintersHang(t *testing.T) {
	for name, script := range hangs {
		install(t, map[string]string{"lpstat": "echo A; " + script})
		begun := time.Now()
		ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
		got, err := Printers(ctx)
		stop()
		if model.CodeOf(err) != model.CodePrinter || got != nil {
			t.Errorf("%s: %q %v, want printer", name, got, err)
		}
		if d := time.Since(begun); d > afterKill+2*time.Second {
			t.Errorf("%s: it took %v", name, d)
		}
	}
}

// TestTimeLimits holds the limits that no caller gives, without waiting for
// them.
func TestTimeLimits(t *testing.T) {
	if listTime != 5*time.Second || printTime != 30*time.Second {
		t.Errorf("%v and %v", listTime, printTime)
	}
	install(t, map[string]string{"lpstat": "exec sleep 10"})
	begun := time.Now()
	_, err := Printers(t.Context())
	if d := time.Since(begun); model.CodeOf(err) != model.CodePrinter || d < listTime || d > listTime+3*time.Second {
		t.Errorf("%v after %v", err, d)
	}
}

// takes is an lp that keeps its arguments, one a line, and the document.
const takes = `for a; do printf '%s\n' "$a"; done > args; cat > document; env > environment; echo 'request id is Office-1 (1 file(s))'`

func TestPrint(t *testing.T) {
	pdf := made(t, chinese)
	for _, printer := range []string{"Office", "Two Words", "办公室", "a/instance", "$(touch x)", "`touch x`;touch x"} {
		fake := install(t, map[string]string{"lp": takes})
		if err := Print(t.Context(), printer, pdf); err != nil {
			t.Fatal(err)
		}
		if got, want := fake.left("args"), "-d\n"+printer+"\n-t\nTruename\n-\n"; got != want {
			t.Errorf("%q: lp was called with %q, want %q", printer, got, want)
		}
		if fake.left("document") != string(pdf) {
			t.Errorf("%q: lp was given something else", printer)
		}
		if env := fake.left("environment"); !strings.Contains(env, "LC_ALL=C\n") || strings.Contains(env, reference) {
			t.Errorf("%q: lp runs in %q", printer, env)
		}
		if fake.left("x") != "" {
			t.Errorf("%q: a shell saw the name", printer)
		}
	}
}

// TestPrintLeavesNoFile holds that the document is in no temporary file.
func TestPrintLeavesNoFile(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	install(t, map[string]string{"lp": "ls -A " + tmp + " > seen; cat > /dev/null"})
	if err := Print(t.Context(), "Office", []byte("%PDF-1.7\n")); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestPrintFails(t *testing.T) {
	pdf := made(t, chinese)
	for name, scripts := range map[string]map[string]string{
		"no lp":                    nil,
		"no such printer":          {"lp": "echo 'lp: The printer or class does not exist: Zhangs-printer' >&2; exit 1"},
		"it says it on the output": {"lp": "echo 'Zhangs-printer is out of paper'; exit 2"},
		"it reads nothing":         {"lp": "exec <&-; exit 1"},
		"it dies":                  {"lp": "kill -9 $$"},
	} {
		install(t, scripts)
		err := Print(t.Context(), "Zhangs-printer", pdf)
		if model.CodeOf(err) != model.CodePrinter {
			t.Errorf("%s: %v, want printer", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "Zhang") || strings.Contains(err.Error(), reference)) {
			t.Errorf("%s: the error says too much: %v", name, err)
		}
	}
}

func TestPrintHangs(t *testing.T) {
	for name, script := range hangs {
		install(t, map[string]string{"lp": script})
		ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
		begun := time.Now()
		err := Print(ctx, "Office", made(t, chinese))
		stop()
		if d := time.Since(begun); model.CodeOf(err) != model.CodePrinter || d > afterKill+2*time.Second {
			t.Errorf("%s: %v after %v, want printer", name, err, d)
		}
	}
}

// TestPrintTakenInSilence holds that a job counts as taken when lp ends well,
// also if it reads less or leaves a child behind that keeps its output open.
func TestPrintTakenInSilence(t *testing.T) {
	for name, script := range map[string]string{
		"it reads nothing": "exit 0",
		"a child stays":    "cat > /dev/null; sleep 2 & exit 0",
	} {
		install(t, map[string]string{"lp": script})
		if err := Print(t.Context(), "Office", made(t, chinese)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// queue is an lpstat that knows one queue, "Slip".
func queue(accepts, prints string) map[string]string {
	quoted := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	return map[string]string{"lp": takes, "lpstat": "case \"$*\" in\n'-a Slip') printf %s " + quoted(accepts) +
		";;\n'-l -p Slip') printf %s " + quoted(prints) + ";;\n*) echo 'lpstat: Invalid destination name' >&2; exit 1;;\nesac"}
}

func TestQueue(t *testing.T) {
	const (
		accepts = "Slip accepting requests since Sat 28 Nov 2026\n"
		idle    = "printer Slip is idle.  enabled since Sat 28 Nov 2026\n\tDescription: Slip\n"
	)
	for name, c := range map[string]struct {
		accepts, prints string
		want            model.Code
	}{
		"in order":             {accepts, idle + "\tAlerts: none\n", ""},
		"it prints":            {accepts, "printer Slip now printing Slip-3.  enabled since Sat\n\tAlerts: none\n", ""},
		"it runs low":          {accepts, idle + "\tAlerts: media-low-warning, marker-supply-low-report\n", ""},
		"no paper":             {accepts, idle + "\tAlerts: media-empty-error\n", model.CodePaper},
		"no paper, it warns":   {accepts, idle + "\tAlerts: media-low media-empty-warning\n", model.CodePaper},
		"no paper, on its way": {accepts, idle + "\tAlerts: media-needed\n", model.CodePaper},
		"unplugged":            {accepts, idle + "\tAlerts: offline-report\n", model.CodePrinter},
		"a jam":                {accepts, idle + "\tAlerts: media-jam-error\n", model.CodePrinter},
		"refuses":              {"Slip not accepting requests since Sat -\n\tRejecting Jobs\n", idle, model.CodePrinter},
		"stopped":              {accepts, "printer Slip disabled since Sat -\n\tPaused\n", model.CodePrinter},
		"another":              {"Slipper accepting requests since Sat\n", idle, model.CodePrinter},
		"no answer":            {"", "", model.CodePrinter},
	} {
		fake := install(t, queue(c.accepts, c.prints))
		for _, setting := range []string{"cups:Slip", "cups:Slip/narrow"} {
			p, err := ParsePrinter(setting)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Ready(t.Context()); model.CodeOf(err) != c.want {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
		}
		if fake.left("args") != "" {
			t.Errorf("%s: something was printed", name)
		}
	}
	install(t, map[string]string{"lpstat": "exec sleep 10"})
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	if err := (Printer{kind: "cups", target: "Slip"}).Ready(ctx); model.CodeOf(err) != model.CodePrinter {
		t.Errorf("it hangs: %v", err)
	}
}

// TestPrinterPrintsPages gives the page to the queue of the setting.
func TestPrinterPrintsPages(t *testing.T) {
	fake := install(t, map[string]string{"lp": takes})
	p, err := ParsePrinter("cups:Slip")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Print(t.Context(), chinese); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(fake.left("args"), "-d\nSlip\n") || fake.left("document") != string(made(t, chinese)) {
		t.Errorf("lp was called with %q", fake.left("args"))
	}
}
