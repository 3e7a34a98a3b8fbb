// Package netfile is the file format of the nets that model/ocr/nn runs: a
// list of operations with their weights, everything little-endian.
//
//	"TNN1", uint32 number of operations
//	a record of 48 bytes for each operation
//	for each operation its weights (binary16), then its biases (binary32)
//
// How many weights and biases an operation has follows from its record.
package netfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// A Kind says what an operation does.
type Kind uint8

// The operations. Pictures are [height][width][channel]; a text of T steps is
// a picture of height 1.
const (
	Conv      Kind = iota // weights [Kh][Kw][Cin][Cout], biases [Cout]
	Depthwise             // weights [Kh][Kw][Cout], biases [Cout]
	Deconv                // 2x2 with stride 2: weights [2][2][Cin][Cout], biases [Cout]
	Gate                  // squeeze and excite: weights [Cin][Mid], [Mid][Cin], biases [Mid], [Cin]
	Mean                  // over all pixels
	AvgPool               // Kh x Kw with stride Sh, Sw
	MaxPool               // likewise
	Add                   // of two inputs, each enlarged Up times
	Concat                // of channels of inputs, each enlarged Up times
	Norm                  // over the channels of each pixel: biases factor [Cin], shift [Cin]
	Attention             // Mid heads; in: queries, keys, values of Cout channels each
	Softmax               // over the channels of each pixel
	kinds
)

// An Act is the function that follows an operation with weights.
type Act uint8

// The functions; afterwards comes Scale*x + Shift.
const (
	Linear    Act = iota
	Relu          // max(x, 0)
	HardSwish     // x * clip(x+3, 0, 6) / 6
	Swish         // x / (1 + exp(-x))
	Sigmoid       // 1 / (1 + exp(-x))
	acts
)

// Limits of what a file may ask for.
const (
	MaxOps      = 1024
	MaxInputs   = 4
	MaxChannels = 1 << 14
	maxKernel   = 16
	recordSize  = 48
	headerSize  = 8
	magic       = "TNN1"
)

// ErrFormat is wrapped by every error of Decode.
var ErrFormat = errors.New("not a net")

// An Op is one operation.
type Op struct {
	Kind Kind
	Act  Act
	// In are the inputs: 0 is the input of the net, i+1 the output of operation i.
	In []int
	// Up enlarges an input of Add and Concat, to nearest; 1 elsewhere.
	Up                     []int
	Kh, Kw, Sh, Sw, Ph, Pw int
	Cin, Cout, Mid         int
	Scale, Shift           float32
	// P and Q are slope and offset of the hard sigmoid of Gate, the epsilon of
	// Norm, the factor of the products of Attention.
	P, Q float32
	// Keep adds the input of a Gate to its output.
	Keep    bool
	Weights []byte // binary16, see Kind
	Biases  []float32
}

// Counts are the numbers of weights and biases that an operation has.
func (o *Op) Counts() (weights, biases int) {
	switch o.Kind {
	case Conv:
		return o.Kh * o.Kw * o.Cin * o.Cout, o.Cout
	case Depthwise:
		return o.Kh * o.Kw * o.Cout, o.Cout
	case Deconv:
		return 4 * o.Cin * o.Cout, o.Cout
	case Gate:
		return 2 * o.Cin * o.Mid, o.Mid + o.Cin
	case Norm:
		return 0, 2 * o.Cin
	}
	return 0, 0
}

// Encode is the file of a net.
func Encode(ops []Op) ([]byte, error) {
	out := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(ops)))
	for i := range ops {
		out = ops[i].record(out)
	}
	for i := range ops {
		o := &ops[i]
		if w, f := o.Counts(); len(o.Weights) != 2*w || len(o.Biases) != f {
			return nil, fmt.Errorf("operation %d: %d and %d values, want %d and %d", i, len(o.Weights)/2, len(o.Biases), w, f)
		}
		out = append(out, o.Weights...)
		for _, v := range o.Biases {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
		}
	}
	_, err := Decode(out)
	return out, err
}

func (o *Op) record(out []byte) []byte {
	var r [recordSize]byte
	r[0], r[1], r[2] = byte(o.Kind), byte(o.Act), byte(len(o.In))
	if o.Keep {
		r[3] = 1
	}
	for i, in := range o.In {
		binary.LittleEndian.PutUint16(r[4+2*i:], uint16(in))
		r[12+i] = byte(o.Up[i])
	}
	for i, v := range []int{o.Kh, o.Kw, o.Sh, o.Sw, o.Ph, o.Pw} {
		r[16+i] = byte(v)
	}
	for i, v := range []int{o.Cin, o.Cout, o.Mid} {
		binary.LittleEndian.PutUint16(r[24+2*i:], uint16(v))
	}
	for i, v := range []float32{o.Scale, o.Shift, o.P, o.Q} {
		binary.LittleEndian.PutUint32(r[32+4*i:], math.Float32bits(v))
	}
	return append(out, r[:]...)
}

