//go:build !windows && !darwin

package pick

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of the desktop portal, which shows the desktop's own dialog:
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html
const (
	portalName     = "org.freedesktop.portal.Desktop"
	portalPath     = "/org/freedesktop/portal/desktop"
	chooser        = "org.freedesktop.portal.FileChooser."
	requestName    = "org.freedesktop.portal.Request"
	responseMember = "Response"
	busName        = "org.freedesktop.DBus"
	ownerMember    = "NameOwnerChanged"
)

// The ways in which the portal's dialog can end. GTK's ends "otherwise" when its
// window is closed or Escape pressed, and any does when it could not be shown:
// then sooner than a person can act.
const (
	responseDone      = 0
	responseCancelled = 1
	responseOtherwise = 2

	tooSoon = 300 * time.Millisecond
)

// A mimeRule and a nameRules are a filter as the portal wants it: (sa(us)).
type (
	mimeRule struct {
		Kind uint32 // 1: a MIME type
		Type string
	}
	nameRules struct {
		Name  string
		Rules []mimeRule
	}
)

// Open asks for one picture in the system's own dialog and returns its path:
// "" if the dialog was cancelled. It waits for the person, so it belongs in a
// job; when ctx is done it returns ctx's error at once and the dialog closes.
// It returns ErrNoDialog where there is no such dialog, and ErrNotAFile for
// what is not on this machine.
func Open(ctx context.Context, title string) (path string, err error) {
	pictures := nameRules{filterName, []mimeRule{{1, "image/jpeg"}, {1, "image/png"}, {1, "image/webp"}, {1, "image/heic"}, {1, "image/heif"}}}
	return portal(ctx, "OpenFile", title, map[string]dbus.Variant{
		"modal":   dbus.MakeVariant(true),
		"filters": dbus.MakeVariant([]nameRules{pictures}),
	})
}

// Save asks where to save in the system's own dialog, suggesting name, and
// returns the path: "" if the dialog was cancelled. The dialog asks before a
// file is overwritten; the file is not made yet. For the rest it is as Open.
func Save(ctx context.Context, title, name string) (path string, err error) {
	options := map[string]dbus.Variant{"modal": dbus.MakeVariant(true)}
	if name = suggested(name); name != "" {
		options["current_name"] = dbus.MakeVariant(name)
	}
	return portal(ctx, "SaveFile", title, options)
}

// portal asks the desktop for one path.
func portal(ctx context.Context, method, title string, options map[string]dbus.Variant) (string, error) {
	uris, err := await(ctx, ErrNoDialog, func() ([]string, error) { return ask(ctx, method, title, options) })
	if err != nil || len(uris) == 0 {
		return "", err
	}
	path, ok := fromURI(uris[0], false)
	if !ok {
		return "", ErrNotAFile
	}
	return path, nil
}

// ask shows the dialog and waits for its answer: no URIs if it was cancelled.
//
// It does not use rymdport/portal, which Fyne brings along: version 0.4.2 reads
// "+" in a name as a space, takes the next signal of any kind for the answer,
// panics when a dialog is closed with Escape, and cannot close one.
// Here each dialog has a connection of its own, and the portal closes the
// dialogs of a connection that ends.
func ask(ctx context.Context, method, title string, options map[string]dbus.Variant) ([]string, error) {
	conn, err := connect(ctx)
	if err != nil {
		return nil, ErrNoDialog
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16) // heard from before the call, so that no answer is missed
	conn.Signal(signals)
	if err := listen(conn); err != nil {
		return nil, ErrNoDialog
	}
	starting, end := context.WithTimeout(ctx, patience)
	defer end()
	var request dbus.ObjectPath
	call := conn.Object(portalName, portalPath).CallWithContext(starting, chooser+method, 0, "", title, options)
	if call.Store(&request) != nil {
		return nil, ErrNoDialog
	}
	shown := time.Now()
	for s := range signals { // until the connection ends, at the latest with ctx
		switch s.Name {
		case requestName + "." + responseMember:
			if s.Path == request {
				return answered(s.Body, time.Since(shown))
			}
		case busName + "." + ownerMember:
			if len(s.Body) == 3 && s.Body[0] == portalName && s.Body[2] == "" { // the portal ended
				return nil, ErrNoDialog
			}
		}
	}
	return nil, ErrNoDialog
}

// listen asks the bus for what ends a dialog: its answer, or the portal's end.
func listen(conn *dbus.Conn) error {
	err := conn.AddMatchSignal(dbus.WithMatchInterface(requestName), dbus.WithMatchMember(responseMember))
	if err != nil {
		return err
	}
	return conn.AddMatchSignal(dbus.WithMatchInterface(busName), dbus.WithMatchMember(ownerMember), dbus.WithMatchArg(0, portalName))
}

// connect opens a connection to the session bus, where one is running. It
// closes when ctx is done.
func connect(ctx context.Context) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// answered takes the body of a response apart: how the dialog ended, after how
// long, and what it holds.
func answered(body []any, after time.Duration) (uris []string, err error) {
	if len(body) != 2 {
		return nil, ErrNoDialog
	}
	how, known := body[0].(uint32)
	results, ok := body[1].(map[string]dbus.Variant)
	switch {
	case !known || !ok:
	case how == responseCancelled, how == responseOtherwise && after >= tooSoon:
		return nil, nil
	case how == responseDone:
		if uris, ok = results["uris"].Value().([]string); ok && len(uris) > 0 {
			return uris, nil
		}
	}
	return nil, ErrNoDialog
}
