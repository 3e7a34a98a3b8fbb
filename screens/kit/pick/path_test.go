package pick

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFromURI(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///home/a/card.jpg":                  "/home/a/card.jpg",
		"file://localhost/home/a/card.jpg":         "/home/a/card.jpg",
		"file:/home/a/card.jpg":                    "/home/a/card.jpg",
		"FILE:///home/a/card.jpg":                  "/home/a/card.jpg",
		"file:///home/a/%E8%BA%AB%20(1).jpg":       "/home/a/身 (1).jpg",
		"file:///home/a/身份证.jpg":                   "/home/a/身份证.jpg",
		"file:///home/a/a+b.jpg":                   "/home/a/a+b.jpg",
		"file:///home/a/a%2Bb.jpg":                 "/home/a/a+b.jpg",
		"file:///home/a/100%25.jpg":                "/home/a/100%.jpg",
		"file:///home/a/a%2520b.jpg":               "/home/a/a%20b.jpg", // once, not twice
		"file:///home/a/card%231.jpg":              "/home/a/card#1.jpg",
		"file:///home/a/card#1.jpg":                "/home/a/card#1.jpg",
		"file:///home/a/what?.jpg":                 "/home/a/what?.jpg",
		"file:///home/a/%D6%D0.jpg":                "/home/a/\xd6\xd0.jpg", // GBK: a name is bytes
		"file:///home/a/x%0Ay.jpg":                 "/home/a/x\ny.jpg",
		"file:///C:/card.jpg":                      "/C:/card.jpg",
		"file:///home/a%2Fcard.jpg":                "",
		"file:///home/a/%00card.jpg":               "",
		"file:///home/a/%zz.jpg":                   "",
		"file:///home/a/%e":                        "",
		"file:///":                                 "",
		"file://":                                  "",
		"file:":                                    "",
		"file:card.jpg":                            "",
		"file://server/share/card.jpg":             "",
		"file://localhost.example.org/card.jpg":    "",
		"https://example.org/card.jpg":             "",
		"sftp://server/home/a/card.jpg":            "",
		"/home/a/card.jpg":                         "",
		"":                                         "",
		"profile:///home/a/card.jpg":               "",
		" file:///home/a/card.jpg":                 "",
		"file:///home/a/card.jpg\nfile:///b/c.jpg": "/home/a/card.jpg\nfile:///b/c.jpg", // File splits lines
	} {
		if got, ok := fromURI(uri, false); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v, want %q", uri, got, ok, want)
		}
	}
}

func TestLocalPathWindows(t *testing.T) {
	for line, want := range map[string]string{
		"file:///C:/Users/a/card.jpg":             `C:\Users\a\card.jpg`,
		"file:///c:/%E8%BA%AB%E4%BB%BD%E8%AF%81/": `c:\身份证\`,
		`C:\Users\a\card.jpg`:                     `C:\Users\a\card.jpg`,
		`"C:\Users\a\card 1.jpg"`:                 `C:\Users\a\card 1.jpg`,
		"D:/card.jpg":                             "D:/card.jpg",
		`\\server\share\card.jpg`:                 "",
		`\\?\C:\card.jpg`:                         "",
		`"\\server\share\card.jpg"`:               "",
		"file://server/share/card.jpg":            "",
		"file:////server/share/card.jpg":          "",
		"file:///%5C%5Cserver/share":              "",
		`C:card.jpg`:                              "",
		`C:\`:                                     "",
		`\card.jpg`:                               "",
		"/home/a/card.jpg":                        "",
		`"`:                                       "",
		"NUL":                                     "",
		"":                                        "",
	} {
		if got, ok := localPath(line, true); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v, want %q", line, got, ok, want)
		}
	}
}

