package model_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
)

// rules of 23 November 2026 in China.
var rules = idcard.Rules{Today: idcard.Date{Year: 2026, Month: 11, Day: 23}}

// numbered completes 17 digits with their check character (ISO 7064 MOD 11-2).
func numbered(digits string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(digits[i]-'0')
	}
	return digits + string("10X98765432"[sum%11])
}

// ready is a draft of a man born on 18 June 1995 that can be sealed as it is.
func ready() model.Draft {
	d := model.NewDraft(firstID, caseID, reference)
	agreed := model.Consent{Version: "3", Language: "zh", At: noon}
	d.Page, d.Consent, d.PhotoConsent = model.PageCheck, agreed, agreed
	d.Front = model.Photo{JPEG: []byte("portrait"), Width: 1000, Height: 630, Print: 0x00ff00ff00ff00ff,
		Report: model.Report{Side: model.Front, Grade: model.Good}}
	d.Back = model.Photo{JPEG: []byte("emblem"), Width: 1000, Height: 630, Print: 0x0f0f0f0f0f0f0f0f,
		Report: model.Report{Side: model.Back, Grade: model.Good}}
	d.Name, d.Number = "张三", "440308199506181014"
	d.From, d.Until = "2020-06-18", "2030-06-18"
	return d
}

// child makes d that of a child born on the given day, as 20121124.
func child(d *model.Draft, born string) {
	d.Number = numbered("440308" + born + "101")
	d.From, d.Until = "2024-01-01", "2029-01-01"
}

