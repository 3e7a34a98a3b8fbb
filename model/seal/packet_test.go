package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"truename/model"

	"filippo.io/age"
	"github.com/google/uuid"
)

func TestPacketRoundTrip(t *testing.T) {
	w := newWorld(t)
	request := submission(0)
	request.Kind = model.Unbind
	request.Fields = model.Fields{Request: &model.RequestFields{About: uuid.New(), AboutReference: "K7TM-4M2Q-9XWD-3H8A", Reason: "new-card", Text: "换新卡\n了"}}
	oneSide := submission(100)
	oneSide.Front.JPEG = nil
	for name, s := range map[string]model.Submission{
		"binding": submission(1000), "request": request, "back only": oneSide, "over a chunk": submission(70_000),
	} {
		t.Run(name, func(t *testing.T) {
			b := w.packet(t, s)
			h, err := VerifyPacket(b, w.device.Public())
			if err != nil {
				t.Fatal(err)
			}
			checkHeader(t, h, s, w)
			o, err := OpenPacket(b, w.secret, true)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(o.Submission, s) || o.Capsule != w.keys.Capsule || o.Lookup != w.keys.Lookup || o.Machine != "kiosk-1" || !o.Demo {
				t.Errorf("opened\n%+v\nwant\n%+v", o.Submission, s)
			}
			bare, err := OpenPacket(b, w.secret, false)
			if err != nil || bare.Front.JPEG != nil || bare.Back.JPEG != nil || bare.Front.Width != s.Front.Width || bare.Fields.Name != s.Fields.Name {
				t.Errorf("without photographs: %v", err)
			}
			again, err := OpenFields(Fields(b), w.secret)
			if err != nil || again.Fits(h) != nil {
				t.Errorf("fields alone: %v, %v", err, again.Fits(h))
			}
		})
	}
}

func checkHeader(t *testing.T, h Header, s model.Submission, w world) {
	t.Helper()
	created := time.Date(2026, 11, 23, 9, 55, 0, 0, time.UTC)
	if h.Version != 1 || h.Case != s.Case || h.ID != s.ID || h.Kind != s.Kind || h.Revision != 1 || !h.Created.Equal(created) || h.Due != s.Due {
		t.Errorf("header %+v", h)
	}
	if h.Weight != 3 || h.Tag != vectorReference[:4] || h.Lookup != w.keys.Lookup || h.Machine != "kiosk-1" || !h.Demo || h.Month != "202611" {
		t.Errorf("header %+v", h)
	}
	if h.AuditSeq != 1<<63+1 || h.AuditHead != [32]byte{9} || h.Previous != uuid.Nil || (h.PhotosLen == 0) != (len(s.Back.JPEG) == 0) {
		t.Errorf("header %+v", h)
	}
}

func TestPacketOfLaterRevision(t *testing.T) {
	w := newWorld(t)
	in := w.input(submission(100))
	in.Submission.Revision = 2
	if _, err := EncodePacket(in); err == nil {
		t.Error("a second revision without a predecessor")
	}
	in.Header.Previous, in.Header.Machine = uuid.New(), ""
	b, err := EncodePacket(in)
	if err != nil {
		t.Fatal(err)
	}
	o, err := OpenPacket(b, w.secret, true)
	if err != nil || o.Previous != in.Header.Previous || o.Machine != w.device.ID {
		t.Errorf("previous %v, machine %q, %v", o.Previous, o.Machine, err)
	}
}

func TestEveryFlippedBitOfTheHeaderIsRefused(t *testing.T) {
	w := newWorld(t)
	b := w.packet(t, submission(0))
	for i := range HeaderSize {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if _, err := VerifyPacket(b, w.device.Public()); model.CodeOf(err) != model.CodeDamaged {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			b[i] ^= 1 << bit
		}
	}
}

func TestOtherKeys(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	b := w.packet(t, submission(500))
	_, err := OpenPacket(b, other.secret, true)
	want(t, err, model.ErrWrongKey)
	_, err = OpenPacket(b, "AGE-SECRET-KEY-PQ-1", true)
	want(t, err, model.ErrWrongKey)
	_, err = VerifyPacket(b, other.device.Public())
	want(t, err, model.ErrDamaged)
	want(t, err, ErrSignature)
	_, err = VerifyPacket(b, nil)
	want(t, err, ErrSignature)
}

// resign puts h before body as a device with a key of its own could.
func (w world) resign(t *testing.T, h Header, fields, photos []byte) []byte {
	t.Helper()
	h.FieldsLen, h.PhotosLen, h.Body = int64(len(fields)), int64(len(photos)), bodySum(fields, photos)
	text, err := h.text()
	if err != nil {
		t.Fatal(err)
	}
	b, err := sign(text, w.device.Private)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(b, fields...), photos...)
}

