package platform

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// errNoTarget says that the selection has no owner, or none of the wanted kinds.
var errNoTarget = errors.New("selection has no such target")

// readSelection asks the owner of CLIPBOARD for the first of the wanted
// targets that it offers, at most limit bytes.
func readSelection(ctx context.Context, limit int, wanted ...string) ([]byte, error) {
	conn, err := openX(ctx)
	if err != nil {
		return nil, err
	}
	// Closing the connection is what ends the waiting below; bounded covers
	// a server that does not even answer that.
	stop := context.AfterFunc(ctx, conn.Close)
	defer stop()
	defer conn.Close()
	data, err := bounded(ctx, func() ([]byte, error) {
		r, err := newSelectionReader(conn, limit)
		if err != nil {
			return nil, err
		}
		return r.first(wanted)
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("read the selection: %w", err)
	}
	return data, nil
}

type selectionReader struct {
	conn   *xgb.Conn
	window xproto.Window
	atoms  map[string]xproto.Atom
	time   xproto.Timestamp
	limit  int
}

func newSelectionReader(conn *xgb.Conn, limit int) (*selectionReader, error) {
	r := &selectionReader{conn: conn, limit: limit}
	var err error
	if r.window, err = xWindow(conn); err != nil {
		return nil, err
	}
	if r.atoms, err = atoms(conn, targetClipboard, targetTargets, targetIncr, ownProperty); err != nil {
		return nil, err
	}
	r.time, err = serverTime(conn, r.window, r.atoms[ownProperty])
	return r, err
}

// first picks the target by what the owner says it offers.
func (r *selectionReader) first(wanted []string) ([]byte, error) {
	names, err := atoms(r.conn, wanted...)
	if err != nil {
		return nil, err
	}
	list, err := r.convert(r.atoms[targetTargets])
	if err != nil {
		return nil, err
	}
	offered := map[xproto.Atom]bool{}
	for ; len(list) >= 4; list = list[4:] {
		offered[xproto.Atom(xgb.Get32(list))] = true
	}
	for _, name := range wanted {
		if offered[names[name]] {
			return r.convert(names[name])
		}
	}
	return nil, errNoTarget
}

// convert gets one target, whole or in increments (ICCCM 2.7.2).
func (r *selectionReader) convert(target xproto.Atom) ([]byte, error) {
	property := r.atoms[ownProperty]
	xproto.DeleteProperty(r.conn, r.window, property)
	xproto.ConvertSelection(r.conn, r.window, r.atoms[targetClipboard], target, property, r.time)
	for {
		ev, err := r.next()
		if err != nil {
			return nil, err
		}
		n, ok := ev.(xproto.SelectionNotifyEvent)
		if !ok || n.Target != target || n.Requestor != r.window {
			continue
		}
		if n.Property == 0 {
			return nil, errNoTarget
		}
		break
	}
	kind, data, err := r.take()
	if err != nil || kind != r.atoms[targetIncr] {
		return data, err
	}
	return r.increments()
}

// increments: taking the property asks for the next piece, an empty one ends.
func (r *selectionReader) increments() ([]byte, error) {
	var all []byte
	for {
		ev, err := r.next()
		if err != nil {
			return nil, err
		}
		p, ok := ev.(xproto.PropertyNotifyEvent)
		if !ok || p.Window != r.window || p.Atom != r.atoms[ownProperty] || p.State != xproto.PropertyNewValue {
			continue
		}
		_, piece, err := r.take()
		if err != nil {
			return nil, err
		}
		if len(piece) == 0 {
			return all, nil
		}
		if all = append(all, piece...); len(all) > r.limit {
			return nil, errTooMuch
		}
	}
}

// take reads and deletes our property.
func (r *selectionReader) take() (xproto.Atom, []byte, error) {
	reply, err := xproto.GetProperty(r.conn, true, r.window, r.atoms[ownProperty],
		xproto.GetPropertyTypeAny, 0, uint32(r.limit/4+1)).Reply()
	if err != nil {
		return 0, nil, err
	}
	if reply.BytesAfter > 0 || len(reply.Value) > r.limit {
		return 0, nil, errTooMuch
	}
	return reply.Type, reply.Value, nil
}

func (r *selectionReader) next() (xgb.Event, error) {
	ev, xerr := r.conn.WaitForEvent()
	if xerr != nil {
		return nil, xerr
	}
	if ev == nil {
		return nil, io.ErrUnexpectedEOF
	}
	return ev, nil
}
