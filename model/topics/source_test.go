package topics

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truename/model"
)

const hot = `{"code":200,"name":"weibo","updateTime":"%s","data":[
 {"id":"1","title":"油价今晚上调","hot":"455 万热度","url":"https://example.org/1"},
 {"id":"2","title":"【广告】买手机","hot":1,"url":"https://example.org/2"},
 {"id":"3","title":"<em>台风</em>登陆","url":"https://example.org/3"}]}`

// TestFetch asks a server, each of whose routes fails in its own way.
func TestFetch(t *testing.T) {
	now := time.Date(2026, 11, 28, 6, 30, 0, 0, time.UTC)
	stop := make(chan struct{})
	answer := func(kind, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Cookie")+r.Header.Get("Referer") != "" || r.UserAgent() != "Truename" {
				t.Errorf("it tells about itself: %v", r.Header)
			}
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, text)
		}
	}
	routes := map[string]http.HandlerFunc{
		"/good":    answer("application/json; charset=utf-8", fmt.Sprintf(hot, "2026-11-28T06:15:00Z")),
		"/undated": answer("text/plain", fmt.Sprintf(hot, "soon")),
		"/ahead":   answer("application/json", fmt.Sprintf(hot, "2026-11-28T16:15:00Z")),
		"/old":     answer("application/json", fmt.Sprintf(hot, "2026-11-26T06:15:00Z")),
		"/page":    answer("text/html", fmt.Sprintf(hot, "")),
		"/login":   answer("application/json", "<!doctype html><p>登录"),
		"/picture": answer("image/png", "\x89PNG"),
		"/half":    answer("application/json", hot[:100]),
		"/empty":   answer("application/json", `{"code":200,"data":[]}`),
		"/none":    answer("application/json", `{"code":500,"data":[]}`),
		"/large":   answer("application/json", strings.Repeat(" ", maxList+1)),
		"/failed":  func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"/plain":   func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://example.org/", 302) },
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-stop:
			case <-r.Context().Done():
			}
		},
	}
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { routes[r.URL.Path](w, r) }))
	defer srv.Close()
	defer close(stop)
	client := srv.Client()
	client.Timeout = 300 * time.Millisecond

	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 28, hour, minute, 0, 0, time.UTC) }
	for route, want := range map[string]struct {
		fault model.SourceFault
		at    time.Time
	}{
		"/good": {at: at(6, 15)}, "/undated": {at: now}, "/ahead": {at: now},
		"/old": {fault: model.SourceStale}, "/page": {fault: model.SourceWrongType}, "/login": {fault: model.SourceWrongType},
		"/picture": {fault: model.SourceWrongType}, "/half": {fault: model.SourceBroken}, "/empty": {fault: model.SourceEmpty},
		"/none": {fault: model.SourceRefused}, "/large": {fault: model.SourceTooLarge}, "/failed": {fault: model.SourceRefused},
		"/plain": {fault: model.SourceUnreachable}, "/slow": {fault: model.SourceTimeout},
	} {
		s := Source{ID: "weibo", Kind: DailyHot, From: srv.URL + route}
		l, left, err := s.Fetch(t.Context(), client, now)
		if want.fault != "" {
			if err != want.fault || len(l.Rows) > 0 {
				t.Errorf("%s: %v, want %v", route, err, want.fault)
			}
			continue
		}
		if err != nil || left != 1 || len(l.Rows) != 2 || l.Platform != "weibo" || !l.At.Equal(want.at) {
			t.Errorf("%s: %+v, %d left out, %v", route, l, left, err)
			continue
		}
		if l.Rows[0] != (model.TopicRow{Title: "油价今晚上调", Link: "https://example.org/1", Heat: 4.55e6}) || l.Rows[1].Title != "台风登陆" || l.Rows[1].Heat != 0 {
			t.Errorf("%s: %+v", route, l.Rows)
		}
	}
	srv.Close()
	if _, _, err := (Source{Kind: DailyHot, From: srv.URL + "/good"}).Fetch(t.Context(), client, now); err != model.SourceUnreachable {
		t.Errorf("a server that is gone: %v", err)
	}
}

// TestFetchFiles reads a file and the newest one of a folder.
func TestFetchFiles(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	put := func(name, text string, age time.Duration) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	put("old.csv", "title\n旧的一条\n", 3*time.Hour)
	put("new.csv", "rank,title,heat,url\n2,第二条,9万,\n1,第一条,98k,https://example.org/\n", time.Hour)
	put("newer.tmp", "title\n还没写完\n", time.Minute)
	s := Source{ID: "own", Kind: List, From: dir}
	l, _, err := s.Fetch(t.Context(), nil, now)
	if err != nil || len(l.Rows) != 2 || l.Rows[0].Title != "第一条" || l.Rows[0].Heat != 98000 || now.Sub(l.At).Round(time.Minute) != time.Hour {
		t.Errorf("a folder: %+v, %v", l, err)
	}
	s.From = filepath.Join(dir, "old.csv")
	if l, _, err := s.Fetch(t.Context(), nil, now); err != nil || l.Rows[0].Title != "旧的一条" {
		t.Errorf("a file: %+v, %v", l, err)
	}
	if _, _, err := s.Fetch(t.Context(), nil, now.Add(30*time.Hour)); err != model.SourceStale {
		t.Errorf("an old file: %v", err)
	}
	for from, want := range map[string]error{filepath.Join(dir, "missing.csv"): model.SourceUnreachable, t.TempDir(): model.SourceEmpty} {
		if _, _, err := (Source{Kind: List, From: from}).Fetch(t.Context(), nil, now); err != want {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

// TestMoment reads times as servers write them.
func TestMoment(t *testing.T) {
	want := time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)
	for _, v := range []any{"2026-11-28T06:00:00Z", "2026-11-28T06:00:00.000Z", "2026-11-28 14:00:00", "2026/11/28 14:00:00", "1795845600", "1795845600000", want} {
		if got := moment(v); !got.Equal(want) {
			t.Errorf("%v: %v", v, got)
		}
	}
	for _, v := range []any{nil, "", "14:00", "soon", "0", "99999999999999999999", true, "0001-01-01T00:00:00Z"} {
		if got := moment(v); !got.IsZero() {
			t.Errorf("%v: %v", v, got)
		}
	}
}
