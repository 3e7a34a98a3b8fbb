//go:build !windows && !darwin

package pick

import "testing"

// TestForgetManager: the name of a window manager that is gone is taken away, and
// that of one that is there is left.
func TestForgetManager(t *testing.T) {
	ownDisplay(t)
	x := must(dialX(t.Context()))
	defer x.close()
	check := must(x.atom("_NET_SUPPORTING_WM_CHECK"))
	name := func(of, window uint32) {
		t.Helper()
		const replace, isWindow, bits, units = 0, 33, 32, 1
		if err := x.send(18, replace, of, check, isWindow, bits, units, window); err != nil { // ChangeProperty
			t.Fatal(err)
		}
	}
	manager := x.firstID
	if err := x.createWindow(manager); err != nil {
		t.Fatal(err)
	}
	for what, stays := range map[string]bool{"alive": true, "nameless": false, "gone": false, "none": false} {
		switch what {
		case "alive":
			name(manager, manager)
			name(x.root, manager)
		case "nameless":
			name(manager, x.root)
			name(x.root, manager)
		case "gone":
			name(x.root, x.firstID+7)
		}
		if err := x.forgetManager(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if _, ok := x.window(x.root, check); ok != stays {
			t.Errorf("%s: the name is there: %v", what, ok)
		}
		x.send(opDeleteProperty, 0, x.root, check)
	}
}
