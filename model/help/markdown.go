package help

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A section is a heading with the text below it, up to the next heading.
type section struct {
	line  int // of the heading, from 1
	level int // 1 … 3
	title string
	attr  map[string]string // {key=value key=value} behind the title
	body  string            // paragraphs, with a blank line between two
}

var heading = regexp.MustCompile(`^(#{1,3})[ \t]+([^{}]*[^{} \t])[ \t]*(?:\{([^{}]*)\})?[ \t]*$`)

// parse reads headings of three levels, with attributes in braces, and
// paragraphs of plain text; text before the first heading is an error. There
// are no links, lists or emphasis in our texts.
func parse(r io.Reader) ([]section, error) {
	var out []section
	lines, n := bufio.NewScanner(io.LimitReader(r, maxBytes)), 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d: not UTF-8", n)
		}
		if strings.HasPrefix(line, "#") {
			s, err := parseHeading(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			s.line = n
			out = append(out, s)
			continue
		}
		if len(out) == 0 && line != "" {
			return nil, fmt.Errorf("line %d: text before the first heading", n)
		}
		if len(out) > 0 {
			out[len(out)-1].body += line + "\n"
		}
	}
	for i := range out {
		out[i].body = paragraphs(out[i].body)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	return out, nil
}

func parseHeading(line string) (section, error) {
	m := heading.FindStringSubmatch(line)
	if m == nil {
		return section{}, fmt.Errorf("not a heading: one to three #, a title, {key=value}")
	}
	s := section{level: len(m[1]), title: m[2], attr: map[string]string{}}
	for _, pair := range strings.Fields(m[3]) {
		key, value, ok := strings.Cut(pair, "=")
		if _, twice := s.attr[key]; !ok || twice || key == "" || value == "" {
			return section{}, fmt.Errorf("attributes are key=value, each once")
		}
		s.attr[key] = value
	}
	return s, nil
}

var blankLines = regexp.MustCompile(`\n{2,}`)

// paragraphs makes any number of blank lines one, and none at the ends.
func paragraphs(s string) string {
	return blankLines.ReplaceAllString(strings.Trim(s, "\n"), "\n\n")
}
