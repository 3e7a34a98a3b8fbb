package topics

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"truename/model"
	"truename/model/idcard"
)

const notADay = "the date is not a day such as 2026-11-23"

// columns are the names that a header may have.
var columns = []string{"rank", "title_zh", "title_en", "heat", "platforms_zh", "platforms_en", "date"}

// ParseCSV reads a table that was kept in a spreadsheet and saved as "CSV
// UTF-8":
//
//	# date: 2026-11-23
//	rank,title_zh,title_en,heat,platforms_zh,platforms_en
//	1,某品牌新品发布会,A brand new product launch,9.2,微博;小红书,Weibo;Xiaohongshu
//
// The columns may be in any order. Their names may be in capitals, and no
// others may be there: a slip in title_en must not lose a language. Of each
// pair with _zh and _en one may be left out, as a column or in single cells;
// the other then stands for both. Platforms are separated by ; (or ； or 、), as
// many in one language as in the other.
//
// The date is a line above the header, as here or in two cells (# date | day),
// or a column date with the day in one row or the same in all. Days are written
// 2026-11-23, 2026/11/23 or 2026年11月23日. Other lines that begin with # are
// passed over above the header; below it they are not, for a title may begin
// with #.
//
// It is read as spreadsheets write it: cells separated by comma, semicolon or
// tab (whichever the header has), heat with a decimal comma unless commas
// separate cells, cells in quotes, ends of lines of any system, a byte order
// mark, and empty rows and columns around the table.
//
// For the rest the rules and limits are those of Parse. An error says the line
// or rank and what is wrong there; its code is CodeTooLarge or CodeUnreadable.
func ParseCSV(r io.Reader) (model.TopicTable, error) {
	b, err := readAll(r)
	if err != nil {
		return model.TopicTable{}, err
	}
	return checked(fromCSV(b))
}

func fromCSV(b []byte) (model.TopicTable, error) {
	if !utf8.Valid(b) {
		return model.TopicTable{}, errors.New(`not UTF-8: save it as "CSV UTF-8"`)
	}
	s := sheet{text: lines(b), known: columns}
	for _, part := range []func() error{s.preamble, s.header, s.complete} {
		if err := part(); err != nil {
			return model.TopicTable{}, err
		}
	}
	for {
		topic, err := s.row()
		switch {
		case err == io.EOF:
			return s.table, nil
		case err != nil:
			return model.TopicTable{}, err
		}
		s.table.Topics = append(s.table.Topics, topic)
	}
}

// lines ends the lines of b with \n alone: spreadsheets on old systems write
// \r, which csv does not take for an end.
func lines(b []byte) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(b))
}

// A sheet is a table while it is read.
type sheet struct {
	text    string   // what is left, up to the header
	known   []string // names that columns may have
	above   int      // lines above the header
	cells   *csv.Reader
	columns map[string]int // where they are
	width   int            // cells in the header
	decimal string         // decimal mark beside the point, or ""
	table   model.TopicTable
}

// preamble takes empty lines and comments off the text, and the date out of
// them. A spreadsheet has filled them up with empty cells or put them in
// quotes.
func (s *sheet) preamble() error {
	for s.text != "" {
		line, rest, _ := strings.Cut(s.text, "\n")
		comment := strings.Trim(line, "\",;\t ")
		if comment != "" && comment[0] != '#' {
			return nil
		}
		s.text = rest
		s.above++
		if day, ok := dated(comment); ok {
			if err := s.date(day); err != nil {
				return fmt.Errorf("line %d: %w", s.above, err)
			}
		}
	}
	return nil
}

// dated is the day in a comment "# date: day", where the colon may also be one
// of the marks between cells.
func dated(comment string) (day string, ok bool) {
	word := strings.TrimLeft(comment, "# ")
	if len(word) < 4 || !strings.EqualFold(word[:4], "date") {
		return "", false
	}
	rest := strings.TrimLeft(word[4:], " ")
	day = strings.TrimLeft(rest, ":：,;\t\" ")
	return day, day != rest
}

// date notes the day of the table, which must be the same wherever it stands.
func (s *sheet) date(day string) error {
	d, ok := idcard.ParseDate(day)
	switch {
	case !ok:
		return errors.New(notADay)
	case !s.table.Date.IsZero() && d != s.table.Date:
		return errors.New("another date than above")
	}
	s.table.Date = d
	return nil
}

