package topics

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model"
	"truename/model/fetch"
)

// A Kind is the format of a source's lists.
type Kind string

// Kinds of sources. Which members they have is told in docs/formats.md.
const (
	DailyHot Kind = "dailyhot" // a route of a DailyHotApi server
	NewsNow  Kind = "newsnow"  // a route of a newsnow server
	Feed     Kind = "feed"     // RSS, Atom or JSON Feed
	List     Kind = "list"     // our own, JSON or CSV
)

// Kinds are all of them.
var Kinds = []Kind{DailyHot, NewsNow, Feed, List}

// A Source is where a platform's list is to be had.
type Source struct {
	ID     string // of the platform
	Name   model.Text
	Kind   Kind
	From   string        // an https address, a file or a folder, of which the newest file counts
	Weight float64       // against other platforms
	Every  time.Duration // how often it is asked
}

// Limits of a source.
const (
	maxList = 2 << 20          // bytes
	ListAge = 26 * time.Hour   // a list older than that tells nothing of today
	Ahead   = 10 * time.Minute // other clocks may be ahead so far
)

// Fetch asks a source for its list as of now, and tells how many rows of it were
// left out: advertising, pinned ones, and those that cannot be shown. A list says
// itself when it was made, or its file does, or it was made now. The error is a
// model.SourceFault, without address or path.
func (s Source) Fetch(ctx context.Context, client *http.Client, now time.Time) (l model.TopicList, left int, err error) {
	b, made, err := s.read(ctx, client)
	if err != nil {
		return l, 0, faultOf(err)
	}
	l, left, err = ParseList(s.Kind, b)
	if err != nil {
		return model.TopicList{}, 0, err
	}
	l.Platform = s.ID
	for _, t := range []time.Time{made, now} {
		if l.At.IsZero() {
			l.At = t
		}
	}
	switch {
	case l.At.After(now.Add(Ahead)):
		l.At = now // another clock
	case now.Sub(l.At) > ListAge:
		return model.TopicList{}, 0, model.SourceStale
	}
	l.At = l.At.Truncate(time.Second).UTC()
	return l, left, nil
}

// Read is what stands at an https address or in a file, at most so many bytes.
// The error is a model.SourceFault.
func Read(ctx context.Context, client *http.Client, from string, most int64) (b []byte, err error) {
	if fetch.IsAddress(from) {
		b, _, err = fetch.Get(ctx, client, from, most)
	} else {
		b, err = fetch.File(from, most)
	}
	if err != nil {
		return nil, faultOf(err)
	}
	return b, nil
}

// read is what the source has, with the time of a file.
func (s Source) read(ctx context.Context, client *http.Client) (b []byte, made time.Time, err error) {
	if err := ctx.Err(); err != nil {
		return nil, made, err
	}
	if fetch.IsAddress(s.From) {
		b, kind, err := fetch.Get(ctx, client, s.From, maxList)
		if err == nil && !readable(kind) {
			err = model.SourceWrongType
		}
		return b, made, err
	}
	path := s.From
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		path, info, err = newest(path)
	}
	if err != nil {
		return nil, made, err
	}
	b, err = fetch.File(path, maxList)
	return b, info.ModTime(), err
}

// newest is the newest file of a folder that may hold a list.
func newest(dir string) (path string, info os.FileInfo, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", nil, err
	}
	for _, e := range entries {
		if !slices.Contains([]string{".json", ".csv", ".xml", ".rss", ".atom"}, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		i, err := e.Info()
		if err == nil && i.Mode().IsRegular() && (info == nil || i.ModTime().After(info.ModTime())) {
			path, info = filepath.Join(dir, e.Name()), i
		}
	}
	if info == nil {
		return "", nil, model.SourceEmpty
	}
	return path, info, nil
}

// readable reports whether a media type may be that of a list; servers are
// often careless about it, but a page or a picture is none.
func readable(kind string) bool {
	top, sub, _ := strings.Cut(kind, "/")
	switch top {
	case "image", "audio", "video", "font":
		return false
	}
	return sub != "html" && sub != "xhtml+xml" && sub != "pdf" && sub != "zip"
}

// faultOf says why nothing could be read.
func faultOf(err error) error {
	var fault model.SourceFault
	var status fetch.Status
	var network net.Error
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return model.SourceTimeout
	case errors.Is(err, fetch.ErrTooLarge):
		return model.SourceTooLarge
	case errors.As(err, &status):
		return model.SourceRefused
	}
	return model.SourceUnreachable
}
