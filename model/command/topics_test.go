package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"truename/model"
	"truename/model/device"
	"truename/model/store"
)

// A newsstand is a server of lists, a store and a clock.
type newsstand struct {
	*testing.T
	st   *store.Store
	srv  *httptest.Server
	conf device.Config
	now  time.Time
	hits atomic.Int32
	down atomic.Bool
}

var pairsOf = [][2]string{{"嫦娥七号落月", "嫦娥七号成功落月"}, {"油价今晚上调", "今晚油价上调"}, {"天梯杯总决赛落幕", "脑机接口患者意念打字"}}

func newNewsstand(t *testing.T) *newsstand {
	t.Helper()
	n := &newsstand{T: t, now: time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)}
	var err error
	if n.st, err = store.Open(t.TempDir(), store.Options{Demo: true, Work: 10}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.st.Close() })
	n.srv = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.hits.Add(1)
		if n.down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var rows []map[string]any
		for _, p := range pairsOf {
			rows = append(rows, map[string]any{"title": p[map[string]int{"/weibo": 0, "/zhihu": 1}[r.URL.Path]], "url": "https://example.org/"})
		}
		if r.URL.Path == "/broken" {
			rows = nil
		}
		json.NewEncoder(w).Encode(map[string]any{"code": 200, "data": rows, "updateTime": n.now.Format(time.RFC3339)})
	}))
	t.Cleanup(n.srv.Close)
	for _, id := range []string{"weibo", "zhihu", "broken"} {
		n.conf.Sources = append(n.conf.Sources, device.Source{ID: id, Name: model.Text{ZH: id, EN: id}, Kind: "dailyhot", From: n.srv.URL + "/" + id})
	}
	n.conf.Sources = append(n.conf.Sources, device.Source{ID: "off", Name: model.Text{ZH: "x", EN: "x"}, Kind: "list", From: "/nowhere", Off: true})
	return n
}

func (n *newsstand) topics(kiosk bool) *Topics {
	t := NewTopics(n.st, n.conf, kiosk)
	t.client, t.now = n.srv.Client(), func() time.Time { return n.now }
	return t
}

// TestFollow asks sources of which one fails, joins what two of them have, and
// knows it all again after a start without a network.
func TestFollow(t *testing.T) {
	n := newNewsstand(t)
	follow := n.topics(false)
	first, err := follow.Board(t.Context())
	if err != nil || first.Date.IsZero() || len(first.Topics) == 0 || n.hits.Load() > 0 {
		t.Fatalf("before anything was asked: %+v, %v, %d asked", first, err, n.hits.Load())
	}
	var steps []float64
	for range 8 { // four hours
		n.now = n.now.Add(30 * time.Minute)
		if first, err = follow.Refresh(t.Context(), func(f float64) { steps = append(steps, f) }); err != nil {
			t.Fatal(err)
		}
	}
	check := func(b model.Board) {
		t.Helper()
		if len(b.Topics) != 4 || b.Answered() != 2 || len(b.Sources) != 3 || b.Sources[2].Fault != model.SourceEmpty || !b.Updated.Equal(n.now) {
			t.Fatalf("%d topics, %d answered: %+v", len(b.Topics), b.Answered(), b.Sources)
		}
		if top := b.Topics[0]; len(top.Entries) != 2 || len(top.Parts) != 2 || top.Heat <= b.Topics[3].Heat {
			t.Errorf("the first: %+v", top)
		}
	}
	check(first)
	if len(steps) != 24 || steps[23] != 1 {
		t.Errorf("steps %v", steps)
	}
	if _, err := follow.Refresh(t.Context(), nil); err != nil { // the same lists again
		t.Fatal(err)
	}
	n.down.Store(true)
	again := n.topics(false)
	b, err := again.Board(t.Context())
	if err != nil || len(b.Topics) != 4 || b.Topics[0].Key != first.Topics[0].Key || b.Topics[0].Heat != first.Topics[0].Heat {
		t.Fatalf("after a start: %+v, %v", b.Topics[:1], err)
	}
	if b, err = again.Refresh(t.Context(), nil); err != nil || b.Sources[0].Fault != model.SourceRefused || b.Answered() != 0 || len(b.Topics) != 4 {
		t.Errorf("without the server: %+v, %v", b.Sources, err)
	}
}

