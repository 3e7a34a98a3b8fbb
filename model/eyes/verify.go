package eyes

import (
	"bytes"
	"context"

	"truename/model"
	"truename/model/photo"
)

// Verify holds a typed name against what stands on a stored photograph. It
// knows the characters that the reader does not: those are compared as
// pictures, and where that does not tell either, the verdict is Unverified,
// never Differs.
func (e *Eyes) Verify(ctx context.Context, p model.Photo, name string) (model.Match, error) {
	m := model.Match{Typed: name, Verdict: model.Unverified}
	chars := p.Reading[model.ReadName].Chars
	if p.Report.Quad == nil || len(chars) == 0 || name == "" {
		return m, nil
	}
	src, err := photo.Decode(ctx, bytes.NewReader(p.JPEG))
	if err != nil {
		return m, err
	}
	card := src.Straighten(src.Corners(*p.Report.Quad), photo.CardWidth, photo.CardHeight)
	m.Verdict, m.Score = e.reader.Compare(card, chars, name)
	return m, ctx.Err()
}
