package session_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"twofold/app/session"
)

// TestTemporaryFolderKeepsNoBackup: what the system empties is refused before
// anything is written there, but can be recovered from.
func TestTemporaryFolderKeepsNoBackup(t *testing.T) {
	a := newBench(t)
	a.add(github)
	words := a.words()
	temp := t.TempDir()
	a.temp = []string{temp}
	a.restart()
	below := filepath.Join(temp, "below")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{temp, below} {
		_, err := a.SetFolder(t.Context(), dir)
		if !errors.Is(err, session.ErrFolderTemp) || session.Explain(err, "").Key != "err.folder.temp" {
			t.Errorf("SetFolder(%s) = %v", dir, err)
		}
	}
	if left, _ := os.ReadDir(below); len(left) != 0 || a.Backup().Folder != "" {
		t.Errorf("%d files, folder %q", len(left), a.Backup().Folder)
	}

	kept := a.backUpTo(t.TempDir())
	copied := filepath.Join(temp, "Twofold")
	if err := os.CopyFS(copied, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	b := second(t)
	b.temp = a.temp
	b.restart()
	recovered := func(m *bench) session.Recovered {
		t.Helper()
		r, err := m.BeginRecovery(t.Context(), copied)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Unlock(t.Context(), words); err != nil {
			t.Fatal(err)
		}
		got, err := r.Finish(t.Context(), session.FinishOptions{Computer: "laptop"})
		if err != nil || got.Accounts != 1 || !errors.Is(got.BackupErr, session.ErrFolderTemp) {
			t.Fatalf("Finish = %+v, %v", got, err)
		}
		return got
	}
	if got := recovered(b); got.Folder != "" || b.Backup().Folder != "" || b.Status().Health != session.HealthOff {
		t.Errorf("folder %q, %q, health %v", got.Folder, b.Backup().Folder, b.Status().Health)
	}
	if got := recovered(a); got.Folder != kept || a.Backup().Folder != kept {
		t.Errorf("the folder until now is %q, %q, want %q", got.Folder, a.Backup().Folder, kept)
	}
}
