package window

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"twofold/app/platform"
	"twofold/app/session"
)

// privateBus runs a real message bus for this test and makes it the session
// bus.
func privateBus(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("needs dbus-daemon, which is not installed")
	}
	dir := t.TempDir()
	conf := filepath.Join(dir, "bus.conf")
	err := os.WriteFile(conf, []byte(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=`+dir+`</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+conf, "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gave no address: %v", err)
	}
	address := strings.TrimSpace(line)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	return address
}

// connect gives a connection to the bus, for the part of a desktop service.
func connect(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// TestLocksWithTheScreen sends the signal of a screen saver over a real bus:
// the window must be locked, with nothing of the vault left on it.
func TestLocksWithTheScreen(t *testing.T) {
	saver := connect(t, privateBus(t))
	r := newRig(t, setting{})
	r.accounts()
	events := platform.Watch(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for e := range events {
			r.systemEvent(e)
			e.Done()
			if r.ses.Phase() == session.Locked {
				return
			}
		}
	}()
	// Until the watch is in place signals are lost, so it is sent again.
	for deadline := time.Now().Add(10 * time.Second); r.ses.Phase() != session.Locked; {
		if time.Now().After(deadline) {
			t.Fatal("the window is not locked")
		}
		if err := saver.Emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	<-done
	r.ui.drain()
	if _, ok := r.front().(*lockPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
	if n := len(r.ses.View().Rows); n != 0 {
		t.Errorf("%d accounts are still in memory", n)
	}
}
