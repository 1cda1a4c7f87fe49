package engine_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

// cloneDisk copies a computer's data directory, as an image of its disk.
func cloneDisk(t testing.TB, m *machine) *machine {
	t.Helper()
	must(t, m.store.Close())
	c := &machine{
		t: t, name: m.name + " copy", path: filepath.Join(quickDir(t), "twofold"), ring: keyring{},
		clock: &clock{m.clock.now}, folder: m.folder,
	}
	must(t, os.CopyFS(c.path, os.DirFS(m.path)))
	for k, v := range m.ring {
		c.ring[k] = v
	}
	for _, x := range []*machine{m, c} {
		x.open()
		must(t, x.store.UnlockKeyring(t.Context()))
		x.start()
	}
	t.Cleanup(func() { _ = c.store.Close() })
	return c
}

// removeComputer signs the removal of a computer on m.
func removeComputer(t testing.TB, m *machine, id string) {
	t.Helper()
	keys, err := m.store.Keys()
	must(t, err)
	f, err := m.store.Frontier()
	must(t, err)
	line, err := json.Marshal(identity.Remove(keys, keys.Vault, id, f.Seen[id].Seq, nil, m.clock.now))
	must(t, err)
	doc := m.doc()
	must(t, doc.PutRemoval(line))
	must(t, m.store.Save(doc))
	m.engine.Edited(m.clock.now)
}

// sealAs writes any file that m can sign.
func sealAs(t testing.TB, m *machine, h snapshot.Header, lines [][]byte) (string, []byte) {
	t.Helper()
	keys, err := m.store.Keys()
	must(t, err)
	if h.Vault == "" {
		h.Vault = keys.Vault
	}
	name, file, err := snapshot.Seal(h, lines, keys, recipients(t, m)...)
	must(t, err)
	return name.String(), file
}

// newerFile is the newest file of m as a later version of the program would
// write it: properly signed, and asking for a reader that understands more.
func newerFile(t testing.TB, m *machine) (string, []byte) {
	t.Helper()
	keys, err := m.store.Keys()
	must(t, err)
	_, file := m.folder.(*shelf).newest(t, keys.ID())
	plain, err := sealed.Open(file, keys.Identity())
	must(t, err)
	text := bytes.Replace(plain.Reveal(), []byte(`"min_reader":1`), []byte(`"min_reader":7`), 1)
	f, err := m.store.Frontier()
	must(t, err)
	text = bytes.Replace(text, fmt.Appendf(nil, `"seq":%d`, f.Own.Seq), fmt.Appendf(nil, `"seq":%d`, f.Own.Seq+1), 1)
	text = resign(keys, text)
	forged, err := sealed.Seal(text, recipients(t, m)...)
	must(t, err)
	n := snapshot.Name{Vault: keys.Vault, Dev: keys.ID(), Seq: f.Own.Seq + 1, Hash: snapshot.Short(snapshot.Hash(forged))}
	return n.String(), forged
}

// resign puts a new signature at the end of a plaintext.
func resign(s identity.Signer, text []byte) []byte {
	cut := bytes.LastIndexByte(bytes.TrimSuffix(text, []byte("\n")), '\n') + 1
	body := bytes.Clone(text[:cut])
	sig := base64.RawStdEncoding.EncodeToString(s.Sign("twofold/snapshot/v1", body))
	return append(body, `{"k":"sig","by":"`+s.ID()+`","ed25519":"`+sig+"\"}\n"...)
}

func recipients(t testing.TB, m *machine) []sealed.Recipient {
	t.Helper()
	keys, err := m.store.Keys()
	must(t, err)
	var rec identity.Records
	doc := m.doc()
	for _, s := range append(doc.Devices(), doc.Slots()...) {
		_, err := rec.Add(s.JSON)
		must(t, err)
	}
	return identity.NewRoster(keys.Vault, keys.Root, rec).Recipients()
}
