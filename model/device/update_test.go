package device

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"truename/model"
	"truename/model/fetch"
)

const goodFeed = `{"version":"0.3.0","where":"https://example.org/truename"}`

// feedServer answers over TLS with serve. The client is the one of Newest, but
// that it trusts the server.
func feedServer(t *testing.T, serve http.HandlerFunc) (*httptest.Server, *http.Client) {
	t.Helper()
	srv := httptest.NewUnstartedServer(serve)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are what is tested
	srv.StartTLS()
	t.Cleanup(srv.Close)
	client := feedClient()
	client.Transport.(*http.Transport).TLSClientConfig = srv.Client().Transport.(*http.Transport).TLSClientConfig
	return srv, client
}

func answer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

// refused fails unless err is what Newest gives where there is no newer version
// to be had.
func refused(t *testing.T, name string, r model.Release, newer bool, err error) {
	t.Helper()
	if model.CodeOf(err) != model.CodeUnreadable || newer || r != (model.Release{}) {
		t.Errorf("%s: %+v, %v, %v, want unreadable alone", name, r, newer, err)
	}
}

func TestNewest(t *testing.T) {
	for name, c := range map[string]struct {
		current, feed string
		newer         bool
	}{
		"newer":              {"0.1.0", `{"version":"0.3.0"}`, true},
		"the same":           {"0.3.0", `{"version":"0.3.0"}`, false},
		"older":              {"0.3.1", `{"version":"0.3.0"}`, false},
		"by number":          {"0.9.9", `{"version":"0.10.0"}`, true},
		"by number, back":    {"0.10.0", `{"version":"0.9.9"}`, false},
		"the first counts":   {"1.9999.9999", `{"version":"2.0.0"}`, true},
		"then the second":    {"2.1.9999", `{"version":"2.2.0"}`, true},
		"the last as well":   {"2.2.9", `{"version":"2.2.10"}`, true},
		"the first, back":    {"2.0.0", `{"version":"1.9999.9999"}`, false},
		"the highest":        {"9999.9999.9998", `{"version":"9999.9999.9999"}`, true},
		"a member unknown":   {"0.1.0", `{"version":"0.3.0","size":[1],"sha256":{"a":null}}`, true},
		"with where":         {"0.1.0", goodFeed, true},
		"where is nowhere":   {"0.1.0", `{"version":"0.3.0","where":""}`, true},
		"where just fits":    {"0.1.0", `{"version":"0.3.0","where":"https://a.example/` + strings.Repeat("a", fetch.MaxAddress-18) + `"}`, true},
		"where in Chinese":   {"0.1.0", `{"version":"0.3.0","where":"https://example.org/实名"}`, true},
		"as long as it gets": {"0.1.0", goodFeed + strings.Repeat(" ", maxFeed-len(goodFeed)), true},
	} {
		var want struct{ Version, Where string }
		if err := json.Unmarshal([]byte(c.feed), &want); err != nil {
			t.Fatal(err)
		}
		srv, client := feedServer(t, answer(c.feed))
		for from, feed := range map[string]string{"address": srv.URL + "/feed.json", "file": write(t, c.feed)} {
			got, newer, err := newest(t.Context(), client, feed, c.current)
			if err != nil || newer != c.newer || got != model.Release(want) {
				t.Errorf("%s from the %s: %+v, %v, %v, want %+v, %v", name, from, got, newer, err, want, c.newer)
			}
		}
	}
}

func TestNewestRefuses(t *testing.T) {
	version := func(s string) string { return `{"version":"` + s + `"}` }
	where := func(s string) string { return `{"version":"0.3.0","where":"` + s + `"}` }
	for name, feed := range map[string]string{
		"nothing":               "",
		"a page":                "<html>9.9.9</html>",
		"a list":                "[" + goodFeed + "]",
		"null":                  "null",
		"no version":            `{"where":"https://example.org"}`,
		"two answers":           goodFeed + goodFeed,
		"half an answer":        goodFeed[:20],
		"a number":              `{"version":9.9}`,
		"another kind of where": `{"version":"9.9.9","where":{"zh":"https://example.org"}}`,
		"two numbers":           version("9.9"),
		"four numbers":          version("9.9.9.9"),
		"a v":                   version("v9.9.9"),
		"a word behind":         version("9.9.9-rc1"),
		"a plus":                version("9.9.9+1"),
		"a sign":                version("+9.9.9"),
		"below zero":            version("9.-9.9"),
		"a space":               version("9.9.9 "),
		"a line":                version(`9.9.9\n`),
		"a line before":         version(`\n9.9.9`),
		"too high":              version("10000.0.0"),
		"far too high":          version("9.9." + strings.Repeat("9", 40)),
		"leading zeros":         version("09.9.9"),
		"all zeros":             version("9.00.9"),
		"full width":            version("９.９.９"),
		"Arabic":                version("٩.٩.٩"),
		"empty numbers":         version("9..9"),
		"hexadecimals":          version("0x9.9.9"),
		"where in clear":        where("http://example.org"),
		"where is a file":       where("file:///etc/passwd"),
		"where is a path":       where("/etc/passwd"),
		"where is a script":     where("javascript:alert(1)"),
		"where is a program":    where("calc.exe"),
		"where has no host":     where("https:///a"),
		"where is opaque":       where("https:example.org"),
		"where is a port":       where("https://:443/"),
		"where has a name":      where("https://example.com@evil.example/"),
		"where has a space":     where("https://example.org/a b"),
		"where has a line":      where(`https://example.org/\n`),
		"where turns round":     where(`https://example.org/\u202egpj.exe`),
		"where is broken":       where("https://example.org/\xff"),
		"where is too long":     where("https://a.example/" + strings.Repeat("a", fetch.MaxAddress-17)),
		"too long":              goodFeed + strings.Repeat(" ", maxFeed),
		"endless depth":         strings.Repeat(`{"version":`, 6000),
	} {
		srv, client := feedServer(t, answer(feed))
		for _, from := range []string{srv.URL, write(t, feed)} {
			r, newer, err := newest(t.Context(), client, from, "0.1.0")
			refused(t, name, r, newer, err)
		}
	}
}

