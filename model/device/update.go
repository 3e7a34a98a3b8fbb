package device

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"truename/model"
	"truename/model/fetch"
)

// Limits of an update feed.
const (
	maxFeed  = 64 << 10        // bytes
	feedTime = 5 * time.Second // from the first byte sent to the last one read
)

// Newest is the version of Truename that feed names, and whether it is newer
// than current. The feed is an https address or a file (Config.Update); with
// "" nothing is configured, nothing is contacted, and there is no release.
//
// A feed is JSON of at most 64 KiB:
//
//	{"version":"0.3.0","where":"https://example.org/truename"}
//
// The version, like current, is three numbers of at most 9999 without leading
// zeros, and they are compared as numbers. where is "", absent, or an https
// address of at most 300 characters. Members it does not know are passed over.
//
// An address is asked once, for at most 5 s. Nothing is sent but the request:
// no cookie, no referrer, nothing about the machine or the version that runs.
// It may redirect to https only. A file is a regular one. Whatever goes wrong
// is an error with CodeUnreadable, and never a newer version.
func Newest(ctx context.Context, feed, current string) (r model.Release, newer bool, err error) {
	return newest(ctx, feedClient(), feed, current)
}

func newest(ctx context.Context, client *http.Client, feed, current string) (model.Release, bool, error) {
	if feed == "" {
		return model.Release{}, false, nil
	}
	have, ok := parseVersion(current)
	if !ok {
		return model.Release{}, false, noFeed(errors.New("the version that runs is not three numbers"))
	}
	b, err := readFeed(ctx, client, feed)
	if err != nil {
		return model.Release{}, false, noFeed(err)
	}
	r, offered, err := parseRelease(b)
	if err != nil {
		return model.Release{}, false, noFeed(err)
	}
	return r, slices.Compare(offered[:], have[:]) > 0, nil
}

func noFeed(err error) error {
	return model.Fail(model.CodeUnreadable, fmt.Errorf("device: update feed: %w", err))
}

func feedClient() *http.Client { return fetch.Client(feedTime) }

func readFeed(ctx context.Context, client *http.Client, feed string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if fetch.IsAddress(feed) {
		b, _, err := fetch.Get(ctx, client, feed, maxFeed)
		return b, err
	}
	return fetch.File(feed, maxFeed)
}

// parseRelease reads the content of a feed.
func parseRelease(b []byte) (model.Release, [3]int, error) {
	var r struct {
		Version string `json:"version"`
		Where   string `json:"where"`
	}
	if json.Unmarshal(b, &r) != nil {
		return model.Release{}, [3]int{}, errors.New("not JSON with version and where")
	}
	version, ok := parseVersion(r.Version)
	if !ok {
		return model.Release{}, [3]int{}, errors.New("the version is not three numbers")
	}
	if r.Where != "" && !fetch.Secure(r.Where) {
		return model.Release{}, [3]int{}, fmt.Errorf("where is not an https address of at most %d characters", fetch.MaxAddress)
	}
	return model.Release{Version: r.Version, Where: r.Where}, version, nil
}

var threeNumbers = regexp.MustCompile(`^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$`)

func parseVersion(s string) (v [3]int, ok bool) {
	parts := threeNumbers.FindStringSubmatch(s)
	if parts == nil {
		return v, false
	}
	for i := range v {
		v[i], _ = strconv.Atoi(parts[i+1]) // four digits always fit
	}
	return v, true
}
