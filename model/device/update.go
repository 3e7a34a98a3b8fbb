package device

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// Limits of an update feed.
const (
	maxFeed      = 64 << 10 // bytes
	maxAddress   = 300      // characters of an address
	maxRedirects = 3
	feedTime     = 5 * time.Second // from the first byte sent to the last one read
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

// feedClient asks for feeds. It has no cookies, and its connections are not
// kept. It goes through the proxy of the environment, where there is one.
func feedClient() *http.Client {
	return &http.Client{
		Timeout:       feedTime,
		CheckRedirect: onlySecure,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DisableKeepAlives:      true,
			DisableCompression:     true, // else it would say what it can unpack
			MaxResponseHeaderBytes: maxFeed,
		},
	}
}

// onlySecure lets a redirect lead to https only, and does not tell the next
// address the one before.
func onlySecure(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects || !encrypted(next.URL) {
		return errors.New("it redirects too often, or to what is not an https address")
	}
	next.Header.Del("Referer")
	return nil
}

func readFeed(ctx context.Context, client *http.Client, feed string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if isAddress(feed) {
		return fetch(ctx, client, feed)
	}
	return readFile(feed, maxFeed)
}

func fetch(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	if !secure(address) {
		return nil, errors.New("not an https address")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("not an address")
	}
	req.Header.Set("User-Agent", "Truename") // Go's own tells its version
	resp, err := client.Do(req)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return readAtMost(resp.Body, maxFeed)
}

// withoutAddress takes the address out of err: a key may stand in it.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
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
	if r.Where != "" && !secure(r.Where) {
		return model.Release{}, [3]int{}, fmt.Errorf("where is not an https address of at most %d characters", maxAddress)
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

// scheme begins an address. One letter is a drive of Windows.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.\-]+:`)

// isAddress tells an address from a file.
func isAddress(s string) bool { return scheme.MatchString(s) }

// secure reports whether address may be asked and shown: https, a host, not
// too long, nobody's password in it, and nothing that cannot be seen.
func secure(address string) bool {
	unseen := func(r rune) bool { return hides(r) || unicode.IsSpace(r) }
	if utf8.RuneCountInString(address) > maxAddress || strings.ContainsFunc(address, unseen) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && encrypted(u)
}

// encrypted reports whether u leads to a host by https, in nobody's name.
func encrypted(u *url.URL) bool {
	return u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// hides reports whether r is a control or a mark that turns the direction of
// writing, or stands for what could not be read.
func hides(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}
