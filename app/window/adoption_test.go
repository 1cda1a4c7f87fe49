package window

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
	"twofold/sync/snapshot"
)

// found are two vaults in one folder.
var found = []session.FoundVault{
	{ID: "k7wq2m9d3f", Computers: 2, Snapshots: 14, Newest: noon.Add(-2 * time.Minute), Recovery: true, Mine: true},
	{ID: "q5x8r2t6hn", Computers: 1, Snapshots: 3, Newest: noon.Add(-50 * time.Hour), Recovery: true},
}

// atFolder shows what choosing a folder with this in it means.
func (r *rig) atFolder(a session.Adoption) *backupSetup {
	r.push(func() page { return newBackupSetup(r.App) })
	p := r.front().(*backupSetup)
	p.pick.set(clouds)
	p.path = clouds[0].Path
	p.looked(a, nil)
	r.t.Cleanup(p.stopAwaiting)
	return p
}

// atBackups is a second computer at the folder of a first one, which has one
// good backup there and one damaged one. The ten words open it.
func (r *rig) atBackups() (p *recoverWizard, words []string) {
	r.t.Helper()
	old := newRig(r.t, setting{language: locale.English, theme: r.cfg.Settings().Theme, scale: r.cfg.Settings().TextScale, at: noon.Add(-time.Minute)})
	old.accounts()
	cloud := filepath.Join(r.t.TempDir(), "Carried")
	must(r, os.Mkdir(cloud, 0o700))
	words = old.backedUp(cloud)
	folder := old.ses.Backup().Folder
	first := r.snapshots(folder)
	old.clock.Advance(time.Minute)
	must(r, old.ses.Delete(old.ses.View().Rows[0].ID))
	must(r, old.ses.BackUpNow(context.Background()))
	must(r, os.Truncate(first[0], 100))
	for _, f := range r.snapshots(folder) { // the system's clock is not that of the test
		at := noon
		if f == first[0] {
			at = noon.Add(-time.Minute)
		}
		must(r, os.Chtimes(f, at, at))
	}
	r.recoverFrom(folder, byKey)
	return r.front().(*recoverWizard), words
}

// snapshots are the backups in a folder, without the recovery files.
func (r *rig) snapshots(folder string) []string {
	r.t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, "tf1-*.age"))
	must(r, err)
	return slices.DeleteFunc(all, func(f string) bool { return strings.Contains(filepath.Base(f), "-r-") })
}

// atList is the list of opened backups alone: the page has words in it that
// are others every time.
func (r *rig) atList() {
	r.beginRecovery()
	p := r.front().(*recoverWizard)
	p.list = []session.BackupFile{
		{Computer: "花子のデスクトップ", Time: noon.Add(-2 * time.Minute), Accounts: 37, Newest: true},
		{Computer: "Laptop", Time: noon.Add(-26 * time.Hour), Accounts: 36, Newest: true},
		{Computer: "Laptop", Time: noon.Add(-50 * time.Hour), Accounts: -1, Err: snapshot.ErrIncomplete},
		{Computer: "Laptop", Time: noon.Add(-90 * time.Hour), Accounts: 35},
		{Computer: "Laptop", Time: noon.Add(-900 * time.Hour), Accounts: -1},
	}
	var draw func()
	draw = func() {
		p.folder()
		p.now = draw
		p.steps.Set(3)
		p.root.SetBody(p.opened(nil)...)
	}
	draw()
	test.Tap(findButton(r.t, r, r.txt.T("rec.list.older")))
}

// lacks reports which of the texts are not on the window.
func (r *rig) lacks(texts ...string) (missing []string) {
	plain := func(s string) string { return strings.NewReplacer("\u200b", "", "\n", "", " ", "").Replace(s) }
	said := plain(r.texts())
	for _, t := range texts {
		if !strings.Contains(said, plain(t)) {
			missing = append(missing, t)
		}
	}
	return missing
}

// TestChoosingAFolderAsksFirst: every kind of folder has its question, Escape
// and the way back lead to the folders, and nothing has been written by then.
func TestChoosingAFolderAsksFirst(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		other := newRig(t, setting{language: locale.English})
		other.accounts()
		other.backedUp(t.TempDir())
		full := other.ses.Backup().Folder
		empty, waiting, nokey := t.TempDir(), t.TempDir(), t.TempDir()
		must(other, os.WriteFile(filepath.Join(waiting, ".tf1-abcdefghjk-r-s123456-0123456789ab.age.icloud"), []byte("x"), 0o600))
		for _, f := range other.snapshots(full) {
			data, err := os.ReadFile(f)
			must(other, err)
			must(other, os.WriteFile(filepath.Join(nokey, filepath.Base(f)), data, 0o600))
		}
		for dir, keys := range map[string][]string{
			empty:   {"first.recover.q", "sync.first.b", "sync.first.no", "sync.first.yes"},
			waiting: {"sync.wait.h", "sync.wait.files", "common.back"},
			full:    {"sync.holds.h", "sync.holds.key", "rec.unlock.approve"},
			nokey:   {"sync.holds.h", "sync.holds.nokey", "rec.unlock.approve"},
		} {
			r := newRig(t, setting{language: lang})
			r.accounts()
			r.push(func() page { return newBackupSetup(r.App) })
			p := r.front().(*backupSetup)
			p.pick.take(dir)
			was := names(t, dir)
			test.Tap(p.next)
			for _, key := range keys {
				if m := r.lacks(r.txt.T(key)); m != nil {
					t.Errorf("%s: %q is not said: %q", key, m, r.texts())
				}
			}
			if dir == nokey && r.lacks(r.txt.T("sync.holds.key")) == nil {
				t.Error("a key is asked for that can open nothing")
			}
			if dir == full {
				if m := r.lacks(r.txt.N("sync.holds.here", 12)); m != nil {
					t.Errorf("%q is not said", m)
				}
			}
			r.App.run(cmdEscape)
			if r.front() != page(p) || p.deep || r.lacks(r.txt.T("sync.h")) != nil {
				t.Errorf("Escape does not lead to the folders: %q", r.texts())
			}
			if now := names(t, dir); now != was || r.ses.Backup().Folder != "" || r.cfg.Settings().Folder != "" {
				t.Errorf("%s became %s; folder %q", was, now, r.ses.Backup().Folder)
			}
		}
	}
}

