package main

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// The committed files are what the committed pictures give.
func TestCommitted(t *testing.T) {
	dir := t.TempDir()
	ico, icns := filepath.Join(dir, "a.ico"), filepath.Join(dir, "a.icns")
	if err := run("../icons", ico, icns); err != nil {
		t.Fatal(err)
	}
	for made, kept := range map[string]string{ico: "../icons/twofold.ico", icns: "../icons/twofold.icns"} {
		a, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s is not what packaging/icons.sh makes", kept)
		}
	}
}

// Every picture is where the directory says.
func TestWindowsDirectory(t *testing.T) {
	raw, err := os.ReadFile("../icons/twofold.ico")
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	n := int(le.Uint16(raw[4:]))
	if n != 7 {
		t.Fatalf("%d pictures, want 7", n)
	}
	for i := range n {
		e := raw[6+16*i:]
		length, offset := le.Uint32(e[8:]), le.Uint32(e[12:])
		head, err := png.DecodeConfig(bytes.NewReader(raw[offset : offset+length]))
		if err != nil || head.Width%256 != int(e[0]) {
			t.Errorf("picture %d: %v, %d points, the directory says %d", i, err, head.Width, e[0])
		}
	}
}

func TestMissingPicture(t *testing.T) {
	if run(t.TempDir(), os.DevNull, os.DevNull) == nil {
		t.Error("an empty directory gave icons")
	}
}
