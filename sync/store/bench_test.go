package store_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/store/disk"
)

// filled is a store with n accounts on the real file system.
func filled(b *testing.B, n int) (*bench, *vault.Document) {
	t := newBench(b)
	t.fs.Under, t.fs.Quick = disk.OS{}, false
	s := t.create("")
	doc, err := s.Document()
	must(b, err)
	as := make([]account.Account, n)
	for i := range as {
		k := account.Defaults(account.TOTP)
		k.Secret = secret.FromString(fmt.Sprintf("%020d", i))
		as[i] = account.Account{Issuer: fmt.Sprint("Service ", i), Name: "hanako@example.jp", Key: k}
	}
	by := vault.Author{Device: s.Computer(), Now: func() time.Time { return noon }, Rand: rand.Reader}
	if _, errs := doc.AddAll(by, as); len(errs) > 0 && errs[0] != nil {
		b.Fatal(errs[0])
	}
	must(b, s.Save(doc))
	return t, doc
}

// BenchmarkSave is one edit made durable.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{0, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			t, doc := filled(b, n)
			for b.Loop() {
				must(b, t.store.Save(doc))
			}
		})
	}
}

// BenchmarkUnlock is a start with the keyring, up to the document.
func BenchmarkUnlock(b *testing.B) {
	for _, n := range []int{0, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			t, _ := filled(b, n)
			for b.Loop() {
				s := t.open()
				must(b, s.UnlockKeyring(b.Context()))
			}
		})
	}
}
