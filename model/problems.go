package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"truename/model/idcard"
)

// guardianAge is the age in full years from which a person agrees alone
// (PIPL art. 31: under 14 a guardian does).
const guardianAge = 14

// facts is a draft as the rules read it.
type facts struct {
	today  idcard.Date
	name   idcard.Name
	number idcard.Number
	term   idcard.Term
}

// judge reads what was typed under rules r.
func (d Draft) judge(r idcard.Rules) facts {
	number := idcard.ParseNumber(d.Number, r)
	context := idcard.TermContext{Birth: number.Birth, Kind: number.Kind, Today: r.Today}
	return facts{
		today:  r.Today,
		name:   parseName(d.Name, number.Kind),
		number: number,
		term:   idcard.ParseTerm(strings.TrimSpace(d.From), strings.TrimSpace(d.Until), context),
	}
}

// parseName reads a name. While no number tells whose name it is, a
// foreigner's is as good as a resident's: the page comes before the number's.
func parseName(typed string, kind idcard.Kind) idcard.Name {
	if kind != "" {
		return idcard.ParseName(typed, kind)
	}
	name := idcard.ParseName(typed, idcard.Resident)
	if foreign := idcard.ParseName(typed, idcard.Foreign2023); !name.OK() && foreign.OK() {
		return foreign
	}
	return name
}

// under14 reports whether the number is right and belongs to a person who has
// not reached the 14th birthday.
func (f facts) under14() bool {
	return f.number.OK() && !f.number.Birth.IsZero() && f.number.Birth.AgeOn(f.today) < guardianAge
}

// Derived is what follows from a number; zero fields are not known.
type Derived struct {
	Birth   idcard.Date
	Sex     idcard.Sex
	Region  string // in Chinese, as 广东省深圳市盐田区
	Under14 bool   // a guardian has to agree (PIPL art. 31)
}

// Derived is what follows from the number typed; nothing unless it is right.
func (d Draft) Derived(r idcard.Rules) Derived {
	f := facts{today: r.Today, number: idcard.ParseNumber(d.Number, r)}
	if !f.number.OK() {
		return Derived{}
	}
	return Derived{Birth: f.number.Birth, Sex: f.number.Sex, Region: f.number.Region.Name, Under14: f.under14()}
}

// Problems lists what is missing or wrong, in the order of the pages. An
// empty list means that d can be sealed. Warnings are for the desk, and not
// among them: see CrossCheck.
func (d Draft) Problems(r idcard.Rules) []Problem {
	f := d.judge(r)
	p := problems{}
	p.consent(d)
	p.photos(d)
	p.codes(FieldName, f.name.Codes)
	if _, ok := normalPhone(d.Phone); !ok {
		p.add(FieldPhone, ProblemPhone)
	}
	p.codes(FieldNumber, f.number.Codes)
	if f.under14() {
		p.guardian(d.Guardian)
	}
	for _, code := range f.term.Codes {
		p.codes(termField(code), []idcard.Code{code})
	}
	p.unchanged(d)
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Compare(slices.Index(Pages, a.Page), slices.Index(Pages, b.Page))
	})
	return p
}

// problems collects.
type problems []Problem

func (p *problems) add(field, code string) {
	*p = append(*p, Problem{Page: PageOf(field), Field: field, Code: code})
}

// codes adds those codes that forbid going on.
func (p *problems) codes(field string, codes []idcard.Code) {
	for _, c := range codes {
		if c.IsError() {
			p.add(field, string(c))
		}
	}
}

func (p *problems) consent(d Draft) {
	if !d.Consent.Given() {
		p.add(FieldConsent, ProblemMissing)
	}
	if !d.PhotoConsent.Given() {
		p.add(FieldPhotoConsent, ProblemMissing)
	}
}

func (p *problems) photos(d Draft) {
	p.photo(FieldFront, d.Front)
	p.photo(FieldBack, d.Back)
	if !d.Front.Same(d.Back) {
		return
	}
	if !d.Open(FieldBack) && d.Open(FieldFront) {
		p.add(FieldFront, ProblemSamePhoto) // of a revision in which only this side can be changed
		return
	}
	p.add(FieldBack, ProblemSamePhoto)
}

func (p *problems) photo(field string, photo Photo) {
	switch {
	case photo.Empty():
		p.add(field, ProblemMissing)
	case photo.Report.Grade == Retake && !photo.Manual:
		p.add(field, ProblemRetake)
	}
}

// guardian asks for a name, which may be a foreigner's, and a consent.
func (p *problems) guardian(g Guardian) {
	if strings.TrimSpace(g.Name) == "" {
		p.add(FieldGuardian, ProblemMissing)
	} else {
		p.codes(FieldGuardian, parseName(g.Name, "").Codes)
	}
	if !g.Consent.Given() {
		p.add(FieldGuardianConsent, ProblemMissing)
	}
}

// termField is the one of the two days that a code of a term is about.
func termField(c idcard.Code) string {
	switch c {
	case idcard.ETermFrom, idcard.ETermFuture, idcard.ETermBirth, idcard.WTermEarly:
		return FieldFrom
	}
	return FieldUntil
}

// normalPhone is a telephone number as digits, with a + before them if it was
// typed. It may be typed with spaces and hyphens, and may be left out; ok is
// false if it has other characters, or not 7 to 15 digits (E.164 allows 15;
// the shortest Chinese subscriber numbers have 7).
func normalPhone(typed string) (phone string, ok bool) {
	var b strings.Builder
	digits := 0
	for _, c := range strings.TrimSpace(typed) {
		if c >= '０' && c <= '９' || c == '＋' { // as Chinese input methods write them
			c -= '０' - '0'
		}
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' && b.Len() == 0:
		case c == ' ' || c == '-':
			continue
		default:
			return "", false
		}
		b.WriteRune(c)
	}
	return b.String(), b.Len() == 0 || digits >= 7 && digits <= 15
}

// NotReady is the cause inside the ErrNotReady of Seal.
type NotReady struct{ Problems []Problem }

// Error names fields and codes, and nothing that was typed.
func (e *NotReady) Error() string {
	names := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		names[i] = fmt.Sprintf("%s %s", p.Field, p.Code)
	}
	return strings.Join(names, ", ")
}
