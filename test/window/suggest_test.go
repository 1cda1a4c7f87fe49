//go:build window

package window_test

import (
	"context"
	"strings"
	"testing"

	"twofold/internal/qr"
)

// TestSuggestedBinding adds an account of work from a link: the page suggests
// to tie it to this computer, which is done, and no export has its key. Then
// the emergency kit is looked at, without its key and with it.
func TestSuggestedBinding(t *testing.T) {
	for name, tt := range map[string]struct{ language, theme string }{
		"en": {english, "light"}, "ja": {japanese, "dark"},
	} {
		t.Run(name, func(t *testing.T) { suggestedBinding(t, tt.language, tt.theme) })
	}
}

func suggestedBinding(t *testing.T, language, theme string) {
	home := t.TempDir()
	settings(t, home, map[string]any{"theme": theme})
	words := strings.Fields(recoveryKey(t, home))
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, language)
	d.see("Alpha")
	if out, err := program(home, english, link("Okta", "hanako", secretB)).CombinedOutput(); err != nil {
		t.Fatalf("hand over a link: %v\n%s", err, out)
	}
	d.says("add.suggest")
	d.says("add.suggest.rules")
	d.shot("1-suggested")
	d.tap("form.device")
	d.shot("2-tied")
	d.tap2(d.txt.N("add.confirm.btn", 1))
	d.see("Okta")

	d.key("ctrl+comma")
	d.reach("set.notify")
	d.shot("3-notify")
	d.key("Escape")
	d.toSettings("keys.title")
	d.hears("keys.b")
	d.tap("set.kit")
	d.tap("common.continue")
	d.says("kit.b")
	d.gone(beginning(d.txt.T("kit.warn"))) // the picture is there, and it is below
	d.shot("4-kit")
	if texts := codesIn(t, d); len(texts) > 0 {
		t.Errorf("the kit shows its key before anybody asked: %q", texts)
	}
	d.tap("common.show")
	d.seeWords(words)
	d.wait("code of the key", func() bool { return len(codesIn(t, d)) == 1 })
	d.shot("5-shown")
	d.quit()

	out := command(t, home, "export", "--format", "otpauth", "--output", "-", "--yes")
	if !strings.Contains(out, secretA) || strings.Contains(out, secretB) {
		t.Errorf("exported %q", out)
	}
}

// codesIn reads the QR codes in the window.
func codesIn(t *testing.T, d *desk) (texts []string) {
	t.Helper()
	res, err := qr.Read(context.Background(), d.picture())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range res.Codes {
		texts = append(texts, c.Text)
	}
	return texts
}
