package platform

import (
	"context"
	"errors"

	"github.com/godbus/dbus/v5"
)

const trayWatcher = "org.kde.StatusNotifierWatcher"

// hasTray asks the watcher of the StatusNotifierItem specification whether a
// host, that is a panel, is there.
func hasTray(ctx context.Context) bool {
	conn, err := dialSession(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	return trayHost(ctx, conn)
}

func trayHost(ctx context.Context, conn *dbus.Conn) bool {
	if !hasOwner(ctx, conn, trayWatcher) {
		return false
	}
	v, err := property(ctx, conn.Object(trayWatcher, "/StatusNotifierWatcher"), trayWatcher, "IsStatusNotifierHostRegistered")
	if err != nil {
		return ctx.Err() == nil // a watcher without that property still is one
	}
	host, ok := v.Value().(bool)
	return ok && host
}

// watchTray tells whether there is a host, now and at every sign of a change:
// the watcher's name has another owner, or the watcher says that its hosts
// changed. It returns when ctx ends or the bus is gone.
func watchTray(ctx context.Context, tell func(seen bool)) {
	conn, err := dialSession(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err = errors.Join(
		conn.AddMatchSignalContext(ctx, dbus.WithMatchSender("org.freedesktop.DBus"),
			dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, trayWatcher)),
		conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(trayWatcher), dbus.WithMatchMember("StatusNotifierHostRegistered")),
		conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(trayWatcher), dbus.WithMatchMember("StatusNotifierHostUnregistered")),
	)
	if err != nil {
		return
	}
	ask := func() {
		// A watcher that hangs is none, but it must not hold this up for ever.
		ctx, cancel := context.WithTimeout(ctx, trayGrace)
		defer cancel()
		tell(trayHost(ctx, conn))
	}
	ask()
	for s := range signals { // closed with the connection
		if s.Name != "org.freedesktop.DBus.NameAcquired" { // every connection gets it once
			ask()
		}
	}
}
