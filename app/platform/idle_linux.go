package platform

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
)

// idleTime asks the X server in an X11 session. In a Wayland session that
// server only knows of its own windows, so the desktop is asked.
func idleTime(ctx context.Context) (time.Duration, error) {
	if os.Getenv("WAYLAND_DISPLAY") == "" && os.Getenv("DISPLAY") != "" {
		if d, err := idleX(ctx); err == nil {
			return d, nil
		}
	}
	conn, err := dialSession(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	// Asking a name that nobody has could start a service; hasOwner does not.
	if hasOwner(ctx, conn, "org.gnome.Mutter.IdleMonitor") {
		var ms uint64
		err := conn.Object("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core").
			CallWithContext(ctx, "org.gnome.Mutter.IdleMonitor.GetIdletime", 0).Store(&ms)
		if err == nil {
			return milliseconds(ms), nil
		}
	}
	if hasOwner(ctx, conn, "org.freedesktop.ScreenSaver") {
		// KDE counts in milliseconds, whatever the old draft says.
		var ms uint32
		err := conn.Object("org.freedesktop.ScreenSaver", "/ScreenSaver").
			CallWithContext(ctx, "org.freedesktop.ScreenSaver.GetSessionIdleTime", 0).Store(&ms)
		if err == nil {
			return milliseconds(uint64(ms)), nil
		}
	}
	return 0, errors.ErrUnsupported
}

// milliseconds does not overflow on what a stranger says.
func milliseconds(ms uint64) time.Duration {
	const year = 365 * 24 * time.Hour
	if ms > uint64(year/time.Millisecond) {
		return year
	}
	return time.Duration(ms) * time.Millisecond
}

// idleX uses the MIT-SCREEN-SAVER extension.
func idleX(ctx context.Context) (time.Duration, error) {
	conn, err := openX(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	return bounded(ctx, func() (time.Duration, error) {
		if err := extension(conn, "MIT-SCREEN-SAVER"); err != nil {
			return 0, err
		}
		reply, err := screensaver.QueryInfo(conn, xproto.Drawable(rootScreen(conn).Root)).Reply()
		if err != nil {
			return 0, err
		}
		return milliseconds(uint64(reply.MsSinceUserInput)), nil
	})
}
