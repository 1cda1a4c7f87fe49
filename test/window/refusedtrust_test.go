//go:build window

package window_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTrustRefused is what two windows on one folder say when they may not
// write to it, when too many wrong numbers are typed, and when a key is
// replaced that another computer has not heard of. The languages are the other
// way round than in TestTrust.
func TestTrustRefused(t *testing.T) {
	homes := [2]string{t.TempDir(), t.TempDir()}
	shared := filepath.Join(t.TempDir(), "Shared")
	folder := filepath.Join(shared, "Twofold")
	if err := os.Mkdir(shared, 0o700); err != nil {
		t.Fatal(err)
	}
	words := recoveryKey(t, homes[0])
	command(t, homes[0], "add", link("Alpha", "one", secretA))
	command(t, homes[0], "folder", shared, "--yes")
	for _, home := range homes {
		carriedBySyncthing(t, home, shared)
	}
	allow := func(mode os.FileMode) {
		t.Helper()
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { allow(0o700) }) // or it cannot be cleared away
	one := bound(t, homes[0], japanese)
	one.name = "one-"
	one.do("windowmove", "--sync", one.id, "40", "60")
	two := bound(t, homes[1], english)
	two.name = "two-"
	two.do("windowmove", "--sync", two.id, "560", "60")

	// The last computer.
	one.front()
	one.toSettings("set.computers")
	one.tap2("computer")
	one.says("err.computer.last")
	one.shot("1-last")
	one.toList("Alpha")

	// A folder that the new one may not write to, and then the old one.
	two.front()
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.tap("common.next")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.says("rec.key.scan")
	allow(0o500)
	two.tap("rec.unlock.approve")
	two.says("bk.readonly")
	two.shot("2-readonly")
	two.key("Return")
	two.gone(beginning(two.txt.T("bk.readonly")))
	allow(0o700)
	two.tap("rec.unlock.approve")
	two.says("rec.num.alt")
	one.front()
	one.hears("ap.badge")
	allow(0o500)
	one.tap("ap.show")
	one.says("bk.readonly")
	one.shot("3-readonly")
	one.key("Return")
	one.gone(beginning(one.txt.T("bk.readonly.d")))
	allow(0o700)
	one.tap("ap.show")
	one.says("ap.number")
	number := two.number()
	wrong := "111111"
	if number == wrong {
		wrong = "222222"
	}

	// The number is right, and cannot be said: it stays. Wrong ones do not.
	allow(0o500)
	one.front()
	one.text(number)
	one.key("Return")
	one.says("bk.readonly")
	one.shot("4-readonly")
	allow(0o700)
	for range 6 {
		one.key("BackSpace")
	}
	for try := 1; try <= 3; try++ {
		one.text(wrong)
		one.key("Return")
		if try < 3 {
			one.see(beginning(one.txt.N("ap.wrong", 3-try)))
		}
	}
	one.says("rec.num.wrong")
	one.shot("5-tries")
	one.key("Return")
	two.hears("rec.num.again")
	two.says("rec.num.wrong")
	two.shot("5-tries")
	two.front()
	two.tap("rec.num.again")
	one.front()
	one.hears("ap.badge")
	one.tap("ap.show")
	one.says("err.pair.pause")
	one.shot("6-pause")
	one.key("Return")

	// By the words it works meanwhile.
	two.front()
	two.tap("rec.num.alt")
	two.says("rec.key.scan")
	two.putText(words)
	two.key("ctrl+v")
	two.tap("common.next")
	field := two.hears("rec.name.h")
	two.click(field.Min.X+40, field.Max.Y+24)
	two.text("Laptop")
	two.tap("first.recover")
	two.see(two.txt.N("rec.sum.h", 1))
	two.tap("common.done")
	two.see("Alpha")
	one.front()
	one.arrives(func() bool {
		return one.shows(beginning(one.txt.T("bk.joined.key", "device", "Laptop"))) ||
			one.shows(beginning(one.txt.T("status.joined", "device", "Laptop")))
	})
	two.front()
	two.quit()

	// A new key, of which the second computer has not heard.
	one.front()
	one.quit()
	recoveryKey(t, homes[0])
	one = bound(t, homes[0], japanese)
	one.name = "one-"
	one.see("Alpha")
	one.toSettings("keys.title")
	one.says("keys.behind", "device", "Laptop")
	one.shot("7-behind")
	one.toList("Alpha")
	one.quit()
}

// carriedBySyncthing lets a home look as if Syncthing carried a folder to it.
func carriedBySyncthing(t *testing.T, home, folder string) {
	t.Helper()
	config := filepath.Join(home, ".local/state/syncthing/config.xml")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	text := `<configuration><folder id="f" label="Shared" path="` + folder + `" type="sendreceive"></folder></configuration>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// bound opens a window of somebody whom the rights of a folder keep out, which
// root is not.
func bound(t *testing.T, home, language string, args ...string) *desk {
	t.Helper()
	cmd := program(home, language, args...)
	if os.Geteuid() == 0 {
		setpriv, err := exec.LookPath("setpriv")
		if err != nil {
			t.Fatal(err)
		}
		const not = "-dac_override,-dac_read_search"
		cmd.Args = append([]string{"setpriv", "--bounding-set=" + not, "--inh-caps=" + not, cmd.Path}, cmd.Args[1:]...)
		cmd.Path = setpriv
	}
	d := launch(t, home, language, cmd)
	d.found()
	return d
}
