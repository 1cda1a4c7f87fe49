package config

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testNow() time.Time { return time.Date(2026, 11, 22, 10, 15, 0, 0, time.UTC) }

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func listing(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestOpen(t *testing.T) {
	tests := []struct {
		name, file string
		want       func(*Settings)
		err        error
		moved      bool
		refused    []string
	}{
		{name: "version only", file: `{"version":1}`},
		{name: "one value", file: `{"version":1,"theme":"dark"}`, want: func(s *Settings) { s.Theme = ThemeDark }},
		{name: "empty file", file: "", err: ErrDamaged, moved: true},
		{name: "cut short", file: `{"version":1,"theme":"da`, err: ErrDamaged, moved: true},
		{name: "not an object", file: `[1]`, err: ErrDamaged, moved: true},
		{name: "null", file: `null`, err: ErrDamaged, moved: true},
		{name: "no version", file: `{"theme":"dark"}`, err: ErrDamaged, moved: true},
		{name: "version zero", file: `{"version":0}`, err: ErrDamaged, moved: true},
		{name: "version of text", file: `{"version":"1"}`, err: ErrDamaged, moved: true},
		{name: "two objects", file: `{"version":1}{"version":1}`, err: ErrDamaged, moved: true},
		{name: "zeros after a power cut", file: strings.Repeat("\x00", 900), err: ErrDamaged, moved: true},
		{name: "too large", file: `{"version":1,"x":"` + strings.Repeat("x", MaxBytes) + `"}`, err: ErrDamaged, moved: true},
		{name: "bad values cost only themselves",
			file:    `{"version":1,"theme":"plaid","text_scale":1e9,"lock_on_hide":"yes","density":null,"single_click_copy":true,"folders":["a","\u0000"],"window_width":-1,"language":"xx"}`,
			want:    func(s *Settings) { s.SingleClickCopy, s.Folders = true, []string{"a"} },
			refused: []string{"density", "folders", "language", "lock_on_hide", "text_scale", "theme", "window_width"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.file)
			f, report := Open(dir, Disk{}, testNow)
			want := Defaults()
			if tt.want != nil {
				tt.want(&want)
			}
			if diff := cmp.Diff(want, f.Settings()); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
			if !errors.Is(report.Err, tt.err) {
				t.Errorf("report error %v, want %v", report.Err, tt.err)
			}
			slices.Sort(report.Refused)
			if !slices.Equal(report.Refused, tt.refused) {
				t.Errorf("refused %v, want %v", report.Refused, tt.refused)
			}
			if !tt.moved {
				return
			}
			if want := filepath.Join(dir, "settings.damaged-20261122-101500.json"); report.MovedTo != want {
				t.Errorf("moved to %q, want %q", report.MovedTo, want)
			}
			kept, err := os.ReadFile(report.MovedTo)
			if err != nil || string(kept) != tt.file {
				t.Errorf("the damaged file was not kept as it was: %v", err)
			}
		})
	}
}

func TestOpenMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "yet")
	f, report := Open(dir, Disk{}, testNow)
	if !report.Missing || report.Err != nil {
		t.Errorf("report %+v, want only Missing", report)
	}
	if err := f.Change(func(s *Settings) { s.Language = "ja" }); err != nil {
		t.Fatal(err)
	}
	again, report := Open(dir, Disk{}, testNow)
	if again.Settings().Language != "ja" || report.Missing || report.Err != nil {
		t.Errorf("after a change: %+v, %+v", again.Settings(), report)
	}
	// Windows has no such mode; the profile's access list does it there.
	if fi, err := os.Stat(again.Path()); err != nil || runtime.GOOS != "windows" && fi.Mode().Perm()&0o077 != 0 {
		t.Errorf("file mode %v, want owner only (%v)", fi.Mode(), err)
	}
}

func TestGoldenVersion1(t *testing.T) {
	golden, err := os.ReadFile("testdata/v1.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, string(golden))
	f, report := Open(dir, Disk{}, testNow)
	want := Settings{
		Language: "ja", Theme: ThemeDark, TextScale: 125, Density: DensityCompact, Motion: MotionReduced,
		Autostart: true, Tray: true, SingleClickCopy: true,
		ClipboardSeconds: 60, AppLock: LockPassphrase, AutoLockMinutes: 5, LockOnHide: true,
		WindowWidth: 420, WindowHeight: 720, WindowScale: 150, Folder: "/home/hanako/OneDrive/Twofold",
		Folders: []string{"/home/hanako/OneDrive/Twofold", "/media/書類"}, FolderPaused: true, ExcludeFromCapture: true,
		UpdateNotice: true, UpdateAsked: 1795348800, Rehearsed: 1795348801,
	}
	if diff := cmp.Diff(want, f.Settings()); diff != "" || report.Err != nil || report.Refused != nil {
		t.Errorf("%+v (-want +got):\n%s", report, diff)
	}
	// Every key must be in the golden file, so that none is forgotten there.
	raw, err := parse(golden)
	if err != nil {
		t.Fatal(err)
	}
	have := slices.Sorted(maps.Keys(raw))
	if diff := cmp.Diff(slices.Sorted(slices.Values(append(names(), "version"))), have); diff != "" {
		t.Errorf("keys (-want +have):\n%s", diff)
	}
	if err := f.Change(func(s *Settings) { s.TextScale = 100 }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Replace(read(t, dir), `"text_scale": 100`, `"text_scale": 125`, 1); got != string(golden) {
		t.Errorf("one change altered more than its line:\n%s", got)
	}
}

func TestUnknownIsKept(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, `{"version":1,"future":{"a":[1,2,{"b":null}]},"theme":"sepia","single_click_copy":true}`)
	f, _ := Open(dir, Disk{}, testNow)
	if err := f.Change(func(s *Settings) { s.Density = DensityCompact }); err != nil {
		t.Fatal(err)
	}
	d, err := parse([]byte(read(t, dir)))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"theme": `"sepia"`, "density": `"compact"`} {
		if string(d[key]) != want {
			t.Errorf("%s = %s, want %s", key, d[key], want)
		}
	}
	if got := strings.Join(strings.Fields(string(d["future"])), ""); got != `{"a":[1,2,{"b":null}]}` {
		t.Errorf("unknown key became %s", got)
	}
}