func TestPartsOfAnotherPacketAreRefused(t *testing.T) {
	w := newWorld(t)
	a, second := submission(500), submission(500)
	second.ID, second.Case = uuid.New(), uuid.New()
	second.Front.JPEG = picture(500, 7)
	ha, fa, pa, err := split(w.packet(t, a))
	if err != nil {
		t.Fatal(err)
	}
	hb, _, pb, err := split(w.packet(t, second))
	if err != nil {
		t.Fatal(err)
	}
	earlier, demo, moved := ha, ha, ha
	earlier.Created, demo.Demo, moved.Machine = ha.Created.Add(-time.Minute), false, "kiosk-2"
	for name, b := range map[string][]byte{
		"header": w.resign(t, hb, fa, pa), "time": w.resign(t, earlier, fa, pa), "demo": w.resign(t, demo, fa, pa),
		"machine": w.resign(t, moved, fa, pa), "photographs": w.resign(t, ha, fa, pb), "none": w.resign(t, ha, fa, nil),
		"fields as photographs": w.resign(t, ha, fa, fa),
	} {
		if _, err := VerifyPacket(b, w.device.Public()); err != nil {
			t.Fatalf("%s: the attack is built wrongly: %v", name, err)
		}
		if _, err := OpenPacket(b, w.secret, true); model.CodeOf(err) != model.CodeDamaged {
			t.Errorf("%s exchanged: %v", name, err)
		}
	}
	if _, err := OpenPacket(w.resign(t, ha, fa, pa), w.secret, true); err != nil {
		t.Errorf("unchanged: %v", err)
	}
}

