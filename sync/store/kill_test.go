package store_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/snapshot"
	"twofold/sync/store"
	"twofold/sync/store/disk"
)

// What tells a child process what to do.
const (
	childDir  = "TWOFOLD_TEST_STORE_DIR"  // it is a child, and this is its directory
	childStep = "TWOFOLD_TEST_STORE_STEP" // it kills itself before this step; 0 never
)

// TestMain runs the child's part instead of the tests in a child process.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fileKeyring stands for the system's keyring across processes.
type fileKeyring struct{ dir string }

func (k fileKeyring) Get(_ context.Context, user string) ([]byte, error) {
	return os.ReadFile(filepath.Join(k.dir, user))
}

func (k fileKeyring) Set(_ context.Context, user string, line []byte) error {
	if err := os.MkdirAll(k.dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(k.dir, user), line, 0o600)
}

func (k fileKeyring) Delete(_ context.Context, user string) error {
	return os.Remove(filepath.Join(k.dir, user))
}

// killFS is the real file system, which ends the process at a chosen step, as
// kill -9 or a power cut does. A write counts as two steps: the process may
// end with half of the bytes written. Nothing is synced: what a killed process
// has written stays with the kernel, so that syncing would only cost time.
type killFS struct {
	disk.OS
	at, n int
}

func (k *killFS) step() {
	k.n++
	if k.n == k.at {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {} // the signal is on its way
	}
}

func (k *killFS) Mkdir(path string) error { k.step(); return k.OS.Mkdir(path) }

func (k *killFS) Create(path string) (disk.File, error) {
	k.step()
	f, err := k.OS.Create(path)
	return &killFile{k, f}, err
}

func (k *killFS) Rename(from, to string) error { k.step(); return k.OS.Rename(from, to) }
func (k *killFS) Remove(path string) error     { k.step(); return k.OS.Remove(path) }
func (k *killFS) SyncDir(string) error         { k.step(); return nil }

type killFile struct {
	fs    *killFS
	under disk.File
}

func (f *killFile) Write(p []byte) (int, error) {
	f.fs.step()
	n, err := f.under.Write(p[:len(p)/2])
	if err != nil {
		return n, err
	}
	f.fs.step()
	m, err := f.under.Write(p[len(p)/2:])
	return n + m, err
}

func (f *killFile) Sync() error  { f.fs.step(); return nil }
func (f *killFile) Close() error { f.fs.step(); return f.under.Close() }

func processOptions(dir string, system disk.FS) store.Options {
	return store.Options{
		FS: system, Rand: rand.Reader, App: "test", Keyring: fileKeyring{dir + "-keyring"},
		LocalCost: sealed.CostTest, RecoveryCost: sealed.CostTest,
	}
}

// child edits until it is killed, and says on standard output what it was
// promised to be durable, after the promise and never before.
func child(dir string) error {
	system := &killFS{}
	s, err := store.Open(dir, processOptions(dir, system))
	if err != nil {
		return err
	}
	ctx := context.Background()
	if s.State() == store.Empty {
		if err := s.Create(ctx, laptop, secret.Bytes{}); err != nil {
			return err
		}
	} else if err := s.UnlockKeyring(ctx); err != nil {
		return err
	}
	fmt.Println("ready")
	system.n = 0
	system.at, _ = strconv.Atoi(os.Getenv(childStep))
	if system.at > 0 {
		return script(ctx, s)
	}
	for i := 0; ; i++ {
		if err := edits(s, i); err != nil {
			return err
		}
	}
}

// edits is one round of what a day brings: an account, an HOTP code, a
// snapshot.
func edits(s *store.Store, i int) error {
	doc, err := s.Document()
	if err != nil {
		return err
	}
	by := vault.Author{Device: s.Computer(), Now: time.Now, Rand: rand.Reader}
	name := strconv.FormatInt(time.Now().UnixNano(), 36) + "-" + strconv.Itoa(i)
	k := account.Defaults(account.HOTP)
	k.Secret = secret.FromString("12345678901234567890")
	id, err := doc.Add(by, account.Account{Issuer: name, Name: "x", Key: k})
	if err != nil {
		return err
	}
	if err := s.Save(doc); err != nil {
		return err
	}
	fmt.Println("account", name)
	counter, err := doc.NextCounter(by, id)
	if err != nil {
		return err
	}
	if err := s.Save(doc); err != nil {
		return err
	}
	fmt.Println("counter", id, counter)
	o, err := s.Prepare(func(seq uint64, prev string) (string, []byte, error) {
		return fmt.Sprintf("tf1-%06d.age", seq), fmt.Appendf(nil, "%s %d %s", name, seq, prev), nil
	})
	if err != nil {
		return err
	}
	b, err := s.Outgoing(o)
	if err != nil {
		return err
	}
	fmt.Println("outbox", o.Seq, snapshot.Hash(b))
	fmt.Println("sending", o.Seq)
	if err := s.Sent(o); err != nil {
		return err
	}
	fmt.Println("sent", o.Seq)
	return nil
}

