package snapshot_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

const vaultID = "k7wq2m9d3f"

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// party is a vault for tests: a root computer, a recovery slot, and whoever
// joins.
type party struct {
	t     testing.TB
	vault string
	root  *identity.Keys
	slot  *identity.Recovery
	rec   identity.Records
}

func ok[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func newParty(t testing.TB) *party { return newPartyOf(t, vaultID) }

func newPartyOf(t testing.TB, vault string) *party {
	t.Helper()
	root, err := identity.Generate(rand.Reader, vault, nil)
	p := &party{t: t, vault: vault, root: ok(t, root, err)}
	d, err := identity.Vouch(root, vault, root.Entry("Anna's laptop", "linux", noon))
	p.rec.Devices = append(p.rec.Devices, ok(t, d, err))
	slot, err := identity.NewRecovery(rand.Reader, root, noon)
	p.slot = ok(t, slot, err)
	s, err := identity.VouchSlot(root, vault, slot.Entry("kit", noon))
	p.rec.Slots = append(p.rec.Slots, ok(t, s, err))
	return p
}

// join enrols a further computer, vouched for by s.
func (p *party) join(s identity.Signer, name string) *identity.Keys {
	p.t.Helper()
	k, err := identity.Generate(rand.Reader, p.vault, p.root.Root)
	ok(p.t, k, err)
	d, err := identity.Vouch(s, p.vault, k.Entry(name, "windows", noon))
	p.rec.Devices = append(p.rec.Devices, ok(p.t, d, err))
	return k
}

func (p *party) roster() *identity.Roster {
	return identity.NewRoster(p.vault, p.root.Root, p.rec)
}

// lines are n accounts and the roster, as internal/vault writes them.
func (p *party) lines(n int) [][]byte {
	p.t.Helper()
	var out [][]byte
	for i := range n {
		out = append(out, fmt.Appendf(nil,
			`{"ft":{"label":"01932f8a1c00-0001-%s"},"id":"a%015d","issuer":"Service %d","k":"acct","label":"anna%d@example.com","ord":"a%05d","otp":"v1","t":"01932f8a1c00-0000-%s","vers":{"v1":{"t":"01932f8a1c00-0000-%s","uri":"otpauth://totp/Service%d:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}}}`,
			p.root.ID(), i, i, i, i, p.root.ID(), p.root.ID(), i))
	}
	for _, d := range p.rec.Devices {
		out = append(out, ok(p.t, marshal(d), nil))
	}
	for _, s := range p.rec.Slots {
		out = append(out, marshal(s))
	}
	for _, r := range p.rec.Removals {
		out = append(out, marshal(r))
	}
	return out
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func (p *party) header(seq uint64) snapshot.Header {
	return snapshot.Header{
		Vault: p.vault, Seq: seq, Time: noon, App: "1.0.0", Prev: snapshot.Hash(nil),
		Seen: map[string]snapshot.Seen{p.root.ID(): {Seq: 17, Hash: "9c4e1b7a2dqf"}},
	}
}

// publish seals the vault with n accounts as computer k would.
func (p *party) publish(k *identity.Keys, seq uint64, n int) (snapshot.Name, []byte) {
	p.t.Helper()
	name, file, err := snapshot.Seal(p.header(seq), p.lines(n), k, p.roster().Recipients()...)
	if err != nil {
		p.t.Fatal(err)
	}
	return name, file
}

// reader is what computer or slot id has when it opens a file of the vault,
// knowing its roster.
func (p *party) reader(id sealed.Identity) snapshot.Reader {
	return snapshot.Reader{Vault: p.vault, Root: p.root.Root, Known: p.rec, IDs: []sealed.Identity{id}}
}

func sameLines(a, b [][]byte) bool {
	return bytes.Equal(bytes.Join(a, []byte("\n")), bytes.Join(b, []byte("\n")))
}

func b64(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }
