package speech

import (
	"os/exec"
	"path/filepath"
)

// espeak finds espeak-ng, or its predecessor.
func espeak() *Speaker {
	for _, name := range []string{"espeak-ng", "espeak"} {
		// LookPath refuses what is not an absolute path (exec.ErrDot); asked again,
		// because the environment can turn that off.
		if program, err := exec.LookPath(name); err == nil && filepath.IsAbs(program) {
			return &Speaker{program: program, args: espeakArgs(name), input: itself}
		}
	}
	return nil
}

// espeakArgs makes it read UTF-8 from standard input (--stdin: as one text), a
// little slower than usual: what is said is new to who hears it. The old program
// knows Mandarin as zh.
func espeakArgs(name string) func(string) []string {
	mandarin := "cmn"
	if name == "espeak" {
		mandarin = "zh"
	}
	return func(lang string) []string {
		voice := "en"
		if lang == "zh" {
			voice = mandarin
		}
		return []string{"-v", voice, "-s", "150", "-b", "1", "--stdin"}
	}
}
