package config

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

var errDisk = errors.New("disk is broken")

// failing is the real disk until its step number failAt, which fails.
type failing struct {
	Disk
	step, failAt int
}

func (f *failing) fails() bool { f.step++; return f.step == f.failAt }

func (f *failing) ReadFile(p string, limit int) ([]byte, error) {
	if f.fails() {
		return nil, errDisk
	}
	return f.Disk.ReadFile(p, limit)
}

func (f *failing) MkdirAll(p string) error {
	if f.fails() {
		return errDisk
	}
	return f.Disk.MkdirAll(p)
}

func (f *failing) CreateTemp(dir, pattern string) (TempFile, error) {
	if f.fails() {
		return nil, errDisk
	}
	t, err := f.Disk.CreateTemp(dir, pattern)
	return &failingTemp{t, f}, err
}

func (f *failing) Rename(a, b string) error {
	if f.fails() {
		return errDisk
	}
	return f.Disk.Rename(a, b)
}

func (f *failing) SyncDir(dir string) error {
	if f.fails() {
		return errDisk
	}
	return f.Disk.SyncDir(dir)
}

type failingTemp struct {
	TempFile
	f *failing
}

func (t *failingTemp) Write(b []byte) (int, error) {
	if t.f.fails() {
		n, _ := t.TempFile.Write(b[:len(b)/2])
		return n, errDisk
	}
	return t.TempFile.Write(b)
}

func (t *failingTemp) Sync() error {
	if t.f.fails() {
		return errDisk
	}
	return t.TempFile.Sync()
}

func (t *failingTemp) Close() error {
	err := t.TempFile.Close()
	if t.f.fails() {
		return errDisk
	}
	return err
}

func TestEveryStepOfAChangeMayFail(t *testing.T) {
	const steps = 8 // read, mkdir, create, write, sync, close, rename, sync directory
	for failAt := 1; failAt <= steps+1; failAt++ {
		t.Run(fmt.Sprint(failAt), func(t *testing.T) {
			dir := t.TempDir()
			good, _ := Open(dir, Disk{}, testNow)
			if err := good.Change(func(s *Settings) { s.Density = DensityLarge }); err != nil {
				t.Fatal(err)
			}
			before := read(t, dir)

			disk := &failing{}
			f, report := Open(dir, disk, testNow)
			if report.Err != nil {
				t.Fatal(report.Err)
			}
			told := 0
			f.OnChange(func(Settings, Settings) { told++ })
			disk.step, disk.failAt = 0, failAt
			err := f.Change(func(s *Settings) { s.Theme = ThemeDark })
			if failed := failAt < steps; failed {
				if !errors.Is(err, errDisk) || f.Settings().Theme != ThemeSystem || told != 0 || read(t, dir) != before {
					t.Errorf("failed step: err %v, theme %s, told %d", err, f.Settings().Theme, told)
				}
			} else if err != nil || f.Settings().Theme != ThemeDark || told != 1 {
				t.Errorf("good change: err %v, theme %s, told %d", err, f.Settings().Theme, told)
			}
			if l := listing(t, dir); len(l) != 1 {
				t.Errorf("files left behind: %v", l)
			}
			if disk.step > steps {
				t.Errorf("%d steps; this test knows %d", disk.step, steps)
			}
		})
	}
}

func TestDamagedFileThatCannotBeMovedIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "rubbish")
	f, report := Open(dir, &failing{failAt: 2}, testNow)
	if !errors.Is(report.Err, errDisk) || !errors.Is(report.Err, ErrDamaged) || report.MovedTo != "" {
		t.Errorf("report %+v", report)
	}
	if err := f.Change(func(s *Settings) { s.Theme = ThemeDark }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("change: %v, want ErrReadOnly", err)
	}
	if got := read(t, dir); got != "rubbish" {
		t.Errorf("file became %q", got)
	}
}

func TestRandomChangesRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		f, _ := Open(dir, Disk{}, testNow)
		for range rapid.IntRange(1, 5).Draw(rt, "changes") {
			scale := rapid.IntRange(0, 300).Draw(rt, "scale")
			folder := rapid.String().Draw(rt, "folder")
			hide := rapid.Bool().Draw(rt, "hide")
			err := f.Change(func(s *Settings) {
				s.TextScale, s.Folder, s.LockOnHide = scale, folder, hide
				if folder != "" {
					s.Folders = append([]string{folder}, s.Folders...)
				}
			})
			if err != nil {
				rt.Fatal(err)
			}
			again, report := Open(dir, Disk{}, testNow)
			if report.Err != nil || report.Refused != nil || !sameSettings(again.Settings(), f.Settings()) {
				rt.Fatalf("read back %+v, want %+v (%+v)", again.Settings(), f.Settings(), report)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"version":1,"theme":"dark"}`))
	f.Add([]byte(`{"version":1,"folders":["a",null],"text_scale":1.5}`))
	f.Add([]byte(`{"version":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := parse(data)
		if err != nil {
			if d != nil && !errors.As(err, new(*NewerError)) {
				t.Fatal("a document beside an error")
			}
			return
		}
		s, _ := d.settings()
		if _, bad := s.repaired(); bad != nil {
			t.Fatalf("settings outside their limits: %v", bad)
		}
		next, err := d.with(s, s)
		if err != nil {
			t.Fatal(err)
		}
		out, err := next.encode()
		if err != nil {
			return // grew over the size limit by indentation
		}
		d2, err := parse(out)
		if err != nil {
			t.Fatalf("cannot read what was written: %v", err)
		}
		if s2, _ := d2.settings(); !sameSettings(s, s2) {
			t.Fatalf("settings changed: %+v, then %+v", s, s2)
		}
	})
}
