package snapshot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

// known are the errors that a file may be refused with.
var known = []error{
	snapshot.ErrIncomplete, snapshot.ErrMalformed, snapshot.ErrSignature, snapshot.ErrWrongVault, snapshot.ErrWrongKind,
	sealed.ErrNotAge, sealed.ErrNotForMe, sealed.ErrDamaged, sealed.ErrTooLarge,
	identity.ErrUnknownSigner, identity.ErrRemovedSigner,
}

func isKnown(err error) bool {
	for _, k := range known {
		if errors.Is(err, k) {
			return true
		}
	}
	return false
}

func TestEveryCutAndFlippedBitIsRefused(t *testing.T) {
	p := newParty(t)
	name, file := p.publish(p.root, 1, 2)
	r := p.reader(p.root.Identity())
	try := func(what string, b []byte) {
		if name.Check(b) == nil {
			t.Errorf("%s: the hash in the name still fits", what)
		}
		got, err := r.Open(b)
		if err == nil || got != nil || !isKnown(err) {
			t.Errorf("%s: Open = %v, %v", what, got != nil, err)
		}
	}
	// A cut or a bit in the ciphertext is like any other there: all of the
	// header, and every 41st byte of the rest.
	header := bytes.Index(file, []byte("\n---")) + 64
	c := bytes.Clone(file)
	for i := 0; i < len(file); i++ {
		if i > header {
			i += 40
		}
		if i >= len(file) {
			break
		}
		try(fmt.Sprintf("cut to %d bytes", i), file[:i])
		c[i] ^= 1 << (i % 8)
		try(fmt.Sprintf("bit %d of byte %d", i%8, i), c)
		c[i] ^= 1 << (i % 8)
	}
	try("a byte longer", append(bytes.Clone(file), 'x'))
	try("twice", append(bytes.Clone(file), file...))
	try("end zeroed", append(bytes.Clone(file[:len(file)-4096]), make([]byte, 4096)...))
	_, other := p.publish(p.root, 2, 2)
	if name.Check(other) == nil {
		t.Error("the name fits another file")
	}
}

