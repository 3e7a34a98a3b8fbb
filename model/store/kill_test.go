package store_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/seal"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

const (
	childEnv = "TRUENAME_KILL_CHILD" // the data folder; set for the process to be killed
	killsEnv = "TRUENAME_KILLS"      // how many rounds; 20 without it
)

// child works until it is killed, and says what was acknowledged: a line "case
// version".
func child(dir string) error {
	s, err := store.Open(dir, light)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := s.Unlock(context.Background(), []byte(storetest.Pass)); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	fmt.Println("open")
	return work(s, func(head model.Head) { fmt.Println(head.Case, head.Version) })
}

// work submits, files requests and decides for ever; received is called after
// each of them returned.
func work(s *store.Store, received func(model.Head)) error {
	for i := 0; ; i++ {
		sub := storetest.New(quiet{}, time.Now(), 30_000)
		lightKeys(s, sub.Reference)
		draft := storetest.Draft(sub)
		head, err := s.Submit(context.Background(), sub, &draft)
		if err != nil {
			return fmt.Errorf("submit: %w", err)
		}
		received(head)
		if i%2 == 0 {
			continue
		}
		request := storetest.Request(quiet{}, model.RequestKinds[i%3], sub, time.Now())
		lightKeys(s, request.Reference)
		filed, err := s.File(context.Background(), request, true)
		if err != nil {
			return fmt.Errorf("file: %w", err)
		}
		received(filed)
		d := model.Decision{Case: head.Case, Version: head.Version, Verb: model.Approve, Note: storetest.Note}
		if mathrand.N(2) == 0 { // a child lives for a few of them
			d.Verb, d.Reasons = model.Propose, model.RefusalReasons[:1]
		}
		head, err = s.Decide(context.Background(), d)
		if err != nil {
			return fmt.Errorf("decide: %w", err)
		}
		received(head)
	}
}

// lightKeys gives references keys that take no time to derive.
func lightKeys(s *store.Store, references ...string) {
	for _, reference := range references {
		keys := seal.RefKeys{Capsule: sha256.Sum256([]byte(reference))}
		copy(keys.Lookup[:], keys.Capsule[:])
		store.SetKeys(s, reference, keys)
	}
}

// quiet lets the factory be used outside of a test.
type quiet struct{ testing.TB }

func (quiet) Helper()        {}
func (quiet) Fatal(a ...any) { panic(fmt.Sprint(a...)) }

// A victim is a child and what it said.
type victim struct {
	cmd   *exec.Cmd
	lines chan string
	err   bytes.Buffer
}

func startVictim(t *testing.T, dir string) *victim { return startAs(t, childEnv, dir) }

// startAs starts a process that does what env says to that folder.
func startAs(t *testing.T, env, dir string) *victim {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	v := &victim{cmd: exec.Command(exe), lines: make(chan string, 1000)}
	v.cmd.Env = append(os.Environ(), env+"="+dir)
	v.cmd.Stderr = &v.err
	out, err := v.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(v.lines)
		for sc := bufio.NewScanner(out); sc.Scan(); {
			v.lines <- sc.Text()
		}
	}()
	return v
}

// kill kills the child after d and gives its whole lines.
func (v *victim) kill(t *testing.T, d time.Duration, said []string) []string {
	t.Helper()
	time.Sleep(d)
	if err := v.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for line := range v.lines {
		said = append(said, line)
	}
	v.cmd.Wait()
	if text := v.err.String(); strings.Contains(text, "child:") || strings.Contains(text, "panic") {
		t.Fatalf("the child ended by itself: %s", text)
	}
	return said
}

// claimedFolder is the folder of a new store with a passphrase, closed.
func claimedFolder(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := store.Open(dir, light)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Claim(t.Context(), []byte(storetest.Pass)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestKill kills a process that writes, again and again: what it acknowledged
// must be there, whole, and nothing may be half.
func TestKill(t *testing.T) {
	rounds := 20
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		rounds = n
	}
	if testing.Short() {
		rounds = 3
	}
	dir := claimedFolder(t)
	acked := map[uuid.UUID]int{}
	early := 0
	for round := range rounds {
		said := oneKill(t, dir, round)
		if len(said) == 0 {
			early++
		}
		for _, line := range said {
			if id, version, ok := strings.Cut(line, " "); ok {
				n, _ := strconv.Atoi(version)
				acked[uuid.MustParse(id)] = n
			}
		}
		if round%3 != 2 || round == rounds-1 { // sometimes the next child finds what the last one left
			check(t, dir, acked)
		}
	}
	t.Logf("%d rounds, %d cases acknowledged, %d kills before the store was open", rounds, len(acked), early)
	if len(acked) == 0 {
		t.Error("nothing was acknowledged: nothing was tested")
	}
}

// oneKill lets a child live for a while: from its start in half of the
// rounds, so that opening is hit too, else from its first line.
func oneKill(t *testing.T, dir string, round int) (said []string) {
	v := startVictim(t, dir)
	if round%2 == 0 {
		return v.kill(t, 5*time.Millisecond+mathrand.N(295*time.Millisecond), nil)
	}
	line, ok := <-v.lines
	if ok {
		said = append(said, line)
	}
	return v.kill(t, mathrand.N(100*time.Millisecond), said)
}

// check opens the store and compares it with what was acknowledged.
func check(t *testing.T, dir string, acked map[uuid.UUID]int) {
	t.Helper()
	s, err := store.Open(dir, light)
	if err != nil {
		t.Fatalf("open after a kill: %v", err)
	}
	defer s.Close()
	if lost, err := harm(s, acked); err != nil || len(lost) > 0 {
		t.Fatalf("after a kill: %s; %v", strings.Join(lost, "; "), err)
	}
}

// harm says what s does not have of what it acknowledged, by case and version,
// and what it has that is not whole.
func harm(s *store.Store, acked map[uuid.UUID]int) (harm []string, err error) {
	heads, _, err := s.List(context.Background(), "", "", 1<<20)
	if err != nil {
		return nil, err
	}
	have := map[uuid.UUID]int{}
	for _, h := range heads {
		have[h.Case] = h.Version
	}
	for id, version := range acked {
		if have[id] < version {
			harm = append(harm, fmt.Sprintf("lost: version %d of %s was acknowledged, there is %d", version, id, have[id]))
		}
	}
	flaws, err := s.Verify(context.Background(), nil)
	for _, flaw := range flaws {
		harm = append(harm, fmt.Sprintf("flaw: %+v", flaw))
	}
	if err != nil {
		return harm, err
	}
	mine, err := s.Mine(context.Background())
	if err == nil && len(mine) < len(acked) {
		harm = append(harm, fmt.Sprintf("lost: %d of this account's cases are there, %d were acknowledged", len(mine), len(acked)))
	}
	return harm, err
}
