// Package ocr reads the print on identity cards: it finds lines of text on a
// picture, reads them, tells the sides of the card apart by what stands where,
// and makes a model.Reading of it. All of it runs here, without a network.
//
// The nets are PP-OCRv4 mobile (assets/models); package nn runs them. Their
// dictionary has 6,623 characters: a character of a name that is not among
// them can never be read, and is reported as a place where something stands.
//
// Nothing is made up. A field whose characters are not all known has no text,
// and a digit is corrected only when the check character and the printed date
// of birth leave exactly one possibility.
package ocr
