package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTable(t *testing.T) {
	list := table()
	if len(list) != 8105 {
		t.Fatalf("%d characters, want 8105", len(list))
	}
	for place, want := range map[int]rune{1: '一', 3500: '矗', 3501: '乂', 8105: '蠼'} {
		if got := list[place-1]; got != want {
			t.Errorf("character %d is %c, want %c", place, got, want)
		}
	}
	slices.Sort(list)
	if len(slices.Compact(list)) != 8105 {
		t.Error("a character stands twice")
	}
}

func TestGB2312(t *testing.T) {
	list := gb2312()
	hanzi := 0
	for _, r := range list {
		if r >= 0x4E00 && r <= 0x9FFF {
			hanzi++
		}
	}
	if hanzi != 6763 {
		t.Errorf("%d hanzi, want 6763", hanzi)
	}
	for _, r := range "啊齄、〓ΩЯアㄅ" {
		if !slices.Contains(list, r) {
			t.Errorf("%c is missing", r)
		}
	}
}

func TestWantedIsSortedAndSmall(t *testing.T) {
	list := wanted()
	if !slices.IsSorted(list) || len(list) > 12_000 {
		t.Errorf("%d code points, sorted %v", len(list), slices.IsSorted(list))
	}
}

func TestRename(t *testing.T) {
	font, err := os.ReadFile(filepath.Join("..", "..", "fonts", "TruenameSans-Bold.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	once, err := rename(font, "Other Sans", "Light")
	if err != nil {
		t.Fatal(err)
	}
	back, err := rename(once, family, "Bold")
	if err != nil {
		t.Fatal(err)
	}
	// Only the PostScript name follows the style and not the family.
	if !bytes.Equal(back, font) {
		t.Error("renamed there and back, the font is another one")
	}
	if bytes.Equal(once, font) || checksum(once) != 0xB1B0AFBA {
		t.Errorf("checksum %#x", checksum(once))
	}
}

func TestRenameRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty":      nil,
		"collection": []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01"),
		"cut":        {0, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0},
		"no name":    {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := rename(b, family, "Bold"); !errors.Is(err, errNotFont) {
				t.Errorf("error is %v", err)
			}
		})
	}
}
