package nn

import (
	"testing"
	"testing/synctest"
	"time"
)

// The memory of a run is there for the next one, the last one first, and gone
// some seconds after the last run.
func TestSpare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &spare{}
		if s.take() != nil {
			t.Error("memory of a run that never was")
		}
		first, second := &runner{}, &runner{}
		s.put(first)
		time.Sleep(spareFor - time.Second)
		s.put(second)
		time.Sleep(spareFor - time.Second)
		if s.take() != second {
			t.Error("the memory used last does not come first")
		}
		s.put(second)
		time.Sleep(spareFor + time.Second)
		if s.take() != nil {
			t.Error("memory is kept by a program that waits")
		}
	})
}
