package engine_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// The child of the kill test gets its directories through the environment.
const (
	killDir  = "TWOFOLD_TEST_KILL_DIR"
	killStep = "TWOFOLD_TEST_KILL_STEP"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		if err := victim(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fileRing is a keyring that outlives a process.
type fileRing string

func (r fileRing) Get(_ context.Context, id string) ([]byte, error) {
	return os.ReadFile(string(r) + "/" + id)
}

func (r fileRing) Set(_ context.Context, id string, line []byte) error {
	return os.WriteFile(string(r)+"/"+id, line, 0o600)
}

func (r fileRing) Delete(_ context.Context, id string) error { return os.Remove(string(r) + "/" + id) }

func killOptions(dir string, fs disk.FS) store.Options {
	return store.Options{
		FS: fs, Rand: rand.Reader, App: "test", Keyring: fileRing(dir + "/ring"),
		LocalCost: sealed.CostTest, RecoveryCost: sealed.CostTest,
	}
}

// victim adds an account and publishes it, and is killed before one of the
// steps with which it writes its own files.
func victim(dir string) error {
	n, err := strconv.Atoi(os.Getenv(killStep))
	if err != nil {
		return err
	}
	at := 0
	fs := &faulty.FS{Under: disk.OS{}, Plan: func(s faulty.Step) faulty.Fault {
		if s.Op != faulty.Read && s.Op != faulty.List {
			if at++; at == n {
				self, _ := os.FindProcess(os.Getpid())
				_ = self.Kill()
				select {} // until the signal comes
			}
		}
		return faulty.Fault{}
	}}
	s, err := store.Open(dir+"/data", killOptions(dir, fs))
	if err != nil {
		return err
	}
	if err := s.UnlockKeyring(context.Background()); err != nil {
		return err
	}
	doc, err := s.Document()
	if err != nil {
		return err
	}
	by := vault.Author{Device: s.Computer(), Now: time.Now, Rand: rand.Reader}
	if _, err := doc.Add(by, github("Killed")); err != nil {
		return err
	}
	if err := s.Save(doc); err != nil {
		return err
	}
	e, err := engine.New(engine.Options{Store: s, Folder: killFolder(dir), Rand: rand.Reader, App: "test"})
	if err != nil {
		return err
	}
	_, err = e.PublishNow(context.Background(), time.Now())
	return errors.Join(err, s.Close())
}

func killFolder(dir string) folder.Folder {
	return folder.NewDir(dir+"/folder", engine.Names(), folder.SystemClock{}, rand.Reader)
}

// TestKilledWhilePublishing (I16) kills real processes on a real directory.
func TestKilledWhilePublishing(t *testing.T) {
	stride := 1
	if testing.Short() {
		stride = 5
	}
	for n := 1; ; n += stride {
		dir := quickDir(t)
		for _, sub := range []string{"/ring", "/folder"} {
			must(t, os.Mkdir(dir+sub, 0o700))
		}
		s, err := store.Open(dir+"/data", killOptions(dir, disk.OS{}))
		must(t, err)
		must(t, s.Create(t.Context(), store.NewComputer{Name: "a", System: "linux"}, secret.Bytes{}))
		must(t, s.Close())
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killDir+"="+dir, killStep+"="+strconv.Itoa(n))
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.Exited() && !(runtime.GOOS == "windows" && len(out) == 0) { // who is killed there ends with 1 like others
			t.Fatalf("step %d: the child failed by itself: %s", n, out)
		}
		survive(t, dir, n)
		if err == nil {
			if n < 15 {
				t.Errorf("all done after %d steps: too few to be true", n)
			}
			t.Logf("killed at %d steps", n-1)
			return
		}
	}
}

// survive starts again after a kill.
func survive(t *testing.T, dir string, n int) {
	t.Helper()
	was := map[uint64]string{}
	s, err := store.Open(dir+"/data", killOptions(dir, disk.OS{}))
	must(t, err)
	defer s.Close()
	must(t, s.UnlockKeyring(t.Context()))
	waiting, err := s.Outbox()
	must(t, err)
	for _, o := range waiting {
		b, err := s.Outgoing(o)
		must(t, err)
		was[o.Seq] = snapshot.Short(snapshot.Hash(b))
	}
	realNumbers(t, dir, was)
	e, err := engine.New(engine.Options{Store: s, Folder: killFolder(dir), Rand: rand.Reader, App: "test"})
	must(t, err)
	now := time.Now()
	for range 8 {
		r, err := e.Step(t.Context(), now)
		must(t, err)
		for _, told := range r.Notices {
			if told.Kind == engine.Copied {
				t.Errorf("step %d: a kill was taken for a copy of the computer", n)
			}
		}
		now = now.Add(20 * time.Second)
	}
	realNumbers(t, dir, was)
	if v, err := e.Verify(t.Context()); err != nil || !v.Complete {
		t.Errorf("step %d: the folder lacks something: %+v, %v", n, v, err)
	}
	if len(was) > 3 {
		t.Errorf("step %d: %d numbers for one edit", n, len(was))
	}
}

func realNumbers(t *testing.T, dir string, was map[uint64]string) {
	t.Helper()
	entries, err := os.ReadDir(dir + "/folder")
	must(t, err)
	for _, e := range entries {
		name, ok := snapshot.ParseName(e.Name())
		if !ok || name.Recovery() {
			continue
		}
		if h, had := was[name.Seq]; had && h != name.Hash {
			t.Errorf("number %d stands for two contents", name.Seq)
		}
		was[name.Seq] = name.Hash
	}
}
