package qr_test

import (
	"errors"
	"strings"
	"testing"

	"twofold/internal/qr"
)

func TestEncode(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		level   qr.Level
		version int
		err     error
	}{
		{"digits", "0123456789", qr.M, 1, nil},
		{"capitals", "HELLO WORLD", qr.Q, 1, nil},
		{"bytes", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP", qr.M, 3, nil},
		{"same, high", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP", qr.H, 5, nil},
		{"most bytes", strings.Repeat("a", 2953), qr.L, 40, nil},
		{"too many bytes", strings.Repeat("a", 2954), qr.L, 0, qr.ErrTooLong},
		{"far too many", strings.Repeat("1", 1<<20), qr.L, 0, qr.ErrTooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := qr.Encode(tt.text, tt.level)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error = %v, want %v", err, tt.err)
			}
			if m.Version != tt.version {
				t.Errorf("version = %d, want %d", m.Version, tt.version)
			}
			if tt.err == nil && m.Size != 17+4*m.Version {
				t.Errorf("size = %d modules at version %d", m.Size, m.Version)
			}
		})
	}
	for _, bad := range []string{"", "\xff"} {
		if _, err := qr.Encode(bad, qr.M); err == nil || errors.Is(err, qr.ErrTooLong) {
			t.Errorf("Encode(%q) error = %v, want another one", bad, err)
		}
	}
}

func TestDrawSizes(t *testing.T) {
	tests := []struct {
		opts qr.Options
		side int
		ok   bool
	}{
		{qr.Options{}, (21 + 8) * 8, true},
		{qr.Options{Module: 1, Quiet: -1}, 21, true},
		{qr.Options{Module: 3, Quiet: 2}, 75, true},
		{qr.Options{Module: 1000}, 0, false},
		{qr.Options{Module: -1}, 0, false},
		{qr.Options{Quiet: 1 << 30}, 0, false},
	}
	for _, tt := range tests {
		img, err := qr.Draw("1", tt.opts)
		if (err == nil) != tt.ok {
			t.Errorf("Draw(%+v) error = %v, want ok = %v", tt.opts, err, tt.ok)
			continue
		}
		if tt.ok && (img.Bounds().Dx() != tt.side || img.Bounds().Dy() != tt.side) {
			t.Errorf("Draw(%+v) = %v, want %d pixels a side", tt.opts, img.Bounds(), tt.side)
		}
	}
}

func TestDrawHasFindersAndMargin(t *testing.T) {
	img, err := qr.Draw("1", qr.Options{Module: 1, Quiet: 4})
	if err != nil {
		t.Fatal(err)
	}
	dark := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r == 0 }
	for _, at := range [][2]int{{4, 4}, {4 + 14, 4}, {4, 4 + 14}} {
		row := ""
		for x := at[0] - 1; x < at[0]+8; x++ {
			if dark(x, at[1]+3) {
				row += "#"
			} else {
				row += "."
			}
		}
		if want := "#.###.#"; row[1:8] != want {
			t.Errorf("finder at %v reads %s, want %s", at, row[1:8], want)
		}
	}
	for i := range 29 {
		if dark(i, 3) || dark(3, i) || dark(i, 25) || dark(25, i) {
			t.Fatalf("dark pixel in the margin at %d", i)
		}
	}
}
