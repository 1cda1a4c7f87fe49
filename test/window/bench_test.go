//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// These benchmarks need the private desktop and take minutes each; make bench
// runs them. Each does all its rounds in one iteration, and reports figures of
// its own instead of the time that took.

// settled is when a window has nothing left to do after its start: memory has
// gone back to the system and no field has the keyboard any more.
const settled = 20 * time.Second

// BenchmarkStart starts the program with a vault that the keyring opens, and
// the empty window, in turn, and compares the time to their first pixels.
func BenchmarkStart(b *testing.B) {
	const rounds = 15
	m := newMeter(b)
	home := m.home(20)
	for b.Loop() {
		var ours, theirs []float64
		for round := range rounds + 1 {
			s, took := m.twofold(home)
			s.stop()
			e, plain := m.nothing(home)
			e.stop()
			if round > 0 { // the first one fills the caches
				ours, theirs = append(ours, ms(took)), append(theirs, ms(plain))
			}
		}
		report(b, "ms", median(ours))
		report(b, "ms-empty", median(theirs))
		report(b, "x-empty", median(ours)/median(theirs))
	}
}

// BenchmarkIdle shows codes in a compact window, with the empty one beside it.
func BenchmarkIdle(b *testing.B) {
	m := newMeter(b)
	home := m.home(12)
	for b.Loop() {
		for _, start := range []func(string) (*subject, time.Duration){m.twofold, m.nothing} {
			s, _ := start(home)
			s.stop() // it filled the caches
		}
		s, _ := m.twofold(home)
		e, _ := m.nothing(home)
		time.Sleep(settled)
		used := load(time.Minute, s, e)
		report(b, "%cpu", used[0])
		report(b, "%cpu-empty", used[1])
		s.stop()
		e.stop()
	}
}

// BenchmarkHidden has one window locked and one hidden; the figure is that of
// the one that uses more.
func BenchmarkHidden(b *testing.B) {
	m := newMeter(b)
	for b.Loop() {
		locked, _ := m.twofold(m.home(12))
		m.lock(locked)
		home := m.home(12)
		hidden, _ := m.twofold(home)
		m.hide(hidden, home)
		e, _ := m.nothing(home)
		time.Sleep(settled)
		used := load(time.Minute, locked, hidden, e)
		report(b, "%cpu", max(used[0], used[1]))
		report(b, "%cpu-locked", used[0])
		report(b, "%cpu-hidden", used[1])
		report(b, "%cpu-empty", used[2])
		for _, s := range []*subject{locked, hidden, e} {
			s.stop()
		}
	}
}

func (m *meter) lock(s *subject) {
	m.b.Helper()
	m.focus(s)
	if _, err := m.x.press(m.key(keyCtrl), m.key(keyL)); err != nil {
		m.b.Fatal(err)
	}
	if _, err := m.x.until(func() bool { return !m.x.has(s.win, firstCode, codeInk) }); err != nil {
		m.b.Fatal("not locked")
	}
}

// hide asks for what a key of the user's own asks for, until it is done.
func (m *meter) hide(s *subject, home string) {
	m.b.Helper()
	m.focus(s)
	if !m.x.has(s.win, firstCode, codeInk) {
		m.b.Fatal("no code to hide")
	}
	if out, err := program(home, english, "--toggle").CombinedOutput(); err != nil {
		m.b.Fatalf("%v\n%s", err, out)
	}
	if _, err := m.x.until(func() bool { return !m.x.has(s.win, firstCode, codeInk) }); err != nil {
		m.b.Fatal("not hidden")
	}
}

// focus gives a window the keyboard.
func (m *meter) focus(s *subject) {
	m.b.Helper()
	id := fmt.Sprint(uint32(s.win))
	if _, err := m.x.until(func() bool {
		_ = tool("xdotool", "windowactivate", "--sync", id).Run()
		out, _ := tool("xdotool", "getactivewindow").Output()
		return strings.TrimSpace(string(out)) == id
	}); err != nil {
		m.b.Fatal("no keyboard")
	}
}

func (m *meter) key(sym uint32) byte {
	m.b.Helper()
	code, err := m.x.keycode(xproto.Keysym(sym))
	if err != nil {
		m.b.Fatal(err)
	}
	return code
}

// BenchmarkMemory compares the memory with 1,000 accounts with that of the
// empty window. Both run, so both share the libraries alike. The first start
// of a computer compiles the shaders, which later ones read from a cache; it
// is reported apart.
func BenchmarkMemory(b *testing.B) {
	m := newMeter(b)
	home := m.home(1000)
	both := func() (ours, theirs float64) {
		s, _ := m.twofold(home)
		e, _ := m.nothing(home)
		time.Sleep(settled)
		ours, theirs = s.memory(), e.memory()
		s.stop()
		e.stop()
		return ours, theirs
	}
	for b.Loop() {
		first, plain := both()
		report(b, "MiB-first", first-plain)
		ours, theirs := both()
		report(b, "MiB", ours-theirs)
		report(b, "MiB-whole", ours)
		report(b, "MiB-empty", theirs)
	}
}

