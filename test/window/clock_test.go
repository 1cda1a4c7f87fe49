//go:build window

package window_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is that of one computer: the system's, and how far it is off. A Go
// program reads the time without the C library, so no tool can lie to it from
// outside. It is a copy of the program that is built for this, whose two
// calls of time.Now read the file of this clock; the sources stay as they are.
// The copy also lets a test say how long nobody has typed; see [idleFile].
type clock string

// newClock is right until it is set.
func newClock(t *testing.T, home string) clock {
	t.Helper()
	c := clock(filepath.Join(home, "clock"))
	c.set(t, 0)
	return c
}

func (c clock) set(t *testing.T, off time.Duration) {
	t.Helper()
	if err := os.WriteFile(string(c)+"~", []byte(off.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(string(c)+"~", string(c)); err != nil {
		t.Fatal(err)
	}
}

// open starts the program with this clock.
func (c clock) open(t *testing.T, home, language string) *desk {
	t.Helper()
	cmd := program(home, language)
	cmd.Path, cmd.Args[0] = clockBinary(t), clockBinary(t)
	cmd.Env = append(cmd.Env, "TWOFOLD_TEST_CLOCK="+string(c))
	d := launch(t, home, language, cmd)
	d.found()
	return d
}

// clockSource is added to a package whose time.Now is this one.
const clockSource = `
func clockNow() time.Time {
	text, err := os.ReadFile(os.Getenv("TWOFOLD_TEST_CLOCK"))
	off, bad := time.ParseDuration(string(text))
	if err != nil || bad != nil {
		panic("no clock")
	}
	return time.Now().Add(off)
}
`

var clockBuilt struct {
	sync.Once
	path string
}

// clockBinary is the program with a clock that a test sets.
func clockBinary(t *testing.T) string {
	t.Helper()
	clockBuilt.Do(func() {
		dir := filepath.Dir(binary)
		overlay := map[string]map[string]string{"Replace": {}}
		for _, c := range []struct{ file, asks, instead, source string }{
			{"../../main.go", "time.Now", "clockNow", clockSource},
			{"../../app/window/start.go", "time.Now", "clockNow", clockSource},
			{"../../app/platform/idle.go", "after, IdleTime, sleepContext", "after, toldIdle, shortSleep", idleSource},
		} {
			data, err := os.ReadFile(c.file)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(string(data), c.asks, c.instead)
			if text == string(data) {
				t.Fatalf("%s does not ask for the time", c.file)
			}
			if !strings.Contains(text, `"os"`) {
				text = strings.Replace(text, "import (", "import (\n\t\"os\"", 1)
			}
			whole, err := filepath.Abs(c.file)
			if err != nil {
				t.Fatal(err)
			}
			other := filepath.Join(dir, filepath.Base(c.file))
			if err := os.WriteFile(other, []byte(text+c.source), 0o600); err != nil {
				t.Fatal(err)
			}
			overlay["Replace"][whole] = other
		}
		data, err := json.Marshal(overlay)
		if err != nil {
			t.Fatal(err)
		}
		list := filepath.Join(dir, "overlay.json")
		if err := os.WriteFile(list, data, 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "twofold-clock")
		build := exec.Command("go", "build", "-tags", buildTags(), "-overlay", list, "-o", path, "twofold")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("the program with a clock: %v\n%s", err, out)
		}
		clockBuilt.path = path
	})
	if clockBuilt.path == "" {
		t.Fatal("no program with a clock")
	}
	return clockBuilt.path
}
