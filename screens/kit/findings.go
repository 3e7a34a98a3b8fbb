package kit

import (
	"cmp"

	"truename/model"
)

// Finding is the sentence for a finding, for the desk: with its value and
// limit, and what is hidden by it.
func (w *Words) Finding(f model.Finding) string {
	key := "finding." + f.Code
	if f.Weight == model.Passed {
		return w.T(key+".passed", w.filling(f)...)
	}
	return w.T(w.nearest(f, key+unseen(f)), w.filling(f)...)
}

// Told is the sentence for a finding for the person whose photograph it is:
// what to do about it. Value and limit are for the desk.
func (w *Words) Told(f model.Finding) string {
	key := "finding." + f.Code + unseen(f) + ".told"
	if f.Weight == model.Passed || !w.Has(key) {
		return w.Finding(f)
	}
	return w.T(w.nearest(f, key), w.filling(f)...)
}

// Passes reports whether there is something to say about a check that passed.
func (w *Words) Passes(f model.Finding) bool {
	return f.Weight == model.Passed && w.Has("finding."+f.Code+".passed")
}

// nearest is the key of the sentence that names what is hidden, where f does
// and the sentence exists; else key.
func (w *Words) nearest(f model.Finding, key string) string {
	if f.Field != "" && w.Has(key+".at") {
		return key + ".at"
	}
	return key
}

// unseen tells the two sentences about a corrected digit apart.
func unseen(f model.Finding) string {
	if f.Code == model.FindingNumberCorrected && f.Value < 0 {
		return ".unseen"
	}
	return ""
}

// filling is what a sentence about f may name.
func (w *Words) filling(f model.Finding) []any {
	value, limit, place := number(f.Value), number(f.Limit), 0
	if f.Code == model.FindingTermAge {
		value, limit = w.years(f.Value), w.years(f.Limit)
	}
	if f.Chars != nil {
		place = f.Chars[0]
	}
	here, there := cmp.Or(f.Side, model.NoSide), model.NoSide
	switch here {
	case model.Front:
		there = model.Back
	case model.Back:
		there = model.Front
	}
	return []any{
		"value", value, "limit", limit, "over", number(-f.Value), "percent", whole(f.Value), "most", whole(f.Limit),
		"what", w.hidden(f), "place", place, "seen", digit(f.Value), "must", digit(f.Limit),
		"here", w.T("hidden." + string(here)), "there", w.T("hidden." + string(there)),
	}
}

// hidden is what a finding is about: a field, or some of its characters.
func (w *Words) hidden(f model.Finding) string {
	field := w.T("hidden.part")
	if w.Has("hidden." + f.Field) {
		field = w.T("hidden." + f.Field)
	}
	if f.Chars == nil {
		return field
	}
	key := "hidden.char"
	if f.Field == model.FieldNumber {
		key = "hidden.digit"
	}
	if f.Chars[0] != f.Chars[1] {
		key += "s"
	}
	return w.T(key, "field", field, "from", f.Chars[0], "to", f.Chars[1])
}

// whole writes a share as a whole number of hundredths.
func whole(share float64) string { return number(float64(int(share*100 + 0.5))) }

// digit is a character of a number: 10 is X.
func digit(value float64) string {
	if value == 10 {
		return "X"
	}
	return number(value)
}
