package speech

import (
	"regexp"
	"strings"
)

// A line of say -v '?': the name of a voice, its language, and an example.
var sayLine = regexp.MustCompile(`(?m)^(\S.*?)\s+([a-z]{2,3}[_-]\S+)\s+#`)

// sayVoices are the first voices for zh and en in the list of say. The
// mainland's comes before others: a kiosk there speaks Mandarin.
func sayVoices(list string) map[string]string {
	voices := map[string]string{}
	for _, wanted := range []struct{ lang, place string }{{"zh", "zh_CN"}, {"zh", "zh_"}, {"en", "en_US"}, {"en", "en_"}} {
		for _, m := range sayLine.FindAllStringSubmatch(list, -1) {
			place := strings.ReplaceAll(m[2], "-", "_")
			if _, has := voices[wanted.lang]; !has && strings.HasPrefix(place, wanted.place) {
				voices[wanted.lang] = m[1]
			}
		}
	}
	return voices
}

// sayArgs makes it read standard input, with the system's voice where there is
// none for the language.
func sayArgs(voices map[string]string) func(string) []string {
	return func(lang string) []string {
		args := []string{"-f", "-"}
		if v := voices[lang]; v != "" {
			args = append([]string{"-v", v}, args...)
		}
		return args
	}
}
