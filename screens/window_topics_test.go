//go:build window && linux

package screens

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// TestWindowTopics: the window asks a source that is configured, shows what came,
// asks again when somebody presses Refresh, knows it after a start without the
// server, and asks nobody where nothing is configured.
func TestWindowTopics(t *testing.T) {
	var asked atomic.Int32
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		var rows []map[string]any
		for i := range 50 {
			rows = append(rows, map[string]any{"title": fmt.Sprintf("第%d个话题：示例", i+1), "hot": 5_000_000 - i, "url": "https://example.org/"})
		}
		json.NewEncoder(w).Encode(map[string]any{"code": 200, "data": rows})
	}))
	defer srv.Close()
	dir := t.TempDir()
	surround(t, dir)
	certificate := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", certificate)
	conf, data := filepath.Join(dir, "conf.toml"), filepath.Join(dir, "data")
	text := fmt.Sprintf("[[source]]\nid = \"weibo\"\nname = { zh = \"微博\", en = \"Weibo\" }\nkind = \"dailyhot\"\nfrom = %q\n", srv.URL+"/weibo")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openDisplay(t)

	plain := open(t, d, filepath.Join(dir, "plain"))
	plain.press("ctrl+6")
	table := plain.steady()
	if code := plain.quit("without a source"); code != 0 || asked.Load() != 0 {
		t.Fatalf("exit code %d, %d times asked where nothing is configured", code, asked.Load())
	}

	w := open(t, d, data, "-config", conf)
	eventually(t, "the source to be asked", func() bool { return asked.Load() == 1 })
	w.press("ctrl+6")
	first := w.steady()
	if differ(table, first) < 5000 {
		t.Error("the page of topics looks as without them")
	}
	w.click(refreshX, refreshY)
	eventually(t, "the source to be asked again", func() bool { return asked.Load() == 2 })
	if code := w.quit("with a source"); code != 0 {
		t.Errorf("exit code %d\n%s", code, w.errs)
	}

	srv.Close()
	again := open(t, d, data, "-config", conf)
	again.press("ctrl+6")
	if n := differ(first, again.steady()); n > 5000 {
		t.Errorf("after a start without the server %d pixels are others", n)
	}
	if code := again.quit("without the server"); code != 0 {
		t.Errorf("exit code %d\n%s", code, again.errs)
	}
}

// Where Refresh stands on the page, in English and the usual size.
const refreshX, refreshY = 627, 170

// steady is a picture of the window when nothing changes on it any more.
func (p *real) steady() *image.RGBA {
	p.Helper()
	time.Sleep(time.Second)
	before := p.look()
	for end := time.Now().Add(startLimit); ; {
		time.Sleep(400 * time.Millisecond)
		now := p.look()
		if differ(before, now) < cursorPixels {
			return now
		}
		if before = now; time.Now().After(end) {
			p.Fatal("the window changes for ever")
		}
	}
}
