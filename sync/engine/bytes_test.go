package engine_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/snapshot"
)

// TestHostileBytes (I10): whatever happens to the bytes of a file, nothing
// panics, nothing wrong is taken, and nothing is lost here.
func TestHostileBytes(t *testing.T) {
	s, a, b := pair(t)
	b.add("Real news")
	b.run(30*time.Second, time.Second)
	path, good := s.newest(t, b.store.Computer())
	first, older := s.newest(t, a.store.Computer())
	was := a.print()
	rng := mrand.New(mrand.NewPCG(1, 2))
	spoil := map[string]func() []byte{
		"cut":    func() []byte { return good[:rng.IntN(len(good))] },
		"flip":   func() []byte { d := bytes.Clone(good); d[rng.IntN(len(d))] ^= 1 << rng.IntN(8); return d },
		"zeros":  func() []byte { d := bytes.Clone(good); clear(d[rng.IntN(len(d)):]); return d },
		"append": func() []byte { return append(bytes.Clone(good), byte(rng.Uint32())) },
		"swap":   func() []byte { return older },
		"empty":  func() []byte { return []byte{} },
	}
	for name, f := range spoil {
		for range 40 {
			data := f()
			s.put(path, data)
			a.clock.now = a.clock.now.Add(time.Hour)
			a.step()
			if a.print() != was {
				t.Fatalf("%s: state changed", name)
			}
			// The same bytes under a name that fits them.
			n, _ := snapshot.ParseName(path)
			n.Hash, n.Seq = snapshot.Short(snapshot.Hash(data)), n.Seq+1
			s.put(n.String(), data)
			a.step()
			if a.print() != was && name != "swap" {
				t.Fatalf("%s under a fitting name: state changed", name)
			}
			delete(s.files, n.String())
		}
	}
	_ = first
	s.put(path, good)
	a.step()
	if len(a.issuers()) != 3 {
		t.Errorf("the good file is not taken in the end: %q", a.issuers())
	}
}

