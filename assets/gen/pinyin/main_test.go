package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// What stands in the tree is what the program makes.
func TestGenerate(t *testing.T) {
	tgh, err := os.ReadFile("../../../" + table)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../../" + output)
	if err != nil {
		t.Fatal(err)
	}
	got, err := generate(string(tgh))
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the program makes", output)
	}
	if len(got) > 150_000 {
		t.Errorf("%d bytes, at most 150,000", len(got))
	}
}

func TestGenerateRefuses(t *testing.T) {
	if _, err := generate("# a comment\n一\uE000\n"); err == nil {
		t.Error("a character that nobody can read was accepted")
	}
}

func TestReadings(t *testing.T) {
	for r, want := range map[rune][]string{
		'中':      {"zhong"},
		'重':      {"zhong", "chong", "tong"},
		'女':      {"nv", "ru"},
		'略':      {"lve"},
		'\uE000': nil,
		'a':      nil,
	} {
		if got := readings(r); !slices.Equal(got, want) {
			t.Errorf("%c: %q, want %q", r, got, want)
		}
	}
}

func TestToneless(t *testing.T) {
	for s, want := range map[string]string{
		"zhōng": "zhong", "nǚ": "nv", "nüè": "nve", "lüě": "lve", "ê̄": "e", "ế": "e", "ḿ": "m", "ńg": "ng", "de": "de", "": "",
	} {
		if got := toneless(s); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
}

func TestRender(t *testing.T) {
	got := render(map[rune][]string{'乙': {"b", "a"}, '一': {"b"}, '丁': {"a", "c", "b"}})
	if want := "a 丁 乙\nb 一乙 - 丁\nc - 丁\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Count(head, "\n") != strings.Count(head, "# ") || !strings.HasSuffix(head, "\n") {
		t.Error("a line of the head is no comment")
	}
}
