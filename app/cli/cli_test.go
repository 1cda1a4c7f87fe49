package cli_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"image/png"
	"io"
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
	"twofold/crypto/sealed"
	"twofold/internal/qr"
)

// rig runs commands, each in a process of its own as far as the files go.
type rig struct {
	t      *testing.T
	dir    string
	ring   *sessiontest.Keyring
	now    time.Time
	lang   locale.Language
	pass   string // what the person or the script would give
	folder string // kept in the settings
	temp   []string
	name   string // of the computer
}

func newRig(t *testing.T) *rig {
	return &rig{t: t, dir: t.TempDir(), ring: &sessiontest.Keyring{}, now: time.Unix(59, 0), lang: locale.English}
}

func (r *rig) sessionAt(clock *sessiontest.Clock) *session.Session {
	return session.New(session.Options{
		DataDir: r.dir, Folder: r.folder, TempDirs: r.temp, Now: clock.Now, After: clock.After,
		Computer: func(context.Context) (string, string) { return cmp.Or(r.name, "computer"), "linux" },
		Rand:     rand.Reader, Keyring: r.ring, Cost: sealed.CostTest, FlushLimit: time.Minute,
	})
}

// run gives the exit status, standard output and standard error.
func (r *rig) run(args ...string) (int, string, string) {
	r.t.Helper()
	var out, errs bytes.Buffer
	code := r.runWith(strings.NewReader(""), &out, &errs, args...)
	return code, out.String(), errs.String()
}

// runWith is run with somebody at the terminal.
func (r *rig) runWith(in io.Reader, out, errs io.Writer, args ...string) int {
	r.t.Helper()
	var s *session.Session
	clock := sessiontest.NewClock(r.now)
	code := cli.Main(context.Background(), args, cli.Env{
		In: in, Out: out, Err: errs, Now: clock.Now, Texts: locale.New(r.lang, nil),
		After: func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) },
		Passphrase: func(string) ([]byte, error) {
			if r.pass == "" {
				return cli.PassphraseFrom(-1)("")
			}
			return []byte(r.pass), nil
		},
		KeepFolder: func(folder string) error { r.folder = folder; return nil },
		Session: func() *session.Session {
			if s == nil {
				s = r.sessionAt(clock)
			}
			return s
		},
	})
	if s != nil {
		if err := s.Close(); err != nil {
			r.t.Error(err)
		}
	}
	return code
}

// open is a session on the rig's files, beside the commands.
func (r *rig) open() *session.Session {
	r.t.Helper()
	s := r.sessionAt(sessiontest.NewClock(r.now))
	if err := s.Start(context.Background()); err != nil {
		r.t.Fatal(err)
	}
	return s
}

const (
	github = "otpauth://totp/GitHub:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub"
	bank   = "otpauth://hotp/Bank:7?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&counter=0"
)

func (r *rig) must(args ...string) string {
	r.t.Helper()
	code, out, errs := r.run(args...)
	if code != cli.Done {
		r.t.Fatalf("twofold %v ended with %d: %s", args, code, errs)
	}
	return out
}

func TestAddListCode(t *testing.T) {
	r := newRig(t)
	if out := r.must("add", github); out != "1 account added\n" {
		t.Errorf("add said %q", out)
	}
	if out := r.must("list"); out != "GitHub  hanako  \n" {
		t.Errorf("list = %q", out)
	}
	// RFC 6238, appendix B: 94287082 and 07081804, cut to six digits.
	if out := r.must("code", "github"); out != "287082\n" {
		t.Errorf("code = %q", out)
	}
	r.now = time.Unix(1111111109-30, 0)
	if out := r.must("code", "--next", "GitHub"); out != "081804\n" {
		t.Errorf("next code = %q", out)
	}
	var got struct {
		Code string `json:"code"`
		Left int    `json:"seconds_left"`
	}
	r.now = time.Unix(59, 0)
	if err := json.Unmarshal([]byte(r.must("code", "hanako", "--json")), &got); err != nil || got.Code != "287082" || got.Left != 1 {
		t.Errorf("json = %+v, %v", got, err)
	}
}

