// Package kiosk shows strangers one session after the other, each in a process
// of its own, so that nothing of a person can reach the next one: what a session
// knew ends with its process.
//
// A supervisor holds the store and has no window. It keeps two sessions: the
// one that is shown and the next, which is ready and hidden. A session ends when
// its person is done, walks away, or its process dies or hangs; then the next
// one is shown, and only then the old one killed, so that the screen never goes
// dark. A session opens no file of the store: it asks through a pipe, its
// standard input and output.
//
// The package knows nothing about what is asked: see Handlers.
package kiosk
