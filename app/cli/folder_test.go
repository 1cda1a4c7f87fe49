package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/cli"
)

// key makes and confirms a recovery key, as the window does.
func (r *rig) key() string {
	r.t.Helper()
	s := r.open()
	defer func() { _ = s.Close() }()
	words, _, err := s.MakeRecoveryKey(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	if err := s.ConfirmRecoveryKey(); err != nil {
		r.t.Fatal(err)
	}
	return strings.Join(words, " ")
}

func TestFolderBackupRecoverVerifyRescue(t *testing.T) {
	a := newRig(t)
	a.must("add", github)
	words := a.key()
	cloud := t.TempDir()
	code, out, errs := a.run("folder", cloud)
	if code != cli.Refused || !strings.Contains(out, "another computer?") || !strings.Contains(errs, "--yes") {
		t.Errorf("a first folder: %d, %q, %q", code, out, errs)
	}
	if files, _ := os.ReadDir(cloud); len(files) > 0 || a.folder != "" {
		t.Errorf("a folder not yet agreed to holds %v and is kept as %q", files, a.folder)
	}
	a.must("folder", cloud, "--yes")
	if a.folder != filepath.Join(cloud, "Twofold") {
		t.Fatalf("folder kept = %q", a.folder)
	}
	if got := strings.TrimSpace(a.must("folder")); got != a.folder {
		t.Errorf("folder = %q", got)
	}
	a.must("add", strings.Replace(strings.ReplaceAll(github, "GitHub", "Bank"), "GEZD", "MFRG", 1))
	if out := a.must("verify"); !strings.Contains(out, "2 of 2") {
		t.Errorf("verify = %q", out)
	}
	var list []struct {
		File     string
		Accounts *int
	}
	if err := json.Unmarshal([]byte(a.must("snapshots", "--json")), &list); err != nil || len(list) != 2 {
		t.Errorf("snapshots = %v, %v", list, err)
	}
	var st struct {
		Health string
		Backup struct{ Saved string }
	}
	if err := json.Unmarshal([]byte(a.must("status", "--json")), &st); err != nil || st.Health != "bk.ok" || st.Backup.Saved == "" {
		t.Errorf("status = %+v, %v", st, err)
	}

	b := newRig(t)
	b.pass = words
	if out := b.must("recover", cloud); !strings.Contains(out, "--yes") || !strings.Contains(out, "2 accounts") {
		t.Errorf("recover without --yes = %q", out)
	}
	if out := b.must("list"); out != "" {
		t.Errorf("looking changed something: %q", out)
	}
	b.must("recover", cloud, "--yes")
	if out := b.must("code", "GitHub"); out != "287082\n" {
		t.Errorf("code = %q", out)
	}
	a.must("status")
	links := b.must("rescue", a.folder)
	if n := strings.Count(links, "otpauth://totp/"); n != 2 {
		t.Errorf("rescue gave %d links", n)
	}
}

func TestRefusalsOfFolderAndRecovery(t *testing.T) {
	a := newRig(t)
	a.must("add", github)
	words := a.key()
	cloud := t.TempDir()
	a.must("folder", cloud, "--yes")
	b := newRig(t)
	inside := filepath.Join(b.dir, "cloud")
	if err := os.MkdirAll(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	b.temp = []string{temp}
	tests := []struct {
		name string
		pass string
		args []string
		code int
		says string
	}{
		{"another vault", "", []string{"folder", cloud}, cli.Refused, "holds another"},
		{"inside the data directory", "", []string{"folder", inside}, cli.Refused, "outside Twofold's own data"},
		{"a temporary directory", "", []string{"folder", temp}, cli.Refused, "This folder is temporary"},
		{"no such folder", "", []string{"folder", filepath.Join(cloud, "no")}, cli.Refused, "found or read"},
		{"no backup", words, []string{"recover", t.TempDir()}, cli.Refused, "no Twofold backup"},
		{"nine words", words[:strings.LastIndex(words, " ")], []string{"recover", cloud}, cli.Refused, "ten words"},
		{"no folder chosen", "", []string{"verify"}, cli.Refused, "No backup folder has"},
		{"two folders", "", []string{"folder", cloud, cloud}, cli.Misused, "Usage"},
		{"nothing to rescue", words, []string{"rescue", t.TempDir()}, cli.Refused, "no Twofold backup"},
	}
	for _, tt := range tests {
		b.pass = tt.pass
		code, out, errs := b.run(tt.args...)
		if code != tt.code || !strings.Contains(errs, tt.says) {
			t.Errorf("%s: %d, %q, %q", tt.name, code, out, errs)
		}
	}
}

func TestVerifyFailsOnADamagedOnlyCopy(t *testing.T) {
	a := newRig(t)
	a.must("add", github)
	a.key()
	a.must("folder", t.TempDir(), "--yes")
	entries, err := os.ReadDir(a.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(a.folder, e.Name())
		if err := os.WriteFile(path, []byte("age-encryption.org/v1\nnot"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The engine writes the vault again by itself; the recovery file is whole
	// on this computer, but its name is taken by the damaged one.
	code, out, errs := a.run("verify")
	if code != cli.Refused || !strings.Contains(out, "recovery file is missing") {
		t.Errorf("verify = %d, %q, %q", code, out, errs)
	}
}

// A backup file needs neither a folder nor a vault, and gives the trash too.
func TestRescueOpensABackupFile(t *testing.T) {
	r := newRig(t)
	r.must("add", github, bank)
	s := r.open()
	if err := s.Delete(s.View().Rows[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r.must("export", "--format", "twofold", "--output", filepath.Join(dir, "all.twofold"), "--password-fd", r.password("open sesame"))
	empty := newRig(t)
	for _, what := range []string{dir, filepath.Join(dir, "all.twofold")} {
		empty.pass = "open sesame"
		code, out, errs := empty.run("rescue", what)
		if code != cli.Done || strings.Count(out, "otpauth://") != 2 || !strings.Contains(errs, "deleted recently") {
			t.Errorf("%s: %d, %d bytes, %q", what, code, len(out), errs)
		}
		empty.pass = "wrong"
		if code, out, errs := empty.run("rescue", what); code != cli.Refused || out != "" || !strings.Contains(errs, "recovery key") {
			t.Errorf("%s with a wrong password: %d, %q, %q", what, code, out, errs)
		}
	}
}

// TestRescueNamesTheFile that cannot be read.
func TestRescueNamesTheFile(t *testing.T) {
	r := newRig(t)
	r.pass = "abstract section love economy among situate merge essay auction shoe"
	code, _, errs := r.run("rescue", filepath.Join(t.TempDir(), "gone.age"))
	if code != cli.Refused || strings.Contains(errs, `""`) || !strings.Contains(errs, `"gone.age"`) {
		t.Errorf("ended with %d, said %q", code, errs)
	}
}
