package platform

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// needs skips the test, saying why, where a program of the test surrounding
// is not installed; the build server installs all of them.
func needs(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("needs %s, which is not installed", p)
		}
	}
}

// start runs a helper program until the test ends and kills it then.
func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// eventually polls until ok, and fails the test after a minute: a computer with
// other work to do is slow, not wrong.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("timed out waiting for %s", what)
}

// privateHome points every folder variable of this test at a throw-away home
// and takes the displays and buses of the person running the tests away.
func privateHome(t testing.TB) string {
	t.Helper()
	home := t.TempDir()
	for name, dir := range map[string]string{
		"HOME": "", "XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data",
		"XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
	} {
		path := filepath.Join(home, dir)
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		setenv(t, name, path)
	}
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"} {
		setenv(t, name, "")
	}
	return home
}

func setenv(t testing.TB, name, value string) {
	t.Helper()
	old, had := os.LookupEnv(name)
	if err := os.Setenv(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if had {
			_ = os.Setenv(name, old)
			return
		}
		_ = os.Unsetenv(name)
	})
}

// privateBus runs a real dbus-daemon of its own and gives its address. No
// service can be activated on it but those of serviceDirs.
func privateBus(t testing.TB, serviceDirs ...string) string {
	t.Helper()
	needs(t, "dbus-daemon")
	dir := t.TempDir()
	conf := filepath.Join(dir, "bus.conf")
	var services strings.Builder
	for _, d := range serviceDirs {
		services.WriteString("<servicedir>" + d + "</servicedir>")
	}
	err := os.WriteFile(conf, []byte(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=`+dir+`</listen>`+services.String()+`
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+conf, "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, cmd)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gave no address: %v", err)
	}
	return strings.TrimSpace(line)
}

// sessionBus makes a private bus the session bus of this test.
func sessionBus(t testing.TB) string {
	t.Helper()
	address := privateBus(t)
	setenv(t, "DBUS_SESSION_BUS_ADDRESS", address)
	return address
}

// standIn connects to a bus under a well-known name, to play a desktop
// service there. The real ones need a whole desktop; what is real in these
// tests is the bus, its messages and our side.
func standIn(t testing.TB, address, name string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatalf("connect to private bus: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if name != "" {
		if _, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatalf("own %s: %v", name, err)
		}
	}
	return conn
}

// xvfb runs an X server of its own and makes it this test's display.
func xvfb(t testing.TB, screens ...string) *exec.Cmd {
	t.Helper()
	needs(t, "Xvfb")
	if len(screens) == 0 {
		screens = []string{"-screen", "0", "640x480x24"}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp"}, screens...)...)
	cmd.ExtraFiles = []*os.File{w}
	start(t, cmd)
	_ = w.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	setenv(t, "DISPLAY", ":"+strings.TrimSpace(line))
	return cmd
}

// run executes a program with input and gives its output.
func run(t testing.TB, input []byte, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%s %v: %v: %s", name, args, err, exit.Stderr)
		}
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return out
}
