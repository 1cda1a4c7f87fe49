//go:build window

package window_test

import (
	"errors"
	"fmt"
	"image"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// screen is a connection to the X server that stays open: it looks at pixels
// and sends keys and clicks within a fraction of a millisecond, where another
// program would need ten times that to start.
type screen struct {
	conn *xgb.Conn
	root xproto.Window
	pid  xproto.Atom
}

func openScreen() (*screen, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	if err := xtest.Init(conn); err != nil {
		return nil, err
	}
	atom, err := xproto.InternAtom(conn, false, uint16(len("_NET_WM_PID")), "_NET_WM_PID").Reply()
	if err != nil {
		return nil, err
	}
	return &screen{conn, xproto.Setup(conn).DefaultScreen(conn).Root, atom.Atom}, nil
}

func (s *screen) close() { s.conn.Close() }

// windowOf is the window of a process; 0 while it has none. The toolkit makes
// a tiny one first, which does not count.
func (s *screen) windowOf(pid int) xproto.Window { return s.below(s.root, uint32(pid), 0) }

func (s *screen) below(w xproto.Window, pid uint32, depth int) xproto.Window {
	tree, err := xproto.QueryTree(s.conn, w).Reply()
	if err != nil {
		return 0
	}
	for i := len(tree.Children) - 1; i >= 0; i-- { // the newest is last
		c := tree.Children[i]
		if s.owner(c) == pid && s.size(c).X >= 300 {
			return c
		}
		if depth == 0 { // a window manager puts it into a frame
			if found := s.below(c, pid, 1); found != 0 {
				return found
			}
		}
	}
	return 0
}

func (s *screen) owner(w xproto.Window) uint32 {
	p, err := xproto.GetProperty(s.conn, false, w, s.pid, xproto.AtomCardinal, 0, 1).Reply()
	if err != nil || len(p.Value) < 4 {
		return 0
	}
	return xgb.Get32(p.Value)
}

func (s *screen) size(w xproto.Window) image.Point {
	g, err := xproto.GetGeometry(s.conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return image.Point{}
	}
	return image.Pt(int(g.Width), int(g.Height))
}

// rgb is a colour as 0xRRGGBB.
type rgb uint32

// has reports whether a pixel of just that colour is in a part of a window.
func (s *screen) has(w xproto.Window, part image.Rectangle, c rgb) bool {
	raw, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w), int16(part.Min.X), int16(part.Min.Y),
		uint16(part.Dx()), uint16(part.Dy()), ^uint32(0)).Reply()
	if err != nil {
		return false // not on the screen yet
	}
	for i := 0; i+3 < len(raw.Data); i += 4 { // blue, green, red, nothing
		if rgb(raw.Data[i])|rgb(raw.Data[i+1])<<8|rgb(raw.Data[i+2])<<16 == c {
			return true
		}
	}
	return false
}

// until polls, as often as does not slow down what it waits for.
func (s *screen) until(ok func() bool) (time.Time, error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(500 * time.Microsecond) {
		if ok() {
			return time.Now(), nil
		}
		if time.Now().After(deadline) {
			return time.Time{}, errors.New("waited in vain")
		}
	}
}

// The keys the benchmarks press, as X keysyms.
const (
	keyDown = 0xff54
	keyUp   = 0xff52
	keyL    = 'l'
	keyCtrl = 0xffe3
)

// keycode is the key that gives a symbol on this keyboard.
func (s *screen) keycode(sym xproto.Keysym) (byte, error) {
	setup := xproto.Setup(s.conn)
	count := setup.MaxKeycode - setup.MinKeycode + 1
	m, err := xproto.GetKeyboardMapping(s.conn, setup.MinKeycode, byte(count)).Reply()
	if err != nil {
		return 0, err
	}
	for i, k := range m.Keysyms {
		if k == sym {
			return byte(int(setup.MinKeycode) + i/int(m.KeysymsPerKeycode)), nil
		}
	}
	return 0, fmt.Errorf("no key for %#x", sym)
}

func (s *screen) fake(kind, detail byte, x, y int) error {
	return xtest.FakeInputChecked(s.conn, kind, detail, 0, s.root, int16(x), int16(y), 0).Check()
}

// press presses keys together and lets them go; it returns the moment before.
func (s *screen) press(keys ...byte) (time.Time, error) {
	began := time.Now()
	var errs []error
	for _, k := range keys {
		errs = append(errs, s.fake(xproto.KeyPress, k, 0, 0))
	}
	for i := range keys {
		errs = append(errs, s.fake(xproto.KeyRelease, keys[len(keys)-1-i], 0, 0))
	}
	return began, errors.Join(errs...)
}

// click clicks at a place of a window; it returns the moment before the button
// goes down. The pointer is there by then, as a person's is.
func (s *screen) click(w xproto.Window, at image.Point) (time.Time, error) {
	p, err := xproto.TranslateCoordinates(s.conn, w, s.root, int16(at.X), int16(at.Y)).Reply()
	if err != nil {
		return time.Time{}, err
	}
	if err := s.fake(xproto.MotionNotify, 0, int(p.DstX), int(p.DstY)); err != nil {
		return time.Time{}, err
	}
	time.Sleep(50 * time.Millisecond) // nobody is quicker
	began := time.Now()
	return began, errors.Join(s.fake(xproto.ButtonPress, 1, 0, 0), s.fake(xproto.ButtonRelease, 1, 0, 0))
}
