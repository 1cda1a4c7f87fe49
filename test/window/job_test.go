//go:build window

package window_test

import (
	"strings"
	"testing"
	"time"
)

// secretA and the others are keys of the tests alone.
const (
	secretA = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	secretB = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	secretC = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"
	secretD = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
)

// TestJob is what the program is for, on an empty computer, in both languages:
// see the first page, drop a picture with a QR code, add the account, copy a
// right code, lock, unlock, quit, start again, copy again.
func TestJob(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { theJob(t, language) })
	}
}

func theJob(t *testing.T, language string) {
	home := t.TempDir()
	settings(t, home, map[string]any{"clipboard_seconds": 5})
	picture := screenshot(t, home, "bank.png", link("Mizuho", "hanako@example.jp", secretA))

	d := open(t, home, language)
	d.says("first.title")
	d.says("first.add")
	d.shot("1-first")
	d.drop(picture)
	d.says("add.confirm.h")
	d.see("Mizuho")
	d.see("hanako@example.jp")
	d.shot("2-confirm")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))
	row := d.see("Mizuho")
	d.shot("3-list")

	x, y := row.middle()
	d.doubleClick(x, y)
	d.copied(secretA)
	d.says("row.copied")
	d.shot("4-copied")
	d.wait("empty clipboard", func() bool { return clipboard() == "" })

	// What is somebody else's stays.
	d.key("Return")
	d.copied(secretA)
	d.putText("written by someone else")
	time.Sleep(6 * time.Second) // the clock of 5 s is over by then
	if got := clipboard(); got != "written by someone else" {
		t.Errorf("the clipboard of another program was changed to %q", got)
	}

	d.key("ctrl+l")
	d.says("lock.h")
	d.shot("5-locked")
	for _, secret := range []string{"Mizuho", "hanako@example.jp"} {
		if _, ok := d.sees(secret); ok {
			t.Errorf("%q is on the lock page", secret)
		}
	}
	d.tap("lock.unlock")
	d.see("Mizuho")
	d.key("Return")
	d.copied(secretA)
	d.quit()
	if got := clipboard(); got != "" {
		t.Errorf("after the end the clipboard holds %q", got)
	}

	d = open(t, home, language)
	d.see("Mizuho")
	d.shot("6-again")
	d.key("Return")
	d.copied(secretA)
	d.quit()
	if out := command(t, home, "list"); !strings.Contains(out, "Mizuho") {
		t.Errorf("list says %q", out)
	}
}

// TestSecondStart finds the window of the first and brings it to the front.
func TestSecondStart(t *testing.T) {
	home := t.TempDir()
	d := open(t, home, english)
	d.says("first.title")
	d.do("windowminimize", d.id)
	shown := func() bool {
		out, _ := tool("xdotool", "search", "--onlyvisible", "--name", "^Twofold").Output()
		return strings.Contains(string(out), d.id)
	}
	d.wait("hidden window", func() bool { return !shown() })
	again := program(home, english)
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("second start: %v\n%s", err, out)
	}
	if want := strings.TrimSpace(d.txt.T("err.other.raised")); !strings.Contains(string(out), want) {
		t.Errorf("second start said %q, want %q", out, want)
	}
	d.wait("window in front", shown)
	// A link given to the second start is read by the first.
	if out, err := program(home, english, link("Given", "later", secretB)).CombinedOutput(); err != nil {
		t.Fatalf("third start: %v\n%s", err, out)
	}
	d.says("add.confirm.h")
	d.see("Given")
}
