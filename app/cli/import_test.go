package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"twofold/app/cli"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/otpauth"
)

// password is a descriptor from which a password can be read once. The command
// owns it from then on, so nothing else may.
func (r *rig) password(text string) string {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), "password")
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		r.t.Fatal(err)
	}
	fd, err := syscall.Open(path, syscall.O_RDONLY, 0)
	if err != nil {
		r.t.Fatal(err)
	}
	return fmt.Sprint(int(fd))
}

// export makes a file of another program with the writers of our own.
func (r *rig) export(f exporter.Format, password string, uris ...string) string {
	r.t.Helper()
	var as []account.Account
	for _, u := range uris {
		a, err := otpauth.Parse(u)
		if err != nil {
			r.t.Fatal(err)
		}
		as = append(as, a)
	}
	var out bytes.Buffer
	if _, err := exporter.Write(context.Background(), &out, f, as, exporter.Options{Password: secret.FromString(password), Now: r.now, Cost: sealed.CostTest}); err != nil {
		r.t.Fatal(err)
	}
	path := filepath.Join(r.t.TempDir(), "export.json")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

func TestImport(t *testing.T) {
	r := newRig(t)
	file := r.export(exporter.Aegis, "", github, bank)
	if out := r.must("import", file); out != "2 accounts imported\n" {
		t.Errorf("import said %q", out)
	}
	if out := r.must("import", file); out != "0 accounts imported\n2 were already in Twofold\n" {
		t.Errorf("the same file again: %q", out)
	}
	if out := r.must("code", "GitHub"); out != "287082\n" {
		t.Errorf("code = %q", out)
	}
}

func TestImportReportsEveryEntry(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	other := strings.Replace(github, "GEZD", "JEZD", 1)
	list := filepath.Join(t.TempDir(), "list.txt")
	text := strings.Join([]string{github, bank, other, "otpauth://totp/Bad:me?secret=JBSW0"}, "\n")
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := r.run("import", "--json", list)
	var got struct {
		New, Replaced, Refused int
		Here                   int `json:"already_here"`
		Left                   int `json:"left_out"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if code != cli.Refused || got.New != 1 || got.Here != 1 || got.Left != 1 || got.Refused != 1 {
		t.Errorf("ended with %d: %+v", code, got)
	}
	for _, want := range []string{"Bad", "(4)", "not encrypted", "Same name, different key"} {
		if !strings.Contains(errs, want) {
			t.Errorf("%q is not said: %s", want, errs)
		}
	}
	if strings.Contains(errs+out, "JBSW0") || strings.Contains(errs+out, "GEZDGNBV") {
		t.Error("a secret was printed")
	}
	if out := r.must("import", "--yes", r.export(exporter.OTPAuth, "", other)); !strings.HasPrefix(out, "1 account imported") {
		t.Errorf("with --yes: %q", out)
	}
}

// A backup file of our own goes to another home, by either command.
func TestBackupFile(t *testing.T) {
	r := newRig(t)
	r.must("add", github, bank)
	file := filepath.Join(t.TempDir(), "all.twofold")
	r.must("export", "--format", "twofold", "--output", file, "--password-fd", r.password("open sesame"))
	for _, command := range []string{"import", "recover"} {
		other := newRig(t)
		code, _, errs := other.run(command, file, "--password-fd", other.password("wrong"))
		if code != cli.Refused || !strings.Contains(errs, "Wrong password") {
			t.Errorf("%s with a wrong password: %d, %q", command, code, errs)
		}
		if out := other.must(command, file, "--password-fd", other.password("open sesame")); out != "2 accounts imported\n" {
			t.Errorf("%s said %q", command, out)
		}
		if out := other.must("code", "GitHub"); out != "287082\n" {
			t.Errorf("code = %q", out)
		}
	}
}

func TestImportWithAPassword(t *testing.T) {
	r := newRig(t)
	file := r.export(exporter.AegisSafe, "open sesame", github)
	code, _, errs := r.run("import", file)
	if code != cli.Refused || !strings.Contains(errs, "export.json") || !strings.Contains(errs, "--password-fd") {
		t.Errorf("with nobody to ask: %d, %q", code, errs)
	}
	code, _, errs = r.run("import", file, "--password-fd", r.password("wrong"))
	if code != cli.Refused || !strings.Contains(errs, "Wrong password") {
		t.Errorf("wrong password: %d, %q", code, errs)
	}
	if out := r.must("import", "--password-fd", r.password("open sesame"), file); out != "1 account imported\n" {
		t.Errorf("import said %q", out)
	}
}

func TestExport(t *testing.T) {
	r := newRig(t)
	r.must("add", github, bank)
	for _, f := range exporter.Formats() {
		t.Run(string(f.Format), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out")
			args := []string{"export", "--format", string(f.Format), "--output", path}
			if f.Encrypted {
				args = append(args, "--password-fd", r.password("open sesame"))
			} else {
				code, _, errs := r.run(args...)
				if _, err := os.Stat(path); code != cli.Refused || !strings.Contains(errs, "--yes") || err == nil {
					t.Errorf("a clear export without --yes: %d, %q", code, errs)
				}
				args = append(args, "--yes")
			}
			_, out, errs := r.run(args...)
			if out != "" || !strings.Contains(errs, `exported to "out"`) {
				t.Errorf("said %q and %q", out, errs)
			}
			data, err := os.ReadFile(path)
			if err != nil || len(data) == 0 {
				t.Fatalf("wrote %d bytes, %v", len(data), err)
			}
			if f.Format == exporter.Sheet {
				if !bytes.HasPrefix(data, []byte("%PDF-")) {
					t.Error("the sheet is no PDF")
				}
				return
			}
			to := newRig(t)
			back := []string{"import", path}
			if f.Encrypted {
				back = append(back, "--password-fd", to.password("open sesame"))
			}
			if got := to.must(back...); got != "2 accounts imported\n" {
				t.Errorf("came back as %q", got)
			}
		})
	}
}

func TestExportToStandardOutput(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	if out := r.must("export", "--format", "otpauth", "--output", "-", "--yes"); !strings.HasPrefix(out, "otpauth://totp/GitHub") || strings.Count(out, "\n") != 1 {
		t.Errorf("export gave %q", out)
	}
}

func TestExportRefusals(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	there := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"export"}, cli.Misused, "Usage: twofold export"},
		{[]string{"export", "--format", "xml", "--output", "-"}, cli.Misused, "aegis-encrypted"},
		{[]string{"export", "--format", "aegis", "--output", "-", "more"}, cli.Misused, "Usage"},
		{[]string{"export", "--format", "aegis-encrypted", "--output", there, "--password-fd", "99"}, cli.Refused, `"there" is there already`},
		{[]string{"export", "--format", "aegis-encrypted", "--output", filepath.Join(t.TempDir(), "x")}, cli.Refused, "--password-fd"},
		{[]string{"export", "--format", "otpauth", "--yes", "--output", filepath.Join(t.TempDir(), "no", "x")}, cli.Refused, `"x" can't be written`},
	} {
		if code, out, errs := r.run(tt.args...); code != tt.status || !strings.Contains(errs, tt.says) || out != "" {
			t.Errorf("%v ended with %d and said %q; want %d and %q", tt.args, code, errs, tt.status, tt.says)
		}
	}
	if data, _ := os.ReadFile(there); string(data) != "mine" {
		t.Error("a file that is there was replaced")
	}
}

// A vault with a passphrase asks for it before anything leaves, even where the
// keyring opened it.
func TestExportAsksForThePassphraseAgain(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	s := r.open()
	if err := s.SetPassphrase(context.Background(), nil, []byte("four unrelated words")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r.pass = "wrong"
	code, out, errs := r.run("export", "--format", "otpauth", "--output", "-", "--yes")
	if code != cli.Refused || out != "" || !strings.Contains(errs, "Wrong passphrase") {
		t.Errorf("ended with %d, %q, %q", code, out, errs)
	}
	r.pass = "four unrelated words"
	r.must("export", "--format", "otpauth", "--output", "-", "--yes")
}
