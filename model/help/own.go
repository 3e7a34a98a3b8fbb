package help

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"truename/model"
	"truename/model/plainfile"
)

// Own is what an operator has written: texts by file, such as "zh/questions.md".
// nil is nothing.
type Own sources

// ownPrefix tells the operator's texts from those of the same name in the
// folder of texts.
const ownPrefix = "own/"

// ReadOwn reads an operator's folder, which has zh/questions.md, zh/fixes.md
// and the same under en, or some of them. An entry with an id that exists takes
// its place, any other one comes behind those of its file.
//
// A file that cannot be read, is longer than 1 MiB or has a mistake is left out
// whole, and the error, whose code is CodeUnreadable, names it, with the line;
// the others are in Own all the same. A folder without any of them is an error
// too. Only ordinary files are opened.
func ReadOwn(dir string) (Own, error) {
	own, found := Own{}, false
	var wrong []error
	for _, lang := range Languages {
		for _, file := range files {
			text, err := readOwn(filepath.Join(dir, lang, file))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			found = true
			if err == nil {
				_, err = parseQuestions(strings.NewReader(text))
			}
			if err != nil {
				wrong = append(wrong, fmt.Errorf("%s/%s: %w", lang, file, err))
				continue
			}
			own[lang+"/"+file] = text
		}
	}
	if !found {
		wrong = append(wrong, errors.New("there is none of zh/questions.md, zh/fixes.md, en/questions.md and en/fixes.md"))
	}
	if len(wrong) > 0 {
		return own, model.Fail(model.CodeUnreadable, errors.Join(wrong...))
	}
	return own, nil
}

// readOwn is the text of an operator's file, without the mark that some editors
// put at its beginning. Its errors have no path.
func readOwn(path string) (string, error) {
	f, _, err := plainfile.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	switch {
	case err != nil:
		return "", plainfile.WithoutPath(err)
	case len(b) > maxBytes:
		return "", fmt.Errorf("more than %d bytes", maxBytes)
	}
	return string(bytes.TrimPrefix(b, []byte("\ufeff"))), nil
}

// overlay puts an operator's entry of file i in the place of the one with its
// id, in whichever file that is, or at the end.
func overlay(lists *[2][]entry, i int, e entry) {
	for _, list := range lists {
		if at := slices.IndexFunc(list, func(o entry) bool { return o.ID == e.ID }); at >= 0 {
			list[at] = e
			return
		}
	}
	lists[i] = append(lists[i], e)
}
