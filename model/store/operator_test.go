package store_test

import (
	"errors"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"
)

// TestPIN: wrong guesses make wait, longer each time and over a restart; the
// right PIN ends that, and all of it can be verified.
func TestPIN(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	if err := b.CheckPIN(t.Context(), []byte("274913")); !errors.Is(err, model.ErrNotAllowed) || b.HasPIN() {
		t.Errorf("without a PIN: %v", err)
	}
	if err := b.SetPIN(t.Context(), []byte("123456")); !errors.Is(err, model.ErrWeak) {
		t.Errorf("a weak one: %v", err)
	}
	if err := b.SetPIN(t.Context(), []byte("274913")); err != nil || !b.HasPIN() {
		t.Fatal(err)
	}
	var waited []time.Duration
	for range 6 {
		err := b.CheckPIN(t.Context(), []byte("274914"))
		var wait *model.Error
		if errors.As(err, &wait) && wait.Code == model.CodeThrottled {
			waited = append(waited, wait.Wait)
			if err := b.CheckPIN(t.Context(), []byte("274913")); model.CodeOf(err) != model.CodeThrottled {
				t.Errorf("the right one while waiting: %v", err)
			}
			b.Reopen()
			if err := b.CheckPIN(t.Context(), []byte("274913")); model.CodeOf(err) != model.CodeThrottled {
				t.Errorf("after a restart: %v", err)
			}
			b.Now = b.Now.Add(wait.Wait)
			err = b.CheckPIN(t.Context(), []byte("274914"))
		}
		if !errors.Is(err, model.ErrWrongKey) {
			t.Errorf("a wrong guess: %v", err)
		}
	}
	if len(waited) != 2 || waited[1] <= waited[0] {
		t.Errorf("waited %v", waited)
	}
	b.Now = b.Now.Add(time.Minute)
	if err := b.CheckPIN(t.Context(), []byte("274913")); err != nil {
		t.Errorf("the right PIN: %v", err)
	}
	if err := errors.Join(b.CheckPIN(t.Context(), []byte("274913")), b.EndKiosk()); err != nil {
		t.Error(err)
	}
	if found, err := b.Verify(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("verify: %v, %v", found, err)
	}
}
