package photo

import (
	"bytes"
	"context"
	"image"

	"truename/model"
)

// Strip cuts a place out of the card on a stored photograph, straightened and
// height pixels high; the card's outline and the place are in parts, as a
// model.Report and a model.Reading have them. Bytes that are no picture are
// refused as by Decode.
func Strip(ctx context.Context, jpeg []byte, outline [4][2]float64, p model.Place, height int) (*image.RGBA, error) {
	src, err := Decode(ctx, bytes.NewReader(jpeg))
	if err != nil {
		return nil, err
	}
	lift := Lift(src.Corners(outline), 1, 1)
	q := Quad{lift([2]float64{p.X0, p.Y0}), lift([2]float64{p.X1, p.Y0}), lift([2]float64{p.X1, p.Y1}), lift([2]float64{p.X0, p.Y1})}
	wide := (p.X1 - p.X0) * CardWidth / max((p.Y1-p.Y0)*CardHeight, 1)
	return src.Straighten(q, min(max(int(float64(height)*wide), 1), 8*CardWidth), height), nil
}
