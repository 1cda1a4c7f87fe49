//go:build window

package window_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTrust is the whole life of a computer that is trusted, in two windows on
// folders that two Syncthing daemons join: it is refused and then approved by
// its number, both edit, it is renamed and removed, the recovery key is
// replaced, and with the new one it comes back with what it kept. What each of
// them can open meanwhile is asked of the stock age program.
//
// One window is in English and the other in Japanese. With TWOFOLD_SHOTS a
// second run has them the other way round, for whoever looks at the pictures.
func TestTrust(t *testing.T) {
	t.Run("en-ja", func(t *testing.T) { trust(t, english, japanese) })
	if os.Getenv("TWOFOLD_SHOTS") != "" {
		t.Run("ja-en", func(t *testing.T) { trust(t, japanese, english) })
	}
}

// trusted are the two computers.
type trusted struct {
	t        *testing.T
	one, two *desk
	carriers [2]*carrier
	age      stockAge
	words    string // of the first recovery key
	owner    ageKey // of the recovery key
	own      ageKey // of the first computer
	guest    ageKey // of the second computer, before it was removed
	kit      string // the file with the key that replaced the first one
}

func trust(t *testing.T, first, second string) {
	homes := [2]string{t.TempDir(), t.TempDir()}
	x := &trusted{t: t, age: newStockAge(t), words: recoveryKey(t, homes[0])}
	x.carriers = connected(t, homes)
	command(t, homes[0], "add", link("Okta", "hanako", secretA), link("Alpha", "one", secretB))
	command(t, homes[0], "folder", x.carriers[0].folder, "--yes")
	// Without a path to other programs the toolkit's own dialog asks where to
	// save, on every computer.
	x.one = openWith(t, homes[0], first, []string{"PATH=" + homes[0]})
	x.one.name = "one-"
	x.one.do("windowmove", "--sync", x.one.id, "40", "60")
	x.two = openWith(t, homes[1], second, nil)
	x.two.name = "two-"
	x.two.do("windowmove", "--sync", x.two.id, "560", "60")
	x.tie()
	x.decline()
	x.approve()
	x.both()
	x.remove()
	x.replaceKey()
	x.comeBack()
	x.one.front()
	x.one.quit()
	x.two.front()
	x.two.quit()
	// Both go on with a code of their own, and the other one was never said.
	rightCode(t, homes[0], "Okta", secretA)
	rightCode(t, homes[1], "Okta", secretC)
	rightCode(t, homes[0], "Late", secretD)
	rightCode(t, homes[1], "Acme", secretB)
}

// tie keeps the key of an account on the first computer.
func (x *trusted) tie() {
	one := x.one
	one.front()
	one.tap2("Okta")
	one.key("ctrl+e")
	one.says("edit.title")
	one.reach("form.device")
	one.wheel("8")
	one.says("edit.suggest", "issuer", "Okta")
	one.shot("01-tied")
	one.tap("common.save")
	one.says("status.edited", "name", "Okta")
}

// decline asks for the accounts, and is told that it was nobody.
func (x *trusted) decline() {
	one, two := x.one, x.two
	two.waitFor(far, "backup on the second computer", func() bool { return len(x.carriers[1].backups()) >= 2 })
	two.front()
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.shot("02-folder")
	two.tap("common.next")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.says("rec.key.scan")
	two.shot("03-unlock")
	two.tap("rec.unlock.approve")
	two.says("rec.num.alt")
	two.shot("04-waiting")
	one.front()
	one.hears("ap.badge")
	one.shot("05-badge")
	one.tap("ap.show")
	one.says("ap.number")
	one.tap("ap.deny")
	one.says("ap.denied.h")
	one.shot("06-denied")
	one.key("Escape")
	two.hears("rec.num.again")
	two.says("err.pair.declined")
	two.shot("07-declined")
}

