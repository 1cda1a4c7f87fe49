package sway

import (
	"encoding/binary"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// wire speaks the little of Wayland's wire format that a mouse and a keyboard
// need: https://wayland.freedesktop.org/docs/html/ch04.html#sect-Protocol-Wire-Format
type wire struct {
	t       testing.TB
	conn    *net.UnixConn
	last    uint32            // object
	globals map[string][]byte // name of each thing the compositor offers
}

const (
	display  = 1
	registry = 2
)

// connect makes a client of the compositor.
func (d *Desk) connect() *wire {
	d.t.Helper()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: d.Display})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = conn.Close() })
	w := &wire{t: d.t, conn: conn, last: registry, globals: map[string][]byte{}}
	w.send(display, 1, numbers(registry)) // get_registry
	w.settle(func(object uint32, opcode uint16, body []byte) {
		if object == registry && opcode == 0 {
			global, _, _ := strings.Cut(string(body[8:]), "\x00")
			w.globals[global] = body[:4]
		}
	})
	return w
}

// bind makes an object of what the compositor offers under a name.
func (w *wire) bind(global string) uint32 {
	w.t.Helper()
	number, ok := w.globals[global]
	if !ok {
		w.t.Fatalf("the compositor has no %s", global)
	}
	w.last++
	w.send(registry, 0, slices.Concat(number, text(global), numbers(1, w.last)))
	return w.last
}

// send sends a request, with open files if there are any.
func (w *wire) send(object uint32, opcode uint16, body []byte, files ...int) {
	w.t.Helper()
	msg := binary.NativeEndian.AppendUint32(nil, object)
	msg = binary.NativeEndian.AppendUint32(msg, uint32(8+len(body))<<16|uint32(opcode))
	if _, _, err := w.conn.WriteMsgUnix(append(msg, body...), rights(files), nil); err != nil {
		w.t.Fatalf("write to the compositor: %v", err)
	}
}

func rights(files []int) []byte {
	if len(files) == 0 {
		return nil
	}
	return syscall.UnixRights(files...)
}

func (w *wire) receive() (object uint32, opcode uint16, body []byte) {
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
	if object == display && rest&0xffff == 0 {
		w.t.Fatalf("the compositor found fault with us: %q", body)
	}
	return object, uint16(rest), body
}

// settle waits until the compositor has seen everything sent so far.
func (w *wire) settle(seen func(object uint32, opcode uint16, body []byte)) {
	w.t.Helper()
	_ = w.conn.SetReadDeadline(time.Now().Add(time.Minute))
	w.last++
	w.send(display, 0, numbers(w.last)) // sync
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

func numbers(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.NativeEndian.AppendUint32(b, v)
	}
	return b
}

// text is a string of Wayland: its length with a zero behind it, padded to four.
func text(s string) []byte {
	b := append(numbers(uint32(len(s)+1)), s...)
	return append(b, make([]byte, 4-len(s)%4)...)
}
