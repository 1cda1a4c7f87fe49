package importer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/importer"
)

// accounts are the vectors as they must come out.
func accounts(t testing.TB, vs []vector) []account.Account {
	t.Helper()
	var out []account.Account
	for _, v := range vs {
		s, err := account.DecodeSecret(v.secret)
		a := account.Account{Issuer: v.issuer, Name: v.name, Note: v.note, Pinned: v.pinned, Counter: v.counter}
		a.Key = account.Key{Type: account.Type(v.kind), Secret: must(t, s, err), Algorithm: account.Algorithm(v.algorithm),
			Digits: v.digits, Period: v.period, PIN: secret.FromString(v.pin)}
		if v.group != "" {
			a.Groups = []string{v.group}
		}
		out = append(out, a)
	}
	return out
}

// open opens the files of a sample and unlocks them.
func open(t testing.TB, s sample, files []importer.File) *importer.Source {
	t.Helper()
	src, err := importer.Open(context.Background(), files)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	if src.Locked() != (s.password != "") {
		t.Fatalf("Locked = %t: %v", src.Locked(), src.Locks())
	}
	if s.password != "" {
		if err := src.Unlock(context.Background(), secret.FromString(s.password), nil); err != nil {
			t.Fatalf("Unlock: %v", err)
		}
	}
	return src
}

func TestEveryFormat(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			vs := s.supports(vectors())
			if len(vs) == 0 {
				t.Fatal("the format holds none of the vectors")
			}
			got, err := open(t, s, s.build(t, vs)).Read()
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			if len(got.Rejected) > 0 || len(got.Files) > 0 {
				t.Errorf("refused: %v, files: %v", got.Rejected, got.Files)
			}
			if got.App != s.app {
				t.Errorf("App = %q, want %q", got.App, s.app)
			}
			if got.Encrypted != (s.password != "") {
				t.Errorf("Encrypted = %t", got.Encrypted)
			}
			want := accounts(t, vs)
			if len(got.Entries) != len(want) {
				t.Fatalf("%d accounts, want %d", len(got.Entries), len(want))
			}
			for i, w := range want {
				s.check(t, got.Entries[i], w)
			}
		})
	}
}

// check compares one account with what the format can hold of it.
func (s sample) check(t *testing.T, got importer.Entry, want account.Account) {
	t.Helper()
	what := want.Issuer + ": " + want.Name
	if s.noIssuer {
		want.Issuer = ""
	}
	if s.noPINs || strings.HasPrefix(s.name, "uri") {
		want.Key.PIN = secret.Bytes{}
	}
	if got.Issuer != want.Issuer || got.Name != want.Name {
		t.Errorf("%s: names %q, %q", what, got.Issuer, got.Name)
	}
	if !got.Key.Equal(want.Key) {
		t.Errorf("%s: key %s %s %d %d, want %s %s %d %d (secrets equal: %t)", what,
			got.Key.Type, got.Key.Algorithm, got.Key.Digits, got.Key.Period,
			want.Key.Type, want.Key.Algorithm, want.Key.Digits, want.Key.Period, got.Key.Secret.Equal(want.Key.Secret))
	}
	if got.Counter != want.Counter {
		t.Errorf("%s: counter %d, want %d", what, got.Counter, want.Counter)
	}
	if !s.noGroups && !slices.Equal(got.Groups, want.Groups) {
		t.Errorf("%s: groups %q, want %q", what, got.Groups, want.Groups)
	}
	if !s.noNotes && got.Note != want.Note {
		t.Errorf("%s: note %q, want %q", what, got.Note, want.Note)
	}
	if !s.noPins && got.Pinned != want.Pinned {
		t.Errorf("%s: pinned %t, want %t", what, got.Pinned, want.Pinned)
	}
}

func TestWrongPasswordIsSaidAndCanBeRepaired(t *testing.T) {
	for _, s := range samples() {
		if s.password == "" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			src, err := importer.Open(context.Background(), s.build(t, s.supports(vectors())))
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range []string{"wrong", "", s.password + " "} {
				if err := src.Unlock(context.Background(), secret.FromString(wrong), nil); !errors.Is(err, importer.ErrWrongPassword) {
					t.Errorf("Unlock(%q) = %v, want ErrWrongPassword", wrong, err)
				}
				if !src.Locked() {
					t.Fatal("a wrong password unlocked it")
				}
			}
			if r, err := src.Read(); !errors.Is(err, importer.ErrLocked) || len(r.Entries) > 0 {
				t.Errorf("Read while locked = %d entries, %v", len(r.Entries), err)
			}
			if err := src.Unlock(context.Background(), secret.FromString(s.password), nil); err != nil {
				t.Fatalf("right password after wrong ones: %v", err)
			}
			if r, err := src.Read(); err != nil || len(r.Entries) == 0 {
				t.Errorf("Read = %d entries, %v", len(r.Entries), err)
			}
		})
	}
}

func TestOneBadEntryIsNamedAndKeepsNobodyOut(t *testing.T) {
	for _, s := range samples() {
		if s.noBad {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			vs := s.supports(vectors())
			if len(vs) < 2 {
				// The same one again, under another name.
				again := vs[0]
				again.name = "again"
				vs = append(vs, again)
			}
			for i := range vs {
				if vs[i].kind == "motp" || vs[i].kind == "yandex" {
					continue
				}
				bad := slices.Clone(vs)
				bad[i].secret = "0NLY1WRONG89" // no letter of base32 for its first
				got, err := open(t, s, s.build(t, bad)).Read()
				if err != nil {
					t.Fatalf("Read: %v", err)
				}
				if len(got.Entries) != len(vs)-1 || len(got.Rejected) != 1 {
					t.Fatalf("%d accounts and %d refused, want %d and 1: %v", len(got.Entries), len(got.Rejected), len(vs)-1, got.Rejected)
				}
				r := got.Rejected[0]
				var fe *account.FieldError
				if !errors.As(r.Err, &fe) || fe.Field != account.FieldSecret {
					t.Errorf("refused with %v, want a problem of the secret", r.Err)
				}
				if !strings.Contains(r.Title, bad[i].name) && !strings.Contains(r.Title, bad[i].issuer) {
					t.Errorf("refused as %q, want %s: %s", r.Title, bad[i].issuer, bad[i].name)
				}
				if strings.Contains(fmt.Sprint(r.Err), "0NLY1") {
					t.Errorf("the error quotes the secret: %v", r.Err)
				}
				break
			}
		})
	}
}
