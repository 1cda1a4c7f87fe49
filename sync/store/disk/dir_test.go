package disk_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// clock is moved by hand: sleeping advances it.
type clock struct {
	now   time.Time
	slept []time.Duration
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time { return c.now }
func (c *clock) Sleep(d time.Duration) {
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
}

func newDir(t *testing.T) (*disk.Dir, *faulty.FS, *clock) {
	t.Helper()
	system, c := &faulty.FS{Under: disk.OS{}}, newClock()
	d := disk.NewDir(system, filepath.Join(t.TempDir(), "data"), c, rand.Reader)
	if err := d.Make("sub"); err != nil {
		t.Fatal(err)
	}
	return d, system, c
}

func read(t *testing.T, d *disk.Dir, name string) string {
	t.Helper()
	b, err := d.Read(name, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWriteReplaces(t *testing.T) {
	d, system, _ := newDir(t)
	for _, want := range []string{"first", "", strings.Repeat("long", 50_000)} {
		system.Reset(nil)
		if err := d.Write("sub/f", []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, d, "sub/f"); got != want {
			t.Errorf("read %d bytes, want %d", len(got), len(want))
		}
		var ops []string
		for _, s := range system.Steps()[:7] {
			ops = append(ops, string(s.Op))
		}
		if got, want := strings.Join(ops, " "), "create write sync close read rename syncdir"; got != want {
			t.Errorf("steps = %s, want %s", got, want)
		}
	}
	names, err := d.Names("sub")
	if err != nil || len(names) != 1 {
		t.Errorf("names = %v, %v, want only the file", names, err)
	}
}

func TestWriteIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the profile directory's access list protects files on Windows")
	}
	d, _, _ := newDir(t)
	if err := d.Write("f", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{".": 0o700, "sub": 0o700, "f": 0o600} {
		info, err := os.Stat(filepath.Join(d.Path(), name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("mode of %s = %v, want %v", name, got, want)
		}
	}
}

// TestWriteFailsAtEveryStep lets every step of a write fail in every way and
// demands the old content after an error, or the new, and the new after none.
func TestWriteFailsAtEveryStep(t *testing.T) {
	boom := errors.New("boom")
	faults := map[string]faulty.Fault{
		"before": {Err: boom},
		"after":  {Err: boom, After: true},
		"short":  {Err: boom, Short: true},
		"flip":   {Flip: true},
	}
	const steps = 7
	old, new := bytes.Repeat([]byte("old"), 100), bytes.Repeat([]byte("newer"), 100)
	for name, fault := range faults {
		for n := 1; n <= steps; n++ {
			t.Run(fmt.Sprintf("%s %d", name, n), func(t *testing.T) {
				d, system, _ := newDir(t)
				if err := d.Write("f", old); err != nil {
					t.Fatal(err)
				}
				system.Reset(faulty.At(n, fault))
				err := d.Write("f", new)
				op := system.Steps()[n-1].Op
				system.Reset(nil)
				got := []byte(read(t, d, "f"))
				if err == nil && !bytes.Equal(got, new) {
					t.Fatalf("write reported success but the file holds %d bytes of something else", len(got))
				}
				if !bytes.Equal(got, old) && !bytes.Equal(got, new) {
					t.Fatalf("neither the old nor the new content after a failing %s: %q", op, got)
				}
				switch {
				case fault.Err != nil && !fault.Short && !errors.Is(err, boom):
					t.Errorf("error of failing %s = %v, want the cause", op, err)
				case fault.Flip && op == faulty.Write && !errors.Is(err, disk.ErrMismatch):
					t.Errorf("error of a changed bit = %v, want ErrMismatch", err)
				}
				if err := d.Sweep("."); err != nil {
					t.Fatal(err)
				}
				entries, _ := os.ReadDir(d.Path())
				if len(entries) != 2 {
					t.Errorf("after sweeping: %v, want f and sub", entries)
				}
				if err := d.Write("f", new); err != nil || read(t, d, "f") != string(new) {
					t.Errorf("the next write failed: %v", err)
				}
			})
		}
	}
}

func TestErrorsAreTold(t *testing.T) {
	tests := []struct {
		cause error
		want  error
	}{
		{syscall.ENOSPC, disk.ErrFull},
		{syscall.EROFS, disk.ErrReadOnly},
		{fs.ErrPermission, disk.ErrPermission},
		{disk.ErrBusy, disk.ErrBusy},
	}
	if runtime.GOOS == "windows" {
		tests[0].cause, tests[1].cause = syscall.Errno(112), syscall.Errno(19)
	}
	for _, tt := range tests {
		t.Run(tt.want.Error(), func(t *testing.T) {
			d, system, _ := newDir(t)
			system.Reset(faulty.From(1, &fs.PathError{Op: "x", Path: "y", Err: tt.cause}))
			err := d.Write("f", []byte("x"))
			if !errors.Is(err, tt.want) || !errors.Is(err, tt.cause) {
				t.Errorf("error = %v, want both %v and %v", err, tt.want, tt.cause)
			}
		})
	}
}

func TestVanishedDirectory(t *testing.T) {
	d, _, _ := newDir(t)
	if _, err := d.Read("missing", 10); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, disk.ErrGone) {
		t.Errorf("missing file: %v, want only ErrNotExist", err)
	}
	if err := os.RemoveAll(d.Path()); err != nil {
		t.Fatal(err)
	}
	if err := d.Write("f", []byte("x")); !errors.Is(err, disk.ErrGone) {
		t.Errorf("write into a vanished directory: %v, want ErrGone", err)
	}
	if _, err := d.Read("f", 10); !errors.Is(err, disk.ErrGone) {
		t.Errorf("read from a vanished directory: %v, want ErrGone", err)
	}
	if _, err := os.Stat(d.Path()); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a vanished directory was made again: an unmounted disk would be written beside")
	}
}

func TestBusyRenameIsTriedAgain(t *testing.T) {
	d, system, c := newDir(t)
	refused := 0
	system.Reset(func(s faulty.Step) faulty.Fault {
		if s.Op == faulty.Rename && refused < 5 {
			refused++
			return faulty.Fault{Err: disk.ErrBusy}
		}
		return faulty.Fault{}
	})
	if err := d.Write("f", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if len(c.slept) != 5 {
		t.Errorf("slept %v, want five waits", c.slept)
	}
	begin := c.now
	system.Reset(func(s faulty.Step) faulty.Fault {
		if s.Op == faulty.Rename {
			return faulty.Fault{Err: disk.ErrBusy}
		}
		return faulty.Fault{}
	})
	if err := d.Write("f", []byte("y")); !errors.Is(err, disk.ErrBusy) {
		t.Errorf("error = %v, want ErrBusy", err)
	}
	if waited := c.now.Sub(begin); waited != 2*time.Second {
		t.Errorf("waited %v, want 2s", waited)
	}
	if got := read(t, d, "f"); got != "x" {
		t.Errorf("content = %q, want the old one", got)
	}
}

func TestMoveAsideNeverOverwrites(t *testing.T) {
	d, _, _ := newDir(t)
	want := []string{
		"sub/f.unreadable-2026-11-22-153000",
		"sub/f.unreadable-2026-11-22-153000-2",
		"sub/f.unreadable-2026-11-22-153000-3",
	}
	for i, name := range want {
		content := fmt.Sprint("content ", i)
		if err := d.Write("sub/f", []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := d.MoveAside("sub/f")
		if err != nil || got != name || !disk.IsAside(got) {
			t.Fatalf("moved aside as %q, %v, want %q", got, err, name)
		}
	}
	for i, name := range want {
		if got := read(t, d, name); got != fmt.Sprint("content ", i) {
			t.Errorf("%s holds %q", name, got)
		}
	}
	if _, err := d.MoveAside("sub/f"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("moving nothing: %v, want ErrNotExist", err)
	}
}

func TestReadLimits(t *testing.T) {
	d, _, _ := newDir(t)
	if err := d.Write("f", []byte("12345")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Read("f", 4); !errors.Is(err, disk.ErrTooLarge) {
		t.Errorf("reading 5 bytes with limit 4: %v, want ErrTooLarge", err)
	}
	if b, err := d.Read("f", 5); err != nil || len(b) != 5 {
		t.Errorf("reading 5 bytes with limit 5: %d, %v", len(b), err)
	}
	if _, err := d.Read("sub", 5); !errors.Is(err, disk.ErrNotFile) {
		t.Errorf("reading a directory: %v, want ErrNotFile", err)
	}
}

func TestRandomnessMayFail(t *testing.T) {
	d := disk.NewDir(disk.OS{}, t.TempDir(), newClock(), strings.NewReader("short"))
	if err := d.Write("f", []byte("x")); err == nil {
		t.Error("write without random bytes succeeded")
	}
	if names, _ := d.Names("."); len(names) != 0 {
		t.Errorf("files = %v, want none", names)
	}
}

func TestRemove(t *testing.T) {
	d, system, _ := newDir(t)
	if err := d.Write("f", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Remove("f"); err != nil {
			t.Error(err)
		}
	}
	boom := errors.New("boom")
	_ = d.Write("f", []byte("x"))
	system.Reset(faulty.At(2, faulty.Fault{Err: boom}))
	if err := d.Remove("f"); !errors.Is(err, boom) {
		t.Errorf("removal that could not be made durable: %v, want the cause", err)
	}
}
