package platform

import "context"

const trayWatcher = "org.kde.StatusNotifierWatcher"

// hasTray asks the watcher of the StatusNotifierItem specification whether a
// host, that is a panel, is there.
func hasTray(ctx context.Context) bool {
	conn, err := dialSession(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
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
