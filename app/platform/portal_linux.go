package platform

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The desktop portal (org.freedesktop.portal, xdg-desktop-portal). A request
// answers with the path of an object, which later sends one Response signal.
// We speak it ourselves: the library in reach shares one connection with the
// keyring, takes any signal for the answer, and cannot be cancelled.
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	portalRequest = "org.freedesktop.portal.Request"
	// portalStart bounds the answer to the call itself; the portal may have
	// to be started first. The user then takes as long as ctx allows.
	portalStart = 10 * time.Second
)

var (
	// errNoPortal says that this desktop has no portal, or not this part of it.
	errNoPortal = errors.New("no desktop portal")
	// errPortalEnded says that the request ended without the user's answer.
	errPortalEnded = errors.New("desktop portal gave up")
	// errPortalClosed is the answer 2, "ended in some other way". It says that
	// the desktop refused or failed, but also that a dialog was closed by Esc or
	// by the button of its window: the GTK part answers 1 only to its own button.
	errPortalClosed = fmt.Errorf("%w: closed", errPortalEnded)
)

// askPortal makes one request. method is the full name; args are what comes
// before the options. It gives the results, or ErrCancelled.
func askPortal(ctx context.Context, method string, options map[string]dbus.Variant, args ...any) (map[string]dbus.Variant, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // closes the connection, and with it the matches below
	conn, err := dialSession(ctx)
	if err != nil {
		return nil, errors.Join(errNoPortal, err)
	}
	token, err := portalToken()
	if err != nil {
		return nil, err
	}
	options["handle_token"] = dbus.MakeVariant(token)

	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	// Listening starts before the call, on the path the answer will come from.
	path := requestPath(conn, token)
	if err := matchPortal(ctx, conn, path); err != nil {
		return nil, errors.Join(errNoPortal, err)
	}
	starting, stop := context.WithTimeout(ctx, portalStart)
	defer stop()
	var handle dbus.ObjectPath
	call := conn.Object(portalName, portalPath).CallWithContext(starting, method, 0, append(args, options)...)
	if err := call.Store(&handle); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, errors.Join(errNoPortal, err)
	}
	if handle != path { // portals before 0.9 choose the path themselves
		path = handle
		if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(portalRequest)); err != nil {
			return nil, errors.Join(errNoPortal, err)
		}
	}
	return awaitResponse(ctx, conn, path, signals)
}

// portalToken names the request; nobody else must be able to guess it.
func portalToken() (string, error) {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("name a portal request: %w", err)
	}
	return "twofold" + hex.EncodeToString(b), nil
}

func requestPath(conn *dbus.Conn, token string) dbus.ObjectPath {
	sender := strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_")
	return dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + sender + "/" + token)
}

// matchPortal asks for the answer, and for the news that the portal is gone.
func matchPortal(ctx context.Context, conn *dbus.Conn, path dbus.ObjectPath) error {
	return errors.Join(
		conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(portalRequest)),
		conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
			dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName)),
	)
}

func awaitResponse(ctx context.Context, conn *dbus.Conn, path dbus.ObjectPath, signals <-chan *dbus.Signal) (map[string]dbus.Variant, error) {
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err() // our connection ends, and the portal closes the dialog
		case s, ok := <-signals:
			switch {
			case !ok && ctx.Err() != nil:
				return nil, ctx.Err()
			case !ok:
				return nil, errPortalEnded
			case s.Name == "org.freedesktop.DBus.NameOwnerChanged" && portalGone(s):
				return nil, errPortalEnded
			case s.Name == portalRequest+".Response" && s.Path == path:
				return readResponse(s)
			}
		}
	}
}

func portalGone(s *dbus.Signal) bool {
	if len(s.Body) != 3 || s.Body[0] != portalName {
		return false
	}
	old, ok1 := s.Body[1].(string)
	now, ok2 := s.Body[2].(string)
	return ok1 && ok2 && old != "" && now == ""
}

func readResponse(s *dbus.Signal) (map[string]dbus.Variant, error) {
	if len(s.Body) != 2 {
		return nil, errPortalEnded
	}
	code, ok1 := s.Body[0].(uint32)
	results, ok2 := s.Body[1].(map[string]dbus.Variant)
	switch {
	case !ok1 || !ok2:
		return nil, errPortalEnded
	case code == 0:
		return results, nil
	case code == 1:
		return nil, ErrCancelled
	case code == 2:
		return nil, errPortalClosed
	}
	return nil, errPortalEnded
}
