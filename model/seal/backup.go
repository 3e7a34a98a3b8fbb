package seal

import (
	"crypto/ed25519"
	"time"

	"truename/model/idcard"

	"github.com/google/uuid"
)

const backupMagic = "truename backup 1\n"

// A BackupMonth is a month's key that a backup holds.
type BackupMonth struct {
	ID string `json:"id"`
	// Dies is the day after which nothing that is sealed to it may be kept: the
	// key in the backup has to be gone then. Zero if no day is set yet:
	// something waits, or is kept without limit.
	Dies idcard.Date `json:"dies,omitzero"`
}

// A BackupHead stands first in a backup, in clear. It says what somebody must
// know who keeps the file: nothing about any person.
type BackupHead struct {
	ID        uuid.UUID     `json:"id"` // of the backup
	Machine   Named         `json:"machine"`
	At        time.Time     `json:"at"` // UTC
	Demo      bool          `json:"demo"`
	AuditSeq  uint64        `json:"audit_seq"` // last record of the log in it
	AuditHead hex32         `json:"audit_head"`
	Months    []BackupMonth `json:"months"`    // with wraps: who holds a reviewer's passphrase opens them
	Holders   []string      `json:"holders"`   // reviewers and recovery key that the months are wrapped to
	Local     string        `json:"local"`     // "file": the local key is in the backup; else the keyring that has it
	Unclaimed bool          `json:"unclaimed"` // the desk has no passphrase: the local key opens everything
}

func (h BackupHead) signer() ed25519.PublicKey { return h.Machine.Public }

func (h BackupHead) check() error {
	if h.ID == uuid.Nil || h.At.Location() != time.UTC || h.AuditSeq == 0 || h.Local == "" {
		return damaged("backup: id, time, audit log or local key")
	}
	for _, m := range h.Months {
		if !monthID.MatchString(m.ID) {
			return damaged("backup: months")
		}
	}
	return h.Machine.check()
}

// EncodeBackupHead signs h with the machine's key.
func EncodeBackupHead(h BackupHead, d Device) ([]byte, error) {
	return encodeDocument(backupMagic, h, d.Private)
}

// ParseBackupHead is to backups what ParseKeyList is to lists. The signature
// finds damage; it does not say who wrote the file, since the key that made it
// lies in the backup too.
func ParseBackupHead(b []byte) (BackupHead, error) { return parseDocument[BackupHead](backupMagic, b) }

// SignSums signs the list of a backup's files and sums, which ends in a line's
// end.
func SignSums(text []byte, d Device) ([]byte, error) { return sign(text, d.Private) }

// VerifySums gives the list without its signature. The error is
// model.ErrDamaged.
func VerifySums(b []byte, key ed25519.PublicKey) ([]byte, error) {
	text, _, _ := splitSignature(b)
	return text, signed(b, key)
}
