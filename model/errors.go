package model

import (
	"errors"
	"time"
)

// A Code names a failure for programs; kit.Say turns it into a sentence.
type Code string

// The failures that people can do something about.
const (
	CodeNotFound    Code = "not-found" // no such case, or a wrong reference: the same answer for both
	CodeConflict    Code = "conflict"  // somebody else decided in the meantime
	CodeLocked      Code = "locked"    // the desk is locked
	CodeUnclaimed   Code = "unclaimed" // the desk has no passphrase yet
	CodeWrongKey    Code = "wrong-key" // the passphrase or key does not open it
	CodeThrottled   Code = "throttled" // too many wrong passphrases: Error.Wait says how long
	CodeWeak        Code = "weak"      // the new passphrase is too short or too well known
	CodeTooLarge    Code = "too-large" // a file or picture over the limits
	CodeNotAPicture Code = "not-a-picture"
	CodeNoPicture   Code = "no-picture" // nothing on the clipboard that could be a photograph
	CodeUnreadable  Code = "unreadable" // a file that cannot be read at all
	CodeDamaged     Code = "damaged"    // stored bytes do not match their hash or seal
	CodeDestroyed   Code = "destroyed"  // the key of its month was destroyed on purpose: nobody opens it any more
	CodeErased      Code = "erased"     // the case was erased: it does not come back
	CodeElsewhere   Code = "elsewhere"  // this machine only submits: the desk is on another one
	CodeNoKeys      Code = "no-keys"    // the imported list has no key for this month: nothing can be sealed
	CodeUntrusted   Code = "untrusted"  // signed by a machine or organisation that is not trusted here
	CodeOutdated    Code = "outdated"   // older than what is here already
	CodeDiskFull    Code = "disk-full"
	CodeReadOnly    Code = "read-only"      // the data folder cannot be written
	CodeInUse       Code = "in-use"         // another Truename has the data folder open
	CodeWrongKind   Code = "wrong-kind"     // a real store was asked for and this is a demonstration, or the reverse
	CodeNotAStore   Code = "not-a-store"    // the folder holds something else
	CodeNewer       Code = "newer"          // made by a newer Truename
	CodeKeyring     Code = "keyring"        // the keyring with the local key cannot be reached
	CodeNotReady    Code = "not-ready"      // a draft that still has problems was submitted
	CodeNotAllowed  Code = "not-allowed"    // this decision does not fit this status
	CodeRole        Code = "role"           // whoever is at the desk has a role without it
	CodeNotSaved    Code = "not-saved"      // a file a person wanted to keep somewhere
	CodeBrowser     Code = "browser"        // nothing on this machine opens an address
	CodePrinter     Code = "printer"        // the printer did not take it
	CodePaper       Code = "paper"          // the printer says that it has no paper, or that it is open
	CodeNoCamera    Code = "no-camera"      // this machine has none, or not that one
	CodeNoAccess    Code = "camera-refused" // the system does not let us use the camera
	CodeCameraBusy  Code = "camera-busy"    // it does not start: mostly another program has it
	CodeCameraGone  Code = "camera-gone"    // it stopped giving pictures: mostly it was unplugged
	CodeUsage       Code = "usage"
)

// An Error has a code for us; people get a sentence made from it.
type Error struct {
	Code Code
	Err  error         // the cause for the log; may be nil; never holds a name or number
	Wait time.Duration // CodeThrottled: how long to wait
}

// Error describes e for the log.
func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Code)
	}
	return string(e.Code) + ": " + e.Err.Error()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is compare codes.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Sentinels for errors.Is.
var (
	ErrNotFound    = &Error{Code: CodeNotFound}
	ErrConflict    = &Error{Code: CodeConflict}
	ErrLocked      = &Error{Code: CodeLocked}
	ErrUnclaimed   = &Error{Code: CodeUnclaimed}
	ErrWrongKey    = &Error{Code: CodeWrongKey}
	ErrThrottled   = &Error{Code: CodeThrottled}
	ErrWeak        = &Error{Code: CodeWeak}
	ErrTooLarge    = &Error{Code: CodeTooLarge}
	ErrNotAPicture = &Error{Code: CodeNotAPicture}
	ErrNoPicture   = &Error{Code: CodeNoPicture}
	ErrUnreadable  = &Error{Code: CodeUnreadable}
	ErrDamaged     = &Error{Code: CodeDamaged}
	ErrDestroyed   = &Error{Code: CodeDestroyed}
	ErrErased      = &Error{Code: CodeErased}
	ErrElsewhere   = &Error{Code: CodeElsewhere}
	ErrNoKeys      = &Error{Code: CodeNoKeys}
	ErrUntrusted   = &Error{Code: CodeUntrusted}
	ErrOutdated    = &Error{Code: CodeOutdated}
	ErrDiskFull    = &Error{Code: CodeDiskFull}
	ErrReadOnly    = &Error{Code: CodeReadOnly}
	ErrInUse       = &Error{Code: CodeInUse}
	ErrWrongKind   = &Error{Code: CodeWrongKind}
	ErrNotAStore   = &Error{Code: CodeNotAStore}
	ErrNewer       = &Error{Code: CodeNewer}
	ErrKeyring     = &Error{Code: CodeKeyring}
	ErrNotReady    = &Error{Code: CodeNotReady}
	ErrNotAllowed  = &Error{Code: CodeNotAllowed}
	ErrRole        = &Error{Code: CodeRole}
	ErrNoCamera    = &Error{Code: CodeNoCamera}
)

// CodeOf is the code of the first Error in err's chain, or "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Fail wraps err with a code.
func Fail(code Code, err error) error { return &Error{Code: code, Err: err} }
