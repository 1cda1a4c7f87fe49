//go:build !windows

package platform

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestInstanceAfterACrash(t *testing.T) {
	f := instanceFolders(t)
	dir, err := runtimeDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, endpointName(f.Data)+".sock")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	_ = l.Close() // the socket stays behind, as after a crash
	_, got := listenTest(t, f)
	if err := SendInstance(t.Context(), f, Message{Action: ActionRaise}); err != nil {
		t.Fatal(err)
	}
	<-got
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("socket mode %v, %v; want owner only", fi.Mode(), err)
	}
}

func TestInstanceLeavesForeignFilesAlone(t *testing.T) {
	f := instanceFolders(t)
	dir, err := runtimeDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, endpointName(f.Data)+".sock")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if i, err := ListenInstance(f, func(Message) {}); err == nil {
		_ = i.Close()
		t.Fatal("listened over a file")
	}
	if data, _ := os.ReadFile(path); string(data) != "precious" {
		t.Error("the file was removed")
	}
}

func TestRuntimeDirMustBePrivate(t *testing.T) {
	t.Run("open XDG directory is not used", func(t *testing.T) {
		open, private := t.TempDir(), t.TempDir()
		if err := os.Chmod(open, 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("XDG_RUNTIME_DIR", open)
		t.Setenv("TMPDIR", private)
		dir, err := runtimeDir()
		if err != nil || filepath.Dir(dir) != private {
			t.Errorf("runtime directory %q, %v", dir, err)
		}
	})
	t.Run("somebody else's directory is refused", func(t *testing.T) {
		tmp := t.TempDir()
		t.Setenv("XDG_RUNTIME_DIR", "")
		t.Setenv("TMPDIR", tmp)
		dir, err := runtimeDir()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if _, err := runtimeDir(); err == nil {
			t.Error("a directory that all may enter was accepted")
		}
	})
}
