package model

import (
	"maps"
	"slices"
	"strings"

	"truename/model/idcard"
)

// fillable lists the fields that a photograph can fill, by its side.
var fillable = map[Side][]string{
	Front: {FieldName, FieldNumber},
	Back:  {FieldFrom, FieldUntil},
}

// Fill takes what was read from the photograph of a side into those open
// fields that are empty or still as a former photograph filled them; of these,
// one that the new photograph does not tell becomes empty. Nothing typed is
// changed. It reports whether it wrote anything.
//
// A name is taken if every character of it was read, a number if it is right,
// the two days if a card can have them.
func (d *Draft) Fill(side Side, r idcard.Rules) (wrote bool) {
	read := d.Readable(side, r)
	for _, field := range fillable[side] {
		to := d.typed(field)
		free := strings.TrimSpace(*to) == "" || d.Filled(field)
		if !d.Open(field) || !free || *to == read[field] {
			continue
		}
		*to = read[field]
		d.mark(field, read[field])
		wrote = true
	}
	return wrote
}

// TakeRead puts what was read from the photograph of a side into a field,
// whatever stands there, because the person asked for it.
func (d *Draft) TakeRead(field string, side Side, r idcard.Rules) {
	if read := d.Readable(side, r)[field]; read != "" && d.Open(field) {
		*d.typed(field) = read
		d.mark(field, read)
	}
}

// Filled reports whether a field still holds what Fill wrote there.
func (d Draft) Filled(field string) bool {
	was, ok := d.FromPhoto[field]
	to := d.typed(field)
	return ok && to != nil && *to == was
}

// Typed notes that a person has edited a field: it is theirs from now on, even
// if it comes to hold the same again.
func (d *Draft) Typed(field string) {
	if _, ok := d.FromPhoto[field]; ok {
		d.mark(field, "")
	}
}

// mark remembers what Fill wrote; "" forgets it. Copies of the draft, which
// may be on their way to where it is kept, share the former map.
func (d *Draft) mark(field, value string) {
	marks := maps.Clone(d.FromPhoto)
	if marks == nil {
		marks = map[string]string{}
	}
	marks[field] = value
	if value == "" {
		delete(marks, field)
	}
	if d.FromPhoto = marks; len(marks) == 0 {
		d.FromPhoto = nil
	}
}

// typed is where a fillable field is kept, nil for any other.
func (d *Draft) typed(field string) *string {
	switch field {
	case FieldName:
		return &d.Name
	case FieldNumber:
		return &d.Number
	case FieldFrom:
		return &d.From
	case FieldUntil:
		return &d.Until
	}
	return nil
}

// Readable is what the photograph of a side tells well enough to be filled in,
// by field.
func (d Draft) Readable(side Side, r idcard.Rules) map[string]string {
	if side == Back {
		return d.Back.Reading.days()
	}
	read := map[string]string{}
	if name, ok := d.Front.Reading.whole(ReadName); ok && parseName(name, "").OK() {
		read[FieldName] = name
	}
	if number, ok := d.Front.Reading.whole(ReadNumber); ok {
		if n := idcard.ParseNumber(number, r); n.OK() {
			read[FieldNumber] = n.Value
		}
	}
	return read
}

// whole is the text of a field, if each of its characters was read.
func (r Reading) whole(field string) (text string, ok bool) {
	f := r[field]
	return f.Text, f.Text != "" && !slices.ContainsFunc(f.Chars, unknown)
}

// days are the two days as they stand on the card. Two that no card can have
// together were misread, nobody knows which.
func (r Reading) days() map[string]string {
	from, _ := r.whole(ReadFrom)
	until, _ := r.whole(ReadUntil)
	t := idcard.ParseTerm(from, until, idcard.TermContext{})
	read := map[string]string{}
	if slices.Contains(t.Codes, idcard.ETermOrder) || slices.Contains(t.Codes, idcard.ETermLength) {
		return read
	}
	printed := func(d idcard.Date) string { return strings.ReplaceAll(d.String(), "-", ".") }
	if !t.From.IsZero() {
		read[FieldFrom] = printed(t.From)
	}
	switch {
	case t.Long:
		read[FieldUntil] = "长期"
	case !t.Until.IsZero():
		read[FieldUntil] = printed(t.Until)
	}
	return read
}