func TestNewerVersionIsReadAndNotWritten(t *testing.T) {
	dir := t.TempDir()
	text := `{"version":2,"theme":"dark","future":true}`
	write(t, dir, text)
	f, report := Open(dir, Disk{}, testNow)
	var newer *NewerError
	if !errors.As(report.Err, &newer) || newer.Version != 2 {
		t.Errorf("report %v, want version 2", report.Err)
	}
	told := 0
	f.OnChange(func(_, now Settings) { told++ })
	if err := f.Change(func(s *Settings) { s.Language = "ja" }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("change: %v, want ErrReadOnly", err)
	}
	if s := f.Settings(); s.Language != "ja" || s.Theme != ThemeDark || told != 1 {
		t.Errorf("settings for this run %+v, told %d times", s, told)
	}
	if got := read(t, dir); got != text {
		t.Errorf("file became %s", got)
	}
}

func TestChangeKeepsAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	one, _ := Open(dir, Disk{}, testNow)
	if err := one.Change(func(s *Settings) { s.Density = DensityLarge }); err != nil {
		t.Fatal(err)
	}
	two, _ := Open(dir, Disk{}, testNow)
	if err := two.Change(func(s *Settings) { s.Folder = "/home/a/Drive" }); err != nil {
		t.Fatal(err)
	}
	if err := one.Change(func(s *Settings) { s.Theme = ThemeDark }); err != nil {
		t.Fatal(err)
	}
	last, _ := Open(dir, Disk{}, testNow)
	if s := last.Settings(); s.Density != DensityLarge || s.Folder != "/home/a/Drive" || s.Theme != ThemeDark {
		t.Errorf("a change was lost: %+v", s)
	}
	if s := one.Settings(); s.Folder != "/home/a/Drive" {
		t.Error("the first process did not take over what the second wrote")
	}
}

func TestFileSpoiledWhileRunning(t *testing.T) {
	t.Run("damaged", func(t *testing.T) {
		dir := t.TempDir()
		f, _ := Open(dir, Disk{}, testNow)
		told := 0
		f.OnDamaged(func() { told++ })
		_ = f.Change(func(s *Settings) { s.Density = DensityLarge })
		write(t, dir, "rubbish")
		for _, theme := range []Theme{ThemeDark, ThemeLight, ThemeDark} {
			if err := f.Change(func(s *Settings) { s.Theme = theme }); err != nil {
				t.Fatal(err)
			}
		}
		if told != 1 {
			t.Errorf("told %d times, want once", told)
		}
		again, _ := Open(dir, Disk{}, testNow)
		if s := again.Settings(); s.Density != DensityLarge || s.Theme != ThemeDark {
			t.Errorf("settings in memory were lost: %+v", s)
		}
		if l := listing(t, dir); len(l) != 2 {
			t.Errorf("files %v, want the damaged one beside the new one", l)
		}
	})
	t.Run("newer", func(t *testing.T) {
		dir := t.TempDir()
		f, _ := Open(dir, Disk{}, testNow)
		_ = f.Change(func(s *Settings) { s.Density = DensityLarge })
		write(t, dir, `{"version":9}`)
		if err := f.Change(func(s *Settings) { s.Theme = ThemeDark }); !errors.Is(err, ErrReadOnly) {
			t.Errorf("change over a newer file: %v, want ErrReadOnly", err)
		}
		if got := read(t, dir); got != `{"version":9}` {
			t.Errorf("file became %s", got)
		}
	})
}

func TestDamagedNamesDoNotCollide(t *testing.T) {
	dir := t.TempDir()
	for range 3 {
		write(t, dir, "rubbish")
		if _, report := Open(dir, Disk{}, testNow); report.MovedTo == "" {
			t.Fatalf("not moved: %v", report.Err)
		}
	}
	want := []string{"settings.damaged-20261122-101500-2.json", "settings.damaged-20261122-101500-3.json", "settings.damaged-20261122-101500.json"}
	if got := listing(t, dir); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
}

func TestChangeRepairsAndTells(t *testing.T) {
	f, _ := Open(t.TempDir(), Disk{}, testNow)
	var seen []Settings
	stop := f.OnChange(func(old, now Settings) {
		seen = append(seen, old, now)
		f.OnChange(func(Settings, Settings) {})() // must not deadlock
	})
	if err := f.Change(func(s *Settings) { s.TextScale = 9999; s.Theme = ThemeLight }); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2 || seen[0].Theme != ThemeSystem || seen[1].Theme != ThemeLight || seen[1].TextScale != 100 {
		t.Errorf("listener saw %+v", seen)
	}
	_ = f.Change(func(s *Settings) {})
	stop()
	_ = f.Change(func(s *Settings) { s.Theme = ThemeDark })
	if len(seen) != 2 {
		t.Error("listener was called without a change or after its end")
	}
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, FileName), 0o700); err != nil {
		t.Fatal(err)
	}
	f, report := Open(dir, Disk{}, testNow)
	if report.Err == nil || errors.Is(report.Err, fs.ErrNotExist) {
		t.Errorf("report %+v, want the read error", report)
	}
	if err := f.Change(func(s *Settings) { s.Theme = ThemeDark }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("change: %v, want ErrReadOnly", err)
	}
}
