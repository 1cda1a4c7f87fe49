package session_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"twofold/app/session"
)

// words makes a recovery key and confirms it.
func (b *bench) words() string {
	b.t.Helper()
	words, _, err := b.MakeRecoveryKey(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.ConfirmRecoveryKey(); err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(words, " ")
}

func (b *bench) backUpTo(dir string) string {
	b.t.Helper()
	folder, err := b.SetFolder(b.t.Context(), dir)
	if err != nil {
		b.t.Fatal(err)
	}
	b.folder = folder
	return folder
}

func agesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestBackupIsProvenBeforeItIsCalledOne(t *testing.T) {
	b := newBench(t)
	b.add(github)
	b.words()
	cloud := t.TempDir()
	folder := b.backUpTo(cloud)
	if folder != filepath.Join(cloud, "Twofold") {
		t.Errorf("folder = %q", folder)
	}
	names := agesIn(t, folder)
	if len(names) != 2 {
		t.Errorf("folder has %q, want a snapshot and a recovery file", names)
	}
	v := b.Backup()
	if v.Saved.IsZero() || !v.Pending.IsZero() || len(v.Computers) != 1 || v.Status.Health != session.HealthOK {
		t.Errorf("view = %+v", v)
	}
	b.add(google)
	if err := b.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(agesIn(t, folder)); n != 3 {
		t.Errorf("%d files after an edit, want 3", n)
	}
	proof, err := b.VerifyBackup(t.Context())
	if err != nil || !proof.Sound() || proof.Good != 2 || proof.Accounts != 2 {
		t.Errorf("proof = %+v, %v", proof, err)
	}
}

// second is another computer.
func second(t *testing.T) *bench {
	b := newBench(t)
	return b
}

func TestRecoveryOnAnotherComputer(t *testing.T) {
	a := newBench(t)
	a.add(github)
	a.add("otpauth://totp/Bank:7?secret=KRSXG5CTMVRXEZLU&issuer=Bank")
	words := a.words()
	cloud := t.TempDir()
	a.backUpTo(cloud)

	b := second(t)
	b.add(google)
	ctx := context.Background()
	if _, err := b.SetFolder(ctx, cloud); !errors.Is(err, session.ErrOtherVault) {
		t.Fatalf("SetFolder on another's vault = %v", err)
	}
	r, err := b.BeginRecovery(ctx, cloud)
	if err != nil {
		t.Fatal(err)
	}
	if files := r.Files(ctx, 5); len(files) == 0 || files[0].Err != nil {
		t.Errorf("files = %+v", files)
	}
	if err := r.Unlock(ctx, "abandon "+words); err == nil || errors.Is(err, session.ErrKeyOpensNot) {
		t.Errorf("eleven words = %v", err)
	}
	other, _, _ := b.MakeRecoveryKey(ctx)
	if err := r.Unlock(ctx, strings.Join(other, " ")); !errors.Is(err, session.ErrKeyOpensNot) {
		t.Errorf("another vault's key = %v", err)
	}
	if err := r.Unlock(ctx, words); err != nil {
		t.Fatal(err)
	}
	if s := r.Summary(); s.Accounts != 2 || s.NewestBy != "desk" || len(s.Computers) != 1 {
		t.Errorf("summary = %+v", s)
	}
	if p := r.Preview(); p.There != 2 || p.Here != 1 || len(p.Added) != 2 || len(p.Kept) != 1 {
		t.Errorf("preview = %+v", p)
	}
	done, err := r.Finish(ctx, session.FinishOptions{Computer: "laptop"})
	if err != nil || done.Accounts != 3 || done.Brought != 1 || done.BackupErr != nil {
		t.Fatalf("finish = %+v, %v", done, err)
	}
	if len(b.View().Rows) != 3 || b.Phase() != session.Open {
		t.Errorf("%d rows, phase %v", len(b.View().Rows), b.Phase())
	}
	if err := a.BackUpNow(ctx); err != nil {
		t.Fatal(err)
	}
	if len(a.View().Rows) != 3 {
		t.Errorf("the first computer has %d rows, want 3", len(a.View().Rows))
	}
	joined := false
	for _, e := range a.heard.all() {
		if n, ok := e.(session.BackupNotice); ok && n.Kind == session.NoticeJoinedByKey && n.Computer == "laptop" {
			joined = true
		}
	}
	if !joined {
		t.Error("nobody was told of the new computer")
	}
	b.restart()
	if len(b.View().Rows) != 3 {
		t.Errorf("%d rows after a restart", len(b.View().Rows))
	}
}

func TestCancelledRecoveryLeavesNothing(t *testing.T) {
	a := newBench(t)
	a.add(github)
	words := a.words()
	cloud := t.TempDir()
	folder := a.backUpTo(cloud)
	was := len(agesIn(t, folder))
	b := second(t)
	r, err := b.BeginRecovery(t.Context(), cloud)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Unlock(t.Context(), words); err != nil {
		t.Fatal(err)
	}
	r.Cancel()
	if _, err := r.Finish(t.Context(), session.FinishOptions{}); !errors.Is(err, session.ErrNotUnlocked) {
		t.Errorf("finish after cancel = %v", err)
	}
	if len(b.View().Rows) != 0 || b.Backup().Folder != "" || len(agesIn(t, folder)) != was {
		t.Error("a cancelled recovery left something")
	}
}

func TestFolderThatGoesAwayHidesNothing(t *testing.T) {
	b := newBench(t)
	id := b.add(github)
	b.words()
	cloud := t.TempDir()
	folder := b.backUpTo(cloud)
	err := os.Rename(folder, folder+"-away")
	if err != nil && runtime.GOOS == "windows" {
		t.Skip("this system keeps a folder that is watched where it is: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := b.BackUpNow(t.Context()); !errors.Is(err, session.ErrFolderMissing) {
		t.Errorf("BackUpNow = %v", err)
	}
	b.add(google)
	if h := b.Status().Health; h != session.HealthFolderMissing {
		t.Errorf("health = %v", h)
	}
	if c, err := b.View().Code(id, time.Unix(59, 0)); err != nil || c.Now != "287082" {
		t.Errorf("code = %+v, %v", c, err)
	}
	b.restart()
	if b.Phase() != session.Open || len(b.View().Rows) != 2 {
		t.Errorf("after a restart: phase %v, %d rows", b.Phase(), len(b.View().Rows))
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the missing folder was made again")
	}
}

func TestOlderBackupComesBackAsNewEdits(t *testing.T) {
	b := newBench(t)
	id := b.add(github)
	b.words()
	b.backUpTo(t.TempDir())
	name := "Changed"
	if err := b.Edit(id, session.Changes{Issuer: &name}); err != nil {
		t.Fatal(err)
	}
	b.add(google)
	if err := b.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := b.Snapshots(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("snapshots = %+v, %v", list, err)
	}
	old, err := b.OpenSnapshot(t.Context(), list[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if len(old.Accounts) != 1 || old.Accounts[0].Today != session.PastText {
		t.Errorf("accounts then = %+v", old.Accounts)
	}
	if err := old.Restore(); err != nil {
		t.Fatal(err)
	}
	if v := b.View(); v.Row(id).Issuer != "GitHub" || len(v.Rows) != 2 {
		t.Errorf("after restore: %q, %d rows", v.Row(id).Issuer, len(v.Rows))
	}
	if err := b.Undo(); err != nil || b.View().Row(id).Issuer != name {
		t.Errorf("undo: %v, %q", err, b.View().Row(id).Issuer)
	}
}

func TestRescueNeedsNothingButFilesAndKey(t *testing.T) {
	b := newBench(t)
	b.add(github)
	words := b.words()
	folder := b.backUpTo(t.TempDir())
	r, err := session.Rescue(t.Context(), []string{folder}, []byte(words))
	if err != nil || len(r.Bad) != 0 || len(r.Links) != 1 || !strings.HasPrefix(r.Links[0], "otpauth://totp/") {
		t.Errorf("rescue = %d links, %v, %v", len(r.Links), r.Bad, err)
	}
}

func TestLockWritesWhatWaits(t *testing.T) {
	b := newBench(t)
	b.words()
	folder := b.backUpTo(t.TempDir())
	was := len(agesIn(t, folder))
	b.add(github)
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if n := len(agesIn(t, folder)); n != was+1 {
		t.Errorf("%d files after Lock, want %d", n, was+1)
	}
}

func TestPauseWritesNothing(t *testing.T) {
	b := newBench(t)
	b.words()
	folder := b.backUpTo(t.TempDir())
	was := len(agesIn(t, folder))
	b.PauseBackup()
	b.add(github)
	if err := b.BackUpNow(t.Context()); !errors.Is(err, session.ErrPaused) {
		t.Errorf("BackUpNow = %v", err)
	}
	if n := len(agesIn(t, folder)); n != was {
		t.Errorf("%d files, want %d", n, was)
	}
	b.ResumeBackup()
	if err := b.BackUpNow(t.Context()); err != nil || len(agesIn(t, folder)) != was+1 {
		t.Errorf("after resume: %v, %d files", err, len(agesIn(t, folder)))
	}
	b.TurnOffBackup()
	if b.Status().Health != session.HealthOff || b.Backup().Folder != "" {
		t.Errorf("turned off: %+v", b.Status())
	}
}

func TestNoGoroutineIsLeftBehind(t *testing.T) {
	b := newBench(t)
	b.words()
	b.backUpTo(t.TempDir())
	for range 5 {
		if err := b.Lock(); err != nil {
			t.Fatal(err)
		}
		if err := b.UnlockKeyring(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for range 200 { // what was asked to end ends by itself, and quickly
		if stacks := allStacks(); !strings.Contains(stacks, "session.(*courier).loop") && !strings.Contains(stacks, "folder.(*watch).loop") {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("still running:\n%s", allStacks())
}

func allStacks() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}

func TestTwoVaultsInOneFolder(t *testing.T) {
	a, b := newBench(t), newBench(t)
	a.add(github)
	b.add(google)
	words := a.words()
	b.words()
	one, two := t.TempDir(), t.TempDir()
	from, to := b.backUpTo(two), a.backUpTo(one)
	for _, name := range agesIn(t, from) {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.BackUpNow(t.Context()); err != nil || a.Backup().OtherVaults != 1 {
		t.Errorf("%v, other vaults = %d", err, a.Backup().OtherVaults)
	}
	c := newBench(t)
	found, err := c.InspectFolder(t.Context(), one)
	if err != nil || found.Kind != session.AdoptVault || len(found.Vaults) != 2 {
		t.Fatalf("found %+v, %v", found, err)
	}
	r, err := c.BeginRecovery(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, v := range found.Vaults {
		r.Choose(v.ID)
		if err := r.Unlock(t.Context(), words); err == nil {
			opened++
		}
	}
	r.Cancel()
	if opened != 1 {
		t.Errorf("the key of one vault opened %d", opened)
	}
}

func TestInspectTellsWhatAFolderMeans(t *testing.T) {
	b := newBench(t)
	empty := t.TempDir()
	if a, err := b.InspectFolder(t.Context(), empty); err != nil || a.Kind != session.AdoptEmpty ||
		a.Folder != filepath.Join(empty, "Twofold") {
		t.Errorf("empty: %+v, %v", a, err)
	}
	if _, err := b.InspectFolder(t.Context(), filepath.Join(empty, "no")); !errors.Is(err, session.ErrFolderMissing) {
		t.Errorf("missing: %v", err)
	}
	waiting := t.TempDir()
	if err := os.WriteFile(filepath.Join(waiting, ".tf1-abcdefghjk-r-s123456-0123456789ab.age.icloud"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a, err := b.InspectFolder(t.Context(), waiting); err != nil || a.Kind != session.AdoptWait || len(a.Waiting) != 1 {
		t.Errorf("waiting: %+v, %v", a, err)
	}
	b.words()
	folder := b.backUpTo(empty)
	if a, err := b.InspectFolder(t.Context(), folder); err != nil || a.Kind != session.AdoptSame || a.Folder != folder {
		t.Errorf("same: %+v, %v", a, err)
	}
	b.TurnOffBackup() // it would put the file back
	for _, name := range agesIn(t, folder) {
		if strings.Contains(name, "-r-") {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	other := newBench(t)
	if a, err := other.InspectFolder(t.Context(), empty); err != nil || a.Kind != session.AdoptApproval {
		t.Errorf("without a recovery file: %+v, %v", a, err)
	}
}