// TestForgeries (I11): files that nobody of the vault signed, or that belong
// elsewhere, change nothing and are told of.
func TestForgeries(t *testing.T) {
	s, a, b := pair(t)
	keys, err := a.store.Keys()
	must(t, err)
	stranger, err := identity.Generate(zeroes{}, keys.Vault, keys.Root)
	must(t, err)
	other := newMachine(t, "other", newShelf()).create()
	lines := append(b.doc().Lines(), []byte(`{"k":"acct","id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","t":"0"}`))
	h := snapshot.Header{Vault: keys.Vault, Seq: 99, Time: noon}
	name, file, err := snapshot.Seal(h, lines, stranger, recipients(t, a)...)
	must(t, err)
	otherName, otherFile := sealAs(t, other, snapshot.Header{Seq: 1}, other.doc().Lines())
	tests := []struct {
		what, path string
		data       []byte
		kind       engine.Kind
	}{
		{"signed by a stranger", name.String(), file, engine.Forged},
		{"of another vault", otherName, otherFile, ""},
		{"of another vault, renamed", strings.Replace(otherName, otherName[4:14], keys.Vault, 1), otherFile, ""},
	}
	was := a.print()
	for _, tt := range tests {
		s.put(tt.path, tt.data)
		a.run(10*time.Second, time.Second)
		if a.print() != was {
			t.Fatalf("%s: state changed", tt.what)
		}
		if tt.kind != "" && !a.heard(tt.kind) {
			t.Errorf("%s: told %v", tt.what, a.said)
		}
		delete(s.files, tt.path)
	}
	// A replay under a greater number: only what is signed counts.
	path, old := s.newest(t, b.store.Computer())
	n, _ := snapshot.ParseName(path)
	n.Seq = 500
	s.put(n.String(), old)
	a.run(10*time.Second, time.Second)
	if f, err := a.store.Frontier(); err != nil || f.Seen[b.store.Computer()].Seq >= 500 || a.print() != was {
		t.Errorf("a replay was believed: %+v, %v", f, err)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestJunkAndErrors (I20).
func TestJunkAndErrors(t *testing.T) {
	s, a, b := pair(t)
	for i := range 10_000 {
		s.put(fmt.Sprintf("holiday %05d.age", i), []byte("age-encryption.org/v1\nphoto"))
	}
	b.add("Among junk")
	b.run(30*time.Second, time.Second)
	for range 300 {
		a.step()
	}
	if len(a.issuers()) != 3 {
		t.Errorf("issuers = %q", a.issuers())
	}
	n := a.writes
	a.run(time.Minute, 5*time.Second)
	if a.writes != n {
		t.Error("junk makes it write")
	}
}

// TestFolderTellsNothing (I18): no secret, label or name in any form.
func TestFolderTellsNothing(t *testing.T) {
	s := newShelf()
	a := newMachine(t, "Hanakos-Notebook", s).create()
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	a.add("UnmistakableIssuer")
	a.run(time.Minute, 5*time.Second)
	needles := map[string][]byte{
		"issuer": []byte("UnmistakableIssuer"), "computer": []byte("Hanakos-Notebook"), "name": []byte("hanako"),
		"secret": []byte("12345678901234567890"), "words": key.Phrase.Secret().Reveal(),
	}
	if len(s.names()) < 2 {
		t.Fatalf("files = %q", s.names())
	}
	for path, b := range s.files {
		for what, needle := range needles {
			for form, enc := range forms(needle) {
				if bytes.Contains(b.data, enc) || strings.Contains(path, string(enc)) {
					t.Errorf("%s holds the %s as %s", path, what, form)
				}
			}
		}
	}
}

func forms(b []byte) map[string][]byte {
	wide := []byte{}
	for _, u := range utf16.Encode([]rune(string(b))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	return map[string][]byte{
		"text": b, "hex": []byte(hex.EncodeToString(b)), "utf-16": wide,
		"base32": []byte(strings.TrimRight(base32.StdEncoding.EncodeToString(b), "=")),
		"base64": []byte(base64.RawStdEncoding.EncodeToString(b)[:len(b)]),
	}
}

// TestRecoveryFromAnySubset (I8): one snapshot that can be read is a vault,
// and any subset is the join of its members.
func TestRecoveryFromAnySubset(t *testing.T) {
	s, a, b := pair(t)
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(key.Slot))
	a.engine.Edited(a.clock.now)
	together(time.Minute, a, b)
	b.add("Third")
	b.run(30*time.Second, time.Second)
	var snaps []string
	for _, p := range s.names() {
		if n, ok := snapshot.ParseName(p); ok && !n.Recovery() {
			snaps = append(snaps, p)
		}
	}
	for mask := 1; mask < 1<<min(len(snaps), 5); mask++ {
		part, want := newShelf(), vault.New()
		part.put(key.File.Name, key.File.Data)
		for i, p := range snaps[:min(len(snaps), 5)] {
			if mask&(1<<i) != 0 {
				part.put(p, s.files[p].data)
			}
		}
		c, err := engine.Look(t.Context(), part)
		must(t, err)
		v, _ := c.Vault("")
		r, err := engine.OpenRecovery(t.Context(), part, v, key.Phrase.Secret())
		if errors.Is(err, engine.ErrRetired) {
			continue // only files of the time before the key was made
		}
		must(t, err)
		newestOf(t, a, part, want)
		if got := r.Document(); got.Fingerprint() != want.Fingerprint() {
			t.Errorf("subset %b gives something else than its newest files", mask)
		}
		r.Wipe()
	}
}

// newestOf joins the newest file of every computer, opened with the keys of m.
func newestOf(t *testing.T, m *machine, part *shelf, want *vault.Document) {
	t.Helper()
	keys, err := m.store.Keys()
	must(t, err)
	rd := snapshot.Reader{Vault: keys.Vault, Root: keys.Root}
	rd.IDs = append(rd.IDs, keys.Identity())
	top := map[string]snapshot.Name{}
	for _, p := range part.names() {
		if n, _ := snapshot.ParseName(p); !n.Recovery() && n.Seq > top[n.Dev].Seq {
			top[n.Dev] = n
		}
	}
	for _, n := range top {
		snap, err := rd.Open(part.files[n.String()].data)
		must(t, err)
		doc, _ := vault.Read(snap.Lines)
		want.Join(doc)
	}
}

func TestRecoveryKeysThatDoNotFit(t *testing.T) {
	s, a, b := pair(t)
	old, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(old.Slot))
	a.engine.Edited(a.clock.now)
	together(time.Minute, a, b)
	look := func() engine.VaultFiles {
		c, err := engine.Look(t.Context(), s)
		must(t, err)
		v, _ := c.Vault("")
		return v
	}
	r, err := engine.OpenRecovery(t.Context(), s, look(), old.Phrase.Secret())
	must(t, err)
	r.Wipe()
	fresh, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(fresh.Slot))
	a.engine.Edited(a.clock.now)
	together(3*time.Minute, a, b)
	tests := []struct {
		name string
		pass secret.Bytes
		hurt func()
		want error
	}{
		{"new key", fresh.Phrase.Secret(), nil, nil},
		{"retired key", old.Phrase.Secret(), nil, engine.ErrRetired},
		{"another phrase", secret.FromString("no such words"), nil, engine.ErrWrongKey},
		{"damaged recovery file", fresh.Phrase.Secret(), func() {
			d := bytes.Clone(s.files[fresh.File.Name].data)
			d[len(d)-3] ^= 1
			s.put(fresh.File.Name, d)
		}, engine.ErrSlotDamaged},
		{"no recovery file", fresh.Phrase.Secret(), func() {
			delete(s.files, fresh.File.Name)
			delete(s.files, old.File.Name)
		}, engine.ErrNoRecoveryFile},
	}
	for _, tt := range tests {
		if tt.hurt != nil {
			tt.hurt()
		}
		r, err := engine.OpenRecovery(t.Context(), s, look(), tt.pass)
		if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if r != nil {
			r.Wipe()
		}
	}
}

