package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const patience = 5 * time.Minute // with one life, on a busy computer

// A plan is when and how the power is cut.
type plan struct {
	without string        // syncs that do nothing: see withoutSyncs in model/store
	after   string        // the line after which; "" is from the start on
	wait    time.Duration // how long after it
	writes  int           // or at which write after it; 0: wait counts
	fate    fate
}

// arm begins what ends in the power cut.
func (p plan) arm(d *disk, cut *time.Timer) {
	if p.writes > 0 {
		d.stopAfter(p.writes)
	} else {
		cut.Reset(p.wait)
	}
}

// A life is what the machine said between its start and the power cut.
type life struct {
	acks    []string       // lines "ack …": after each of them something was acknowledged
	harm    []string       // what was acknowledged before and is not there, or not whole
	notes   map[string]int // warnings of the store, and how often each came
	whole   bool           // nothing is missing
	opening time.Duration
	open    int64 // bytes that were written and not flushed
}

// live boots the machine on the image with what was acknowledged before, and
// cuts its power.
func (l *lab) live(p plan) (v life, err error) {
	if err := l.putAcked(); err != nil {
		return v, err
	}
	d, err := openDisk(l.path("disk"))
	if err != nil {
		return v, err
	}
	defer d.f.Close()
	os.Remove(l.path("socket"))
	socket, err := net.Listen("unix", l.path("socket"))
	if err != nil {
		return v, err
	}
	var served sync.WaitGroup
	var fault error
	served.Go(func() {
		for {
			c, err := socket.Accept()
			if err != nil {
				return // closed below
			}
			served.Go(func() {
				if err := d.serve(c); err != nil {
					fault = err
				}
			})
		}
	})
	err = l.watch(p, d, &v)
	socket.Close()
	served.Wait()
	if err = errors.Join(err, fault); err != nil {
		return v, err
	}
	v.open, err = d.cut(p.fate, l.random)
	return v, err
}

// putAcked writes the second disk of the machine.
func (l *lab) putAcked() error {
	text := strings.Join(l.acked, "\n")
	b := make([]byte, (len(text)/4096+1)*4096)
	copy(b, text)
	return os.WriteFile(l.path("acked"), b, 0o600)
}

// qemu is the machine. It needs no KVM; the first serial port is the kernel's,
// the second one ours. The disk has a cache for the guest, which then sends
// flushes: QEMU hands them on to us.
func (l *lab) qemu(without string) *exec.Cmd {
	line := fmt.Sprintf("console=ttyS0 quiet panic=-1 TRUENAME_POWER_CHILD=/data/store TRUENAME_POWER_ACKED=/dev/vdb TRUENAME_POWER_WITHOUT=%s", without)
	return exec.Command("nice", "-n", "19", "qemu-system-x86_64", "-machine", "pc", "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "768",
		"-nodefaults", "-display", "none", "-no-reboot", "-kernel", l.path("kernel"), "-initrd", l.path("initrd"), "-append", line,
		"-serial", "file:"+l.path("console"), "-serial", "stdio",
		"-drive", "id=disk,if=none,file=nbd+unix:///?socket="+l.path("socket")+",format=raw,cache=writeback",
		"-device", fmt.Sprintf("virtio-blk-pci,drive=disk,logical_block_size=%d,physical_block_size=%[1]d", sector),
		"-drive", "id=acked,if=none,file="+l.path("acked")+",format=raw,readonly=on",
		"-device", "virtio-blk-pci,drive=acked")
}

// watch reads what the machine says until the power is cut.
func (l *lab) watch(p plan, d *disk, v *life) error {
	cmd := l.qemu(p.without)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := linesOf(out)
	cut := time.NewTimer(time.Hour)
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() }) // then it "ended by itself"
	defer late.Stop()
	if p.after == "" {
		p.arm(d, cut)
	}
	var mounted time.Time
	var fault error
	for dead, stopped := false, d.stopped; ; {
		select {
		case line, ok := <-lines:
			if !ok {
				if err := cmd.Wait(); !dead {
					return fmt.Errorf("the machine ended by itself: %w", err)
				}
				return fault
			}
			v.hear(line)
			switch {
			case line == "mounted":
				mounted = time.Now()
			case line == "whole":
				v.opening = time.Since(mounted)
			case line == "harmed", strings.HasPrefix(line, "ended"):
				cut.Reset(0)
			case strings.HasPrefix(line, "the "): // said by its init
				fault = errors.New(line)
				cut.Reset(0)
			}
			if line == p.after {
				p.arm(d, cut)
			}
		case <-stopped:
			stopped = nil
			cut.Reset(0)
		case <-cut.C:
			dead = true
			if err := cmd.Process.Kill(); err != nil {
				return err
			}
		}
	}
}

// linesOf are the whole lines of what a machine says: one without an end was cut
// with the power.
func linesOf(out io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			lines <- strings.TrimSpace(line)
		}
	}()
	return lines
}

// hear sorts a line.
func (v *life) hear(line string) {
	switch {
	case strings.HasPrefix(line, "ack "):
		v.acks = append(v.acks, line)
	case line == "whole":
		v.whole = true
	case line == "", line == "mounted", line == "open", line == "harmed":
	case strings.HasPrefix(line, "time="):
		if v.notes == nil {
			v.notes = map[string]int{}
		}
		_, note, _ := strings.Cut(line, `msg="`)
		note, _, _ = strings.Cut(note, `"`)
		v.notes[note]++
	default: // lost, flaw, an error, the end, a panic
		v.harm = append(v.harm, line)
	}
}

// newDisk puts an empty file system in the place of the disk.
func (l *lab) newDisk() error {
	l.acked = nil
	os.Remove(l.path("disk"))
	return run("mke2fs", "-q", "-t", "ext4", "-E", "lazy_itable_init=0,lazy_journal_init=0", l.path("disk"), "768M")
}

func run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	return cmd.Run()
}

// A lab is a folder with a machine, its disk, and what was acknowledged by the
// store on it.
type lab struct {
	dir    string
	each   int // cuts of one store
	acked  []string
	random *rand.Rand
}

func (l *lab) path(name string) string { return filepath.Join(l.dir, name) }
