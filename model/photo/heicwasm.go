package photo

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"truename/model/memory"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// heifBlob is libheif with libde265, compiled to WebAssembly; see
// heif/README.md. Damaged pictures do to it what they like: it has a memory
// of its own, no files, no clock and no network. A library of the system
// would run in our own memory, in whatever version happens to be there.
//
//go:embed heif/heif.wasm.gz
var heifBlob []byte

// A heifEngine is the compiled decoder. There is one for the process.
type heifEngine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// heif compiles the decoder at the first call, which takes about as long as
// decoding a small picture.
var heif = sync.OnceValues(newHEIF)

func newHEIF() (e heifEngine, err error) {
	defer func() {
		// Where the system lets nobody make code at run time.
		if r := recover(); r != nil {
			err = fmt.Errorf("no HEIC decoder here: %v", r)
		}
	}()
	ctx := experimental.WithCompilationWorkers(context.Background(), min(runtime.GOMAXPROCS(0), 4))
	ctx = experimental.WithFunctionListenerFactory(ctx, heifStop{})
	unzip, err := gzip.NewReader(bytes.NewReader(heifBlob))
	if err != nil {
		return e, err
	}
	code, err := io.ReadAll(unzip)
	if err != nil {
		return e, err
	}
	config := wazero.NewRuntimeConfig().WithDebugInfoEnabled(false)
	e.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if _, err = wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
		return e, err
	}
	e.module, err = e.runtime.CompileModule(ctx, code)
	return e, err
}

// heifStops are functions of the decoder, by number, that it calls for every
// block of a picture. Asking there whether to go on costs nothing to speak
// of; asking in every loop, which the runtime offers, makes decoding six times
// as slow. The numbers hold for the one file heif.wasm.gz; a test fails if
// they name something else.
var heifStops = []uint32{676, 693, 751, 754, 755, 878}

// A heifStop ends decoding when the context is done.
type heifStop struct{}

// NewFunctionListener picks the functions to listen to.
func (h heifStop) NewFunctionListener(f api.FunctionDefinition) experimental.FunctionListener {
	if slices.Contains(heifStops, f.Index()) {
		return h
	}
	return nil
}

// Before is called in the middle of decoding. The runtime makes an error of
// the panic.
func (heifStop) Before(ctx context.Context, _ api.Module, _ api.FunctionDefinition, _ []uint64, _ experimental.StackIterator) {
	if err := ctx.Err(); err != nil {
		panic(err)
	}
}

// After does nothing.
func (heifStop) After(context.Context, api.Module, api.FunctionDefinition, []uint64) {}

// Abort does nothing.
func (heifStop) Abort(context.Context, api.Module, api.FunctionDefinition, error) {}

// A heifMemory is the memory of one decoder: reserved once, so that growing
// copies nothing, and never more.
type heifMemory struct{ buf []byte }

// Reallocate gives the first size bytes, or nil if that is too many.
func (m *heifMemory) Reallocate(size uint64) []byte {
	if size > uint64(cap(m.buf)) {
		return nil
	}
	m.buf = m.buf[:size]
	return m.buf
}

// Free drops the memory.
func (m *heifMemory) Free() { m.buf = nil }

// A heifDecoder decodes coded items, one after another.
type heifDecoder struct {
	mod                  api.Module
	malloc, free, decode api.Function
}

// decoder makes a decoder that may take limit bytes.
func (e heifEngine) decoder(ctx context.Context, limit int) (*heifDecoder, error) {
	room := experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory {
		return &heifMemory{memory.Bytes(limit)[:0]}
	})
	mod, err := e.runtime.InstantiateModule(experimental.WithMemoryAllocator(ctx, room), e.module,
		wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return nil, err
	}
	return &heifDecoder{mod, mod.ExportedFunction("malloc"), mod.ExportedFunction("free"), mod.ExportedFunction("decode")}, nil
}

var errHEIF = errors.New("damaged HEIC picture")

// call decodes one file with one picture and shows its planes to see. They lie
// in the memory of the decoder and go when see returns.
func (d *heifDecoder) call(ctx context.Context, file []byte, l heifLayout, see func(planes []byte)) error {
	var at [3]uint32 // the file, what is found out, the planes
	for i, n := range [3]int{len(file), 20, l.size} {
		r, err := d.malloc.Call(ctx, uint64(n))
		if err != nil {
			return err
		}
		at[i] = uint32(r[0])
		defer d.free.Call(ctx, r[0])
	}
	if at[0] == 0 || at[1] == 0 || at[2] == 0 || !d.mod.Memory().Write(at[0], file) {
		return errHEIF
	}
	f := uint64(at[1])
	r, err := d.decode.Call(ctx, uint64(at[0]), uint64(len(file)), 0, f, f+4, f+8, f+12, f+16, uint64(at[2]))
	if err != nil {
		return err
	}
	planes, ok := d.mod.Memory().Read(at[2], uint32(l.size))
	if r[0] == 0 || !ok || !d.is(at[1], l) {
		return errHEIF
	}
	see(planes)
	return nil
}

// is holds what the decoder found against what was expected.
func (d *heifDecoder) is(facts uint32, l heifLayout) bool {
	for i, want := range [4]int{l.w, l.h, l.space, l.chroma} {
		got, ok := d.mod.Memory().ReadUint32Le(facts + uint32(4*i))
		if !ok || int(got) != want && !(i == 3 && l.space == heifGrey) {
			return false
		}
	}
	return true
}

// Colour spaces as libheif counts them (heif.h).
const (
	heifColour = 0
	heifGrey   = 2
)

// A heifLayout is how the decoder lays out a picture: planes one behind
// another, rows padded as libheif does it.
type heifLayout struct {
	w, h, space, chroma int
	strideY, strideC    int
	cw, ch              int
	size                int
}

func layoutOf(w, h, chroma int) heifLayout {
	l := heifLayout{w: w, h: h, space: heifColour, chroma: chroma, strideY: heifStride(w)}
	l.size = l.strideY * h
	if chroma == 0 {
		l.space = heifGrey
		return l
	}
	l.cw, l.ch = w, h
	if chroma < 3 {
		l.cw = (w + 1) / 2
	}
	if chroma == 1 {
		l.ch = (h + 1) / 2
	}
	l.strideC = heifStride(l.cw)
	l.size += 2 * l.strideC * l.ch
	return l
}

// heifStride is the length of a row: even, at least 64, in steps of 16.
func heifStride(w int) int { return (max(w+w&1, 64) + 15) &^ 15 }
