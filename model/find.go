package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"truename/model/idcard"
)

// NamePart is how many characters of a name count when it is looked for: of a
// longer one the first.
const NamePart = 8

// A Wanted is what somebody looks for at the desk, in every way that what was
// typed can be meant. An empty part is none.
type Wanted struct {
	Name   string // what a name begins with, as NameKey gives it: at most NamePart characters
	Number string // a whole number
	Last   string // the last four characters of a number
	Tag    string // the first four characters of a reference
}

// Look reads what was typed into the search of the desk. One Chinese character
// or two Latin letters are enough of a name; of a number it takes all 18
// characters or the last four, of a reference the first four or more.
func Look(typed string) (w Wanted) {
	number := idcard.ParseNumber(typed, idcard.Rules{}).Value
	if head := strings.TrimSuffix(number, "X"); head != "" && strings.Trim(head, "0123456789") == "" {
		switch len(number) {
		case 18:
			w.Number = number
		case 4:
			w.Last = number
		}
	}
	if tag := Tag(strings.ToUpper(strings.TrimSpace(typed))); len(tag) == 4 && utf8.RuneCountInString(tag) == 4 {
		w.Tag = tag
	}
	key := NameKey(typed)
	if strings.ContainsFunc(key, unicode.IsDigit) || len(key) < 2 {
		return w
	}
	w.Name = key
	if r := []rune(key); len(r) > NamePart {
		w.Name = string(r[:NamePart])
	}
	return w
}

// NameKey is a name as names are compared in a search: put right as
// idcard.ParseName does, without spaces and dots, Latin letters as capitals.
func NameKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '·' || r == '-' || r == '\'' {
			return -1
		}
		return unicode.ToUpper(r)
	}, idcard.ParseName(name, "").Value)
}

// A Found is what a search at the desk came to.
type Found struct {
	Heads []Head // last received first, FoundMost at most
	Total int    // how many cases there are
	Left  int    // cases that could not be searched yet: the desk still reads them
}

// FoundMost is how many cases a search gives: who finds more types more.
const FoundMost = 500
