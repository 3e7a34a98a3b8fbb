// Package fetch asks an https address for a file, as one should who tells
// nothing about himself and trusts nothing that comes. It imports no package of
// ours but plainfile.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"truename/model/plainfile"
)

// MaxAddress is how many characters an address may have.
const MaxAddress = 300

const (
	maxHeader    = 64 << 10 // bytes
	maxRedirects = 3
)

// ErrTooLarge says that there is more than was asked for.
var ErrTooLarge = errors.New("too large")

// A Status is an answer other than 200.
type Status int

// Error tells the number.
func (s Status) Error() string { return fmt.Sprintf("status %d", int(s)) }

// Client asks for files, each within limit from the first byte sent to the last
// one read. It has no cookies, and its connections are not kept. It goes through
// the proxy of the environment, where there is one.
func Client(limit time.Duration) *http.Client {
	return &http.Client{
		Timeout:       limit,
		CheckRedirect: onlySecure,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DisableKeepAlives:      true,
			DisableCompression:     true, // else it would say what it can unpack
			MaxResponseHeaderBytes: maxHeader,
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

// Get is what the address answers, at most so many bytes, with the media type
// it gives for it, in small letters and without parameters, "" if it gives none.
// Nothing is sent but the request: no cookie, no referrer, nothing about the
// machine or the version that runs. The address is in no error: a key may stand
// in it. Errors: ErrTooLarge, a Status, and those of net/http.
func Get(ctx context.Context, client *http.Client, address string, most int64) (body []byte, kind string, err error) {
	if !Secure(address) {
		return nil, "", errors.New("not an https address")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", errors.New("not an address")
	}
	req.Header.Set("User-Agent", "Truename") // Go's own tells its version
	resp, err := client.Do(req)
	if err != nil {
		return nil, "", withoutAddress(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", Status(resp.StatusCode)
	}
	kind, _, _ = mime.ParseMediaType(resp.Header.Get("Content-Type"))
	body, err = AtMost(resp.Body, most)
	return body, kind, withoutAddress(err)
}

// AtMost is all that comes from r; ErrTooLarge if that is more than most bytes.
func AtMost(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(b)) > most:
		return nil, fmt.Errorf("more than %d bytes: %w", most, ErrTooLarge)
	}
	return b, nil
}

// File is the content of the ordinary file at path, at most so many bytes. No
// error has the path.
func File(path string, most int64) ([]byte, error) {
	f, _, err := plainfile.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := AtMost(f, most)
	return b, plainfile.WithoutPath(err)
}

// withoutAddress takes the address out of err.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// scheme begins an address. One letter is a drive of Windows.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.\-]+:`)

// IsAddress tells an address from a file.
func IsAddress(s string) bool { return scheme.MatchString(s) }

// Secure reports whether an address may be asked and shown: https, a host, not
// too long, nobody's password in it, and nothing that cannot be seen.
func Secure(address string) bool {
	unseen := func(r rune) bool { return plainfile.Hides(r) || unicode.IsSpace(r) }
	if utf8.RuneCountInString(address) > MaxAddress || strings.ContainsFunc(address, unseen) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && encrypted(u)
}

// encrypted reports whether u leads to a host by https, in nobody's name.
func encrypted(u *url.URL) bool {
	return u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}
