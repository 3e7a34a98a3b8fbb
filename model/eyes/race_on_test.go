//go:build race

package eyes

// raced is whether the race detector is on.
const raced = true
