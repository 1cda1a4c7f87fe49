//go:build window

package window_test

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// dropFiles drops files on window id as a file manager does, by the XDND
// protocol version 5 (freedesktop.org): enter, position, wait for the status,
// drop, hand the list over, wait for finished.
func dropFiles(id string, x, y int, paths ...string) error {
	conn, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer conn.Close()
	n, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		return err
	}
	d := &dragSource{conn: conn, target: xproto.Window(n), atoms: map[string]xproto.Atom{}}
	var uris strings.Builder
	for _, p := range paths {
		if strings.Contains(p, "://") { // a link, as a browser gives it
			uris.WriteString(p + "\r\n")
			continue
		}
		uris.WriteString((&url.URL{Scheme: "file", Path: p}).String() + "\r\n")
	}
	d.list = []byte(uris.String())
	return d.run(x, y)
}

type dragSource struct {
	conn   *xgb.Conn
	own    xproto.Window
	target xproto.Window
	atoms  map[string]xproto.Atom
	list   []byte
}

func (d *dragSource) atom(name string) xproto.Atom {
	if a, ok := d.atoms[name]; ok {
		return a
	}
	r, err := xproto.InternAtom(d.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0
	}
	d.atoms[name] = r.Atom
	return r.Atom
}

func (d *dragSource) run(x, y int) error {
	screen := xproto.Setup(d.conn).DefaultScreen(d.conn)
	own, err := xproto.NewWindowId(d.conn)
	if err != nil {
		return err
	}
	d.own = own
	xproto.CreateWindow(d.conn, 0, own, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOutput, screen.RootVisual, 0, nil)
	xproto.SetSelectionOwner(d.conn, own, d.atom("XdndSelection"), xproto.TimeCurrentTime)
	at, err := xproto.TranslateCoordinates(d.conn, d.target, screen.Root, int16(x), int16(y)).Reply()
	if err != nil {
		return fmt.Errorf("target window: %w", err)
	}
	d.send("XdndEnter", uint32(own), 5<<24, uint32(d.atom("text/uri-list")), 0, 0)
	d.send("XdndPosition", uint32(own), 0, uint32(at.DstX)<<16|uint32(uint16(at.DstY)), 0, uint32(d.atom("XdndActionCopy")))
	if err := d.until("XdndStatus"); err != nil {
		return err
	}
	d.send("XdndDrop", uint32(own), 0, 0, 0, 0)
	return d.until("XdndFinished")
}

func (d *dragSource) send(kind string, data ...uint32) {
	ev := xproto.ClientMessageEvent{
		Format: 32, Window: d.target, Type: d.atom(kind),
		Data: xproto.ClientMessageDataUnionData32New(data),
	}
	xproto.SendEvent(d.conn, false, d.target, 0, string(ev.Bytes()))
}

// until serves requests for the list until the target sends kind.
func (d *dragSource) until(kind string) error {
	deadline := time.Now().Add(5 * time.Second)
	for time.Now().Before(deadline) {
		ev, err := d.conn.PollForEvent()
		if err != nil {
			return err
		}
		switch e := ev.(type) {
		case nil:
			time.Sleep(5 * time.Millisecond) // a poll of a real server, not a wait for luck
		case xproto.SelectionRequestEvent:
			xproto.ChangeProperty(d.conn, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(d.list)), d.list)
			note := xproto.SelectionNotifyEvent{Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
			xproto.SendEvent(d.conn, false, e.Requestor, 0, string(note.Bytes()))
		case xproto.ClientMessageEvent:
			if e.Type == d.atom(kind) {
				return nil
			}
		}
	}
	return errors.New("no " + kind + " came")
}
