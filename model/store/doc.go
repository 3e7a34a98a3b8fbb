// Package store keeps cases on disk so that what was acknowledged is never
// lost, what is stored cannot be read without a reviewer's key, and what was
// done can be shown afterwards.
//
// The truth stands in files: one immutable sealed packet a revision, one
// immutable file a decision, and an append-only, hash-chained audit log. A
// Badger index answers lists and look-ups; it can be built from the files at
// any time and is, whenever it shows damage. A request is a case of its own,
// with one packet, and what an approved one asks for is not done here.
//
//	<data>/
//	  lock                  held while open, taken before anything is written
//	  store.json            format and kind; never changes
//	  cases/<yyyymm>/<case>/<n>.packet, <n>.<k>.decision
//	  audit/<first seq>.log
//	  carried/              receipts of other machines for what was exported
//	  mine/                 drafts, own copies, references; sealed to the local key
//	  keys/                 device, local key, months and their wraps, reviewers
//	  spare/                a second copy of each key and of store.json
//	  index/                Badger
//	  clean                 sums of the index's files; there only after an orderly stop
//	  quarantine/  ballast
//
// Order of a commit: sealed in memory → file.tmp → fsync → rename → fsync of
// the folder → audit record, fsync → one Badger transaction → acknowledged.
package store
