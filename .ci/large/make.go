package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/seal"
	"truename/model/store"

	"github.com/google/uuid"
)

const pass = "seven lamps above the quiet harbour"

// open opens the store with a passphrase that costs little.
func (p plan) open() (*store.Store, error) {
	return store.Open(p.store(), store.Options{Work: 10})
}

// make makes a store whose desk has a passphrase, seals the cases for it as it
// would itself, writes them without a sync each, and has the index built: that
// gives every file its record in the audit log.
func (p plan) make(ctx context.Context) error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	s, err := p.open()
	if err != nil {
		return err
	}
	err = s.Claim(ctx, []byte(pass))
	if err == nil {
		_, err = s.Submit(ctx, submission(time.Now(), 1000), nil)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	took, err := timed(p.fill)
	if err != nil {
		return err
	}
	fmt.Printf("sealed on %d cores: %.0f packets/s\n", runtime.NumCPU(), float64(p.cases)/took.Seconds())
	if s, err = p.open(); err != nil {
		return err
	}
	took, err = timed(func() error { return s.Rebuild(ctx, nil) })
	fmt.Printf("indexed, with a record in the audit log for each: %.1f s\n", took.Seconds())
	return errors.Join(err, s.Close())
}

// fill writes the case files.
func (p plan) fill() error {
	b, err := os.ReadFile(filepath.Join(p.store(), "keys", "device.key"))
	if err != nil {
		return err
	}
	device, err := seal.ParseDevice(b)
	if err != nil {
		return err
	}
	found, err := filepath.Glob(filepath.Join(p.store(), "keys", "months", "*", "month.json"))
	if err != nil || len(found) == 0 {
		return errors.Join(err, errors.New("no month's key"))
	}
	if b, err = os.ReadFile(found[0]); err != nil {
		return err
	}
	var month seal.Month
	if err := json.Unmarshal(b, &month); err != nil {
		return err
	}
	next, errs := make(chan int), make(chan error, runtime.NumCPU())
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Go(func() {
			var err error
			for i := range next {
				if err == nil {
					err = p.one(i, device, month)
				}
			}
			errs <- err
		})
	}
	for i := range p.cases {
		next <- i
	}
	close(next)
	wg.Wait()
	close(errs)
	for e := range errs {
		err = errors.Join(err, e)
	}
	return err
}

// one writes case i.
func (p plan) one(i int, device seal.Device, month seal.Month) error {
	at := time.Now().Add(-time.Duration(p.cases-i) * 4 * time.Minute)
	sub := request(at)
	if i%(p.cases/p.photos) == 0 {
		sub = submission(at, 300_000)
	}
	in := seal.PacketInput{Submission: sub, Month: month, Device: device, Header: seal.Header{Weight: i % 10}}
	rand.Read(in.Keys.Lookup[:])
	rand.Read(in.Keys.Capsule[:])
	b, err := seal.EncodePacket(in)
	if err != nil {
		return err
	}
	dir := filepath.Join(p.store(), "cases", sub.At.Format("200601"), sub.Case.String())
	return errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "1.packet"), b, 0o600))
}

// submission is a new case with two photographs of size bytes.
func submission(at time.Time, size int) model.Submission {
	s := blank(at, model.Binding)
	s.Fields = model.Fields{
		Name: "张三测", Number: "110101199003074477", NumberKind: idcard.Resident, Phone: "13912345678",
		From: idcard.Date{Year: 2015, Month: 3, Day: 1}, Until: idcard.Date{Year: 2035, Month: 3, Day: 1},
		Consent: model.Consent{Version: "1", Language: "zh", At: at.UTC()},
	}
	s.Front, s.Back = photo(model.Front, size), photo(model.Back, size)
	return s
}

func photo(side model.Side, size int) model.Photo {
	b := make([]byte, size)
	rand.Read(b)
	return model.Photo{JPEG: b, Width: 1600, Height: 1000, Report: model.Report{Side: side, Grade: model.Good}}
}

// request is a request about some other case.
func request(at time.Time) model.Submission {
	s := blank(at, model.Unbind)
	s.Fields.Request = &model.RequestFields{
		About: uuid.New(), AboutReference: s.Reference, MaskedName: "*测", Reason: "new-card", Text: "身份证换了新的，请改绑", Contact: "13700137000",
	}
	return s
}

func blank(at time.Time, kind model.Kind) model.Submission {
	reference, err := seal.NewReference()
	if err != nil {
		panic(err)
	}
	return model.Submission{
		ID: uuid.Must(uuid.NewV7()), Case: uuid.Must(uuid.NewV7()), Kind: kind, Revision: 1, Reference: reference, Language: "zh",
		At: at.UTC(), Due: idcard.Today(at).AddDays(7),
	}
}