// TestRun asks each source when it is due, and nobody where nothing is
// configured, nor at a kiosk.
func TestRun(t *testing.T) {
	n := newNewsstand(t)
	follow := n.topics(false)
	if !follow.due(t.Context()) || n.hits.Load() != 3 {
		t.Fatalf("%d asked at first", n.hits.Load())
	}
	if follow.due(t.Context()) || n.hits.Load() != 3 {
		t.Errorf("%d asked at once again", n.hits.Load())
	}
	n.now = n.now.Add(31 * time.Minute)
	if !follow.due(t.Context()) || n.hits.Load() != 6 {
		t.Errorf("%d asked when due", n.hits.Load())
	}
	kiosk := n.topics(true)
	if kiosk.due(t.Context()) || kiosk.Follows() {
		t.Error("a kiosk asks sources")
	}
	n.conf = device.Config{}
	idle := n.topics(false)
	idle.Run(t.Context(), func() { t.Error("something changed") }) // returns
	if b, err := idle.Board(t.Context()); err != nil || b.Date.IsZero() || n.hits.Load() != 6 {
		t.Errorf("%+v, %v", b, err)
	}
}

// TestSlowSource: while a source keeps everybody waiting, what there is is shown;
// and whoever stops waiting says nothing about the source.
func TestSlowSource(t *testing.T) {
	n := newNewsstand(t)
	asked, stop := make(chan struct{}), make(chan struct{})
	slow := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(stop)
	n.conf.Sources = n.conf.Sources[:1]
	n.conf.Sources[0].From = slow.URL
	follow := n.topics(false)
	follow.client = slow.Client()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := follow.Refresh(ctx, nil)
		ended <- err
	}()
	<-asked
	shown := make(chan model.Board, 1)
	go func() {
		b, _ := follow.Board(t.Context())
		shown <- b
	}()
	select {
	case b := <-shown:
		if len(b.Topics) == 0 {
			t.Error("nothing is shown")
		}
	case <-time.After(5 * time.Second):
		t.Error("the board waits for the source")
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if b, err := follow.Board(t.Context()); err != nil || b.Sources[0].Fault != "" || follow.since("weibo") < time.Hour {
		t.Errorf("it says something about the source: %+v, %v", b.Sources, err)
	}
}

