package folder_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"twofold/sync/folder"
)

var names = folder.Names{Prefix: "tf1-", Suffixes: []string{".age", ".json"}, Temp: "~$tf1-me-"}

const good = "tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf.age"

// clock is moved by hand. A timer that is asked for while "hurry" is set goes
// off at once, and the time moves on.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	hurry  bool
	timers []*timer
	asked  chan time.Duration
}

type timer struct {
	at time.Time
	c  chan time.Time
}

func newClock() *clock {
	return &clock{now: time.Now(), asked: make(chan time.Duration, 100)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.now.Add(d), make(chan time.Time, 1)}
	if c.hurry && d < folder.ReadLimit {
		c.now = t.at
		t.c <- c.now
		return t.c, func() {}
	}
	c.timers = append(c.timers, t)
	select {
	case c.asked <- d:
	default:
	}
	return t.c, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for i, o := range c.timers {
			if o == t {
				c.timers = append(c.timers[:i], c.timers[i+1:]...)
				return
			}
		}
	}
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	var left []*timer
	for _, t := range c.timers {
		if t.at.After(c.now) {
			left = append(left, t)
			continue
		}
		t.c <- c.now
	}
	c.timers = left
}

func newDir(t testing.TB) (*folder.Dir, *clock) {
	t.Helper()
	c := newClock()
	return folder.NewDir(t.TempDir(), names, c, rand.Reader), c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, d *folder.Dir, path, content string) {
	t.Helper()
	full := filepath.Join(d.Root(), path)
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	must(t, os.WriteFile(full, []byte(content), 0o644))
}

func scan(t testing.TB, d *folder.Dir) folder.Listing {
	t.Helper()
	l, err := d.Scan(t.Context())
	must(t, err)
	return l
}

func TestScanFindsWhatMatters(t *testing.T) {
	d, _ := newDir(t)
	wanted := map[string]bool{ // path -> it is a copy
		good: false,
		"tf1-k7wq2m9d3f-r-s1a7c2m-5d02ce88h1mn.age":                                               false,
		"tf1-k7wq2m9d3f-p-7h2k9q-3-3f9a2c11xw-9c4e1b7a2dqf.json":                                  false,
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf-HANAKO-PC.age":                             true, // OneDrive
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf 2.age":                                     true, // iCloud
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf (Hanako's conflicted copy 2026-11-22).age": true, // Dropbox
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf (1).age":                                   true, // Google Drive
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf (conflicted copy 2026-11-22 093612).age":   true, // Nextcloud
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf.sync-conflict-20261122-093612-ABCDEFG.age": true, // Syncthing
		"TF1-K7WQ2M9D3F-3F9A2C11XW-000042-9C4E1B7A2DQF.AGE":                                       true,
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf.age.bak":                                   true,
		"renamed by hand.age": true,
		"Twofold 2/" + good:   true,
	}
	const upper = "TF1-K7WQ2M9D3F-3F9A2C11XW-000042-9C4E1B7A2DQF.AGE"
	write(t, d, good, "content of "+good)
	if _, err := os.Lstat(filepath.Join(d.Root(), upper)); err == nil {
		delete(wanted, upper) // one file on a disk that does not tell case apart
	}
	for path := range wanted {
		write(t, d, path, "content of "+path)
	}
	for _, path := range []string{
		"Twofold - how to recover.txt", "desktop.ini", "photo.jpg", "~$tf1-7c1e.tmp", "tf1-x.age.tmp",
		".holiday.jpg.icloud", "deep/er/" + good, ".hidden/" + good,
	} {
		write(t, d, path, "x")
	}
	write(t, d, "."+good+".icloud", "stub")
	write(t, d, "Twofold 2/tf1-other.age.nextcloud", "")

	l := scan(t, d)
	got := map[string]bool{}
	for _, e := range l.Entries {
		got[e.Path] = e.Copy
		if e.Name != filepath.Base(e.Path) || e.Size != int64(len("content of "+e.Path)) || e.ModTime.IsZero() {
			t.Errorf("entry %+v does not describe its file", e)
		}
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{good, "tf1-other.age"}, l.Waiting); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}
	if l.Other != 6 {
		t.Errorf("others = %d, want 6", l.Other)
	}
}

