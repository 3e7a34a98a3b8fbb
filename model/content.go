package model

// A Text is one sentence in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In is t in language lang ("zh" or "en").
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// A Fact is a line of a page as people read it: when something was received, say.
type Fact struct{ Name, Value string }

// A Question with its answer, in one language.
type Question struct {
	ID     string // stable
	Title  string
	Answer string
	Pages  []string // screens it is related to
}

// A Step of the guide, in one language.
type Step struct {
	Title string
	Body  string
	Goto  string // where "take me there" leads: "" if nowhere, else a screen or screen/page
}

// A Guide is the guide in one language.
type Guide struct {
	Intro   string
	Steps   []Step // seven
	Notes   []Step // things to note
	Why     []Step // why binding is needed
	Summary string
}

// A Flaw is one thing that verifying a store found wrong. (A Fault is the
// weight of a finding.)
type Flaw struct {
	Path string `json:"path"` // inside the data folder
	What string `json:"what"` // stable code: damaged, missing, signature, chain, index …
}

// A Release is a version of Truename that an update feed names.
type Release struct {
	Version string // such as 0.3.0
	Where   string // where to get it: an address of the web, or ""
}