// made writes an empty file of that name into dir.
func made(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// uriOf is path as file managers write it.
func uriOf(path string) string {
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")}).String()
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	card := made(t, dir, "card.jpg")
	chinese := made(t, dir, "身份证 正面+1%20.jpg")
	missing := filepath.Join(dir, "gone.jpg")
	for name, c := range map[string]struct {
		text, want string
	}{
		"a path":                 {card, card},
		"a path and a line end":  {card + "\n", card},
		"a path and CRLF":        {card + "\r\n", card},
		"a Chinese path":         {chinese, chinese},
		"a URI":                  {uriOf(card), card},
		"a Chinese URI":          {uriOf(chinese), chinese},
		"a uri-list":             {"# from a file manager\r\n" + uriOf(chinese) + "\r\n", chinese},
		"GNOME's copied files":   {"copy\n" + uriOf(card), card},
		"GNOME's cut files":      {"cut\n" + uriOf(card), card},
		"GNOME's, ended by NUL":  {"copy\n" + uriOf(card) + "\x00", card},
		"Nautilus 3.30's text":   {"x-special/nautilus-clipboard\ncopy\n" + uriOf(card) + "\n", card},
		"two paths":              {card + "\n" + chinese, ""},
		"the same path twice":    {card + "\n" + card, ""},
		"two copied files":       {"copy\n" + uriOf(card) + "\n" + uriOf(chinese), ""},
		"copy after the file":    {uriOf(card) + "\ncopy", ""},
		"copy alone":             {"copy", ""},
		"a path and words":       {"see " + card, ""},
		"a path in a sentence":   {card + " is it", ""},
		"a space before":         {" " + card, ""},
		"a folder":               {dir, ""},
		"a folder's URI":         {uriOf(dir), ""},
		"a missing file":         {missing, ""},
		"a missing file's URI":   {uriOf(missing), ""},
		"a name":                 {"card.jpg", ""},
		"a device":               {os.DevNull, ""},
		"another machine":        {strings.Replace(uriOf(card), "file:///", "file://server/", 1), ""},
		"a page":                 {"https://example.org/card.jpg", ""},
		"a number":               {"11010519491231002X", ""},
		"nothing":                {"", ""},
		"lines only":             {"\n\r\n", ""},
		"a comment only":         {"# " + card, ""},
		"too long":               {strings.Repeat("/.", maxText/2) + card, ""},
		"a URI with a bad end":   {uriOf(card) + "%2", ""},
		"a path below the file":  {filepath.Join(card, "x"), ""},
		"a path with NUL inside": {card + "\x00x", ""},
	} {
		if got, ok := File(c.text); ok != (c.want != "") || got != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, ok, c.want)
		}
	}
}

// TestFileLink: a link counts as what it leads to.
func TestFileLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right of their own on Windows")
	}
	dir := t.TempDir()
	card := made(t, dir, "card.jpg")
	for name, to := range map[string]string{"file": card, "folder": dir, "nothing": filepath.Join(dir, "gone")} {
		link := filepath.Join(dir, name)
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
		if _, ok := File(link); ok != (name == "file") {
			t.Errorf("a link to %s: %v", name, ok)
		}
	}
}

// FuzzFromURI: whatever comes out is an absolute path, and written as a URI it
// comes out again.
func FuzzFromURI(f *testing.F) {
	for _, s := range []string{"file:///a/b", "file:///C:/%E8%BA%AB.jpg", "file://localhost/a", "file:/%", "copy"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, uri string, windows bool) {
		path, ok := fromURI(uri, windows)
		if !ok {
			return
		}
		if !absolute(path, windows) {
			t.Fatalf("%q gave %q", uri, path)
		}
		again := "file:///" + strings.ReplaceAll(url.PathEscape(path), "%2F", "/")
		if windows {
			again = "file:///" + strings.ReplaceAll(url.PathEscape(path), "%5C", "/")
			path = strings.ReplaceAll(path, "/", `\`)
		}
		if got, ok := fromURI(strings.Replace(again, "file:////", "file:///", 1), windows); !ok || got != path && !strings.HasPrefix(path, "//") {
			t.Fatalf("%q gave %q, that gave %q, %v", uri, path, got, ok)
		}
	})
}

// FuzzFile: what it finds is there and absolute, whatever the text.
func FuzzFile(f *testing.F) {
	for _, s := range []string{"/etc/hostname", "copy\nfile:///etc/hostname", "#\r\nfile:///etc/hostname\r\n", `"C:\x"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path, ok := File(text)
		if !ok {
			if path != "" {
				t.Fatalf("%q gave %q", text, path)
			}
			return
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || !filepath.IsAbs(path) {
			t.Fatalf("%q gave %q", text, path)
		}
	})
}
