package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"truename/model"
)

func TestDevice(t *testing.T) {
	d, err := NewDevice()
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(d.Public())
	if d.ID != hex.EncodeToString(sum[:])[:16] {
		t.Errorf("id %s", d.ID)
	}
	again, err := ParseDevice(d.Marshal())
	if err != nil || again.ID != d.ID || !again.Private.Equal(d.Private) {
		t.Errorf("%+v, %v", again.ID, err)
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "text": []byte("x"), "cut": d.Marshal()[:60],
		"other type": bytes.ReplaceAll(d.Marshal(), []byte("PRIVATE"), []byte("PUBLIC")),
		"no key":     []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
	} {
		if _, err := ParseDevice(b); model.CodeOf(err) != model.CodeDamaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewMonth(t *testing.T) {
	for _, id := range []string{"202611", "202601-2", "202612-10"} {
		m, secret, err := NewMonth(id)
		if err != nil || m.ID != id || !strings.HasPrefix(m.Recipient, "age1pq1") || !strings.HasPrefix(secret, "AGE-SECRET-KEY-PQ-1") {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range []string{"", "2026", "202600", "202613", "202611-0", "202611/..", "202611-", "２０２６11", "202611\n"} {
		if _, _, err := NewMonth(id); err == nil {
			t.Errorf("%q is a month", id)
		}
	}
}

func TestReviewerSigns(t *testing.T) {
	r, secret, err := NewReviewer("审核一")
	if err != nil {
		t.Fatal(err)
	}
	key, err := secret.SigningKey()
	if err != nil || r.ID != KeyID(r.Verify) || r.Name != "审核一" {
		t.Fatalf("%+v, %v", r.ID, err)
	}
	if !ed25519.Verify(r.Verify, []byte("x"), ed25519.Sign(key, []byte("x"))) {
		t.Error("the halves do not belong together")
	}
	_, err = ReviewerSecret{Sign: secret.Sign[1:]}.SigningKey()
	want(t, err, model.ErrDamaged)
}

func TestWrap(t *testing.T) {
	w, second, third := newWorld(t), newWorld(t), newWorld(t)
	plain := []byte("the month's secret")
	sealed, err := Wrap(plain, w.month.Recipient, second.month.Recipient)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{w.secret, second.secret} {
		if got, err := Unwrap(sealed, secret, 18); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%q, %v", got, err)
		}
	}
	_, err = Unwrap(sealed, third.secret, 18)
	want(t, err, model.ErrWrongKey)
	_, err = Unwrap(sealed, "", 18)
	want(t, err, model.ErrWrongKey)
	_, err = Unwrap(sealed, w.secret, 17)
	want(t, err, model.ErrTooLarge)
	for name, to := range map[string][]string{"nobody": nil, "classic": {"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"}, "text": {"x"}} {
		if _, err := Wrap(plain, to...); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
}

func TestEveryFlipAndCutOfAWrapIsRefused(t *testing.T) {
	w := newWorld(t)
	sealed, err := Wrap([]byte("secret"), w.month.Recipient)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		flipped := bytes.Clone(sealed)
		flipped[i] ^= 1 << (i % 8)
		for name, b := range map[string][]byte{"flip": flipped, "cut": sealed[:i]} {
			code := model.CodeOf(func() error { _, err := Unwrap(b, w.secret, 100); return err }())
			if code != model.CodeDamaged && code != model.CodeWrongKey {
				t.Fatalf("%s at %d: %q", name, i, code)
			}
		}
	}
}

func TestPassphrase(t *testing.T) {
	plain, pass := []byte("secret"), []byte("旧桌子 青蛙 台阶 月亮 铅笔")
	wrapped, err := WrapPass(plain, pass, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenPass(wrapped, pass); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%q, %v", got, err)
	}
	_, err = OpenPass(wrapped, []byte("other"))
	want(t, err, model.ErrWrongKey)
	_, err = OpenPass(wrapped, nil)
	want(t, err, model.ErrWrongKey)
	_, err = OpenPass(wrapped[:len(wrapped)-1], pass)
	want(t, err, model.ErrDamaged)
	for _, work := range []int{0, 21, 31} {
		if _, err := WrapPass(plain, pass, work); err == nil {
			t.Errorf("work factor %d", work)
		}
	}
	if _, err := WrapPass(plain, nil, 10); err == nil {
		t.Error("no passphrase")
	}
}

// A planted key file must not make us use 4 GiB: it is refused by its work
// factor, before any work.
func TestPlantedWorkFactorIsRefused(t *testing.T) {
	pass := []byte("twelve characters")
	wrapped, err := WrapPass([]byte("secret"), pass, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []string{" 21\n", " 22\n", " 30\n"} {
		planted := bytes.Replace(wrapped, []byte(" 10\n"), []byte(work), 1)
		if bytes.Equal(planted, wrapped) {
			t.Fatal("the work factor is not where it was looked for")
		}
		start := time.Now()
		_, err = OpenPass(planted, pass)
		want(t, err, model.ErrDamaged)
		if time.Since(start) > time.Second || err == nil || !strings.Contains(errors.Unwrap(err).Error(), "work factor") {
			t.Errorf("%v: %v", time.Since(start), err)
		}
	}
}

func TestCheckPassphrase(t *testing.T) {
	for name, pass := range map[string]string{
		"empty": "", "eleven": "kF8#mQ2vX9z", "eleven Han": "一张旧桌子上的青蛙跳", "one character": "zzzzzzzzzzzzzz",
		"well known": "correct horse battery staple", "case": "PasswordPassword", "with digits": "password20261", "in front": "2026-PASSWORD",
		"digits": "123456789012", "down": "987654321098", "alphabet": "abcdefghijklm", "keyboard": "qwertyuiopas", "backwards": "gfdsapoiuytrewq",
		"repeated": "hunter hunter hunter", "two signs": "abababababab", "love": "woaini1314520", "columns": "1qaz2wsx3edc",
	} {
		if err := CheckPassphrase(pass); !errors.Is(err, model.ErrWeak) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, pass := range map[string]string{
		"twelve": "kF8#mQ2vX9z!", "Han": "一张旧桌子上的青蛙跳过台阶", "words": "desk frog stairs moon", "contains known": "my password is a frog on stairs",
	} {
		if err := CheckPassphrase(pass); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
