package platform

import (
	"context"
	"fmt"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Names of targets (ICCCM 2.6.2, and what desktops agreed on since).
const (
	targetClipboard = "CLIPBOARD"
	targetTargets   = "TARGETS"
	targetTime      = "TIMESTAMP"
	targetUTF8      = "UTF8_STRING"
	targetText      = "TEXT"
	targetPlain     = "text/plain"
	targetPlainUTF8 = "text/plain;charset=utf-8"
	targetHint      = "x-kde-passwordManagerHint"
	targetIncr      = "INCR"
	ownProperty     = "TWOFOLD_SELECTION"
)

// selectionOwner holds the CLIPBOARD selection with one text until somebody
// else takes it or release is called. Its goroutine answers who asks.
type selectionOwner struct {
	conn   *xgb.Conn
	window xproto.Window
	atoms  map[string]xproto.Atom
	time   xproto.Timestamp
	text   string
	ended  chan struct{}
}

// ownSelection takes the selection and starts answering.
func ownSelection(ctx context.Context, text string) (*selectionOwner, error) {
	conn, err := openX(ctx)
	if err != nil {
		return nil, err
	}
	o, err := bounded(ctx, func() (*selectionOwner, error) { return takeSelection(conn, text) })
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("own the selection: %w", err)
	}
	go o.serve()
	return o, nil
}

func takeSelection(conn *xgb.Conn, text string) (*selectionOwner, error) {
	o := &selectionOwner{conn: conn, text: text, ended: make(chan struct{})}
	var err error
	if o.window, err = xWindow(conn); err != nil {
		return nil, err
	}
	o.atoms, err = atoms(conn, targetClipboard, targetTargets, targetTime, targetUTF8, targetText,
		targetPlain, targetPlainUTF8, targetHint, ownProperty)
	if err != nil {
		return nil, err
	}
	if o.time, err = serverTime(conn, o.window, o.atoms[ownProperty]); err != nil {
		return nil, err
	}
	clipboard := o.atoms[targetClipboard]
	if err := xproto.SetSelectionOwnerChecked(conn, o.window, clipboard, o.time).Check(); err != nil {
		return nil, err
	}
	got, err := xproto.GetSelectionOwner(conn, clipboard).Reply()
	if err != nil {
		return nil, err
	}
	if got.Owner != o.window {
		return nil, ErrNoClipboard // somebody was quicker
	}
	return o, nil
}

// owns reports whether the selection is still ours.
func (o *selectionOwner) owns() bool {
	select {
	case <-o.ended:
		return false
	default:
		return true
	}
}

// release gives the selection up, so that nobody has it, and ends serve.
func (o *selectionOwner) release() {
	if o.owns() {
		// With our own time, so that a newer owner is not thrown out.
		xproto.SetSelectionOwner(o.conn, xproto.WindowNone, o.atoms[targetClipboard], o.time)
	}
	o.conn.Close()
}

// serve answers requests until the selection is lost or the connection ends.
func (o *selectionOwner) serve() {
	defer close(o.ended)
	defer o.conn.Close()
	for {
		ev, xerr := o.conn.WaitForEvent()
		if ev == nil && xerr == nil {
			return
		}
		// An X error here is a requestor that went away: nobody is harmed.
		switch e := ev.(type) {
		case xproto.SelectionClearEvent:
			if e.Selection == o.atoms[targetClipboard] {
				return
			}
		case xproto.SelectionRequestEvent:
			o.answer(e)
		}
	}
}

// answer puts the value into the requestor's property and tells it so; a
// property of zero is the refusal.
func (o *selectionOwner) answer(e xproto.SelectionRequestEvent) {
	property := e.Property
	if property == 0 {
		property = e.Target // clients older than ICCCM
	}
	if e.Selection != o.atoms[targetClipboard] || !o.put(e.Requestor, property, e.Target) {
		property = 0
	}
	notice := xproto.SelectionNotifyEvent{
		Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: property,
	}
	xproto.SendEvent(o.conn, false, e.Requestor, 0, string(notice.Bytes()))
}

func (o *selectionOwner) put(w xproto.Window, property, target xproto.Atom) bool {
	replace := func(kind xproto.Atom, format byte, n int, data []byte) bool {
		xproto.ChangeProperty(o.conn, xproto.PropModeReplace, w, property, kind, format, uint32(n), data)
		return true
	}
	switch a := o.atoms; target {
	case a[targetTargets]:
		var list []byte
		offered := []string{targetTargets, targetTime, targetUTF8, targetPlainUTF8, targetPlain, targetText, targetHint}
		for _, name := range offered {
			list = put32(list, uint32(a[name]))
		}
		n := len(offered)
		if isASCII(o.text) {
			list, n = put32(list, xproto.AtomString), n+1
		}
		return replace(xproto.AtomAtom, 32, n, list)
	case a[targetTime]:
		return replace(xproto.AtomInteger, 32, 1, put32(nil, uint32(o.time)))
	case a[targetUTF8], a[targetText]:
		return replace(a[targetUTF8], 8, len(o.text), []byte(o.text))
	case a[targetPlainUTF8], a[targetPlain]:
		return replace(target, 8, len(o.text), []byte(o.text))
	case xproto.AtomString: // Latin-1 by its definition
		return isASCII(o.text) && replace(target, 8, len(o.text), []byte(o.text))
	case a[targetHint]:
		return replace(target, 8, len("secret"), []byte("secret"))
	}
	return false
}

func put32(b []byte, v uint32) []byte {
	buf := make([]byte, 4)
	xgb.Put32(buf, v)
	return append(b, buf...)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