func TestPhotographLengthsAreChecked(t *testing.T) {
	var o Opened
	for name, lengths := range map[string][2]uint64{"front": {11, 0}, "back": {0, 11}, "both": {6, 5}, "wraps": {1 << 63, 1 << 63}, "huge": {5, 1<<64 - 1}} {
		plain := make([]byte, 26)
		binary.BigEndian.PutUint64(plain, lengths[0])
		binary.BigEndian.PutUint64(plain[8:], lengths[1])
		if err := o.cutPhotos(plain); model.CodeOf(err) != model.CodeDamaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	want(t, o.cutPhotos(make([]byte, 15)), model.ErrDamaged)
}

func TestTooLargePhotographs(t *testing.T) {
	w := newWorld(t)
	s := submission(10)
	s.Back.JPEG = make([]byte, maxPhotos)
	_, err := EncodePacket(w.input(s))
	want(t, err, model.ErrTooLarge)
}

func TestNothingOfThePersonIsInClear(t *testing.T) {
	w := newWorld(t)
	s := submission(3000)
	b := w.packet(t, s)
	for name, secret := range map[string][]byte{
		"name": []byte(s.Fields.Name), "number": []byte(s.Fields.Number), "phone": []byte(s.Fields.Phone),
		"JPEG": jpegStart, "finding": []byte("blur"), "reference": []byte(s.Reference[5:]), "birth": []byte("1990"),
		"capsule key": w.keys.Capsule[:],
	} {
		if bytes.Contains(b, secret) {
			t.Errorf("%s stands in clear", name)
		}
	}
}

func TestSizesDoNotTellPacketsApart(t *testing.T) {
	w := newWorld(t)
	short, long := submission(900), submission(60_000/2)
	short.Fields.Name, long.Fields.Name = "丁一", strings.Repeat("买", 25)
	if a, b := len(w.packet(t, short)), len(w.packet(t, long)); a != b {
		t.Errorf("%d and %d bytes", a, b)
	}
}

// Someone with the exported key and age alone must get at everything: this
// reads a packet without any code of ours.
func TestStockAgeOpensParts(t *testing.T) {
	w := newWorld(t)
	s := submission(2000)
	b := w.packet(t, s)
	var header struct{ Fields, Photos int }
	if err := json.Unmarshal(bytes.SplitN(b[:HeaderSize], []byte("\n"), 3)[1], &header); err != nil {
		t.Fatal(err)
	}
	if 1024+header.Fields+header.Photos != len(b) {
		t.Fatalf("lengths %+v of %d", header, len(b))
	}
	ids, err := age.ParseIdentities(strings.NewReader("# month\n" + w.secret + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	open := func(part []byte) []byte {
		r, err := age.Decrypt(bytes.NewReader(part), ids...)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return plain
	}
	var fields struct{ Submission model.Submission }
	if err := json.Unmarshal(open(b[1024:1024+header.Fields]), &fields); err != nil || fields.Submission.Fields.Name != s.Fields.Name {
		t.Errorf("fields: %v", err)
	}
	photos := open(b[1024+header.Fields:])
	if len(photos)%(64<<10) != 0 || !bytes.Equal(photos[16:16+len(s.Front.JPEG)], s.Front.JPEG) {
		t.Errorf("photographs: %d bytes", len(photos))
	}
}

func TestBadInputIsNotSealed(t *testing.T) {
	w := newWorld(t)
	for name, spoil := range map[string]func(*PacketInput){
		"no id":        func(in *PacketInput) { in.Submission.ID = uuid.Nil },
		"kind":         func(in *PacketInput) { in.Submission.Kind = "other" },
		"revision":     func(in *PacketInput) { in.Submission.Revision = 0 },
		"weight":       func(in *PacketInput) { in.Header.Weight = 10 },
		"reference":    func(in *PacketInput) { in.Submission.Reference = "K7TM" },
		"machine path": func(in *PacketInput) { in.Header.Machine = "../x" },
		"machine long": func(in *PacketInput) { in.Header.Machine = strings.Repeat("x", 65) },
		"machine line": func(in *PacketInput) { in.Header.Machine = "a\nb" },
		"month":        func(in *PacketInput) { in.Month.ID = "202613" },
		"recipient":    func(in *PacketInput) { in.Month.Recipient = "age1" },
		"device":       func(in *PacketInput) { in.Device.Private = nil },
		"due":          func(in *PacketInput) { in.Submission.Due.Day = 31 },
	} {
		in := w.input(submission(0))
		spoil(&in)
		if b, err := EncodePacket(in); err == nil || b != nil {
			t.Errorf("%s: sealed", name)
		}
	}
}

func TestLongestHeaderFits(t *testing.T) {
	w := newWorld(t)
	in := w.input(submission(100))
	in.Submission.Kind, in.Submission.Revision, in.Header.Previous = model.Binding, 1<<31-1, uuid.New()
	in.Header.Machine, in.Header.AuditSeq, in.Month.ID = strings.Repeat("机", 21), 1<<64-1, "202611-99"
	in.Header.Demo = false
	b, err := EncodePacket(in)
	if err != nil {
		t.Fatal(err)
	}
	if h, err := VerifyPacket(b, w.device.Public()); err != nil || h.Machine != in.Header.Machine {
		t.Errorf("%v", err)
	}
}

var update = flag.Bool("update", false, "write the packet of testdata anew: only while no packet was ever stored")

// The packet in testdata was sealed by the first version: every later one must
// open it.
func TestFirstPacketStillOpens(t *testing.T) {
	const packet, key, device = "testdata/v1.packet", "testdata/v1.month", "testdata/v1.device"
	if *update {
		w := newWorld(t)
		for name, b := range map[string][]byte{packet: w.packet(t, submission(500)), key: []byte(w.secret), device: w.device.Marshal()} {
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	d, err := ParseDevice(read(device))
	if err != nil {
		t.Fatal(err)
	}
	b := read(packet)
	if _, err := VerifyPacket(b, d.Public()); err != nil {
		t.Fatal(err)
	}
	o, err := OpenPacket(b, string(read(key)), true)
	if err != nil || !reflect.DeepEqual(o.Submission, submission(500)) {
		t.Errorf("%v", err)
	}
}

func FuzzHeader(f *testing.F) {
	packet, err := os.ReadFile("testdata/v1.packet") // seeds must be the same in every process
	if err != nil {
		f.Fatal(err)
	}
	good := bytes.TrimRight(bytes.SplitN(packet[:HeaderSize], []byte("\n"), 3)[1], " ")
	f.Add(good)
	f.Add(bytes.Replace(good, []byte(`"case"`), []byte(`"Case"`), 1))
	f.Add(bytes.Replace(good, []byte(`"weight":3`), []byte(`"weight":3,"weight":4`), 1))
	f.Add(bytes.Replace(good, []byte(`:00Z"`), []byte(`:00+00:00"`), 1))
	f.Add(append([]byte(" "), good...))
	signature := packet[HeaderSize-signatureLine : HeaderSize]
	f.Fuzz(func(t *testing.T, line []byte) {
		text := append([]byte(headerMagic), line...)
		text = append(text, bytes.Repeat([]byte(" "), max(0, HeaderSize-signatureLine-1-len(text)))...)
		text = append(text, '\n')
		h, err := ParseHeader(append(bytes.Clone(text), signature...))
		if err != nil {
			if model.CodeOf(err) != model.CodeDamaged {
				t.Errorf("error %v", err)
			}
			return
		}
		if again, err := h.text(); err != nil || !bytes.Equal(again, text) {
			t.Errorf("parses but encodes to other bytes: %v", err)
		}
	})
}

func BenchmarkEncodePacket(b *testing.B) {
	w := newWorld(b)
	s := submission(1 << 20)
	s.Back.JPEG = picture(1<<20, 3)
	b.ReportAllocs()
	b.SetBytes(2 << 20)
	for b.Loop() {
		if _, err := EncodePacket(w.input(s)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenPacket(b *testing.B) {
	w := newWorld(b)
	packet := w.packet(b, submission(1<<20))
	sum := sha256.Sum256(packet)
	b.SetBytes(int64(len(packet)))
	for b.Loop() {
		if o, err := OpenPacket(packet, w.secret, true); err != nil || len(o.Front.JPEG) < 1<<20 {
			b.Fatal(err)
		}
	}
	if sha256.Sum256(packet) != sum {
		b.Fatal("opening changed the packet")
	}
}