// header reads the names of the columns.
func (s *sheet) header() error {
	s.open()
	names, err := s.read()
	if err == io.EOF {
		return errors.New("no header with the names of the columns")
	}
	if err != nil {
		return err
	}
	s.width = len(names)
	s.columns = map[string]int{}
	for i, name := range names {
		name = strings.ToLower(name)
		_, twice := s.columns[name]
		switch {
		case name == "":
			continue
		case twice:
			return fmt.Errorf("line %d: column %s is there twice", s.line(), name)
		case !slices.Contains(s.known, name):
			return fmt.Errorf("line %d: column %d is none of %s", s.line(), i+1, strings.Join(s.known, ", "))
		}
		s.columns[name] = i
	}
	return nil
}

// open makes a reader of what is left. Cells are separated by the mark that
// the header has most of: no name of a column contains one.
func (s *sheet) open() {
	header, _, _ := strings.Cut(s.text, "\n")
	s.cells = csv.NewReader(strings.NewReader(s.text))
	s.cells.FieldsPerRecord = -1 // rows end where their cells do
	most := strings.Count(header, ",")
	for _, mark := range ";\t" {
		if n := strings.Count(header, string(mark)); n > most {
			most, s.cells.Comma, s.decimal = n, mark, ","
		}
	}
}

// complete reports the columns without which there is no table.
func (s *sheet) complete() error {
	there := func(name string) bool { _, ok := s.columns[name]; return ok }
	for _, either := range [][]string{{"rank"}, {"heat"}, {"title_zh", "title_en"}, {"platforms_zh", "platforms_en"}} {
		if !slices.ContainsFunc(either, there) {
			return fmt.Errorf("line %d: no column %s", s.line(), strings.Join(either, " or "))
		}
	}
	return nil
}

// read is the next record with something in it, without spaces around its
// cells. The error is io.EOF after the last.
func (s *sheet) read() ([]string, error) {
	for {
		record, err := s.cells.Read()
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			return nil, fmt.Errorf("line %d: %w", wrong.Line+s.above, wrong.Err)
		case err != nil:
			return nil, err
		}
		empty := true
		for i, cell := range record {
			record[i] = strings.TrimSpace(cell)
			empty = empty && record[i] == ""
		}
		if !empty {
			return record, nil
		}
	}
}

// line is that on which the record read last begins.
func (s *sheet) line() int {
	n, _ := s.cells.FieldPos(0)
	return n + s.above
}

// row is the next topic. The error is io.EOF after the last.
func (s *sheet) row() (model.Topic, error) {
	record, err := s.read()
	if err != nil {
		return model.Topic{}, err
	}
	topic, err := s.topic(record)
	if err != nil {
		return model.Topic{}, fmt.Errorf("line %d: %w", s.line(), err)
	}
	return topic, nil
}

func (s *sheet) topic(record []string) (t model.Topic, err error) {
	if len(record) > s.width && strings.Join(record[s.width:], "") != "" {
		return t, errors.New("more cells than the header has columns")
	}
	cell := func(name string) string {
		if i, ok := s.columns[name]; ok && i < len(record) {
			return record[i]
		}
		return ""
	}
	if day := cell("date"); day != "" {
		if err := s.date(day); err != nil {
			return t, err
		}
	}
	if t.Rank, err = strconv.Atoi(cell("rank")); err != nil {
		return t, errors.New("rank is not a whole number")
	}
	if t.Heat, err = s.heat(cell("heat")); err != nil {
		return t, err
	}
	t.Title = both(model.Text{ZH: cell("title_zh"), EN: cell("title_en")})
	t.Platforms, err = platforms(cell("platforms_zh"), cell("platforms_en"))
	return t, err
}

// number is one as spreadsheets write it.
var number = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,9})?$`)

func (s *sheet) heat(cell string) (float64, error) {
	if s.decimal != "" {
		cell = strings.Replace(cell, s.decimal, ".", 1)
	}
	if !number.MatchString(cell) {
		return 0, errors.New("heat is not a number such as 9.8")
	}
	return strconv.ParseFloat(cell, 64)
}

// platforms are the names in both cells, paired by their place.
func platforms(zh, en string) ([]model.Text, error) {
	a, b := list(zh), list(en)
	switch {
	case len(a) == 0:
		a = b
	case len(b) == 0:
		b = a
	case len(a) != len(b):
		return nil, fmt.Errorf("%d platforms in Chinese and %d in English", len(a), len(b))
	}
	pairs := make([]model.Text, len(a))
	for i := range a {
		pairs[i] = both(model.Text{ZH: a[i], EN: b[i]})
	}
	return pairs, nil
}

// marks between platforms: those of Chinese typing too.
var marks = strings.NewReplacer("；", ";", "、", ";")

// list is the names in a cell. Empty places stay, except at the end.
func list(cell string) []string {
	cell = strings.TrimRight(marks.Replace(cell), "; ")
	if cell == "" {
		return nil
	}
	names := strings.Split(cell, ";")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	return names
}
