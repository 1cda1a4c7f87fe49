package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// watcher plays the panel of a desktop.
type watcher struct{ host bool }

func (w watcher) Get(_, name string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(w.host && name == "IsStatusNotifierHostRegistered"), nil
}

func TestHasTray(t *testing.T) {
	privateHome(t)
	if HasTray(t.Context()) {
		t.Error("a tray without a bus")
	}
	bus := sessionBus(t)
	if HasTray(t.Context()) {
		t.Error("a tray without a watcher")
	}
	for _, host := range []bool{true, false} {
		conn := standIn(t, bus, trayWatcher)
		if err := conn.Export(watcher{host}, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties"); err != nil {
			t.Fatal(err)
		}
		if got := HasTray(t.Context()); got != host {
			t.Errorf("tray with a host %v: %v", host, got)
		}
		_ = conn.Close()
		other := standIn(t, bus, "")
		eventually(t, "the watcher's end", func() bool { return !hasOwner(t.Context(), other, trayWatcher) })
	}
}

// notifications plays a notification server.
type notifications struct {
	abilities []string
	got       chan []string
	hints     chan map[string]dbus.Variant
}

func (n notifications) GetCapabilities() ([]string, *dbus.Error) { return n.abilities, nil }

func (n notifications) Notify(app string, _ uint32, icon, title, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.got <- append([]string{app, icon, title, body}, actions...)
	n.hints <- hints
	return 7, nil
}

func TestNotify(t *testing.T) {
	privateHome(t)
	if err := Notify(t.Context(), Notice{Title: "x"}); err == nil {
		t.Error("notified without a bus")
	}
	bus := sessionBus(t)
	if err := Notify(t.Context(), Notice{Title: "x"}); err == nil {
		t.Error("notified without a server")
	}
	server := notifications{[]string{"body", "body-markup"}, make(chan []string, 1), make(chan map[string]dbus.Variant, 1)}
	conn := standIn(t, bus, "org.freedesktop.Notifications")
	if err := conn.Export(server, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	if err := Notify(t.Context(), Notice{"Twofold needs\nyou", "a <b>&</b> \x1bb" + strings.Repeat("長", 300)}); err != nil {
		t.Fatal(err)
	}
	body := "a &lt;b&gt;&amp;&lt;/b&gt; b" + strings.Repeat("長", maxNoticeRunes-len("a <b>&</b> b"))
	want := []string{"Twofold", AppID, "Twofold needs you", body}
	if got := <-server.got; !slices.Equal(got, want) {
		t.Errorf("notification %q, want %q", got, want)
	}
	if h := <-server.hints; h["transient"].Value() != true {
		t.Errorf("hints %v, want transient", h)
	}
	if err := Notify(t.Context(), Notice{Title: "\n"}); err == nil {
		t.Error("notified without a title")
	}
}

func TestAutostart(t *testing.T) {
	needs(t, "gio")
	home := privateHome(t)
	if on, err := HasAutostart(); on || err != nil {
		t.Errorf("autostart at first: %v, %v", on, err)
	}
	// A name with everything that has a meaning in an Exec key, run by GLib,
	// which is what GNOME starts programs with. (GLib itself fails on a percent
	// sign in the program's name, so that is only in an argument.)
	mark := filepath.Join(home, "mark")
	program := filepath.Join(home, "a \"b\" $HOME `c` \\ 家")
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" \"$FYNE_PLATFORM\" > '" + mark + ".part'\nmv '" + mark + ".part' '" + mark + "'\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := SetAutostart(true, program, "--hidden", "50% $x"); err != nil {
		t.Fatal(err)
	}
	if on, err := HasAutostart(); !on || err != nil {
		t.Errorf("autostart after turning it on: %v, %v", on, err)
	}
	path, err := autostartPath()
	if err != nil {
		t.Fatal(err)
	}
	run(t, nil, "gio", "launch", path)
	eventually(t, "the program to run", func() bool { _, err := os.Stat(mark); return err == nil })
	if got, _ := os.ReadFile(mark); string(got) != "--hidden\n50% $x\nx11\n" {
		t.Errorf("arguments and environment %q", got)
	}
	entry, _ := os.ReadFile(path)
	if err := os.WriteFile(path, append(entry, "Hidden=true\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if on, _ := HasAutostart(); on {
		t.Error("an entry turned off by the desktop counts as on")
	}
	for range 2 {
		if err := SetAutostart(false, ""); err != nil {
			t.Errorf("turning it off: %v", err)
		}
	}
	if on, err := HasAutostart(); on || err != nil {
		t.Errorf("autostart at last: %v, %v", on, err)
	}
	setenv(t, "FLATPAK_ID", AppID)
	if err := SetAutostart(true, program); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("inside Flatpak: %v, want unsupported", err)
	}
}

// TestAutostartIsTheEntry: what starts at sign-in has the environment that the
// packages' own desktop entry gives the program.
func TestAutostartIsTheEntry(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "packaging", "linux", AppID+".desktop"))
	if err != nil {
		t.Fatal(err)
	}
	_, exec, _ := strings.Cut(string(data), "\nExec=")
	exec, _, _ = strings.Cut(exec, "\n")
	want, _, found := strings.Cut(exec, "twofold")
	if got := string(desktopEntry([]string{"/usr/bin/twofold"})); !found || !strings.Contains(got, "\nExec="+want+`"/usr/bin/twofold"`+"\n") {
		t.Errorf("the entry of the packages says %q, that of the sign-in\n%s", exec, got)
	}
	if got := string(desktopEntry([]string{"/home/a=b/twofold"})); strings.Contains(got, "env") {
		t.Errorf("env would take the path for a variable:\n%s", got)
	}
}

