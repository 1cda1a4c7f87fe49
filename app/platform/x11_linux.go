package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// openX connects to the X server; the caller closes. It is a connection of our
// own, apart from the window's, and may be used on any goroutine.
//
// No extension of the library may be initialised: that writes to maps shared
// by all connections while other connections read them, which ends the
// program. extension does what is needed without it.
func openX(ctx context.Context) (*xgb.Conn, error) {
	if os.Getenv("DISPLAY") == "" {
		return nil, ErrNoDisplay
	}
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	conn, err := bounded(ctx, xgb.NewConn)
	if err != nil {
		return nil, fmt.Errorf("connect to the X server: %w", err)
	}
	return conn, nil
}

// extension makes requests of an extension possible on this connection.
func extension(conn *xgb.Conn, name string) error {
	reply, err := xproto.QueryExtension(conn, uint16(len(name)), name).Reply()
	if err != nil {
		return err
	}
	if !reply.Present {
		return fmt.Errorf("extension %s of the X server: %w", name, errors.ErrUnsupported)
	}
	conn.ExtLock.Lock()
	defer conn.ExtLock.Unlock()
	conn.Extensions[name] = reply.MajorOpcode
	return nil
}

// rootScreen is the default screen of the display.
func rootScreen(conn *xgb.Conn) *xproto.ScreenInfo { return xproto.Setup(conn).DefaultScreen(conn) }

// xWindow makes a window that is never shown, for talking about selections.
func xWindow(conn *xgb.Conn) (xproto.Window, error) {
	id, err := xproto.NewWindowId(conn)
	if err != nil {
		return 0, err
	}
	err = xproto.CreateWindowChecked(conn, 0, id, rootScreen(conn).Root, -1, -1, 1, 1, 0,
		xproto.WindowClassInputOnly, 0, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	return id, err
}

// atoms looks names up, all at once.
func atoms(conn *xgb.Conn, names ...string) (map[string]xproto.Atom, error) {
	cookies := make([]xproto.InternAtomCookie, len(names))
	for i, name := range names {
		cookies[i] = xproto.InternAtom(conn, false, uint16(len(name)), name)
	}
	out := make(map[string]xproto.Atom, len(names))
	for i, c := range cookies {
		reply, err := c.Reply()
		if err != nil {
			return nil, err
		}
		out[names[i]] = reply.Atom
	}
	return out, nil
}

// serverTime asks for the server's clock by touching a property: ICCCM wants
// the time of an event, not "now", for taking a selection.
func serverTime(conn *xgb.Conn, w xproto.Window, property xproto.Atom) (xproto.Timestamp, error) {
	err := xproto.ChangePropertyChecked(conn, xproto.PropModeAppend, w, property, xproto.AtomString, 8, 0, nil).Check()
	if err != nil {
		return 0, err
	}
	for {
		ev, xerr := conn.WaitForEvent()
		if ev == nil && xerr == nil {
			return 0, io.ErrUnexpectedEOF
		}
		if p, ok := ev.(xproto.PropertyNotifyEvent); ok && p.Window == w {
			return p.Time, nil
		}
	}
}
