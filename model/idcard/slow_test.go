package idcard

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
)

// slowNumber is a second reading of the rules, by other means: regular
// expressions, ISO 7064's recursion in big numbers, the calendar of package
// time and a scan of the table's text. It answers kind and codes.
func slowNumber(input string, r Rules) (Kind, string) {
	v, notes := slowNormal(input)
	switch {
	case v == "":
		return "", "E_EMPTY"
	case regexp.MustCompile(`^[0-9]{15}$`).MatchString(v):
		if k, c := slowFifteen(v, r); k != "" {
			return k, strings.TrimSpace(notes + " " + c)
		}
	case regexp.MustCompile(`^[A-Z]{3}[0-9]{12}$`).MatchString(strings.ToUpper(v)):
		return Foreign2017, strings.TrimSpace(notes + " E_LEGACY_FPR")
	case regexp.MustCompile(`^[HM]([0-9]{8}|[0-9]{10})$`).MatchString(strings.ToUpper(v)):
		return HomeReturn, strings.TrimSpace(notes + " E_OTHER_DOC")
	}
	if !regexp.MustCompile(`^[0-9]*[0-9X]$`).MatchString(v) {
		return "", "E_CHAR"
	}
	if len(v) != 18 {
		return "", "E_LEN"
	}
	return slowKind(v), strings.Join(strings.Fields(notes+slowCheck(v)+slowBirth(v, r)+slowRegion(v, r)+slowSequence(v)), " ")
}

func slowNormal(input string) (v, notes string) {
	invisible := func(c rune) bool { return unicode.In(c, unicode.White_Space, unicode.Cf) }
	var wide, gaps bool
	for _, c := range strings.TrimFunc(input, invisible) {
		if c >= '！' && c <= '～' {
			c, wide = c-0xFEE0, true
		}
		if invisible(c) || unicode.In(c, unicode.Pd) || c == '−' {
			gaps = true
			continue
		}
		v += string(c)
	}
	if wide {
		notes += " N_FULLWIDTH"
	}
	if gaps {
		notes += " N_SPACES"
	}
	if strings.HasSuffix(v, "x") {
		v, notes = v[:len(v)-1]+"X", notes+" N_UPPER_X"
	}
	return v, notes
}

var slowProvince = regexp.MustCompile(`^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])`)

func slowFifteen(v string, r Rules) (Kind, string) {
	t, err := time.Parse("20060102", "19"+v[6:12])
	if err != nil || !slowProvince.MatchString(v) || !r.Today.IsZero() && t.Format(time.DateOnly) > r.Today.String() {
		return "", ""
	}
	if regexp.MustCompile(`99[6-9]$`).MatchString(v) {
		return Resident15, "E_LEGACY15 W_CENTENARIAN_SEQ"
	}
	return Resident15, "E_LEGACY15"
}

func slowKind(v string) Kind {
	for pattern, kind := range map[string]Kind{
		`^81`: HongKong, `^82`: Macao, `^83`: Taiwan, `^99`: SpecimenKind, `^9[0-8]`: Foreign2023,
	} {
		if regexp.MustCompile(pattern).MatchString(v) {
			return kind
		}
	}
	if slowProvince.MatchString(v) {
		return Resident
	}
	return ""
}

// slowCheck reads the number as the sum of digits times powers of two, which
// is 1 modulo 11 with a right check character (ISO 7064).
func slowCheck(v string) string {
	sum := new(big.Int)
	for i, c := range v {
		value := int64(strings.IndexRune("0123456789X", c))
		power := new(big.Int).Lsh(big.NewInt(1), uint(17-i))
		sum.Add(sum, power.Mul(power, big.NewInt(value)))
	}
	if sum.Mod(sum, big.NewInt(11)).Int64() != 1 {
		return " E_CHECK"
	}
	return ""
}

