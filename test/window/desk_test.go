//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jezek/xgb"

	"twofold/app/locale"
)

// binary is the program under test, built once without the tag that silences
// the toolkit's thread warnings.
var binary string

// looker is shared: its drawings of texts serve all tests.
var looker *eye

func TestMain(m *testing.M) {
	if os.Getenv("DISPLAY") == "" || os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		fmt.Fprintln(os.Stderr, "these tests need scripts/with-desktop.sh around them")
		os.Exit(1)
	}
	xgb.Logger.SetOutput(io.Discard) // it tells of each missing .Xauthority
	dir, err := os.MkdirTemp("", "twofold-window-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "twofold")
	build := exec.Command("go", "build", "-tags", buildTags(), "-o", binary, "twofold")
	build.Stderr = os.Stderr
	code := 1
	if err := build.Run(); err == nil {
		looker = newEye()
		code = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// buildTags are those of a release less migrated_fynedo, so that wrong-thread
// use is reported.
func buildTags() string {
	if t := os.Getenv("TWOFOLD_TEST_TAGS"); t != "" {
		return t
	}
	return "no_emoji,no_metadata,no_animations"
}

// desk is one running program with its window.
type desk struct {
	t    testing.TB
	cmd  *exec.Cmd
	id   string // X window
	home string // data and config directories
	log  *lockedBuffer
	end  chan struct{}
	txt  *locale.Texts // in the language of the program
	name string        // tells its pictures from those of another window
	seat *seat         // nil on the X server
}

// The languages the tests run in.
const (
	english  = "en_US.UTF-8"
	japanese = "ja_JP.UTF-8"
)

// patience is how long anything may take: a computer with other work to do is
// slow, not wrong.
const patience = 40 * time.Second

// lockedBuffer takes the output of the program while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// program is a command line of the program under test with all its files under
// home.
func program(home, language string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, append([]string{"--data-dir", filepath.Join(home, "data")}, args...)...)
	cmd.Env = append(os.Environ(),
		"HOME="+home, "XDG_CONFIG_HOME="+home+"/config", "XDG_CACHE_HOME="+home+"/cache", "XDG_DATA_HOME="+home+"/share",
		"LANG="+language, "LC_ALL="+language, "LANGUAGE=", "FYNE_SCALE=1", "TZ=UTC")
	return cmd
}

// command runs the program without a window, and gives what it printed.
func command(t testing.TB, home string, args ...string) string {
	t.Helper()
	cmd := program(home, english, args...)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		t.Fatalf("twofold %v: %v\n%s", args, err, bad.String())
	}
	return out.String()
}

// words are the texts of a language as they stand on the screen.
func words(language string) *locale.Texts { return locale.New("", []string{language[:2]}) }

// open starts the program with its files under home, and waits for the window.
func open(t testing.TB, home, language string, args ...string) *desk {
	t.Helper()
	return openWith(t, home, language, nil, args...)
}

// openWith is open with more in the environment.
func openWith(t testing.TB, home, language string, env []string, args ...string) *desk {
	t.Helper()
	d := begin(t, home, language, env, args...)
	d.found()
	return d
}

// begin starts the program without waiting for a window.
func begin(t testing.TB, home, language string, env []string, args ...string) *desk {
	t.Helper()
	cmd := program(home, language, args...)
	cmd.Env = append(cmd.Env, env...)
	return launch(t, home, language, cmd)
}

// launch starts a command of the program.
func launch(t testing.TB, home, language string, cmd *exec.Cmd) *desk {
	t.Helper()
	d := &desk{t: t, cmd: cmd, home: home, log: &lockedBuffer{}, end: make(chan struct{}), txt: words(language)}
	d.cmd.Stdout, d.cmd.Stderr = d.log, d.log
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = d.cmd.Wait(); close(d.end) }()
	t.Cleanup(d.close)
	return d
}

// found waits for the window, painted and with the keyboard.
func (d *desk) found() {
	d.t.Helper()
	if d.seat != nil {
		d.wait("window", d.hasKeys)
		d.painted()
		return
	}
	d.wait("window", func() bool {
		out, _ := tool("xdotool", "search", "--all", "--onlyvisible", "--pid", fmt.Sprint(d.cmd.Process.Pid), "--name", "^Twofold").Output()
		d.id = strings.TrimSpace(strings.SplitN(string(out), "\n", 2)[0])
		return d.id != ""
	})
	d.refocus()
	d.painted()
}

// close ends the program as a user's session end does and fails the test on
// anything the toolkit complained about. It may be called twice.
func (d *desk) close() {
	d.t.Helper()
	if d.t.Failed() {
		d.shot("failed")
	}
	_ = d.cmd.Process.Signal(os.Interrupt)
	select {
	case <-d.end:
	case <-time.After(patience):
		_ = d.cmd.Process.Kill()
		<-d.end
		d.t.Error("the program did not end on its own")
	}
	d.complaints()
}

func (d *desk) complaints() {
	d.t.Helper()
	log := d.log.String()
	for _, bad := range []string{"Error in Fyne call thread", "panic:", "fatal error", "Fyne error:", "DATA RACE"} {
		if strings.Contains(log, bad) {
			d.t.Errorf("the program said %q:\n%s", bad, log)
			break
		}
	}
}

// quit ends the program with its own key.
func (d *desk) quit() {
	d.t.Helper()
	d.key("ctrl+q")
	d.ended()
	if code := d.cmd.ProcessState.ExitCode(); code != 0 {
		d.t.Errorf("exit status %d", code)
	}
	d.complaints()
}

// ended waits until the process is gone.
func (d *desk) ended() {
	d.t.Helper()
	select {
	case <-d.end:
	case <-time.After(patience):
		d.shot("failed")
		d.t.Fatalf("the program did not end:\n%s", d.log)
	}
}

// wait polls until ok.
func (d *desk) wait(what string, ok func() bool) {
	d.t.Helper()
	d.waitFor(patience, what, ok)
}

func (d *desk) waitFor(limit time.Duration, what string, ok func() bool) {
	d.t.Helper()
	deadline := time.Now().Add(limit)
	for !ok() {
		select {
		case <-d.end:
			d.t.Fatalf("waiting for %s: the program ended:\n%s", what, d.log)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			d.shot("failed")
			d.t.Fatalf("no %s after %v; log:\n%s", what, limit, d.log)
		}
	}
}
