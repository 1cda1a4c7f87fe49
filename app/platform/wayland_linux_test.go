package platform

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// compositor is a real sway without any screen, keyboard or pointer.
type compositor struct {
	t   testing.TB
	dir string // readable for it, gone with the test
	ipc string
}

// wayland runs a compositor and makes it this test's display. sway refuses to
// run as root, so there it runs as nobody.
func wayland(t testing.TB) compositor {
	t.Helper()
	needs(t, "sway")
	privateHome(t)
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
	c := compositor{t: t, dir: dir}
	eventually(t, "the compositor", func() bool {
		displays, _ := filepath.Glob(filepath.Join(dir, "wayland-*[0-9]"))
		ipcs, _ := filepath.Glob(filepath.Join(dir, "sway-ipc.*.sock"))
		if len(displays) != 1 || len(ipcs) != 1 {
			return false
		}
		setenv(t, "WAYLAND_DISPLAY", displays[0])
		c.ipc = ipcs[0]
		return exec.Command("swaymsg", "--socket", c.ipc, "--type", "get_version").Run() == nil
	})
	return c
}

// tell gives sway a command.
func (c compositor) tell(command ...string) {
	c.t.Helper()
	run(c.t, nil, "swaymsg", append([]string{"--socket", c.ipc, "--"}, command...)...)
}

// output is a screen of the compositor. Rect is in the desktop's units, of
// which a pixel is one Scale-th.
type output struct {
	Name  string
	Scale float64
	Rect  struct{ X, Y, Width, Height int }
}

func (c compositor) outputs() (out []output) {
	c.t.Helper()
	data := run(c.t, nil, "swaymsg", "--socket", c.ipc, "--raw", "--type", "get_outputs")
	if err := json.Unmarshal(data, &out); err != nil {
		c.t.Fatal(err)
	}
	slices.SortFunc(out, func(a, b output) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// waylandConn speaks the little of Wayland's wire format that a mouse needs:
// https://wayland.freedesktop.org/docs/html/ch04.html#sect-Protocol-Wire-Format
type waylandConn struct {
	t    testing.TB
	conn net.Conn
	last uint32 // object
}

const (
	waylandDisplay  = 1
	waylandRegistry = 2
)

func (w *waylandConn) send(object uint32, opcode uint16, body []byte) {
	w.t.Helper()
	msg := binary.NativeEndian.AppendUint32(nil, object)
	msg = binary.NativeEndian.AppendUint32(msg, uint32(8+len(body))<<16|uint32(opcode))
	if _, err := w.conn.Write(append(msg, body...)); err != nil {
		w.t.Fatalf("write to the compositor: %v", err)
	}
}

func (w *waylandConn) receive() (object uint32, opcode uint16, body []byte) {
	w.t.Helper()
	var head [8]byte
	if _, err := io.ReadFull(w.conn, head[:]); err != nil {
		w.t.Fatalf("read from the compositor: %v", err)
	}
	object = binary.NativeEndian.Uint32(head[:])
	rest := binary.NativeEndian.Uint32(head[4:])
	body = make([]byte, max(rest>>16, 8)-8)
	if _, err := io.ReadFull(w.conn, body); err != nil {
		w.t.Fatalf("read from the compositor: %v", err)
	}
	if object == waylandDisplay && rest&0xffff == 0 {
		w.t.Fatalf("the compositor found fault with us: %q", body)
	}
	return object, uint16(rest), body
}

func numbers(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.NativeEndian.AppendUint32(b, v)
	}
	return b
}

// name is a string of Wayland: its length with a zero behind it, padded to four.
func name(s string) []byte {
	b := append(numbers(uint32(len(s)+1)), s...)
	return append(b, make([]byte, 4-len(s)%4)...)
}

// settle waits until the compositor has seen everything sent so far.
func (w *waylandConn) settle(seen func(object uint32, opcode uint16, body []byte)) {
	w.t.Helper()
	_ = w.conn.SetReadDeadline(time.Now().Add(time.Minute))
	w.last++
	w.send(waylandDisplay, 0, numbers(w.last)) // sync
	for done := w.last; ; {
		object, opcode, body := w.receive()
		if object == done {
			return
		}
		if seen != nil {
			seen(object, opcode, body)
		}
	}
}

// mouse is a mouse on the compositor's desk, by its protocol
// wlr-virtual-pointer-unstable-v1.
type mouse struct {
	*waylandConn
	id            uint32
	width, height uint32 // of the desktop
}

func (c compositor) mouse() mouse {
	c.t.Helper()
	conn, err := net.Dial("unix", os.Getenv("WAYLAND_DISPLAY"))
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = conn.Close() })
	w := &waylandConn{t: c.t, conn: conn, last: waylandRegistry}
	w.send(waylandDisplay, 1, numbers(waylandRegistry)) // get_registry
	const maker = "zwlr_virtual_pointer_manager_v1"
	var global []byte
	w.settle(func(object uint32, opcode uint16, body []byte) {
		if object == waylandRegistry && opcode == 0 && strings.HasPrefix(string(body[8:]), maker+"\x00") {
			global = body[:4]
		}
	})
	if global == nil {
		c.t.Fatal("the compositor makes no mice")
	}
	manager, m := w.last+1, mouse{waylandConn: w, id: w.last + 2}
	w.last = m.id
	w.send(waylandRegistry, 0, slices.Concat(global, name(maker), numbers(1, manager))) // bind
	w.send(manager, 0, numbers(0, m.id))                                                // create_virtual_pointer
	w.settle(nil)
	for _, o := range c.outputs() {
		m.width = max(m.width, uint32(o.Rect.X+o.Rect.Width))
		m.height = max(m.height, uint32(o.Rect.Y+o.Rect.Height))
	}
	return m
}

// keyboard puts one on the desk, with nobody at it. Without, a window would
// learn of the keys of wtype too late: wtype brings a keyboard for each.
func (c compositor) keyboard() {
	c.t.Helper()
	needs(c.t, "wtype")
	start(c.t, exec.Command("wtype", "-s", "3600000"))
	eventually(c.t, "the keyboard", func() bool {
		inputs := run(c.t, nil, "swaymsg", "--socket", c.ipc, "--raw", "--type", "get_inputs")
		return strings.Contains(string(inputs), `"type": "keyboard"`)
	})
}

func (m mouse) move(x, y uint32) {
	m.send(m.id, 1, numbers(0, x, y, m.width, m.height)) // motion_absolute
	m.send(m.id, 4, nil)                                 // frame
	m.settle(nil)
}

func (m mouse) button(down uint32) {
	const left = 0x110
	m.send(m.id, 2, numbers(0, left, down))
	m.send(m.id, 4, nil)
	m.settle(nil)
}

// drag pulls the mouse over all there is.
func (m mouse) drag() {
	m.move(1, 1)
	m.button(1)
	m.move(m.width/2, m.height/2)
	m.move(m.width-1, m.height-1)
	m.button(0)
}

func (o output) String() string { return fmt.Sprintf("%s %+v at %g", o.Name, o.Rect, o.Scale) }
