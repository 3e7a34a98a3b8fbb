package main

import (
	"encoding/binary"
	"math"
	"testing"

	"truename/model/ocr/nn/netfile"
)

func TestRefusesOtherFiles(t *testing.T) {
	if err := check(keys, []byte("other"), sums[keys]); err == nil {
		t.Error("a file with another sum was accepted")
	}
	for _, file := range nets {
		if sums[file] == "" {
			t.Errorf("no sum for %s", file)
		}
	}
}

// message encodes fields in turn: numbers, texts and messages.
func message(fields ...any) []byte {
	var b []byte
	for i := 0; i < len(fields); i += 2 {
		key := uint64(fields[i].(int)) << 3
		switch v := fields[i+1].(type) {
		case int:
			b = binary.AppendUvarint(binary.AppendUvarint(b, key), uint64(v))
		case string:
			b = append(binary.AppendUvarint(binary.AppendUvarint(b, key|2), uint64(len(v))), v...)
		case []byte:
			b = append(binary.AppendUvarint(binary.AppendUvarint(b, key|2), uint64(len(v))), v...)
		}
	}
	return b
}

func floats(v ...float32) []byte {
	var b []byte
	for _, f := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	return b
}

// A convolution with a factor, hard swish spelt out, and a factor behind, is
// one operation.
func TestMerges(t *testing.T) {
	constant := func(name string, v ...float32) []byte {
		return message(1, len(v), 2, 1, 8, name, 9, floats(v...))
	}
	node := func(op, out string, in ...string) []byte {
		b := message(4, op, 2, out)
		for _, name := range in {
			b = append(b, message(1, name)...)
		}
		return b
	}
	graph := message(
		5, message(1, 2, 1, 3, 1, 1, 1, 1, 2, 1, 8, "w", 9, floats(1, 2, 3, 4, 5, 6)),
		5, constant("half", 0.5), 5, constant("three", 3), 5, constant("zero", 0), 5, constant("six", 6), 5, constant("two", 2),
		1, node("Conv", "a", "x", "w"), 1, node("Mul", "b", "a", "half"), 1, node("Add", "c", "b", "three"),
		1, node("Clip", "d", "c", "zero", "six"), 1, node("Mul", "e", "b", "d"), 1, node("Div", "f", "e", "six"),
		1, node("Mul", "g", "f", "two"), 11, message(1, "x"), 12, message(1, "g"),
	)
	b, err := convert(message(7, graph))
	if err != nil {
		t.Fatal(err)
	}
	ops, err := netfile.Decode(b)
	if err != nil || len(ops) != 1 {
		t.Fatalf("%d operations, %v", len(ops), err)
	}
	o := ops[0]
	if o.Act != netfile.HardSwish || o.Scale != 2 || o.Shift != 0 || o.Cin != 3 || o.Cout != 2 {
		t.Errorf("got %+v", o)
	}
	for i, want := range []float32{0.5, 2, 1, 2.5, 1.5, 3} {
		if got := netfile.FromHalf(binary.LittleEndian.Uint16(o.Weights[2*i:])); got != want {
			t.Errorf("weight %d is %g, want %g", i, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"cut":          {7<<3 | 2, 200},
		"wire type":    {7<<3 | 6, 1},
		"endless":      {0x80, 0x80, 0x80},
		"unknown node": message(7, message(1, message(4, "Nothing", 2, "y", 1, "x"), 11, message(1, "x"))),
	} {
		if _, err := convert(b); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
