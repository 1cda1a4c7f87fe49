//go:build window

package window_test

import (
	"image"
	"syscall"
	"testing"
	"time"
)

// TestStoppedForLong stops the program for longer than the toolkit remembers
// what it has drawn, as sleep does where the clock of the program goes on in it.
// After that the window shows what is so, on the list and on the lock.
func TestStoppedForLong(t *testing.T) {
	const remembers, stopped = "13s", 18 * time.Second // the toolkit looks every ten seconds
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA))
	command(t, home, "add", link("Beta", "two", secretB))
	d := openWith(t, home, english, []string{"FYNE_CACHE=" + remembers})
	d.see("Alpha")
	stop := func() {
		t.Helper()
		if err := d.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		time.Sleep(stopped) // that much time has to go by
		if err := d.cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
	}
	// The ring moves on without being asked for.
	moves := func() {
		t.Helper()
		before := d.picture()
		d.wait("ring that moves on", func() bool { return !identical(before, d.picture()) })
	}
	moves()
	stop()
	moves()
	moves()
	d.see("Alpha")
	d.see("Beta")
	d.copies("Return", secretA)

	d.key("ctrl+l")
	d.says("lock.h")
	stop()
	d.tap("lock.unlock")
	d.see("Beta")
	moves()
	d.quit()
}

// identical compares every pixel of two pictures.
func identical(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	r := a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
