package window

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/session"
)

// backedUp turns the backup on through the pages, and gives the ten words.
func (r *rig) backedUp(folder string) []string {
	r.t.Helper()
	r.push(func() page { return newBackupSetup(r.App) })
	p := r.front().(*backupSetup)
	p.pick.take(folder)
	test.Tap(p.next)
	r.press("Return") // no other computer
	k, ok := r.front().(*recoveryKeyPage)
	if !ok {
		r.t.Fatalf("in front is %T, want the recovery key; the window says %q", r.front(), r.texts())
	}
	k.onMake()
	words := append([]string(nil), k.words...)
	k.check()
	for i, f := range k.fields {
		f.SetText(words[k.ask[i]])
	}
	k.onCheck()
	if r.ses.Backup().Folder == "" || !strings.Contains(r.texts(), "Cloud backup is on") {
		r.t.Fatalf("not on: %q", r.texts())
	}
	r.home()
	return words
}

func TestBackupAndRecoveryOnAnotherComputer(t *testing.T) {
	cloud := t.TempDir()
	one := newRig(t, setting{language: locale.English})
	one.accounts()
	words := one.backedUp(cloud)
	if got := one.cfg.Settings().Folder; got != filepath.Join(cloud, "Twofold") {
		t.Errorf("the settings keep %q", got)
	}
	two := newRig(t, setting{language: locale.English})
	test.Tap(findButton(t, two, "Begin recovery"))
	p := two.front().(*recoverWizard)
	p.pick.take(cloud)
	test.Tap(p.next)
	if !strings.Contains(two.texts(), "Latest") {
		t.Fatalf("backups: %q", two.texts())
	}
	test.Tap(p.next)
	p.words.SetText(strings.Join(words[:3], " "))
	test.Tap(p.next)
	if !strings.Contains(two.texts(), "ten words. 3 are here") {
		t.Errorf("a short key: %q", two.texts())
	}
	wrong := append([]string(nil), words...)
	wrong[0], wrong[1] = wrong[1], wrong[0]
	p.words.SetText(strings.Join(wrong, " "))
	test.Tap(p.next)
	if wrong[0] != wrong[1] && !strings.Contains(strings.ReplaceAll(two.texts(), "\n", " "), "don't fit together") {
		t.Errorf("swapped words: %q", two.texts())
	}
	p.words.SetText(strings.Join(words, " "))
	test.Tap(p.next)
	if !strings.Contains(two.texts(), "12 accounts") {
		t.Fatalf("summary: %q", two.texts())
	}
	if len(two.ses.View().Rows) != 0 {
		t.Error("accounts came before the user agreed")
	}
	test.Tap(p.next)
	if !strings.Contains(two.texts(), "12 accounts recovered") {
		t.Fatalf("end: %q", two.texts())
	}
	for i, row := range one.ses.View().Rows {
		other := two.ses.View().Rows[i]
		a, _ := one.ses.View().Code(row.ID, noon)
		b, _ := two.ses.View().Code(other.ID, noon)
		if row.ID != other.ID || row.Title() != other.Title() || a != b || strings.Join(row.Groups, ",") != strings.Join(other.Groups, ",") {
			t.Errorf("row %d: %s %v, there %s %v", i, row.Title(), a, other.Title(), b)
		}
	}
}

func TestFolderOfAnotherVaultIsNeverWrittenOver(t *testing.T) {
	cloud := t.TempDir()
	one := newRig(t, setting{language: locale.English})
	one.accounts()
	one.backedUp(cloud)
	before := names(t, filepath.Join(cloud, "Twofold"))
	two := newRig(t, setting{language: locale.English})
	two.ses.SetAutoLock(0)
	two.push(func() page { return newBackupSetup(two.App) })
	p := two.front().(*backupSetup)
	p.pick.take(cloud)
	test.Tap(p.next)
	if !strings.Contains(strings.ReplaceAll(two.texts(), "\n", " "), "already holds a Twofold backup") {
		t.Errorf("said %q", two.texts())
	}
	if after := names(t, filepath.Join(cloud, "Twofold")); after != before {
		t.Errorf("the folder changed from %s to %s", before, after)
	}
}

func TestBackupPage(t *testing.T) {
	one := newRig(t, setting{language: locale.English})
	one.accounts()
	one.backedUp(t.TempDir())
	one.openBackup()
	p, ok := one.front().(*backupPage)
	if !ok {
		t.Fatalf("in front is %T", one.front())
	}
	p.verify()
	if !strings.Contains(one.texts(), "The backup is complete") {
		t.Errorf("verify said %q", one.texts())
	}
	one.closeSheets()
	must(one, one.ses.Delete(one.ses.View().Rows[0].ID))
	one.clock.Advance(time.Minute)
	must(one, one.ses.BackUpNow(context.Background()))
	one.push(func() page { return newOlder(one.App) })
	if strings.Count(one.texts(), "today 12:0") != 2 {
		t.Errorf("older backups: %q", one.texts())
	}
	p.pause(true)
	if !one.cfg.Settings().FolderPaused || one.ses.Status().Health != session.HealthPaused {
		t.Errorf("paused: %+v", one.ses.Status())
	}
	p.pause(false)
	p.turnOff()
	one.press("Return")
	if one.cfg.Settings().Folder != "" || one.ses.Backup().Folder != "" {
		t.Error("not turned off")
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

// TestTemporaryFolderIsRefused: before a key is made or anything is written.
func TestTemporaryFolderIsRefused(t *testing.T) {
	for language, says := range map[locale.Language]string{
		locale.English: "This folder is temporary.", locale.Japanese: "一時フォルダー",
	} {
		temp := t.TempDir()
		r := newRig(t, setting{language: language, temp: temp})
		r.accounts()
		r.push(func() page { return newBackupSetup(r.App) })
		p := r.front().(*backupSetup)
		p.pick.take(temp)
		test.Tap(p.next)
		if r.front() != page(p) || !strings.Contains(strings.ReplaceAll(r.texts(), "\u200b", ""), says) {
			t.Errorf("in front is %T, said %q", r.front(), r.texts())
		}
		if left := names(t, temp); left != "" {
			t.Errorf("left %s", left)
		}
	}
}