func TestOpen(t *testing.T) {
	home := privateHome(t)
	bin := filepath.Join(home, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	setenv(t, "PATH", bin)
	file := filepath.Join(home, "-a b.pdf")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := OpenPath(t.Context(), file); !errors.Is(err, ErrCannotOpen) {
		t.Errorf("open without any opener: %v, want ErrCannotOpen", err)
	}
	mark := filepath.Join(home, "opened")
	opener := "#!/bin/sh\nprintf '%s' \"$1\" > '" + mark + "'\n"
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte(opener), 0o700); err != nil {
		t.Fatal(err)
	}
	for target, open := range map[string]func(context.Context, string) error{
		file: OpenPath, home: OpenPath, "https://example.org/a?b=c": OpenURL,
	} {
		if err := open(t.Context(), target); err != nil {
			t.Errorf("open %s: %v", target, err)
		}
		if got, _ := os.ReadFile(mark); string(got) != target {
			t.Errorf("opened %q, want %q", got, target)
		}
	}
	_ = os.Remove(mark)
	for _, bad := range []string{"otpauth://totp/a?secret=b", "file:///etc/passwd", "http://example.org", "https://", "https://u:p@h/", "-x", "javascript:x"} {
		if err := OpenURL(t.Context(), bad); !errors.Is(err, ErrCannotOpen) {
			t.Errorf("open address %q: %v, want ErrCannotOpen", bad, err)
		}
	}
	for _, bad := range []string{"relative", "--help", filepath.Join(home, "missing")} {
		if OpenPath(t.Context(), bad) == nil {
			t.Errorf("path %q was opened", bad)
		}
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("something refused was opened")
	}
	// A desktop that keeps the opener running does not hold us for ever.
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\nexec /bin/sleep 8\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := OpenPath(t.Context(), home); err != nil || time.Since(began) > 7*time.Second {
		t.Errorf("slow opener: %v after %v", err, time.Since(began))
	}
}

func TestMoveToBin(t *testing.T) {
	home := privateHome(t)
	for i := range 3 {
		path := filepath.Join(home, "ex port%20 家.json")
		if err := os.WriteFile(path, []byte{byte(i)}, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := MoveToBin(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(path); err == nil {
			t.Error("the file is still there")
		}
	}
	trash := filepath.Join(home, "data", "Trash")
	for i, name := range []string{"ex port%20 家.json", "ex port%20 家.2.json", "ex port%20 家.3.json"} {
		if data, err := os.ReadFile(filepath.Join(trash, "files", name)); err != nil || len(data) != 1 || data[0] != byte(i) {
			t.Errorf("%s holds %v, %v", name, data, err)
		}
		info, _ := os.ReadFile(filepath.Join(trash, "info", name+".trashinfo"))
		if !strings.Contains(string(info), "Path="+home+"/ex%20port%2520%20%E5%AE%B6.json\n") {
			t.Errorf("info of %s: %s", name, info)
		}
	}
	for _, bad := range []string{home, filepath.Join(home, "missing")} {
		if MoveToBin(t.Context(), bad) == nil {
			t.Errorf("%s was moved", bad)
		}
	}
}

func TestMoveToBinOfAnotherDisk(t *testing.T) {
	privateHome(t)
	home, err := homeTrash()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/dev/shm", "twofold-test-")
	if err != nil {
		t.Skipf("needs a second file system: %v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if same, err := sameFileSystem(dir, home); same || err != nil {
		t.Skipf("/dev/shm is not a file system of its own (%v)", err)
	}
	top, err := topDirectory(filepath.Join(dir, "x"))
	if err == nil {
		t.Errorf("top directory of a missing file: %s", top)
	}
	path := filepath.Join(dir, "a.json")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	top, err = topDirectory(path)
	if err != nil || !strings.HasPrefix(dir, top) {
		t.Fatalf("top directory %q, %v", top, err)
	}
	trash, err := topTrash(top)
	if err != nil {
		t.Fatal(err)
	}
	if err := MoveToBin(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	matches, err := filepath.Glob(filepath.Join(trash, "info", "a*.trashinfo"))
	if err != nil || len(matches) == 0 {
		t.Fatalf("no info in %s (%v)", trash, err)
	}
	info, _ := os.ReadFile(matches[len(matches)-1])
	rel, _ := filepath.Rel(top, path)
	if !strings.Contains(string(info), "Path="+rel+"\n") {
		t.Errorf("info %s, want the path %s", info, rel)
	}
	t.Cleanup(func() { // only ours: another user of this machine may have the same bin
		for _, m := range matches {
			_ = os.Remove(m)
			_ = os.Remove(filepath.Join(trash, "files", strings.TrimSuffix(filepath.Base(m), ".trashinfo")))
		}
		_ = os.Remove(filepath.Join(trash, "info"))
		_ = os.Remove(filepath.Join(trash, "files"))
		_ = os.Remove(trash)
	})
}

func TestRunToolIsBounded(t *testing.T) {
	if _, err := runTool(t.Context(), nil, 1000, "yes"); !errors.Is(err, errTooMuch) {
		t.Errorf("endless output: %v, want errTooMuch", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := runTool(ctx, nil, 10, "sleep", "20"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("slow tool: %v after %v", err, time.Since(began))
	}
	_, err := runTool(t.Context(), []byte("in"), 10, "sh", "-c", "cat; echo words >&2; exit 3")
	var failed *toolFailed
	if !errors.As(err, &failed) || failed.code != 3 || failed.words != "words\n" || strings.Contains(err.Error(), "words") {
		t.Errorf("failing tool: %v", err)
	}
	if out, err := runTool(t.Context(), []byte("in"), 10, "cat"); string(out) != "in" || err != nil {
		t.Errorf("cat: %q, %v", out, err)
	}
}
