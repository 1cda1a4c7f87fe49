//go:build window

package window_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"twofold/app/locale"
)

// TestNoDisplay starts where there is no screen: a sentence in the person's
// language, and exit status 1.
func TestNoDisplay(t *testing.T) {
	for _, language := range []string{english, japanese} {
		for _, display := range []string{"", ":9999"} {
			refusedToStart(t, language, "term.nodisplay", "DISPLAY="+display)
			refusedToStart(t, language, "term.nodisplay", "DISPLAY="+display, "WAYLAND_DISPLAY=wayland-9999")
			refusedToStart(t, language, "term.nodisplay", "DISPLAY="+display, "FYNE_PLATFORM=x11")
		}
	}
}

func refusedToStart(t *testing.T, language, key string, env ...string) {
	t.Helper()
	cmd := program(t.TempDir(), language)
	cmd.Env = append(append(cmd.Env, "WAYLAND_DISPLAY="), env...)
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("%s %v: %v, exit status %d, want 1", language, env, err, code)
	}
	txt := words(language)
	for _, want := range []string{txt.T(key), txt.T(key + ".d")} {
		if !strings.Contains(said.String(), locale.Plain(want)) {
			t.Errorf("%s %v: said\n%s\nwant %q", language, env, said.String(), locale.Plain(want))
		}
	}
}

// TestDisplayGone starts where one of the two displays the session names is
// gone, as in a terminal that outlived its desktop: the other one is taken.
func TestDisplayGone(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA))
	d := openWith(t, home, english, []string{"WAYLAND_DISPLAY=wayland-9999"})
	d.see("Alpha")
	d.key("Return")
	d.copied(secretA)
	d.quit()

	s := sit(t)
	for _, platform := range []string{"", "x11"} { // the second is what the desktop entry asks for
		d := s.open(t, home, english, "DISPLAY=:9999", "FYNE_PLATFORM="+platform)
		d.see("Alpha")
		if w, _ := d.window(); w.Shell != "xdg_shell" {
			t.Errorf("the window is one of %s", w.Shell)
		}
		d.quit()
	}
}

// TestNoOpenGL starts on an X server without GLX.
func TestNoOpenGL(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp", "-extension", "GLX")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	_ = write.Close()
	number := make([]byte, 16)
	n, err := io.ReadAtLeast(read, number, 2)
	if err != nil {
		t.Fatal(err)
	}
	display := ":" + strings.TrimSpace(string(number[:n]))
	refusedToStart(t, english, "term.noopengl", "DISPLAY="+display)
	refusedToStart(t, japanese, "term.noopengl", "DISPLAY="+display)
}

// TestKeyringHangs stops the keyring's process. The start goes on without it,
// says why it asks, and opens once the keyring answers again.
func TestKeyringHangs(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Patient", "one", secretA))
	daemon := keyringProcess(t)
	if err := syscall.Kill(daemon, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(daemon, syscall.SIGCONT) }()
	d := open(t, home, english)
	began := time.Now()
	d.says("err.keyring.slow")
	t.Logf("the sentence came %v after the window", time.Since(began).Round(10*time.Millisecond))
	d.shot("1-slow")
	if err := syscall.Kill(daemon, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	d.tap("lock.unlock")
	d.see("Patient")
	d.quit()
}

// keyringProcess is the owner of the Secret Service on this bus.
func keyringProcess(t *testing.T) int {
	t.Helper()
	out, err := tool("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
		"org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`uint32 (\d+)`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("no process in %q", out)
	}
	pid, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// TestClicks measures how long a click waits, with the sleeping loop and
// without. It fails only on a wait that a person would call stuck.
func TestClicks(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("Gamma", "three", secretC))
	for name, env := range map[string][]string{"governor": nil, "plain": {"TWOFOLD_NO_GOVERNOR=1"}} {
		t.Run(name, func(t *testing.T) {
			d := openWith(t, home, english, env)
			var waits []time.Duration
			titles := []string{"Alpha", "Beta", "Gamma"}
			var at []spot
			for _, title := range titles {
				at = append(at, d.see(title))
			}
			selected := d.ground(at[0].Max.X+20, at[0].Min.Y) // the first row is, at the start
			for i := range 12 {
				spot := at[(i+1)%3]
				x, y := spot.Max.X+20, spot.Min.Y
				time.Sleep(time.Duration(700+i*87) * time.Millisecond) // any moment of the second
				began := time.Now()
				d.click(x, y)
				d.wait("selected row", func() bool { return d.ground(x, y) == selected })
				waits = append(waits, time.Since(began))
			}
			slices.Sort(waits)
			t.Logf("click to selection: median %v, worst %v", waits[len(waits)/2].Round(time.Millisecond), waits[len(waits)-1].Round(time.Millisecond))
			d.quit()
		})
	}
}

// ground is the colour of one pixel of the window.
func (d *desk) ground(x, y int) [3]uint32 {
	d.t.Helper()
	r, g, b, _ := d.picture().At(x, y).RGBA()
	return [3]uint32{r >> 8, g >> 8, b >> 8}
}

// TestNoFontIndex looks through the cache of a new user: the toolkit writes the
// index of the system's fonts there when it first asks for one. Reading that
// index takes 40 ms and 26 MB, so nothing on the screens that everybody sees
// may ask.
func TestNoFontIndex(t *testing.T) {
	home := t.TempDir()
	for _, language := range []string{english, japanese} {
		d := open(t, home, language)
		d.says("first.title")
		d.quit()
	}
	command(t, home, "add", link("Alpha", "one", secretA), link("楽天", "買い物", secretC))
	for _, language := range []string{english, japanese} {
		d := open(t, home, language)
		d.see("楽天")
		d.key("ctrl+l")
		d.says("lock.h")
		d.quit()
	}
	found, err := filepath.Glob(filepath.Join(home, "cache", "*", "*font*index*"))
	more, _ := filepath.Glob(filepath.Join(home, "cache", "*font*index*"))
	if found = append(found, more...); err != nil || len(found) > 0 {
		t.Errorf("the index of the system's fonts was asked for: %v %v", found, err)
	}
}
