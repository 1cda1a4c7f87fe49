package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/sync/store"
)

// FuzzMarker: the only file that is read before anything is known.
func FuzzMarker(f *testing.F) {
	f.Add([]byte(`{"twofold":1,"min_reader":1,"vault":"k7wq2m9d3f","computer":"3f9a2c11xw","ready":true,"keyring":true}`))
	f.Add([]byte(`{"twofold":9,"min_reader":9}`))
	f.Add([]byte(`{"twofold":1,"vault":"../../../..","computer":"3f9a2c11xw"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := store.ParseMarker(b); err != nil && len(b) > 3 && strings.Contains(err.Error(), string(b)) {
			t.Error("the error quotes the file")
		}
	})
}

func FuzzFrontier(f *testing.F) {
	f.Add([]byte(`{"twofold":1,"min_reader":1,"computer":"3f9a2c11xw","own":{"seq":2,"hash":"h"},"seen":{"k7wq2m9d3f":{"seq":17,"hash":"x"}},"notes":{}}`))
	f.Add([]byte(`{"twofold":1,"min_reader":1,"own":{"seq":-1}}`))
	f.Fuzz(func(_ *testing.T, b []byte) { _ = store.ParseFrontier(b) })
}

// spoil opens the golden directory with one file replaced by b, which is
// sealed first to who is given: then the fuzzer gets past the encryption.
func spoil(t *testing.T, name string, b []byte, to ...sealed.Recipient) (*bench, *store.Store) {
	t.Helper()
	bench := newBench(t)
	must(t, os.CopyFS(bench.path, os.DirFS(filepath.Join(golden, "twofold"))))
	if len(to) > 0 {
		var err error
		if b, err = sealed.Seal(b, to...); err != nil {
			t.Skip(err)
		}
	}
	must(t, os.WriteFile(filepath.Join(bench.path, name), b, 0o600))
	line, err := os.ReadFile(filepath.Join(golden, "keyring.txt"))
	must(t, err)
	s := bench.open()
	bench.keyring.lines[s.Computer()] = strings.TrimSpace(string(line))
	return bench, s
}

// FuzzVaultFile: whatever lies at vault.age, the previous vault opens, and
// the bytes are kept.
func FuzzVaultFile(f *testing.F) {
	good, err := os.ReadFile(filepath.Join(golden, "twofold", "vault.age"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, false)
	f.Add(good[:len(good)/2], false)
	f.Add([]byte{}, false)
	f.Add([]byte(`{"twofold":1,"min_reader":1,"kind":"local","vault":"k7wq2m9d3f","dev":"3f9a2c11xw","seq":1,"time":"2026-11-22T12:00:00Z"}`+"\n"+`{"k":"sig","by":"x","ed25519":""}`+"\n"), true)
	keys := goldenRecipient(f)
	f.Fuzz(func(t *testing.T, b []byte, inside bool) {
		var to []sealed.Recipient
		if inside {
			to = append(to, keys)
		}
		bench, s := spoil(t, "vault.age", b, to...)
		err := s.UnlockKeyring(t.Context())
		var tooNew *store.TooNewError
		if errors.As(err, &tooNew) {
			return
		}
		if err != nil {
			t.Fatalf("unlock: %v", err)
		}
		if len(issuers(t, s)) == 0 {
			t.Error("no accounts")
		}
		if !bench.kept("vault.age", b, inside) {
			t.Error("the bytes are gone")
		}
	})
}

// kept reports whether the bytes are still there, in place or moved aside.
func (b *bench) kept(name string, data []byte, sealedFirst bool) bool {
	if len(b.asides()) > 0 {
		if sealedFirst {
			return true
		}
		got, err := os.ReadFile(filepath.Join(b.path, b.asides()[0]))
		return err == nil && string(got) == string(data)
	}
	got, err := os.ReadFile(filepath.Join(b.path, name))
	return err == nil && (sealedFirst || string(got) == string(data))
}

func goldenRecipient(f *testing.F) sealed.Recipient {
	f.Helper()
	b := newBench(f)
	if err := os.CopyFS(b.path, os.DirFS(filepath.Join(golden, "twofold"))); err != nil {
		f.Fatal(err)
	}
	s := b.open()
	if err := s.UnlockPassphrase(secret.FromString(goldenPass)); err != nil {
		f.Fatal(err)
	}
	keys, err := s.Keys()
	if err != nil {
		f.Fatal(err)
	}
	return keys.Recipient()
}

// FuzzKeysFile: whatever lies at keys.age, the second copy opens.
func FuzzKeysFile(f *testing.F) {
	good, err := os.ReadFile(filepath.Join(golden, "twofold", "keys.age"))
	if err != nil {
		f.Fatal(err)
	}
	line, err := os.ReadFile(filepath.Join(golden, "keyring.txt"))
	if err != nil {
		f.Fatal(err)
	}
	id, err := sealed.ParseIdentity(secret.FromString(strings.TrimSpace(string(line))))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, false)
	f.Add(good[:100], false)
	f.Add([]byte("# twofold vault k7wq2m9d3f computer 3f9a2c11xw\n# sign-seed AAAA\nAGE-SECRET-KEY-PQ-1\n"), true)
	f.Fuzz(func(t *testing.T, b []byte, inside bool) {
		var to []sealed.Recipient
		if inside {
			to = append(to, id.Recipient())
		}
		_, s := spoil(t, "keys.age", b, to...)
		if err := s.UnlockKeyring(context.Background()); err != nil {
			t.Fatalf("unlock: %v", err)
		}
	})
}
