package session_test

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// locked lets nobody write to a folder, until unlocked. See [unprivileged].
func locked(t *testing.T, folder string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the mode of a folder keeps nobody out on Windows")
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unlocked(t, folder) }) // or it cannot be cleared away
	if f, err := os.CreateTemp(folder, ""); err == nil {
		_ = f.Close()
		t.Fatal("the folder can be written to")
	}
}

func unlocked(t *testing.T, folder string) {
	t.Helper()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
}

// unprivileged runs a test that locks folders again as somebody whom locks
// keep out, which root is not; then there is nothing more to do.
func unprivileged(t *testing.T) (done bool) {
	t.Helper()
	const mark = "TWOFOLD_TEST_UNPRIVILEGED"
	if os.Geteuid() != 0 || runtime.GOOS != "linux" || os.Getenv(mark) != "" {
		return false
	}
	const not = "-dac_override,-dac_read_search"
	cmd := exec.Command("setpriv", "--bounding-set="+not, "--inh-caps="+not, os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	return true
}
