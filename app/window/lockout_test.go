package window

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
)

// TestWayOutOfTheLock: the keyring was the only way in, and it has lost its
// key. Nobody is told to type what does not exist; an empty list is offered,
// what is here is kept, and the backup can be recovered from there.
func TestWayOutOfTheLock(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.run(cmdLock)
	p, ok := r.front().(*lockPage)
	if !ok {
		t.Fatalf("in front is %T, want the lock", r.front())
	}
	if p.out.Visible() {
		t.Error("the way out is shown before anything has failed")
	}
	r.ring.Err = platform.ErrNotFound
	p.onKeyring()
	if got := p.why.Text(); got != r.txt.T("err.keyring.wrong.only") {
		t.Errorf("says %q", got)
	}
	if !p.out.Visible() {
		t.Fatal("no way out")
	}
	r.ring.Err = nil
	test.Tap(p.out)
	if !r.sheetSays(r.txt.T("lock.fresh.b")) {
		t.Fatal("nothing says what it means")
	}
	test.Tap(r.button(r.txt.T("common.cancel")))
	if r.ses.Phase() != session.Locked {
		t.Fatal("cancelled, and gone on")
	}
	test.Tap(p.out)
	r.clock.Advance(clickRests)
	test.Tap(r.button(r.txt.T("err.vault.fresh.cta")))
	if r.ses.Phase() != session.Open || len(r.ses.View().Rows) != 0 {
		t.Fatalf("phase %v, want an empty list", r.ses.Phase())
	}
	if kept, _ := filepath.Glob(filepath.Join(r.dir, "vault.age.*")); len(kept) != 1 {
		t.Errorf("kept of the vault: %v", kept)
	}
	r.beginRecovery()
	if _, ok := r.front().(*recoverWizard); !ok {
		t.Errorf("in front is %T, want the recovery", r.front())
	}
}
