package model_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root of the source tree, seen from this package.
const root = ".."

const (
	module = "truename"
	fyne   = "fyne.io/fyne/v2"
	uuids  = "github.com/google/uuid"
)

// leaves of model may be imported by anyone.
var leaves = []string{"model", "model/idcard", "model/pinyin", "model/plainfile", "model/fetch", "model/workday", "model/memory"}

// below lists who below model may import more than the leaves, and what.
var below = map[string][]string{
	"model":                   {},
	"model/idcard":            {},
	"model/pinyin":            {},
	"model/plainfile":         {},
	"model/workday":           {},
	"model/fetch":             {"model/plainfile"},
	"model/memory":            {},
	"model/store":             {"model/seal"},
	"model/store/storetest":   {"model/specimen"},
	"model/camera/cameratest": {"model/specimen"}, // draws what a camera sees, for tests
	"model/specimen":          {"assets"},
	"model/ocr":               {"assets"},
	"model/eyes":              {"model/photo", "model/ocr"}, // what neither of the two may know of the other
	"model/command":           {"model/", "assets"},
}

// forTests lists what any test may import besides.
var forTests = []string{"assets", "model", "model/camera/cameratest", "model/idcard", "model/pinyin", "model/specimen", "screens/kit/kittest"}

// topLevel is what may stand in the root of the source tree, besides
// dot-files and build/.
var topLevel = []string{
	"main.go", "go.mod", "go.sum", "FyneApp.toml", "README.md", "LICENSE", "Makefile",
	"assets", "model", "screens", "docs",
}

// allowed reports whether the source file may import what: both are paths
// inside the module for our own, else import paths.
func allowed(file, what string) bool {
	from, test := path.Dir(file), strings.HasSuffix(file, "_test.go")
	own, ours := strings.CutPrefix(what, module+"/")
	switch {
	case under(from, "assets/gen"):
		return true // programs that make what is generated: not part of the product
	case under(what, fyne+"/app"):
		return file == "main.go"
	case under(what, "fyne.io"):
		return from == "." || under(from, "screens")
	case !ours:
		return library(from, what)
	case own == from || test && slices.Contains(forTests, own):
		return true
	case from == "screens" && test && strings.HasPrefix(path.Base(file), "journey"):
		return under(own, "model") || under(own, "screens") || own == "assets"
	}
	return ownAllowed(from, own, test)
}

// library is allowed for what is neither ours nor Fyne's.
func library(from, what string) bool {
	first, _, _ := strings.Cut(what, "/")
	switch {
	case !strings.Contains(first, "."):
		return true // the standard library
	case from == "model" || under(from, "screens") && !under(from, "screens/kit"):
		return what == uuids
	}
	return true
}

// ownAllowed is allowed for our own packages, apart from what every test may
// do besides.
func ownAllowed(from, own string, test bool) bool {
	switch own {
	case "screens/kit/kittest":
		return false
	case "model/store/storetest":
		return test && component(from) == "model/store"
	case "model/camera/cameratest":
		return false
	}
	switch part := component(from); {
	case from == ".":
		return own == "assets" || own == "screens" || own == "screens/kit" || own == "screens/kit/pick" || under(own, "model")
	case under(from, "model"):
		extra, special := below[part]
		if special && len(extra) == 0 {
			return (part == "model" || part == "model/workday") && own == "model/idcard"
		}
		return slices.Contains(leaves, own) || under(own, part) || covered(extra, own) || covered(below[from], own)
	case part == "screens/kit":
		return slices.Contains(leaves, own) || own == "assets" || under(own, part)
	case from == "screens":
		return slices.Contains(leaves, own) || under(own, "screens")
	case under(from, "screens"):
		return slices.Contains(leaves, own) || under(own, part) || under(own, "screens/kit")
	}
	return false // assets imports nothing of ours
}

