// Package seal makes and opens what is stored: packets, wrapped keys, status
// capsules, local files and decisions. It stores nothing itself.
//
// # Packet
//
// A packet is one revision of a case in three parts, one after the other:
//
//	header    1,024 bytes, in clear: a line naming the format, one line of
//	          JSON padded with spaces, the device's signature in hexadecimal
//	fields    an age file: JSON with the submission and the keys of its
//	          reference, padded with spaces to the next KiB
//	photos    an age file, or nothing: the lengths of the two JPEGs (8 bytes
//	          each, big-endian), the JPEGs, zeros up to the next 64 KiB
//
// The header names the lengths of the parts, so age 1.3 or later opens a part
// cut out with tail and head. It says nothing about the person.
//
// The header is signed with the device's Ed25519 key and holds the SHA-256 of
// everything after it; the fields repeat the header's ids and hold the SHA-256
// of each JPEG, so no part can be exchanged for another packet's.
//
// # Certificate
//
// What an approval yields, inside the status capsule: a line naming the format,
// one line of JSON, and the signature of the organisation's key, which stands in
// the JSON. Name and number are masked, and no form of it holds them whole. It
// repeats the day of the decision and has no time or chance of its own, so the
// same decision gives the same bytes.
//
// # Canonical form
//
// Headers, decisions, certificates and what goes between machines have one form
// only: what parses is encoded again and
// must give the same bytes. So a signature covers exactly what was understood.
//
// # Algorithms
//
//   - packets, wraps, notes for the desk: age, hybrid ML-KEM-768 with X25519
//   - passphrases: age with scrypt, work factor at most 2^20
//   - capsules and local files: XChaCha20-Poly1305, key by HKDF-SHA-256
//   - references: argon2id (time 2, 64 MiB, 1 lane), then HKDF-SHA-256
//   - signatures: Ed25519 over a text that begins with the format's name
package seal
