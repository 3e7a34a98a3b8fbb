package idcard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
	"time"
	"unicode"
)

// slowHan is a second way to tell Han characters: Unicode's script without its
// radicals, marks and numerals.
func slowHan(c rune) bool {
	return unicode.Is(unicode.Han, c) && unicode.Is(unicode.Lo, c) && c != 0x3006 && c != 0x303C
}

func day(s string) Date {
	d, ok := ParseDate(s)
	if !ok && s != "" {
		panic(s)
	}
	return d
}

// The table of E3: the end of the term that the age at issue asks for.
func TestExpectedTerm(t *testing.T) {
	tests := []struct {
		birth, from string
		kind        Kind
		years       int
		until       string // "" for long-term
	}{
		{"2012-06-18", "2026-06-17", Resident, 5, "2031-06-17"},
		{"2010-06-18", "2026-06-17", Resident, 5, "2031-06-17"},
		{"2010-06-18", "2026-06-18", Resident, 10, "2036-06-18"},
		{"2000-06-18", "2026-06-17", Resident, 10, "2036-06-17"},
		{"2000-06-18", "2026-06-18", Resident, 20, "2046-06-18"},
		{"1980-06-18", "2026-06-17", SpecimenKind, 20, "2046-06-17"},
		{"1980-06-18", "2026-06-18", Resident, 0, ""},
		{"2004-02-29", "2020-02-28", Resident, 5, "2025-02-28"},
		{"2004-02-29", "2020-02-29", Resident, 10, "2030-02-28"},
		{"2004-02-29", "2020-02-29", Resident, 10, "2030-03-01"},
		{"1950-01-01", "2026-06-17", Taiwan, 5, "2031-06-17"},
		{"2008-06-18", "2026-06-17", Foreign2023, 5, "2031-06-17"},
		{"2008-06-18", "2026-06-18", Foreign2017, 10, "2036-06-18"},
		{"1950-06-18", "2026-06-18", HomeReturn, 0, "2036-06-18"},
	}
	for _, c := range tests {
		years, long := ExpectedTerm(day(c.birth), day(c.from), c.kind)
		if years != c.years || long != (c.until == "") {
			t.Errorf("born %s, issued %s, %s: got %d, %v", c.birth, c.from, c.kind, years, long)
		}
		until := c.until
		if long {
			until = "长期"
		}
		// Today is the day of issue, or a later one for long-past issues.
		term := ParseTerm(c.from, until, TermContext{day(c.birth), c.kind, day(c.from)})
		if !term.OK() || len(term.Codes) != 0 {
			t.Errorf("born %s, %s to %s: got %v", c.birth, c.from, until, term.Codes)
		}
	}
}

func TestParseTerm(t *testing.T) {
	adult := TermContext{Date{1990, time.March, 7}, Resident, Date{2026, time.November, 23}}
	tests := map[string]struct {
		from, until string
		context     TermContext
		codes       []Code
	}{
		"fine":                  {"2016.12.01", "2036.12.01", adult, nil},
		"full-width":            {"２０１６．１２．０１", "２０３６年１２月１日", adult, nil},
		"long-term too soon":    {"2020-01-01", "Long-Term", adult, []Code{WTermAge}},
		"long term, two words":  {"2020-01-01", " long term ", TermContext{Birth: Date{1960, 1, 1}, Today: adult.Today}, nil},
		"ten, not twenty":       {"2018-01-01", "2028-01-01", adult, []Code{WTermAge}},
		"birth unknown":         {"2018-01-01", "2028-01-01", TermContext{Today: adult.Today}, nil},
		"one day short":         {"2018-01-01", "2037-12-31", adult, []Code{ETermLength}},
		"fifteen years":         {"2018-01-01", "2033-01-01", adult, []Code{ETermLength}},
		"29 Feb, leap end":      {"2016-02-29", "2036-02-29", TermContext{Birth: Date{1985, 1, 1}}, nil},
		"29 Feb, 28 Feb":        {"2016-02-29", "2036-02-28", TermContext{Birth: Date{1985, 1, 1}}, nil},
		"29 Feb, 2 Mar":         {"2016-02-29", "2036-03-02", adult, []Code{ETermLength}},
		"28 Feb, 1 Mar":         {"2018-02-28", "2038-03-01", adult, []Code{ETermLength}},
		"reversed":              {"2036-12-01", "2016-12-01", TermContext{}, []Code{ETermOrder}},
		"same day":              {"2016-12-01", "2016-12-01", TermContext{}, []Code{ETermOrder}},
		"future":                {"2026-11-24", "2046-11-24", adult, []Code{ETermFuture}},
		"today":                 {"2026-11-23", "2046-11-23", adult, nil},
		"before birth":          {"2010-01-01", "2030-01-01", TermContext{Birth: Date{2011, 1, 1}}, []Code{ETermBirth}},
		"before the law":        {"2003-12-31", "长期", TermContext{Birth: Date{1950, 1, 1}}, []Code{WTermEarly}},
		"last day":              {"2006-11-23", "2026-11-23", TermContext{Birth: Date{1970, 1, 1}, Today: adult.Today}, []Code{WTermExpiring}},
		"expired":               {"2006-11-22", "2026-11-22", TermContext{Birth: Date{1970, 1, 1}, Today: adult.Today}, []Code{ETermExpired}},
		"59 days left":          {"2007-01-21", "2027-01-21", TermContext{Birth: Date{1970, 1, 1}, Today: adult.Today}, []Code{WTermExpiring}},
		"60 days left":          {"2007-01-22", "2027-01-22", TermContext{Birth: Date{1970, 1, 1}, Today: adult.Today}, nil},
		"no first day":          {"", "2036-12-01", adult, []Code{ETermFrom}},
		"no such first day":     {"2018-02-30", "2036-12-01", adult, []Code{ETermFrom}},
		"no last day":           {"2016-12-01", "", adult, []Code{ETermUntil}},
		"neither":               {"x", "y", adult, []Code{ETermFrom, ETermUntil}},
		"no first day, expired": {"", "2020-01-01", adult, []Code{ETermFrom, ETermExpired}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			got := ParseTerm(c.from, c.until, c.context)
			if !slices.Equal(got.Codes, c.codes) {
				t.Errorf("got %v, want %v", got.Codes, c.codes)
			}
			if got.Long && !got.Until.IsZero() {
				t.Errorf("long-term, but until %v", got.Until)
			}
		})
	}
}

