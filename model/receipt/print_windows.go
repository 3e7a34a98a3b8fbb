package receipt

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Fileless reports whether Print hands a document over without a file: it does
// not, and what was in a file can be found on the disk after it was removed.
const Fileless = false

var (
	winspool          = windows.NewLazySystemDLL("winspool.drv")
	enumPrinters      = winspool.NewProc("EnumPrintersW")
	getDefaultPrinter = winspool.NewProc("GetDefaultPrinterW")
)

// Flags and level of EnumPrinters: what this account has, from the registry,
// without asking a print server.
const (
	enumLocal       = 0x2
	enumConnections = 0x4
	enumLevel       = 4
)

// maxList is how many bytes a list of printers may have.
const maxList = 1 << 20

// printerInfo is PRINTER_INFO_4W, with addresses that are no Go pointers: the
// memory behind the records holds text.
type printerInfo struct {
	name, server uintptr
	attributes   uint32
}

// queueState is nil if the spooler has a printer of that name for this account.
func queueState(ctx context.Context, printer string) error {
	names, _, err := list(ctx)
	if err == nil && !slices.Contains(names, printer) {
		err = errQueue
	}
	return err
}

// list asks the spooler. Such a call cannot be broken off: where the answer is
// late it is dropped when it comes.
func list(ctx context.Context) (names []string, standard string, err error) {
	sweep()
	type answer struct {
		names    []string
		standard string
	}
	done := make(chan answer, 1)
	go func() { done <- answer{spooled(), defaultPrinter()} }()
	select {
	case a := <-done:
		return a.names, a.standard, nil
	case <-ctx.Done():
		return nil, "", fmt.Errorf("receipt: print spooler: %w", ctx.Err())
	}
}

// spooled are the printers of the spooler; none if it does not run.
func spooled() []string {
	if enumPrinters.Find() != nil {
		return nil
	}
	_, need := enumerate(nil)
	if need == 0 || need > maxList {
		return nil
	}
	const record = unsafe.Sizeof(printerInfo{})
	buf := make([]printerInfo, uintptr(need)/record+1)
	n, _ := enumerate(buf)
	start := unsafe.Pointer(&buf[0])
	text := unsafe.Slice((*uint16)(start), uintptr(len(buf))*record/2)
	var names []string
	for _, info := range buf[:min(int(n), len(buf))] {
		// The text lies in the same memory; what would lie outside is no printer.
		if at := (info.name - uintptr(start)) / 2; at < uintptr(len(text)) {
			names = append(names, windows.UTF16ToString(text[at:]))
		}
	}
	return names
}

// enumerate fills buf with records and the text they point to. It returns how
// many records there are, and how many bytes it needs if buf is too short.
func enumerate(buf []printerInfo) (n, need uint32) {
	size := uintptr(len(buf)) * unsafe.Sizeof(printerInfo{})
	ok, _, _ := enumPrinters.Call(enumLocal|enumConnections, 0, enumLevel,
		uintptr(unsafe.Pointer(unsafe.SliceData(buf))), size,
		uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		n = 0
	}
	return n, need
}

// defaultPrinter is the default printer of the account, or "".
func defaultPrinter() string {
	if getDefaultPrinter.Find() != nil {
		return ""
	}
	buf := make([]uint16, maxName+1)
	size := uint32(len(buf))
	ok, _, _ := getDefaultPrinter.Call(uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&size)))
	if ok == 0 {
		return ""
	}
	return windows.UTF16ToString(buf)
}

// send lends the document to the program that prints PDF files here.
func send(ctx context.Context, printer string, pdf []byte) error {
	sweep()
	return lend(ctx, pdf, readTime, func(file string) error { return hand(ctx, file, printer) })
}

// hand gives a file to the program that prints its kind: on a printer by name,
// or on the default printer where the program knows no other.
func hand(ctx context.Context, file, printer string) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // what it starts may live on this thread
		defer runtime.UnlockOSThread()
		if windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED) == nil {
			defer windows.CoUninitialize()
		}
		err := shell("printto", file, `"`+printer+`"`)
		if err != nil && printer == defaultPrinter() {
			err = shell("print", file, "")
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("receipt: print: %w", ctx.Err())
	}
}

// shell asks the Windows shell (which is no command line) to do what verb says.
func shell(verb, file, args string) error {
	var text [3]*uint16
	for i, s := range []string{verb, file, args} {
		p, err := windows.UTF16PtrFromString(s)
		if err != nil {
			return errors.New("receipt: a text that Windows does not take")
		}
		text[i] = p
	}
	err := windows.ShellExecute(0, text[0], text[1], text[2], nil, windows.SW_HIDE)
	var code windows.Errno
	if errors.As(err, &code) {
		return fmt.Errorf("receipt: no program prints this: error %d", uint32(code))
	}
	return err
}
