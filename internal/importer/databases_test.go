package importer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/importer"
)

func databaseFile(t testing.TB, name string) importer.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "databases", name))
	return importer.File{Name: name, Data: must(t, data, err)}
}

// summary is an entry in one line.
func summary(e importer.Entry) string {
	return fmt.Sprintf("%s %s|%s %s %d %d %d %d %q", e.Key.Type, e.Issuer, e.Name, e.Key.Algorithm, e.Key.Digits, e.Key.Period,
		e.Counter, e.Key.Secret.Len(), e.Groups)
}

func TestDatabases(t *testing.T) {
	github, counter := `totp GitHub|octo@example.com SHA1 6 30 0 10 []`, `hotp Counter Co|c SHA1 6 0 42 20 []`
	microsoft := []string{github, `totp Microsoft|hanako@outlook.example SHA1 8 30 0 20 []`}
	tests := []struct {
		name     string
		files    []string
		app      importer.App
		password string
		want     []string
		refused  []string
	}{
		{"google", []string{"google.db"}, importer.Google, "", []string{github, counter}, []string{"楽天: locked away"}},
		{"microsoft", []string{"microsoft.db"}, importer.Microsoft, "", microsoft, nil},
		{"microsoft with its log", []string{"running.db-wal", "running.db"}, importer.Microsoft, "",
			append(microsoft[:2:2], `totp 楽天|花子 SHA1 6 30 0 10 []`), nil},
		{"microsoft without its log", []string{"running.db"}, importer.Microsoft, "", microsoft, nil},
		{"authenticator plus", []string{"authplus.db"}, importer.AuthenticatorPlus, "correct horse",
			[]string{strings.Replace(github, "[]", `["Work"]`, 1), counter, `totp Blizzard|EU-1234 SHA1 8 30 0 20 []`}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var files []importer.File
			for _, name := range tt.files {
				files = append(files, databaseFile(t, name))
			}
			src, err := importer.Open(context.Background(), files)
			if err != nil {
				t.Fatal(err)
			}
			if tt.password != "" {
				locks := src.Locks()
				if len(locks) != 1 || !locks[0].Guessed || locks[0].App != tt.app {
					t.Errorf("locks = %+v", locks)
				}
				if err := src.Unlock(context.Background(), secret.FromString("wrong"), nil); !errors.Is(err, importer.ErrWrongPassword) {
					t.Errorf("wrong password: %v", err)
				}
				if err := src.Unlock(context.Background(), secret.FromString(tt.password), nil); err != nil {
					t.Fatal(err)
				}
			}
			r, err := src.Read()
			if err != nil || r.App != tt.app || len(r.Entries) != len(tt.want) || len(r.Rejected) != len(tt.refused) {
				t.Fatalf("%d accounts of %s, refused %v, %v", len(r.Entries), r.App, r.Rejected, err)
			}
			for i, e := range r.Entries {
				if got := summary(e); got != tt.want[i] {
					t.Errorf("account %d = %s, want %s", i, got, tt.want[i])
				}
			}
			for i, e := range r.Rejected {
				if e.Title != tt.refused[i] {
					t.Errorf("refused %q, want %q", e.Title, tt.refused[i])
				}
			}
		})
	}
}

// TestStratumDatabase: a table of many pages in UTF-16, whose rows overflow
// them.
func TestStratumDatabase(t *testing.T) {
	r, err := readAll([]importer.File{databaseFile(t, "stratum.db")}, "")
	if err != nil || len(r.Entries) != 120 || r.App != importer.Stratum {
		t.Fatalf("%d accounts of %s, %v", len(r.Entries), r.App, err)
	}
	algorithms := []account.Algorithm{account.SHA1, account.SHA256, account.SHA512}
	for i, e := range r.Entries {
		name := fmt.Sprintf("user%0*d", 1+(i%50)*12, i)
		if len([]rune(name)) > account.MaxName {
			name = string([]rune(name)[:account.MaxName])
		}
		if e.Issuer != fmt.Sprint("楽天 ", i) || e.Name != name || e.Key.Algorithm != algorithms[i%3] || e.Key.Digits != 6+i%3 || e.Order != i {
			t.Errorf("account %d = %s", i, summary(e))
		}
		if grouped := len(e.Groups) == 1 && e.Groups[0] == "私用"; grouped != (i == 7) {
			t.Errorf("account %d is in %q", i, e.Groups)
		}
	}
}

// TestDatabasesCutShort: every length is an error or the whole, never a crash.
func TestDatabasesCutShort(t *testing.T) {
	for _, name := range []string{"google.db", "microsoft.db", "stratum.db"} {
		f := databaseFile(t, name)
		for n := 0; n < len(f.Data); n += 101 {
			_, err := readAll([]importer.File{{Name: name, Data: f.Data[:n]}}, "")
			if err == nil || !known(err) {
				t.Fatalf("%s cut to %d bytes: %v", name, n, err)
			}
		}
	}
	db, log := databaseFile(t, "running.db"), databaseFile(t, "running.db-wal")
	for n := range len(log.Data) {
		if n%37 != 0 {
			continue
		}
		r, err := readAll([]importer.File{db, {Name: log.Name, Data: log.Data[:n]}}, "")
		if n >= 32 && (err != nil || len(r.Entries) < 2) {
			t.Fatalf("log cut to %d bytes: %d accounts, %v", n, len(r.Entries), err)
		}
	}
}
