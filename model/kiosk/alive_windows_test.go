package kiosk_test

import "os"

// alive cannot be told without waiting for it, here.
func alive(*os.Process) bool { return false }
