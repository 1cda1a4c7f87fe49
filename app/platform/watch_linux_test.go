package platform

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// logind plays systemd-logind on a private system bus: the real one needs to
// be the init system. The bus and the descriptors passed over it are real.
type logind struct {
	conn   *dbus.Conn
	uid    uint32
	delays chan *os.File // the other end of what we hold
}

func newLogind(t *testing.T) *logind {
	t.Helper()
	address := privateBus(t)
	setenv(t, "DBUS_SYSTEM_BUS_ADDRESS", address)
	l := &logind{conn: standIn(t, address, loginName), uid: uint32(os.Getuid()), delays: make(chan *os.File, 4)}
	for path, iface := range map[dbus.ObjectPath]string{
		loginPath:            loginManager,
		loginPath + "/mine":  "org.freedesktop.DBus.Properties",
		loginPath + "/other": "org.freedesktop.DBus.Properties",
	} {
		var o any = l
		if path == loginPath+"/other" {
			o = &logind{uid: l.uid + 1}
		}
		if err := l.conn.Export(o, path, iface); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func (l *logind) Inhibit(what, who, _, mode string) (dbus.UnixFD, *dbus.Error) {
	var fds [2]int
	if what != "sleep" || who != "Twofold" || mode != "delay" || syscall.Pipe(fds[:]) != nil {
		return -1, dbus.MakeFailedError(errors.New("refused"))
	}
	l.delays <- os.NewFile(uintptr(fds[0]), "delay")
	// The writing end goes over the bus; ours is closed once it was sent.
	time.AfterFunc(200*time.Millisecond, func() { _ = syscall.Close(fds[1]) })
	return dbus.UnixFD(fds[1]), nil
}

func (l *logind) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name != "User" {
		return dbus.Variant{}, dbus.MakeFailedError(errors.New("no such property"))
	}
	return dbus.MakeVariant(struct {
		UID  uint32
		Path dbus.ObjectPath
	}{l.uid, loginPath + "/user"}), nil
}

func (l *logind) emit(t *testing.T, path dbus.ObjectPath, name string, values ...any) {
	t.Helper()
	if err := l.conn.Emit(path, name, values...); err != nil {
		t.Fatal(err)
	}
}

// let reports whether the computer may sleep: the pipe's other end is closed.
func let(t *testing.T, delay *os.File, within time.Duration) bool {
	t.Helper()
	if err := delay.SetReadDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}
	_, err := delay.Read(make([]byte, 1))
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

func next(t *testing.T, events <-chan Event) Event {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			t.Fatal("the events ended")
		}
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("no event came")
		return Event{}
	}
}

func TestWatchLogin(t *testing.T) {
	privateHome(t)
	l := newLogind(t)
	events := Watch(t.Context())
	delay := <-l.delays // taken after the matches: from now on nothing is missed
	if err := syscall.SetNonblock(int(delay.Fd()), true); err != nil {
		t.Fatal(err)
	}
	delay = os.NewFile(delay.Fd(), "delay")
	l.emit(t, loginPath+"/other", loginSession+".Lock") // somebody else's session
	l.emit(t, loginPath+"/mine", loginSession+".Lock")
	if e := next(t, events); e.Kind != SessionLocked {
		t.Errorf("event %v, want locked", e.Kind)
	}
	l.emit(t, loginPath+"/mine", loginSession+".Unlock")
	if e := next(t, events); e.Kind != SessionUnlocked {
		t.Errorf("event %v, want unlocked", e.Kind)
	}
	l.emit(t, loginPath, loginManager+".PrepareForSleep", true)
	e := next(t, events)
	if e.Kind != Suspending {
		t.Fatalf("event %v, want suspending", e.Kind)
	}
	if let(t, delay, 300*time.Millisecond) {
		t.Error("the computer may sleep before the vault is locked")
	}
	e.Done()
	if !let(t, delay, 5*time.Second) {
		t.Error("the computer is held up after the vault was locked")
	}
	l.emit(t, loginPath, loginManager+".PrepareForSleep", false)
	if e := next(t, events); e.Kind != Resumed {
		t.Errorf("event %v, want resumed", e.Kind)
	}
	select {
	case <-l.delays: // taken again for the next time
	case <-time.After(10 * time.Second):
		t.Error("no delay for the next sleep")
	}
	select {
	case e := <-events:
		t.Errorf("one more event %v", e.Kind)
	default:
	}
}

