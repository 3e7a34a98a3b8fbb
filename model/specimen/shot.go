package specimen

import (
	"slices"
	"strings"
)

// A Group is what a photograph is for.
type Group string

// The groups. Standard photographs are such as careful people take; of Hard
// ones every field can still be read, with trouble; every Bad one has one
// fault that hides a field which is needed, or shows what must not be taken;
// NoCard ones show other things.
const (
	Standard Group = "standard"
	Hard     Group = "hard"
	Bad      Group = "bad"
	NoCard   Group = "no-card"
)

// Faults lists what Truth.Fault can be in group Bad. "several" shows two
// people's cards, "both-sides" both sides of one, "copy" a photocopy, "screen"
// a card on a screen.
var Faults = []string{"blur", "motion", "glare", "dark", "bright", "cut", "far", "covered", "several", "both-sides", "copy", "screen", "oblique"}

// Options ask for something special; the zero value leaves all to the seed.
type Options struct {
	Style  Style  // StyleOf the seed if ""
	Kind   string // of card, or of thing in group NoCard
	Side   string // "front" or "back"
	Fault  string // group Bad only
	Ground string
	Large  bool // 8064 × 6048 pixels
}

// Truth is what a photograph shows. Quad is the card's rectangle (its own
// corners are rounded) clockwise from its own top left, in pixels, (0, 0) the
// corner of the first pixel; of two cards, the first one's; all 0 in group
// NoCard. Its sides may bow by half a millimetre, as a worn card's do, and by
// what the lens bends; the corners are exact.
//
// Fields holds what is printed: name, sex, ethnicity, birth (2006-01-02),
// address, number, authority, from, until (a day or "long-term"); Hidden those that the fault hides: all where the whole picture
// suffers (blur, motion, dark, bright, far), else those of which print is lost;
// none for several, both-sides, copy and screen.
type Truth struct {
	Group      Group             `json:"group"`
	Seed       uint64            `json:"seed"`
	Style      Style             `json:"style"`
	Side       string            `json:"side"` // front, back, none
	Kind       string            `json:"kind"`
	Fields     map[string]string `json:"fields,omitempty"`
	Quad       [4][2]float64     `json:"quad"`
	W          int               `json:"w"`
	H          int               `json:"h"`
	Ground     string            `json:"ground"`
	Fault      string            `json:"fault,omitempty"` // one of Faults; other-… in group NoCard
	Hidden     []string          `json:"hidden,omitempty"`
	Angle      float64           `json:"angle"`      // degrees by which the card is turned clockwise in the picture
	Tilt       float64           `json:"tilt"`       // degrees
	CardLength float64           `json:"cardLength"` // mean of the long sides, pixels
	Rare       bool              `json:"rare"`       // a rare character in the name
	Finger     bool              `json:"finger,omitempty"`
	Sleeve     bool              `json:"sleeve,omitempty"`
	Glare      bool              `json:"glare,omitempty"`
	Sent       bool              `json:"sent,omitempty"` // made small and compressed twice by a messenger
	Quality    int               `json:"quality"`        // of the JPEG
	Blur       float64           `json:"blur"`           // standard deviation in thousandths of the card's length
	Motion     float64           `json:"motion"`         // thousandths of the card's length
}

// Shot is a photograph (JPEG, 4032 × 3024 or 3024 × 4032 pixels, or 1280 to
// 1920 as messengers leave them) of the group, and what it shows. The same
// group and seed give the same bytes on the same kind of machine. The seed
// chooses the style, see StyleOf: measure on others than you tuned on.
//
// What it cannot vary: type other than made from the bundled font, real
// portraits, real security print, wear, and the optics of a real lens. What a
// reader does on these pictures is an upper bound.
func Shot(g Group, seed uint64) (jpeg []byte, t Truth) { return ShotWith(g, seed, Options{}) }

// ShotWith is Shot with something asked for. An option that the group does not
// know is ignored.
func ShotWith(g Group, seed uint64, o Options) (jpeg []byte, t Truth) {
	s := arranged(g, seed, o)
	s.lie()
	return s.process.develop(s.photo.render()), s.truth
}

// arranged is a photograph with everything chosen, not yet taken.
func arranged(g Group, seed uint64, o Options) *stage {
	s := newStage(g, seed, o)
	s.choose()
	s.cast()
	s.brightness()
	s.frame()
	s.dress()
	s.expose()
	s.hide()
	return s
}