// approve asks again. A wrong number is refused and the right one is taken,
// and both show the same four words.
func (x *trusted) approve() {
	one, two := x.one, x.two
	two.front()
	two.tap("rec.num.again")
	one.front()
	one.hears("ap.badge")
	one.tap("ap.show")
	one.says("ap.number")
	number := two.number()
	two.shot("08-number")
	one.front()
	wrong := "111111"
	if number == wrong {
		wrong = "222222"
	}
	one.text(wrong)
	one.shot("09-typed")
	one.key("Return")
	one.see(beginning(one.txt.N("ap.wrong", 2)))
	one.shot("10-wrong")
	one.text(number)
	one.key("Return")
	one.hears("common.close")
	one.shot("11-words")
	two.front()
	two.hears("rec.num.match")
	field := two.says("rec.name.h")
	two.click(field.Min.X+40, field.Max.Y+24)
	two.text("Laptop")
	two.shot("12-words")
	x.sameWords()
	two.tap("rec.num.match")
	two.see(two.txt.N("rec.sum.h", 2))
	two.shot("13-action")
	one.arrives(func() bool { return !one.shows(one.txt.T("common.close")) })
	one.waitFor(far, "folder without messages", func() bool {
		for _, c := range x.carriers {
			if left, err := filepath.Glob(filepath.Join(c.folder, "Twofold", "*.json")); err != nil || len(left) > 0 {
				return false
			}
		}
		return true
	})
}

// sameWords holds the line of words in one window against the other.
func (x *trusted) sameWords() {
	x.t.Helper()
	button := x.one.says("common.close")
	img := x.one.picture()
	line := lineAbove(img, button.Min.Y-24)
	if line.Dx() < 100 || line.Dy() > 30 {
		x.t.Fatalf("no line of words in the first window: %v", line)
	}
	x.two.wait("the same four words", func() bool { return x.two.showsPicture(cropped(img, line)) })
}

// both give the second computer a key of its own for the account that is
// tied, and let each have what the other edits.
func (x *trusted) both() {
	one, two := x.one, x.two
	two.tap("rec.sum.scan")
	two.says("act.h", "issuer", "Okta")
	two.shot("14-newkey")
	two.drop(screenshot(x.t, two.home, "other.png", link("Okta", "somebody", secretC)))
	two.says("act.mismatch.h")
	two.shot("15-another")
	two.key("Escape")
	two.gone(beginning(two.txt.T("act.mismatch.h")))
	two.drop(screenshot(x.t, two.home, "code.png", link("Okta", "hanako", secretC)))
	two.says("rec.sum.allready")
	two.tap("common.done")
	two.see("Alpha")
	two.rename("Alpha", "Apex")
	one.arrives(func() bool { return one.shows("Apex") })
	one.front()
	one.add("Beta", secretC)
	two.arrives(func() bool { return two.shows("Beta") })

	one.toSettings("set.computers")
	one.tap2("Laptop")
	field := one.says("computer.name")
	one.click(field.Min.X+40, field.Max.Y+24)
	one.key("ctrl+a")
	one.text("Kitchen")
	one.shot("16-computer")
	one.key("Return")
	one.see("Kitchen")
	one.shot("17-computers")
	two.front()
	two.toSettings("set.computers")
	two.arrives(func() bool { return two.shows("Kitchen") })
	two.shot("18-renamed")
	two.toList("Apex")
	// What each of the keys opens, before anything is taken from them.
	x.owner = x.age.recovery(x.carriers[0], x.words)
	x.own, x.guest = x.age.computer(x.owner, one.home), x.age.computer(x.owner, two.home)
	if x.opened(x.guest, "Beta") == 0 || x.opened(x.owner, "Beta") == 0 {
		x.t.Fatal("the stock program opens nothing: this test looks for the wrong thing")
	}
}

// remove takes the second computer out. It says so, keeps what it has, and
// opens nothing that is written from then on.
func (x *trusted) remove() {
	one, two := x.one, x.two
	one.front()
	one.tap2("Kitchen")
	one.tap("computers.remove")
	one.says("remove.does")
	one.shot("19-remove")
	one.tap("computers.remove.yes")
	one.says("remove.confirm", "device", "Kitchen")
	one.shot("20-sure")
	one.key("Return")
	one.says("renew.h", "device", "Kitchen")
	one.shot("21-renewals")
	one.tap2("Okta") // its key was in the folder before it was tied
	one.tap2("Apex")
	one.tap2("Beta")
	one.says("renew.none")
	one.shot("22-ticked")
	one.toList("Apex")
	one.rename("Beta", "Bravo")
	two.front()
	two.hears("bk.excluded")
	two.see("Apex")
	two.see("Beta")
	two.shot("23-removed")
	two.add("Late", secretD)
	x.written("Bravo")
	if n := x.opened(x.guest, "Bravo"); n > 0 {
		x.t.Errorf("the removed computer opens %d backups written afterwards", n)
	}
	if two.shows("Bravo") {
		x.t.Error("the removed computer shows what was edited afterwards")
	}
	if one.shows("Late") {
		x.t.Error("an edit of the removed computer was taken")
	}
}