// short writes problems as "page field code", for tables.
func short(found []model.Problem) []string {
	out := []string{}
	for _, p := range found {
		out = append(out, p.Page+" "+p.Field+" "+p.Code)
	}
	return out
}

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*model.Draft)
		want []string
	}{
		"none":                     {func(*model.Draft) {}, []string{}},
		"no consent":               {func(d *model.Draft) { d.Consent = model.Consent{} }, []string{"consent consent missing"}},
		"a version is no consent":  {func(d *model.Draft) { d.PhotoConsent.At = time.Time{} }, []string{"consent photo_consent missing"}},
		"no portrait":              {func(d *model.Draft) { d.Front = model.Photo{} }, []string{"front front missing"}},
		"no emblem":                {func(d *model.Draft) { d.Back = model.Photo{} }, []string{"back back missing"}},
		"poor photograph":          {func(d *model.Draft) { d.Back.Report.Grade = model.Retake }, []string{"back back retake"}},
		"poor, manual review":      {func(d *model.Draft) { d.Back.Report.Grade, d.Back.Manual = model.Retake, true }, []string{}},
		"flagged":                  {func(d *model.Draft) { d.Front.Report.Grade = model.Flagged }, []string{}},
		"one picture twice":        {func(d *model.Draft) { d.Back.Print = d.Front.Print }, []string{"back back same-photo"}},
		"six bits apart":           {func(d *model.Draft) { d.Back.Print = d.Front.Print ^ 0x3f }, []string{"back back same-photo"}},
		"seven bits apart":         {func(d *model.Draft) { d.Back.Print = d.Front.Print ^ 0x7f }, []string{}},
		"no prints":                {func(d *model.Draft) { d.Back.Print, d.Front.Print = 0, 0 }, []string{}},
		"one print":                {func(d *model.Draft) { d.Back.Print, d.Front.Print = 0, 1 }, []string{}},
		"no name":                  {func(d *model.Draft) { d.Name = " " }, []string{"name name E_NAME_EMPTY"}},
		"digit in the name":        {func(d *model.Draft) { d.Name = "张3" }, []string{"name name E_NAME_CHAR"}},
		"foreign name":             {func(d *model.Draft) { d.Name = "Zhang San" }, []string{"name name E_NAME_CHAR"}},
		"telephone":                {func(d *model.Draft) { d.Phone = "+86 138-0013-8000" }, []string{}},
		"telephone too short":      {func(d *model.Draft) { d.Phone = "12345" }, []string{"name phone phone"}},
		"no number":                {func(d *model.Draft) { d.Number = "" }, []string{"number number E_EMPTY"}},
		"wrong check character":    {func(d *model.Draft) { d.Number = "440308199506181010" }, []string{"number number E_CHECK"}},
		"unknown county":           {func(d *model.Draft) { d.Number = numbered("32111919950618001") }, []string{}},
		"specimen":                 {func(d *model.Draft) { d.Number = numbered("99000119950618101") }, []string{"number number E_SPECIMEN"}},
		"no first day":             {func(d *model.Draft) { d.From = "" }, []string{"term from E_TERM_FROM"}},
		"no last day":              {func(d *model.Draft) { d.Until = "" }, []string{"term until E_TERM_UNTIL"}},
		"begins tomorrow":          {func(d *model.Draft) { d.From, d.Until = "2026-11-24", "2046-11-24" }, []string{"term from E_TERM_FUTURE"}},
		"expired yesterday":        {func(d *model.Draft) { d.From, d.Until = "2016-11-22", "2026-11-22" }, []string{"term until E_TERM_EXPIRED"}},
		"term not that of the age": {func(d *model.Draft) { d.Until = "2040-06-18" }, []string{}},
	} {
		d := ready()
		c.edit(&d)
		if got := short(d.Problems(rules)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestProblemsOfNothing(t *testing.T) {
	want := []string{
		"consent consent missing", "consent photo_consent missing", "front front missing", "back back missing",
		"name name E_NAME_EMPTY", "number number E_EMPTY", "term from E_TERM_FROM",
	}
	got := short(model.NewDraft(firstID, caseID, reference).Problems(rules))
	if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("got %q, want %q first", got, want)
	}
}

func TestProblemsOfChildren(t *testing.T) {
	agreed := model.Consent{Version: "3", Language: "zh", At: noon}
	for name, c := range map[string]struct {
		born     string
		guardian model.Guardian
		want     []string
	}{
		"14 today":          {"20121123", model.Guardian{}, []string{}},
		"14 tomorrow":       {"20121124", model.Guardian{}, []string{"guardian guardian missing", "guardian guardian_consent missing"}},
		"no consent":        {"20121124", model.Guardian{Name: "张大"}, []string{"guardian guardian_consent missing"}},
		"no name":           {"20121124", model.Guardian{Name: " ", Consent: agreed}, []string{"guardian guardian missing"}},
		"no real name":      {"20121124", model.Guardian{Name: "张3", Consent: agreed}, []string{"guardian guardian E_NAME_CHAR"}},
		"all given":         {"20121124", model.Guardian{Name: "张大", Consent: agreed}, []string{}},
		"foreign guardian":  {"20121124", model.Guardian{Name: "Ann O'Neill", Consent: agreed}, []string{}},
		"a baby":            {"20231231", model.Guardian{}, []string{"guardian guardian missing", "guardian guardian_consent missing"}},
		"a grown-up's name": {"20100101", model.Guardian{Name: "3"}, []string{}},
	} {
		d := ready()
		child(&d, c.born)
		d.Guardian = c.guardian
		if got := short(d.Problems(rules)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestProblemsInOrderOfPages(t *testing.T) {
	d := model.NewDraft(firstID, caseID, reference)
	child(&d, "20121124")
	d.From, d.Phone = "", "x"
	at := -1
	found := d.Problems(rules)
	for _, p := range found {
		i := slices.Index(model.Pages, p.Page)
		if i < at || p.Page != model.PageOf(p.Field) {
			t.Errorf("%v out of order in %v", p, found)
		}
		at = i
	}
	if len(found) < 8 {
		t.Errorf("only %v", found)
	}
}

func TestForeignNameBeforeTheNumber(t *testing.T) {
	d := ready()
	d.Name, d.Number = "Ann O'Neill", ""
	if got, want := short(d.Problems(rules)), []string{"number number E_EMPTY"}; !slices.Equal(got, want) {
		t.Errorf("before: %q, want %q", got, want)
	}
	d.Number = "931840199001150014"
	d.From, d.Until = "2024-06-18", "2034-06-18"
	if got := short(d.Problems(rules)); len(got) != 0 {
		t.Errorf("with a foreigner's number: %q", got)
	}
}

func TestPhones(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "  ": "", "13800138000": "13800138000", "138 0013-8000": "13800138000",
		"+86 138 0013 8000": "+8613800138000", "１３８００１３８０００": "13800138000", "＋８６１３８００１３８０００": "+8613800138000",
		"1234567": "1234567", "123456": "!", "123456789012345": "123456789012345", "1234567890123456": "!",
		"138+00138000": "!", "++8613800138000": "!", "+": "!", "-": "", "13800138000x": "!", "(010) 1234567": "!", "电话12345678": "!",
	} {
		d := ready()
		d.Phone = typed
		s, err := model.Seal(d, model.Sealing{At: noon, Rules: rules})
		if want == "!" {
			if got := short(d.Problems(rules)); !slices.Equal(got, []string{"name phone phone"}) || err == nil {
				t.Errorf("%q: %q, %v; want refused", typed, got, err)
			}
		} else if err != nil || s.Fields.Phone != want {
			t.Errorf("%q: %q, %v; want %q", typed, s.Fields.Phone, err, want)
		}
	}
}

func TestDerived(t *testing.T) {
	born := idcard.Date{Year: 1995, Month: time.June, Day: 18}
	for name, c := range map[string]struct {
		number string
		want   model.Derived
	}{
		"grown-up":       {"440308199506181014", model.Derived{Birth: born, Sex: idcard.Male, Region: "广东省深圳市盐田区"}},
		"empty":          {"", model.Derived{}},
		"wrong":          {"440308199506181010", model.Derived{}},
		"unknown county": {numbered("32111919950618002"), model.Derived{Birth: born, Sex: idcard.Female}},
		"child": {numbered("44030820121124101"), model.Derived{
			Birth: idcard.Date{Year: 2012, Month: 11, Day: 24}, Sex: idcard.Male, Region: "广东省深圳市盐田区", Under14: true}},
		"14 today": {numbered("44030820121123101"), model.Derived{
			Birth: idcard.Date{Year: 2012, Month: 11, Day: 23}, Sex: idcard.Male, Region: "广东省深圳市盐田区"}},
	} {
		d := ready()
		d.Number = c.number
		if got := d.Derived(rules); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestNewDraftIsEmpty(t *testing.T) {
	d := model.NewDraft(firstID, caseID, reference)
	if d.ID != firstID || d.Case != caseID || d.Reference != reference || d.Revision != 1 || d.Page != model.PageStart || !d.Empty() {
		t.Errorf("%+v", d)
	}
	for name, edit := range map[string]func(*model.Draft){
		"consent":  func(d *model.Draft) { d.Consent.At = noon },
		"photo":    func(d *model.Draft) { d.Back.JPEG = []byte{1} },
		"name":     func(d *model.Draft) { d.Name = "张" },
		"phone":    func(d *model.Draft) { d.Phone = "1" },
		"number":   func(d *model.Draft) { d.Number = "4" },
		"term":     func(d *model.Draft) { d.Until = "长" },
		"guardian": func(d *model.Draft) { d.Guardian.Name = "张" },
	} {
		e := d
		if edit(&e); e.Empty() {
			t.Errorf("%s given, and still empty", name)
		}
	}
	d.Page, d.Name = model.PageTerm, " "
	if !d.Empty() {
		t.Error("turning pages gives nothing")
	}
}

func TestPageOf(t *testing.T) {
	for field, want := range map[string]string{
		model.FieldConsent: model.PageConsent, model.FieldPhotoConsent: model.PageConsent,
		model.FieldFront: model.PageFront, model.FieldBack: model.PageBack,
		model.FieldName: model.PageName, model.FieldPhone: model.PageName, model.FieldNumber: model.PageNumber,
		model.FieldGuardian: model.PageGuardian, model.FieldGuardianConsent: model.PageGuardian,
		model.FieldFrom: model.PageTerm, model.FieldUntil: model.PageTerm, model.FieldTerm: model.PageTerm,
		"": model.PageCheck, "shoe-size": model.PageCheck,
	} {
		if got := model.PageOf(field); got != want {
			t.Errorf("%q: %q, want %q", field, got, want)
		}
	}
}

func TestDraftAsJSON(t *testing.T) {
	full := ready()
	child(&full, "20121124")
	full.Guardian = model.Guardian{Name: "张大", Consent: model.Consent{Version: "3", Language: "en", At: noon}}
	full.Front.Report.Findings = []model.Finding{{Code: "blur", Weight: model.Notice, Value: 3.5, Limit: 4, Place: &model.Place{X1: 0.5, Y1: 1}}}
	full.Front.Report.Quad, full.Front.Manual = &[4][2]float64{{1, 2}, {3, 4}, {5, 6}, {7, 8}}, true
	full = full.Fix(nextID, []model.Reason{{Code: "front-glare", Place: &model.Place{X0: 0.25}, Text: "看不清"}, {Code: "expired"}})
	full.Also = []string{model.FieldName}
	for name, d := range map[string]model.Draft{"empty": model.NewDraft(firstID, caseID, reference), "full": full} {
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back model.Draft
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(b) {
			t.Errorf("%s: %v\n%s\n%s", name, err, b, again)
		}
		if back.Consent.At = d.Consent.At; !reflect.DeepEqual(back.Front, d.Front) || !reflect.DeepEqual(back.Only, d.Only) || !reflect.DeepEqual(back.Returned, d.Returned) {
			t.Errorf("%s: %+v, want %+v", name, back, d)
		}
	}
}

func TestSeal(t *testing.T) {
	d := ready()
	d.Name, d.Number, d.Phone = "张 三", " 440308 19950618 1014", "138 0013 8000"
	d.From, d.Until = " 2020.06.18", "2030年6月18日 "
	d.Guardian.Name = "not needed"
	d.Back.Manual = true
	due := idcard.Date{Year: 2026, Month: 11, Day: 30}
	s, err := model.Seal(d, model.Sealing{At: noon, Language: "zh", Due: due, Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	agreed := model.Consent{Version: "3", Language: "zh", At: noon.UTC()}
	want := model.Submission{
		ID: firstID, Case: caseID, Kind: model.Binding, Revision: 1, Reference: reference,
		Language: "zh", At: noon.UTC(), Due: due, Front: d.Front, Back: d.Back,
		Fields: model.Fields{
			Name: "张三", NameTyped: "张 三", Number: "440308199506181014", NumberKind: idcard.Resident, Phone: "13800138000",
			From: idcard.Date{Year: 2020, Month: 6, Day: 18}, Until: idcard.Date{Year: 2030, Month: 6, Day: 18},
			Birth: idcard.Date{Year: 1995, Month: 6, Day: 18}, Sex: idcard.Male, Region: "广东省深圳市盐田区",
			Consent: agreed, PhotoConsent: agreed,
			Findings: []model.Finding{{Code: "manual", Weight: model.Notice, Side: model.Back, Field: "back"}},
		},
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got  %+v\nwant %+v", s, want)
	}
	if again, err := model.Seal(d, model.Sealing{At: noon, Language: "zh", Due: due, Rules: rules}); err != nil || !reflect.DeepEqual(again, s) {
		t.Errorf("sealed again: %v, %+v", err, again)
	}
}

func TestSealOfOthers(t *testing.T) {
	d := ready()
	child(&d, "20121124")
	d.Guardian = model.Guardian{Name: " 张大 ", Consent: model.Consent{Version: "3", Language: "zh", At: noon}}
	s, err := model.Seal(d, model.Sealing{At: noon, Rules: rules})
	if want := (model.Guardian{Name: "张大", Consent: model.Consent{Version: "3", Language: "zh", At: noon.UTC()}}); err != nil || s.Fields.Guardian != want {
		t.Errorf("child: %v, %+v; want %+v", err, s.Fields.Guardian, want)
	}
	d = ready()
	d.Number, d.From, d.Until = numbered("44030819700618101"), "2020-06-18", "长期"
	if s, err := model.Seal(d, model.Sealing{At: noon, Rules: rules}); err != nil || !s.Fields.LongTerm || !s.Fields.Until.IsZero() || s.Fields.NameTyped != "" {
		t.Errorf("long-term: %v, %+v", err, s.Fields)
	}
	specimens := rules
	specimens.Specimens = true
	d.Number = numbered("99000119700618101")
	if s, err := model.Seal(d, model.Sealing{At: noon, Rules: specimens}); err != nil || s.Fields.NumberKind != idcard.SpecimenKind {
		t.Errorf("specimen: %v, %+v", err, s.Fields)
	}
}

func TestSealRefuses(t *testing.T) {
	d := ready()
	d.Name, d.Number = "张3", "440308199506181010"
	s, err := model.Seal(d, model.Sealing{At: noon, Rules: rules})
	var cause *model.NotReady
	if !errors.Is(err, model.ErrNotReady) || !errors.As(err, &cause) || !reflect.DeepEqual(s, model.Submission{}) {
		t.Fatalf("%v, %+v", err, s)
	}
	if got, want := short(cause.Problems), []string{"name name E_NAME_CHAR", "number number E_CHECK"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if said := err.Error(); strings.Contains(said, d.Name) || strings.Contains(said, d.Number) || !strings.Contains(said, "E_CHECK") {
		t.Errorf("the error says %q", said)
	}
	for name, edit := range map[string]func(*model.Draft){
		"no id":        func(d *model.Draft) { d.ID = [16]byte{} },
		"no case":      func(d *model.Draft) { d.Case = [16]byte{} },
		"no reference": func(d *model.Draft) { d.Reference = "" },
		"no revision":  func(d *model.Draft) { d.Revision = 0 },
	} {
		d := ready()
		edit(&d)
		if _, err := model.Seal(d, model.Sealing{At: noon, Rules: rules}); !errors.Is(err, model.ErrNotReady) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTextIn(t *testing.T) {
	text := model.Text{ZH: "热", EN: "hot"}
	for lang, want := range map[string]string{"en": "hot", "zh": "热", "": "热", "fr": "热"} {
		if got := text.In(lang); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("no space")
	err := fmt.Errorf("store: %w", model.Fail(model.CodeDiskFull, cause))
	if !errors.Is(err, model.ErrDiskFull) || !errors.Is(err, cause) || errors.Is(err, model.ErrLocked) {
		t.Errorf("%v is not what it is", err)
	}
	for name, c := range map[string]struct {
		err  error
		code model.Code
		said string
	}{
		"wrapped":  {err, model.CodeDiskFull, "store: disk-full: no space"},
		"sentinel": {model.ErrLocked, model.CodeLocked, "locked"},
		"foreign":  {cause, "", "no space"},
		"waiting":  {&model.Error{Code: model.CodeThrottled, Wait: time.Minute}, model.CodeThrottled, "throttled"},
	} {
		if model.CodeOf(c.err) != c.code || c.err.Error() != c.said {
			t.Errorf("%s: %q %q, want %q %q", name, model.CodeOf(c.err), c.err, c.code, c.said)
		}
	}
	if model.CodeOf(nil) != "" {
		t.Error("no error has a code")
	}
}
