package model_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

var aboutID = uuid.MustParse("7a3c5d0e-0000-4000-8000-000000000009")

const aboutReference = "NG2S-MFQW-4MX6-R3RZ"

// asked is a request of a kind that can be sealed as it is.
func asked(kind model.Kind) model.Request {
	r := model.Request{
		ID: firstID, Case: caseID, Reference: reference, Kind: kind,
		About: aboutID, AboutReference: aboutReference, MaskedName: "*三",
	}
	if kind == model.Unbind {
		r.Reason = "new-card"
	}
	return r
}

func TestRequestProblems(t *testing.T) {
	long := strings.Repeat("字", model.MaxRequestText)
	for name, c := range map[string]struct {
		kind model.Kind
		edit func(*model.Request)
		want []string
	}{
		"unbind":                {model.Unbind, func(*model.Request) {}, []string{}},
		"export":                {model.Export, func(*model.Request) {}, []string{}},
		"erase":                 {model.Erase, func(*model.Request) {}, []string{}},
		"unbind, no reason":     {model.Unbind, func(r *model.Request) { r.Reason = "" }, []string{"reason missing"}},
		"unbind, other reason":  {model.Unbind, func(r *model.Request) { r.Reason = "mood" }, []string{"reason missing"}},
		"erase, another's":      {model.Erase, func(r *model.Request) { r.Reason = "new-card" }, []string{"reason missing"}},
		"longest text":          {model.Export, func(r *model.Request) { r.Text = " " + long + "\r\n" }, []string{}},
		"text too long":         {model.Export, func(r *model.Request) { r.Text = long + "字" }, []string{"text too-long"}},
		"lines":                 {model.Erase, func(r *model.Request) { r.Text = "一\r\n二\n三 😀" }, []string{}},
		"control":               {model.Erase, func(r *model.Request) { r.Text = "a\x1b[2Jb" }, []string{"text control"}},
		"tabulator":             {model.Erase, func(r *model.Request) { r.Text = "a\tb" }, []string{"text control"}},
		"old line's end":        {model.Erase, func(r *model.Request) { r.Text = "a\rb" }, []string{"text control"}},
		"direction turned":      {model.Erase, func(r *model.Request) { r.Text = "a\u202eb" }, []string{"text control"}},
		"no UTF-8":              {model.Erase, func(r *model.Request) { r.Text = "a\xffb" }, []string{"text control"}},
		"controls around it":    {model.Erase, func(r *model.Request) { r.Text = "\t\r\na\v" }, []string{}},
		"contact":               {model.Erase, func(r *model.Request) { r.Contact = "+86 138-0013-8000" }, []string{}},
		"contact of characters": {model.Erase, func(r *model.Request) { r.Contact = "at home" }, []string{"contact phone"}},
		"everything": {model.Unbind, func(r *model.Request) { r.Reason, r.Text, r.Contact = "", long+"\x00", "1" },
			[]string{"reason missing", "text too-long", "text control", "contact phone"}},
	} {
		r := asked(c.kind)
		c.edit(&r)
		got := []string{}
		for _, p := range r.Problems() {
			got = append(got, strings.TrimSpace(p.Page+" "+p.Field+" "+p.Code))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if _, err := model.SealRequest(r, model.Sealing{At: noon}); (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s: sealed with %v", name, err)
		}
	}
}

func TestEveryRequestReasonCanBeGiven(t *testing.T) {
	for kind, codes := range model.RequestReasons {
		for _, code := range codes {
			r := asked(kind)
			r.Reason = code
			if found := r.Problems(); !kind.IsRequest() || len(found) > 0 {
				t.Errorf("%s of a %s: %v", code, kind, found)
			}
		}
	}
	if model.Binding.IsRequest() || model.Kind("").IsRequest() {
		t.Error("a binding is no request")
	}
}

func TestSealRequest(t *testing.T) {
	due := idcard.Date{Year: 2026, Month: 11, Day: 30}
	for _, kind := range model.RequestKinds {
		r := asked(kind)
		r.Text, r.Contact = "　卡已换新\r\n请改绑 ", "138 0013 8000"
		want := model.Submission{
			ID: firstID, Case: caseID, Kind: kind, Revision: 1, Reference: reference, Language: "en",
			At: noon.UTC(), Due: due,
			Fields: model.Fields{Request: &model.RequestFields{
				About: aboutID, AboutReference: aboutReference, MaskedName: "*三",
				Reason: r.Reason, Text: "卡已换新\n请改绑", Contact: "13800138000",
			}},
		}
		got, err := model.SealRequest(r, model.Sealing{At: noon, Language: "en", Due: due})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %+v; want %+v", kind, err, got, want)
		}
		if head := model.NewHead(got, "m1", false); head.Kind != kind || head.Weight != 0 || head.Status != model.Waiting {
			t.Errorf("%s: head %+v", kind, head)
		}
	}
}

func TestSealRequestRefuses(t *testing.T) {
	for name, edit := range map[string]func(*model.Request){
		"no id":              func(r *model.Request) { r.ID = uuid.Nil },
		"no case":            func(r *model.Request) { r.Case = uuid.Nil },
		"no reference":       func(r *model.Request) { r.Reference = "" },
		"no kind":            func(r *model.Request) { r.Kind = "" },
		"a binding":          func(r *model.Request) { r.Kind = model.Binding },
		"about nothing":      func(r *model.Request) { r.About = uuid.Nil },
		"about itself":       func(r *model.Request) { r.About = r.Case },
		"about no reference": func(r *model.Request) { r.AboutReference = "" },
		"about its own":      func(r *model.Request) { r.AboutReference = r.Reference },
	} {
		r := asked(model.Erase)
		edit(&r)
		s, err := model.SealRequest(r, model.Sealing{At: noon})
		if !errors.Is(err, model.ErrNotReady) || !reflect.DeepEqual(s, model.Submission{}) {
			t.Errorf("%s: %v, %+v", name, err, s)
		}
	}
	r := asked(model.Unbind)
	r.Reason, r.Contact = "", "王五"
	_, err := model.SealRequest(r, model.Sealing{At: noon})
	var cause *model.NotReady
	if !errors.Is(err, model.ErrNotReady) || !errors.As(err, &cause) || len(cause.Problems) != 2 || strings.Contains(err.Error(), "王五") {
		t.Errorf("with problems: %v", err)
	}
}

