//go:build window

package window_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stockAge is the age program with the plugin that takes a passphrase without
// a terminal, built from the module that go.mod pins. None of our own code is
// between it and the files.
type stockAge struct {
	t   *testing.T
	bin string
}

// ageKey is the path of an identity file.
type ageKey string

func newStockAge(t *testing.T) stockAge {
	t.Helper()
	a := stockAge{t, t.TempDir()}
	for _, name := range []string{"age", "age-plugin-batchpass"} {
		build := exec.Command("go", "build", "-o", filepath.Join(a.bin, name), "filippo.io/age/cmd/"+name)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", name, err, out)
		}
	}
	return a
}

// run is a command of age, and what it said if it did not do it.
func (a stockAge) run(env string, args ...string) (out, refused string) {
	a.t.Helper()
	cmd := tool(filepath.Join(a.bin, "age"), args...)
	cmd.Env = append(os.Environ(), "PATH="+a.bin, env)
	var bad strings.Builder
	cmd.Stderr = &bad
	data, err := cmd.Output()
	if err == nil {
		return string(data), ""
	}
	return "", err.Error() + " " + bad.String()
}

// recovery is the identity that ten words open, out of the recovery files in
// a folder.
func (a stockAge) recovery(c *carrier, words string) ageKey {
	a.t.Helper()
	env := "AGE_PASSPHRASE=" + strings.ReplaceAll(words, " ", "-")
	said := ""
	for name := range c.backups() {
		if !strings.Contains(name, "-r-") {
			continue
		}
		key, refused := a.run(env, "-d", "-j", "batchpass", filepath.Join(c.folder, "Twofold", name))
		if refused == "" {
			return a.keep(key)
		}
		said += refused
	}
	a.t.Fatalf("the words open no recovery file: %s", said)
	return ""
}

// computer is the identity of a computer, whose keys open with the recovery
// key as well.
func (a stockAge) computer(by ageKey, home string) ageKey {
	a.t.Helper()
	key, refused := a.run("", "-d", "-i", string(by), filepath.Join(home, "data", "keys.age"))
	if refused != "" {
		a.t.Fatalf("the keys of the computer: %s", refused)
	}
	return a.keep(key)
}

func (a stockAge) keep(key string) ageKey {
	a.t.Helper()
	path := filepath.Join(a.t.TempDir(), "identity.txt")
	if err := os.WriteFile(path, []byte(key), 0o600); err != nil {
		a.t.Fatal(err)
	}
	return ageKey(path)
}

// open is the text of a backup, empty if the key does not open it. Any other
// fault than that is one of this test, but for a file that is gone by now.
func (a stockAge) open(key ageKey, file string) string {
	a.t.Helper()
	text, refused := a.run("", "-d", "-i", string(key), file)
	if refused != "" && !strings.Contains(refused, "no identity matched") {
		if _, err := os.Stat(file); err == nil {
			a.t.Fatalf("age: %s", refused)
		}
	}
	return text
}
