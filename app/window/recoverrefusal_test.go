package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
)

// TestADamagedRecoveryFileIsNoWrongPassphrase: whoever types the right
// passphrase must not be told that it is wrong, when nobody can know.
func TestADamagedRecoveryFileIsNoWrongPassphrase(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		old := newRig(t, setting{language: locale.English})
		old.accounts()
		words := old.backedUp(t.TempDir())
		folder := old.ses.Backup().Folder
		r := newRig(t, setting{language: l})
		r.ses.SetAutoLock(0)
		r.push(func() page { return newRecoverWizard(r.App, folder) })
		p := r.front().(*recoverWizard)
		p.pick.take(folder)
		test.Tap(p.next)
		test.Tap(p.next)
		says := func(key string) bool {
			plain := func(s string) string { return strings.NewReplacer("\u200b", "", "\n", "", " ", "").Replace(s) }
			return strings.Contains(plain(r.texts()), plain(r.txt.T(key)))
		}
		test.Tap(findButton(t, r, r.txt.T("rec.unlock.pass")))
		p.pass.SetText("four unrelated words")
		test.Tap(p.next)
		if !says("rec.pass.wrong") || says("err.rec.slotdamaged") {
			t.Errorf("%v: a wrong passphrase: %q", l, r.texts())
		}
		files, err := filepath.Glob(filepath.Join(folder, "tf1-*-r-*"))
		must(r, err)
		for _, f := range files {
			must(r, os.Truncate(f, 100))
		}
		for _, typed := range []func(){
			func() { p.pass.SetText("four unrelated words") },
			func() { p.pass.Clear(); p.words.SetText(strings.Join(words, " ")) },
		} {
			typed()
			test.Tap(p.next)
			if !says("err.rec.slotdamaged") || says("rec.pass.wrong") || says("rec.key.wrong") {
				t.Errorf("%v: a damaged recovery file: %q", l, r.texts())
			}
		}
	}
}
