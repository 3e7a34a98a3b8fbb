package pinyin

import "testing"

func BenchmarkReady(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		book := readBook()
		readRadicals(radicalsText)
		readParts(book, partsText)
	}
}
