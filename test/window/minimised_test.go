//go:build window

package window_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// TestMinimisedSleeps counts how often the loop of the program goes to sleep,
// which it does after each time something woke it: while the window is an icon
// hardly ever, and not for longer than it is one.
func TestMinimisedSleeps(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	d.see("Alpha")
	const watched = 6 * time.Second // that much time has to go by
	sleeps := func() int {
		t.Helper()
		before := d.sleeps()
		time.Sleep(watched)
		return d.sleeps() - before
	}
	d.waitFor(patience, "window that ticks", func() bool { return sleeps() >= 6 })
	d.do("windowminimize", d.id)
	d.waitFor(patience, "rest of a minimised window", func() bool { return sleeps() <= 5 })
	d.do("windowmap", d.id, "windowactivate", d.id)
	d.wait("window on the screen", func() bool { _, ok := d.sees("Alpha"); return ok })
	d.copies("Return", secretA)
	d.waitFor(patience, "window that ticks again", func() bool { return sleeps() >= 6 })
	d.quit()
}

// sleeps is how often the thread of the toolkit's loop has given up the
// processor by itself. What else the computer does is not in it.
func (d *desk) sleeps() int {
	d.t.Helper()
	pid := d.cmd.Process.Pid
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/status", pid, pid))
	if err != nil {
		d.t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^voluntary_ctxt_switches:\s*(\d+)`).FindSubmatch(status)
	if m == nil {
		d.t.Fatal("the system does not count")
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}
