//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"golang.org/x/sys/unix"
)

// meter measures processes with a window: the program as it is released, and
// the empty window that it is compared with.
type meter struct {
	b       *testing.B
	x       *screen
	release string // twofold, with the tags of a release
	empty   string
}

func newMeter(b *testing.B) *meter {
	b.Helper()
	x, err := openScreen()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(x.close)
	dir := b.TempDir()
	m := &meter{b: b, x: x, release: filepath.Join(dir, "twofold"), empty: filepath.Join(dir, "empty")}
	for file, pkg := range map[string]string{m.release: "twofold", m.empty: "twofold/test/window/empty"} {
		out, err := exec.Command("go", "build", "-tags", releaseTags(), "-o", file, pkg).CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	return m
}

// releaseTags are those of scripts/go-env.sh.
func releaseTags() string {
	if t := os.Getenv("TAGS"); t != "" {
		return t
	}
	return "migrated_fynedo,no_animations,no_emoji,no_metadata"
}

// subject is one process with its window.
type subject struct {
	m   *meter
	cmd *exec.Cmd
	win xproto.Window
	out bytes.Buffer
	end chan struct{}
}

// Where the first code stands in a compact window, and the colours to look for.
var (
	firstCode = image.Rect(230, 104, 400, 150)
	anywhere  = image.Rect(100, 100, 300, 110)
)

const (
	codeInk     rgb = 0x24357F // ux.md: code, light
	selected    rgb = 0xE9ECFA
	emptyGround rgb = 0x206040
	emptyOther  rgb = 0x602040
)

// home makes the files of a computer that has n accounts, the keyring to open
// them, and the settings that the benchmarks rely on.
func (m *meter) home(n int) string {
	m.b.Helper()
	home := m.b.TempDir()
	settings(m.b, home, map[string]any{"theme": "light", "auto_lock_minutes": 0})
	args := []string{"add"}
	for i := range n {
		args = append(args, link(fmt.Sprintf("Service%04d", i), fmt.Sprintf("user%d@example.com", i), secretA[:28]+base32Of(i)))
	}
	command(m.b, home, args...)
	return home
}

// base32Of is a number as four letters, so that no two keys are the same.
func base32Of(n int) string {
	var out [4]byte
	for i := range out {
		out[i] = byte('A' + n%26)
		n /= 26
	}
	return string(out[:])
}

func (m *meter) start(cmd *exec.Cmd) (*subject, time.Time) {
	m.b.Helper()
	s := &subject{m: m, cmd: cmd, end: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = &s.out, &s.out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		m.b.Fatal(err)
	}
	go func() { _ = cmd.Wait(); close(s.end) }()
	m.b.Cleanup(s.stop)
	return s, began
}

// program starts a program with its files under home.
func (m *meter) program(path, home string, args ...string) (*subject, time.Time) {
	cmd := program(home, english, args...)
	cmd.Path = path
	if path == m.empty {
		cmd.Args = []string{path}
	}
	return m.start(cmd)
}

// opened starts a program and waits until a colour shows where it is expected;
// it gives the time that took.
func (m *meter) opened(path, home string, part image.Rectangle, ink rgb) (*subject, time.Duration) {
	m.b.Helper()
	s, began := m.program(path, home)
	at, err := m.x.until(func() bool {
		if s.win == 0 {
			s.win = m.x.windowOf(s.cmd.Process.Pid)
		}
		return s.win != 0 && m.x.has(s.win, part, ink)
	})
	if err != nil {
		d := &desk{t: m.b, id: fmt.Sprint(uint32(s.win))}
		d.shot("failed") // on a busy machine the keyring may have been too slow
		m.b.Fatalf("%s: %v\n%s", filepath.Base(path), err, s.out.String())
	}
	return s, at.Sub(began)
}

func (m *meter) twofold(home string) (*subject, time.Duration) {
	m.b.Helper()
	return m.opened(m.release, home, firstCode, codeInk)
}

func (m *meter) nothing(home string) (*subject, time.Duration) {
	m.b.Helper()
	return m.opened(m.empty, home, anywhere, emptyGround)
}

// stop ends the process as the end of a user's session does.
func (s *subject) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.end:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
		<-s.end
	}
}

// cpu is the processor time that the process has used since its start, all its
// threads together, those that have ended too.
func (s *subject) cpu() time.Duration {
	s.m.b.Helper()
	clock := ^int32(s.cmd.Process.Pid)<<3 | 2 // CPUCLOCK_SCHED of a process, see clock_getcpuclockid(3)
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		s.m.b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

// load measures several processes over the same time, in per cent of a core.
func load(over time.Duration, subjects ...*subject) []float64 {
	out := make([]float64, len(subjects))
	began := time.Now()
	for i, s := range subjects {
		out[i] = -s.cpu().Seconds()
	}
	time.Sleep(over)
	for i, s := range subjects {
		out[i] = 100 * (out[i] + s.cpu().Seconds()) / time.Since(began).Seconds()
	}
	return out
}

// memory is the proportional share of memory of the process (PSS), in MiB.
func (s *subject) memory() float64 {
	s.m.b.Helper()
	roll, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", s.cmd.Process.Pid))
	if err != nil {
		s.m.b.Fatal(err)
	}
	for line := range bytes.Lines(roll) {
		f := bytes.Fields(line)
		if len(f) == 3 && string(f[0]) == "Pss:" {
			kib, err := strconv.ParseFloat(string(f[1]), 64)
			if err != nil {
				s.m.b.Fatal(err)
			}
			return kib / 1024
		}
	}
	s.m.b.Fatal("no Pss in smaps_rollup")
	return 0
}
