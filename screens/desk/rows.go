package desk

import (
	"slices"

	"truename/model"
)

// mostHeads is how many heads of the list are kept: what is far out of sight is
// fetched again when somebody scrolls there, so that a list of a hundred
// thousand takes no more memory than one of a thousand.
const mostHeads = 1000

// rows is which part of the list is kept: the heads of the screen are its rows
// from base on. A row counts from 0.
type rows struct {
	base    int
	seen    int    // how many rows the list is known to have
	marks   []mark // where pages began, in order
	jumping int    // the row that is being fetched, and 1; 0 for none, or onward
	still   bool   // nothing is fetched for what is drawn
}

// onward says that what follows the last head is being fetched.
const onward = -1

// A mark is where a page of the list begins.
type mark struct {
	row   int
	after string // cursor of the page
}

// keep takes what was fetched behind row base for all that is kept.
func (r *rows) keep(base int, q queue, shown int) {
	r.base = base
	if r.seen = max(r.seen, base+shown); q.next == "" {
		r.seen = base + shown
	}
	if q.next != "" {
		r.note(base+shown, q.next)
	}
}

// note remembers where a page begins.
func (r *rows) note(row int, after string) {
	if n := len(r.marks); n == 0 || r.marks[n-1].row < row {
		r.marks = append(r.marks, mark{row, after})
	}
}

// before is the last mark at or before a row; the beginning is always one.
func (r *rows) before(row int) (m mark) {
	for _, of := range r.marks {
		if of.row > row {
			break
		}
		m = of
	}
	return m
}

// gone says that a row is not there any more.
func (r *rows) gone(row int) {
	r.seen--
	for i := range r.marks {
		if r.marks[i].row > row {
			r.marks[i].row--
		}
	}
}

// length is how many rows the list has, as far as is known.
func (s *Screen) length() int { return max(s.rows.seen, s.rows.base+len(s.heads)) }

// at is the head that stands in a row; one that is not kept, or with which the
// kept ones end, is fetched.
func (s *Screen) at(row int) (h model.Head, ok bool) {
	i := row - s.rows.base
	switch {
	case row >= s.length(): // the queue became shorter while the list was drawn
	case i < 0 || i >= len(s.heads):
		if !s.rows.still && !s.rests() {
			s.jump(row)
		}
	default:
		h, ok = s.heads[i], true
		if i == len(s.heads)-1 && s.next != "" && !s.rows.still && !s.rests() {
			s.more()
		}
	}
	return h, ok
}

// jump fetches the heads around a row in the place of those that are kept.
func (s *Screen) jump(row int) {
	m := s.rows.before(max(0, row-mostHeads/4))
	if s.rows.jumping == m.row+1 {
		return
	}
	s.query(m.after, mostHeads/2, func(q queue, err error) {
		s.rows.jumping, s.err = 0, err
		if err == nil {
			s.heads, s.next = s.waiting(q.heads), q.next
			s.rows.keep(m.row, q, len(s.heads))
			s.learn(q, true)
		}
	})
	s.rows.jumping = m.row + 1
}

// extend takes what follows the heads that are kept, and lets the first go where
// there are too many.
func (s *Screen) extend(q queue) {
	s.heads, s.next = append(s.heads, s.waiting(q.heads)...), q.next
	s.rows.keep(s.rows.base, q, len(s.heads))
	s.learn(q, false)
	if len(s.heads) <= mostHeads {
		return
	}
	m := s.rows.before(s.rows.base + len(s.heads) - mostHeads/2)
	for _, h := range s.heads[:m.row-s.rows.base] {
		delete(s.risks, h.Case)
	}
	s.heads, s.rows.base = slices.Clone(s.heads[m.row-s.rows.base:]), m.row
}

// forgetRows is for another list.
func (s *Screen) forgetRows() { s.heads, s.next, s.rows = nil, "", rows{} }

// drop takes a head out of the list.
func (s *Screen) drop(i int) {
	id := s.heads[i].Case
	s.heads = slices.Delete(s.heads, i, i+1)
	s.rows.gone(s.rows.base + i)
	if s.found != nil {
		s.found.Total--
		s.found.Heads = slices.DeleteFunc(s.found.Heads, func(h model.Head) bool { return h.Case == id })
	}
}

// put is the opposite of drop.
func (s *Screen) put(i int, h model.Head) {
	s.heads = slices.Insert(s.heads, min(max(i, 0), len(s.heads)), h)
	s.rows.seen++
	if s.found != nil {
		s.found.Total++
		s.found.Heads = append(s.found.Heads, h)
	}
}
