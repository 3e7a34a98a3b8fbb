package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The parts of an ONNX file (a protocol buffer) that the nets use.

// A tensor has values of one kind: f or i.
type tensor struct {
	shape []int
	f     []float32
	i     []int64
}

// scalar is the value of a tensor of one float.
func (t *tensor) scalar() (float32, bool) {
	if t == nil || len(t.f) != 1 {
		return 0, false
	}
	return t.f[0], true
}

type node struct {
	op      string
	in, out []string
	ints    map[string][]int64
	floats  map[string]float32
	value   *tensor
}

// attr is the first integer of an attribute, or def.
func (n *node) attr(name string, at, def int) int {
	if v := n.ints[name]; at < len(v) {
		return int(v[at])
	}
	return def
}

type graph struct {
	nodes   []*node
	consts  map[string]*tensor
	in, out string
}

// A field is one entry of a message: v for numbers, d for what has a length.
type field struct {
	num int
	v   uint64
	d   []byte
}

var errCut = errors.New("message is cut off")

// fields calls f for each entry of a message.
func fields(b []byte, f func(field) error) error {
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			return errCut
		}
		e := field{num: int(key >> 3)}
		var err error
		if b, err = e.read(b[n:], int(key&7)); err != nil {
			return err
		}
		if err = f(e); err != nil {
			return err
		}
	}
	return nil
}

func (e *field) read(b []byte, wire int) ([]byte, error) {
	switch wire {
	case 0, 2:
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errCut
		}
		e.v, b = v, b[n:]
		if wire == 0 {
			return b, nil
		}
		if v > uint64(len(b)) {
			return nil, errCut
		}
		e.d = b[:v]
		return b[v:], nil
	case 5:
		if len(b) < 4 {
			return nil, errCut
		}
		e.v = uint64(binary.LittleEndian.Uint32(b))
		return b[4:], nil
	}
	return nil, fmt.Errorf("wire type %d", wire)
}

// numbers are the integers of a repeated field, packed or not.
func (e *field) numbers() []int64 {
	if e.d == nil {
		return []int64{int64(e.v)}
	}
	var out []int64
	for d := e.d; len(d) > 0; {
		v, n := binary.Uvarint(d)
		if n <= 0 {
			break
		}
		out = append(out, int64(v))
		d = d[n:]
	}
	return out
}

func parse(b []byte) (*graph, error) {
	g := &graph{consts: map[string]*tensor{}}
	err := fields(b, func(e field) error {
		if e.num == 7 {
			return fields(e.d, g.add)
		}
		return nil
	})
	return g, err
}

// add takes one entry of GraphProto.
func (g *graph) add(e field) error {
	switch e.num {
	case 1:
		n, err := parseNode(e.d)
		if err == nil && n.op == "Constant" {
			g.consts[n.out[0]] = n.value
		} else {
			g.nodes = append(g.nodes, n)
		}
		return err
	case 5:
		name, t, err := parseTensor(e.d)
		g.consts[name] = t
		return err
	case 11, 12:
		return fields(e.d, func(f field) error {
			switch {
			case f.num == 1 && e.num == 11:
				g.in = string(f.d)
			case f.num == 1:
				g.out = string(f.d)
			}
			return nil
		})
	}
	return nil
}

func parseNode(b []byte) (*node, error) {
	n := &node{ints: map[string][]int64{}, floats: map[string]float32{}}
	err := fields(b, func(e field) error {
		switch e.num {
		case 1:
			n.in = append(n.in, string(e.d))
		case 2:
			n.out = append(n.out, string(e.d))
		case 4:
			n.op = string(e.d)
		case 5:
			return n.addAttribute(e.d)
		}
		return nil
	})
	return n, err
}

func (n *node) addAttribute(b []byte) error {
	name := ""
	return fields(b, func(e field) (err error) {
		switch e.num {
		case 1:
			name = string(e.d)
		case 2:
			n.floats[name] = math.Float32frombits(uint32(e.v))
		case 3, 8:
			n.ints[name] = append(n.ints[name], e.numbers()...)
		case 5:
			_, n.value, err = parseTensor(e.d)
		}
		return err
	})
}

func parseTensor(b []byte) (string, *tensor, error) {
	t := &tensor{}
	var name string
	var kind uint64
	var raw []byte
	err := fields(b, func(e field) error {
		switch e.num {
		case 1:
			for _, d := range e.numbers() {
				t.shape = append(t.shape, int(d))
			}
		case 2:
			kind = e.v
		case 4:
			t.addFloats(e)
		case 5, 7:
			t.i = append(t.i, e.numbers()...)
		case 8:
			name = string(e.d)
		case 9:
			raw = e.d
		}
		return nil
	})
	if err != nil {
		return name, nil, err
	}
	return name, t, t.addRaw(kind, raw)
}

func (t *tensor) addFloats(e field) {
	if e.d == nil {
		t.f = append(t.f, math.Float32frombits(uint32(e.v)))
	}
	for i := 0; i+4 <= len(e.d); i += 4 {
		t.f = append(t.f, math.Float32frombits(binary.LittleEndian.Uint32(e.d[i:])))
	}
}

// addRaw adds values of the kinds float (1), int32 (6) and int64 (7).
func (t *tensor) addRaw(kind uint64, raw []byte) error {
	switch kind {
	case 1:
		t.addFloats(field{d: append([]byte{}, raw...)})
	case 6:
		for i := 0; i+4 <= len(raw); i += 4 {
			t.i = append(t.i, int64(int32(binary.LittleEndian.Uint32(raw[i:]))))
		}
	case 7:
		for i := 0; i+8 <= len(raw); i += 8 {
			t.i = append(t.i, int64(binary.LittleEndian.Uint64(raw[i:])))
		}
	default:
		return fmt.Errorf("tensor of kind %d", kind)
	}
	return nil
}
