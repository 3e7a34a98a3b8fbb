// Package photo turns a file that a person hands over into a picture that
// may be shown, measured and stored.
//
// The order is fixed, so that the window can show the picture early:
//
//	src, err := photo.Open(ctx, path)       // guarded read, decode, EXIF turn
//	img := src.Preview()                    // show it
//	places, err := src.Candidates(ctx)      // where a card may lie
//	card := src.Straighten(places[0].Quad, CardWidth, CardHeight)
//	gauge := NewGauge(card)                 // light, sharpness, shine, colour
//	kept, err := src.Photo(ctx)             // re-encode: this is what is stored
//
// Package eyes decides between the places, with what is printed in them, and
// judges what the gauge measured; nothing here reads.
//
// Decode does the same as Open for bytes that are not a file of ours (a
// dropped URI, the clipboard). DecodePreview shows a stored photograph again.
//
// A Source never changes and may be used by several goroutines; Turn returns
// another one that shares the pixels. Pictures are decoded one at a time. When
// ctx is done every function returns within 50 ms; a decoder that cannot be
// stopped that soon goes on alone for a moment, at worst a second or two.
//
// # What is refused
//
// Everything but JPEG, PNG, WebP and HEIC, told by content and never by name;
// files over 20 MB; pictures over 12,000 pixels a side, 50 megapixels, 224 MB
// decoded, or that take more than 300 MB to decode (progressive JPEGs of some
// 36 megapixels, HEICs of some 22 that are not made of tiles); anything that is
// not a regular file. Sizes are known before a single pixel is decoded, so
// refusing is cheap. The errors carry
// model.CodeTooLarge, model.CodeNotAPicture (another kind of file) or
// model.CodeUnreadable (no access, or a damaged picture), or are ctx.Err().
// They never hold a path.
//
// # What is kept
//
// Pixels only. Photo writes a new JPEG, so that EXIF, GPS, maker notes, XMP,
// colour profiles, thumbnails and appended data are gone.
package photo
