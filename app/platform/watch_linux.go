package platform

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	loginName     = "org.freedesktop.login1"
	loginPath     = dbus.ObjectPath("/org/freedesktop/login1")
	loginManager  = "org.freedesktop.login1.Manager"
	loginSession  = "org.freedesktop.login1.Session"
	activeChanged = "ActiveChanged"
	// watchAgain is the pause before a lost bus is tried again.
	watchAgain = 30 * time.Second
)

// screenSavers are the interfaces by which desktops say that the screen is
// locked: the common one (KDE and others), then those with one of their own.
var screenSavers = []string{
	"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.xfce.ScreenSaver",
	"org.mate.ScreenSaver", "org.cinnamon.ScreenSaver",
}

// watch listens on both buses at once.
func watch(ctx context.Context, tell func(Event)) {
	var both sync.WaitGroup
	for _, listen := range []func(context.Context, func(Event)) error{listenDesktop, listenLogin} {
		both.Go(func() {
			for ctx.Err() == nil {
				_ = listen(ctx, tell) // the bus is missing or went away
				if sleepContext(ctx, watchAgain) != nil {
					return
				}
			}
		})
	}
	both.Wait()
}

// listenDesktop hears the screen savers on the session bus.
func listenDesktop(ctx context.Context, tell func(Event)) error {
	conn, err := dialSession(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, iface := range screenSavers {
		err := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(iface), dbus.WithMatchMember(activeChanged))
		if err != nil {
			return err
		}
	}
	for s := range signals { // closed with the connection
		iface, member, _ := cutLast(s.Name)
		if member != activeChanged || !strings.HasSuffix(iface, ".ScreenSaver") || len(s.Body) != 1 {
			continue
		}
		if active, ok := s.Body[0].(bool); ok {
			tell(Event{Kind: lockKind(active)})
		}
	}
	return ErrNoBus
}

func lockKind(locked bool) EventKind {
	if locked {
		return SessionLocked
	}
	return SessionUnlocked
}

// cutLast splits a signal's name into interface and member.
func cutLast(name string) (iface, member string, ok bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// listenLogin hears systemd-logind (or elogind) on the system bus.
func listenLogin(ctx context.Context, tell func(Event)) error {
	conn, err := dialSystem(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err = errors.Join(
		conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(loginName),
			dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep")),
		conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(loginName), dbus.WithMatchInterface(loginSession)),
	)
	if err != nil {
		return err
	}
	hold := newInhibitor(ctx, conn)
	defer hold.release()
	for s := range signals {
		switch s.Name {
		case loginManager + ".PrepareForSleep":
			if sleeping, ok := firstBool(s.Body); ok && sleeping {
				e, _ := heldEvent(Suspending, hold.release)
				tell(e)
			} else if ok {
				hold.take(ctx, conn)
				tell(Event{Kind: Resumed})
			}
		case loginSession + ".Lock", loginSession + ".Unlock":
			if ownSession(ctx, conn, s.Path) {
				tell(Event{Kind: lockKind(s.Name == loginSession+".Lock")})
			}
		}
	}
	return ErrNoBus
}

func firstBool(body []any) (value, ok bool) {
	if len(body) != 1 {
		return false, false
	}
	value, ok = body[0].(bool)
	return value, ok
}

// ownSession reports whether a session is one of this user's. Which of them
// we belong to is not always known (a program started by the user's systemd
// belongs to none), and locking once too often does no harm.
func ownSession(ctx context.Context, conn *dbus.Conn, path dbus.ObjectPath) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	v, err := property(ctx, conn.Object(loginName, path), loginSession, "User")
	if err != nil {
		return false
	}
	var user struct {
		UID  uint32
		Path dbus.ObjectPath
	}
	return dbus.Store([]any{v.Value()}, &user) == nil && int(user.UID) == os.Getuid()
}

// inhibitor delays sleep until the vault is locked: without it the computer
// may sleep with the keys in memory and lock only after waking.
type inhibitor struct {
	mu sync.Mutex
	fd int // -1 if there is none
}

func newInhibitor(ctx context.Context, conn *dbus.Conn) *inhibitor {
	i := &inhibitor{fd: -1}
	i.take(ctx, conn)
	return i
}

// take asks logind for a delay; without one events still come, only late.
func (i *inhibitor) take(ctx context.Context, conn *dbus.Conn) {
	if !conn.SupportsUnixFDs() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var fd dbus.UnixFD
	err := conn.Object(loginName, loginPath).CallWithContext(ctx, loginManager+".Inhibit", 0,
		"sleep", "Twofold", "Lock before sleep", "delay").Store(&fd)
	if err != nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fd >= 0 {
		_ = syscall.Close(i.fd)
	}
	i.fd = int(fd)
	syscall.CloseOnExec(i.fd)
}

// release lets the computer sleep: logind waits until the descriptor is closed.
func (i *inhibitor) release() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fd >= 0 {
		_ = syscall.Close(i.fd)
		i.fd = -1
	}
}