// Decode reads a net. The weights are parts of b; apart from them it uses less
// memory than three times len(b). Whatever b is, it returns or fails with
// ErrFormat, and every operation of what it returns has sizes within the
// limits and inputs from before it.
func Decode(b []byte) ([]Op, error) {
	if len(b) < headerSize || string(b[:4]) != magic {
		return nil, fmt.Errorf("%w: wrong start", ErrFormat)
	}
	n := binary.LittleEndian.Uint32(b[4:])
	b = b[headerSize:]
	if n == 0 || n > MaxOps || len(b) < int(n)*recordSize {
		return nil, fmt.Errorf("%w: %d operations in %d bytes", ErrFormat, n, len(b))
	}
	ops := make([]Op, n)
	values := b[int(n)*recordSize:]
	for i := range ops {
		var err error
		if values, err = ops[i].read(b[i*recordSize:(i+1)*recordSize], values, i); err != nil {
			return nil, fmt.Errorf("%w: operation %d: %v", ErrFormat, i, err)
		}
	}
	if len(values) != 0 {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrFormat, len(values))
	}
	return ops, nil
}

// read fills the operation number index and returns the values after its own.
func (o *Op) read(r, values []byte, index int) ([]byte, error) {
	o.parse(r)
	if err := o.check(r, index); err != nil {
		return nil, err
	}
	w, f := o.Counts()
	if len(values) < 2*w+4*f {
		return nil, errors.New("weights are missing")
	}
	o.Weights = values[: 2*w : 2*w]
	if f > 0 {
		o.Biases = make([]float32, f)
	}
	for i := range o.Biases {
		o.Biases[i] = math.Float32frombits(binary.LittleEndian.Uint32(values[2*w+4*i:]))
	}
	return values[2*w+4*f:], nil
}

func (o *Op) parse(r []byte) {
	o.Kind, o.Act, o.Keep = Kind(r[0]), Act(r[1]), r[3] == 1
	for i := range min(int(r[2]), MaxInputs) {
		o.In = append(o.In, int(binary.LittleEndian.Uint16(r[4+2*i:])))
		o.Up = append(o.Up, int(r[12+i]))
	}
	for i, p := range []*int{&o.Kh, &o.Kw, &o.Sh, &o.Sw, &o.Ph, &o.Pw} {
		*p = int(r[16+i])
	}
	for i, p := range []*int{&o.Cin, &o.Cout, &o.Mid} {
		*p = int(binary.LittleEndian.Uint16(r[24+2*i:]))
	}
	for i, p := range []*float32{&o.Scale, &o.Shift, &o.P, &o.Q} {
		*p = math.Float32frombits(binary.LittleEndian.Uint32(r[32+4*i:]))
	}
}

func (o *Op) check(r []byte, index int) error {
	switch {
	case o.Kind >= kinds || o.Act >= acts:
		return errors.New("unknown kind")
	case r[2] == 0 || r[2] > MaxInputs || r[3] > 1:
		return errors.New("unknown form")
	case o.Cin < 1 || o.Cin > MaxChannels || o.Cout < 1 || o.Cout > MaxChannels || o.Mid > MaxChannels:
		return errors.New("too many channels or none")
	case !o.kernelFits():
		return errors.New("kernel out of range")
	case !o.membersFit():
		return errors.New("wrong number of inputs or heads")
	}
	for i, in := range o.In {
		if in > index || !within(o.Up[i], maxKernel) || o.Up[i] > 1 && o.Kind != Add && o.Kind != Concat {
			return errors.New("input from nowhere")
		}
	}
	return nil
}

// kernelFits wants a kernel and strides of 1 where the kind has none.
func (o *Op) kernelFits() bool {
	size := 1
	switch o.Kind {
	case Deconv:
		size = 2
	case Conv, Depthwise:
		size = 0
	case AvgPool, MaxPool:
		if size = 0; o.Ph+o.Pw > 0 {
			return false
		}
	}
	if size > 0 {
		return o.Kh == size && o.Kw == size && o.Sh == size && o.Sw == size && o.Ph+o.Pw == 0
	}
	return within(o.Kh, maxKernel) && within(o.Kw, maxKernel) && within(o.Sh, maxKernel) && within(o.Sw, maxKernel) &&
		o.Ph < o.Kh && o.Pw < o.Kw
}

func within(v, most int) bool { return v >= 1 && v <= most }

func (o *Op) membersFit() bool {
	same := o.Cin == o.Cout
	switch o.Kind {
	case Add:
		return len(o.In) == 2 && same
	case Concat:
		return len(o.In) >= 2
	case Gate:
		return len(o.In) == 1 && o.Mid >= 1 && same
	case Attention:
		return len(o.In) == 1 && o.Mid >= 1 && o.Cout%o.Mid == 0 && o.Cin == 3*o.Cout
	case Conv, Deconv:
		return len(o.In) == 1
	}
	return len(o.In) == 1 && same
}
