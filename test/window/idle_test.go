//go:build window

package window_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// idleFile says how long nobody has typed in any program, to the copy of the
// program that has a [clock].
type idleFile string

func newIdle(t *testing.T, home string) idleFile {
	t.Helper()
	f := idleFile(filepath.Join(home, "idle"))
	f.set(t, 0)
	return f
}

func (f idleFile) set(t *testing.T, d time.Duration) {
	t.Helper()
	if err := os.WriteFile(string(f)+"~", []byte(d.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(string(f)+"~", string(f)); err != nil {
		t.Fatal(err)
	}
}

// idleSource is added to what watches the idle time: it is asked for often, and
// read from the file of a test if there is one.
const idleSource = `
func toldIdle(ctx context.Context) (time.Duration, error) {
	text, err := os.ReadFile(os.Getenv("TWOFOLD_TEST_IDLE"))
	if err != nil {
		return IdleTime(ctx)
	}
	return time.ParseDuration(string(text))
}

func shortSleep(ctx context.Context, d time.Duration) error {
	if os.Getenv("TWOFOLD_TEST_IDLE") != "" {
		d = 20 * time.Millisecond
	}
	return sleepContext(ctx, d)
}
`