// TestWaitingForTheOtherComputer: what arrives meanwhile is offered, and no
// vault of this computer's own is begun beside it.
func TestWaitingForTheOtherComputer(t *testing.T) {
	other := newRig(t, setting{language: locale.English})
	other.accounts()
	words := other.backedUp(t.TempDir())
	full := other.ses.Backup().Folder
	r := newRig(t, setting{language: locale.English})
	dir := t.TempDir()
	r.push(func() page { return newBackupSetup(r.App) })
	p := r.front().(*backupSetup)
	p.pick.take(dir)
	test.Tap(p.next)
	test.Tap(findDoor(t, r, r.txt.T("sync.first.yes")))
	p.lookAgain()
	if r.lacks(r.txt.T("sync.wait.h")) != nil || names(t, dir) != "" {
		t.Fatalf("%q, in the folder %s", r.texts(), names(t, dir))
	}
	back := r.button(r.txt.T("common.back"))
	r.win.Canvas().Focus(back)
	p.lookAgain()
	if r.win.Canvas().Focused() != back {
		t.Error("a look that finds nothing new takes the keyboard away")
	}
	must(r, os.RemoveAll(dir)) // the cloud service restarts
	p.lookAgain()
	if r.lacks(r.txt.T("sync.wait.h")) != nil {
		t.Errorf("it gave up: %q", r.texts())
	}
	if now := r.button(r.txt.T("common.back")); now.Position() != back.Position() || !r.button(r.txt.T("sync.first.no")).Disabled() {
		t.Errorf("the way back was at %v and is at %v; beginning anew must stand beside it, and not work", back.Position(), now.Position())
	}
	must(r, os.CopyFS(dir, os.DirFS(full)))
	p.lookAgain()
	if m := r.lacks(r.txt.T("sync.holds.h")); m != nil || p.stop != nil {
		t.Fatalf("what arrived is not offered: %q", r.texts())
	}
	r.press("Return") // with the key
	w, ok := r.front().(*recoverWizard)
	if !ok {
		t.Fatalf("in front is %T", r.front())
	}
	test.Tap(w.next)
	w.words.SetText(strings.Join(words, " "))
	test.Tap(w.next)
	test.Tap(w.next)
	if n := len(r.ses.View().Rows); n != 12 || r.cfg.Settings().Folder != dir {
		t.Errorf("%d accounts, folder %q, want %q", n, r.cfg.Settings().Folder, dir)
	}
}

func findDoor(t *testing.T, r *rig, title string) (door *control.Door) {
	t.Helper()
	r.ui.drain()
	r.each(func(o fyne.CanvasObject) bool {
		if d, ok := o.(*control.Door); ok && strings.HasPrefix(d.AccessibilityLabel(), title) {
			door = d
		}
		return true
	})
	if door == nil {
		t.Fatalf("no door %q", title)
	}
	return door
}

// TestRecoveryNamesEveryBackup: computer, time and number of accounts of each,
// and of a damaged one the reason; before the key is known what can be known.
func TestRecoveryNamesEveryBackup(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: lang})
		p, words := r.atBackups()
		if m := r.lacks(r.txt.T("rec.backup.hidden"), r.txt.T("rec.backup.bad"), r.txt.T("rec.backup.latest"), " KB"); m != nil {
			t.Errorf("%q is not said: %q", m, r.texts())
		}
		test.Tap(p.next)
		p.words.SetText(strings.Join(words, " "))
		test.Tap(p.next)
		want := []string{
			r.txt.T("rec.right.h"), r.txt.T("rec.list.h"), r.txt.N("main.showing", 11), r.txt.T("rec.backup.bad"),
			p.rec.Summary().NewestBy, r.txt.Moment(noon, noon),
		}
		if m := r.lacks(want...); m != nil {
			t.Errorf("%q is not said: %q", m, r.texts())
		}
		if len(p.list) != 2 || !slices.ContainsFunc(p.list, func(f session.BackupFile) bool { return f.Newest && f.Accounts == 11 }) {
			t.Errorf("%+v", p.list)
		}
	}
}