// TestKeyIsNotReplacedByACopyThatDoesNotKnowIt: a disk put back from an image
// of the time before the key was made writes a file that is not addressed to
// it. The key is as good as before.
func TestKeyIsNotReplacedByACopyThatDoesNotKnowIt(t *testing.T) {
	s, a, b := pair(t)
	doc, seq := a.doc(), uint64(0)
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(key.Slot))
	a.engine.Edited(a.clock.now)
	together(time.Minute, a, b)
	for _, p := range s.names() {
		if n, ok := snapshot.ParseName(p); ok && n.Dev == a.store.Computer() {
			seq = max(seq, n.Seq)
		}
	}
	keys, err := a.store.Keys()
	must(t, err)
	rec := identity.Records{}
	for _, d := range doc.Devices() {
		_, err := rec.Add(d.JSON)
		must(t, err)
	}
	h := snapshot.Header{Vault: keys.Vault, Seq: seq + 1, Time: a.clock.now, App: "test"}
	name, file, err := snapshot.Seal(h, doc.Lines(), keys, identity.NewRoster(keys.Vault, keys.Root, rec).Recipients()...)
	must(t, err)
	s.put(name.String(), file)
	open := func() error {
		c, err := engine.Look(t.Context(), s)
		must(t, err)
		v, _ := c.Vault("")
		r, err := engine.OpenRecovery(t.Context(), s, v, key.Phrase.Secret())
		if err == nil {
			r.Wipe()
		}
		return err
	}
	if err := open(); !errors.Is(err, engine.ErrRetired) {
		t.Errorf("before anybody has joined that file: %v, want the careful answer", err)
	}
	b.add("Later")
	together(3*time.Minute, b)
	if err := open(); err != nil {
		t.Errorf("after it was joined and outlived: %v", err)
	}
}
