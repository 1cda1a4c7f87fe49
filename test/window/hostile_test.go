//go:build window

package window_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"twofold/sync/pair"
)

// TestTrustHostile is what two windows say when the service between their
// folders is not honest, and when a clock is wrong: a request for another
// vault, a message that was changed at each of its steps, a request that was
// left too long, a computer that is hours ahead, messages that are laid there a
// second time, and a removed computer that asks again. Each ends with its own
// sentence; nothing is lost, nobody is let in by half, and no message stays.
//
// With TWOFOLD_SHOTS it runs in both languages and both themes, for whoever
// looks at the pictures.
func TestTrustHostile(t *testing.T) {
	t.Run("en-light-ja-dark", func(t *testing.T) { hostile(t, english, "light", japanese, "dark") })
	if os.Getenv("TWOFOLD_SHOTS") != "" {
		t.Run("ja-dark-en-light", func(t *testing.T) { hostile(t, japanese, "dark", english, "light") })
		t.Run("en-dark-ja-light", func(t *testing.T) { hostile(t, english, "dark", japanese, "light") })
		t.Run("ja-light-en-dark", func(t *testing.T) { hostile(t, japanese, "light", english, "dark") })
	}
}

// enemies are two computers, and the service between them.
type enemies struct {
	t        *testing.T
	homes    [2]string
	clocks   [2]clock
	language string
	post     *provider
	one, two *desk
	asked    bool // the second window shows that its last request has ended
}

func hostile(t *testing.T, first, firstTheme, second, secondTheme string) {
	x := &enemies{t: t, homes: [2]string{t.TempDir(), t.TempDir()}, language: first}
	var shared [2]string
	for i, theme := range []string{firstTheme, secondTheme} {
		settings(t, x.homes[i], map[string]any{"theme": theme, "auto_lock_minutes": 0})
		shared[i] = filepath.Join(x.homes[i], "Shared")
		if err := os.Mkdir(shared[i], 0o700); err != nil {
			t.Fatal(err)
		}
		x.clocks[i] = newClock(t, x.homes[i])
	}
	recoveryKey(t, x.homes[0])
	command(t, x.homes[0], "add", link("Alpha", "one", secretA))
	command(t, x.homes[0], "folder", shared[0], "--yes")
	carriedBySyncthing(t, x.homes[1], shared[1])
	x.post = carries(t, [2]string{filepath.Join(shared[0], "Twofold"), filepath.Join(shared[1], "Twofold")})
	x.one = x.open(0, first)
	x.two = x.open(1, second)
	x.two.says("first.title")

	x.otherVault()
	x.changed(pair.StepRequest, "commit")
	x.changed(pair.StepAnswer, "nonce")
	x.changed(pair.StepReveal, "sealed")
	x.changed(pair.StepGrant, "sealed")
	x.late()
	x.hours()
	x.again()
	x.removed()
	for _, d := range []*desk{x.one, x.two} {
		d.front()
		d.quit()
	}
	rightCode(t, x.homes[0], "Alpha", secretA)
	rightCode(t, x.homes[1], "Alpha", secretA)
	rightCode(t, x.homes[0], "Late", secretD)
}

// open starts one of the two windows, beside the other.
func (x *enemies) open(side int, language string) *desk {
	d := x.clocks[side].open(x.t, x.homes[side], language)
	d.name = []string{"one-", "two-"}[side]
	d.do("windowmove", "--sync", d.id, []string{"40", "560"}[side], "60")
	return d
}

// toUnlock brings the second window to the choice of a way, from its list or
// first page.
func (x *enemies) toUnlock() {
	two := x.two
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.tap("common.next")
	two.says("rec.backup.h")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.says("rec.key.scan")
}

// ask lays a request, and lets the first window answer it by a click.
func (x *enemies) ask() {
	one, two := x.one, x.two
	two.front()
	if x.asked {
		two.tap("rec.num.again")
	} else {
		two.tap("rec.unlock.approve")
	}
	x.asked = false
	two.says("rec.num.alt")
	one.front()
	one.hears("ap.badge")
	one.tap("ap.show")
	one.says("ap.number")
}

// clean waits until nothing of an approval is in the folders.
func (x *enemies) clean() {
	x.t.Helper()
	x.one.waitFor(far, "folders without messages", func() bool { return x.post.messages() == 0 })
}