func slowBirth(v string, r Rules) string {
	t, err := time.Parse("20060102", v[6:14])
	if err != nil || t.Year() == 0 {
		return " E_DATE"
	}
	if r.Today.IsZero() {
		return ""
	}
	today := time.Date(r.Today.Year, r.Today.Month, r.Today.Day, 0, 0, 0, 0, time.UTC)
	age := 0
	// A birthday on 29 February comes on 1 March in common years.
	for !t.AddDate(age+1, 0, 0).After(today) {
		age++
	}
	switch {
	case t.After(today):
		return " E_FUTURE"
	case age > 120:
		return " E_AGE_RANGE"
	case age > 100:
		return " W_AGE_OVER_100"
	}
	return ""
}

func slowRegion(v string, r Rules) string {
	switch {
	case strings.HasPrefix(v, "99"):
		if r.Specimens {
			return ""
		}
		return " E_SPECIMEN"
	case regexp.MustCompile(`^8[123]0000`).MatchString(v):
		return ""
	case v[0] == '9' && slowProvince.MatchString(v[1:]):
		return ""
	case !slowProvince.MatchString(v):
		return " E_REGION"
	}
	m := regexp.MustCompile(`(?m)^` + v[:6] + ` (\S+) (\S+)`).FindStringSubmatch(regionText)
	switch {
	case m == nil:
		return " W_REGION_UNKNOWN"
	case m[2] != "-":
		return " I_REGION_RETIRED"
	case m[1] != "-" && v[6:10] < m[1] && !strings.Contains(slowBirth(v, r), "E_DATE"):
		return " I_REGION_LATER_THAN_BIRTH"
	}
	return ""
}

func slowSequence(v string) string {
	if strings.HasPrefix(v[14:], "000") {
		return " W_SEQUENCE_000"
	}
	return ""
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{
		"440308199506181014", "51010419881123102x", "110105 19900307 1220", "１１０１０５１９９００３０７１２２０",
		"500154199301130014", "441282198101011230", "810000199711011016", "911124198108030024", "999999199003070011",
		"440308950618101", "110105850301997", "CAN110081080310", "H1234567800", "m12345678", "110101185001010018",
		"11010120260229001X", "11010119000229001X", "110101192011230002", "1101011920\u200b1124\u20110002", "\xff", "",
	} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, input string, specimens bool) {
		r := asOf
		r.Specimens = specimens
		n := ParseNumber(input, r)
		kind, codes := slowNumber(input, r)
		if got := strings.Trim(fmt.Sprint(n.Codes), "[]"); n.Kind != kind || got != codes {
			t.Fatalf("%q: got %q %s, the slow reading says %q %s", input, n.Kind, got, kind, codes)
		}
		if again := ParseNumber(n.Value, r); n.OK() && (!again.OK() || again.Value != n.Value) {
			t.Fatalf("%q: its normal form %q is judged otherwise", input, n.Value)
		}
	})
}

// Random digits rarely pass the check, so numbers are also built to.
func TestBuiltNumbersAgainstSlowReading(t *testing.T) {
	days := []string{"19900307", "20000229", "19000229", "19210101", "18900101", "19251123", "20261123", "20261124", "00000101"}
	codes := []string{"110101", "321119", "412723", "500154", "810000", "810001", "710000", "911124", "900124", "990101", "000101", "441282"}
	for _, code := range codes {
		for _, day := range days {
			for _, sequence := range []string{"000", "001", "998"} {
				body := code + day + sequence
				input := body + string(Check(body))
				n := ParseNumber(input, asOf)
				kind, want := slowNumber(input, asOf)
				if got := strings.Trim(fmt.Sprint(n.Codes), "[]"); n.Kind != kind || got != want {
					t.Errorf("%s: got %q %s, want %q %s", input, n.Kind, got, kind, want)
				}
			}
		}
	}
}

func BenchmarkParseNumber(b *testing.B) {
	inputs := []string{"440308199506181014", "51010419881123102X", "310101200002290015", "650102197912011011"}
	RegionOf("110101") // read the table
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if n := ParseNumber(inputs[i%len(inputs)], asOf); len(n.Codes) != 0 {
			b.Fatal(n.Codes)
		}
	}
}
