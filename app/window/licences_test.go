package window

import (
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
	// Whatever this very build is made of must be there.
	list, err := exec.Command("go", "list", "-tags", "ci", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "twofold").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(list)) {
		if !names[path] {
			t.Errorf("%s is shipped without its licence: run scripts/licences", path)
		}
	}

	r := newRig(t, setting{language: locale.English})
	r.push(func() page { return newLicences(r.App) })
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