// remake decrypts a file, changes its plaintext, and encrypts it again as
// anybody can who knows the recipients.
func (p *party) remake(file []byte, edit func(plain []byte) []byte) []byte {
	p.t.Helper()
	plain, err := sealed.Open(file, p.root.Identity())
	if err != nil {
		p.t.Fatal(err)
	}
	out, err := sealed.Seal(edit(plain.Reveal()), p.roster().Recipients()...)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func replace(old, new string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
}

func TestForgeries(t *testing.T) {
	p := newParty(t)
	laptop := p.join(p.root, "Laptop")
	_, file := p.publish(laptop, 1, 2)
	_, other := p.publish(p.root, 7, 1)
	sigOf := func(f []byte) []byte {
		plain, _ := sealed.Open(f, p.root.Identity())
		b := bytes.TrimSuffix(plain.Reveal(), []byte("\n"))
		return append(b[bytes.LastIndexByte(b, '\n')+1:], '\n')
	}
	cutSig := func(b []byte) []byte {
		return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1]
	}
	for name, tt := range map[string]struct {
		edit func([]byte) []byte
		want error
	}{
		"one letter of an account":      {replace("anna0@", "anna9@"), snapshot.ErrSignature},
		"another sequence number":       {replace(`"seq":1,`, `"seq":9,`), snapshot.ErrSignature},
		"another writer":                {replace(`"dev":"`+laptop.ID(), `"dev":"`+p.root.ID()), snapshot.ErrSignature},
		"signed as another":             {replace(`"sig","by":"`+laptop.ID(), `"sig","by":"`+p.root.ID()), snapshot.ErrSignature},
		"another vault":                 {replace(`"vault":"`+vaultID, `"vault":"aaaaaaaaaa`), snapshot.ErrWrongVault},
		"no signature":                  {cutSig, snapshot.ErrSignature},
		"the signature of another file": {func(b []byte) []byte { return append(cutSig(b), sigOf(other)...) }, snapshot.ErrSignature},
		"an empty signature": {func(b []byte) []byte {
			return append(cutSig(b), []byte(`{"k":"sig","by":"`+laptop.ID()+`","ed25519":""}`+"\n")...)
		}, snapshot.ErrSignature},
		"a record behind the signature": {func(b []byte) []byte { return append(b, []byte(`{"k":"acct"}`+"\n")...) }, snapshot.ErrSignature},
		"a record before the signature": {func(b []byte) []byte {
			return append(cutSig(b), append([]byte(`{"k":"acct"}`+"\n"), sigOf(file)...)...)
		}, snapshot.ErrSignature},
		"two signatures":           {func(b []byte) []byte { return append(b, sigOf(file)...) }, snapshot.ErrSignature},
		"no line break at the end": {func(b []byte) []byte { return b[:len(b)-1] }, snapshot.ErrMalformed},
		"too new, unsigned":        {replace(`"min_reader":1`, `"min_reader":9`), snapshot.ErrSignature},
		"nothing":                  {func([]byte) []byte { return nil }, snapshot.ErrMalformed},
		"not a snapshot":           {func([]byte) []byte { return []byte("hello\nworld\n") }, snapshot.ErrMalformed},
		"a header alone":           {func(b []byte) []byte { return b[:bytes.IndexByte(b, '\n')+1] }, snapshot.ErrMalformed},
		"a header that is a list":  {replace("{", "["), snapshot.ErrMalformed},
		"no vault id":              {replace(`"vault":"`+vaultID, `"vault":"../../..`), snapshot.ErrMalformed},
		"a header without end":     {replace(`"prev"`, `"x":[`+strings.Repeat("1,", 70000)+`1],"prev"`), snapshot.ErrMalformed},
		"format 0":                 {replace(`"twofold":1`, `"twofold":0`), snapshot.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := p.reader(p.root.Identity()).Open(p.remake(file, tt.edit))
			if !errors.Is(err, tt.want) || got != nil {
				t.Errorf("Open = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestStrangersSignNothing(t *testing.T) {
	p, evil := newParty(t), newParty(t)
	// The stranger has a vault of the same id and knows our recipients.
	_, file, err := snapshot.Seal(evil.header(1), evil.lines(3), evil.root, p.roster().Recipients()...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.reader(p.root.Identity()).Open(file); !errors.Is(err, identity.ErrUnknownSigner) {
		t.Errorf("Open = %v, want %v", err, identity.ErrUnknownSigner)
	}
	// On a recovery the root key of the recovery file decides.
	r := p.reader(p.slot.Identity())
	r.Known = identity.Records{}
	if _, err := r.Open(file); !errors.Is(err, identity.ErrUnknownSigner) {
		t.Errorf("Open on a recovery = %v, want %v", err, identity.ErrUnknownSigner)
	}
	other := newPartyOf(t, "aaaaaaaaaa")
	_, file, err = snapshot.Seal(other.header(1), other.lines(1), other.root, p.roster().Recipients()...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.reader(p.root.Identity()).Open(file); !errors.Is(err, snapshot.ErrWrongVault) {
		t.Errorf("Open of another vault = %v, want %v", err, snapshot.ErrWrongVault)
	}
}

// I11 and I12: a removed computer is neither heard nor told.
func TestRemovedComputer(t *testing.T) {
	p := newParty(t)
	stolen := p.join(p.root, "Stolen")
	_, before := p.publish(stolen, 17, 1)
	p.rec.Removals = append(p.rec.Removals,
		identity.Remove(p.root, p.vault, stolen.ID(), 17, p.roster().Keep(stolen.ID()), noon))
	_, told := p.publish(p.root, 2, 1)
	if _, err := p.reader(stolen.Identity()).Open(told); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("the removed computer opens later snapshots: %v", err)
	}
	r := p.reader(p.root.Identity())
	_, after, err := snapshot.Seal(p.header(18), p.lines(1), stolen, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"before": before, "after": after} {
		if _, err := r.Open(file); !errors.Is(err, identity.ErrRemovedSigner) {
			t.Errorf("snapshot of %s the removal: %v", name, err)
		}
	}
	// It makes itself a helper and lets that one speak.
	helper := p.join(stolen, "Helper")
	_, file, err := snapshot.Seal(p.header(1), p.lines(1), helper, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Open(file); !errors.Is(err, identity.ErrUnknownSigner) {
		t.Errorf("snapshot of its helper: %v", err)
	}
	// Looking back is possible, up to what was accepted.
	ro := p.roster()
	for _, tt := range []struct {
		file []byte
		want error
	}{{before, nil}, {after, identity.ErrRemovedSigner}} {
		u, err := snapshot.Decrypt(tt.file, p.root.Identity())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := u.VerifyPast(ro); !errors.Is(err, tt.want) {
			t.Errorf("VerifyPast of sequence %d = %v, want %v", u.Header.Seq, err, tt.want)
		}
	}
}

// I13: a retired recovery key opens what it opened, and nothing later.
func TestRetiredRecoveryKey(t *testing.T) {
	p := newParty(t)
	_, before := p.publish(p.root, 1, 1)
	p.rec.Removals = append(p.rec.Removals,
		identity.Remove(p.root, p.vault, p.slot.ID(), 0, p.roster().Keep(p.slot.ID()), noon))
	_, after := p.publish(p.root, 2, 1)
	if _, err := p.reader(p.slot.Identity()).Open(before); err != nil {
		t.Errorf("snapshot of before: %v", err)
	}
	if _, err := p.reader(p.slot.Identity()).Open(after); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("snapshot of after = %v, want %v", err, sealed.ErrNotForMe)
	}
	// Nor does it enrol a computer any more.
	thief := p.join(p.slot, "Thief")
	_, file, err := snapshot.Seal(p.header(1), p.lines(0), thief, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.reader(p.root.Identity()).Open(file); !errors.Is(err, identity.ErrUnknownSigner) {
		t.Errorf("snapshot of a computer it enrolled = %v", err)
	}
}

// resign changes a plaintext before its signature and signs it again as k.
func (p *party) resign(file []byte, k *identity.Keys, edit func([]byte) []byte) []byte {
	return p.remake(file, func(b []byte) []byte {
		b = edit(b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1])
		sig := k.Sign("twofold/snapshot/v1", b)
		line, _ := json.Marshal(map[string]string{"k": "sig", "by": k.ID(), "ed25519": b64(sig)})
		return append(append(b, line...), '\n')
	})
}

func TestNewerFormats(t *testing.T) {
	p := newParty(t)
	_, file := p.publish(p.root, 1, 1)
	var tooNew *snapshot.TooNewError
	later := p.resign(file, p.root, replace(`"min_reader":1`, `"min_reader":3`))
	_, err := p.reader(p.root.Identity()).Open(later)
	if !errors.As(err, &tooNew) || *tooNew != (snapshot.TooNewError{Format: 1, MinReader: 3, App: "1.0.0", Verified: true}) {
		t.Errorf("min_reader 3: %#v", err)
	}
	unknown := p.remake(file, func([]byte) []byte { return []byte(`{"twofold":2,"min_reader":2,"new":[]}` + "\nwho knows\n") })
	_, err = p.reader(p.root.Identity()).Open(unknown)
	if !errors.As(err, &tooNew) || tooNew.Verified || tooNew.Format != 2 {
		t.Errorf("format 2: %#v", err)
	}
	// A new kind of record or field is no obstacle.
	more := p.resign(file, p.root, replace(`"app":`, `"mood":{"x":[1]},"app":`))
	if _, err := p.reader(p.root.Identity()).Open(more); err != nil {
		t.Errorf("unknown field in the header: %v", err)
	}
}

func TestBadRecordsAreKeptAndNamed(t *testing.T) {
	p := newParty(t)
	bad := [][]byte{
		[]byte("not json"), []byte(`{"k":"x"`), []byte(`{"k":"x"} {}`), []byte(`["k"]`), []byte("{\"k\":\"\xff\"}"),
		[]byte(strings.Repeat(`{"a":`, 9) + "1" + strings.Repeat("}", 9)),
		[]byte(`{"k":"x","v":"` + strings.Repeat("a", snapshot.MaxField+1) + `"}`),
		[]byte(strings.Repeat("[", 1<<20)),
		[]byte(`{"k":"dev","id":5}`),
		[]byte(`{"k":"removal","keep":[` + strings.Repeat(`"k7wq2m9d3f",`, 11000) + `"k7wq2m9d3f"]}`),
	}
	good := [][]byte{
		[]byte(`{"k":"future","x":[{"y":"\"[[[[[[[[[["}]}`),
		[]byte(strings.Repeat(`{"a":`, 8) + "1" + strings.Repeat("}", 8)),
		[]byte(`{"k":"x","v":"` + strings.Repeat("a", snapshot.MaxField) + `"}`),
	}
	all := append(append(append([][]byte{}, bad...), good...), p.lines(1)...)
	_, file, err := snapshot.Seal(p.header(1), all, p.root, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.reader(p.root.Identity()).Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if !sameLines(got.Lines, all) {
		t.Error("the lines came back different")
	}
	if len(got.Bad) != len(bad) {
		t.Fatalf("%d bad records, want %d", len(got.Bad), len(bad))
	}
	for i, b := range got.Bad {
		if b.Index != i || b.Err == nil || strings.Contains(b.Err.Error(), "aaa") {
			t.Errorf("bad record %d: %+v", i, b)
		}
	}
}

func TestTooManyRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 30 MB")
	}
	p := newParty(t)
	lines := make([][]byte, snapshot.MaxRecords+1)
	for i := range lines {
		lines[i] = []byte("{}")
	}
	if _, _, err := snapshot.Seal(p.header(1), lines, p.root, p.root.Recipient()); !errors.Is(err, sealed.ErrTooLarge) {
		t.Errorf("Seal = %v, want %v", err, sealed.ErrTooLarge)
	}
	_, file := p.publish(p.root, 1, 0)
	many := p.resign(file, p.root, func(b []byte) []byte { return append(b, bytes.Repeat([]byte("{}\n"), snapshot.MaxRecords)...) })
	if _, err := p.reader(p.root.Identity()).Open(many); !errors.Is(err, sealed.ErrTooLarge) {
		t.Errorf("Open = %v, want %v", err, sealed.ErrTooLarge)
	}
}

func TestReplaysAreWhatTheyWere(t *testing.T) {
	p := newParty(t)
	name, file := p.publish(p.root, 3, 1)
	fake := name
	fake.Seq, fake.Dev = 999, p.join(p.root, "x").ID()
	if fake.Check(file) != nil {
		t.Fatal("the hash does not depend on the rest of the name")
	}
	got, err := p.reader(p.root.Identity()).Open(file)
	if err != nil || got.Header.Seq != 3 || got.Header.Dev != p.root.ID() {
		t.Errorf("a replay under another name is %+v, %v", got.Header, err)
	}
}

func FuzzOpen(f *testing.F) {
	p := newParty(f)
	_, file := p.publish(p.root, 1, 1)
	plain, err := sealed.Open(file, p.root.Identity())
	if err != nil {
		f.Fatal(err)
	}
	text := plain.Reveal()
	f.Add(bytes.Replace(text, bytes.Repeat([]byte(" "), 1024), nil, -1))
	f.Add([]byte("{\"twofold\":1}\n{\"k\":\"sig\"}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := sealed.Seal(b, p.root.Recipient())
		if err != nil {
			t.Skip()
		}
		got, err := p.reader(p.root.Identity()).Open(file)
		if err == nil && !bytes.Equal(b, text) {
			t.Fatal("a plaintext nobody signed was accepted")
		}
		var tooNew *snapshot.TooNewError
		if err != nil && (got != nil || !isKnown(err) && !errors.As(err, &tooNew)) {
			t.Fatalf("error %v is none of the package", err)
		}
	})
}
