package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/godbus/dbus/v5"
)

// ErrNoBus says that there is no D-Bus to talk to.
var ErrNoBus = errors.New("no message bus")

// sessionBusAddress is where the session bus listens, or "" if there is none.
// It never starts one: godbus would run dbus-launch and leave a daemon behind
// at each start of the program.
func sessionBusAddress() string {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" && a != "autolaunch:" {
		return a
	}
	for _, dir := range []string{os.Getenv("XDG_RUNTIME_DIR"), "/run/user/" + strconv.Itoa(os.Getuid())} {
		if dir == "" {
			continue
		}
		socket := filepath.Join(dir, "bus")
		if fi, err := os.Stat(socket); err == nil && fi.Mode()&os.ModeSocket != 0 {
			return "unix:path=" + dbus.EscapeBusAddressValue(socket)
		}
	}
	return ""
}

// dialSession opens a private connection to the session bus. It is private
// because a shared one delivers every signal to every listener: a theme change
// would then be taken for the answer of a password prompt. It closes with ctx.
func dialSession(ctx context.Context) (*dbus.Conn, error) {
	address := sessionBusAddress()
	if address == "" {
		return nil, ErrNoBus
	}
	return dialBus(ctx, address)
}

// dialSystem opens a private connection to the system bus; it closes with ctx.
func dialSystem(ctx context.Context) (*dbus.Conn, error) {
	address := os.Getenv("DBUS_SYSTEM_BUS_ADDRESS")
	if address == "" {
		address = "unix:path=/run/dbus/system_bus_socket"
	}
	return dialBus(ctx, address)
}

// dialBus connects in a goroutine of its own: connecting to a bus that hangs
// is not interruptible, and the caller has only so much time.
func dialBus(ctx context.Context, address string) (*dbus.Conn, error) {
	type dialed struct {
		conn *dbus.Conn
		err  error
	}
	done := make(chan dialed, 1)
	go func() {
		// The connection closes itself when ctx ends, also while it is being set up.
		conn, err := dbus.Connect(address, dbus.WithContext(ctx))
		done <- dialed{conn, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case d := <-done:
		if d.err != nil {
			return nil, errors.Join(ErrNoBus, d.err)
		}
		return d.conn, nil
	}
}

// hasOwner reports whether somebody answers to this name now; it starts nobody.
func hasOwner(ctx context.Context, conn *dbus.Conn, name string) bool {
	var has bool
	err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
	return err == nil && has
}

// property reads one property of an object.
func property(ctx context.Context, o dbus.BusObject, iface, name string) (dbus.Variant, error) {
	var v dbus.Variant
	err := o.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, iface, name).Store(&v)
	return v, err
}