func TestAddFromAPicture(t *testing.T) {
	r := newRig(t)
	img, err := qr.Draw(github, qr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "shot.bin") // content decides, not the name
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		t.Fatal(err)
	}
	r.must("add", path)
	if out := r.must("code", "GitHub"); out != "287082\n" {
		t.Errorf("code = %q", out)
	}
	var line struct {
		Texts   []string
		Corners [][]struct{ X, Y int }
	}
	if err := json.Unmarshal([]byte(r.must("qr", path)), &line); err != nil || len(line.Texts) != 1 || line.Texts[0] != github || len(line.Corners[0]) != 4 {
		t.Errorf("qr = %+v, %v", line, err)
	}
}

func TestCounterCodesNeverRepeat(t *testing.T) {
	r := newRig(t)
	r.must("add", bank)
	for _, want := range []string{"755224\n", "287082\n", "359152\n"} { // RFC 4226, appendix D
		if out := r.must("code", "Bank"); out != want {
			t.Errorf("code = %q, want %q", out, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	r.must("add", strings.Replace(strings.Replace(github, "hanako", "taro", 1), "GEZD", "JEZD", 1))
	text := filepath.Join(t.TempDir(), "notes.bin")
	if err := os.WriteFile(text, []byte{0, 1, 2, 3}, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"no command", nil, cli.Misused, "Usage"},
		{"unknown flag", []string{"list", "--secret"}, cli.Misused, "Usage: twofold list"},
		{"no name", []string{"code"}, cli.Misused, "Usage: twofold code"},
		{"two names", []string{"code", "a", "b"}, cli.Misused, "Usage"},
		{"nothing to add", []string{"add"}, cli.Misused, "Usage"},
		{"unknown account", []string{"code", "nobody"}, cli.Refused, `No account matches "nobody"`},
		{"several accounts", []string{"code", "GitHub"}, cli.Refused, "several accounts"},
		{"bad character", []string{"add", "otpauth://totp/Bad?secret=JBSW0"}, cli.Refused, `Character 5 of the key, "0"`},
		{"eleven digits", []string{"add", github + "&digits=11"}, cli.Refused, "4 to 10, not 11"},
		{"web address", []string{"add", "https://login.example.com/x"}, cli.Refused, "(login.example.com)"},
		{"unknown file", []string{"add", text}, cli.Refused, `"notes.bin"`},
		{"no such file", []string{"add", filepath.Join(t.TempDir(), "gone.png")}, cli.Refused, `"gone.png" can't be opened`},
		{"again", []string{"add", github}, cli.Done, "Already in Twofold"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, _, errs := r.run(tt.args...)
			if code != tt.status || !strings.Contains(errs, tt.says) {
				t.Errorf("%v ended with %d and said %q; want %d and %q", tt.args, code, errs, tt.status, tt.says)
			}
		})
	}
}

func TestJapanese(t *testing.T) {
	r := newRig(t)
	r.lang = locale.Japanese
	if out := r.must("add", github); out != "1 件のアカウントを追加しました\n" {
		t.Errorf("add said %q", out)
	}
	_, _, errs := r.run("code", "nobody")
	if !strings.Contains(errs, "「nobody」に一致するアカウントはありません") || strings.Contains(errs, "\u200b") {
		t.Errorf("said %q", errs)
	}
}

func TestWithoutAKeyring(t *testing.T) {
	r := newRig(t)
	r.ring.Err = platform.ErrNoKeyring
	if code, _, _ := r.run("list"); code != cli.Refused {
		t.Errorf("a first start with nobody to ask ended with %d", code)
	}
	r.pass = "four unrelated words here"
	r.must("add", github)
	r.pass = "wrong"
	code, _, errs := r.run("list")
	if code != cli.Refused || !strings.Contains(errs, "Wrong passphrase") {
		t.Errorf("wrong passphrase: %d, %q", code, errs)
	}
	r.pass = "four unrelated words here"
	if out := r.must("status", "--json"); !strings.Contains(out, `"accounts":1`) {
		t.Errorf("status = %q", out)
	}
}

// No command but qr ever prints a secret.
func TestNoSecretIsPrinted(t *testing.T) {
	r := newRig(t)
	r.must("add", github)
	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"code", "GitHub", "--json"}, {"status", "--json"}, {"add", github, "--json"}} {
		_, out, errs := r.run(args...)
		if all := strings.ToUpper(out + errs); strings.Contains(all, "GEZDGNBV") || strings.Contains(all, "1234567890") {
			t.Errorf("%v printed a secret: %s", args, all)
		}
	}
}