// TestFieldsWithoutRequest: what was sealed before there were requests has the
// same form as what is sealed now.
func TestFieldsWithoutRequest(t *testing.T) {
	b, err := json.Marshal(model.Fields{Name: "张三"})
	if err != nil || strings.Contains(string(b), "request") {
		t.Errorf("%s, %v", b, err)
	}
	b, err = json.Marshal(model.Mine{})
	if err != nil || strings.Contains(string(b), "about") {
		t.Errorf("%s, %v", b, err)
	}
}

func TestReasonsFor(t *testing.T) {
	for _, kind := range append([]model.Kind{"", "other", model.Binding}, model.RequestKinds...) {
		for _, verb := range append([]model.Verb{""}, model.Verbs...) {
			var want []model.Reason
			switch {
			case kind == model.Binding && verb == model.Return:
				want = model.Reasons
			case kind == model.Binding && verb == model.Refuse:
				want = model.RefusalReasons
			case kind.IsRequest() && verb == model.Refuse:
				want = model.RequestRefusalReasons
			}
			if got := model.ReasonsFor(kind, verb); !slices.Equal(got, want) {
				t.Errorf("%q %q: %v, want %v", kind, verb, got, want)
			}
		}
	}
}

// TestDecideRequests has every verb with every list of reasons.
func TestDecideRequests(t *testing.T) {
	type try struct {
		verb   model.Verb
		reason string
	}
	becomes := map[try]model.Status{
		{model.Approve, ""}:            model.Approved,
		{model.Withdraw, ""}:           model.Withdrawn,
		{model.Refuse, "at-counter"}:   model.Refused,
		{model.Refuse, "not-yours"}:    model.Refused,
		{model.Refuse, "repeated"}:     model.Refused,
		{model.Refuse, "card-void"}:    "",
		{model.Refuse, "mood"}:         "",
		{model.Refuse, ""}:             "",
		{model.Return, ""}:             "",
		{model.Return, "front-blur"}:   "",
		{model.Return, "not-yours"}:    "",
		{model.Verb("other"), ""}:      "",
		{model.Return, "not-a-card"}:   "",
		{model.Refuse, "front-blur"}:   "",
		{model.Refuse, "not-a-card"}:   "",
		{model.Return, "term-differs"}: "",
	}
	for _, kind := range model.RequestKinds {
		for c, want := range becomes {
			before := headIn(model.Waiting)
			before.Kind = kind
			d := model.Decision{Case: caseID, Verb: c.verb, Version: 3, At: noon, Reviewer: "r1"}
			if c.reason != "" {
				d.Reasons = []model.Reason{{Code: c.reason}}
			}
			after, err := before.Decide(d)
			if want == "" {
				if !errors.Is(err, model.ErrNotAllowed) || after != before {
					t.Errorf("%s: %v: %v, %+v; want ErrNotAllowed and no change", kind, c, err, after)
				}
				continue
			}
			if err != nil || after.Status != want || after.Version != 4 || after.Open() {
				t.Errorf("%s: %v: %v, %+v; want %s", kind, c, err, after, want)
			}
		}
	}
	binding := headIn(model.Waiting)
	for _, code := range []string{"at-counter", "not-yours"} {
		d := decision(model.Refuse)
		d.Reasons = []model.Reason{{Code: code}}
		if _, err := binding.Decide(d); !errors.Is(err, model.ErrNotAllowed) {
			t.Errorf("a binding refused as %s: %v", code, err)
		}
	}
}

// FuzzRequest: whatever is typed, what is sealed is short, trimmed, and can be
// shown as it stands; sealing what was sealed changes nothing.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{"", "卡丢了", " a\r\nb ", "\x00", "a\u202eb", "\xff", strings.Repeat("字", 501)} {
		f.Add(text, "+86 138-0013-8000")
	}
	f.Fuzz(func(t *testing.T, text, contact string) {
		r := asked(model.Erase)
		r.Text, r.Contact = text, contact
		s, err := model.SealRequest(r, model.Sealing{At: noon})
		if err != nil {
			if len(r.Problems()) == 0 {
				t.Fatalf("%q, %q: %v without a problem", text, contact, err)
			}
			return
		}
		got := *s.Fields.Request
		shown := func(c rune) bool { return c == '\n' || !unicode.IsControl(c) }
		if utf8.RuneCountInString(got.Text) > 500 || !utf8.ValidString(got.Text) || got.Text != strings.TrimSpace(got.Text) ||
			strings.ContainsFunc(got.Text, func(c rune) bool { return !shown(c) }) ||
			strings.ContainsFunc(got.Contact, func(c rune) bool { return c != '+' && (c < '0' || c > '9') }) {
			t.Fatalf("%q, %q: sealed %+v", text, contact, got)
		}
		r.Text, r.Contact = got.Text, got.Contact
		if again, err := model.SealRequest(r, model.Sealing{At: noon}); err != nil || *again.Fields.Request != got {
			t.Fatalf("%q, %q: sealed again %+v, %v", text, contact, again.Fields.Request, err)
		}
	})
}
