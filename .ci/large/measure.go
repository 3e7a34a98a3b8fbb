package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"truename/model"
	"truename/model/store"

	"golang.org/x/sys/unix"
)

// A figure is what a process of its own says of one opening.
type figure struct {
	Open  time.Duration
	Work  time.Duration // of processors, until then
	List  time.Duration // the first
	Early int           // resident after both, kB
	Late  int           // and when the walk over the cases is over
	Disk  int           // of Late: pages of files, which the system takes back
}

// child opens one of the two, lists once, and says what that took.
func (p plan) child(what string) (err error) {
	var f figure
	switch what {
	case "store":
		err = p.childStore(&f)
	case "lite":
		err = p.childLite(&f)
	}
	f.Late, f.Disk = resident("VmRSS"), resident("RssFile")
	b, merr := json.Marshal(f)
	fmt.Printf("%s\n", b)
	return errors.Join(err, merr)
}

func (p plan) childStore(f *figure) (err error) {
	var s *store.Store
	if f.Open, err = timed(func() error { s, err = p.open(); return err }); err != nil {
		return err
	}
	f.Work = worked()
	f.List, err = timed(func() error { return list(s) })
	f.Early = resident("VmRSS")
	time.Sleep(5 * time.Second)
	f.Late, f.Disk = resident("VmRSS"), resident("RssFile")
	b, _ := json.Marshal(f)
	fmt.Printf("%s\n", b)
	err = errors.Join(err, s.Close())
	os.Exit(0)
	return err
}

func (p plan) childLite(f *figure) error {
	var err error
	f.Open, err = timed(func() error {
		db, err := p.openLite()
		if err == nil {
			err = db.QueryRow("SELECT head FROM cases LIMIT 1").Scan(new(string)) // it opens when it is asked
		}
		if err != nil {
			return err
		}
		f.List, err = timed(func() error { return listLite(db) })
		return err
	})
	f.Open, f.Work = f.Open-f.List, worked()
	f.Early = resident("VmRSS")
	return err
}

// list lists the 50 newest that wait.
func list(s *store.Store) error {
	heads, _, err := s.List(context.Background(), model.Waiting, "", 50)
	if err == nil && len(heads) != 50 {
		err = fmt.Errorf("%d in the list", len(heads))
	}
	return err
}

// resident is a line of /proc/self/status, in kB.
func resident(what string) int {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); f[0] == what+":" {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return 0
}

// opens opens both in turn in processes of their own, cold and warm.
func (p plan) opens(context.Context) error {
	empty, err := p.ask("nothing")
	if err != nil {
		return err
	}
	for _, what := range []string{"store", "lite"} {
		for _, cold := range []bool{true, false} {
			var open, first, work times
			var last figure
			for range 5 {
				if cold {
					if err := p.forget(); err != nil {
						return err
					}
				}
				if last, err = p.ask(what); err != nil {
					return err
				}
				open, first, work = append(open, last.Open), append(first, last.List), append(work, last.Work)
			}
			fmt.Printf("%-6s cold %-5v open %v\n%18s first list %v\n%18s processors until it was open %v\n", what, cold, open, "", first, "", work)
			fmt.Printf("%18s resident above an empty process (%d MB): %d MB after the list, %d MB in the end (%d MB of it pages of files)\n", "",
				empty.Late>>10, (last.Early-empty.Late)>>10, (last.Late-empty.Late)>>10, (last.Disk-empty.Disk)>>10)
		}
	}
	return nil
}

// ask runs a process of its own.
func (p plan) ask(what string) (f figure, err error) {
	self, err := os.Executable()
	if err != nil {
		return f, err
	}
	cmd := exec.Command(self, "-child", what, p.dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(out, &f)
}

// forget lets the system forget what it has in memory of all files.
func (p plan) forget() error {
	unix.Sync()
	if os.WriteFile("/proc/sys/vm/drop_caches", []byte("3"), 0) == nil {
		return nil
	}
	return filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED), f.Close())
	})
}

// beside opens both for what is measured on one beside the other.
func (p plan) beside(do func(context.Context, *store.Store, *sql.DB) error) func(context.Context) error {
	return func(ctx context.Context) error {
		s, err := p.open()
		if err != nil {
			return err
		}
		defer s.Close()
		db, err := p.openLite()
		if err != nil {
			return err
		}
		defer db.Close()
		return do(ctx, s, db)
	}
}

// lists lists the newest 50 of both in turn, very often.
func (p plan) lists(_ context.Context, s *store.Store, db *sql.DB) error {
	time.Sleep(5 * time.Second) // the walk over the cases
	var ours, lites times
	for range 1000 {
		a, err := timed(func() error { return list(s) })
		b, lerr := timed(func() error { return listLite(db) })
		if err = errors.Join(err, lerr); err != nil {
			return err
		}
		ours, lites = append(ours, a), append(lites, b)
	}
	fmt.Printf("list of 50, store  %v\nlist of 50, SQLite %v\n", ours, lites)
	return nil
}

// rebuilds builds the index anew, from the disk and from memory.
func (p plan) rebuilds(ctx context.Context) error {
	s, err := p.open()
	if err != nil {
		return err
	}
	defer s.Close()
	for _, cold := range []bool{true, false} {
		if cold {
			if err := p.forget(); err != nil {
				return err
			}
		}
		before := worked()
		took, err := timed(func() error { return s.Rebuild(ctx, nil) })
		if err != nil {
			return err
		}
		rate := float64(p.cases) / took.Seconds()
		fmt.Printf("rebuild, cold %-5v %.0f packets/s: 100,000 in %.1f s (%.1f s of processors); resident at most %d MB\n",
			cold, rate, 100_000/rate, (worked()-before).Seconds()*100_000/float64(p.cases), resident("VmHWM")>>10)
	}
	return nil
}

// commit times commits of two photographs of 1 MB, each beside its floor and
// SQLite with the same packet.
func (p plan) commit(ctx context.Context, s *store.Store, db *sql.DB) error {
	var floors, ours, lites times
	for range p.commits {
		sub := submission(time.Now(), 1<<20)
		if _, err := s.Progress(ctx, sub.Reference); !errors.Is(err, model.ErrNotFound) { // its keys are derived: 0.1 s, once a case
			return err
		}
		took, err := timed(func() error { _, err := s.Submit(ctx, sub, nil); return err })
		if err != nil {
			return err
		}
		ours = append(ours, took)
		b, err := os.ReadFile(filepath.Join(p.store(), "cases", sub.At.Format("200601"), sub.Case.String(), "1.packet"))
		if err != nil {
			return err
		}
		if took, err = floor(filepath.Join(p.dir, "floor"), b); err != nil {
			return err
		}
		floors = append(floors, took)
		if took, err = commitLite(db, b); err != nil {
			return err
		}
		lites = append(lites, took)
	}
	fmt.Printf("commit of 2 MB, floor  %v\ncommit of 2 MB, store  %v\ncommit of 2 MB, SQLite %v\n", floors, ours, lites)
	return nil
}
