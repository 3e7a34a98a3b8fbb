package command

// WorkLess makes passphrases cheap to try.
func WorkLess() { deskWork, copyWork = 10, 10 }

// Harmless is harmless.
var Harmless = harmless
