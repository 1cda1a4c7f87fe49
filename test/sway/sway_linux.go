package sway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Desk is a running sway. It ends with its test.
type Desk struct {
	// Display is for WAYLAND_DISPLAY: a path, so that a program finds it
	// wherever its own runtime directory is.
	Display string

	t   testing.TB
	dir string // readable for sway, gone with the test
	ipc string
}

// Start runs sway with one screen of 1280 by 720, HEADLESS-1. sway refuses to
// run as root, so there it runs as nobody. The test is skipped, with the
// reason, where sway is not installed.
func Start(t testing.TB) *Desk {
	t.Helper()
	Needs(t, "sway", "swaymsg")
	dir, err := os.MkdirTemp("", "twofold-wayland-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	cmd := exec.Command("sway", "--config", "/dev/null")
	cmd.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+dir, "HOME="+dir,
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman")
	if os.Getuid() == 0 {
		const nobody = 65534
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	start(t, cmd)
	d := &Desk{t: t, dir: dir}
	eventually(t, "the compositor", func() bool {
		displays, _ := filepath.Glob(filepath.Join(dir, "wayland-*[0-9]"))
		ipcs, _ := filepath.Glob(filepath.Join(dir, "sway-ipc.*.sock"))
		if len(displays) != 1 || len(ipcs) != 1 {
			return false
		}
		d.Display, d.ipc = displays[0], ipcs[0]
		return exec.Command("swaymsg", "--socket", d.ipc, "--type", "get_version").Run() == nil
	})
	return d
}

// Tell gives sway a command, as sway(5) has them.
func (d *Desk) Tell(command ...string) {
	d.t.Helper()
	d.ask(nil, append([]string{"--"}, command...)...)
}

// XWayland starts sway's server for programs of X11, lets this user in, and
// gives what is for DISPLAY. The test is skipped where it is not installed.
func (d *Desk) XWayland() string {
	d.t.Helper()
	Needs(d.t, "Xwayland", "xhost")
	name, ready := filepath.Join(d.dir, "x11"), filepath.Join(d.dir, "x11-ready")
	d.Tell("exec", "echo $DISPLAY >"+name+" && xhost +local: && touch "+ready)
	eventually(d.t, "XWayland", func() bool {
		_, err := os.Stat(ready)
		return err == nil
	})
	out, err := os.ReadFile(name)
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// ask puts a question to sway and reads its answer into what answer points to.
func (d *Desk) ask(answer any, args ...string) {
	d.t.Helper()
	out, err := exec.Command("swaymsg", append([]string{"--socket", d.ipc, "--raw"}, args...)...).Output()
	if err == nil && answer != nil {
		err = json.Unmarshal(out, answer)
	}
	if err != nil {
		d.t.Fatalf("swaymsg %v: %v\n%s", args, err, out)
	}
}

// Output is a screen. Rect is in the desktop's units, of which a pixel is one
// Scale-th.
type Output struct {
	Name  string
	Scale float64
	Rect  Rect
}

func (o Output) String() string { return fmt.Sprintf("%s %+v at %g", o.Name, o.Rect, o.Scale) }

// Rect is a rectangle as sway writes it.
type Rect struct{ X, Y, Width, Height int }

// Rectangle is r as the standard library writes it.
func (r Rect) Rectangle() image.Rectangle { return image.Rect(r.X, r.Y, r.X+r.Width, r.Y+r.Height) }

// Outputs are all screens by their names.
func (d *Desk) Outputs() (out []Output) {
	d.t.Helper()
	d.ask(&out, "--type", "get_outputs")
	slices.SortFunc(out, func(a, b Output) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Window is a window that is on a screen.
type Window struct {
	Shell   string // xdg_shell for a program of Wayland's, xwayland for one of X's
	Title   string
	Focused bool
	Inside  image.Rectangle // on the desktop, without its frame
}

// Window gives the window of a process, and whether there is one to be seen.
func (d *Desk) Window(pid int) (Window, bool) {
	d.t.Helper()
	var root node
	d.ask(&root, "--type", "get_tree")
	n := root.find(pid)
	if n == nil {
		return Window{}, false
	}
	inside := n.WindowRect.Rectangle().Add(image.Pt(n.Rect.X, n.Rect.Y))
	return Window{n.Shell, n.Name, n.Focused, inside}, true
}

// node is what sway says of a thing in its tree.
type node struct {
	PID        int
	Shell      string
	Name       string
	Visible    bool
	Focused    bool
	Rect       Rect
	WindowRect Rect `json:"window_rect"` // in Rect
	Nodes      []node
	Floating   []node `json:"floating_nodes"`
}

func (n *node) find(pid int) *node {
	if n.PID == pid && n.Visible {
		return n
	}
	for _, below := range slices.Concat(n.Nodes, n.Floating) {
		if found := below.find(pid); found != nil {
			return found
		}
	}
	return nil
}

// Picture is what a part of the desktop shows, in the pixels of the finest
// screen there.
func (d *Desk) Picture(part image.Rectangle) (image.Image, error) {
	return d.grim("-g", fmt.Sprintf("%d,%d %dx%d", part.Min.X, part.Min.Y, part.Dx(), part.Dy()))
}

// Screen is what one screen shows, in its own pixels.
func (d *Desk) Screen(output string) (image.Image, error) { return d.grim("-o", output) }

func (d *Desk) grim(args ...string) (image.Image, error) {
	cmd := exec.Command("grim", append(args, "-")...)
	cmd.Env = append(os.Environ(), "WAYLAND_DISPLAY="+d.Display)
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(out))
}

// Backdrop is the colour around what Show shows.
var Backdrop = color.RGBA{0x80, 0x90, 0xa0, 0xff}

// Show puts a picture into the middle of a screen, behind all windows, and
// waits until the screen shows what seen looks for.
func (d *Desk) Show(output string, img image.Image, seen func(screen image.Image) bool) {
	d.t.Helper()
	Needs(d.t, "swaybg", "grim")
	var b bytes.Buffer
	path := filepath.Join(d.dir, output+".png")
	if err := errors.Join(png.Encode(&b, img), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
		d.t.Fatal(err)
	}
	d.Tell("output", output, "background", path, "center", fmt.Sprintf("#%02x%02x%02x", Backdrop.R, Backdrop.G, Backdrop.B))
	eventually(d.t, "the picture on "+output, func() bool {
		img, err := d.Screen(output)
		return err == nil && seen(img)
	})
}

// Needs skips the test, saying why, where a program is not installed; the
// build server installs all of them.
func Needs(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("needs %s, which is not installed", p)
		}
	}
}

// start runs a program until the test ends. It is asked to end, because sway
// has sockets and the lock of an X display to take away, and killed if it does
// not.
func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
	})
}

// eventually polls until ok, and fails the test after a minute: a computer with
// other work to do is slow, not wrong.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("timed out waiting for %s", what)
}