// BenchmarkArrival lets another computer, which shares the folder, add
// accounts. The time runs from the moment its file is in the folder to the new
// row on the screen.
func BenchmarkArrival(b *testing.B) {
	const rounds, before = 4, 3
	m := newMeter(b)
	home, other, folder := m.home(before), b.TempDir(), filepath.Join(b.TempDir(), "cloud")
	if err := os.Mkdir(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	words := recoveryKey(b, home)
	command(b, home, "folder", folder, "--yes")
	m.recovered(other, folder, words)
	for b.Loop() {
		s, _ := m.twofold(home)
		time.Sleep(settled) // what the other one's joining leads to is over
		var waits []float64
		for i := range rounds {
			row := firstCode.Add(image.Pt(0, (before+i)*74))
			if m.x.has(s.win, row, codeInk) {
				b.Fatalf("round %d: there is a row already", i)
			}
			there := filesIn(b, folder)
			cmd := program(other, english, "add", link(fmt.Sprintf("New%d", i), "other", secretB[:28]+base32Of(i)))
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				b.Fatal(err)
			}
			came, err := m.x.until(func() bool {
				return slices.ContainsFunc(filesIn(b, folder), func(f string) bool { return !slices.Contains(there, f) })
			})
			if err != nil {
				b.Fatalf("no snapshot came: %s", said.String())
			}
			seen, err := m.x.until(func() bool { return m.x.has(s.win, row, codeInk) })
			if err != nil {
				b.Fatal("the account of the other computer does not show")
			}
			waits = append(waits, ms(seen.Sub(came)))
			if err := cmd.Wait(); err != nil {
				b.Fatal(err)
			}
			time.Sleep(3 * time.Second) // an answer of this computer is no news of the other
		}
		report(b, "ms", median(waits))
		report(b, "ms-worst", slices.Max(waits))
		s.stop()
	}
}

func filesIn(b *testing.B, folder string) []string {
	b.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "Twofold", "*.age"))
	if err != nil {
		b.Fatal(err)
	}
	return found
}

// recovered makes another computer with the accounts of a folder.
func (m *meter) recovered(home, folder, words string) {
	m.b.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		m.b.Fatal(err)
	}
	defer read.Close()
	if _, err := write.WriteString(words + "\n"); err != nil {
		m.b.Fatal(err)
	}
	_ = write.Close()
	cmd := program(home, english, "--passphrase-fd", "3", "recover", "--yes", folder)
	cmd.ExtraFiles = []*os.File{read}
	if out, err := cmd.CombinedOutput(); err != nil {
		m.b.Fatalf("recover: %v\n%s", err, out)
	}
}

// BenchmarkInput clicks and presses keys at odd moments and waits for the
// pixels to answer.
func BenchmarkInput(b *testing.B) {
	const rounds = 60
	m := newMeter(b)
	home := m.home(12)
	for b.Loop() {
		ours := m.answers(m.release, home, rounds)
		theirs := m.answers(m.empty, home, rounds)
		report(b, "ms", slices.Max(ours))
		report(b, "ms-median", median(ours))
		report(b, "ms-median-empty", median(theirs))
		report(b, "ms-empty", slices.Max(theirs))
	}
}

// answers gives the times from input to changed pixels in a window.
func (m *meter) answers(path, home string, rounds int) []float64 {
	m.b.Helper()
	var s *subject
	if path == m.empty {
		s, _ = m.nothing(home)
	} else {
		s, _ = m.twofold(home)
	}
	defer s.stop()
	m.focus(s)
	time.Sleep(3 * time.Second)
	down, up := m.key(keyDown), m.key(keyUp)
	var out []float64
	for i := range rounds {
		time.Sleep(time.Duration(600+(i*379)%1000) * time.Millisecond) // any moment of a second
		row := image.Pt(200, 133+74*((i+1)%2))
		spot, want := image.Rect(row.X, row.Y, row.X+4, row.Y+2), selected
		if path == m.empty {
			want = emptyOther
			if i%2 == 1 {
				want = emptyGround
			}
		}
		if m.x.has(s.win, spot, want) {
			m.b.Fatalf("round %d: answered before it was asked", i)
		}
		var began time.Time
		var err error
		switch {
		case i%4 < 2:
			began, err = m.x.click(s.win, row)
		case i%2 == 0:
			began, err = m.x.press(down)
		default:
			began, err = m.x.press(up)
		}
		if err != nil {
			m.b.Fatal(err)
		}
		seen, err := m.x.until(func() bool { return m.x.has(s.win, spot, want) })
		if err != nil {
			m.b.Fatalf("round %d: no answer", i)
		}
		out = append(out, ms(seen.Sub(began)))
	}
	return out
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// report shows a figure; the time of the whole benchmark means nothing.
func report(b *testing.B, unit string, v float64) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(v, unit)
}
