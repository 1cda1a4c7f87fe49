package identity_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

const vaultID = "k7wq2m9d3f"

var day = time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func genesis(t testing.TB) *identity.Keys {
	return must[*identity.Keys](t)(identity.Generate(rand.Reader, vaultID, nil))
}

func joined(t testing.TB, root *identity.Keys) *identity.Keys {
	return must[*identity.Keys](t)(identity.Generate(rand.Reader, vaultID, root.Root))
}

func TestKeysFileOpensInEveryWay(t *testing.T) {
	k := genesis(t)
	ring, pass := must[sealed.Identity](t)(sealed.NewIdentity()), must[sealed.Identity](t)(sealed.NewIdentity())
	k.Keyring, k.Passphrase = ring.Recipient(), pass.Recipient()
	slot := must[*identity.Recovery](t)(identity.NewRecovery(rand.Reader, k, day))
	file := must[[]byte](t)(k.Seal(slot.Recipient()))

	for name, id := range map[string]sealed.Identity{"keyring": ring, "passphrase": pass, "slot": slot.Identity()} {
		got, err := identity.OpenKeys(file, id)
		if err != nil {
			t.Fatalf("open with the %s: %v", name, err)
		}
		if got.ID() != k.ID() || got.Vault != vaultID || !got.Root.Equal(k.Root) || !got.Genesis() ||
			!got.Identity().Line().Equal(k.Identity().Line()) || got.Keyring.String() != ring.Recipient().String() ||
			got.Passphrase.String() != pass.Recipient().String() {
			t.Errorf("keys opened with the %s differ", name)
		}
	}
	if _, err := identity.OpenKeys(file, k.Identity()); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("open with a foreign key: %v, want %v", err, sealed.ErrNotForMe)
	}
	k.Keyring, k.Passphrase = sealed.Recipient{}, sealed.Recipient{}
	if _, err := k.Seal(); err == nil {
		t.Error("keys were sealed so that nothing opens them")
	}
}

func TestRecoveryFile(t *testing.T) {
	k := genesis(t)
	r := must[*identity.Recovery](t)(identity.NewRecovery(rand.Reader, k, day))
	pass := secret.FromString("correct horse battery staple")
	file := must[[]byte](t)(r.Seal(pass, sealed.CostTest))
	got := must[*identity.Recovery](t)(identity.OpenRecovery(file, pass))
	if got.ID() != r.ID() || got.Vault != vaultID || !got.Root.Equal(k.Root) || !got.Identity().Line().Equal(r.Identity().Line()) {
		t.Error("the slot came back different")
	}
	if want := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC); !got.Made.Equal(want) {
		t.Errorf("made on %v, want %v", got.Made, want)
	}
	if _, err := identity.OpenRecovery(file, secret.FromString("correct horse battery stable")); !errors.Is(err, sealed.ErrWrongPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	text := must[secret.Bytes](t)(sealed.OpenPassphrase(file, pass))
	lines := strings.Split(string(text.Reveal()), "\n")
	for i, prefix := range []string{"# twofold vault " + vaultID + " slot " + r.ID() + " 2026-11-22", "# root ed25519:", "# sign-seed ", "AGE-SECRET-KEY-PQ-1"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], prefix) {
			t.Errorf("line %d does not begin with %q", i+1, prefix)
		}
	}
}

func TestUnlockFile(t *testing.T) {
	key := must[sealed.Identity](t)(sealed.NewIdentity())
	pass := secret.FromString("ひらけごま")
	file := must[[]byte](t)(identity.SealUnlock(key, vaultID, pass, sealed.CostTest))
	got := must[sealed.Identity](t)(identity.OpenUnlock(file, pass))
	if !got.Line().Equal(key.Line()) {
		t.Error("the unlock key came back different")
	}
	if _, err := identity.OpenRecovery(file, pass); !errors.Is(err, identity.ErrMalformed) {
		t.Errorf("unlock file taken as a recovery file: %v", err)
	}
}

func TestIdsFollowFromKeys(t *testing.T) {
	seed := bytes.NewReader(bytes.Repeat([]byte{7}, 64))
	a := must[*identity.Keys](t)(identity.Generate(seed, vaultID, nil))
	if got, want := a.ID(), identity.DeviceID(a.Public()); got != want || !identity.ValidID(got) {
		t.Errorf("id = %q, want %q", got, want)
	}
	for _, id := range []string{"", "k7wq2m9d3", "k7wq2m9d3ff", "K7WQ2M9D3F", "k7wq2m9d3l", "k7wq2m9d\nf", "../../../.."} {
		if identity.ValidID(id) {
			t.Errorf("ValidID(%q) = true", id)
		}
	}
	if _, err := identity.Generate(rand.Reader, "../../../..", nil); err == nil {
		t.Error("keys were made for a vault id that is a path")
	}
}

