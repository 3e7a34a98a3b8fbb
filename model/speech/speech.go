// Package speech reads headings and sentences aloud with the voice that the
// system has: espeak-ng or espeak on Linux and BSD, say on macOS, SAPI on Windows.
// Nothing is installed or downloaded, and nothing is said where there is none.
//
// What is read aloud is heard by everybody in the room. Callers pass headings
// and sentences of ours; never what a person typed or what was read from a card.
package speech

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"time"
	"unicode"
)

const (
	longest   = time.Minute // of one text
	maxText   = 2000        // characters
	afterKill = time.Second // how long a child of the program may keep its output open
)

// A Speaker is the voice of this machine. Its methods may be called from any
// goroutine.
type Speaker struct {
	program string                     // absolute
	args    func(lang string) []string // nothing of the text
	input   func(text string) string   // what the program reads
	mu      sync.Mutex                 // guards the rest
	stop    context.CancelFunc         // of who speaks
	done    <-chan struct{}            // closed when that one is silent
}

// Find looks for the voice of this machine. ok is false where there is none. It
// takes no program from the working directory or from a relative entry of PATH,
// and starts none but, on macOS, say for the list of its voices.
func Find() (s *Speaker, ok bool) {
	s = find()
	return s, s != nil
}

// Say reads text aloud, in "zh" or "en", and returns when it was read. A newer
// Say, or the end of ctx, silences it at once; then the program is gone when Say
// returns, and the error is context.Canceled or ctx's. Other errors are for the
// log; none holds the text. At most 2000 characters are read, for a minute.
//
// The program gets the text on its standard input: command lines and files can
// be read by others.
func (s *Speaker) Say(ctx context.Context, text, lang string) error {
	ctx, stop := context.WithTimeout(ctx, longest)
	defer stop()
	silent := make(chan struct{})
	defer close(silent)
	s.turn(stop, silent)
	text = plain(text)
	if ctx.Err() != nil || text == "" {
		return ctx.Err()
	}
	cmd := exec.CommandContext(ctx, s.program, s.args(lang)...)
	cmd.Stdin = strings.NewReader(s.input(text))
	cmd.WaitDelay = afterKill
	alone(cmd)
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return errors.New("speech: the program failed")
	}
	return nil
}

// turn silences whoever speaks, waits until it is silent, and makes the caller
// the one to be silenced.
func (s *Speaker) turn(stop context.CancelFunc, silent <-chan struct{}) {
	s.mu.Lock()
	before, done := s.stop, s.done
	s.stop, s.done = stop, silent
	s.mu.Unlock()
	if before != nil {
		before()
		<-done
	}
}

// plain is text in one line without what programs take for commands to them:
// brackets (phonemes of espeak, commands of say) and control characters.
func plain(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > maxText {
			break
		}
		if unicode.IsControl(r) || strings.ContainsRune("[]<>", r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// itself is the input of programs that read text.
func itself(text string) string { return text + "\n" }