// stranger makes the vault of somebody else in the folder, as where two
// computers began before their folders met. It gives the names of its files.
func (x *enemies) stranger() (names []string) {
	x.t.Helper()
	home := x.t.TempDir()
	shared := filepath.Join(home, "Shared")
	if err := os.Mkdir(shared, 0o700); err != nil {
		x.t.Fatal(err)
	}
	recoveryKey(x.t, home)
	command(x.t, home, "add", link("Other", "one", secretB))
	command(x.t, home, "folder", shared, "--yes")
	files, err := filepath.Glob(filepath.Join(shared, "Twofold", "tf1-*.age"))
	if err != nil || len(files) < 2 {
		x.t.Fatalf("files of another vault: %v, %v", files, err)
	}
	for _, from := range files {
		data, err := os.ReadFile(from)
		if err != nil {
			x.t.Fatal(err)
		}
		x.post.put(filepath.Base(from), data)
		names = append(names, filepath.Base(from))
	}
	x.two.waitFor(far, "backups of both", func() bool {
		list, _ := filepath.Glob(filepath.Join(x.post.dirs[1], "tf1-*.age"))
		return len(list) >= 4
	})
	return names
}

// otherVault: the folder holds the backup of somebody else as well, and the
// new computer asks for that.
func (x *enemies) otherVault() {
	one, two := x.one, x.two
	files := x.stranger()
	two.front()
	x.toUnlock() // the newer backup is the one that is chosen
	two.tap("rec.unlock.approve")
	two.says("rec.num.alt")
	one.front()
	one.hears("ap.other")
	one.shot("1-othervault")
	one.tap("common.details")
	one.says("err.pair.vault")
	one.shot("1-othervault-why")
	one.key("Return")
	one.gone(beginning(one.txt.T("err.pair.vault")))
	if one.shows(beginning(one.txt.T("ap.badge"))) {
		x.t.Error("a request for another vault is offered")
	}
	two.front()
	two.tap("rec.num.alt")
	two.says("rec.key.scan")
	x.clean()
	one.arrives(func() bool { return !one.shows(beginning(one.txt.T("ap.other"))) })
	two.tap("common.cancel")
	two.says("rec.cancel.h")
	two.tap("rec.cancel.yes")
	two.says("first.title")
	for _, name := range files {
		if err := os.Remove(filepath.Join(x.post.dirs[0], name)); err != nil {
			x.t.Fatal(err)
		}
	}
	two.waitFor(far, "folder of one vault", func() bool {
		for _, name := range files {
			if _, err := os.Stat(filepath.Join(x.post.dirs[1], name)); err == nil {
				return false
			}
		}
		return true
	})
	x.toUnlock()
}

// changed: the service changes a message of a step. The side that reads it can
// tell, but for the answer, in whose place anybody can put his own: there it is
// the other one that can.
func (x *enemies) changed(step int, field string) {
	one, two := x.one, x.two
	name := "2-changed-" + []string{"", "request", "answer", "reveal", "grant"}[step]
	x.post.alters(step, field)
	x.ask()
	if step != pair.StepGrant {
		one.hears("err.pair.altered")
		one.shot(name)
		two.number()
		two.shot(name)
		one.key("Escape")
		two.hears("rec.num.again")
		two.says("err.pair.cancelled")
		two.shot(name + "-ended")
		x.asked = true
	} else {
		number := two.number()
		one.front()
		one.text(number)
		one.key("Return")
		one.hears("common.close")
		one.shot(name)
		two.hears("err.pair.altered")
		two.shot(name)
		two.front()
		two.tap("rec.num.alt")
		two.says("rec.key.scan")
		one.hears("err.pair.cancelled")
		one.shot(name + "-ended")
		one.front()
		one.key("Return")
	}
	if !x.post.altered() {
		x.t.Errorf("nothing was changed at step %d", step)
	}
	one.gone(beginning(one.txt.T("err.pair.altered")))
	x.clean()
}

// late: nobody types the number for a quarter of an hour.
func (x *enemies) late() {
	one, two := x.one, x.two
	x.ask()
	two.number()
	for _, c := range x.clocks {
		c.set(x.t, pair.Lifetime+time.Minute)
	}
	one.hears("ap.expired")
	one.shot("3-expired")
	one.key("Return")
	two.hears("rec.num.again")
	two.says("ap.expired")
	two.shot("3-expired")
	x.asked = true
	two.front()
	two.tap("rec.num.alt")
	two.says("rec.key.scan")
	x.asked = false
	x.clean()
}

