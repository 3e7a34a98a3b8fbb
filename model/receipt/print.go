package receipt

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"truename/model"
)

// How long the system's printing may take to answer. It never hangs the
// program, but a person may have to wait for it.
const (
	listTime  = 5 * time.Second
	printTime = 30 * time.Second
)

// Limits of what is printed and of what is heard about printers.
const (
	maxDocument = 1 << 20 // bytes; a receipt has a tenth of it
	maxPrinters = 200
	maxName     = 256 // bytes
)

// jobTitle is the name of every job: others see the queue, so it says nothing
// about what is printed.
const jobTitle = "Truename"

// Printers are the names of the printers that this account can print on, the
// default one first and the others as the system lists them. There are none if
// the system has no printers or no printing at all. The code of an error is
// CodePrinter: the system did not answer within five seconds, or ctx ended.
//
// On Linux, macOS and BSD they are the destinations of CUPS (lpstat), on
// Windows those of the print spooler.
func Printers(ctx context.Context) ([]string, error) {
	ctx, stop := context.WithTimeout(ctx, listTime)
	defer stop()
	names, standard, err := list(ctx)
	if err != nil {
		return nil, refused(err)
	}
	return ordered(names, standard), nil
}

// Print prints a PDF document (a receipt) on a printer that Printers named. It
// returns when the system has taken the job, which is before it is on paper;
// the title of the job is always the same. The code of an error is CodeUsage
// for what is not a document or cannot be a printer's name, and CodePrinter if
// it was not taken within thirty seconds or ctx ended. No error repeats the
// printer's name or what the system said: both may name a person.
//
// On Linux, macOS and BSD it is handed to CUPS (lp), and no file is made. On
// Windows the program that the account uses for PDF files prints it; that one
// needs a file, so the document lies in a folder of its own below the
// account's temporary one for as long as Print takes: nearly all of the thirty
// seconds, because Windows does not tell when it was read.
func Print(ctx context.Context, printer string, pdf []byte) error {
	if !isPrinter(printer) {
		return usage("not the name of a printer")
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) > maxDocument {
		return usage("not a document to print")
	}
	ctx, stop := context.WithTimeout(ctx, printTime)
	defer stop()
	if err := send(ctx, printer, pdf); err != nil {
		return refused(err)
	}
	return nil
}

// refused is the failure of the system's printing.
func refused(err error) error { return model.Fail(model.CodePrinter, err) }

// ordered is what Printers answers: good names, each once, the standard one
// first if it is among them.
func ordered(names []string, standard string) []string {
	var out []string
	for _, n := range names {
		if isPrinter(n) && !slices.Contains(out, n) && len(out) < maxPrinters {
			out = append(out, n)
		}
	}
	if i := slices.Index(out, standard); i > 0 {
		out = slices.Insert(slices.Delete(out, i, i+1), 0, standard)
	}
	return out
}

// isPrinter reports whether s can be a printer's name here: in one line, and
// nothing that a program could take for an option or the end of an argument.
func isPrinter(s string) bool {
	return s != "" && len(s) <= maxName && utf8.ValidString(s) &&
		!strings.HasPrefix(s, "-") && !strings.HasSuffix(s, `\`) && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '"' || !unicode.IsPrint(r) })
}
