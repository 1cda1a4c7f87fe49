package engine_test

import (
	"testing"
	"time"

	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/store"
)

// big is a vault of n accounts on k computers that share a shelf.
func big(b *testing.B, n, k int) (*shelf, *machine, store.RecoveryKey) {
	b.Helper()
	s := newShelf()
	first := newMachine(b, "a", s).create()
	first.edit(func(d *vault.Document, by vault.Author) error {
		for i := range n {
			a := github("Service")
			a.Name = time.Unix(int64(i), 0).String()
			if _, err := d.Add(by, a); err != nil {
				return err
			}
		}
		return nil
	})
	key, err := first.store.MakeRecoveryKey()
	must(b, err)
	first.engine.Edited(first.clock.now)
	all := []*machine{first}
	for range k - 1 {
		m := newMachine(b, "m", s)
		approve(b, first, m)
		all = append(all, m)
	}
	together(30*time.Second, all...)
	return s, first, key
}

var sizes = []struct {
	name               string
	accounts, machines int
}{{"50x3", 50, 3}, {"1000x5", 1000, 5}, {"10000x5", 10_000, 5}}

func BenchmarkPublish(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			_, m, _ := big(b, size.accounts, size.machines)
			id := m.doc().Accounts()[0].ID
			for b.Loop() {
				b.StopTimer()
				m.edit(func(d *vault.Document, by vault.Author) error { return d.Used(by, id, m.clock.now) })
				m.clock.now = m.clock.now.Add(time.Minute)
				b.StartTimer()
				m.step()
			}
		})
	}
}

func BenchmarkTake(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			_, m, _ := big(b, size.accounts, size.machines)
			for b.Loop() {
				m.start() // reads the newest file of every computer
				m.step()
			}
		})
	}
}

func BenchmarkRecover(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			s, _, key := big(b, size.accounts, size.machines)
			c, err := engine.Look(b.Context(), s)
			must(b, err)
			v, _ := c.Vault("")
			for b.Loop() {
				r, err := engine.OpenRecovery(b.Context(), s, v, key.Phrase.Secret())
				must(b, err)
				r.Wipe()
			}
		})
	}
}