// script does each operation that writes once.
func script(ctx context.Context, s *store.Store) error {
	if err := edits(s, 0); err != nil {
		return err
	}
	if err := s.SetPassphrase(secret.Bytes{}, secret.FromString("pass")); err != nil {
		return err
	}
	key, err := s.MakeRecoveryKey()
	if err != nil {
		return err
	}
	fmt.Println("words", strings.Join(key.Phrase.Words(), " "))
	if err := s.ConfirmRecoveryKey(key.Slot); err != nil {
		return err
	}
	second, err := s.MakeRecoveryKey()
	if err != nil {
		return err
	}
	if err := s.ConfirmRecoveryKey(second.Slot); err != nil {
		return err
	}
	if err := s.Rekey(ctx, store.NewComputer{Name: "copy", System: "linux"}); err != nil {
		return err
	}
	if err := edits(s, 1); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

// promises are what a child said before it was killed.
type promises struct {
	accounts []string
	counters map[string]uint64
	outbox   map[uint64]string // sequence number -> hash of what was prepared and not yet sent
	last     uint64            // highest sequence number that was given out under the present keys
	done     bool
}

func (p *promises) take(line string) {
	f := strings.Fields(line)
	number := func(i int) uint64 { n, _ := strconv.ParseUint(f[i], 10, 64); return n }
	switch f[0] {
	case "account":
		p.accounts = append(p.accounts, f[1])
	case "counter":
		p.counters[f[1]] = number(2)
	case "outbox":
		p.outbox[number(1)] = f[2]
		p.last = max(p.last, number(1))
	case "sending":
		delete(p.outbox, number(1)) // from here on it may be there or not
	case "done":
		p.done = true
	}
}

// runChild runs a child in dir and, if wait is not negative, kills it that
// long after it was ready. It waits for the child's end.
func runChild(t *testing.T, dir string, step int, wait time.Duration, p *promises) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childStep+"="+strconv.Itoa(step))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		_ = cmd.Wait()
		t.Fatalf("child did not start: %s", stderr.String())
	}
	if wait >= 0 {
		timer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	for lines.Scan() {
		p.take(lines.Text())
	}
	_, _ = io.Copy(io.Discard, out)
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() && !(runtime.GOOS == "windows" && stderr.Len() == 0) { // who is killed there ends with 1 like others
		t.Fatalf("child failed by itself: %s", stderr.String())
	}
}

// check opens the directory as the next start does.
func (p *promises) check(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(dir, processOptions(dir, disk.OS{}))
	must(t, err)
	defer s.Close()
	if err := s.UnlockKeyring(t.Context()); err != nil {
		t.Fatalf("the vault does not open: %v", err)
	}
	doc, err := s.Document()
	must(t, err)
	have := map[string]bool{}
	for _, e := range doc.Accounts() {
		have[e.Issuer] = true
		if want := p.counters[e.ID]; e.Counter <= want && want != 0 {
			t.Errorf("counter = %d, though the code of %d was shown", e.Counter, want)
		}
	}
	for _, name := range p.accounts {
		if !have[name] {
			t.Errorf("account %s was acknowledged and is lost", name)
		}
	}
	f, err := s.Frontier()
	must(t, err)
	if f.Own.Seq < p.last {
		t.Errorf("sequence number %d was used, and the next one would be %d", p.last, f.Own.Seq+1)
	}
	for seq, hash := range p.outbox {
		waiting, err := s.Outbox()
		must(t, err)
		i := slices.IndexFunc(waiting, func(o store.Outgoing) bool { return o.Seq == seq })
		if i < 0 {
			t.Errorf("file %d was prepared and is lost", seq)
			continue
		}
		b, err := s.Outgoing(waiting[i])
		must(t, err)
		if snapshot.Hash(b) != hash {
			t.Errorf("file %d has another content than was prepared", seq)
		}
	}
	if entries, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(entries) > 0 {
		t.Errorf("temporary files were not swept: %v", entries)
	}
	var broken *store.DamagedError
	for _, n := range s.Notices() {
		if errors.As(n, &broken) {
			t.Errorf("a kill damaged a file: %v", n)
		}
	}
}

func newPromises() *promises {
	return &promises{counters: map[string]uint64{}, outbox: map[uint64]string{}}
}

// TestKilledAtRandom kills a process that edits without pause, many times at
// random moments.
func TestKilledAtRandom(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 40
	}
	const perDirectory = 25 // so that the vault stays small
	var dir string
	var p *promises
	acknowledged := 0
	most, seen := 16*time.Millisecond, 0
	for i := range rounds {
		if i%5 == 4 && p != nil {
			if len(p.accounts)-seen < 2 && most < 2*time.Second {
				most *= 2 // a slow computer needs longer to its first edit
			}
			seen = len(p.accounts)
		}
		if i%perDirectory == 0 {
			if p != nil {
				acknowledged += len(p.accounts)
			}
			seen = 0
			dir, p = filepath.Join(t.TempDir(), "twofold"), newPromises()
		}
		wait := time.Duration(mathrand.Int64N(int64(most)))
		runChild(t, dir, 0, wait, p)
		p.check(t, dir)
		if t.Failed() {
			t.Fatalf("in round %d", i)
		}
	}
	if acknowledged += len(p.accounts); acknowledged < rounds/10 {
		t.Errorf("only %d edits in %d rounds: the kills came too early to prove anything", acknowledged, rounds)
	}
}

// TestKilledAtEveryStep kills a process before each step of each operation,
// and in the middle of each write.
func TestKilledAtEveryStep(t *testing.T) {
	stride := 1
	if testing.Short() {
		stride = 9
	}
	for step := 1; ; step += stride {
		dir, p := filepath.Join(t.TempDir(), "twofold"), newPromises()
		// The vault is made by a child that is not killed before it is ready.
		runChild(t, dir, step, -1, p)
		if p.done {
			if step < 100 {
				t.Errorf("all done after %d steps: too few to be true", step)
			}
			return
		}
		p.last = 0 // the script ends with new keys, which count from 1 again
		p.check(t, dir)
		if t.Failed() {
			t.Fatalf("killed before step %d", step)
		}
	}
}
