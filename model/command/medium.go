package command

import (
	"context"
	"image"

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

// ThumbOnMedium shows it, long side at most long pixels.
func ThumbOnMedium(ctx context.Context, root, name string, long int) (image.Image, error) {
	src, err := OnMedium(ctx, root, name)
	if err != nil {
		return nil, err
	}
	return src.Reduced(long).Preview(), nil
}
