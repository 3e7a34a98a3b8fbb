package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
)

// A disk writes a sector whole or not at all. The machine is told that it has
// 4,096 bytes: ext4's own superblock, which has no journal while one is played
// back, does not survive being torn at 512.
const sector = 4096

// A fate is what becomes, at a power cut, of what was written and not flushed.
type fate int

const (
	kept fate = iota // all of it is on the disk: a disk without a cache of its own
	lost             // nothing of it
	some             // of each sector a coin decides: a disk that writes in any order
)

func (f fate) String() string { return [...]string{"kept", "lost", "some"}[f] }

// A disk serves an image to QEMU over NBD, and is a disk with a cache: what is
// written is only sure to stay once a flush came behind it.
type disk struct {
	f       *os.File
	size    int64
	stopped chan struct{} // closed when the disk answers no more

	mu     sync.Mutex
	since  []write          // since the last flush, in order
	before map[int64][]byte // what the sectors of since had before, by number
	writes int              // how many there were
	stop   int              // the number of the one which is the last; 0: none is
}

type write struct {
	at int64
	b  []byte
}

// openDisk opens an image, whose size is whole sectors.
func openDisk(image string) (*disk, error) {
	f, err := os.OpenFile(image, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &disk{f: f, size: info.Size(), stopped: make(chan struct{}), before: map[int64][]byte{}}, nil
}

// cut is the power cut: whoever writes must be dead. It gives how many bytes
// were not flushed.
func (d *disk) cut(f fate, r *rand.Rand) (open int64, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n, b := range d.before {
		open += sector
		if f != kept {
			if _, err := d.f.WriteAt(b, n*sector); err != nil {
				return open, err
			}
		}
	}
	for _, w := range d.since {
		for i := 0; f == some && i < len(w.b); i += sector {
			if r.IntN(2) == 0 {
				continue
			}
			if _, err := d.f.WriteAt(w.b[i:i+sector], w.at+int64(i)); err != nil {
				return open, err
			}
		}
	}
	return open, d.f.Close()
}

func (d *disk) write(at int64, b []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at%sector != 0 || len(b)%sector != 0 {
		return errors.New("no whole sectors")
	}
	for n := at / sector; n < (at+int64(len(b)))/sector; n++ {
		if d.before[n] != nil {
			continue
		}
		old := make([]byte, sector)
		if _, err := d.f.ReadAt(old, n*sector); err != nil {
			return err
		}
		d.before[n] = old
	}
	d.since = append(d.since, write{at, b})
	if d.writes++; d.writes == d.stop {
		close(d.stopped)
	}
	_, err := d.f.WriteAt(b, at)
	return err
}

// stopAfter lets the disk answer no more from the n-th write on that is to come:
// so a power cut can be put where something is not flushed. Moments seldom fall
// there, since this disk is fast and the machine slow.
func (d *disk) stopAfter(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stop = d.writes + n
}

func (d *disk) sync() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.since = nil
	clear(d.before)
}

// What NBD calls these (the protocol's "newstyle", without what is optional).
const (
	nbdMagic      = 0x4e42444d41474943
	nbdOptMagic   = 0x49484156454f5054
	nbdReplyMagic = 0x3e889045565a9
	nbdAsk        = 0x25609513
	nbdAnswer     = 0x67446698
	nbdFixed      = 1 << 0 // the server knows options; no zeroes behind the old way of asking
	nbdNoZeroes   = 1 << 1
	nbdGo         = 7
	nbdAck        = 1
	nbdInfo       = 3
	nbdUnknown    = 1<<31 | 1
	nbdHasFlags   = 1 << 0
	nbdHasFlush   = 1 << 2
	nbdRead       = 0
	nbdWrite      = 1
	nbdClose      = 2
	nbdFlush      = 3
)

// serve answers QEMU until it is gone.
func (d *disk) serve(c net.Conn) error {
	defer c.Close()
	if err := d.greet(c); err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	for {
		var ask struct {
			Magic     uint32
			Flags, Do uint16
			Handle    [8]byte
			At        uint64
			Len       uint32
		}
		if err := binary.Read(c, binary.BigEndian, &ask); err != nil || ask.Do == nbdClose {
			return nil // the power is cut
		}
		if ask.Magic != nbdAsk || ask.Len > 64<<20 {
			return errors.New("no request of NBD")
		}
		b, err := make([]byte, ask.Len), error(nil)
		switch ask.Do {
		case nbdRead:
			d.mu.Lock()
			_, err = d.f.ReadAt(b, int64(ask.At))
			d.mu.Unlock()
		case nbdWrite:
			if _, err := io.ReadFull(c, b); err != nil {
				return nil // the power is cut in the midst of it
			}
			err, b = d.write(int64(ask.At), b), nil
		case nbdFlush:
			d.sync()
			b = nil
		default:
			err = errors.New("never offered")
		}
		if err != nil {
			return err
		}
		select {
		case <-d.stopped:
			io.Copy(io.Discard, c) // until the machine is killed
			return nil
		default:
		}
		head := binary.BigEndian.AppendUint32(nil, nbdAnswer)
		head = append(append(head, 0, 0, 0, 0), ask.Handle[:]...)
		if _, err := c.Write(append(head, b...)); err != nil {
			return nil
		}
	}
}

// greet agrees on the one disk there is.
func (d *disk) greet(c net.Conn) error {
	hello := binary.BigEndian.AppendUint64(nil, nbdMagic)
	hello = binary.BigEndian.AppendUint64(hello, nbdOptMagic)
	hello = binary.BigEndian.AppendUint16(hello, nbdFixed|nbdNoZeroes)
	if _, err := c.Write(hello); err != nil {
		return err
	}
	var flags uint32
	if err := binary.Read(c, binary.BigEndian, &flags); err != nil {
		return err
	}
	for {
		var ask struct {
			Magic   uint64
			Do, Len uint32
		}
		if err := binary.Read(c, binary.BigEndian, &ask); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, c, int64(ask.Len)); err != nil {
			return err
		}
		if ask.Do != nbdGo {
			if err := reply(c, ask.Do, nbdUnknown, nil); err != nil {
				return err
			}
			continue
		}
		info := binary.BigEndian.AppendUint16(nil, 0)
		info = binary.BigEndian.AppendUint64(info, uint64(d.size))
		info = binary.BigEndian.AppendUint16(info, nbdHasFlags|nbdHasFlush)
		return errors.Join(reply(c, ask.Do, nbdInfo, info), reply(c, ask.Do, nbdAck, nil))
	}
}

func reply(c net.Conn, to, kind uint32, b []byte) error {
	head := binary.BigEndian.AppendUint64(nil, nbdReplyMagic)
	head = binary.BigEndian.AppendUint32(head, to)
	head = binary.BigEndian.AppendUint32(head, kind)
	head = binary.BigEndian.AppendUint32(head, uint32(len(b)))
	_, err := c.Write(append(head, b...))
	return err
}
