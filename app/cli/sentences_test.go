package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/app/cli"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
)

// nobody takes the terminal away: standard input is empty and none.
func nobody(t *testing.T) {
	t.Helper()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stdin
	os.Stdin = null
	t.Cleanup(func() { os.Stdin = was; _ = null.Close() })
}

// TestNobodyToAsk: a command that needs a passphrase, and has nobody to ask,
// says what the matter with the keyring is and what to do, in both languages.
func TestNobodyToAsk(t *testing.T) {
	nobody(t)
	for name, tt := range map[string]struct {
		ring error
		key  string
	}{
		"no keyring":     {platform.ErrNoKeyring, "setup.pass.b"},
		"locked keyring": {platform.ErrKeyringLocked, "setup.ring.locked"},
		"refused":        {platform.ErrKeyringDenied, "setup.ring.denied"},
		"slow":           {platform.ErrKeyringSlow, "setup.ring.slow"},
		"in its own way": {platform.ErrKeyringValue, "setup.ring.denied"},
	} {
		for _, lang := range []locale.Language{locale.English, locale.Japanese} {
			t.Run(fmt.Sprint(name, " ", lang), func(t *testing.T) {
				r := newRig(t)
				r.lang = lang
				r.ring.Err = tt.ring
				texts := locale.New(lang, nil)
				code, out, errs := r.run("add", github)
				for _, want := range []string{tt.key, "cli.nopass"} {
					if !strings.Contains(errs, locale.Plain(texts.T(want))) {
						t.Errorf("says %q, not %s", errs, want)
					}
				}
				if code != cli.Refused || out != "" || strings.Contains(errs, locale.Plain(texts.T("err.unknown"))) {
					t.Errorf("ended with %d, printed %q, said %q", code, out, errs)
				}
				if other := locale.Plain(texts.T("setup.pass.b")); tt.key != "setup.pass.b" && strings.Contains(errs, other) {
					t.Errorf("a keyring that is there is said to be none: %q", errs)
				}
				if left, err := filepath.Glob(filepath.Join(r.dir, "*.age")); err != nil || len(left) > 0 {
					t.Errorf("left behind: %v, %v", left, err)
				}
			})
		}
	}
}

// TestNobodyToAskOfALockedVault has accounts, and a keyring that does not open
// them any more.
func TestNobodyToAskOfALockedVault(t *testing.T) {
	nobody(t)
	r := newRig(t)
	r.ring.Err = platform.ErrNoKeyring
	r.pass = "four unrelated words here"
	r.must("add", github)
	r.pass = ""
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		r.lang = lang
		code, _, errs := r.run("list")
		if want := locale.Plain(locale.New(lang, nil).T("cli.nopass")); code != cli.Refused || !strings.Contains(errs, want) {
			t.Errorf("ended with %d, says %q, want %q", code, errs, want)
		}
	}
}

// broken is a standard output that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: os.Stdout.Name(), Err: errors.New("no space left on device")}
}

// TestEndsWithASentence: none of these ends in the words for what nobody
// foresaw.
func TestEndsWithASentence(t *testing.T) {
	for name, tt := range map[string]struct {
		key string
		run func(r *rig, env *cli.Env) (context.Context, []string)
	}{
		"output that is full": {"cli.output", func(_ *rig, env *cli.Env) (context.Context, []string) {
			env.Out = broken{}
			return context.Background(), []string{"list", "--json"}
		}},
		"settings that are read-only": {"err.settings.save", func(r *rig, env *cli.Env) (context.Context, []string) {
			env.KeepFolder = func(string) error { return errors.New("read-only file system") }
			return context.Background(), []string{"folder", r.t.TempDir(), "--yes"}
		}},
		"an interrupt": {"cli.stopped", func(r *rig, _ *cli.Env) (context.Context, []string) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx, []string{"folder", r.t.TempDir(), "--yes"}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.must("add", github)
			clock := sessiontest.NewClock(r.now)
			s := r.sessionAt(clock)
			t.Cleanup(func() { _ = s.Close() })
			var errs bytes.Buffer
			env := cli.Env{
				Out: &bytes.Buffer{}, Err: &errs, Now: clock.Now, Texts: locale.New(locale.English, nil), After: time.After,
				Passphrase: cli.PassphraseFrom(-1), Session: func() *session.Session { return s },
			}
			ctx, args := tt.run(r, &env)
			code := cli.Main(ctx, args, env)
			if want := env.Texts.T(tt.key); code != cli.Refused || !strings.Contains(errs.String(), want) {
				t.Errorf("ended with %d, says %q, want %q", code, errs.String(), want)
			}
		})
	}
}

// TestDataDirectoryThatIsNone is a file, or cannot be made.
func TestDataDirectoryThatIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("no directory"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "data")} {
		for _, lang := range []locale.Language{locale.English, locale.Japanese} {
			r := newRig(t)
			r.dir, r.lang = dir, lang
			texts := locale.New(lang, nil)
			code, _, errs := r.run("list")
			if want := locale.Plain(texts.T("err.data") + " " + texts.T("err.data.d")); code != cli.Refused || !strings.Contains(errs, want) {
				t.Errorf("%s: ended with %d, says %q, want %q", dir, code, errs, want)
			}
		}
	}
}
