package snapshot_test

import (
	"bytes"
	"crypto/rand"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/otpauth"
	"twofold/internal/vault"
	"twofold/sync/snapshot"
)

// Files of every version ever written stay in testdata for ever and must open.
// -update makes those of the present version anew; encryption is random, so
// all their bytes change.
var update = flag.Bool("update", false, "write the golden files anew")

const (
	goldenDir    = "testdata/v1"
	goldenPhrase = "abstract-section-love-economy-among-situate-merge-essay-auction-shoe"
	goldenPass   = "パスフレーズ 1"
)

func TestGoldenV1(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	files := readGolden(t)
	want := bytes.Split(bytes.TrimSuffix(files["lines.jsonl"], []byte("\n")), []byte("\n"))

	unlock, err := identity.OpenUnlock(files["passphrase.age"], secret.FromString(goldenPass))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := identity.OpenKeys(files["keys.age"], unlock)
	if err != nil {
		t.Fatal(err)
	}
	var snap, slot []byte
	for name, b := range files {
		n, ok := snapshot.ParseName(name)
		if !ok {
			continue
		}
		if err := n.Check(b); err != nil || n.Vault != vaultID {
			t.Errorf("%s: %v", name, err)
		}
		if n.Recovery() {
			slot = b
		} else {
			snap = b
		}
	}
	words, err := phrase.Parse(strings.ToUpper(goldenPhrase))
	if err != nil {
		t.Fatal(err)
	}
	rec, err := identity.OpenRecovery(slot, words.Secret())
	if err != nil {
		t.Fatal(err)
	}
	if !rec.Root.Equal(keys.Root) || rec.Vault != vaultID || !rec.Made.Equal(noon.Truncate(24*time.Hour)) {
		t.Error("the recovery file is of another vault")
	}
	if _, err := identity.OpenKeys(files["keys.age"], rec.Identity()); err != nil {
		t.Errorf("the recovery key does not open the keys: %v", err)
	}
	for name, id := range map[string]sealed.Identity{"computer": keys.Identity(), "recovery key": rec.Identity()} {
		r := snapshot.Reader{Vault: vaultID, Root: rec.Root, IDs: []sealed.Identity{id}}
		for what, open := range map[string]func() (*snapshot.Snapshot, error){
			"snapshot":  func() (*snapshot.Snapshot, error) { return r.Open(snap) },
			"vault.age": func() (*snapshot.Snapshot, error) { return r.OpenLocal(files["vault.age"]) },
		} {
			got, err := open()
			if err != nil {
				t.Fatalf("%s with the %s: %v", what, name, err)
			}
			checkGolden(t, got, want, keys)
		}
	}
}

func checkGolden(t *testing.T, got *snapshot.Snapshot, want [][]byte, keys *identity.Keys) {
	t.Helper()
	if !sameLines(got.Lines, want) || len(got.Bad) != 0 {
		t.Error("the lines are others than were written")
	}
	h := got.Header
	if h.Seq != 42 || h.Dev != keys.ID() || h.App != "1.0.0" || !h.Time.Equal(noon) || len(h.Seen) != 1 {
		t.Errorf("header = %+v", h)
	}
	ro := identity.NewRoster(vaultID, keys.Root, got.Records)
	if m, _ := ro.Member(keys.ID()); len(ro.Members()) != 3 || m.Name != "Anna's laptop" || len(ro.SlotRecipients()) != 1 {
		t.Errorf("members = %+v", ro.Members())
	}
	if doc, bad := vault.Read(got.Lines); len(bad) != 0 || len(doc.Accounts()) != len(goldenAccounts) {
		t.Errorf("the vault has %d accounts and %d bad records", len(doc.Accounts()), len(bad))
	}
}

func readGolden(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(goldenDir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = b
	}
	if len(files) != 6 {
		t.Fatalf("%d golden files, want 6", len(files))
	}
	return files
}

var goldenAccounts = []string{
	"otpauth://totp/Example:anna@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
	"otpauth://totp/%E6%A5%BD%E5%A4%A9%E5%B8%82%E5%A0%B4:hanako?secret=GEZDGNBVGY3TQOJQ&issuer=%E6%A5%BD%E5%A4%A9%E5%B8%82%E5%A0%B4&algorithm=SHA256&digits=8&period=60",
	"otpauth://hotp/Bank?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=7",
}

func writeGolden(t *testing.T) {
	p := newParty(t)
	p.join(p.root, "Desktop")
	doc := vault.New()
	by := vault.Author{Device: p.root.ID(), Now: func() time.Time { return noon }, Rand: rand.Reader}
	for _, uri := range goldenAccounts {
		a, err := otpauth.Parse(uri)
		if err == nil {
			_, err = doc.Add(by, a)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range p.rec.Devices {
		ok(t, 0, doc.PutDevice(marshal(d)))
	}
	ok(t, 0, doc.PutSlot(marshal(p.rec.Slots[0])))

	unlock, err := sealed.NewIdentity()
	ok(t, 0, err)
	p.root.Passphrase = unlock.Recipient()
	passFile, err := identity.SealUnlock(unlock, vaultID, secret.FromString(goldenPass), sealed.CostTest)
	ok(t, 0, err)
	keys, err := p.root.Seal(p.slot.Recipient())
	ok(t, 0, err)
	slot, err := p.slot.Seal(secret.FromString(goldenPhrase), sealed.CostTest)
	ok(t, 0, err)
	h := p.header(42)
	name, snap, err := snapshot.Seal(h, doc.Lines(), p.root, p.roster().Recipients()...)
	ok(t, 0, err)
	h.Kind = snapshot.Local
	_, local, err := snapshot.Seal(h, append(doc.Lines(), doc.LocalLines()...), p.root, p.root.Recipient(), p.slot.Recipient())
	ok(t, 0, err)

	ok(t, 0, os.RemoveAll(goldenDir))
	ok(t, 0, os.MkdirAll(goldenDir, 0o755))
	for name, b := range map[string][]byte{
		name.String(): snap, snapshot.RecoveryName(vaultID, p.slot.ID(), slot).String(): slot,
		"passphrase.age": passFile, "keys.age": keys, "vault.age": local,
		"lines.jsonl": append(bytes.Join(doc.Lines(), []byte("\n")), '\n'),
	} {
		ok(t, 0, os.WriteFile(filepath.Join(goldenDir, name), b, 0o644))
	}
}
