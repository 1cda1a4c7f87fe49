//go:build window

package window_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestTrust is two windows on one folder: an account is tied to the first
// computer, its emergency kit opens the folder on the second one, which asks
// for a QR code of its own; the first one is asked who joined, renames the
// newcomer, and removes it in the end.
func TestTrust(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { trust(t, language) })
	}
}

func trust(t *testing.T, language string) {
	homes := [2]string{t.TempDir(), t.TempDir()}
	shared := filepath.Join(t.TempDir(), "Shared")
	if err := os.Mkdir(shared, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, home := range homes {
		cloudAt(t, home, shared)
	}
	recoveryKey(t, homes[0])
	command(t, homes[0], "add", link("Okta", "hanako", secretA), link("Alpha", "one", secretB))
	command(t, homes[0], "folder", shared)

	one := openWith(t, homes[0], language, []string{"PATH=" + homes[0]})
	one.name = "one-"
	one.see("Okta")
	one.click(one.see("Okta").middle())
	one.key("ctrl+e")
	one.says("edit.title")
	one.reach("form.device")
	one.wheel("8")
	one.says("edit.suggest", "issuer", "Okta")
	one.shot("1-tied")
	before := len(snapshotsIn(t, shared))
	one.tap("common.save")
	one.says("status.edited", "name", "Okta")
	kit := one.printKit()
	one.waitFor(far, "backup in which the account is tied", func() bool { return len(snapshotsIn(t, shared)) > before })

	two := openWith(t, homes[1], language, nil)
	two.name = "two-"
	two.do("windowmove", "--sync", two.id, "560", "60")
	two.front()
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.tap("common.next")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.says("rec.key.scan")
	two.shot("1-unlock")
	two.drop(kit)
	label := two.says("rec.name.h")
	two.shot("2-summary")
	two.click(label.Min.X+40, label.Max.Y+24)
	two.text("Laptop")
	two.tap("first.recover")
	two.see(two.txt.N("rec.sum.h", 2))
	two.shot("3-action")
	two.tap("rec.sum.scan")
	two.says("act.h", "issuer", "Okta")
	two.shot("4-newkey")
	two.drop(screenshot(t, homes[1], "other.png", link("Okta", "somebody", secretC)))
	two.says("act.mismatch.h")
	two.shot("5-another")
	two.key("Escape")
	two.gone(two.txt.T("act.mismatch.h"))
	two.drop(screenshot(t, homes[1], "code.png", link("Okta", "hanako", secretC)))
	two.says("rec.sum.allready")
	two.tap("common.done")
	two.see("Alpha")

	one.front()
	one.says("status.joined", "device", "Laptop")
	one.shot("4-joined")
	one.tap("common.details")
	one.says("computers.unsure.h", "device", "Laptop")
	one.shot("5-computers")
	one.tap("computers.me")
	one.gone(beginning(one.txt.T("computers.unsure.h", "device", "Laptop")))
	one.tap2("Laptop")
	field := one.says("computer.name")
	one.click(field.Min.X+40, field.Max.Y+24)
	one.key("ctrl+a")
	one.text("Kitchen")
	one.shot("6-computer")
	one.key("Return")
	one.see("Kitchen")
	two.front()
	two.key("ctrl+comma")
	two.says("set.title")
	two.reach("set.computers")
	two.see("Kitchen")
	two.shot("6-renamed")
	two.key("Escape")
	two.key("Escape")
	two.see("Alpha")

	one.front()
	one.tap2("Kitchen")
	one.tap("computers.remove")
	one.says("remove.does")
	one.shot("7-remove")
	one.tap("computers.remove.yes")
	one.says("remove.confirm", "device", "Kitchen")
	one.key("Return")
	one.says("renew.h", "device", "Kitchen")
	one.shot("8-renewals")
	one.tap2("Okta") // its key was in the folder before it was tied
	one.tap2("Alpha")
	one.says("renew.none")
	one.shot("9-ticked")
	two.front()
	two.says("bk.excluded")
	two.see("Alpha")
	two.shot("7-removed")
	two.quit()
	one.front()
	one.quit()
	// Both go on with a code of their own.
	rightCode(t, homes[0], "Okta", secretA)
	rightCode(t, homes[1], "Okta", secretC)
}

// cloudAt lets a home look as if Syncthing carried a folder to it.
func cloudAt(t *testing.T, home, folder string) {
	t.Helper()
	config := filepath.Join(home, ".local/state/syncthing/config.xml")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`<configuration><folder id="f" label="Shared" path="%s" type="sendreceive"></folder></configuration>`, folder)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// printKit shows the recovery key, and saves the emergency kit in the home.
func (d *desk) printKit() string {
	d.t.Helper()
	d.key("ctrl+comma")
	d.says("set.title")
	d.reach("keys.title")
	d.tap("keys.show")
	d.says("keys.show.confirm")
	d.key("Return")
	d.says("keys.show.warn")
	d.shot("2-words")
	d.tap("set.kit")
	d.says("kit.b")
	d.shot("3-kit")
	d.tap("kit.pdf")
	d.saveDialog()
	file := d.written("*.pdf")
	d.says("common.ok")
	d.key("Return")
	d.key("Escape")
	d.key("Escape")
	d.key("Escape")
	d.see("Alpha")
	return file
}

// reach scrolls down until a text of the catalogue is there, and clicks on it.
func (d *desk) reach(key string) {
	d.t.Helper()
	want := beginning(d.txt.T(key))
	var at, before spot
	d.wait(fmt.Sprintf("%q below", want), func() (ok bool) {
		before = at
		if at, ok = d.sees(want); !ok {
			d.wheel("3")
		}
		return ok && at == before // the page has come to rest
	})
	d.click(at.middle())
}

// snapshotsIn are the backups in the folder.
func snapshotsIn(t *testing.T, shared string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared, "Twofold", "tf1-*-*-0*.age"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}
