package seal

import (
	"errors"
	"testing"

	"truename/model"
)

func TestPIN(t *testing.T) {
	p, err := NewPIN([]byte("274913"))
	if err != nil {
		t.Fatal(err)
	}
	if !p.Fits([]byte("274913")) || p.Fits([]byte("274914")) || p.Fits([]byte("")) || (PIN{}).Fits([]byte("")) {
		t.Error("a PIN does not fit, or another does")
	}
	again, err := NewPIN([]byte("274913"))
	if err != nil || string(again.Hash) == string(p.Hash) {
		t.Errorf("the same PIN has the same hash, %v", err)
	}
	for _, weak := range []string{"", "12345", "123456", "987654", "890123", "111111", "121212", "1234567890123", "27491x", "２７４９１３"} {
		if _, err := NewPIN([]byte(weak)); !errors.Is(err, model.ErrWeak) {
			t.Errorf("%q: %v", weak, err)
		}
	}
}
