package store_test

import (
	"fmt"
	"os"
	"testing"

	"truename/model/store"
	"truename/model/store/storetest"
)

func TestStore(t *testing.T) { storetest.Run(t, store.Open) }

// roles are the processes that TestKill kills, that TestFlips lets open damaged
// stores, and in which those have their index probed; by the variable that
// holds their folder.
var roles = map[string]func(dir string) error{childEnv: child, probeEnv: store.Probe, tortureEnv: torture, topicsEnv: keepLists}

// TestMain is also the processes of roles.
func TestMain(m *testing.M) {
	for env, role := range roles {
		dir := os.Getenv(env)
		if dir == "" {
			continue
		}
		if err := role(dir); err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if made, err := template(); err == nil {
		os.RemoveAll(made.Dir)
	}
	os.Exit(code)
}
