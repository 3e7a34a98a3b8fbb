//go:build !linux && !(windows && (amd64 || arm64)) && !(darwin && cgo)

package camera

import (
	"context"

	"truename/model"
)

func list(context.Context) ([]model.Camera, error) { return nil, nil }

func openDevice(string) (device, error) { return nil, none("no way to a camera on this system") }
