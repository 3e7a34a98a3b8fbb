package plainfile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a name that a stranger may have chosen (of a file, of a device), fit
// to be shown on one line: without control characters and those that turn the
// direction of what follows, damaged characters replaced, and at most so many
// characters, of which the middle is left out: the end tells the kind of file.
func Clean(name string, most int) string {
	shown := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return '?'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r): // control and format characters, private use, surrogates
			return -1
		}
		return r
	}, name)))
	if len(shown) > most {
		head := (most - 1) / 2
		shown = append(append(shown[:head:head], '…'), shown[len(shown)-(most-1-head):]...)
	}
	return string(shown)
}

// Hides reports whether r is a control or a mark that turns the direction of
// writing, or stands for what could not be read.
func Hides(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}