// component is the first two elements of a package path: what model/store and
// model/store/storetest have in common.
func component(pkg string) string {
	parts := strings.Split(pkg, "/")
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// under reports whether p is dir or inside it.
func under(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// covered reports whether own is in list, where "dir/" stands for all below.
func covered(list []string, own string) bool {
	return slices.ContainsFunc(list, func(l string) bool {
		return own == l || strings.HasSuffix(l, "/") && strings.HasPrefix(own, l)
	})
}

// TestAllowed checks the checker.
func TestAllowed(t *testing.T) {
	for name, c := range map[string]struct {
		file, what string
		want       bool
	}{
		"main the window":               {"main.go", fyne + "/app", true},
		"main a screen":                 {"main.go", "truename/screens/bind", false},
		"main below model":              {"main.go", "truename/model/store", true},
		"main test support":             {"main.go", "truename/screens/kit/kittest", false},
		"a screen the window":           {"screens/shell.go", fyne + "/app", false},
		"a test the window":             {"screens/kit/kit_test.go", fyne + "/app", false},
		"a command the window":          {"model/command/tour.go", fyne + "/app", false},
		"model Fyne":                    {"model/draft.go", fyne, false},
		"model Fyne's storage":          {"model/store/store.go", fyne + "/storage", false},
		"model's test Fyne":             {"model/draft_test.go", fyne + "/test", false},
		"Fyne's other modules":          {"model/device/tray.go", "fyne.io/systray", false},
		"assets Fyne":                   {"assets/assets.go", fyne, false},
		"assets ours":                   {"assets/assets.go", "truename/model", false},
		"assets a library":              {"assets/assets.go", "example.org/x", true},
		"assets the standard":           {"assets/assets.go", "embed", true},
		"a generator anything":          {"assets/gen/regions/main.go", "example.org/x", true},
		"a generator ours":              {"assets/gen/icons/main.go", "truename/model/specimen", true},
		"model idcard":                  {"model/draft.go", "truename/model/idcard", true},
		"model uuid":                    {"model/draft.go", uuids, true},
		"model a library":               {"model/draft.go", "github.com/dgraph-io/badger/v4", false},
		"model store":                   {"model/draft.go", "truename/model/store", false},
		"model pinyin":                  {"model/draft.go", "truename/model/pinyin", false},
		"model's test specimen":         {"model/draft_test.go", "truename/model/specimen", true},
		"model's test store":            {"model/draft_test.go", "truename/model/store", false},
		"idcard model":                  {"model/idcard/number.go", "truename/model", false},
		"idcard pinyin":                 {"model/idcard/number.go", "truename/model/pinyin", false},
		"pinyin idcard":                 {"model/pinyin/pinyin.go", "truename/model/idcard", false},
		"workday idcard":                {"model/workday/workday.go", "truename/model/idcard", true},
		"workday model":                 {"model/workday/workday.go", "truename/model", false},
		"workday a library":             {"model/workday/workday.go", "github.com/6tail/tyme4go/tyme", true},
		"store workday":                 {"model/store/figures.go", "truename/model/workday", true},
		"a screen workday":              {"screens/desk/pages.go", "truename/model/workday", true},
		"store model":                   {"model/store/store.go", "truename/model", true},
		"store seal":                    {"model/store/store.go", "truename/model/seal", true},
		"store Badger":                  {"model/store/store.go", "github.com/dgraph-io/badger/v4", true},
		"store receipt":                 {"model/store/store.go", "truename/model/receipt", false},
		"store screens":                 {"model/store/store.go", "truename/screens", false},
		"store its suite":               {"model/store/store.go", "truename/model/store/storetest", false},
		"the suite store":               {"model/store/storetest/suite.go", "truename/model/store", true},
		"the suite specimen":            {"model/store/storetest/suite.go", "truename/model/specimen", true},
		"the suite receipt":             {"model/store/storetest/suite.go", "truename/model/receipt", false},
		"store's test its suite":        {"model/store/store_test.go", "truename/model/store/storetest", true},
		"seal's test store's suite":     {"model/seal/seal_test.go", "truename/model/store/storetest", false},
		"seal store":                    {"model/seal/seal.go", "truename/model/store", false},
		"help pinyin":                   {"model/help/search.go", "truename/model/pinyin", true},
		"help assets":                   {"model/help/help.go", "truename/assets", false},
		"help's test assets":            {"model/help/help_test.go", "truename/assets", true},
		"ocr assets":                    {"model/ocr/ocr.go", "truename/assets", true},
		"ocr photo":                     {"model/ocr/ocr.go", "truename/model/photo", false},
		"ocr specimen":                  {"model/ocr/ocr.go", "truename/model/specimen", false},
		"ocr's test specimen":           {"model/ocr/ocr_test.go", "truename/model/specimen", true},
		"specimen assets":               {"model/specimen/draw.go", "truename/assets", true},
		"command store":                 {"model/command/submit.go", "truename/model/store", true},
		"command specimen":              {"model/command/demo.go", "truename/model/specimen", true},
		"command storetest":             {"model/command/demo.go", "truename/model/store/storetest", false},
		"main storetest":                {"main.go", "truename/model/store/storetest", false},
		"main cameratest":               {"main.go", "truename/model/camera/cameratest", false},
		"camera cameratest":             {"model/camera/camera.go", "truename/model/camera/cameratest", false},
		"eyes' test cameratest":         {"model/eyes/live_test.go", "truename/model/camera/cameratest", true},
		"command screens":               {"model/command/tour.go", "truename/screens", false},
		"screens a screen":              {"screens/shell.go", "truename/screens/bind", true},
		"screens store":                 {"screens/shell.go", "truename/model/store", false},
		"screens kittest":               {"screens/shell.go", "truename/screens/kit/kittest", false},
		"the journey store":             {"screens/journey_test.go", "truename/model/store", true},
		"another test store":            {"screens/shell_test.go", "truename/model/store", false},
		"a journey elsewhere":           {"screens/bind/journey_test.go", "truename/model/store", false},
		"a screen another":              {"screens/bind/bind.go", "truename/screens/desk", false},
		"a screen screens":              {"screens/bind/bind.go", "truename/screens", false},
		"a screen's test another":       {"screens/bind/bind_test.go", "truename/screens/desk", false},
		"a screen kit":                  {"screens/bind/bind.go", "truename/screens/kit", true},
		"a screen pick":                 {"screens/bind/photo.go", "truename/screens/kit/pick", true},
		"a screen kittest":              {"screens/bind/bind.go", "truename/screens/kit/kittest", false},
		"a screen's test kittest":       {"screens/bind/bind_test.go", "truename/screens/kit/kittest", true},
		"a screen model":                {"screens/bind/bind.go", "truename/model", true},
		"a screen idcard":               {"screens/bind/bind.go", "truename/model/idcard", true},
		"a screen photo":                {"screens/bind/bind.go", "truename/model/photo", false},
		"a screen's test photo":         {"screens/bind/bind_test.go", "truename/model/photo", false},
		"a screen assets":               {"screens/bind/bind.go", "truename/assets", false},
		"a screen Fyne":                 {"screens/bind/bind.go", fyne + "/widget", true},
		"a screen a library":            {"screens/bind/bind.go", "example.org/x", false},
		"kit assets":                    {"screens/kit/text.go", "truename/assets", true},
		"kit a library":                 {"screens/kit/pick/portal.go", "github.com/godbus/dbus/v5", true},
		"kit pinyin":                    {"screens/kit/pads.go", "truename/model/pinyin", true},
		"kit store":                     {"screens/kit/text.go", "truename/model/store", false},
		"kit a screen":                  {"screens/kit/text.go", "truename/screens/bind", false},
		"kittest kit":                   {"screens/kit/kittest/app.go", "truename/screens/kit", true},
		"kittest assets":                {"screens/kit/kittest/app.go", "truename/assets", true},
		"an unknown folder":             {"util/util.go", "truename/model", false},
		"names that only begin alike":   {"model/storeroom/x.go", "truename/model/seal", false},
		"a folder that begins like gen": {"assets/genuine/x.go", "truename/model", false},
	} {
		if got := allowed(c.file, c.what); got != c.want {
			t.Errorf("%s: %s imports %s: %v, want %v", name, c.file, c.what, got, c.want)
		}
	}
}

// TestImports holds every file of the module to the rules.
func TestImports(t *testing.T) {
	seen := 0
	for file, syntax := range sources(t) {
		for _, spec := range syntax.Imports {
			what, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			if !allowed(file, what) {
				t.Errorf("%s may not import %s", file, what)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d imports seen: not the source tree?", seen)
	}
}

// TestCalls keeps fyne.Do in main.go, and parallel tests away from Fyne's one
// test application.
func TestCalls(t *testing.T) {
	for file, syntax := range sources(t) {
		for _, complaint := range misused(file, syntax) {
			t.Error(complaint)
		}
	}
}

// TestMisused checks the checker of calls.
func TestMisused(t *testing.T) {
	const head = "package p\nimport \"fyne.io/fyne/v2\"\n"
	const other = "package p\nimport ui \"fyne.io/fyne/v2\"\n"
	for name, c := range map[string]struct {
		file, src string
		want      int
	}{
		"main hands it over":   {"main.go", head + "var j = kit.NewJobs(fyne.Do)", 0},
		"main waits":           {"main.go", head + "func f() { fyne.DoAndWait(nil) }", 1},
		"a screen":             {"screens/bind/bind.go", head + "func f() { fyne.Do(nil) }", 1},
		"a screen, by value":   {"screens/bind/bind.go", head + "var do = fyne.Do", 1},
		"a screen, renamed":    {"screens/bind/bind.go", other + "var do = ui.Do", 1},
		"another thing's Do":   {"screens/bind/bind.go", head + "var do = client.Do", 0},
		"no Fyne at all":       {"model/topics/feed.go", "package p\nvar do = fyne.Do", 0},
		"a parallel screen":    {"screens/bind/bind_test.go", "package p\nfunc f() { t.Parallel() }", 1},
		"a parallel benchmark": {"screens/bind/bind_test.go", "package p\nfunc f() { b.RunParallel(nil) }", 0},
		"a parallel model":     {"model/topics/feed_test.go", "package p\nfunc f() { t.Parallel() }", 0},
	} {
		syntax, err := parser.ParseFile(token.NewFileSet(), c.file, c.src, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := misused(c.file, syntax); len(got) != c.want {
			t.Errorf("%s: %q, want %d complaints", name, got, c.want)
		}
	}
}

// misused lists the calls in a file that are not allowed there.
func misused(file string, syntax *ast.File) (complaints []string) {
	name := fyneName(syntax)
	ast.Inspect(syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, _ := sel.X.(*ast.Ident)
		of := x != nil && name != "" && x.Name == name
		switch call := sel.Sel.Name; {
		case of && call == "DoAndWait", of && call == "Do" && file != "main.go":
			complaints = append(complaints, fmt.Sprintf("%s uses fyne.%s: use kit.Start", file, call))
		case call == "Parallel" && under(file, "screens") && strings.HasSuffix(file, "_test.go"):
			complaints = append(complaints, fmt.Sprintf("%s runs in parallel: Fyne has one test application", file))
		}
		return true
	})
	return complaints
}

// fyneName is the name under which a file knows Fyne, or "".
func fyneName(syntax *ast.File) string {
	for _, spec := range syntax.Imports {
		if spec.Path.Value == strconv.Quote(fyne) {
			if spec.Name != nil {
				return spec.Name.Name
			}
			return "fyne"
		}
	}
	return ""
}

// TestTopLevel keeps the root of the source tree as it was agreed.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Contains(names, "go.mod") {
		t.Fatal("not the root of the source tree")
	}
	for _, name := range strangers(names) {
		t.Errorf("%s does not belong in the top level", name)
	}
}

// strangers are those names that may not stand in the top level. The binary
// that a plain "go build" leaves there is not part of the sources.
func strangers(names []string) (out []string) {
	for _, n := range names {
		if !strings.HasPrefix(n, ".") && n != "build" && n != module && !slices.Contains(topLevel, n) {
			out = append(out, n)
		}
	}
	return out
}

// TestStrangers checks the checker of the top level.
func TestStrangers(t *testing.T) {
	in := slices.Concat(topLevel, []string{".git", ".github", "build", "truename", "cmd", "util.go", "vendor"})
	if got, want := strangers(in), []string{"cmd", "util.go", "vendor"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// sources parses every Go file of the module, by its path with slashes from
// the root. Build constraints do not matter: every half must keep the rules.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	parsed := make(map[string]*ast.File)
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			hidden := strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "_")
			if name != root && (hidden || e.Name() == "testdata" || e.Name() == "build") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		parsed[filepath.ToSlash(rel)], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(slices.Collect(maps.Keys(parsed)), "model/imports_test.go") {
		t.Fatal("this file is not among the sources found")
	}
	return parsed
}
