//go:build window

package window_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// TestPaste adds from the clipboard: a picture, a link, a bare key, and the
// pages of another program's export in the wrong order.
func TestPaste(t *testing.T) {
	home := t.TempDir()
	d := open(t, home, english)
	d.says("first.title")
	paste := func() {
		t.Helper()
		d.key("ctrl+v")
		d.says("add.confirm.h")
	}
	add := func(title string) {
		t.Helper()
		d.key("Return")
		d.gone(beginning(d.txt.T("add.confirm.h")))
		d.see(title)
	}
	d.putPicture(save(t, home, "code.png", code(t, link("Picture", "one", secretA))))
	paste()
	d.see("Picture")
	add("Picture")

	d.putText("  " + link("Linked", "two", secretB) + "\n")
	paste()
	add("Linked")

	// A key of a page that prints it in groups, in small letters. It has no
	// name yet, and is asked for one.
	d.putText("mfrg gzdf mztw q2lk mfrg gzdf mztw q2lk")
	paste()
	d.key("Return")
	d.says("edit.title")
	d.text("Named")
	d.key("Return")
	d.text("afterwards")
	d.shot("key")
	d.key("Return")
	d.gone(beginning(d.txt.T("edit.title")))
	d.see("afterwards")
	add("Named")

	uris := migration(t, 13)
	if len(uris) != 2 {
		t.Fatalf("%d pages", len(uris))
	}
	d.putPicture(save(t, home, "page2.png", code(t, uris[1])))
	paste()
	d.says("add.part", "i", 1, "n", 2)
	d.shot("part")
	d.putPicture(save(t, home, "page1.png", code(t, uris[0])))
	d.key("ctrl+v")
	d.see(d.txt.N("add.confirm.btn", 13))
	d.shot("parts")
	add("Moved 1")
	d.quit()
	if n := strings.Count(command(t, home, "list", "--json"), `"id"`); n != 16 {
		t.Errorf("%d accounts, want 16", n)
	}
}

func migration(t *testing.T, n int) []string {
	t.Helper()
	var as []account.Account
	for i := range n {
		key := account.Defaults(account.TOTP)
		key.Secret = secret.FromString(fmt.Sprintf("a key of twenty b%03d", i+1))
		as = append(as, account.Account{Issuer: fmt.Sprintf("Moved %d", i+1), Name: "phone", Key: key})
	}
	uris, left := otpauth.FormatMigration(as)
	if len(left) > 0 {
		t.Fatalf("%d accounts do not fit", len(left))
	}
	return uris
}

// TestKeyboard adds an account by hand and never touches the mouse.
func TestKeyboard(t *testing.T) {
	home := t.TempDir()
	d := open(t, home, english)
	d.says("first.title")
	d.key("ctrl+n")
	d.says("add.title")
	d.says("add.manual")
	d.shot("1-ways")
	d.key("Tab", "Tab", "Tab", "Tab", "Return") // screen, part of it, picture, clipboard, key
	d.says("form.issuer")
	d.text("Typed")
	d.key("Tab")
	d.text("by hand")
	d.key("Tab")
	d.text(strings.ToLower(secretA))
	d.wait("code in the preview", func() bool { return d.showsCode(secretA) })
	d.key("Tab", "space") // what lies behind "Advanced"
	d.says("form.digits")
	d.key("Tab", "Tab", "Tab", "Down", "Down")
	d.shot("2-advanced")
	d.key("shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab") // back to the key
	d.shot("2-form")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))
	d.see("Typed")
	d.key("Return")
	d.copied(secretA, "--digits=8")

	// Every page opens and closes by keys.
	for key, title := range map[string]string{"ctrl+comma": "set.title", "F1": "set.shortcuts", "F2": "edit.title", "ctrl+n": "add.title"} {
		d.key(key)
		d.says(title)
		d.key("Escape")
		if key == "F2" {
			d.key("Escape") // the first gave up the field
		}
		d.gone(beginning(d.txt.T(title)))
		d.see("Typed")
	}
	d.key("space")
	d.see(d.txt.T("menu.copy"))
	d.shot("3-big")
	d.key("Escape")
	d.gone(d.txt.T("menu.copy"))
	d.key("ctrl+shift+c")
	d.says("row.copied.next")
	next := clipboard()
	if now := time.Now(); next != totp(t, secretA, now.Add(30*time.Second), "--digits=8") && next != totp(t, secretA, now, "--digits=8") {
		t.Errorf("the next code copied is %q", next)
	}
	d.quit()
}

// showsCode reports whether a code of now stands in the window in the face of
// codes.
func (d *desk) showsCode(secret string) bool {
	d.t.Helper()
	c := totp(d.t, secret, time.Now())
	_, ok := looker.findCode(d.picture(), c[:len(c)/2]+" "+c[len(c)/2:])
	return ok
}
