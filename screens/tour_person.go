package screens

import (
	"fmt"
	"strings"
	"unicode"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// Speeds of a first-time person who reads every page.
const (
	wordsAMinute      = 250 // English
	charactersAMinute = 300 // Chinese
)

// A person is who goes the straight way from Me to the receipt and reads
// everything that a page shows for the first time there. Nothing has to be
// typed on it: the photographs fill in all fields.
type person struct {
	lang    string
	known   map[string]bool // texts that were read on this page
	page    string
	read    float64 // seconds
	actions int     // taps, ticks and files given
	each    []string
}

// reads counts what the page below o shows that was not there before.
func (p *person) reads(page string, o fyne.CanvasObject) {
	if p.page != page {
		p.page, p.known = page, map[string]bool{}
	}
	units := 0
	kit.Each(o, func(o fyne.CanvasObject) bool {
		text := ""
		switch v := o.(type) {
		case *kit.Text:
			text = v.Text
		case *kit.Button:
			text = v.Text
		case *kit.Choice:
			text = v.Text
		}
		if text != "" && !p.known[text] {
			p.known[text] = true
			units += length(text, p.lang)
		}
		return false
	})
	speed := wordsAMinute
	if p.lang == "zh" {
		speed = charactersAMinute
	}
	p.read += float64(units) * 60 / float64(speed)
	p.each = append(p.each, fmt.Sprintf("%s %d", page, units))
}

// length is the words of an English text, or the characters of a Chinese one
// without its signs.
func length(text, lang string) int {
	if lang != "zh" {
		return len(strings.Fields(text))
	}
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func (p *person) String() string {
	return fmt.Sprintf("a first-time person (%s): reading for %.0f s, nothing to type; %d actions from Me to the receipt\n  read on each page: %s\n",
		p.lang, p.read, p.actions, strings.Join(p.each, ", "))
}