func TestMissingFolderIsNotAnEmptyOne(t *testing.T) {
	d, _ := newDir(t)
	write(t, d, good, "x")
	moved := d.Root() + "-moved"
	must(t, os.Rename(d.Root(), moved))
	if _, err := d.Scan(t.Context()); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("scan of a missing folder: %v, want ErrUnavailable", err)
	}
	if err := d.Publish(t.Context(), good, []byte("x")); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("publish into a missing folder: %v, want ErrUnavailable", err)
	}
	if _, err := os.Stat(d.Root()); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the missing folder was made: an unplugged disk would be written beside")
	}
	must(t, os.WriteFile(d.Root(), nil, 0o644))
	if _, err := d.Scan(t.Context()); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("scan of a file: %v, want ErrUnavailable", err)
	}
	must(t, os.Remove(d.Root()))
	must(t, os.Rename(moved, d.Root()))
	if l := scan(t, d); len(l.Entries) != 1 {
		t.Errorf("after it came back: %d entries, want 1", len(l.Entries))
	}
	must(t, os.Remove(filepath.Join(d.Root(), good)))
	if l := scan(t, d); len(l.Entries) != 0 {
		t.Errorf("emptied: %d entries, want 0", len(l.Entries))
	}
}

func TestOtherDiskAtTheSamePlace(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("volumes are not compared on Windows")
	}
	d, _ := newDir(t)
	d.SetVolume(1 << 60)
	if _, err := d.Scan(t.Context()); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("scan of an empty mount point: %v, want ErrUnavailable", err)
	}
	if err := d.Publish(t.Context(), good, []byte("x")); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("publish into an empty mount point: %v, want ErrUnavailable", err)
	}
	write(t, d, "tf1-x.age", "x")
	scan(t, d) // our files are on it: it is the right one under another number
	must(t, d.Publish(t.Context(), good, []byte("x")))
}

func TestPublish(t *testing.T) {
	d, _ := newDir(t)
	data := bytes.Repeat([]byte("snapshot"), 10_000)
	for range 2 { // the second time it lies there already
		must(t, d.Publish(t.Context(), good, data))
	}
	b, err := d.Read(t.Context(), good)
	if err != nil || !bytes.Equal(b, data) {
		t.Errorf("read back: %d bytes, %v", len(b), err)
	}
	if err := d.Publish(t.Context(), good, []byte("other")); !errors.Is(err, folder.ErrExists) {
		t.Errorf("another content under the name: %v, want ErrExists", err)
	}
	entries, err := os.ReadDir(d.Root())
	if err != nil || len(entries) != 1 {
		t.Errorf("files = %v, %v, want the one alone", entries, err)
	}
	if info, err := entries[0].Info(); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v, want 0600", info.Mode(), err)
	}
	for _, bad := range []string{
		"", "x", "tf1-.age", "tf1-UPPER.age", "tf1-a b.age", "../tf1-x.age", "tf1-x/y.age", "tf1-x.txt",
		"tf1-" + string(bytes.Repeat([]byte("x"), 200)) + ".age",
	} {
		if err := d.Publish(t.Context(), bad, data); !errors.Is(err, folder.ErrBadName) {
			t.Errorf("name %.20q: %v, want ErrBadName", bad, err)
		}
	}
	if err := d.Publish(t.Context(), good, nil); !errors.Is(err, folder.ErrTooLarge) {
		t.Errorf("empty file: %v, want an error", err)
	}
}

// failing is a file that fails at one of its steps.
type failing struct {
	folder.File
	step string
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	switch f.step {
	case "write":
		return 0, f.err
	case "short":
		return f.File.Write(p[:len(p)/2])
	case "flip":
		p = append([]byte(nil), p...)
		p[0] ^= 1
	}
	return f.File.Write(p)
}

func (f *failing) Sync() error {
	if f.step == "sync" {
		return f.err
	}
	return f.File.Sync()
}

func (f *failing) Close() error {
	err := f.File.Close()
	if f.step == "close" {
		return f.err
	}
	return err
}

