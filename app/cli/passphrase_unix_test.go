//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"twofold/app/cli"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
)

// TestPassphraseFrom reads descriptors that are not there, empty or endless.
func TestPassphraseFrom(t *testing.T) {
	file := func(content string) int {
		path := filepath.Join(t.TempDir(), "pass")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		fd, err := syscall.Dup(int(f.Fd())) // the command owns what it is given
		if err != nil {
			t.Fatal(err)
		}
		return fd
	}
	for name, tt := range map[string]struct {
		fd  int
		key string
	}{
		"not open": {4093, "cli.passphrase"},
		"endless":  {file(strings.Repeat("x", 5000)), "cli.passphrase"},
		"empty":    {file(""), "cli.passphrase.none"},
		"one line": {file("\n"), "cli.passphrase.none"},
	} {
		t.Run(name, func(t *testing.T) {
			var errs bytes.Buffer
			clock := sessiontest.NewClock(time.Unix(59, 0))
			r := newRig(t)
			r.ring.Err = platform.ErrNoKeyring
			s := r.sessionAt(clock)
			t.Cleanup(func() { _ = s.Close() })
			texts := locale.New(locale.English, nil)
			code := cli.Main(context.Background(), []string{"list"}, cli.Env{
				Out: &errs, Err: &errs, Now: clock.Now, Texts: texts, Passphrase: cli.PassphraseFrom(tt.fd),
				Session: func() *session.Session { return s },
			})
			if want := texts.T(tt.key); code != cli.Refused || !strings.Contains(errs.String(), want) {
				t.Errorf("ended with %d, says %q, want %q", code, errs.String(), want)
			}
		})
	}
}
