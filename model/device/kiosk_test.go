package device

import (
	"path/filepath"
	"testing"
	"time"

	"truename/model"
)

func TestKioskConfig(t *testing.T) {
	c, err := LoadConfig(write(t, "[kiosk]\nidle = 90\nmonitor = 2\nmedium = \"stick\"\nfuzzy = false\nhelp = { zh = \"三号窗口\", en = \"Counter 3\" }\n"))
	if err != nil {
		t.Fatal(err)
	}
	k := c.Kiosk
	if k.IdleAfter() != 90*time.Second || k.Answer() != 20*time.Second || k.Scale() != "care" || k.IsFuzzy() || k.Monitor != 2 || !filepath.IsAbs(k.Medium) {
		t.Errorf("read as %+v", k)
	}
	if none := (Kiosk{}); none.IdleAfter() != time.Minute || !none.IsFuzzy() {
		t.Errorf("nothing said is %v, %v", none.IdleAfter(), none.IsFuzzy())
	}
}

func TestKioskConfigRefused(t *testing.T) {
	for _, line := range []string{
		"idle = 29", "idle = 601", "idle = -1", "countdown = 19", "countdown = 121", "monitor = 17", "monitor = -1",
		`size = "standard"`, `help = { zh = "三号窗口" }`, `camera = "a\nb"`, `idel = 60`,
	} {
		if _, err := LoadConfig(write(t, "[kiosk]\n"+line+"\n")); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%s: %v", line, err)
		}
	}
}
