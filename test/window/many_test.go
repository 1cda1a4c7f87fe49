//go:build window

package window_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestThousands scrolls through five thousand accounts with wheel and keys.
// What it costs is logged; it fails on a wait that a person would call stuck.
func TestThousands(t *testing.T) {
	const n = 5000
	home := t.TempDir()
	var list strings.Builder
	for i := range n {
		fmt.Fprintln(&list, link(fmt.Sprintf("Service%%20%04d", i), "me", twenty(i)))
	}
	file := filepath.Join(t.TempDir(), "many.txt")
	if err := os.WriteFile(file, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, home, "import", "--yes", file)
	began := time.Now()
	d := open(t, home, english)
	d.see("Service 0000")
	t.Logf("start with %d accounts: %v", n, time.Since(began).Round(time.Millisecond))

	d.key("End")
	d.see("Service 4999")
	d.copies("Return", twenty(n-1))
	d.key("Home")
	d.see("Service 0000")
	d.key("Next", "Next", "Next")
	d.gone("Service 0000")
	d.key("Home")
	d.see("Service 0000")
	at := d.see("Service 0003")
	d.do("mousemove", "--window", d.id, fmt.Sprint(at.Max.X), fmt.Sprint(at.Max.Y))
	var waits []time.Duration
	for range 20 {
		before := d.picture()
		began := time.Now()
		d.do("click", "--repeat", "6", "--delay", "8", "5")
		d.wait("scrolled list", func() bool { return !alike(before, d.picture()) })
		waits = append(waits, time.Since(began))
	}
	d.gone("Service 0000")
	slices.Sort(waits)
	t.Logf("wheel to picture: median %v, worst %v", waits[10].Round(time.Millisecond), waits[19].Round(time.Millisecond))
	began = time.Now()
	d.text("4321") // which is then marked in the name, so that the eye does not know it again
	d.see("4321")
	t.Logf("search of four characters, typed and marked: %v", time.Since(began).Round(time.Millisecond))
	d.copies("Return", twenty(4321))
	d.quit()
}

// twenty is a key of its own for each number, in base32.
func twenty(i int) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	out := []byte("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
	for at := range 4 {
		out[at] = digits[i>>(5*at)&31]
	}
	return string(out)
}

// alike compares the middle of two pictures of the window.
func alike(a, b image.Image) bool {
	for y := 120; y < 600; y += 7 {
		for x := 60; x < 260; x += 3 {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
