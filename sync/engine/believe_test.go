package engine_test

import (
	"encoding/json"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/snapshot"
)

// TestRemovedComputerCannotRemoveOthersFromARecovery (I11): a computer that
// was removed still has access to the folder, and lays a file into it that
// removes all others. Who recovers believes the others.
func TestRemovedComputerCannotRemoveOthersFromARecovery(t *testing.T) {
	s, a, b := pair(t)
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(key.Slot))
	a.engine.Edited(a.clock.now)
	together(time.Minute, a, b)
	outside := b.doc()
	to := recipients(t, b)
	removeComputer(t, a, b.store.Computer())
	a.add("After the removal")
	a.run(time.Minute, 5*time.Second)

	keys, err := b.store.Keys()
	must(t, err)
	line, err := json.Marshal(identity.Remove(keys, keys.Vault, a.store.Computer(), 0, nil, b.clock.now))
	must(t, err)
	must(t, outside.PutRemoval(line))
	_, err = outside.Add(vault.Author{Device: b.store.Computer(), Now: b.clock.Now, Rand: zeros{}}, github("Planted"))
	must(t, err)
	h := snapshot.Header{Vault: keys.Vault, Seq: 99, Time: b.clock.now, App: "test"}
	name, file, err := snapshot.Seal(h, outside.Lines(), keys, to...)
	must(t, err)
	s.put(name.String(), file)

	c, err := engine.Look(t.Context(), s)
	must(t, err)
	v, _ := c.Vault("")
	r, err := engine.OpenRecovery(t.Context(), s, v, key.Phrase.Secret())
	must(t, err)
	defer r.Wipe()
	var got []string
	for _, e := range r.Document().Accounts() {
		got = append(got, e.Issuer)
	}
	if r.Document().Fingerprint() != a.doc().Fingerprint() {
		t.Errorf("recovered %q, want %q", got, a.issuers())
	}
}

// zeros is no randomness at all.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
