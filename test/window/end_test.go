//go:build window

package window_test

import (
	"os"
	"syscall"
	"testing"
)

// TestEnd ends the program in each way a user or a system has, right after
// something was typed, so that the window has events to deal with. Every time
// it must be gone by itself, with status 0 and not a word of complaint, and
// leave the vault to the next start.
func TestEnd(t *testing.T) {
	home := t.TempDir()
	send := func(s os.Signal) func(*desk) {
		return func(d *desk) {
			if err := d.cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	ways := []struct {
		name string
		end  func(*desk)
	}{
		{"key", func(d *desk) { d.key("ctrl+q") }},
		{"interrupt", send(os.Interrupt)},
		{"end of the session", send(syscall.SIGTERM)},
		{"closed by the window manager", func(d *desk) { d.key("alt+F4") }},
		{"two at once", func(d *desk) {
			send(syscall.SIGTERM)(d)
			_ = tool("xdotool", "key", "ctrl+q").Run() // the window may be gone by now
		}},
	}
	for range 3 {
		for _, w := range ways {
			d := open(t, home, english)
			d.says("first.title")
			_ = tool("xdotool", "key", "--window", d.id, "Tab", "Tab", "Tab").Run()
			w.end(d)
			d.ended()
			if code := d.cmd.ProcessState.ExitCode(); code != 0 {
				t.Errorf("%s: exit status %d", w.name, code)
			}
			d.complaints()
		}
	}
}
