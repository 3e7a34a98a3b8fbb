package seal

import (
	"encoding/hex"
	"strings"
	"testing"
)

func TestParseReference(t *testing.T) {
	const want = "K7TM-4M2Q-9XWD-3H8"
	full := want + string(checkCharacter(strings.ReplaceAll(want, "-", "")))
	plain := strings.ReplaceAll(full, "-", "")
	good := map[string]string{
		"as printed":  full,
		"lower case":  strings.ToLower(full),
		"no hyphens":  plain,
		"spaces":      " " + strings.ReplaceAll(full, "-", " ") + "\n",
		"full width":  fullWidth(full),
		"full spaces": strings.ReplaceAll(full, "-", "\u3000"),
		"long dashes": strings.ReplaceAll(full, "-", "—"),
		"invisible":   "\ufeff" + full[:6] + "\u200b" + full[6:],
	}
	for name, typed := range good {
		if got, ok := ParseReference(typed); !ok || got != full {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	bad := map[string]string{
		"empty": "", "short": plain[:15], "long": plain + "2", "zero": "0" + plain[1:], "letter O": "O" + plain[1:],
		"slash": full + "/", "Han": "一" + plain[1:], "long s": "ſ" + plain[1:], "Kelvin sign": "K" + plain[1:] + "x",
	}
	for name, typed := range bad {
		if got, ok := ParseReference(typed); ok || got != "" {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	if Tag(fullWidth(full)) != "K7TM" || Tag("K7TM") != "" {
		t.Error("tag")
	}
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, s)
}

func TestCheckCharacterSeesSlips(t *testing.T) {
	for range 300 {
		ref, err := NewReference()
		if err != nil {
			t.Fatal(err)
		}
		if again, ok := ParseReference(ref); !ok || again != ref {
			t.Fatalf("a new reference does not parse: %v", ok)
		}
		s := strings.ReplaceAll(ref, "-", "")
		for i := range s {
			for _, c := range alphabet {
				if _, ok := ParseReference(s[:i] + string(c) + s[i+1:]); ok != (byte(c) == s[i]) {
					t.Fatalf("%s: %c at %d", s, c, i)
				}
			}
			if i > 0 && s[i] != s[i-1] {
				if _, ok := ParseReference(s[:i-1] + s[i:i+1] + s[i-1:i] + s[i+1:]); ok {
					t.Fatalf("%s: swap at %d", s, i)
				}
			}
		}
	}
}

func TestSwapUnseenFindsTheKnownGap(t *testing.T) {
	found := 0
	for range 3000 {
		s, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		if swapUnseen(s) {
			found++
		}
	}
	if found < 30 || found > 200 { // 3.4 % of what is drawn
		t.Errorf("%d of 3000 draws have an unseen swap", found)
	}
}

func TestReferencesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		ref, err := NewReference()
		if err != nil || seen[ref] {
			t.Fatal("repeated", err)
		}
		seen[ref] = true
	}
}

// These keys must never change: receipts already handed out lead to them.
func TestDeriveRefVector(t *testing.T) {
	k := DeriveRef(vectorReference)
	if got := hex.EncodeToString(k.Lookup[:]); got != "259f4df94fdb789301cec5577f75cbe8" {
		t.Errorf("lookup %s", got)
	}
	if got := hex.EncodeToString(k.Capsule[:]); got != "39ea25f0b40570fe8a97be371a258a29dd110c2f8b3a2f029987db43c768fd6f" {
		t.Errorf("capsule %s", got)
	}
	if DeriveRef(strings.ToLower(vectorReference)) != k {
		t.Error("the form typed matters")
	}
	if other := DeriveRef("no reference"); other.Lookup == k.Lookup || other.Capsule == k.Capsule {
		t.Error("another input, the same keys")
	}
}

func FuzzReference(f *testing.F) {
	f.Add("K7TM-4M2Q-9XWD-3H8A")
	f.Add(vectorReference)
	f.Add("ｋ７ｔｍ－４ｍ２ｑ")
	f.Fuzz(func(t *testing.T, typed string) {
		ref, ok := ParseReference(typed)
		if !ok {
			return
		}
		if again, ok := ParseReference(ref); !ok || again != ref || len(ref) != 19 || !isTag(Tag(ref)) {
			t.Errorf("%q became %q", typed, ref)
		}
	})
}

func BenchmarkDeriveRef(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		DeriveRef(vectorReference)
	}
}
