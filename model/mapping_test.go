package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"truename/model/idcard"
)

// TestEveryWarningIsAFinding reads idcard's source, so that a warning added
// there cannot be forgotten here.
func TestEveryWarningIsAFinding(t *testing.T) {
	source, err := parser.ParseFile(token.NewFileSet(), "idcard/idcard.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	warnings := 0
	ast.Inspect(source, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if code := idcard.Code(text); err == nil && len(text) > 2 && text[1] == '_' && code.IsWarning() {
			warnings++
			if m, ok := mappings[code]; !ok || !slices.Contains(FindingCodes(), m.code) {
				t.Errorf("%s is no finding", code)
			}
		}
		return true
	})
	if want := len(mappings) - 1; warnings != want { // one mapping is an error's
		t.Errorf("%d warnings in idcard, %d mapped", warnings, want)
	}
}
