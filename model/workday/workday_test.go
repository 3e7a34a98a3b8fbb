package workday

import (
	"testing"
	"time"

	"truename/model/idcard"

	"github.com/6tail/tyme4go/tyme"
)

// notice2026 is the State Council's notice for 2026: days
// off from–to, and the weekend days worked instead.
var notice2026 = struct {
	off    [][2]string
	worked []string
}{
	off: [][2]string{
		{"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"},
		{"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
		{"2026-10-01", "2026-10-07"},
	},
	worked: []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
}

func day(t *testing.T, s string) idcard.Date {
	t.Helper()
	d, ok := idcard.ParseDate(s)
	if !ok {
		t.Fatalf("%q is not a date", s)
	}
	return d
}

func TestEveryDayOf2026(t *testing.T) {
	want := map[idcard.Date]bool{}
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		w := d.Time().Weekday()
		want[d] = w != time.Saturday && w != time.Sunday
	}
	for _, r := range notice2026.off {
		for d := day(t, r[0]); !d.After(day(t, r[1])); d = d.AddDays(1) {
			want[d] = false
		}
	}
	for _, s := range notice2026.worked {
		want[day(t, s)] = true
	}
	if len(want) != 365 {
		t.Fatalf("table of %d days", len(want))
	}
	for d, w := range want {
		if got, known := (Calendar{}).IsWorkday(d); got != w || !known {
			t.Errorf("%v: work %v, known %v; want %v, true", d, got, known, w)
		}
	}
}

func TestYearsBeyondTheCalendar(t *testing.T) {
	for s, want := range map[string]bool{
		"2001-12-28": true, // Friday
		"2027-01-01": true, // Friday: surely a holiday, but nobody has said so yet
		"2027-01-02": false,
		"2100-06-07": true,
		"0001-01-01": true,
	} {
		if got, known := (Calendar{}).IsWorkday(day(t, s)); got != want || known {
			t.Errorf("%s: work %v, known %v; want %v, false", s, got, known, want)
		}
	}
}

func TestExpect(t *testing.T) {
	for name, c := range map[string]struct{ received, from, until string }{
		"a Monday":                         {"2026-11-23T10:00:00+08:00", "2026-11-24", "2026-11-26"},
		"a Thursday, over the weekend":     {"2026-11-26T10:00:00+08:00", "2026-11-27", "2026-12-01"},
		"on a Saturday":                    {"2026-11-28T10:00:00+08:00", "2026-11-30", "2026-12-02"},
		"Sunday in UTC, Monday in China":   {"2026-11-22T16:00:00Z", "2026-11-24", "2026-11-26"},
		"one second before midnight there": {"2026-11-22T15:59:59Z", "2026-11-23", "2026-11-25"},
		"before National Day":              {"2026-09-30T23:00:00+08:00", "2026-10-08", "2026-10-10"}, // Saturday worked
		"inside Spring Festival":           {"2026-02-17T09:00:00+08:00", "2026-02-24", "2026-02-26"},
		"over a worked Saturday":           {"2026-02-26T09:00:00+08:00", "2026-02-27", "2026-03-02"},
		"on a worked Sunday":               {"2026-09-20T09:00:00+08:00", "2026-09-21", "2026-09-23"},
		"into the next, unknown year":      {"2026-12-31T09:00:00+08:00", "2027-01-01", "2027-01-05"},
	} {
		at, err := time.Parse(time.RFC3339, c.received)
		if err != nil {
			t.Fatal(err)
		}
		from, until := Calendar{}.Expect(at)
		if from.String() != c.from || until.String() != c.until {
			t.Errorf("%s: %v – %v, want %s – %s", name, from, until, c.from, c.until)
		}
	}
}

func TestAdd(t *testing.T) {
	for name, c := range map[string]struct {
		from string
		n    int
		want string
	}{
		"nothing":             {"2026-10-03", 0, "2026-10-03"},
		"one":                 {"2026-10-03", 1, "2026-10-08"},
		"back":                {"2026-10-08", -1, "2026-09-30"},
		"back over a Sunday":  {"2026-09-21", -1, "2026-09-20"},
		"the whole year 2026": {"2025-12-31", 248, "2026-12-31"},
	} {
		if got := (Calendar{}).Add(day(t, c.from), c.n); got.String() != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// TestTable holds every day that the library's table can have against the
// library's own search in it.
func TestTable(t *testing.T) {
	listed := 0
	for d := day(t, "2001-01-01"); d.Year <= 2030; d = d.AddDays(1) {
		h, err := (tyme.LegalHoliday{}).FromYmd(d.Year, int(d.Month), d.Day)
		if err != nil {
			t.Fatal(err)
		}
		work, ok := notices().days[d]
		if ok != (h != nil) || ok && work != h.IsWork() {
			t.Errorf("%v: listed %v, worked %v; the library has %v", d, ok, work, h)
		}
		if ok {
			listed++
		}
	}
	if all := notices().days; listed < 600 || listed != len(all) {
		t.Errorf("%d days compared, %d in the table", listed, len(all))
	}
}

func TestBetween(t *testing.T) {
	for name, c := range map[string]struct {
		after, until string
		want         int
	}{
		"the same day":             {"2026-11-23", "2026-11-23", 0},
		"an earlier day":           {"2026-11-24", "2026-11-23", 0},
		"the next day":             {"2026-11-23", "2026-11-24", 1},
		"Friday to Saturday":       {"2026-11-27", "2026-11-28", 0},
		"Friday to Monday":         {"2026-11-27", "2026-11-30", 1},
		"to a worked Saturday":     {"2026-10-09", "2026-10-10", 1},
		"over the Spring Festival": {"2026-02-13", "2026-02-24", 2}, // the worked Saturday before it, and the day after
		"the whole year 2026":      {"2025-12-31", "2026-12-31", 248},
	} {
		if got := (Calendar{}).Between(day(t, c.after), day(t, c.until)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestRange(t *testing.T) {
	const monday = "2026-11-23T10:00:00+08:00"
	for name, c := range map[string]struct {
		received    string
		quick, slow int
		from, until string
	}{
		"nothing known":            {monday, 0, 0, "2026-11-24", "2026-11-26"},
		"as quick as can be":       {monday, 0, 1, "2026-11-24", "2026-11-26"},
		"as promised":              {monday, 1, 3, "2026-11-24", "2026-11-26"},
		"slow at times":            {monday, 1, 5, "2026-11-24", "2026-11-30"},
		"always slow":              {monday, 4, 8, "2026-11-27", "2026-12-03"},
		"all take four":            {monday, 4, 4, "2026-11-27", "2026-11-27"},
		"no range runs backwards":  {monday, 9, 2, "2026-11-26", "2026-11-26"},
		"over the Spring Festival": {"2026-02-12T10:00:00+08:00", 1, 4, "2026-02-13", "2026-02-25"},
	} {
		at, err := time.Parse(time.RFC3339, c.received)
		if err != nil {
			t.Fatal(err)
		}
		from, until := Calendar{}.Range(at, c.quick, c.slow)
		if from.String() != c.from || until.String() != c.until {
			t.Errorf("%s: %v – %v, want %s – %s", name, from, until, c.from, c.until)
		}
	}
}
