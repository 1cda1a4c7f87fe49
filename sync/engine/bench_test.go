package engine_test

import (
	"crypto/rand"
	"encoding/json"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// big is a vault of n accounts on k computers, each with a file of all of it
// on one shelf.
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
	mine, err := first.store.Keys()
	must(b, err)
	doc := first.doc()
	var others []*identity.Keys
	for range k - 1 {
		keys, err := identity.Generate(rand.Reader, mine.Vault, mine.Root)
		must(b, err)
		entry, err := identity.Vouch(mine, mine.Vault, keys.Entry("m", "linux", noon))
		must(b, err)
		line, err := json.Marshal(entry)
		must(b, err)
		must(b, doc.PutDevice(line))
		others = append(others, keys)
	}
	must(b, first.store.Save(doc))
	for _, keys := range others {
		h := snapshot.Header{Vault: keys.Vault, Seq: 1, Time: noon, App: "test"}
		name, file, err := snapshot.Seal(h, doc.Lines(), keys, recipients(b, first)...)
		must(b, err)
		s.put(name.String(), file)
	}
	first.engine.Edited(first.clock.now)
	first.run(time.Minute, 20*time.Second)
	return s, first, key
}

var sizes = []struct {
	name               string
	accounts, machines int
}{{"50x3", 50, 3}, {"1000x5", 1000, 5}, {"10000x20", 10_000, 20}}

// BenchmarkPublish is from an edit that is durable to its snapshot in the
// folder, read back and opened.
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

// BenchmarkTake reads, opens and joins the newest file of every computer, as
// after a start of the program.
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

// BenchmarkRecover is a recovery up to its summary, beside the derivation of
// the key.
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
				if sum := r.Summary(); len(sum.Computers) != size.machines || sum.Accounts != size.accounts || len(sum.Unreadable) > 0 {
					b.Fatalf("%d computers, %d accounts, %d files unread", len(sum.Computers), sum.Accounts, len(sum.Unreadable))
				}
				r.Wipe()
			}
		})
	}
}
