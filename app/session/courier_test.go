package session

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"testing"
	"time"

	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
	"twofold/internal/otpauth"
)

// TestEditTakenOverByAStepIsFlushed ends the session in the moment between a
// step's taking an edit over and its result: the edit is in neither of the two
// places that show what waits, and has to be written all the same.
func TestEditTakenOverByAStepIsFlushed(t *testing.T) {
	for name, end := range map[string]func(*Session) error{"close": (*Session).Close, "lock": (*Session).Lock} {
		t.Run(name, func(t *testing.T) {
			clock := sessiontest.NewClock(time.Unix(59, 0))
			s := New(Options{
				DataDir: t.TempDir(), Now: clock.Now, After: clock.After, Rand: rand.Reader,
				Keyring: &sessiontest.Keyring{}, Cost: sealed.CostTest, FlushLimit: time.Hour,
			})
			defer func() { _ = s.Close() }()
			if err := s.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			dir, err := s.SetFolder(t.Context(), t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			before := filesIn(t, dir)
			a, err := otpauth.Parse("otpauth://totp/Bank:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank")
			if err != nil {
				t.Fatal(err)
			}

			b := s.courierNow()
			hold, release, told := make(chan struct{}), make(chan struct{}), make(chan struct{})
			go func() {
				_ = b.do(context.Background(), func(context.Context) error {
					close(hold)
					<-release
					b.tellEdits() // as a step begins
					close(told)
					return nil
				})
			}()
			<-hold
			if err := s.change(func(e *edit) error {
				_, err := e.doc.Add(e.by, a)
				return e.step(err)
			}); err != nil {
				t.Fatal(err)
			}
			<-b.kick // the step that the edit asked for is the one under way
			close(release)
			<-told
			if err := end(s); err != nil {
				t.Fatal(err)
			}
			if n := filesIn(t, dir); n != before+1 {
				t.Errorf("%d files after the end, %d before the edit", n, before)
			}
		})
	}
}

func filesIn(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// TestFolderWaitsForTheWindow opens a session that is to leave its folder alone
// until it is told that the codes are on the screen.
func TestFolderWaitsForTheWindow(t *testing.T) {
	clock := sessiontest.NewClock(time.Unix(59, 0))
	o := Options{
		DataDir: t.TempDir(), Now: clock.Now, After: clock.After, Rand: rand.Reader,
		Keyring: &sessiontest.Keyring{}, Cost: sealed.CostTest, FlushLimit: time.Hour,
	}
	first := New(o)
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, err := first.SetFolder(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	o.Folder, o.FolderLater = dir, true
	s := New(o)
	defer func() { _ = s.Close() }()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.Phase() != Open || s.courierNow() != nil {
		t.Fatalf("phase %d with courier %v, want an open session that leaves the folder alone", s.Phase(), s.courierNow())
	}
	s.UseFolder()
	b := s.courierNow()
	if b == nil {
		t.Fatal("no courier once the folder may be used")
	}
	s.UseFolder()
	if s.courierNow() != b {
		t.Error("a second call began anew")
	}
	if err := s.BackUpNow(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := s.UnlockKeyring(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.courierNow() == nil {
		t.Error("no courier after unlocking again")
	}
}

// TestFolderOfALockedStart is told of the window while it is locked.
func TestFolderOfALockedStart(t *testing.T) {
	o := Options{DataDir: t.TempDir(), Rand: rand.Reader, Cost: sealed.CostTest}
	before := New(o)
	defer func() { _ = before.Close() }()
	dir, err := "", before.Start(t.Context())
	if err == nil {
		err = before.CreateWithPassphrase(t.Context(), []byte("correct horse battery"))
	}
	if err == nil {
		dir, err = before.SetFolder(t.Context(), t.TempDir())
	}
	if err := errors.Join(err, before.Close()); err != nil {
		t.Fatal(err)
	}
	o.Folder, o.FolderLater = dir, true
	s := New(o)
	defer func() { _ = s.Close() }()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.UseFolder()
	if s.courierNow() != nil {
		t.Fatal("a courier without a vault")
	}
	if err := s.Unlock(t.Context(), []byte("correct horse battery")); err != nil {
		t.Fatal(err)
	}
	if s.courierNow() == nil {
		t.Error("no courier in the opened session")
	}
}
