package session_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/session"
)

// listing is all that lies in a directory and below it, with sizes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		size := int64(0)
		if info, err := d.Info(); err == nil && !d.IsDir() {
			size = info.Size()
		}
		out = append(out, strings.TrimPrefix(path, dir)+" "+string(rune('0'+size%10)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// copyInto copies the backups of one folder into another.
func copyInto(t *testing.T, from, to string) {
	t.Helper()
	for _, name := range agesIn(t, from) {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnotherVaultIsNeverBegunBeside: with accounts here and without, of a
// vault that was in a folder before and of one that never was. What was asked
// or refused has written nothing, and the way on brings both together.
func TestAnotherVaultIsNeverBegunBeside(t *testing.T) {
	for name, here := range map[string]func(b *bench){
		"empty vault":        func(*bench) {},
		"accounts here":      func(b *bench) { b.add(google) },
		"was in a folder":    func(b *bench) { b.add(google); b.backUpTo(t.TempDir()) },
		"only in the trash":  func(b *bench) { must(b.t, b.Delete(b.add(google))) },
		"has a key and none": func(b *bench) { b.words() },
	} {
		t.Run(name, func(t *testing.T) {
			a := newBench(t)
			a.add(github)
			words := a.words()
			cloud := t.TempDir()
			a.backUpTo(cloud)
			b := newBench(t)
			here(b)
			rows, folder, was := len(b.View().Rows), b.Backup().Folder, listing(t, cloud)
			found, err := b.InspectFolder(t.Context(), cloud)
			if err != nil || found.Kind != session.AdoptVault || found.Here != rows || len(found.Others()) != 1 {
				t.Errorf("found %+v, %v", found, err)
			}
			if _, err := b.SetFolder(t.Context(), cloud); !errors.Is(err, session.ErrOtherVault) {
				t.Errorf("SetFolder = %v", err)
			}
			r, err := b.BeginRecovery(t.Context(), cloud)
			must(t, err)
			must(t, r.Unlock(t.Context(), words))
			r.Backups(t.Context(), 9)
			r.Cancel()
			if now := listing(t, cloud); now != was {
				t.Errorf("the folder changed before the answer:\n%s\nwas\n%s", now, was)
			}
			if b.Backup().Folder != folder || len(b.View().Rows) != rows {
				t.Errorf("this computer changed: folder %q, %d rows", b.Backup().Folder, len(b.View().Rows))
			}
			must(t, r.Unlock(t.Context(), words))
			done, err := r.Finish(t.Context(), session.FinishOptions{})
			if err != nil || done.BackupErr != nil || len(b.View().Rows) != rows+1 {
				t.Errorf("brought together: %+v, %v, %d rows", done, err, len(b.View().Rows))
			}
			for _, line := range strings.Split(was, "\n") {
				if !strings.Contains(listing(t, cloud), line) && line != " " {
					t.Errorf("%s is gone", line)
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestFirstAsksWhetherThereIsAnotherComputer: only where nothing else can tell.
func TestFirstAsksWhetherThereIsAnotherComputer(t *testing.T) {
	b := newBench(t)
	b.add(github)
	empty := t.TempDir()
	if a, err := b.InspectFolder(t.Context(), empty); err != nil || !a.First || a.Kind != session.AdoptEmpty {
		t.Errorf("a vault that was nowhere: %+v, %v", a, err)
	}
	if left := listing(t, empty); strings.Contains(left, "\n") {
		t.Errorf("looking made %s", left)
	}
	b.backUpTo(t.TempDir())
	if a, err := b.InspectFolder(t.Context(), empty); err != nil || a.First {
		t.Errorf("a vault that has a folder moves: %+v, %v", a, err)
	}
}

// TestSameVaultConnectsAndMerges: the folder a computer had before, with what
// another one wrote there meanwhile.
func TestSameVaultConnectsAndMerges(t *testing.T) {
	a := newBench(t)
	a.add(github)
	words := a.words()
	cloud := t.TempDir()
	a.backUpTo(cloud)
	b := newBench(t)
	r, err := b.BeginRecovery(t.Context(), cloud)
	must(t, err)
	must(t, r.Unlock(t.Context(), words))
	_, err = r.Finish(t.Context(), session.FinishOptions{Computer: "laptop"})
	must(t, err)
	a.TurnOffBackup()
	a.add("otpauth://totp/Here:1?secret=GEZDGNBVGY3TQOJQ&issuer=Here")
	b.add(google)
	must(t, b.BackUpNow(t.Context()))
	found, err := a.InspectFolder(t.Context(), cloud)
	if err != nil || found.Kind != session.AdoptSame || len(found.Others()) != 0 {
		t.Errorf("found %+v, %v", found, err)
	}
	a.backUpTo(cloud)
	must(t, b.BackUpNow(t.Context()))
	if len(a.View().Rows) != 3 || len(b.View().Rows) != 3 {
		t.Errorf("%d rows here, %d there, want 3", len(a.View().Rows), len(b.View().Rows))
	}
}

// TestTwoVaultsBecomeOne: a second vault comes into the folder after the first
// was begun there, as when two computers began before the cloud caught up.
// Both stay, the page tells it, and "move all into one" is a recovery that is
// offered the other one.
func TestTwoVaultsBecomeOne(t *testing.T) {
	a, b := newBench(t), newBench(t)
	a.add(github)
	b.add(google)
	a.words()
	words := b.words()
	one := t.TempDir()
	to, from := a.backUpTo(one), b.backUpTo(t.TempDir())
	copyInto(t, from, to)
	must(t, a.BackUpNow(t.Context()))
	if n := a.Backup().OtherVaults; n != 1 {
		t.Errorf("other vaults = %d", n)
	}
	found, err := a.InspectFolder(t.Context(), one)
	if err != nil || found.Kind != session.AdoptSame || len(found.Others()) != 1 {
		t.Errorf("found %+v, %v", found, err)
	}
	r, err := a.BeginRecovery(t.Context(), one)
	must(t, err)
	if v := r.Chosen(); v.Mine {
		t.Error("it offers the vault that is here already")
	}
	was := agesIn(t, to)
	must(t, r.Unlock(t.Context(), words))
	if done, err := r.Finish(t.Context(), session.FinishOptions{}); err != nil || done.Accounts != 2 || done.Brought != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	now := strings.Join(agesIn(t, to), " ")
	for _, name := range was {
		if !strings.Contains(now, name) {
			t.Errorf("%s is gone", name)
		}
	}
	b.TurnOffBackup()
	b.backUpTo(one)
	if len(b.View().Rows) != 2 {
		t.Errorf("the other computer has %d rows, want 2", len(b.View().Rows))
	}
}

// TestFolderOfALostVaultIsNotBegunAnew: the settings still name the folder, and
// the files of this computer are gone. A new vault does not go there by itself,
// whether the old one lies in the folder or has not been downloaded yet.
func TestFolderOfALostVaultIsNotBegunAnew(t *testing.T) {
	for name, left := range map[string]bool{"it lies there": true, "nothing lies there": false} {
		t.Run(name, func(t *testing.T) {
			a := newBench(t)
			a.add(github)
			a.words()
			folder := a.backUpTo(t.TempDir())
			must(t, a.Close())
			if !left {
				for _, f := range agesIn(t, folder) {
					must(t, os.Remove(filepath.Join(folder, f)))
				}
			}
			was := listing(t, folder)
			a.dir = t.TempDir()
			a.ring.Err = nil
			a.begin()
			a.add(google)
			if v := a.Backup(); v.Folder != "" || a.Status().Health != session.HealthOff {
				t.Errorf("folder %q, %v", v.Folder, a.Status().Health)
			}
			must(t, a.Lock())
			if now := listing(t, folder); now != was {
				t.Errorf("the folder has\n%s\nand had\n%s", now, was)
			}
		})
	}
}

// TestRecoveryListsTheBackups: without the key time and size, and with it the
// computer, the time and the number of accounts; damaged files with the reason.
func TestRecoveryListsTheBackups(t *testing.T) {
	a := newBench(t)
	a.add(github)
	words := a.words()
	cloud := t.TempDir()
	folder := a.backUpTo(cloud)
	first := agesIn(t, folder)
	a.clock.Advance(3600e9)
	a.add(google)
	must(t, a.BackUpNow(t.Context()))
	for _, name := range first {
		if !strings.Contains(name, "-r-") {
			must(t, os.Truncate(filepath.Join(folder, name), 100))
		}
	}
	b := newBench(t)
	r, err := b.BeginRecovery(t.Context(), cloud)
	must(t, err)
	v := r.Chosen()
	if v.Snapshots != 2 || v.Computers != 1 || v.Size < 30000 || v.Newest.IsZero() || v.Mine {
		t.Errorf("without the key: %+v", v)
	}
	for _, f := range r.Files(t.Context(), 9) {
		if f.Computer != "" || f.Accounts >= 0 || f.Size == 0 {
			t.Errorf("without the key: %+v", f)
		}
	}
	if got := r.Backups(t.Context(), 9); got != nil {
		t.Errorf("before it is unlocked: %+v", got)
	}
	must(t, r.Unlock(t.Context(), words))
	got := r.Backups(t.Context(), 9)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, f := range got {
		whole := f.Err == nil
		switch {
		case f.Computer != "desk":
			t.Errorf("computer %q", f.Computer)
		case whole && (f.Accounts != 2 || !f.Newest || !f.Time.Equal(a.clock.Now())):
			t.Errorf("the newest: %+v", f)
		case !whole && (f.Accounts != -1 || f.Newest || session.Explain(f.Err, f.Path).Key == "err.unknown"):
			t.Errorf("the damaged: %+v", f)
		}
	}
	if got[0].Err == nil == (got[1].Err == nil) {
		t.Errorf("want one of each: %+v", got)
	}
}
