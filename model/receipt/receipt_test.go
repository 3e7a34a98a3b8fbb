package receipt

import (
	"encoding/json"
	"image"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

const reference = "K7TM-4M2Q-9XWD-3H8A"

// scan reads a QR code with a decoder that is not the encoder's.
func scan(t *testing.T, img image.Image) string {
	t.Helper()
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bmp, nil)
	if err != nil {
		t.Fatalf("the code does not read: %v", err)
	}
	return got.GetText()
}

func TestQRReadsBack(t *testing.T) {
	for _, ref := range []string{reference, "2222-2222-2222-2222", "ZYXW-VTSR-QPNM-KJHG"} {
		for _, size := range []int{MinSize, 240, 1000} {
			img, err := QR(ref, size)
			if err != nil {
				t.Fatal(err)
			}
			if b := img.Bounds(); b.Dx() != size || b.Dy() != size {
				t.Errorf("asked for %d pixels, got %v", size, b)
			}
			if got := scan(t, img); got != ref {
				t.Errorf("%d pixels: the code says %q, want the reference alone", size, got)
			}
		}
	}
}

func TestKeyQR(t *testing.T) {
	key := "AGE-SECRET-KEY-PQ-1" + strings.Repeat("QPZRY9X8", 7)
	img, err := KeyQR(key, 440)
	if err != nil {
		t.Fatal(err)
	}
	if got := scan(t, img); got != key {
		t.Errorf("the code says %q", got)
	}
	for name, c := range map[string]struct {
		text string
		size int
	}{"a reference": {reference, 440}, "nothing": {"", 440}, "too small": {key, MinSize - 1}, "too large": {key, MaxSize + 1}} {
		if _, err := KeyQR(c.text, c.size); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestQRWithAStain(t *testing.T) {
	img, err := QR(reference, 290)
	if err != nil {
		t.Fatal(err)
	}
	stained := image.NewGray(img.Bounds())
	stain := image.Rect(180, 150, 215, 185)
	for y := range 290 {
		for x := range 290 {
			if !image.Pt(x, y).In(stain) {
				stained.Set(x, y, img.At(x, y))
			}
		}
	}
	if got := scan(t, stained); got != reference {
		t.Errorf("stained, the code says %q", got)
	}
}

func TestQRRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		reference string
		size      int
	}{
		"nothing":              {"", 240},
		"an identity number":   {"440308199506181014", 240},
		"a name":               {"张三", 240},
		"more than it":         {reference + " 张三", 240},
		"five groups":          {reference + "-K7TM", 240},
		"ungrouped":            {strings.ReplaceAll(reference, "-", ""), 240},
		"lower case":           {strings.ToLower(reference), 240},
		"a letter not in use":  {"K7TO-4M2Q-9XWD-3H8A", 240},
		"too small to scan":    {reference, MinSize - 1},
		"a bomb":               {reference, MaxSize + 1},
		"no size at all":       {reference, 0},
		"a size of modules, <": {reference, -4},
	} {
		img, err := QR(c.reference, c.size)
		if model.CodeOf(err) != model.CodeUsage || img != nil {
			t.Errorf("%s: %v, want usage and no image", name, err)
		}
		if err != nil && c.reference != "" && strings.Contains(err.Error(), c.reference) {
			t.Errorf("%s: the error repeats what it was given", name)
		}
	}
}

func TestNew(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 2, 0, 0, time.UTC)
	later := at.AddDate(0, 0, 9)
	h := model.Head{Case: uuid.New(), ID: uuid.New(), Revision: 1, Status: model.Waiting, Received: at, Updated: later}
	from, until := idcard.Date{Year: 2026, Month: 11, Day: 24}, idcard.Date{Year: 2026, Month: 11, Day: 26}
	got := New(h, reference, from, until)
	want := model.Receipt{Reference: reference, ID: h.ID, Status: model.Waiting, Received: at, ExpectedFrom: from, ExpectedUntil: until}
	if got != want {
		t.Errorf("first revision: %+v, want %+v", got, want)
	}
	h.Revision = 2
	if got := New(h, reference, from, until); !got.Received.Equal(later) {
		t.Errorf("second revision received %v, want %v", got.Received, later)
	}
	checkJSON(t, got)
}

// checkJSON holds the names that others rely on.
func checkJSON(t *testing.T, r model.Receipt) {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"reference": reference, "id": r.ID.String(), "status": "waiting", "received": "2026-11-23T06:02:00Z",
		"expected_from": "2026-11-24", "expected_until": "2026-11-26",
	} {
		if m[key] != want {
			t.Errorf("%s is %q, want %q", key, m[key], want)
		}
	}
	if len(m) != 6 {
		t.Errorf("%d members, want 6: %s", len(m), b)
	}
}