// hours: the clock of the new computer is seven hours ahead. It is approved all
// the same, and each of the two says what it can tell.
func (x *enemies) hours() {
	one, two := x.one, x.two
	x.clocks[0].set(x.t, 0)
	x.clocks[1].set(x.t, 7*time.Hour)
	x.post.forget()
	x.approve("Laptop")
	two.see(two.txt.N("rec.sum.h", 1))
	two.tap("common.done")
	two.see("Alpha")
	one.front()
	one.hears("status.clock")
	one.shot("4-clock")
	one.click(one.says("status.clock").middle())
	one.hears("sync.title")
	one.see(beginning(one.txt.N("bk.clock.slow.h", 7)))
	one.shot("4-clock-page")
	one.toList("Alpha")
	one.add("Beta", secretC) // it says what it has seen, and when
	two.front()
	two.arrives(func() bool { return two.shows("Beta") })
	two.hears("status.clock")
	two.shot("4-clock")
	two.click(two.says("status.clock").middle())
	two.see(beginning(two.txt.N("bk.clock.fast.h", 7)))
	two.shot("4-clock-page")
	two.toList("Beta")
	x.clocks[1].set(x.t, 0) // put right, both take it back
	for _, d := range []*desk{one, two} {
		d.arrives(func() bool { return !d.shows(beginning(d.txt.T("status.clock"))) })
	}
	x.clean()
}

// approve goes through an approval to its end, and calls the new computer name.
func (x *enemies) approve(name string) {
	one, two := x.one, x.two
	x.ask()
	number := two.number()
	one.front()
	one.text(number)
	one.key("Return")
	one.hears("common.close")
	two.front()
	two.hears("rec.num.match")
	field := two.says("rec.name.h")
	two.click(field.Min.X+40, field.Max.Y+24)
	two.key("ctrl+a")
	two.text(name)
	two.tap("rec.num.match")
	one.arrives(func() bool { return !one.shows(one.txt.T("common.close")) })
}

// again: the service lays the messages of that approval into the folder a
// second time, while one window is shut that took part in it.
func (x *enemies) again() {
	x.one.front()
	x.one.quit()
	x.post.replay()
	x.one = x.open(0, x.language)
	one, two := x.one, x.two
	for _, d := range []*desk{one, two} {
		d.front()
		d.hears("ap.badge")
		d.tap("ap.show")
		d.says("err.pair.elsewhere")
		d.shot("5-again")
		d.key("Return")
		d.gone(beginning(d.txt.T("err.pair.elsewhere")))
		d.gone(beginning(d.txt.T("ap.badge")))
	}
	x.post.clear()
	one.front()
	one.quit()
	x.members(2)
	x.one = x.open(0, x.language)
}

// members holds how many computers belong to the vault, and that no other was
// ever let in but those that were removed.
func (x *enemies) members(want int) {
	x.t.Helper()
	var list []struct {
		Name    string
		Removed bool
	}
	if err := json.Unmarshal([]byte(command(x.t, x.homes[0], "computers", "--json")), &list); err != nil {
		x.t.Fatal(err)
	}
	in := 0
	for _, c := range list {
		if !c.Removed {
			in++
		}
	}
	if in != want {
		x.t.Errorf("%d computers belong to the vault, want %d: %+v", in, want, list)
	}
}

// removed: a computer that was removed is told so, keeps what it has, and comes
// back by asking like any new one. What it had alone comes with it.
func (x *enemies) removed() {
	one, two := x.one, x.two
	one.front()
	one.toSettings("set.computers")
	one.tap2("Laptop")
	one.tap("computers.remove")
	one.says("remove.does")
	one.shot("6-remove")
	one.tap("computers.remove.yes")
	one.says("remove.confirm", "device", "Laptop")
	one.key("Return")
	one.says("renew.h", "device", "Laptop")
	one.toList("Alpha")
	two.front()
	two.hears("bk.excluded")
	two.shot("6-removed")
	two.add("Late", secretD)
	two.tap("common.details")
	two.says("bk.excluded.d")
	two.shot("6-removed-why")
	x.toUnlock()
	x.approve("Laptop again")
	two.see(two.txt.N("rec.sum.h", 3))
	two.shot("6-back")
	two.tap("common.done")
	two.see("Late")
	one.front()
	one.arrives(func() bool { return one.shows("Late") })
	one.toSettings("set.computers")
	one.see("Laptop again")
	one.shot("6-computers")
	one.toList("Late")
	x.clean()
}