func TestRegionOf(t *testing.T) {
	for code, want := range map[string]Region{
		"440308": {"440308", "广东省深圳市盐田区", 0, 0},
		"110101": {"110101", "北京市东城区", 0, 0},
		"110118": {"110118", "北京市密云区", 2016, 0},
		"110103": {"110103", "北京市崇文区", 0, 2009},
		"429004": {"429004", "湖北省仙桃市", 0, 0},
		"412723": {"412723", "河南省周口地区商水县", 0, 2002},
		"500154": {"500154", "重庆市开州区", 2016, 0},
		"440000": {"440000", "广东省", 0, 0},
		"440300": {"440300", "广东省深圳市", 0, 0},
	} {
		if got, ok := RegionOf(code); !ok || got != want {
			t.Errorf("%s: got %+v %v, want %+v", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "44030", "4403080", "321119", "230119", "990101", "710000", "44030:", "/40308", "深圳"} {
		if got, ok := RegionOf(code); ok {
			t.Errorf("%q: got %+v", code, got)
		}
	}
}

func TestRegionTable(t *testing.T) {
	table := regions()
	current := 0
	for i, r := range table.regions {
		if i > 0 && table.codes[i-1] >= table.codes[i] {
			t.Errorf("%s is not in order", r.Code)
		}
		if strconv.Itoa(int(table.codes[i])) != r.Code || r.Name == "" || r.To != 0 && r.From > r.To {
			t.Errorf("bad entry %+v", r)
		}
		if n := ParseNumber(r.Code+"199003070010", asOf); slices.Contains(n.Codes, ERegion) {
			t.Errorf("%s has a province that is not accepted", r.Code)
		}
		if r.To == 0 {
			current++
		}
	}
	if len(table.codes) != 7152 || current != 3519 {
		t.Errorf("%d codes, %d in use: not what the documentation of the table says", len(table.codes), current)
	}
}

// Codes must list every constant of the type Code.
func TestCodesAreComplete(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "idcard.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []Code
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := v.Type.(*ast.Ident); ok && typ.Name == "Code" {
			s, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			declared = append(declared, Code(s))
		}
		return true
	})
	if len(declared) < 40 || !slices.Equal(declared, Codes()) {
		t.Errorf("declared %v\nlisted %v", declared, Codes())
	}
}

func TestParseDate(t *testing.T) {
	for s, want := range map[string]Date{
		"2008-01-09": {2008, 1, 9}, "2008.1.9": {2008, 1, 9}, "2008/01/9": {2008, 1, 9}, "20080109": {2008, 1, 9},
		"2008年1月9日": {2008, 1, 9}, " ２００８－０１－０９ ": {2008, 1, 9}, "2000-02-29": {2000, 2, 29},
	} {
		if got, ok := ParseDate(s); !ok || got != want {
			t.Errorf("%q: got %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "2008", "1900-02-29", "2008-13-01", "08-01-09", "2008-1-9x", "长期"} {
		if got, ok := ParseDate(s); ok {
			t.Errorf("%q: got %v", s, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2008-01-09", "20080109", "2008年1月9日", "２００８．１．９", "0000-00-00", "9999-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseDate(s)
		if !ok {
			if !d.IsZero() {
				t.Fatalf("%q is no day, but got %v", s, d)
			}
			return
		}
		if again, ok := ParseDate(d.String()); !ok || again != d {
			t.Fatalf("%q: %v is read again as %v", s, d, again)
		}
		if d.Year > 0 && (d.Day < 1 || d.Day > daysIn(d) || d.AddDays(0) != d) {
			t.Fatalf("%q: there is no %v", s, d)
		}
	})
}
