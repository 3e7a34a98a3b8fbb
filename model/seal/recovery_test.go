package seal

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"truename/model"
)

// Vectors of BIP 39 (its Trezor test vectors, 256 bits).
func TestRecoveryWordsAreBIP39(t *testing.T) {
	for seed, want := range map[string]string{
		strings.Repeat("00", 32): strings.Repeat("abandon ", 23) + "art",
		strings.Repeat("7f", 32): "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title",
		strings.Repeat("ff", 32): strings.Repeat("zoo ", 23) + "vote",
		"f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f": "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold",
	} {
		b, err := hex.DecodeString(seed)
		if err != nil {
			t.Fatal(err)
		}
		if got := toWords(b); got != want {
			t.Errorf("%s: %s", seed, got)
		}
		if back, ok := fromWords(strings.Fields(want)); !ok || hex.EncodeToString(back) != seed {
			t.Errorf("%s: back %x, %v", seed, back, ok)
		}
	}
}

func TestRecoveryOpens(t *testing.T) {
	public, secret, err := NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	wrap, err := Wrap([]byte("month"), public.Recipient)
	if err != nil {
		t.Fatal(err)
	}
	short := strings.Fields(secret.Words)
	for i, w := range short {
		short[i] = w[:min(4, len(w))]
	}
	for name, typed := range map[string]string{
		"words": secret.Words, "shouted": strings.ToUpper(" " + secret.Words + "\t"), "shortened": strings.Join(short, "  "),
		"QR": secret.Identity, "QR in small letters": strings.ToLower(secret.Identity),
	} {
		again, identity, err := ParseRecovery(typed)
		if err != nil || again != public {
			t.Errorf("%s: %v, %v", name, again.ID, err)
			continue
		}
		if b, err := Unwrap(wrap, identity, 100); err != nil || string(b) != "month" {
			t.Errorf("%s: opens %q, %v", name, b, err)
		}
	}
}

// One wrong word is found by the check bits in all but 1 of 256 cases.
func TestRecoveryRefuses(t *testing.T) {
	_, secret, err := NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	typed := strings.Fields(secret.Words)
	passed := 0
	for i := range 1000 {
		changed := append([]string(nil), typed...)
		if changed[i%24] = words[i]; changed[i%24] == typed[i%24] {
			continue
		}
		if _, _, err := ParseRecovery(strings.Join(changed, " ")); err == nil {
			passed++
		}
	}
	if passed > 20 {
		t.Errorf("%d of 1000 with a wrong word passed", passed)
	}
	for _, bad := range []string{"", "abandon", strings.Join(typed[1:], " "), secret.Words + " zoo", secret.Identity[1:], "AGE-SECRET-KEY-PQ-1QQQQ"} {
		_, _, err := ParseRecovery(bad)
		if !errors.Is(err, model.ErrWrongKey) {
			t.Errorf("%q: %v", bad, err)
		}
		if err != nil && len(bad) > 8 && strings.Contains(err.Error(), bad) {
			t.Error("the error repeats what was typed")
		}
	}
}
