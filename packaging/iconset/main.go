// Iconset packs pictures of the icon in several sizes into the one file that
// Windows (.ico) and macOS (.icns) want. Both formats take PNG as it is.
//
//	go run ./packaging/iconset -ico twofold.ico -icns twofold.icns DIR
//
// DIR holds the pictures, named by their size in pixels: 16.png, 32.png, ...
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
)

func main() {
	ico := flag.String("ico", "", "file for Windows")
	icns := flag.String("icns", "", "file for macOS")
	flag.Parse()
	if err := run(flag.Arg(0), *ico, *icns); err != nil {
		fmt.Fprintln(os.Stderr, "iconset:", err)
		os.Exit(1)
	}
}

func run(dir, ico, icns string) error {
	pictures := map[int][]byte{}
	for _, size := range []int{16, 24, 32, 48, 64, 128, 256, 512, 1024} {
		raw, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("%d.png", size)))
		if err != nil {
			return err
		}
		head, err := png.DecodeConfig(bytes.NewReader(raw))
		if err != nil || head.Width != size || head.Height != size {
			return fmt.Errorf("%d.png is no picture of %d x %d points", size, size, size)
		}
		pictures[size] = raw
	}
	if err := os.WriteFile(ico, windows(pictures), 0o644); err != nil {
		return err
	}
	return os.WriteFile(icns, macOS(pictures), 0o644)
}

// windows packs an .ico: a directory of 16 bytes an entry, then the pictures.
// Size 256 is written as 0.
func windows(pictures map[int][]byte) []byte {
	sizes := []int{16, 24, 32, 48, 64, 128, 256}
	var head, body bytes.Buffer
	le := binary.LittleEndian
	head.Write(le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 0), 1), uint16(len(sizes))))
	for _, s := range sizes {
		entry := []byte{byte(s), byte(s), 0, 0, 1, 0, 32, 0} // planes 1, 32 bits
		entry = le.AppendUint32(entry, uint32(len(pictures[s])))
		entry = le.AppendUint32(entry, uint32(6+16*len(sizes)+body.Len()))
		head.Write(entry)
		body.Write(pictures[s])
	}
	return append(head.Bytes(), body.Bytes()...)
}

// macOS packs an .icns: pieces of a type, a length with its own eight bytes,
// and a PNG. The @2x types hold twice the points of their name.
func macOS(pictures map[int][]byte) []byte {
	var body bytes.Buffer
	be := binary.BigEndian
	for _, p := range []struct {
		kind string
		size int
	}{
		{"ic11", 32}, {"ic12", 64}, {"ic07", 128}, {"ic13", 256}, {"ic08", 256}, {"ic14", 512}, {"ic09", 512}, {"ic10", 1024},
	} {
		body.WriteString(p.kind)
		body.Write(be.AppendUint32(nil, uint32(8+len(pictures[p.size]))))
		body.Write(pictures[p.size])
	}
	return append(be.AppendUint32([]byte("icns"), uint32(8+body.Len())), body.Bytes()...)
}
