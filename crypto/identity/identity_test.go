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
