//go:build window

package window_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// wheel turns the mouse wheel down over the middle of the window.
func (d *desk) wheel(clicks string) {
	d.t.Helper()
	d.do("mousemove", "--window", d.id, "200", "400", "click", "--repeat", clicks, "--delay", "15", "5")
}

// toExport opens the page of exports from the settings, after the question who
// sits here.
func (d *desk) toExport() {
	d.t.Helper()
	d.key("ctrl+comma")
	d.says("set.title")
	d.wheel("60")
	// The last line is there when the page has come to rest; before, the
	// button would be elsewhere by the time it is clicked.
	d.see(d.txt.T("set.version", "v", d.version()))
	d.tap("export.title")
	d.says("export.confirm")
	d.key("Return")
	d.says("export.f.twofold")
}

// version is what the program calls itself.
func (d *desk) version() string {
	d.t.Helper()
	_, v, _ := strings.Cut(strings.TrimSpace(command(d.t, d.home, "--version")), " ")
	return v
}

// give runs a command with a password on a descriptor.
func give(t *testing.T, home, password string, args ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString(password + "\n"); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	defer r.Close()
	cmd := program(home, english, append(args, "--password-fd", "3")...)
	cmd.ExtraFiles = []*os.File{r}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("twofold %v: %v\n%s", args, err, stderr(err))
	}
	return string(out)
}

// rightCode asks a home for a code and compares it with another program's.
func rightCode(t *testing.T, home, name, secret string) {
	t.Helper()
	before := time.Now()
	got := strings.TrimSpace(command(t, home, "code", name))
	if got != totp(t, secret, before) && got != totp(t, secret, time.Now()) {
		t.Errorf("%s gives %s", name, got)
	}
}

// TestBackupFile writes the encrypted backup in the window, reads it with the
// command in another home, and drops it on the window of a third one: a wrong
// password first, then the right one, then the report.
func TestBackupFile(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("Gamma", "three", secretC))
			// Without a path to other programs the toolkit's own dialog asks
			// where to save, on every computer.
			d := openWith(t, home, language, []string{"PATH=" + home})
			d.see("Alpha")
			d.toExport()
			d.wheel("60")
			d.shot("1-export")
			x, y := d.says("export.pass").middle()
			d.click(x+20, y+32)
			d.text("seven purple boats")
			d.key("Return") // to the second field
			d.text("seven purple boats")
			d.shot("2-password")
			d.key("Return")
			d.saveDialog()
			file := d.written("*.twofold")
			d.says("common.ok") // under the sentence that it is done
			d.shot("4-done")
			d.key("Return")
			d.quit()

			other := t.TempDir()
			if out := give(t, other, "seven purple boats", "import", file); !strings.HasPrefix(out, "3 ") {
				t.Errorf("import said %q", out)
			}
			rightCode(t, other, "Beta", secretB)

			third := t.TempDir()
			d = open(t, third, language)
			d.says("first.title")
			d.drop(file)
			d.says("err.import.locked")
			d.text("seven purple goats")
			d.key("Return")
			d.says("err.import.password")
			d.shot("5-wrong")
			d.text("seven purple boats")
			d.key("Return")
			d.see(d.txt.N("import.btn", 3))
			d.shot("6-confirm")
			d.key("Return")
			d.says("import.sum.h")
			d.see(d.txt.N("import.sum.new", 3))
			d.shot("7-report")
			d.key("Return")
			d.see("Gamma")
			d.quit()
			rightCode(t, third, "Gamma", secretC)
		})
	}
}

// saveDialog takes the proposed name in the toolkit's own dialog.
func (d *desk) saveDialog() {
	d.t.Helper()
	d.see("cache") // a directory in the list
	d.shot("3-dialog")
	d.tap("common.save")
}

// written waits for a whole file in the home, and gives its path.
func (d *desk) written(pattern string) string {
	d.t.Helper()
	var file string
	d.wait("file "+pattern, func() bool {
		files, err := filepath.Glob(filepath.Join(d.home, pattern))
		if err != nil || len(files) != 1 {
			return false
		}
		file = files[0]
		info, err := os.Stat(file)
		return err == nil && info.Size() > 0
	})
	return file
}

// TestSeveralFilesAtOnce drops exports of three kinds and a picture together.
func TestSeveralFilesAtOnce(t *testing.T) {
	from, home := t.TempDir(), t.TempDir()
	command(t, from, "add", link("Alpha", "one", secretA))
	aegis, fas := filepath.Join(home, "a.json"), filepath.Join(home, "b.2fas")
	command(t, from, "export", "--format", "aegis", "--output", aegis, "--yes")
	command(t, from, "add", link("Beta", "two", secretB))
	command(t, from, "export", "--format", "2fas", "--output", fas, "--yes")
	list := file(t, home, "list.txt", []byte(link("Gamma", "three", secretC)+"\notpauth://totp/Broken:x?secret=JBSW0\n"))
	picture := screenshot(t, home, "page.png", link("Delta", "four", secretD))

	d := open(t, home, english)
	d.says("first.title")
	d.drop(aegis, fas, list, picture)
	d.see(d.txt.N("import.btn", 4)) // Alpha is in two of them
	d.shot("1-confirm")
	d.key("Return")
	d.says("import.sum.h")
	d.see(d.txt.N("import.sum.new", 4))
	d.see(d.txt.N("import.sum.here", 1))
	d.see(d.txt.N("import.sum.refused", 1))
	d.see("Broken")
	d.says("import.plain.warn")
	d.shot("2-report")
	d.key("Return")
	d.see("Delta")
	d.quit()
	for name, secret := range map[string]string{"Alpha": secretA, "Beta": secretB, "Gamma": secretC, "Delta": secretD} {
		rightCode(t, home, name, secret)
	}
}

// TestPagesForAPhone photographs the window that shows the pages of a Google
// Authenticator export, and reads the photographs.
func TestPagesForAPhone(t *testing.T) {
	home := t.TempDir()
	uris := file(t, home, "pages.txt", []byte(strings.Join(migration(t, 13), "\n")))
	command(t, home, "import", uris)
	d := open(t, home, english)
	d.see("Moved 1")
	d.toExport()
	d.tap("export.f.google")
	d.tap("export.show")
	var pages otpauth.Pages
	for n := 1; n <= 2; n++ {
		d.says("export.qr.page", "i", n, "n", 2)
		d.shot("page")
		d.wait("code on the page", func() bool {
			found, err := qr.Read(context.Background(), d.picture())
			if err != nil || len(found.Codes) != 1 {
				return false
			}
			p, err := otpauth.ParseMigration(found.Codes[0].Text)
			return err == nil && pages.Add(p)
		})
		d.key("Right")
	}
	if got := pages.Accounts(); len(got) != 13 || len(pages.Missing()) != 0 {
		t.Errorf("%d accounts were read from the window, missing pages %v", len(got), pages.Missing())
	}
	d.says("export.f.twofold") // the page before, after the last one
	d.key("Escape")
	d.key("Escape")
	d.quit()
}

// stderr is what a failed command said.
func stderr(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(exit.Stderr)
	}
	return ""
}