// Nobody is asked where nothing is configured, or where the question is wrong.
func TestNewestContactsNobody(t *testing.T) {
	var asked atomic.Int32
	open := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		io.WriteString(w, goodFeed)
	}))
	defer open.Close()
	srv, client := feedServer(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		io.WriteString(w, goodFeed)
	})
	for _, current := range []string{"0.1.0", "", "dev"} {
		r, newer, err := newest(t.Context(), client, "", current)
		if r != (model.Release{}) || newer || err != nil {
			t.Errorf("no feed: %+v, %v, %v", r, newer, err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx           context.Context
		feed, current string
	}{
		"http":            {t.Context(), open.URL, "0.1.0"},
		"ftp":             {t.Context(), strings.Replace(srv.URL, "https", "ftp", 1), "0.1.0"},
		"a name in it":    {t.Context(), strings.Replace(srv.URL, "https://", "https://me:secret@", 1), "0.1.0"},
		"a long address":  {t.Context(), srv.URL + "/" + strings.Repeat("a", fetch.MaxAddress), "0.1.0"},
		"a version amiss": {t.Context(), srv.URL, "0.1"},
		"no version":      {t.Context(), srv.URL, ""},
		"stopped before":  {done, srv.URL, "0.1.0"},
		"a stopped file":  {done, write(t, goodFeed), "0.1.0"},
	} {
		r, newer, err := newest(c.ctx, client, c.feed, c.current)
		refused(t, name, r, newer, err)
		if strings.Contains(err.Error(), "secret") || errors.Is(err, context.Canceled) != (c.ctx == done) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked %d times", n)
	}
	if _, newer, err := newest(t.Context(), client, srv.URL, "0.1.0"); err != nil || !newer || asked.Load() != 1 {
		t.Errorf("the servers would not have noticed: %v, %v", newer, err)
	}
}

// What a server learns: the address it was asked for, and that it was this
// program. Not even the address that redirected to it, and no cookie of it.
func TestNewestTellsNothing(t *testing.T) {
	var heads []http.Header
	srv, client := feedServer(t, func(w http.ResponseWriter, r *http.Request) {
		heads = append(heads, r.Header.Clone())
		body, err := io.ReadAll(r.Body)
		if r.Method != http.MethodGet || len(body) > 0 || err != nil {
			t.Errorf("%s with %d bytes, %v", r.Method, len(body), err)
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new?key="+strings.Repeat("a", 2*fetch.MaxAddress), http.StatusFound)
			return
		}
		io.WriteString(w, goodFeed)
	})
	for range 2 {
		if _, newer, err := newest(t.Context(), client, srv.URL+"/old", "0.1.0"); err != nil || !newer {
			t.Fatalf("%v, %v", newer, err)
		}
	}
	want := http.Header{"User-Agent": {"Truename"}, "Connection": {"close"}}
	for i, head := range heads {
		if !reflect.DeepEqual(head, want) {
			t.Errorf("request %d of %d: %v, want %v", i+1, len(heads), head, want)
		}
	}
	if len(heads) != 4 {
		t.Errorf("%d requests, want 4", len(heads))
	}
}

func TestNewestRedirects(t *testing.T) {
	open := httptest.NewServer(answer(goodFeed))
	defer open.Close()
	var asked atomic.Int32
	srv, client := feedServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		to := map[string]string{
			"/open": open.URL, "/file": "file:///etc/passwd", "/named": "https://me@" + r.Host + "/",
			"/round": "/round", "/broken": "https://%zz/", "/1": "/2", "/2": "/3", "/3": "/",
		}[r.URL.Path]
		if to == "" {
			io.WriteString(w, goodFeed)
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	})
	for _, path := range []string{"/open", "/file", "/named", "/round", "/broken"} {
		asked.Store(0)
		r, newer, err := newest(t.Context(), client, srv.URL+path, "0.1.0")
		refused(t, path, r, newer, err)
		if n, most := asked.Load(), int32(1+3); path != "/round" && n != 1 || n > most {
			t.Errorf("%s: asked %d times", path, n)
		}
	}
	if _, newer, err := newest(t.Context(), client, srv.URL+"/1", "0.1.0"); err != nil || !newer {
		t.Errorf("three redirects: %v, %v", newer, err)
	}
}

