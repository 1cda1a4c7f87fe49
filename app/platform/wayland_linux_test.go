package platform

import (
	"image"
	"slices"
	"testing"

	"twofold/internal/qr"
	"twofold/test/sway"
)

// wayland runs a compositor and makes it this test's display.
func wayland(t testing.TB) *sway.Desk {
	t.Helper()
	privateHome(t)
	d := sway.Start(t)
	setenv(t, "WAYLAND_DISPLAY", d.Display)
	return d
}

// wlroots runs the portal with its part for wlroots on a bus of its own. env
// is for that part.
func wlroots(t testing.TB, d *sway.Desk, env ...string) {
	t.Helper()
	sessionBus(t)
	d.Portal(env...)
}

// show puts a QR code with text on a screen.
func show(t testing.TB, d *sway.Desk, screen, text string) {
	t.Helper()
	img, err := qr.Draw(text, qr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.Show(screen, img, func(img image.Image) bool { return slices.Contains(texts(t, img), text) })
}
