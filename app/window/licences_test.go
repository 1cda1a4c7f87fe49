package window

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"twofold/app/locale"
)

func TestLicences(t *testing.T) {
	names := map[string]bool{}
	for _, l := range shipped() {
		names[l.name] = true
		if text := l.text(); l.licence == "" || len(text) < 500 {
			t.Errorf("%s: licence %q, %d bytes of text", l.name, l.licence, len(text))
		}
	}
	// Whatever the program is made of on any system must be there.
	for _, goos := range []string{"linux", "windows", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "twofold")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=1")
		list, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if len(strings.Fields(string(list))) < 20 {
			t.Errorf("%s: modules %q", goos, list)
		}
		for _, path := range strings.Fields(string(list)) {
			if !names[path] {
				t.Errorf("%s is shipped for %s without its licence: run scripts/licences", path, goos)
			}
		}
	}
	// Every file that is embedded and of others' make has a line.
	for _, name := range []string{"M PLUS 1, M PLUS Code 60", "Simple Icons", "BIP 39 English", "Go", "GLFW"} {
		if !names[name] {
			t.Errorf("%s is not named", name)
		}
	}

	r := newRig(t, setting{language: locale.English})
	r.push(func() page { return newAbout(r.App) })
	said := r.texts()
	for _, want := range []string{"fyne.io/fyne/v2", "OFL-1.1", "CC0-1.0", "BSD-3-Clause"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not name %s", want)
		}
	}
	r.push(func() page { return newLicence(r.App, shipped()[0]) })
	if !strings.Contains(oneLine(r.texts()), "SIL OPEN FONT LICENSE") {
		t.Errorf("the text of the fonts' licence is not shown: %.200s", r.texts())
	}
}

// TestVersionIsCopied for a report, as it is shown.
func TestVersionIsCopied(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.push(func() page { return newAbout(r.App) })
	r.front().(*aboutPage).onCopy()
	got := r.fy.Clipboard().Content()
	if want := "Twofold 1.0.0, " + builtWith(); got != want || !r.says("Version 1.0.0") {
		t.Errorf("copied %q, shown %q", got, r.texts())
	}
}
