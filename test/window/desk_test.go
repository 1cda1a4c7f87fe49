//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// binary is the program under test, built once without the tag that silences
// the toolkit's thread warnings.
var binary string

func TestMain(m *testing.M) {
	if os.Getenv("DISPLAY") == "" || os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		fmt.Fprintln(os.Stderr, "these tests need scripts/with-desktop.sh around them")
		os.Exit(1)
	}
	dir, err := os.MkdirTemp("", "twofold-window-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "twofold")
	build := exec.Command("go", "build", "-tags", buildTags(), "-o", binary, "twofold")
	build.Stderr = os.Stderr
	code := 1
	if err := build.Run(); err == nil {
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
	t    *testing.T
	cmd  *exec.Cmd
	id   string // X window
	home string // data and config directories
	log  *lockedBuffer
	end  chan struct{}
}

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

// open starts the program with its files under home, and waits for the window.
func open(t *testing.T, home, language string, args ...string) *desk {
	t.Helper()
	d := &desk{t: t, home: home, log: &lockedBuffer{}, end: make(chan struct{})}
	d.cmd = exec.Command(binary, append([]string{"--data-dir", filepath.Join(home, "data")}, args...)...)
	d.cmd.Env = append(os.Environ(),
		"HOME="+home, "XDG_CONFIG_HOME="+home+"/config", "XDG_CACHE_HOME="+home+"/cache", "XDG_DATA_HOME="+home+"/share",
		"LANG="+language, "LC_ALL="+language, "LANGUAGE=", "FYNE_SCALE=1", "TZ=UTC")
	d.cmd.Stdout, d.cmd.Stderr = d.log, d.log
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = d.cmd.Wait(); close(d.end) }()
	t.Cleanup(d.close)
	d.wait("window", func() bool {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(d.cmd.Process.Pid), "--name", "^Twofold").Output()
		d.id = strings.TrimSpace(strings.SplitN(string(out), "\n", 2)[0])
		return d.id != ""
	})
	d.do("windowfocus", "--sync", d.id)
	d.painted()
	return d
}

// close ends the program as a user's session end does and fails the test on
// anything the toolkit complained about.
func (d *desk) close() {
	_ = d.cmd.Process.Signal(os.Interrupt)
	select {
	case <-d.end:
	case <-time.After(10 * time.Second):
		_ = d.cmd.Process.Kill()
		<-d.end
		d.t.Error("the program did not end on its own")
	}
	log := d.log.String()
	for _, bad := range []string{"Error in Fyne call thread", "panic:", "fatal error", "Fyne error:", "DATA RACE"} {
		if strings.Contains(log, bad) {
			d.t.Errorf("the program said %q:\n%s", bad, log)
			break
		}
	}
}

// wait polls until ok, for at most 15 seconds.
func (d *desk) wait(what string, ok func() bool) {
	d.t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for !ok() {
		select {
		case <-d.end:
			d.t.Fatalf("waiting for %s: the program ended:\n%s", what, d.log)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			d.shot("failed")
			d.t.Fatalf("no %s after 15 s; log:\n%s", what, d.log)
		}
	}
}

// do sends keys and clicks with xdotool.
func (d *desk) do(args ...string) {
	d.t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

func (d *desk) key(names ...string) {
	d.t.Helper()
	for _, n := range names {
		d.do("key", "--clearmodifiers", n)
		time.Sleep(60 * time.Millisecond) // what a quick typist leaves between keys
	}
}

func (d *desk) text(s string) { d.t.Helper(); d.do("type", "--delay", "25", s) }

func (d *desk) click(x, y int) {
	d.t.Helper()
	d.do("mousemove", "--window", d.id, fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

func (d *desk) doubleClick(x, y int) {
	d.t.Helper()
	d.do("mousemove", "--window", d.id, fmt.Sprint(x), fmt.Sprint(y), "click", "--repeat", "2", "--delay", "90", "1")
}

// picture is the window as it is on the screen.
func (d *desk) picture() image.Image {
	d.t.Helper()
	out, err := exec.Command("import", "-window", d.id, "png:-").Output()
	if err != nil {
		return image.NewGray(image.Rect(0, 0, 1, 1))
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		d.t.Fatal(err)
	}
	return img
}

// painted waits until there is more than one colour in the window.
func (d *desk) painted() {
	d.t.Helper()
	d.wait("painted window", func() bool { return len(colours(d.picture())) > 8 })
}

func colours(img image.Image) map[[3]uint32]int {
	m := map[[3]uint32]int{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 3 {
		for x := b.Min.X; x < b.Max.X; x += 3 {
			r, g, bl, _ := img.At(x, y).RGBA()
			m[[3]uint32{r >> 8, g >> 8, bl >> 8}]++
		}
	}
	return m
}

// shot keeps a picture for people when TWOFOLD_SHOTS names a directory.
func (d *desk) shot(name string) {
	dir := os.Getenv("TWOFOLD_SHOTS")
	if dir == "" {
		return
	}
	_ = os.MkdirAll(dir, 0o755)
	f, err := os.Create(filepath.Join(dir, strings.ReplaceAll(d.t.Name(), "/", "-")+"-"+name+".png"))
	if err != nil {
		return
	}
	defer f.Close()
	_ = png.Encode(f, d.picture())
}

// clipboard is the text on the clipboard, as another program sees it.
func clipboard() string {
	out, _ := exec.Command("xclip", "-selection", "clipboard", "-o").Output()
	return string(out)
}
