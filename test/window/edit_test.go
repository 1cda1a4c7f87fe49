//go:build window

package window_test

import (
	"encoding/json"
	"image"
	"strings"
	"syscall"
	"testing"
)

// names are the services in the program's own order, as the command sees them.
func names(t *testing.T, home string) string {
	t.Helper()
	var list []struct {
		Issuer string `json:"issuer"`
	}
	if err := json.Unmarshal([]byte(command(t, home, "list", "--json")), &list); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Issuer)
	}
	return strings.Join(out, " ")
}

// above waits until one text stands above another.
func (d *desk) above(upper, lower string) {
	d.t.Helper()
	d.wait(upper+" above "+lower, func() bool {
		a, ok := d.sees(upper)
		b, too := d.sees(lower)
		return ok && too && a.Max.Y <= b.Min.Y
	})
}

// TestEdit changes, deletes, takes back, restores and orders accounts.
func TestEdit(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("Gamma", "three", secretC))
	d := open(t, home, english)
	d.see("Gamma")

	d.rename("Beta", "Better")
	d.see("Better")
	d.key("ctrl+z")
	d.says("status.undone")
	d.see("Beta")

	d.click(d.see("Beta").middle())
	d.key("Delete")
	d.says("delete.h", "name", "Beta")
	d.shot("1-delete")
	d.key("Return")
	d.says("status.deleted", "name", "Beta")
	d.gone("two")
	d.tap("common.undo")
	d.see("two")

	d.click(d.see("Gamma").middle())
	d.key("Delete", "Return")
	d.gone("three")
	d.more("trash.title")
	d.see("three")
	d.shot("2-trash")
	d.tap("trash.restore")
	d.says("trash.empty")
	d.key("Escape")
	d.see("three")

	d.click(d.see("Alpha").middle())
	d.key("alt+Down")
	d.above("Beta", "Alpha")
	from, to := d.see("Gamma"), d.see("Beta")
	d.drag(image.Pt(from.Min.X+10, from.Min.Y+8), image.Pt(to.Min.X+10, to.Min.Y-12))
	d.above("Gamma", "Beta")
	d.shot("3-order")
	d.quit()
	if got := names(t, home); got != "Gamma Beta Alpha" {
		t.Errorf("order %q", got)
	}
	d = open(t, home, english)
	d.above("Gamma", "Beta")
	d.above("Beta", "Alpha")
	d.quit()
}

// more chooses a line of the menu behind the three dots.
func (d *desk) more(key string) {
	d.t.Helper()
	d.click(389, 30)
	d.tap(key)
}

// TestFind groups accounts, searches them, and moves among them by keys.
func TestFind(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("楽天", "買い物", secretC))
	d := open(t, home, english)
	d.see("楽天")

	d.more("menu.newgroup")
	d.says("group.name")
	d.text("Shops")
	d.key("Return")
	d.see("Shops")
	d.click(d.see("楽天").middle())
	d.key("shift+F10")
	d.tap("menu.groups")
	d.says("group.title")
	d.shot("1-groups")
	inSheet := d.says("group.title")
	d.click(lowerOf(d, "Shops", inSheet.Max.Y).middle())
	d.tap("common.done")
	d.gone(beginning(d.txt.T("group.title")))
	d.key("ctrl+1")
	d.gone("Alpha")
	d.see("楽天")
	d.shot("2-group")
	d.key("ctrl+0")
	d.see("Alpha")

	// The reading makes a name findable that a Latin keyboard cannot type.
	d.click(d.see("楽天").middle())
	d.key("F2")
	d.says("edit.title")
	d.key("Tab", "Tab")
	d.putText("らくてん")
	d.key("ctrl+v")
	d.shot("3-reading")
	d.tap("common.save")
	d.see("Alpha")
	d.text("rakuten")
	d.gone("Alpha")
	d.see("楽天")
	d.shot("4-found")
	d.key("Return")
	d.copied(secretC)
	d.key("Escape")
	d.see("Alpha")
	d.text("zzz")
	d.says("main.noresults", "q", "zzz")
	d.key("Escape")
	d.see("Alpha")

	d.key("Home", "Return")
	d.copied(secretA)
	d.key("Down", "Return")
	d.copied(secretB)
	d.key("End", "Return")
	d.copied(secretC)
	d.key("Up", "ctrl+c")
	d.copied(secretB)
	d.quit()
}

// lowerOf waits for a text below a height: the same word may stand above.
func lowerOf(d *desk, text string, y int) spot {
	d.t.Helper()
	var at spot
	d.wait(text+" lower down", func() (ok bool) {
		at, ok = looker.find(crop(d.picture(), y), text)
		return ok
	})
	return at
}

func crop(img image.Image, y int) image.Image {
	b := img.Bounds()
	if sub, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	}); ok && y < b.Dy() {
		return sub.SubImage(image.Rect(0, y, b.Dx(), b.Dy()))
	}
	return img
}

// TestCounter uses codes of a counter and kills the program: no code may come
// twice.
func TestCounter(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", "otpauth://hotp/Counting:me?secret="+secretA+"&issuer=Counting&counter=0")
	hotp := func(n string) string {
		out, err := tool("oathtool", "--hotp", "-b", "-c", n, secretA).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	d := open(t, home, english)
	d.see("Counting")
	d.key("Return")
	d.wait("first code", func() bool { return clipboard() == hotp("0") })
	d.shot("1-shown")
	d.click(420-12-14-12, d.see("Counting").Min.Y+20)
	d.wait("second code in the window", func() bool {
		c := hotp("1")
		_, ok := looker.findCode(d.picture(), c[:3]+" "+c[3:])
		return ok
	})
	if err := d.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	d.ended()
	d = open(t, home, english)
	d.see("Counting")
	d.key("Return")
	d.wait("third code", func() bool { return clipboard() == hotp("2") })
	d.quit()
}
