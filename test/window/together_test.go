//go:build window

package window_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"twofold/app/platform"
	"twofold/app/session"
)

// far is the limit for what goes through two daemons: nothing here measures
// how long anything takes.
const far = 4 * time.Minute

// TestTogether is two computers on one folder, carried by two real daemons.
// The second recovers the first's accounts with the recovery key, both edit,
// one goes offline, both edit again, and in the end both have the same.
func TestTogether(t *testing.T) {
	homes := [2]string{t.TempDir(), t.TempDir()}
	words := recoveryKey(t, homes[0])
	command(t, homes[0], "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("Gamma", "three", secretC))
	carriers := connected(t, homes)

	one := beside(t, homes[0], 0)
	one.see("Gamma")
	one.tap("bk.off.cta")
	one.says("sync.h")
	one.see("Syncthing Carried")
	one.shot("1-folder")
	one.tap("common.next")
	one.says("first.recover.q")
	one.tap("sync.first.no")
	one.says("sync.done.h")
	one.tap("common.done")
	one.see("Alpha")
	one.waitFor(far, "backup on the second computer", func() bool { return len(carriers[1].backups()) >= 2 })

	two := beside(t, homes[1], 1)
	two.recoverFrom("Laptop", words)
	two.see("Alpha")
	two.see("Beta")
	two.see("Gamma")
	one.notice("bk.joined.key", "Laptop")

	// Edits of both arrive, and nothing that was in hand is lost by it.
	one.front()
	one.rename("Beta", "Bravo")
	two.front()
	two.delete("Gamma")
	one.arrives(func() bool { return !one.shows("three") && one.shows("Bravo") })
	two.arrives(func() bool { return !two.shows("three") && two.shows("Bravo") })
	same(t, one, two, "2-together")

	// One goes offline; both go on.
	carriers[1].stop()
	before := carriers[1].backups()
	one.front()
	one.rename("Alpha", "Apex")
	one.rename("Bravo", "Bongo") // the other one will call it something else, later
	two.front()
	two.rename("Bravo", "Bingo")
	if out, err := program(two.home, english, link("Delta", "four", secretC)).CombinedOutput(); err != nil {
		t.Fatalf("a link for the second window: %v\n%s", err, out)
	}
	two.says("add.confirm.h")
	two.key("Return")
	two.see("Delta")
	two.waitFor(far, "backup made offline", func() bool { return len(carriers[1].backups()) > len(before) })
	for name := range carriers[1].backups() {
		if !before[name] && carriers[0].backups()[name] {
			t.Errorf("%s travelled without a daemon", name)
		}
	}
	if one.shows("Delta") || two.shows("Apex") {
		t.Error("an edit travelled without a daemon")
	}

	carriers[1].start()
	for _, d := range []*desk{one, two} {
		d.arrives(func() bool { return d.shows("Apex") && d.shows("Bingo") && d.shows("Delta") })
	}
	for _, d := range []*desk{one, two} { // neither name is lost
		d.says("merged.mark")
		d.front()
		d.click(d.see("Bingo").middle())
		d.key("F2")
		d.says("merged.h")
		d.see("Bongo")
		d.shot("3-merged")
		d.toList("Bingo")
	}
	same(t, one, two, "3-again")
	fingerprints(t, one, two)
}

// recoveryKey makes a vault with a recovery key, as the page of the key does.
// That page has a test of its own, and a test cannot read what it shows.
func recoveryKey(t testing.TB, home string) string {
	t.Helper()
	s := session.New(session.Options{
		DataDir: home + "/data", Now: time.Now, Rand: rand.Reader, Keyring: platform.NewKeyring(),
	})
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	words, _, err := s.MakeRecoveryKey(context.Background())
	if err == nil {
		err = s.ConfirmRecoveryKey()
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(words, " ")
}

// beside opens a window that covers none of its neighbours.
func beside(t *testing.T, home string, place int) *desk {
	t.Helper()
	d := openWith(t, home, english, []string{"TMPDIR=" + home + "/tmp"})
	d.name = fmt.Sprintf("window%d-", place+1)
	d.do("windowmove", "--sync", d.id, fmt.Sprint(40+place*520), "60")
	return d
}

// front gives the window the keyboard.
func (d *desk) front() {
	d.t.Helper()
	d.wait("keyboard", func() bool {
		_ = tool("xdotool", "windowactivate", d.id).Run()
		_ = tool("xdotool", "windowfocus", d.id).Run()
		out, _ := tool("xdotool", "getwindowfocus").Output()
		return strings.TrimSpace(string(out)) == d.id
	})
}

// recoverFrom goes through the pages of a recovery.
func (d *desk) recoverFrom(name, words string) {
	d.t.Helper()
	d.front()
	d.tap("first.recover")
	d.says("rec.folder.h")
	d.says("rec.folder.has")
	d.shot("1-folder")
	d.tap("common.next")
	d.says("rec.backup.h")
	d.says("rec.backup.latest")
	d.shot("2-backup")
	d.tap("common.next")
	d.says("rec.unlock.h")
	d.putText(words)
	d.key("ctrl+v")
	d.shot("3-unlock")
	d.tap("common.next")
	d.says("rec.right.h")
	label := d.says("rec.name.h")
	d.click(label.Min.X+40, label.Max.Y+24)
	d.text(name)
	d.shot("4-summary")
	d.tap("first.recover")
	d.see(d.txt.N("rec.sum.h", 3))
	d.shot("5-done")
	d.tap("common.done")
}

// delete puts an account into the trash.
func (d *desk) delete(title string) {
	d.t.Helper()
	d.click(d.see(title).middle())
	d.key("Delete")
	d.says("delete.h", "name", title)
	d.key("Return")
}

func (d *desk) shows(text string) bool { d.t.Helper(); _, ok := d.sees(text); return ok }

// arrives waits for what comes from the other computer.
func (d *desk) arrives(ok func() bool) {
	d.t.Helper()
	d.waitFor(far, "news of the other computer", ok)
}

// notice waits for a sentence about a computer in the status line.
func (d *desk) notice(key, device string) {
	d.t.Helper()
	want := beginning(d.txt.T(key, "device", device))
	d.waitFor(far, fmt.Sprintf("%q in the window", want), func() bool { return d.shows(want) })
}

// same waits until both lists look the same, codes and clocks included: all of
// the window but the status line, which says what each of them did last.
func same(t *testing.T, one, two *desk, shot string) {
	t.Helper()
	for _, d := range []*desk{one, two} {
		d.front()
		d.key("Home")
	}
	one.do("mousemove", "1500", "1100") // nothing lies under the mouse
	one.waitFor(far, "equal screens", func() bool {
		unfocused(t) // who has the keyboard shows it
		a, b := list(one), list(two)
		return a != nil && bytes.Equal(a, b)
	})
	one.shot(shot)
	two.shot(shot)
}

// unfocused takes the keyboard from all windows.
func unfocused(t *testing.T) {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	if err := xproto.SetInputFocusChecked(conn, xproto.InputFocusPointerRoot, root, xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
}

// list is the window above the status line, as bytes; nil if it is too small.
func list(d *desk) []byte {
	img, ok := d.picture().(*image.RGBA)
	if !ok || img.Rect.Dy() < 400 {
		return nil
	}
	return img.Pix[:img.Stride*(img.Rect.Dy()-60)]
}

// fingerprints ends both windows and compares what the files hold.
func fingerprints(t *testing.T, one, two *desk) {
	t.Helper()
	one.front()
	one.quit()
	two.front()
	two.quit()
	get := func(d *desk) (words string, accounts, trash int) {
		var st struct {
			Accounts, Trash int
			Fingerprint     string
		}
		if err := json.Unmarshal([]byte(command(t, d.home, "status", "--json")), &st); err != nil {
			t.Fatal(err)
		}
		return st.Fingerprint, st.Accounts, st.Trash
	}
	var a, b string
	deadline := time.Now().Add(far)
	for {
		var accounts, trash int
		a, _, _ = get(one)
		b, accounts, trash = get(two)
		if a == b && a != "" {
			if accounts != 3 || trash != 1 {
				t.Errorf("%d accounts and %d in the trash, want 3 and 1", accounts, trash)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("fingerprints %q and %q", a, b)
		}
		time.Sleep(500 * time.Millisecond) // the daemons go on carrying
	}
}
