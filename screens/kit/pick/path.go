package pick

import (
	"net/url"
	"os"
	"runtime"
	"strings"
)

// onWindows is how this system writes paths.
const onWindows = runtime.GOOS == "windows"

// maxText is how long text can be that names a file: 4096 bytes is the longest
// path of Linux, three times that with every byte escaped.
const maxText = 16 << 10

// File is the file that text from the clipboard names, and ok if there is one:
// a regular file that exists, by its absolute path or file:// URI, alone in
// text. So text may be what file managers offer as text/uri-list or, with the
// line "copy" or "cut" before it, as x-special/gnome-copied-files; Windows
// puts a path in quotation marks.
//
// It asks the disk, so it belongs in a job. Paths of other machines are
// refused: on Windows a look at one would tell that machine who is here.
func File(text string) (path string, ok bool) {
	line, ok := onlyLine(text)
	if !ok {
		return "", false
	}
	path, ok = localPath(line, onWindows)
	if !ok {
		return "", false
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	return path, true
}

// onlyLine is the one line of text that can name a file. Spaces stay: a name
// may end in one.
func onlyLine(text string) (line string, ok bool) {
	if len(text) > maxText {
		return "", false
	}
	for i, l := range strings.Split(strings.TrimRight(text, "\x00"), "\n") {
		l = strings.TrimSuffix(l, "\r")
		switch {
		case l == "" || strings.HasPrefix(l, "#"): // a comment of text/uri-list
		case l == "x-special/nautilus-clipboard" && i == 0:
		case (l == "copy" || l == "cut") && line == "":
		case line != "":
			return "", false
		default:
			line = l
		}
	}
	return line, line != ""
}

// localPath is the absolute path that line is or, as a URI, stands for.
func localPath(line string, windows bool) (path string, ok bool) {
	if path, ok = fromURI(line, windows); ok {
		return path, true
	}
	if windows && len(line) > 2 && line[0] == '"' && line[len(line)-1] == '"' {
		line = line[1 : len(line)-1]
	}
	return line, absolute(line, windows)
}

// fromURI is the path of a file:// URI of this machine (RFC 8089). It takes
// the URI apart itself: net/url ends a path at a raw "?" or "#", which some
// programs leave as they are.
func fromURI(uri string, windows bool) (path string, ok bool) {
	const scheme = "file:"
	if len(uri) < len(scheme) || !strings.EqualFold(uri[:len(scheme)], scheme) {
		return "", false
	}
	rest := uri[len(scheme):]
	if host, isThere := strings.CutPrefix(rest, "//"); isThere {
		i := strings.IndexByte(host, '/')
		if i < 0 || i > 0 && !strings.EqualFold(host[:i], "localhost") {
			return "", false
		}
		rest = host[i:]
	}
	// An escaped slash would be part of a name, which no system has.
	if strings.Contains(strings.ToLower(rest), "%2f") {
		return "", false
	}
	path, err := url.PathUnescape(rest)
	if err != nil {
		return "", false
	}
	if windows {
		path = strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", `\`)
	}
	return path, absolute(path, windows)
}

// absolute reports whether path is absolute, on this machine, and can be the
// path of a file.
func absolute(path string, windows bool) bool {
	switch {
	case strings.ContainsRune(path, 0) || len(path) < 2:
		return false
	case !windows:
		return path[0] == '/'
	}
	drive := path[0] | 0x20
	return len(path) > 3 && 'a' <= drive && drive <= 'z' && path[1] == ':' && (path[2] == '\\' || path[2] == '/')
}
