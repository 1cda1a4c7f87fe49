package session_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/session"
)

// spoil ends the program and damages files of its data directory.
func (b *bench) spoil(patterns ...string) {
	b.t.Helper()
	if err := b.Close(); err != nil {
		b.t.Fatal(err)
	}
	n := 0
	for _, pattern := range patterns {
		list, err := filepath.Glob(filepath.Join(b.dir, pattern))
		if err != nil {
			b.t.Fatal(err)
		}
		for _, path := range list {
			n++
			if err := os.WriteFile(path, []byte("not an age file"), 0o600); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	if n == 0 {
		b.t.Fatalf("nothing like %q to damage", patterns)
	}
}

// TestRecoveryOfADamagedVault: this computer's own vault cannot be read any
// more, and comes back from the folder, in place.
func TestRecoveryOfADamagedVault(t *testing.T) {
	tests := []struct {
		name string
		hurt []string
		same bool // the computer goes on as the one it was
	}{
		{"vault", []string{"vault.age", "vault.previous.age"}, true},
		{"vault and keys", []string{"vault.age", "vault.previous.age", "keys*.age"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.add(github)
			b.add(google)
			words := b.words()
			cloud := t.TempDir()
			b.backUpTo(cloud)
			was := b.Backup().Computers[0].ID
			b.spoil(tt.hurt...)
			b.begin()
			if b.Phase() != session.Damaged && tt.same {
				t.Fatalf("phase = %v", b.Phase())
			}
			if b.Phase() == session.Locked {
				// Without keys nobody can tell that the vault is damaged.
				if err := b.UnlockRecovery(t.Context(), words); err == nil || b.Phase() != session.Damaged {
					t.Fatalf("unlocking = %v, phase %v", err, b.Phase())
				}
			}
			r, err := b.BeginRecovery(t.Context(), cloud)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Unlock(t.Context(), words); err != nil {
				t.Fatal(err)
			}
			done, err := r.Finish(t.Context(), session.FinishOptions{Computer: "desk"})
			if err != nil || done.Accounts != 2 || done.BackupErr != nil || b.Phase() != session.Open {
				t.Fatalf("finish = %+v, %v; phase %v", done, err, b.Phase())
			}
			if now := b.Backup().Computers[0].ID; (now == was) != tt.same {
				t.Errorf("computer %s before and %s now", was, now)
			}
			b.folder = done.Folder
			b.restart()
			if b.Phase() != session.Open || len(b.View().Rows) != 2 {
				t.Errorf("after a restart: phase %v, %d rows", b.Phase(), len(b.View().Rows))
			}
			aside, _ := filepath.Glob(filepath.Join(b.dir, "*"))
			if !strings.Contains(strings.Join(aside, " "), "vault.age.unreadable-") {
				t.Errorf("the damaged files are not kept: %q", aside)
			}
		})
	}
}

func TestRecoveryBesideALockedVaultIsRefusedAtOnce(t *testing.T) {
	a := newBench(t)
	a.add(github)
	a.words()
	cloud := t.TempDir()
	a.backUpTo(cloud)
	b := second(t)
	b.add(google)
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.BeginRecovery(t.Context(), cloud); !errors.Is(err, session.ErrLocked) {
		t.Errorf("begin = %v", err)
	}
}
