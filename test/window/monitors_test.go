//go:build window

package window_test

import (
	"fmt"
	"image"
	"image/draw"
	"testing"
)

// TestSecondMonitor finds a code on the second of two monitors, and lets a part
// of that monitor be chosen.
func TestSecondMonitor(t *testing.T) {
	codeA := code(t, link("Right", "monitor", secretA))
	size := wallpaper(t, func(img draw.Image) {
		put(img, codeA, img.Bounds().Dx()-150-codeA.Bounds().Dx(), img.Bounds().Dy()-150-codeA.Bounds().Dy())
	})
	first := image.Rect(0, 0, size.X/2, size.Y)
	monitor(t, "first", first, "screen")
	monitor(t, "second", image.Rect(first.Max.X, 0, size.X, size.Y), "none")

	home := t.TempDir()
	d := open(t, home, english)
	d.says("first.title")
	d.key("ctrl+shift+s")
	d.see(d.txt.N("add.confirm.btn", 1))
	d.see("Right")
	d.key("Escape")
	d.gone(beginning(d.txt.T("add.confirm.h")))

	d.key("ctrl+shift+a")
	d.says("region.title")
	d.tap("region.next", "i", 1, "n", 2)
	d.see(d.txt.T("region.next", "i", 2, "n", 2))
	d.shot("second")
	at := whiteIn(d.picture())
	if at.Empty() {
		t.Fatal("the code is not in the picture of the second monitor")
	}
	d.drag(at.Min.Sub(image.Pt(25, 25)), at.Max.Add(image.Pt(25, 25)))
	d.see(d.txt.N("add.confirm.btn", 1))
	d.see("Right")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))
	d.quit()
}

// monitor makes a part of the screen a monitor until the test ends.
func monitor(t *testing.T, name string, r image.Rectangle, output string) {
	t.Helper()
	// The sizes in millimetres are those of 96 dots an inch.
	geometry := fmt.Sprintf("%d/%dx%d/%d+%d+%d", r.Dx(), r.Dx()*254/960, r.Dy(), r.Dy()*254/960, r.Min.X, r.Min.Y)
	if out, err := tool("xrandr", "--setmonitor", name, geometry, output).CombinedOutput(); err != nil {
		t.Fatalf("xrandr: %v %s", err, out)
	}
	t.Cleanup(func() { _ = tool("xrandr", "--delmonitor", name).Run() })
}
