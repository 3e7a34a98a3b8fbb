// Package model says what a binding is: the nouns, and the rules that need
// neither a file, a clock nor a window.
//
// # The life of one submission
//
// A person opens Bind. NewDraft makes an empty Draft with the ids and the
// reference it will keep, so that whatever is interrupted and sent again is
// the same submission. Page by page the Draft fills: two consents, a
// photograph of each side, name, number, term. Photographs are made safe and
// measured by model/photo, which adds a Report to each, and read by
// model/ocr, whose Reading fills fields that are still empty. What was typed
// is kept as it was typed.
//
// Draft.Problems says at any time what is missing or wrong, and where;
// Draft.Derived what follows from the number: birth, sex, region, and whether
// a guardian has to agree. Rules about numbers, names and terms are
// model/idcard's. CrossCheck, the automatic review, says what a reviewer
// should look at; it decides nothing.
//
// A Draft without problems becomes a Submission by Seal: fields normalised,
// findings added. model/seal encrypts it to a key which the machine does not
// hold, model/store writes it, and NewHead makes the Head: all that stands in
// clear, with nothing about the person. The person takes away a Receipt.
//
// At the desk a reviewer opens the packet as a Case and takes a Decision.
// Head.Decide is the whole state machine:
//
//	          ┌──────── Revise ────────┐
//	          ▼                        │
//	Seal ─► waiting ── return ─► returned ── withdraw ─┐
//	          │ │ └─── withdraw ──────────────────► withdrawn
//	          │ └───── refuse ────► refused
//	          └─────── approve ───► approved
//
// Each Decision names the Version of the Head it was taken on: of two
// reviewers who decide at once, the second gets ErrConflict.
//
// A Return names what is to be put right, with its place on the photograph.
// Draft.Fix makes the next revision from the person's own copy: same case,
// same reference, everything kept, only what was returned open, and "not yet
// changed" until it was changed. Sealed again it goes through Head.Revise
// back to waiting. The other three verbs are the end of a case.
//
// # Requests
//
// There is no direct unbinding. Who holds the reference of a binding can ask
// for a change, a copy of the data, or to withdraw consent and have the data
// erased: a Request, about that case and with a case, reference and receipt
// of its own. SealRequest makes a Submission of it, with Fields.Request in
// place of the facts of a card. It goes the same way, but that there is
// nothing to return: waiting becomes approved (which is done), refused or
// withdrawn.
//
// # Who may import whom
//
// model imports the standard library, uuid and model/idcard. Packages below
// model import model, model/idcard, model/pinyin, model/workday and libraries,
// but neither each other nor Fyne; except that store uses seal, that specimen
// and ocr use assets, and that command uses all. A screen imports screens/kit,
// model and Fyne, but no other screen and nothing below model except idcard,
// pinyin and workday;
// what it needs it declares as a small interface, and main hands over the
// real one. imports_test.go holds all of this.
//
// # Errors
//
// An Error has a Code for programs; screens/kit makes a sentence of it. No
// error carries a name, a number, a photograph or a path of a person.
package model
