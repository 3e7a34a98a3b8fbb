//go:build linux

package speech

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A stand is a folder that is all of PATH, with a program that stands in for
// espeak-ng and leaves what it was given there.
type stand struct {
	t   *testing.T
	dir string
}

// install makes the program from its script.
func install(t *testing.T, name, script string) stand {
	t.Helper()
	s := stand{t, t.TempDir()}
	script = "#!/bin/sh\nPATH=/usr/bin:/bin\ncd '" + s.dir + "' || exit 9\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", s.dir)
	return s
}

// left is what the program left in a file, or "".
func (s stand) left(name string) string {
	s.t.Helper()
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	return string(b)
}

// waits until the program has left a file.
func (s stand) waits(name string) string {
	s.t.Helper()
	for range 500 {
		if got := s.left(name); strings.HasSuffix(got, "\n") {
			return strings.TrimSpace(got)
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("the program left no %s", name)
	return ""
}

// found is the voice on PATH.
func found(t *testing.T) *Speaker {
	t.Helper()
	s, ok := Find()
	if !ok {
		t.Fatal("no voice found")
	}
	return s
}

const records = `cat > text; for a; do printf '%s\n' "$a"; done > args; env > environment`

func TestSay(t *testing.T) {
	for _, c := range []struct{ program, lang, text, voice string }{
		{"espeak-ng", "zh", "已经提交。", "cmn"},
		{"espeak-ng", "en", "Submitted: “all” of $(it) `now`", "en"},
		{"espeak", "zh", "已经提交。", "zh"},
		{"espeak", "en", "Submitted", "en"},
	} {
		fake := install(t, c.program, records)
		if err := found(t).Say(t.Context(), c.text, c.lang); err != nil {
			t.Fatal(err)
		}
		if got := fake.left("text"); got != c.text+"\n" {
			t.Errorf("%s heard %q, want %q", c.program, got, c.text)
		}
		if got := fake.left("args"); !strings.HasPrefix(got, "-v\n"+c.voice+"\n") || !strings.HasSuffix(got, "--stdin\n") {
			t.Errorf("%s was called with %q", c.program, got)
		}
		if strings.Contains(fake.left("args")+fake.left("environment"), c.text) {
			t.Errorf("%s: the text is where others can read it", c.program)
		}
		if files, _ := os.ReadDir(fake.dir); len(files) != 4 {
			t.Errorf("%s: %d files", c.program, len(files))
		}
	}
}

func TestSayNothing(t *testing.T) {
	fake := install(t, "espeak-ng", records)
	if err := found(t).Say(t.Context(), " [ ] ", "en"); err != nil || fake.left("args") != "" {
		t.Errorf("%v, called with %q", err, fake.left("args"))
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if err := found(t).Say(ended, "text", "en"); !errors.Is(err, context.Canceled) || fake.left("args") != "" {
		t.Errorf("%v, called with %q", err, fake.left("args"))
	}
}

func TestSayFails(t *testing.T) {
	install(t, "espeak-ng", "echo secret >&2; exit 3")
	if err := found(t).Say(t.Context(), "secret", "en"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

// speaks for ten seconds, with a child of its own, and leaves their ids.
const speaks = `sleep 10 & echo $! > child; echo $$ > id; wait`

// TestSayStops ends a text in the middle: no process is left.
func TestSayStops(t *testing.T) {
	fake := install(t, "espeak-ng", speaks)
	ctx, stop := context.WithCancel(t.Context())
	said := make(chan error)
	go func() { said <- found(t).Say(ctx, "text", "en") }()
	id, child := fake.waits("id"), fake.waits("child")
	begun := time.Now()
	stop()
	if err := <-said; !errors.Is(err, context.Canceled) || time.Since(begun) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
	for _, process := range []string{id, child} {
		gone(t, process)
	}
}

// gone fails unless the process ends within two seconds; a dead one that nobody
// has asked for yet counts as gone.
func gone(t *testing.T, process string) {
	t.Helper()
	for range 200 {
		status, err := os.ReadFile("/proc/" + process + "/stat")
		if err != nil || strings.Contains(string(status), ") Z ") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %s is still there", process)
}

// TestSayNewer: a newer text silences the older one, before it begins itself.
func TestSayNewer(t *testing.T) {
	fake := install(t, "espeak-ng", "read text; if [ \"$text\" = first ]; then "+speaks+"; fi; kill -0 \"$(cat id)\" 2> /dev/null && echo both > both; echo \"$text\" > said")
	s := found(t)
	said := make(chan error)
	go func() { said <- s.Say(t.Context(), "first", "en") }()
	id := fake.waits("id")
	if err := s.Say(t.Context(), "second", "en"); err != nil {
		t.Fatal(err)
	}
	if err := <-said; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
	gone(t, id)
	if fake.left("said") != "second\n" || fake.left("both") != "" {
		t.Errorf("said %q, both at once %q", fake.left("said"), fake.left("both"))
	}
}

// TestSayManyAtOnce holds that the last of many is heard, and that all return.
func TestSayManyAtOnce(t *testing.T) {
	fake := install(t, "espeak-ng", "read text; echo \"$text\" >> said")
	s := found(t)
	done := make(chan error)
	for range 20 {
		go func() { done <- s.Say(t.Context(), "one of many", "en") }()
	}
	for range 20 {
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if err := s.Say(t.Context(), "last", "en"); err != nil || !strings.HasSuffix(fake.left("said"), "last\n") {
		t.Errorf("%v, said %q", err, fake.left("said"))
	}
}

// TestFindRefuses: nothing is run from the working directory, however PATH is.
func TestFindRefuses(t *testing.T) {
	fake := install(t, "espeak-ng", records)
	t.Chdir(filepath.Dir(fake.dir))
	base := filepath.Base(fake.dir)
	for _, path := range []string{"", ".", base, "./" + base, ":" + base, t.TempDir()} {
		t.Setenv("PATH", path)
		if s, ok := Find(); ok || s != nil {
			t.Errorf("PATH %q: %q", path, s.program)
		}
	}
	t.Chdir(fake.dir)
	for _, path := range []string{"", ".", ":", "./"} {
		t.Setenv("PATH", path)
		t.Setenv("GODEBUG", "execerrdot=0")
		if s, ok := Find(); ok {
			t.Errorf("PATH %q: %q", path, s.program)
		}
	}
}

// TestEspeak gives texts to the real program, which writes what it would say.
func TestEspeak(t *testing.T) {
	s, ok := Find()
	if !ok {
		t.Skip("espeak-ng is not installed")
	}
	sizes := map[string]int{}
	for lang, text := range map[string]string{"zh": "已经提交，记下这个编号。", "en": "Submitted. Write the reference down."} {
		file := filepath.Join(t.TempDir(), "said.wav")
		cmd := exec.CommandContext(t.Context(), s.program, append(s.args(lang), "-w", file)...)
		cmd.Stdin = strings.NewReader(s.input(text))
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("%s: %v %s", lang, err, out)
		}
		sound, err := os.ReadFile(file)
		if err != nil || len(sound) < 50_000 || string(sound[:4]) != "RIFF" {
			t.Errorf("%s: %d bytes of sound, %v", lang, len(sound), err)
		}
		sizes[lang] = len(sound)
	}
	t.Log("bytes of sound: ", sizes)
}
