package model

// A Run is a part of a text of which all characters, or none, differ from the
// other text.
type Run struct {
	Text    string
	Differs bool
}

// notRead is what stands in Comparison.Read for a place that was not read.
const notRead = '?'

// Runs cuts two texts into the parts that are the same in both and those that
// are not, character by character: a character that was left out or put in
// differs alone, and what follows it is the same again. A place of read that was
// not read (?) differs from nothing, since nobody knows. The parts of each text
// are the whole of it, in order; of an empty text there are none.
//
// It is made for the fields of a card: time and room are the product of both
// lengths.
func Runs(typed, read string) (ofTyped, ofRead []Run) {
	a, b := []rune(typed), []rune(read)
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	steps := stepsBetween(a, b)
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch left := steps[i][j]; {
		case i < len(a) && j < len(b) && alike(a[i], b[j]) && steps[i+1][j+1] == left:
			i, j = i+1, j+1
		case i < len(a) && j < len(b) && !alike(a[i], b[j]) && steps[i+1][j+1]+1 == left:
			inA[i], inB[j] = true, true
			i, j = i+1, j+1
		case i < len(a) && steps[i+1][j]+1 == left:
			inA[i] = true
			i++
		default:
			inB[j] = true
			j++
		}
	}
	return runsOf(a, inA), runsOf(b, inB)
}

func alike(typed, read rune) bool { return typed == read || read == notRead }

// stepsBetween is how many characters have to be exchanged, left out or put in
// to come from a[i:] to b[j:] (Levenshtein). Exchanging counts once, so that two
// digits in the wrong order are both told, and not one of them twice.
func stepsBetween(a, b []rune) [][]int {
	steps := make([][]int, len(a)+1)
	for i := len(a); i >= 0; i-- {
		steps[i] = make([]int, len(b)+1)
		for j := len(b); j >= 0; j-- {
			switch {
			case i == len(a):
				steps[i][j] = len(b) - j
			case j == len(b):
				steps[i][j] = len(a) - i
			case alike(a[i], b[j]):
				steps[i][j] = min(steps[i+1][j+1], steps[i+1][j]+1, steps[i][j+1]+1)
			default:
				steps[i][j] = 1 + min(steps[i+1][j+1], steps[i+1][j], steps[i][j+1])
			}
		}
	}
	return steps
}

// runsOf puts neighbours together of which both differ, or neither.
func runsOf(text []rune, differs []bool) (runs []Run) {
	for start := 0; start < len(text); {
		end := start + 1
		for end < len(text) && differs[end] == differs[start] {
			end++
		}
		runs = append(runs, Run{string(text[start:end]), differs[start]})
		start = end
	}
	return runs
}
