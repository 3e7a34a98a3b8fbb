package command

import (
	"context"

	"truename/model/medium"
	"truename/model/photo"
)

// OnMedium reads the picture name of the medium that is mounted at root, with
// the guards of both: see medium.Open and photo.Decode.
func OnMedium(ctx context.Context, root, name string) (*photo.Source, error) {
	f, _, err := medium.Open(root, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return photo.Decode(ctx, f)
}
