package importer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/code"
	"twofold/internal/importer"
)

// fixtureCase is one line of the manifest of foreign files.
type fixtureCase struct {
	App, Case, File string
	Extra           []string `json:"extra_files"`
	Password        *string
	Encrypted       bool
	Entries         int
	Skipped         []struct{ Label, Reason string }
	MustFail        *string `json:"must_fail"`
	dir             string
}

// expected is one account as it must come out.
type expected struct {
	Issuer, Name, Type, Algorithm, Optional, Note string
	Secret                                        string `json:"secret_base32"`
	Digits                                        int
	Period                                        *int
	Counter                                       *uint64
	Favorite                                      bool
	Groups                                        []string
	PIN                                           *string  `json:"pin"`
	IssuerOK                                      []string `json:"issuer_also_ok"`
	NameOK                                        []string `json:"name_also_ok"`
	Code                                          *string  `json:"code_at_1700000000"`
}

// fixtures finds the foreign files, which are not part of this repository.
func fixtures(t *testing.T) []fixtureCase {
	t.Helper()
	root := os.Getenv("TWOFOLD_FIXTURES")
	if root == "" {
		root = filepath.Join(repository(t), "..", "shared", "fixtures")
	}
	root = filepath.Join(root, "imports")
	raw, err := os.ReadFile(filepath.Join(root, "MANIFEST.json"))
	if err != nil {
		t.Skip("no foreign files here: set TWOFOLD_FIXTURES to their folder")
	}
	var cases []fixtureCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		cases[i].dir = filepath.Join(root, c.App, c.Case)
	}
	return cases
}

// repository is the directory of go.mod.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("go.mod not found")
		}
	}
}

// TestFixtures reads the exports of real apps. Its table is what
// scripts/fixtures.sh prints.
func TestFixtures(t *testing.T) {
	failed := 0
	cases := fixtures(t)
	for _, c := range cases {
		t.Run(c.App+"/"+c.Case, func(t *testing.T) {
			start := time.Now()
			said := ""
			defer func() {
				verdict := "ok"
				if t.Failed() {
					verdict = "FAIL"
					failed++
				}
				fmt.Printf("fixture %-4s %-24s %-28s %7.2fs  %s\n", verdict, c.App, c.Case, time.Since(start).Seconds(), said)
			}()
			said = runFixture(t, c)
		})
	}
	fmt.Printf("fixture total: %d of %d pass\n", len(cases)-failed, len(cases))
}

func runFixture(t *testing.T, c fixtureCase) string {
	want := wanted(t, c)
	src, err := importer.Open(context.Background(), c.files(t))
	if c.MustFail != nil {
		if err == nil {
			t.Fatalf("opened, must fail: %s", *c.MustFail)
		}
		return "refused: " + err.Error()
	}
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	if src.Locked() != c.Encrypted {
		t.Fatalf("Locked = %t, want %t", src.Locked(), c.Encrypted)
	}
	said := ""
	if c.Encrypted {
		err := src.Unlock(context.Background(), secret.FromString(*c.Password+"x"), nil)
		if !errors.Is(err, importer.ErrWrongPassword) {
			t.Errorf("wrong password: %v", err)
		}
		if err := src.Unlock(context.Background(), secret.FromString(*c.Password), nil); err != nil {
			t.Fatalf("right password: %v", err)
		}
		said = "wrong password refused, "
	}
	got, err := src.Read()
	if err != nil && len(want)+len(c.Skipped) > 0 {
		t.Fatalf("Read: %v", err)
	}
	compare(t, got, want)
	for _, s := range c.Skipped {
		if !slices.ContainsFunc(got.Rejected, func(r importer.Rejected) bool {
			last := s.Label[strings.LastIndexAny(s.Label, ":-")+1:]
			return strings.Contains(r.Title, strings.TrimSpace(last)) || strings.Contains(s.Label, r.Title)
		}) {
			t.Errorf("%q is not among the refused: %v", s.Label, got.Rejected)
		}
	}
	if len(got.Files) > 0 {
		t.Errorf("files with errors: %v", got.Files)
	}
	return said + fmt.Sprintf("%s: %d accounts, %d refused %v", got.App, len(got.Entries), len(got.Rejected), got.Notes)
}

func (c fixtureCase) files(t *testing.T) []importer.File {
	var out []importer.File
	for _, name := range append([]string{c.File}, c.Extra...) {
		data, err := os.ReadFile(filepath.Join(c.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, importer.File{Name: name, Data: data})
	}
	return out
}

func wanted(t *testing.T, c fixtureCase) []expected {
	raw, err := os.ReadFile(filepath.Join(c.dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out []expected
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func compare(t *testing.T, got importer.Result, want []expected) {
	t.Helper()
	i := 0
	for _, w := range want {
		if i >= len(got.Entries) || got.Entries[i].Key.Type != account.Type(w.Type) && w.Optional != "" {
			if w.Optional == "" {
				t.Errorf("missing: %s %s", w.Issuer, w.Name)
			}
			continue
		}
		g := got.Entries[i]
		i++
		w.check(t, g)
	}
	if i != len(got.Entries) {
		t.Errorf("%d accounts, want %d", len(got.Entries), i)
	}
}

func (w expected) check(t *testing.T, g importer.Entry) {
	t.Helper()
	what := w.Issuer + ": " + w.Name
	if g.Issuer != w.Issuer && !slices.Contains(w.IssuerOK, g.Issuer) {
		t.Errorf("%s: issuer = %q", what, g.Issuer)
	}
	if g.Name != w.Name && !slices.Contains(w.NameOK, g.Name) {
		t.Errorf("%s: name = %q", what, g.Name)
	}
	if string(g.Key.Type) != w.Type {
		t.Errorf("%s: type = %s, want %s", what, g.Key.Type, w.Type)
	}
	if s := account.EncodeSecret(g.Key.Secret); s != w.Secret {
		t.Errorf("%s: secret differs, %d bytes", what, g.Key.Secret.Len())
	}
	if string(g.Key.Algorithm) != w.Algorithm || g.Key.Digits != w.Digits {
		t.Errorf("%s: %s, %d digits, want %s, %d", what, g.Key.Algorithm, g.Key.Digits, w.Algorithm, w.Digits)
	}
	if w.Period != nil && g.Key.Period != *w.Period {
		t.Errorf("%s: period = %d, want %d", what, g.Key.Period, *w.Period)
	}
	if w.Counter != nil && g.Counter != *w.Counter {
		t.Errorf("%s: counter = %d, want %d", what, g.Counter, *w.Counter)
	}
	if g.Pinned != w.Favorite {
		t.Errorf("%s: pinned = %t", what, g.Pinned)
	}
	for _, group := range w.Groups {
		if !slices.Contains(g.Groups, group) {
			t.Errorf("%s: groups = %q, want %q among them", what, g.Groups, group)
		}
	}
	if w.Note != "" && g.Note != w.Note {
		t.Errorf("%s: note = %q, want %q", what, g.Note, w.Note)
	}
	if w.PIN != nil && string(g.Key.PIN.Reveal()) != *w.PIN {
		t.Errorf("%s: PIN differs", what)
	}
	if w.Code == nil || (g.Key.Type == account.MOTP && g.Key.PIN.Empty()) {
		return
	}
	made, err := code.At(g.Key, time.Unix(1700000000, 0))
	if g.Key.Type == account.HOTP {
		made, err = code.AtCounter(g.Key, g.Counter)
	}
	if err != nil || made != *w.Code {
		t.Errorf("%s: code = %s, %v, want %s", what, made, err, *w.Code)
	}
}