// TestTenDays drops what is over ten days old, also while it runs on.
func TestTenDays(t *testing.T) {
	n := newNewsstand(t)
	for i := range n.conf.Sources {
		n.conf.Sources[i].Interval = 360
	}
	follow := n.topics(false)
	count := func() (lists int) {
		if err := n.st.Lists(t.Context(), time.Time{}, func(model.TopicList) error { lists++; return nil }); err != nil {
			t.Fatal(err)
		}
		return lists
	}
	for range 15 * 4 { // fifteen days, every six hours
		n.now = n.now.Add(6 * time.Hour)
		if _, err := follow.Refresh(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := count(); got < 2*40 || got > 2*45 {
		t.Errorf("%d lists are kept of two platforms, want ten days or a little more", got)
	}
	days, err := n.st.TopicDays(t.Context())
	if err != nil || len(days) < 15 {
		t.Errorf("%d days, %v", len(days), err)
	}
}

// TestShortRuns: a program that is started each morning and closed each evening,
// or a command that a timer calls, drops what is old as well; and nights in which
// nobody asked take nothing from what platforms say.
func TestShortRuns(t *testing.T) {
	n := newNewsstand(t)
	for range 15 {
		follow := n.topics(false)
		for range 16 { // eight hours
			n.now = n.now.Add(30 * time.Minute)
			b, err := follow.Refresh(t.Context(), nil)
			if err != nil || len(b.Topics) != 4 || b.Sources[0].Thin {
				t.Fatalf("%v: %d topics, %+v, %v", n.now, len(b.Topics), b.Sources, err)
			}
		}
		n.now = n.now.Add(16 * time.Hour)
	}
	lists := 0
	if err := n.st.Lists(t.Context(), time.Time{}, func(model.TopicList) error { lists++; return nil }); err != nil || lists > 2*16*11 {
		t.Errorf("%d lists are kept, %v", lists, err)
	}
}

// TestWrongClock: lists that were kept while the clock was ahead do not keep out
// those that come when it is right.
func TestWrongClock(t *testing.T) {
	n := newNewsstand(t)
	n.now = n.now.AddDate(1, 0, 0)
	if _, err := n.topics(false).Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.AddDate(-1, 0, 0)
	b, err := n.topics(false).Refresh(t.Context(), nil)
	if err != nil || !b.Updated.Equal(n.now) || len(b.Topics) != 4 {
		t.Errorf("updated %v, %d topics, %v", b.Updated, len(b.Topics), err)
	}
	if err := n.st.Lists(t.Context(), n.now.Add(time.Hour), func(l model.TopicList) error { t.Errorf("a list of %v is kept", l.At); return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestCollection: what one machine signs another one reads, and nothing else.
func TestCollection(t *testing.T) {
	n := newNewsstand(t)
	b, err := n.topics(false).Refresh(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "topics.truename")
	put := func(b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sign := func() []byte {
		signed, err := n.st.Collect(b)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	good := sign()
	lobby := newNewsstand(t)
	lobby.now = time.Now()
	lobby.conf.Collection = device.Collection{From: path, Key: n.st.MachineKey()}
	kiosk := lobby.topics(true)
	flipped := bytes.Replace(good, []byte("嫦娥"), []byte("神舟"), 1)
	for _, c := range []struct {
		name  string
		put   func()
		fault model.SourceFault
	}{
		{"missing", func() { os.Remove(path) }, model.SourceUnreachable},
		{"empty", func() { put(nil) }, model.SourceEmpty},
		{"changed", func() { put(flipped) }, model.SourceSignature},
		{"cut", func() { put(good[:len(good)-10]) }, model.SourceBroken},
		{"another's", func() {
			other, err := lobby.st.Collect(b)
			if err != nil {
				t.Fatal(err)
			}
			put(other)
		}, model.SourceSignature},
		{"good", func() { put(good) }, ""},
		{"older", func() { b.Updated = b.Updated.Add(-time.Hour); put(sign()) }, model.SourceStale},
		{"good again", func() { put(good) }, ""},
		{"days later", func() { lobby.now = lobby.now.Add(3 * 24 * time.Hour) }, model.SourceStale},
	} {
		c.put()
		got, err := kiosk.Refresh(t.Context(), nil)
		if err != nil || got.Fault != c.fault {
			t.Errorf("%s: %q, %v, want %q", c.name, got.Fault, err, c.fault)
		}
		if c.fault == "" && len(got.Topics) != 4 {
			t.Errorf("%s: %+v", c.name, got.Topics)
		}
	}
	if lobby.hits.Load() != 0 {
		t.Error("a kiosk asked a source")
	}
	lobby.now = time.Now()
	os.Remove(path)
	if again, err := lobby.topics(true).Board(t.Context()); err != nil || len(again.Topics) != 4 || !again.Date.IsZero() {
		t.Errorf("after a start, without the file: %+v, %v", again, err)
	}
}

// TestCollect is the command.
func TestCollect(t *testing.T) {
	dir := t.TempDir()
	lists := filepath.Join(dir, "lists.csv")
	if err := os.WriteFile(lists, []byte("title,heat\n嫦娥七号落月,455 万\n油价今晚上调,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	conf, to := filepath.Join(dir, "conf.toml"), filepath.Join(dir, "topics.truename")
	text := fmt.Sprintf("[[source]]\nid = \"own\"\nname = { zh = \"自己的\", en = \"Own\" }\nkind = \"list\"\nfrom = '%s'\n", lists)
	for _, c := range []struct {
		text string
		code int
		says string
	}{
		{text, 0, `"rows":2`},
		{strings.Replace(text, "lists.csv", "none.csv", 1), 1, `"fault":"unreachable"`},
		{"", exitUsage, ""},
	} {
		if err := os.WriteFile(conf, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code := Run(t.Context(), []string{"collect", "-demo", "-data", filepath.Join(dir, "data"), "-config", conf, "-to", to}, Env{Stdout: &out, Stderr: &errs})
		if code != c.code || !strings.Contains(out.String(), c.says) || strings.Contains(errs.String(), dir) {
			t.Errorf("code %d, %s, %s", code, out.String(), errs.String())
		}
	}
	if b, err := os.ReadFile(to); err != nil || !bytes.HasPrefix(b, []byte("truename topics 1\n")) {
		t.Errorf("%.60s, %v", b, err)
	}
}