func TestPublishFailsWell(t *testing.T) {
	full, boom := error(syscall.ENOSPC), errors.New("boom")
	if runtime.GOOS == "windows" {
		full = syscall.Errno(112)
	}
	tests := []struct {
		step string
		err  error
		want error
	}{
		{"create", full, folder.ErrFull}, {"create", fs.ErrPermission, folder.ErrReadOnly}, {"create", boom, boom},
		{"write", full, folder.ErrFull}, {"short", nil, nil}, {"sync", full, folder.ErrFull},
		{"close", full, folder.ErrFull}, {"flip", nil, folder.ErrMismatch}, {"read", boom, boom}, {"rename", boom, boom},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.step, tt.err), func(t *testing.T) {
			d, _ := newDir(t)
			fake(d, tt.step, tt.err)
			err := d.Publish(t.Context(), good, []byte("data"))
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("publish: %v, want %v", err, tt.want)
			}
			if entries, _ := os.ReadDir(d.Root()); len(entries) != 0 {
				t.Errorf("left behind: %v", entries)
			}
			d.Fake(folder.Create, os.Rename, folder.ReadFile)
			must(t, d.Publish(t.Context(), good, []byte("data")))
		})
	}
}

func fake(d *folder.Dir, step string, err error) {
	d.Fake(
		func(path string) (folder.File, error) {
			if step == "create" {
				return nil, err
			}
			f, e := folder.Create(path)
			if e != nil {
				return nil, e
			}
			return &failing{f, step, err}, nil
		},
		func(from, to string) error {
			if step == "rename" {
				return err
			}
			return os.Rename(from, to)
		},
		func(path string) ([]byte, error) {
			if step == "read" {
				return nil, err
			}
			return folder.ReadFile(path)
		},
	)
}

func TestSyncMayBeMissing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("another error there")
	}
	d, _ := newDir(t)
	fake(d, "sync", syscall.ENOTSUP)
	must(t, d.Publish(t.Context(), good, []byte("data")))
}

func TestBusyRename(t *testing.T) {
	for refusals, direct := range map[int]bool{3: false, 1 << 30: true} {
		d, c := newDir(t)
		c.hurry = true
		begin, tries := c.Now(), 0
		d.Fake(nil, func(from, to string) error {
			if tries++; tries <= refusals {
				return folder.ErrBusy
			}
			return os.Rename(from, to)
		}, nil)
		must(t, d.Publish(t.Context(), good, []byte("data")))
		b, err := d.Read(t.Context(), good)
		if err != nil || string(b) != "data" {
			t.Errorf("read back: %q, %v", b, err)
		}
		if entries, _ := os.ReadDir(d.Root()); len(entries) != 1 {
			t.Errorf("files = %v, want one", entries)
		}
		if waited := c.Now().Sub(begin); direct != (waited >= 2*time.Second) {
			t.Errorf("after %d refusals it waited %v", refusals, waited)
		}
	}
}

