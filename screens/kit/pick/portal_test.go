//go:build !windows && !darwin

package pick

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// TestNoBus: without a session bus there is no dialog, and that is known at
// once.
func TestNoBus(t *testing.T) {
	for name, address := range map[string]string{
		"nothing there": "unix:path=" + filepath.Join(t.TempDir(), "bus"),
		"not a bus":     "unix:path=" + made(t, t.TempDir(), "bus"),
		"nonsense":      "there is none",
	} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if path, err := Open(t.Context(), "Choose a photograph"); path != "" || err != ErrNoDialog {
			t.Errorf("%s: open: %q, %v", name, path, err)
		}
		if path, err := Save(t.Context(), "Save the receipt", "receipt.pdf"); path != "" || err != ErrNoDialog {
			t.Errorf("%s: save: %q, %v", name, path, err)
		}
	}
}

// ownBus starts a message bus for this test alone.
func ownBus(t *testing.T) (end func()) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon here")
	}
	cmd := exec.Command(daemon, "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end = sync.OnceFunc(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Cleanup(end)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	return end
}

// A desktop answers on a bus as the portal does: each call as planned.
type desktop struct {
	conn   *dbus.Conn
	endBus func()
	plans  chan plan
	asked  chan asked
}

// A plan is what becomes of one call.
type plan struct {
	refuse *dbus.Error // the answer to the call itself
	noise  []any       // body of a signal of another request, before it; nil: none
	answer []any       // body of the response; nil: none
}

// What was asked, by whom.
type asked struct {
	who   string
	title string
	opts  map[string]dbus.Variant
}

const handle = dbus.ObjectPath("/org/freedesktop/portal/desktop/request/1_7/t")

// newDesktop claims the portal's name on the bus.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	endBus := ownBus(t)
	conn, err := connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	d := &desktop{conn: conn, endBus: endBus, plans: make(chan plan, 1), asked: make(chan asked, 1)}
	methods := map[string]any{"OpenFile": d.choose, "SaveFile": d.choose}
	if err := conn.ExportMethodTable(methods, portalPath, strings.TrimSuffix(chooser, ".")); err != nil {
		t.Fatal(err)
	}
	if r, err := conn.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(r, err)
	}
	return d
}

// choose is OpenFile and SaveFile of the portal.
func (d *desktop) choose(who dbus.Sender, _, title string, o map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	p := <-d.plans
	d.asked <- asked{string(who), title, o}
	if p.refuse != nil {
		return "", p.refuse
	}
	if p.noise != nil {
		_ = d.conn.Emit(handle+"other", requestName+"."+responseMember, p.noise...)
		_ = d.conn.Emit(handle, requestName+".Other", p.noise...)
	}
	if p.answer != nil { // at once: it may overtake the reply to the call
		_ = d.conn.Emit(handle, requestName+"."+responseMember, p.answer...)
	}
	return handle, nil
}

// ended is a response: how the dialog ended, and with which files.
func ended(how uint32, uris ...string) []any {
	results := map[string]dbus.Variant{"choices": dbus.MakeVariant([]string{})}
	if uris != nil {
		results["uris"] = dbus.MakeVariant(uris)
	}
	return []any{how, results}
}

