// Command words writes model/heat/words.txt, the words that titles of hot topics
// are cut into, with how often they are written. Run it from the root of the
// repository:
//
//	go run ./assets/gen/words
//
// They are those of the dictionary of the module gojieba, of one to four
// characters; a file with another SHA-256 is refused. Licence: NOTICE.md.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	module = "github.com/yanyiwu/gojieba@v1.4.6"
	file   = "deps/cppjieba/dict/jieba.dict.utf8"
	sum    = "3043b77068e09c9904f27cad82f12b6ebe9dbdb5aeff3b25e45ab7f9c1122b55"
	output = "model/heat/words.txt"
	least  = 40 // times that a word was counted
)

const head = `# Words by kind and by how often they are written: a line is a letter (n names and
# things, v what is done, o the rest), the binary logarithm of the count, and the
# words. Made by assets/gen/words from the dictionary of gojieba, (c) 2013 Yanyi Wu,
# and of jieba, (c) 2013 Sun Junyi, MIT licence: assets/gen/words/NOTICE.md.
`

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

func run() error {
	answer, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return err
	}
	var got struct{ Dir string }
	if err := json.Unmarshal(answer, &got); err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(got.Dir, file))
	if err != nil {
		return err
	}
	if h := sha256.Sum256(b); hex.EncodeToString(h[:]) != sum {
		return errors.New("the dictionary is another one: " + hex.EncodeToString(h[:]))
	}
	text, n := generate(b)
	fmt.Printf("%d words, %d bytes\n", n, len(text))
	return os.WriteFile(output, text, 0o644)
}

// generate picks the words out of a dictionary: a line is a word, its count and
// its part of speech.
func generate(dictionary []byte) (text []byte, n int) {
	lines := map[string][]string{}
	for line := range bytes.Lines(dictionary) {
		f := strings.Fields(string(line))
		if len(f) != 3 {
			continue
		}
		count, err := strconv.Atoi(f[1])
		r := []rune(f[0])
		if err != nil || count < least || len(r) > 4 || slices.ContainsFunc(r, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			continue
		}
		key := fmt.Sprintf("%s %02d", kind(f[2]), int(math.Log2(float64(count))))
		lines[key] = append(lines[key], f[0])
		n++
	}
	out := bytes.NewBufferString(head)
	keys := make([]string, 0, len(lines))
	for k := range lines {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(out, "%s %s\n", k, strings.Join(lines[k], " "))
	}
	return out.Bytes(), n
}

// kind is n for names and things, v for what is done, o for the rest.
func kind(speech string) string {
	switch speech[0] {
	case 'n', 'j', 's':
		return "n"
	case 'v':
		return "v"
	}
	return "o"
}