// replaceKey makes a new recovery key. The one before opens nothing that is
// written from then on, and the new one does.
func (x *trusted) replaceKey() {
	one := x.one
	one.front()
	one.toSettings("keys.title")
	one.says("keys.b")
	one.shot("24-keys")
	one.tap("set.newkey")
	one.tap("common.show")
	one.hears("common.next")
	one.shot("25-words")
	one.tap("set.kit")
	one.says("kit.b")
	one.shot("26-kit")
	one.tap("kit.pdf")
	one.saveDialog()
	x.kit = one.written("*.pdf")
	one.says("common.ok")
	one.key("Return")
	one.key("Escape")
	words := keyIn(x.t, x.kit)
	one.seeWords(words)
	one.tap("common.next")
	one.says("sync.key.saved")
	one.shot("27-check")
	one.typeAsked(words)
	one.hears("keys.b")
	one.shot("28-replaced")
	one.toList("Apex")
	one.rename("Apex", "Acme")
	x.written("Acme")
	if n := x.opened(x.owner, "Acme"); n > 0 {
		x.t.Errorf("the key that was replaced opens %d backups written afterwards", n)
	}
	if x.opened(x.owner, "Beta") == 0 {
		x.t.Error("the key that was replaced does not open what was written before: so nobody can tell what it opens")
	}
	fresh := x.age.recovery(x.carriers[0], strings.Join(words, " "))
	if x.opened(fresh, "Acme") == 0 {
		x.t.Error("the new key opens nothing")
	}
	if n := x.opened(x.guest, "Acme"); n > 0 {
		x.t.Errorf("the removed computer opens %d backups written afterwards", n)
	}
}

// comeBack recovers on the removed computer: in vain with the key that was
// replaced, and then with the picture of the new one. Its own accounts come
// along, and the first computer asks who it was.
func (x *trusted) comeBack() {
	one, two := x.one, x.two
	// What was carried late would let the key that was replaced open what it
	// opened before: the daemon can hold a folder back for a minute.
	two.waitFor(far, "the same backups in both folders", func() bool {
		return maps.Equal(x.carriers[0].backups(), x.carriers[1].backups())
	})
	two.front()
	two.tap("common.details")
	two.says("bk.excluded.d")
	two.shot("29-excluded")
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.tap("common.next")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.says("rec.key.scan")
	two.putText(x.words)
	two.key("ctrl+v")
	two.tap("common.next")
	two.hears("err.rec.retired")
	two.shot("30-old-key")
	two.drop(x.kit)
	field := two.says("rec.name.h")
	two.shot("31-summary")
	two.click(field.Min.X+40, field.Max.Y+24)
	two.text("Kitchen again")
	two.tap("first.recover")
	two.see(two.txt.N("rec.sum.h", 4))
	two.shot("32-back")
	two.tap("common.done")
	two.arrives(func() bool { return two.shows("Acme") && two.shows("Bravo") && two.shows("Late") })
	two.shot("33-list")
	one.arrives(func() bool { return one.shows("Late") })
	one.front()
	one.hears("status.joined", "device", "Kitchen again")
	one.shot("34-joined")
	one.tap("common.details")
	one.says("computers.unsure.h", "device", "Kitchen again")
	one.shot("35-unsure")
	one.tap("computers.me")
	one.gone(beginning(one.txt.T("computers.unsure.h", "device", "Kitchen again")))
	one.shot("36-known")
	one.toList("Acme")
}

// written waits until a backup of the first computer holds a name.
func (x *trusted) written(name string) {
	x.t.Helper()
	x.one.waitFor(far, "backup with "+name, func() bool { return x.opened(x.own, name) > 0 })
}

// opened is how many backups in the first folder a key opens that hold a name.
func (x *trusted) opened(key ageKey, name string) int {
	x.t.Helper()
	n := 0
	for file := range x.carriers[0].backups() {
		if !strings.Contains(file, "-r-") && strings.Contains(x.age.open(key, filepath.Join(x.carriers[0].folder, "Twofold", file)), name) {
			n++
		}
	}
	return n
}
