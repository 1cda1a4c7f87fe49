package otpauth_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"twofold/internal/account"
	"twofold/internal/code"
	"twofold/internal/otpauth"
)

// fixtures is a directory of files that other programs wrote. It is not part
// of this repository; the test is skipped where it is absent.
func fixtures(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("TWOFOLD_FIXTURES")
	if dir == "" {
		root, err := filepath.Abs(".")
		for err == nil && filepath.Dir(root) != root {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
			root = filepath.Dir(root)
		}
		dir = filepath.Join(filepath.Dir(root), "shared", "fixtures")
	}
	dir = filepath.Join(dir, "imports")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no files of other programs here; TWOFOLD_FIXTURES names their directory")
	}
	return dir
}

type expected struct {
	Issuer       string   `json:"issuer"`
	IssuerAlsoOK []string `json:"issuer_also_ok"`
	Name         string   `json:"name"`
	NameAlsoOK   []string `json:"name_also_ok"`
	Type         string   `json:"type"`
	Secret       string   `json:"secret_base32"`
	Algorithm    string   `json:"algorithm"`
	Digits       int      `json:"digits"`
	Period       int      `json:"period"`
	Counter      uint64   `json:"counter"`
	Code         string   `json:"code_at_1700000000"`
}

func TestForeignFiles(t *testing.T) {
	dir := fixtures(t)
	for _, tt := range []struct {
		file    string
		missing int
	}{
		{"google/migration-uri/googleauthenticator.txt", 0},
		{"google/migration-uris-multi/example_export.txt", 0},
		{"google/migration-v2-short/bw_google.txt", 0},
		{"urilist/common/uris-common.txt", 0},
	} {
		t.Run(tt.file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, tt.file))
			if err != nil {
				t.Skip(err)
			}
			raw, err := os.ReadFile(filepath.Join(dir, filepath.Dir(tt.file), "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want []expected
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			l := otpauth.ParseList(string(text))
			for _, r := range l.Rejected {
				t.Errorf("line %d, %q: %v", r.Line, r.Title, r.Err)
			}
			if len(l.Accounts) != len(want) || len(l.Pages.Missing()) != tt.missing {
				t.Fatalf("%d accounts, want %d; missing pages %v", len(l.Accounts), len(want), l.Pages.Missing())
			}
			for i, a := range l.Accounts {
				checkExpected(t, a, want[i])
			}
		})
	}
}

func checkExpected(t *testing.T, a account.Account, want expected) {
	t.Helper()
	issuerOK := a.Issuer == want.Issuer || slices.Contains(want.IssuerAlsoOK, a.Issuer)
	nameOK := a.Name == want.Name || slices.Contains(want.NameAlsoOK, a.Name)
	if !issuerOK || !nameOK {
		t.Errorf("read %q %q, want %q %q", a.Issuer, a.Name, want.Issuer, want.Name)
	}
	k := a.Key
	if string(k.Type) != want.Type || string(k.Algorithm) != want.Algorithm || k.Digits != want.Digits ||
		k.Period != want.Period || a.Counter != want.Counter || account.EncodeSecret(k.Secret) != want.Secret {
		t.Errorf("%s: %s %s, %d digits, %d s, counter %d, want %+v", a.Title(), k.Type, k.Algorithm, k.Digits, k.Period, a.Counter, want)
	}
	var got string
	var err error
	if k.Type == account.HOTP {
		got, err = code.AtCounter(k, a.Counter)
	} else {
		got, err = code.At(k, time.Unix(1700000000, 0))
	}
	if err != nil || got != want.Code {
		t.Errorf("%s: code %s, %v, want %s", a.Title(), got, err, want.Code)
	}
}