// Servers that do not answer as they should.
func TestNewestServers(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"not found":    http.NotFound,
		"out of order": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); io.WriteString(w, goodFeed) },
		"no content":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"packed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte{0x1f, 0x8b, 8, 0})
		},
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, goodFeed)
		},
		"a long head": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", 4*maxFeed))
			io.WriteString(w, goodFeed)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for block := []byte(strings.Repeat(" ", 4096)); ; {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		},
		"hangs up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		srv, client := feedServer(t, serve)
		r, newer, err := newest(t.Context(), client, srv.URL+"/zhangsan", "0.1.0")
		refused(t, name, r, newer, err)
		if strings.Contains(err.Error(), "zhangsan") {
			t.Errorf("%s: %v holds the address", name, err)
		}
	}
	closed, client := feedServer(t, answer(goodFeed))
	closed.Close()
	r, newer, err := newest(t.Context(), client, closed.URL, "0.1.0")
	refused(t, "nobody there", r, newer, err)
}

func TestNewestTrustsNoStranger(t *testing.T) {
	srv, _ := feedServer(t, answer(goodFeed))
	r, newer, err := Newest(t.Context(), srv.URL, "0.1.0")
	refused(t, "a certificate of nobody's", r, newer, err)
}

// A server that is silent, before or in its answer, holds nobody up.
func TestNewestWaitsNotForLong(t *testing.T) {
	if limit := feedClient().Timeout; limit != 5*time.Second {
		t.Errorf("waits %v", limit)
	}
	for name, begin := range map[string]string{"silent": "", "silent in the middle": goodFeed} {
		srv, client := feedServer(t, func(w http.ResponseWriter, r *http.Request) {
			if begin != "" {
				io.WriteString(w, begin)
				w.(http.Flusher).Flush()
			}
			<-r.Context().Done()
			panic(http.ErrAbortHandler) // returning would end the answer well
		})
		client.Timeout = 50 * time.Millisecond
		r, newer, err := newest(t.Context(), client, srv.URL, "0.1.0")
		refused(t, name, r, newer, err)

		client.Timeout = feedTime
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		r, newer, err = newest(ctx, client, srv.URL, "0.1.0")
		cancel()
		refused(t, name+", stopped", r, newer, err)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s, stopped: %v does not say so", name, err)
		}
	}
}

func TestNewestFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "张三")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"missing":  filepath.Join(dir, "none.json"),
		"a folder": dir,
		"a zero":   dir + "\x00",
		"a place":  filepath.Join(write(t, goodFeed), "张三.json"),
	} {
		r, newer, err := Newest(t.Context(), path, "0.1.0")
		refused(t, name, r, newer, err)
		if strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: %v holds the path", name, err)
		}
	}
	if r, newer, err := Newest(t.Context(), write(t, goodFeed), "0.1.0"); err != nil || !newer || r.Version != "0.3.0" {
		t.Errorf("a file: %+v, %v, %v", r, newer, err)
	}
}

func FuzzRelease(f *testing.F) {
	for _, s := range []string{
		goodFeed, "", "null", "[]", `{"version":"0.3.0"}`, `{"VERSION":"1.2.3","version":"9999.0.0","where":null}`,
		`{"version":"0.3.0","where":"https://[::1]:443/?a#b"}`, `{"version":"01.2.3"}`, `{"version":"1.2.3","where":"https:\\\\a"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, v, err := parseRelease([]byte(s))
		if err != nil {
			if r != (model.Release{}) || v != [3]int{} {
				t.Fatalf("refused, and yet %+v", r)
			}
			return
		}
		plain := strings.TrimFunc(r.Version, func(r rune) bool { return r == '.' || '0' <= r && r <= '9' }) == ""
		if !plain || strings.Count(r.Version, ".") != 2 || len(r.Version) > 14 || max(v[0], v[1], v[2]) > 9999 || min(v[0], v[1], v[2]) < 0 {
			t.Fatalf("accepted version %q as %v", r.Version, v)
		}
		if r.Where != "" && (!strings.HasPrefix(strings.ToLower(r.Where), "https://") || len([]rune(r.Where)) > fetch.MaxAddress) {
			t.Fatalf("accepted %q", r.Where)
		}
		b, err := json.Marshal(map[string]string{"version": r.Version, "where": r.Where})
		if err != nil {
			t.Fatal(err)
		}
		if again, w, err := parseRelease(b); err != nil || again != r || w != v {
			t.Fatalf("%+v, written and read again: %+v, %v", r, again, err)
		}
	})
}