func TestNothingPrintsKeys(t *testing.T) {
	k := genesis(t)
	r := must[*identity.Recovery](t)(identity.NewRecovery(rand.Reader, k, day))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		for _, v := range []any{k, r, k.Identity()} {
			if got := fmt.Sprintf(verb, v); got != "[secret]" {
				t.Errorf("%s of %T printed %d bytes", verb, v, len(got))
			}
		}
	}
}

func TestMalformedKeyFiles(t *testing.T) {
	k := genesis(t)
	k.Keyring = k.Recipient()
	text := k.Marshal()
	good := string(text.Reveal())
	lines := strings.SplitAfter(good, "\n") // head, root, seed, keyring, key
	without := func(i int) string { return strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "") }
	other := genesis(t)
	for name, bad := range map[string]string{
		"empty": "", "no first line": without(0), "no root": without(1), "no signing key": without(2), "no key": without(4),
		"two keys":               good + lines[4],
		"another id":             strings.Replace(good, k.ID(), other.ID(), 1),
		"a vault that is a path": strings.Replace(good, vaultID, "../../../..", 1),
		"another kind":           strings.Replace(good, "computer", "slot", 1),
		"half a first line":      "# twofold vault\n" + without(0),
		"half a root":            strings.Replace(good, "ed25519:", "ed25519:AAAA", 1),
		"half a seed":            strings.Replace(good, "sign-seed ", "sign-seed AAAA", 1),
		"half a keyring":         strings.Replace(good, "age1pq1", "age1pq", 1),
		"an X25519 key":          without(4) + "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n",
		"too long":               good + strings.Repeat("# \n", 1<<13),
	} {
		got, err := identity.ParseKeys(secret.FromString(bad))
		if !errors.Is(err, identity.ErrMalformed) || got != nil {
			t.Errorf("%s: ParseKeys = %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "AGE-") || strings.Contains(err.Error(), strings.TrimSpace(lines[2])[12:])) {
			t.Errorf("%s: the error holds a key", name)
		}
	}
	for name, fine := range map[string]string{
		"carriage returns": strings.ReplaceAll(good, "\n", "\r\n"),
		"a new comment":    "# hello\n#\n\n" + good,
	} {
		if got, err := identity.ParseKeys(secret.FromString(fine)); err != nil || got.ID() != k.ID() {
			t.Errorf("%s: ParseKeys = %v", name, err)
		}
	}
}

func TestWipedKeysAreGone(t *testing.T) {
	k := genesis(t)
	k.Wipe()
	if !k.Identity().Zero() || !k.Recipient().Zero() {
		t.Error("the identity is still there")
	}
}

func TestShortRandomness(t *testing.T) {
	if _, err := identity.Generate(bytes.NewReader(make([]byte, 31)), vaultID, nil); err == nil {
		t.Error("keys were made of 31 bytes")
	}
	if _, err := identity.NewVaultID(bytes.NewReader(nil)); err == nil {
		t.Error("a vault id was made of nothing")
	}
	id, err := identity.NewVaultID(rand.Reader)
	if err != nil || !identity.ValidID(id) {
		t.Errorf("NewVaultID = %q, %v", id, err)
	}
}

func TestTagsKeepSignaturesApart(t *testing.T) {
	k := genesis(t)
	sig := k.Sign("a", []byte("b"))
	if !identity.Verify(k.Public(), "a", []byte("b"), sig) {
		t.Error("a good signature was refused")
	}
	if identity.Verify(k.Public(), "c", []byte("b"), sig) || identity.Verify(k.Public(), "a", []byte("c"), sig) || identity.Verify(nil, "a", []byte("b"), sig) {
		t.Error("a signature is good for something else")
	}
}

func BenchmarkRoster(b *testing.B) {
	c := newClub(b)
	for range 19 {
		c.join(c.root, "x")
	}
	c.slot(c.root)
	for b.Loop() {
		if got := len(c.roster().Recipients()); got != 21 {
			b.Fatalf("%d recipients", got)
		}
	}
}