// A stage is a photograph being arranged.
type stage struct {
	d       dice
	o       Options
	taste   taste
	truth   Truth
	photo   photo
	process process
	card    *printed // nil in group NoCard
	body    body     // what the card or other thing is
	bend    float64
	tilt    float64 // of the card, radians, towards lean
	lean    float64
	unit    float64 // pixels of canvas in a thousandth of the card's length
	bare    bool    // the thing lies without shadow: printed or shown on what is below
	below   []thing // what lies between the ground and the card
	beside  []thing // a second card
	level   float64 // exposure
}

// A body is a drawing with its size in millimetres.
type body struct {
	tex    *canvas
	w, h   float64
	corner float64
	thick  float64
}

func newStage(g Group, seed uint64, o Options) *stage {
	salts := map[Group]uint64{Standard: 0x5374, Hard: 0x4861, Bad: 0x4261, NoCard: 0x4e6f}
	o = o.known(g, seed)
	s := &stage{d: throw(seed, salts[g]), o: o, taste: tastes[o.Style]}
	s.truth = Truth{Group: g, Seed: seed, Style: o.Style, Side: "none"}
	s.truth.Fault = pick(s.d.Rand, Faults...)
	if g != Bad {
		s.truth.Fault = ""
	} else if o.Fault != "" {
		s.truth.Fault = o.Fault
	}
	return s
}

// known is o without what the group does not know, and with a style.
func (o Options) known(g Group, seed uint64) Options {
	kinds := Kinds
	if g == NoCard {
		kinds = OtherKinds
	}
	if !slices.Contains(kinds, o.Kind) {
		o.Kind = ""
	}
	if !slices.Contains([]string{"front", "back"}, o.Side) {
		o.Side = ""
	}
	if !slices.Contains(Faults, o.Fault) {
		o.Fault = ""
	}
	if groundsOf[o.Ground] == nil {
		o.Ground = ""
	}
	if tastes[o.Style].grounds == nil {
		o.Style = StyleOf(seed)
	}
	return o
}

func (s *stage) fault(name string) bool { return s.truth.Fault == name }

// choose chooses what is photographed.
func (s *stage) choose() {
	t, d := &s.truth, s.d
	if t.Group == NoCard {
		t.Kind = pick(d.Rand, OtherKinds...)
	} else {
		t.Kind = KindResident
		if d.chance(0.15) {
			t.Kind = pick(d.Rand, Kinds[1:]...)
		}
		t.Side = pick(d.Rand, "front", "front", "back")
		if s.o.Side != "" {
			t.Side = s.o.Side
		}
	}
	if s.o.Kind != "" {
		t.Kind = s.o.Kind
	}
	if t.Group == NoCard {
		t.Fault = "other-" + t.Kind
	}
}

// cast makes it.
func (s *stage) cast() {
	t := &s.truth
	if t.Group == NoCard {
		s.other()
		return
	}
	p, rare := shotPerson(s.d, t.Kind)
	s.card = s.drawn(p, t.Kind, t.Side)
	t.Fields = s.card.fields
	t.Rare = rare && t.Side == "front" && !strings.HasPrefix(t.Kind, "foreign")
	s.body = s.bodyOf(s.card)
	s.second(p)
}

// drawn prints one side.
func (s *stage) drawn(p Person, kind, side string) *printed {
	c := newPrinted(s.d, s.taste, kind, side)
	latin, country := "", ""
	if strings.HasPrefix(kind, "foreign") {
		latin, country = foreigner(s.d, &p, kind)
	}
	switch {
	case latin != "" && side == "front":
		c.foreignFront(p, latin, country)
	case latin != "":
		c.foreignBack(p)
	case side == "front":
		c.residentFront(p)
	default:
		c.residentBack(p)
	}
	if s.d.chance(0.35) {
		c.foil(s.d.within(0.04, 0.12))
	}
	c.scratches(s.d.IntN(7))
	return c
}

func (s *stage) bodyOf(c *printed) body {
	if s.fault("copy") {
		photocopy(c.m, s.d)
	}
	return body{lightOf(c.m), cardW, cardH, 3.18, 0.76}
}

// second makes the other card of the faults that show two.
func (s *stage) second(p Person) {
	side := s.truth.Side
	switch s.truth.Fault {
	case "both-sides":
		side = map[string]string{"front": "back", "back": "front"}[side]
	case "several":
		p, _ = shotPerson(s.d, s.truth.Kind)
	default:
		return
	}
	b := s.bodyOf(s.drawn(p, s.truth.Kind, side))
	s.beside = append(s.beside, thing{tex: b.tex, w: b.w, h: b.h, corner: b.corner, thick: 0.76})
}
