package platform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The library keeps one bus connection for the life of a process, so each
// surrounding is tried by a child process: this test binary, run again.
const keyringChildVariable = "TWOFOLD_TEST_KEYRING"

func TestMain(m *testing.M) {
	if ops := os.Getenv(keyringChildVariable); ops != "" {
		keyringChild(ops)
		return
	}
	os.Exit(m.Run())
}

type keyringAnswer struct {
	Op, Value, Err string
	Took           time.Duration
}

var keyringErrors = map[string]error{
	"none": ErrNoKeyring, "locked": ErrKeyringLocked, "denied": ErrKeyringDenied,
	"slow": ErrKeyringSlow, "not found": ErrNotFound, "value": ErrKeyringValue,
}

// keyringChild does operations such as "set a one;get a;delete a".
func keyringChild(ops string) {
	k := NewKeyring()
	k.timeout = time.Second
	for op := range strings.SplitSeq(ops, ";") {
		f := append(strings.SplitN(op, " ", 3), "")
		began := time.Now()
		var value []byte
		var err error
		switch f[0] {
		case "get":
			value, err = k.Get(context.Background(), f[1])
		case "set":
			err = k.Set(context.Background(), f[1], []byte(f[2]))
		case "delete":
			err = k.Delete(context.Background(), f[1])
		}
		a := keyringAnswer{Op: op, Value: string(value), Took: time.Since(began)}
		if err != nil {
			a.Err = "unclassified: " + err.Error()
			for name, e := range keyringErrors {
				if errors.Is(err, e) {
					a.Err = name
				}
			}
		}
		_ = json.NewEncoder(os.Stdout).Encode(a)
	}
}

func keyringOps(t *testing.T, ops string) []keyringAnswer {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), keyringChildVariable+"="+ops)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("child: %v", err)
	}
	var answers []keyringAnswer
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var a keyringAnswer
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	return answers
}

func expectKeyring(t *testing.T, ops string, want ...string) {
	t.Helper()
	got := keyringOps(t, ops)
	if len(got) != len(want) {
		t.Fatalf("%d answers, want %d: %+v", len(got), len(want), got)
	}
	for i, a := range got {
		if s := a.Value + a.Err; s != want[i] {
			t.Errorf("%s = %q, want %q (after %v)", a.Op, s, want[i], a.Took)
		}
	}
}

// gnomeKeyring runs a real Secret Service on the session bus of this test;
// password "" starts it without unlocking anything.
func gnomeKeyring(t *testing.T, password string) *exec.Cmd {
	t.Helper()
	needs(t, "gnome-keyring-daemon")
	if err := os.MkdirAll(filepath.Join(os.Getenv("XDG_DATA_HOME"), "keyrings"), 0o700); err != nil {
		t.Fatal(err)
	}
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	cmd := exec.Command("gnome-keyring-daemon", args...)
	cmd.Stdin = strings.NewReader(password)
	start(t, cmd)
	conn := standIn(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "")
	eventually(t, "the Secret Service", func() bool { return hasOwner(t.Context(), conn, secretsName) })
	return cmd
}

func TestKeyringUnlocked(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	gnomeKeyring(t, "test-password")
	expectKeyring(t, "get c1;set c1 one line;get c1;set c1 other;get c1;set c2 two;get c1;delete c1;get c1;get c2;delete c1",
		"not found", "", "one line", "", "other", "", "other", "", "not found", "two", "not found")
}

func TestKeyringRefusesValues(t *testing.T) {
	k := NewKeyring()
	for _, v := range []string{"", "two\nlines", "日本語", "tab\t", strings.Repeat("x", KeyringValueMax+1)} {
		if err := k.Set(t.Context(), "c1", []byte(v)); !errors.Is(err, ErrKeyringValue) {
			t.Errorf("set of %d bytes: %v, want ErrKeyringValue", len(v), err)
		}
	}
	for _, id := range []string{"", "a b", "a;rm", "a'b", strings.Repeat("c", 129)} {
		if _, err := k.Get(t.Context(), id); !errors.Is(err, ErrKeyringValue) {
			t.Errorf("get of id %q: %v, want ErrKeyringValue", id, err)
		}
	}
}

func TestKeyringLongestValue(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	gnomeKeyring(t, "test-password")
	long := strings.Repeat("k", KeyringValueMax)
	expectKeyring(t, "set c1 "+long+";get c1", "", long)
}

func TestKeyringLocked(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	first := gnomeKeyring(t, "test-password")
	expectKeyring(t, "set c1 kept", "")
	_ = first.Process.Signal(syscall.SIGTERM)
	_ = first.Wait()
	conn := standIn(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "")
	eventually(t, "the daemon's end", func() bool { return !hasOwner(t.Context(), conn, secretsName) })
	gnomeKeyring(t, "")
	expectKeyring(t, "get c1;set c1 new;delete c1", "locked", "locked", "locked")
}

func TestKeyringWithoutCollection(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	gnomeKeyring(t, "")
	expectKeyring(t, "get c1;set c1 x", "none", "none")
}

func TestKeyringHung(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	daemon := gnomeKeyring(t, "test-password")
	if err := daemon.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for i, a := range keyringOps(t, strings.TrimSuffix(strings.Repeat("get c1;", maxStuckKeyringCalls+1), ";")) {
		if a.Err != "slow" {
			t.Errorf("get %d from a stopped daemon = %q, want slow", i, a.Err)
		}
		if i == maxStuckKeyringCalls && a.Took > time.Second {
			t.Errorf("get with every slot stuck took %v, want an answer at once", a.Took)
		}
	}
}

func TestKeyringAbsent(t *testing.T) {
	t.Run("no Secret Service", func(t *testing.T) {
		privateHome(t)
		sessionBus(t)
		expectKeyring(t, "get c1;set c1 x;delete c1", "none", "none", "none")
	})
	t.Run("bus gone", func(t *testing.T) {
		home := privateHome(t)
		setenv(t, "DBUS_SESSION_BUS_ADDRESS", "unix:path="+home+"/no-such-socket")
		expectKeyring(t, "get c1", "none")
	})
	t.Run("no bus", func(t *testing.T) {
		privateHome(t)
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
			t.Skip("this user has a session bus that cannot be hidden")
		}
		// A dbus-launch on the path would be run by the library; it must not be.
		bin := t.TempDir()
		mark := filepath.Join(bin, "was-run")
		script := "#!/bin/sh\ntouch " + mark + "\nexit 1\n"
		if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		setenv(t, "PATH", bin+":"+os.Getenv("PATH"))
		expectKeyring(t, "get c1;set c1 x", "none", "none")
		if _, err := os.Stat(mark); err == nil {
			t.Error("a bus daemon was started")
		}
	})
}
