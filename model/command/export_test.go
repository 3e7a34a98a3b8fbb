package command

// WorkLess makes passphrases cheap to try.
func WorkLess() { deskWork, copyWork = 10, 10 }