func TestPortal(t *testing.T) {
	d := newDesktop(t)
	for name, c := range map[string]struct {
		plan plan
		want string
		err  error
	}{
		"a file":            {plan: plan{answer: ended(0, "file:///home/a/card.jpg")}, want: "/home/a/card.jpg"},
		"a difficult name":  {plan: plan{answer: ended(0, "file:///home/a/%E8%BA%AB+100%25%20%2520.jpg")}, want: "/home/a/身+100% %20.jpg"},
		"two files":         {plan: plan{answer: ended(0, "file:///home/a/1.jpg", "file:///home/a/2.jpg")}, want: "/home/a/1.jpg"},
		"after others":      {plan: plan{noise: ended(0, "file:///home/a/other.jpg"), answer: ended(0, "file:///home/a/card.jpg")}, want: "/home/a/card.jpg"},
		"cancelled":         {plan: plan{answer: ended(1)}},
		"cancelled, a file": {plan: plan{answer: ended(1, "file:///home/a/card.jpg")}},
		"no files":          {plan: plan{answer: ended(0)}, err: ErrNoDialog},
		"an empty list":     {plan: plan{answer: ended(0, []string{}...)}, err: ErrNoDialog},
		"nonsense":          {plan: plan{answer: []any{"done", "nothing"}}, err: ErrNoDialog},
		"half nonsense":     {plan: plan{answer: []any{"done", map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file:///home/a/card.jpg"})}}}, err: ErrNoDialog},
		"other nonsense":    {plan: plan{answer: []any{uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant("file:///home/a/card.jpg")}}}, err: ErrNoDialog},
		"too little":        {plan: plan{answer: []any{uint32(0)}}, err: ErrNoDialog},
		"elsewhere":         {plan: plan{answer: ended(0, "sftp://server/card.jpg")}, err: ErrNotAFile},
		"refused":           {plan: plan{refuse: dbus.NewError("org.freedesktop.portal.Error.NotAllowed", nil)}, err: ErrNoDialog},
	} {
		d.plans <- c.plan
		ctx, end := context.WithTimeout(t.Context(), patience)
		if got, err := Open(ctx, name); got != c.want || err != c.err {
			t.Errorf("%s: %q, %v, want %q, %v", name, got, err, c.want, c.err)
		}
		end()
		if a := <-d.asked; a.title != name {
			t.Errorf("%s: the title was %q", name, a.title)
		}
	}
}

// TestAnswered: a window that was closed counts as cancelled, if a person can
// have done it.
func TestAnswered(t *testing.T) {
	for after, want := range map[time.Duration]error{0: ErrNoDialog, tooSoon - 1: ErrNoDialog, tooSoon: nil, time.Hour: nil} {
		if uris, err := answered([]any{uint32(responseOtherwise), map[string]dbus.Variant{}}, after); uris != nil || err != want {
			t.Errorf("after %v: %q, %v", after, uris, err)
		}
	}
}

// TestPortalAsks: what the desktop is asked for.
func TestPortalAsks(t *testing.T) {
	d := newDesktop(t)
	filters := [][]any{{filterName, [][]any{{uint32(1), "image/jpeg"}, {uint32(1), "image/png"}, {uint32(1), "image/webp"}, {uint32(1), "image/heic"}, {uint32(1), "image/heif"}}}}
	for name, c := range map[string]struct {
		ask  func() (string, error)
		want map[string]any
	}{
		"open": {func() (string, error) { return Open(t.Context(), "打开") },
			map[string]any{"modal": true, "filters": filters}},
		"save": {func() (string, error) { return Save(t.Context(), "保存", "/tmp/回执.pdf") },
			map[string]any{"modal": true, "current_name": "回执.pdf"}},
		"save without a name": {func() (string, error) { return Save(t.Context(), "保存", "") },
			map[string]any{"modal": true}},
	} {
		d.plans <- plan{answer: ended(responseCancelled)}
		if _, err := c.ask(); err != nil {
			t.Fatal(name, err)
		}
		got := make(map[string]any)
		for k, v := range (<-d.asked).opts {
			got[k] = v.Value()
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, want %#v", name, got, c.want)
		}
	}
}

// TestPortalEnds: when the job ends, the wait does, and so does the connection
// that the dialog belongs to.
func TestPortalEnds(t *testing.T) {
	d := newDesktop(t)
	gone := make(chan *dbus.Signal, 16)
	d.conn.Signal(gone)
	if err := d.conn.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged")); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	d.plans <- plan{}
	go func() { _, err := Open(ctx, "Choose a photograph"); ended <- err }()
	who := (<-d.asked).who
	end()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	for late := time.After(patience); ; {
		select {
		case s := <-gone:
			if len(s.Body) == 3 && s.Body[0] == who && s.Body[2] == "" {
				return
			}
		case <-late:
			t.Fatal("the connection of the dialog is still there")
		}
	}
}

// TestPortalDies: the portal ends while its dialog is open, or was never there.
func TestPortalDies(t *testing.T) {
	d := newDesktop(t)
	ended := make(chan error, 1)
	d.plans <- plan{}
	go func() { _, err := Open(t.Context(), "Choose a photograph"); ended <- err }()
	<-d.asked
	if _, err := d.conn.ReleaseName(portalName); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != ErrNoDialog {
		t.Errorf("it ended: %v", err)
	}
	if path, err := Open(t.Context(), "Choose a photograph"); path != "" || err != ErrNoDialog {
		t.Errorf("no portal on the bus: %q, %v", path, err)
	}
}

// TestBusDies: the session ends while a dialog is open.
func TestBusDies(t *testing.T) {
	d := newDesktop(t)
	ended := make(chan error, 1)
	d.plans <- plan{}
	go func() { _, err := Open(t.Context(), "Choose a photograph"); ended <- err }()
	<-d.asked
	d.endBus()
	if err := <-ended; err != ErrNoDialog {
		t.Errorf("it ended: %v", err)
	}
}