func TestWatchScreenSavers(t *testing.T) {
	privateHome(t)
	setenv(t, "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	bus := sessionBus(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := Watch(ctx)
	conn := standIn(t, bus, "")
	// Until our match is in place signals are lost, so the first is repeated.
	got := make(chan Event, 1)
	go func() { got <- <-events }()
	eventually(t, "the first event", func() bool {
		_ = conn.Emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true)
		select {
		case e := <-got:
			return e.Kind == SessionLocked
		case <-time.After(50 * time.Millisecond):
			return false
		}
	})
	drain := time.After(300 * time.Millisecond)
	for quiet := false; !quiet; {
		select {
		case <-events:
		case <-drain:
			quiet = true
		}
	}
	for _, iface := range screenSavers {
		_ = conn.Emit("/ScreenSaver", dbusName(iface), "rubbish")
		_ = conn.Emit("/ScreenSaver", dbusName(iface), true, true)
		for _, active := range []bool{true, false} {
			if err := conn.Emit("/ScreenSaver", dbusName(iface), active); err != nil {
				t.Fatal(err)
			}
			if e := next(t, events); e.Kind != lockKind(active) {
				t.Errorf("%s %v is event %v", iface, active, e.Kind)
			}
		}
	}
	cancel()
	for range events {
	}
}

func dbusName(iface string) string { return iface + "." + activeChanged }

func TestIdleTimeX(t *testing.T) {
	needs(t, "xdotool")
	privateHome(t)
	if _, err := IdleTime(t.Context()); !errors.Is(err, ErrNoIdleTime) {
		t.Errorf("without a display: %v, want ErrNoIdleTime", err)
	}
	xvfb(t)
	run(t, nil, "xdotool", "key", "a")
	eventually(t, "the idle time to grow", func() bool {
		d, err := IdleTime(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return d > 400*time.Millisecond
	})
	before, _ := IdleTime(t.Context())
	run(t, nil, "xdotool", "mousemove_relative", "5", "5")
	if after, err := IdleTime(t.Context()); err != nil || after >= before {
		t.Errorf("idle for %v after the mouse moved, %v before (%v)", after, before, err)
	}
}

type mutter struct{ ms uint64 }

func (m mutter) GetIdletime() (uint64, *dbus.Error) { return m.ms, nil }

type kdeSaver struct{ ms uint32 }

func (k kdeSaver) GetSessionIdleTime() (uint32, *dbus.Error) { return k.ms, nil }

func TestIdleTimeWayland(t *testing.T) {
	privateHome(t)
	bus := sessionBus(t)
	setenv(t, "WAYLAND_DISPLAY", "wayland-none")
	if _, err := IdleTime(t.Context()); !errors.Is(err, ErrNoIdleTime) {
		t.Errorf("nobody tells: %v, want ErrNoIdleTime", err)
	}
	kde := standIn(t, bus, "org.freedesktop.ScreenSaver")
	if err := kde.Export(kdeSaver{61000}, "/ScreenSaver", "org.freedesktop.ScreenSaver"); err != nil {
		t.Fatal(err)
	}
	if d, err := IdleTime(t.Context()); d != 61*time.Second || err != nil {
		t.Errorf("KDE: %v, %v", d, err)
	}
	gnome := standIn(t, bus, "org.gnome.Mutter.IdleMonitor")
	if err := gnome.Export(mutter{^uint64(0)}, "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor"); err != nil {
		t.Fatal(err)
	}
	if d, err := IdleTime(t.Context()); d <= 0 || err != nil {
		t.Errorf("GNOME with an absurd number: %v, %v", d, err)
	}
}

func TestCapsLock(t *testing.T) {
	needs(t, "xdotool")
	privateHome(t)
	if _, known := CapsLock(t.Context()); known {
		t.Error("known without a display")
	}
	xvfb(t)
	if on, known := CapsLock(t.Context()); on || !known {
		t.Errorf("at first: %v, %v", on, known)
	}
	run(t, nil, "xdotool", "key", "Caps_Lock")
	if on, known := CapsLock(t.Context()); !on || !known {
		t.Errorf("after pressing it: %v, %v", on, known)
	}
	setenv(t, "WAYLAND_DISPLAY", "wayland-none")
	if _, known := CapsLock(t.Context()); known {
		t.Error("known on Wayland")
	}
}