func TestLeftoversAreSwept(t *testing.T) {
	d, c := newDir(t)
	old := c.Now().Add(-2 * time.Hour)
	for _, name := range []string{"~$tf1-me-00.tmp", "~$tf1-other-00.tmp", "~$report.docx"} {
		write(t, d, name, "x")
		must(t, os.Chtimes(filepath.Join(d.Root(), name), old, old))
	}
	write(t, d, "~$tf1-me-01.tmp", "still being written")
	must(t, d.Publish(t.Context(), good, []byte("data")))
	entries, err := os.ReadDir(d.Root())
	must(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := []string{good, "~$report.docx", "~$tf1-me-01.tmp", "~$tf1-other-00.tmp"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestReadThatHangs(t *testing.T) {
	d, c := newDir(t)
	write(t, d, good, "data")
	release := make(chan struct{})
	entered := make(chan struct{}, 10)
	d.Fake(nil, nil, func(path string) ([]byte, error) {
		entered <- struct{}{}
		<-release
		return folder.ReadFile(path)
	})
	results := make(chan error, 3)
	read := func() {
		_, err := d.Read(context.Background(), good)
		results <- err
	}
	for range 3 {
		go read()
	}
	<-entered
	<-entered
	for range 3 {
		<-c.asked // all three wait
	}
	c.advance(folder.ReadLimit)
	for range 3 {
		if err := <-results; !errors.Is(err, folder.ErrSlow) {
			t.Errorf("hanging read: %v, want ErrSlow", err)
		}
	}
	select {
	case <-entered:
		t.Error("more than two reads at a time")
	default:
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Read(ctx, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled read: %v, want Canceled", err)
	}
	close(release)
	if b, err := d.Read(t.Context(), good); err != nil || string(b) != "data" {
		t.Errorf("read after the hang: %q, %v", b, err)
	}
}

func TestReadStaysInside(t *testing.T) {
	d, _ := newDir(t)
	write(t, d, "sub/"+good, "data")
	must(t, os.WriteFile(filepath.Join(filepath.Dir(d.Root()), "outside.age"), []byte("x"), 0o600))
	for _, path := range []string{"", ".", "..", "../outside.age", "/etc/passwd", "a/b/c.age", "a/../../outside.age"} {
		if _, err := d.Read(t.Context(), path); !errors.Is(err, folder.ErrBadName) {
			t.Errorf("read %q: %v, want ErrBadName", path, err)
		}
		if err := d.Remove(t.Context(), path); !errors.Is(err, folder.ErrBadName) {
			t.Errorf("remove %q: %v, want ErrBadName", path, err)
		}
	}
	must(t, d.Remove(t.Context(), "sub/"+good))
	must(t, d.Remove(t.Context(), "sub/"+good))
	if l := scan(t, d); len(l.Entries) != 0 {
		t.Errorf("entries = %v, want none", l.Entries)
	}
}

func TestSpecialFilesAreNeverOpened(t *testing.T) {
	d, _ := newDir(t)
	if err := makePipe(filepath.Join(d.Root(), "tf1-pipe.age")); err != nil {
		t.Skip(err)
	}
	if l := scan(t, d); len(l.Entries) != 0 {
		t.Errorf("entries = %v, want no pipe", l.Entries)
	}
	if _, err := d.Read(t.Context(), "tf1-pipe.age"); err == nil {
		t.Error("a pipe was read")
	}
}

func TestJunkIsNoTrouble(t *testing.T) {
	d, _ := newDir(t)
	for i := range 10_000 {
		must(t, os.WriteFile(filepath.Join(d.Root(), fmt.Sprintf("IMG_%05d.jpg", i)), nil, 0o644))
	}
	write(t, d, good, "x")
	l := scan(t, d)
	if len(l.Entries) != 1 || l.Other != 10_000 || l.Cut {
		t.Errorf("entries %d, others %d, cut %v", len(l.Entries), l.Other, l.Cut)
	}
}

func TestClosedSubDirectory(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("needs a directory that this user may not list")
	}
	d, _ := newDir(t)
	write(t, d, good, "x")
	write(t, d, "closed/"+good, "x")
	must(t, os.Chmod(filepath.Join(d.Root(), "closed"), 0))
	l := scan(t, d)
	if len(l.Entries) != 1 || len(l.Closed) != 1 {
		t.Errorf("entries %v, closed %v", l.Entries, l.Closed)
	}
}

// BenchmarkScan is one poll of a folder with full retention.
func BenchmarkScan(b *testing.B) {
	d, _ := newDir(b)
	for i := range 621 {
		write(b, d, fmt.Sprintf("tf1-k7wq2m9d3f-3f9a2c11xw-%06d-9c4e1b7a2dqf.age", i), "x")
	}
	for b.Loop() {
		if _, err := d.Scan(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzScanNames(f *testing.F) {
	f.Add(good)
	f.Add("." + good + ".icloud")
	f.Fuzz(func(t *testing.T, name string) {
		d, _ := newDir(t)
		if !fs.ValidPath(name) || name == "." || filepath.Base(name) != name ||
			os.WriteFile(filepath.Join(d.Root(), name), []byte("x"), 0o600) != nil {
			t.Skip("no file name here")
		}
		l := scan(t, d)
		if n := len(l.Entries) + len(l.Waiting) + l.Other; n != 1 {
			t.Errorf("%q was counted %d times", name, n)
		}
		for _, e := range l.Entries {
			if b, err := d.Read(t.Context(), e.Path); err != nil || string(b) != "x" {
				t.Errorf("read %q: %v", e.Path, err)
			}
		}
	})
}
