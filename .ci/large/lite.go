package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"truename/model/seal"

	_ "modernc.org/sqlite"
)

// openLite opens the same cases in SQLite: every commit synced, as the store's.
func (p plan) openLite() (*sql.DB, error) {
	db, err := sql.Open("sqlite", p.lite())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
	return db, err
}

// makeLite builds it from the same case files: the head, and the packet.
func (p plan) makeLite(ctx context.Context) error {
	db, err := p.openLite()
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(`CREATE TABLE cases (id BLOB PRIMARY KEY, status TEXT, received INTEGER, lookup BLOB UNIQUE, head TEXT) WITHOUT ROWID;
		CREATE INDEX newest ON cases (status, received DESC); CREATE INDEX every ON cases (received DESC);
		CREATE TABLE packets (id BLOB PRIMARY KEY, packet BLOB)`)
	if err != nil {
		return err
	}
	took, err := timed(func() error { return p.fillLite(db) })
	fmt.Printf("SQLite filled from the same files, one transaction: %.0f packets/s\n", float64(p.cases)/took.Seconds())
	return err
}

func (p plan) fillLite(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	files, err := filepath.Glob(filepath.Join(p.store(), "cases", "*", "*", "1.packet"))
	if err != nil {
		return err
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := insert(tx, b); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// insert stores one packet.
func insert(tx *sql.Tx, b []byte) error {
	h, err := seal.ParseHeader(b)
	if err != nil {
		return err
	}
	head, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO cases VALUES (?, 'waiting', ?, ?, ?)", h.Case[:], h.Created.Unix(), h.Lookup[:], string(head)); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO packets VALUES (?, ?)", h.Case[:], b)
	return err
}

// commitLite is one case in one transaction.
func commitLite(db *sql.DB, b []byte) (time.Duration, error) {
	return timed(func() error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		return errors.Join(insert(tx, b), tx.Commit())
	})
}

// listLite lists the 50 newest that wait.
func listLite(db *sql.DB) error {
	rows, err := db.Query("SELECT head FROM cases WHERE status = 'waiting' ORDER BY received DESC LIMIT 50")
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var text string
		var h seal.Header
		if err := errors.Join(rows.Scan(&text), json.Unmarshal([]byte(text), &h)); err != nil {
			return err
		}
	}
	if n != 50 {
		return fmt.Errorf("%d in the list", n)
	}
	return rows.Err()
}
