package pick

import (
	"context"

	system "golang.design/x/clipboard"
)

// clipboard takes the PNG from the general pasteboard. The library needs cgo
// there, as all of Fyne does on macOS; its Read panics where Init failed.
func clipboard(context.Context) ([]byte, error) {
	if err := system.Init(); err != nil {
		return nil, ErrNoClipboard
	}
	return system.Read(system.FmtImage), nil
}
