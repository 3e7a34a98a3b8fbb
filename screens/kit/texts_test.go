package kit_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"truename/assets"
)

// dynamic are the prefixes of keys that are put together from a code, and the
// packages' lists of codes are tested for in words_test.go.
var dynamic = []string{
	"topics.fault.", "topics.how.", "topics.part.", "finding.", "hidden.", "problem.", "reason.", "error.", "status.", "kind.", "field.", "side.", "sex.",
	"weekday.", "month.", "nav.", "page.", "request.", "more.", "desk.done.", "shell.tone.", "shell.scale.", "desk.concern.", "desk.risk.", "desk.contest.", "bind.photo.draw.", "bind.live.",
	"role.", "desk.log.by.", "desk.log.what.", // tested in screens/desk
	"kiosk.state.",        // in facts of screens
	"mydata.", "checked.", // of a copy and of a certificate that is checked, which model/command writes
}

// inSource collects the string literals of all screens and of the program, those that
// are the key of a call of T apart.
func inSource(t *testing.T) (literals map[string]bool, keys map[string]string) {
	t.Helper()
	literals, keys = map[string]bool{}, map[string]string{}
	read := func(file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch v := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(v.Value); err == nil {
					literals[s] = true
				}
			case *ast.CallExpr:
				if key, ok := keyOf(v); ok {
					keys[key] = file
				}
			}
			return true
		})
	}
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			read(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	program, gerr := filepath.Glob("../../*.go")
	if err := errors.Join(err, gerr); err != nil {
		t.Fatal(err)
	}
	for _, path := range program {
		if !strings.HasSuffix(path, "_test.go") {
			read(path)
		}
	}
	return literals, keys
}

// keyOf is the literal key of a call of T.
func keyOf(call *ast.CallExpr) (string, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "T" || len(call.Args) == 0 {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	key, err := strconv.Unquote(lit.Value)
	return key, err == nil
}

func TestKeysOfSourceAndTextsAgree(t *testing.T) {
	literals, keys := inSource(t)
	if len(keys) < 50 {
		t.Fatalf("only %d keys were found in the source", len(keys))
	}
	for lang, w := range words(t) {
		for key, file := range keys {
			if !w.Has(key) {
				t.Errorf("%s: %q of %s is missing", lang, key, file)
			}
		}
		for _, key := range w.Keys() {
			if !literals[key] && !hasPrefix(key, dynamic) {
				t.Errorf("%s: nobody uses %q", lang, key)
			}
		}
	}
}

func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

var spaced = regexp.MustCompile(`\p{Han}[ ]+\p{Han}|[ ][，。；：！？、（）「」]|[，。；：！？、（）「」][ ]`)

// begging are words of forms that talk down to people; 申请 and 审核员请 are no request to them.
var begging = regexp.MustCompile(`(^|[^申员])请|抱歉|非法|无效|对不起`)

// TestChineseTexts: plain words, no spaces that the toolkit would break a line
// at, no commas of the other script between Chinese characters.
func TestChineseTexts(t *testing.T) {
	w := words(t)["zh"]
	halfWidth := regexp.MustCompile(`\p{Han}[,;:!?()]|[,;:!?()]\p{Han}`)
	for _, key := range w.Keys() {
		text := w.T(key)
		if bad := spaced.FindString(text); bad != "" {
			t.Errorf("%s: a space in %q", key, bad)
		}
		if bad := halfWidth.FindString(text); bad != "" {
			t.Errorf("%s: a half-width sign in %q", key, bad)
		}
		if bad := begging.FindString(text); bad != "" {
			t.Errorf("%s says %s", key, bad)
		}
	}
}

// TestEnglishTexts: as plain as the Chinese.
func TestEnglishTexts(t *testing.T) {
	w := words(t)["en"]
	for _, key := range w.Keys() {
		for _, bad := range []string{`"`, "Sorry", "sorry", "nvalid", "llegal", "  "} {
			if text := w.T(key); strings.Contains(text, bad) {
				t.Errorf("%s: %q", key, text)
			}
		}
	}
}

// TestGlyphs: every character of every text can be drawn, the Markdown's too.
func TestGlyphs(t *testing.T) {
	for lang, w := range words(t) {
		for _, key := range w.Keys() {
			if missing := assets.Missing(w.T(key)); len(missing) > 0 {
				t.Errorf("%s: %s has %v", lang, key, missing)
			}
		}
	}
	for _, name := range []string{"zh/guide.md", "zh/questions.md", "zh/fixes.md", "en/guide.md", "en/questions.md", "en/fixes.md"} {
		b, err := fs.ReadFile(assets.Text, name)
		if err != nil {
			t.Fatal(err)
		}
		if missing := assets.Missing(strings.ReplaceAll(string(b), "\n", "")); len(missing) > 0 {
			t.Errorf("%s has %v", name, missing)
		}
	}
}
