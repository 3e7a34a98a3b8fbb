package receipt

import (
	"testing"

	"truename/model"
)

func TestParsePrinter(t *testing.T) {
	for setting, c := range map[string]struct {
		system string
		want   Printer
	}{
		"":                             {"linux", Printer{}},
		"cups:Office":                  {"linux", Printer{kind: "cups", target: "Office"}},
		"cups:a:b":                     {"darwin", Printer{kind: "cups", target: "a:b"}},
		`windows:\\server\printer`:     {"windows", Printer{kind: "windows", target: `\\server\printer`}},
		"escpos:/dev/usb/lp0":          {"linux", Printer{"escpos", "/dev/usb/lp0", 576}},
		"escpos:tcp://10.0.0.5:9100":   {"windows", Printer{"escpos", "tcp://10.0.0.5:9100", 576}},
		"escpos58:tcp://10.0.0.5:9100": {"darwin", Printer{"escpos58", "tcp://10.0.0.5:9100", 384}},
	} {
		got, err := parsePrinter(setting, c.system)
		if err != nil || got != c.want || got.None() != (setting == "") {
			t.Errorf("%q: %+v %v, want %+v", setting, got, err, c.want)
		}
	}
	for setting, system := range map[string]string{
		"Office": "linux", "cups": "linux", "cups:": "linux", "cups:-o": "linux", "cups: a": "linux", "CUPS:Office": "linux",
		"cups:Office": "windows", "windows:Office": "linux", "windows:": "windows", "none": "linux", " ": "linux",
		"escpos:": "linux", "escpos:/etc/passwd": "linux", "escpos:10.0.0.5:9100": "linux", "escpos:/dev/usb/lp0": "windows",
		"escpos80:/dev/usb/lp0": "linux", "file:/tmp/x": "linux",
	} {
		if got, err := parsePrinter(setting, system); model.CodeOf(err) != model.CodeUsage || got != (Printer{}) {
			t.Errorf("%q on %s: %+v %v, want usage", setting, system, got, err)
		}
	}
}

func TestNoPrinter(t *testing.T) {
	var p Printer
	if err := p.Print(t.Context(), chinese); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("print: %v", err)
	}
	if err := p.Ready(t.Context()); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("ready: %v", err)
	}
}

// TestPrinterPrintsSlips takes both widths to a printer on the network.
func TestPrinterPrintsSlips(t *testing.T) {
	for kind, width := range map[string]int{"escpos:": Wide, "escpos58:": Narrow} {
		f := good()
		p, err := ParsePrinter(kind + f.on(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Print(t.Context(), chinese); err != nil {
			t.Fatal(err)
		}
		paper, err := rollOut(f.printed(), width)
		if err != nil {
			t.Fatal(err)
		}
		if got := scan(t, paper.photograph()); got != reference {
			t.Errorf("%s: the code says %q", kind, got)
		}
		s := chinese
		s.Reference = ""
		if err := p.Print(t.Context(), s); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%s without a reference: %v", kind, err)
		}
	}
}
