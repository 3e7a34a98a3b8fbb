// Package nn runs the nets of assets/models, which find, turn and read lines of
// text, on one processor or several: offline, without any library.
//
// Inside, a picture is [height][width][channel] with the channels rounded up to
// whole vectors, so that nearly everything is a product of a strip of pixels
// with a panel of weights. The kernels are in C (kern_impl.h), one version for
// each set of instructions; without cgo, those of kern_go.go do the same.
package nn

import (
	"errors"
	"fmt"
	"sync"

	"truename/model/memory"
	"truename/model/ocr/nn/netfile"
)

// A Tensor is the output of a net: values in row order, which belong to the
// caller. Shape is [h, w] for the net that finds text (probabilities that a
// pixel is text), [steps, classes] for the one that reads (logits: see Peaks
// and Top) and [2] for the one that tells which way up a line is
// (probabilities).
type Tensor struct {
	Shape []int
	Data  []float32
}

// A Net is ready to run, by several goroutines at the same time.
type Net struct {
	k       *kernels
	layers  []layer
	opening int // the last layer that uses the input of the net
	mu      sync.Mutex
	plans   map[[2]int]*plan
	runners spare
}

// Errors that Load and Run wrap.
var (
	// ErrNet is for bytes that are no net that this engine can run.
	ErrNet = errors.New("nn: not a net")
	// ErrSize is for an input that does not fit its sizes, or sizes that do not
	// fit the net.
	ErrSize = errors.New("nn: size of the input")
)

// A layer is an operation with its weights in the order the kernels want.
type layer struct {
	netfile.Op
	w, bias   []float32
	w2, bias2 []float32 // the second half of a Gate
	last      int       // the last layer that uses the output
	fused     bool      // a Depthwise that only the next layer uses, tile by tile
}

// Load reads a net in the format of netfile. It fails with ErrNet on anything
// else, and uses no more than about 20 times as much memory as b has bytes
// (three times for a real net). The net does not keep b.
func Load(b []byte) (*Net, error) { return load(b, fastest()) }

func load(b []byte, k *kernels) (*Net, error) {
	ops, err := netfile.Decode(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNet, err)
	}
	n := &Net{k: k, layers: make([]layer, len(ops)), plans: map[[2]int]*plan{}}
	size, most := 0, 4*len(b)+1<<14
	for i, o := range ops {
		n.layers[i].Op = o
		if err := n.check(i); err != nil {
			return nil, fmt.Errorf("%w: operation %d: %v", ErrNet, i, err)
		}
		if size += n.layers[i].packedSize(k); size > most {
			return nil, fmt.Errorf("%w: operation %d: too many weights for the file", ErrNet, i)
		}
	}
	room := memory.Floats(size)
	for i := range n.layers {
		room = n.layers[i].pack(k, room)
		n.layers[i].Weights = nil // they are part of b
	}
	n.link()
	return n, nil
}

// check compares the channels of a layer with those of its inputs.
func (n *Net) check(i int) error {
	l := &n.layers[i]
	sum := 0
	for _, in := range l.In {
		c := 3
		if in > 0 {
			c = n.layers[in-1].Cout
		}
		if sum += c; c != l.Cin && l.Kind != netfile.Concat {
			return fmt.Errorf("%d channels come, %d are wanted", c, l.Cin)
		}
		if in == 0 && l.Kind != netfile.Conv {
			return errors.New("only a convolution can take the input of the net")
		}
	}
	if l.Kind == netfile.Concat && sum != l.Cout {
		return fmt.Errorf("%d channels come, %d are wanted", sum, l.Cout)
	}
	return nil
}

// link finds for how long each output is needed and what can be done in one go.
func (n *Net) link() {
	uses := make([]int, len(n.layers)+1)
	for i := range n.layers {
		for _, in := range n.layers[i].In {
			uses[in]++
			if in > 0 {
				n.layers[in-1].last = i
			} else {
				n.opening = i
			}
		}
	}
	for i := range n.layers {
		l := &n.layers[i]
		if l.Kind == netfile.Depthwise && uses[i+1] == 1 && l.last == i+1 {
			l.fused = n.layers[i+1].pointwise()
		}
	}
}

// pointwise reports whether every output pixel needs the same input pixel only.
func (l *layer) pointwise() bool {
	return l.Kind == netfile.Conv && l.Kh == 1 && l.Kw == 1 && l.Sh == 1 && l.Sw == 1
}

// round is n rounded up to whole vectors.
func (k *kernels) round(n int) int { return (n + k.lanes - 1) / k.lanes * k.lanes }
