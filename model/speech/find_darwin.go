package speech

import (
	"context"
	"os/exec"
	"time"
)

const sayProgram = "/usr/bin/say"

// find asks say for its voices: it fails with one that is not installed.
func find() *Speaker {
	if _, err := exec.LookPath(sayProgram); err != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, sayProgram, "-v", "?")
	cmd.WaitDelay = afterKill
	list, _ := cmd.Output() // without it, the system's voice
	return &Speaker{program: sayProgram, args: sayArgs(sayVoices(string(list))), input: itself}
}
