package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestMerge(t *testing.T) {
	s := &sources{
		current: map[string]string{"110101": "东城区", "110118": "密云区", "110271": "开发区", "810001": "x"},
		undated: map[string]string{"110101": "市辖区", "110110": "燕山区"},
		older:   map[string]string{"441282": "罗定市"},
	}
	for _, year := range revisions {
		names := map[string]string{"110101": "东城区"}
		if year < "200912" {
			names["110103"] = "崇文区"
		}
		if year >= "201607" {
			names["110118"] = "密云新区"
		}
		s.revisions = append(s.revisions, names)
	}
	want := map[string]row{
		"110101": {"东城区", 0, 0},
		"110103": {"崇文区", 0, 2008},
		"110110": {"燕山区", 0, 2002},
		"110118": {"密云区", 2016, 0},
		"441282": {"罗定市", 0, 2002},
		"810000": {"香港特别行政区", 0, 0},
		"820000": {"澳门特别行政区", 0, 0},
		"830000": {"台湾省", 0, 0},
	}
	got := merge(s)
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	text, current := render(got)
	if current != 5 || !slices.Contains(strings.Split(string(text), "\n"), "110103 - 2008 崇文区") {
		t.Errorf("%d in use in\n%s", current, text)
	}
}

func TestCheckRefusesOtherFiles(t *testing.T) {
	files := map[string][]byte{}
	for name := range sums {
		files[name] = []byte("other")
	}
	if err := check(files); err == nil {
		t.Error("files with other sums were accepted")
	}
}
