package store_test

import (
	"fmt"
	"os"
	"testing"

	"truename/model/store"
	"truename/model/store/storetest"
)

func TestStore(t *testing.T) { storetest.Run(t, store.Open) }

// TestMain is also the process that TestKill kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		fmt.Fprintln(os.Stderr, "child:", child(dir))
		os.Exit(1)
	}
	code := m.Run()
	if made, err := template(); err == nil {
		os.RemoveAll(made.Dir)
	}
	os.Exit(code)
}
