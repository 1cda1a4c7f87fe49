package exporter_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// TestSheetIsScannable lets another program draw the sheet as a printer does,
// and scans every page.
func TestSheetIsScannable(t *testing.T) {
	draw, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm (poppler-utils) is not here to draw the sheet")
	}
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "sheet.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	var as []account.Account
	var want []string
	for i := range 7 {
		as = append(as, totp("楽天証券", fmt.Sprintf("hanako%d@example.jp", i)))
		want = append(want, otpauth.Format(as[i]))
	}
	if _, err := exporter.Write(context.Background(), file, exporter.Sheet, as, options()); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(draw, "-r", "150", "-png", file.Name(), filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil || len(pages) != 2 {
		t.Fatalf("pages %v, %v", pages, err)
	}
	var got []string
	for _, p := range pages {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		img, err := qr.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		found, err := qr.Read(context.Background(), img)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found.Codes {
			got = append(got, c.Text)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("scanned %q", got)
	}
}
