package session_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// stockAge builds the age program from the module that go.mod pins.
func stockAge(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the age program")
	}
	bin := filepath.Join(t.TempDir(), "age")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	build := exec.Command("go", "build", "-o", bin, "filippo.io/age/cmd/age")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build age: %v\n%s", err, out)
	}
	return bin
}

// TestStockAgeAndAReplacedKey (I13): with the old words, or the old
// passphrase, the stock program opens what was written before and nothing that
// was written after.
func TestStockAgeAndAReplacedKey(t *testing.T) {
	age := stockAge(t)
	a, b, old := couple(t)
	if err := a.SetRecoveryPassphrase(t.Context(), []byte("four unrelated words")); err != nil {
		t.Fatal(err)
	}
	a.note("for both keys")
	settle(t, a, b)
	ids := t.TempDir()
	identityOf := func(name, pass string) string {
		for _, f := range agesIn(t, a.folder) {
			data, err := os.ReadFile(filepath.Join(a.folder, f))
			if err != nil {
				t.Fatal(err)
			}
			plain, err := sealed.OpenPassphrase(data, secret.FromString(pass))
			if err != nil {
				continue
			}
			path := filepath.Join(ids, name)
			if err := os.WriteFile(path, plain.Reveal(), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		t.Fatalf("%s opens no recovery file", name)
		return ""
	}
	keys := map[string]string{
		"old words": identityOf("words", strings.ReplaceAll(old, " ", "-")), "old passphrase": identityOf("pass", "four unrelated words"),
	}
	opens := func(key, file string) bool {
		out, err := exec.Command(age, "-d", "-i", key, filepath.Join(a.folder, file)).CombinedOutput()
		if err != nil && !strings.Contains(string(out), "no identity matched") {
			t.Fatalf("age: %v\n%s", err, out)
		}
		return err == nil && strings.Contains(string(out), "otpauth://totp/GitHub")
	}
	before := map[string]bool{}
	for _, f := range agesIn(t, a.folder) {
		before[f] = true
	}
	for what, key := range keys {
		n := 0
		for f := range before {
			if !strings.Contains(f, "-r-") && opens(key, f) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("the %s open nothing: this test looks for the wrong thing", what)
		}
	}
	a.words()
	if err := a.SetRecoveryPassphrase(t.Context(), []byte("another four unrelated words")); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	a.note("after the change, desk")
	b.note("after the change, laptop")
	settle(t, a, b)
	fresh := 0
	for _, f := range agesIn(t, a.folder) {
		if before[f] || strings.Contains(f, "-r-") {
			continue
		}
		fresh++
		for what, key := range keys {
			if opens(key, f) {
				t.Errorf("the %s open %s, which was written afterwards", what, f)
			}
		}
	}
	if fresh < 2 {
		t.Errorf("%d files were written afterwards", fresh)
	}
}
