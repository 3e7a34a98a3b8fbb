//go:build !linux && !(windows && (amd64 || arm64)) && !(darwin && cgo)

package camera

import "context"

func list(context.Context) ([]Camera, error) { return nil, nil }

func openDevice(string) (device, error) { return nil, none("no way to a camera on this system") }
