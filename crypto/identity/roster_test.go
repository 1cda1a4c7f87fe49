package identity_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/identity"
	"twofold/crypto/secret"

	cryptorand "crypto/rand"
)

// club is a vault for tests: its records, and the keys behind them.
type club struct {
	t    testing.TB
	root *identity.Keys
	rec  identity.Records
}

func newClub(t testing.TB) *club {
	c := &club{t: t, root: genesis(t)}
	c.vouch(c.root, c.root, "root")
	return c
}

func (c *club) vouch(by identity.Signer, k *identity.Keys, name string) {
	c.t.Helper()
	d := must[identity.Device](c.t)(identity.Vouch(by, vaultID, k.Entry(name, "linux", day)))
	c.rec.Devices = append(c.rec.Devices, d)
}

// join makes a computer that by vouches for.
func (c *club) join(by identity.Signer, name string) *identity.Keys {
	k := joined(c.t, c.root)
	c.vouch(by, k, name)
	return k
}

func (c *club) slot(by *identity.Keys) *identity.Recovery {
	c.t.Helper()
	r := must[*identity.Recovery](c.t)(identity.NewRecovery(cryptorand.Reader, by, day))
	s := must[identity.Slot](c.t)(identity.VouchSlot(by, vaultID, r.Entry("kit", day)))
	c.rec.Slots = append(c.rec.Slots, s)
	return r
}

func (c *club) remove(by identity.Signer, id string, keep ...string) {
	c.rec.Removals = append(c.rec.Removals, identity.Remove(by, vaultID, id, 17, keep, day))
}

func (c *club) roster() *identity.Roster {
	return identity.NewRoster(vaultID, c.root.Root, c.rec)
}

// signers are the ids among keys whose snapshots are accepted.
func signers(r *identity.Roster, keys ...*identity.Keys) []bool {
	out := make([]bool, len(keys))
	for i, k := range keys {
		pub, err := r.Signer(k.ID())
		out[i] = err == nil && pub.Equal(k.Public())
	}
	return out
}

func wantSigners(t *testing.T, r *identity.Roster, keys []*identity.Keys, want ...bool) {
	t.Helper()
	if got := signers(r, keys...); !slices.Equal(got, want) {
		t.Errorf("who may sign = %v, want %v", got, want)
	}
}

// readers are the ages of recipients of r.
func isRecipient(r *identity.Roster, age string) bool {
	for _, to := range r.Recipients() {
		if to.String() == age {
			return true
		}
	}
	return false
}

func TestChainsReachFromTheRoot(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	s := c.slot(b)
	d := c.join(s, "d")
	e := c.join(d, "e")
	keys := []*identity.Keys{c.root, b, d, e}
	r := c.roster()
	wantSigners(t, r, keys, true, true, true, true)
	if got := len(r.Recipients()); got != 5 {
		t.Errorf("%d recipients, want 4 computers and a slot", got)
	}
	if got := len(r.SlotRecipients()); got != 1 {
		t.Errorf("%d slots, want 1", got)
	}
	// Another root, another vault: nobody is known.
	stranger := genesis(t)
	wantSigners(t, identity.NewRoster(vaultID, stranger.Root, c.rec), keys, false, false, false, false)
	wantSigners(t, identity.NewRoster("aaaaaaaaaa", c.root.Root, c.rec), keys[1:], false, false, false)
	wantSigners(t, identity.NewRoster(vaultID, nil, c.rec), keys, false, false, false, false)
}

func TestForgedEntriesAreNobody(t *testing.T) {
	for name, forge := range map[string]func(c *club, evil *identity.Keys) identity.Device{
		"signed by itself": func(c *club, evil *identity.Keys) identity.Device {
			return must[identity.Device](t)(identity.Vouch(evil, vaultID, evil.Entry("x", "", day)))
		},
		"signed by itself, naming the root": func(c *club, evil *identity.Keys) identity.Device {
			d := must[identity.Device](t)(identity.Vouch(evil, vaultID, evil.Entry("x", "", day)))
			d.By = c.root.ID()
			return d
		},
		"unsigned": func(c *club, evil *identity.Keys) identity.Device {
			d := evil.Entry("x", "", day)
			d.By = c.root.ID()
			return d
		},
		"signed for another vault": func(c *club, evil *identity.Keys) identity.Device {
			return must[identity.Device](t)(identity.Vouch(c.root, "aaaaaaaaaa", evil.Entry("x", "", day)))
		},
		"signature of another entry": func(c *club, evil *identity.Keys) identity.Device {
			d := evil.Entry("x", "", day)
			d.By, d.Sig = c.root.ID(), c.rec.Devices[0].Sig
			return d
		},
		"signature of a removal": func(c *club, evil *identity.Keys) identity.Device {
			d := evil.Entry("x", "", day)
			d.By, d.Sig = c.root.ID(), identity.Remove(c.root, vaultID, evil.ID(), 0, nil, day).Sig
			return d
		},
		"another recipient": func(c *club, evil *identity.Keys) identity.Device {
			d := must[identity.Device](t)(identity.Vouch(c.root, vaultID, evil.Entry("x", "", day)))
			d.Age = genesis(t).Recipient().String()
			return d
		},
		"another key under the id": func(c *club, evil *identity.Keys) identity.Device {
			d := must[identity.Device](t)(identity.Vouch(c.root, vaultID, evil.Entry("x", "", day)))
			d.Sign = identity.EncodePublic(genesis(t).Public())
			return d
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, evil := newClub(t), genesis(t)
			c.rec.Devices = append(c.rec.Devices, forge(c, evil))
			r := c.roster()
			if _, err := r.Signer(evil.ID()); !errors.Is(err, identity.ErrUnknownSigner) {
				t.Errorf("Signer = %v, want %v", err, identity.ErrUnknownSigner)
			}
			if got := len(r.Recipients()); got != 1 {
				t.Errorf("%d recipients, want the root alone", got)
			}
			wantSigners(t, r, []*identity.Keys{c.root}, true)
		})
	}
}

func TestRenaming(t *testing.T) {
	c := newClub(t)
	for _, n := range []struct{ name, t string }{{"newest", "3"}, {"oldest", "1"}, {"old", "2"}} {
		d := c.rec.Devices[0]
		d.Name, d.T = n.name, n.t
		c.rec.Devices = append(c.rec.Devices, d)
	}
	if m, _ := c.roster().Member(c.root.ID()); m.Name != "newest" {
		t.Errorf("name = %s, want newest", m.Name)
	}
}

// Whatever order records come in, and however often, the answers are the same.
func TestOrderMakesNoDifference(t *testing.T) {
	c := newClub(t)
	keys := []*identity.Keys{c.root}
	signers := []identity.Signer{c.root}
	for i := range 8 {
		k := c.join(signers[(i*5)%len(signers)], string(rune('a'+i)))
		keys, signers = append(keys, k), append(signers, k)
		if i%3 == 0 {
			signers = append(signers, c.slot(k))
		}
	}
	c.vouch(keys[2], keys[7], "again")
	c.remove(keys[1], keys[3].ID(), keys[5].ID(), keys[7].ID())
	c.remove(keys[2], keys[3].ID(), keys[7].ID())
	want := answers(c.roster(), keys)
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rec := c.rec.Join(c.rec)
		r.Shuffle(len(rec.Devices), func(i, j int) { rec.Devices[i], rec.Devices[j] = rec.Devices[j], rec.Devices[i] })
		r.Shuffle(len(rec.Slots), func(i, j int) { rec.Slots[i], rec.Slots[j] = rec.Slots[j], rec.Slots[i] })
		r.Shuffle(len(rec.Removals), func(i, j int) { rec.Removals[i], rec.Removals[j] = rec.Removals[j], rec.Removals[i] })
		if got := answers(identity.NewRoster(vaultID, c.root.Root, rec), keys); got != want {
			t.Fatalf("another order gave other answers:\n%s\n%s", got, want)
		}
	})
}

func answers(r *identity.Roster, keys []*identity.Keys) string {
	b, err := json.Marshal(struct {
		Signers []bool
		Members []identity.Member
		To      int
	}{signers(r, keys...), r.Members(), len(r.Recipients())})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestRecordsFromLines(t *testing.T) {
	c := newClub(t)
	c.slot(c.root)
	b := c.join(c.root, "b")
	c.remove(c.root, b.ID())
	var rec identity.Records
	for _, v := range []any{c.rec.Devices[0], c.rec.Devices[1], c.rec.Slots[0], c.rec.Removals[0]} {
		if ok, err := rec.Add(must[[]byte](t)(json.Marshal(v))); !ok || err != nil {
			t.Fatalf("Add = %v, %v", ok, err)
		}
	}
	wantSigners(t, identity.NewRoster(vaultID, c.root.Root, rec), []*identity.Keys{c.root, b}, true, false)
	for line, want := range map[string]bool{`{"k":"acct","id":"a"}`: false, `{"k":"dev","id":7}`: true} {
		if ok, err := rec.Add([]byte(line)); ok != want || (err != nil) != want {
			t.Errorf("Add(%s) = %v, %v", line, ok, err)
		}
	}
	if _, err := rec.Add([]byte("{")); err == nil {
		t.Error("half a line was taken")
	}
}

func TestVouchRefusesWhatDoesNotHoldTogether(t *testing.T) {
	k := genesis(t)
	d := k.Entry("x", "", day)
	d.ID = "aaaaaaaaaa"
	if _, err := identity.Vouch(k, vaultID, d); err == nil {
		t.Error("vouched for an id that is not the key's")
	}
	d = k.Entry("x", "", day)
	d.Age = "age1pq1nonsense"
	if _, err := identity.Vouch(k, vaultID, d); err == nil {
		t.Error("vouched for a recipient that cannot be read")
	}
}

func FuzzRoster(f *testing.F) {
	c := newClub(f)
	c.slot(c.root)
	b := c.join(c.root, "b")
	c.remove(c.root, b.ID())
	for _, v := range []any{c.rec.Devices[1], c.rec.Slots[0], c.rec.Removals[0]} {
		line, err := json.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(line)
	}
	whole := answers(c.roster(), []*identity.Keys{c.root, b})
	f.Fuzz(func(t *testing.T, line []byte) {
		rec := c.rec.Join(identity.Records{})
		if ok, err := rec.Add(line); !ok || err != nil {
			return
		}
		// One more record that nobody signed anew changes no answer about
		// signing. Names are not signed.
		r := identity.NewRoster(vaultID, c.root.Root, rec)
		if got := signers(r, c.root, b); !got[0] || got[1] {
			t.Fatalf("a record changed who may sign: %v (was %s)", got, whole)
		}
		if n := len(r.Recipients()); n > 2 {
			t.Fatalf("a record made %d recipients of 2", n)
		}
	})
}

func FuzzParseKeys(f *testing.F) {
	k := genesis(f)
	text := k.Marshal()
	f.Add(text.Reveal())
	f.Add([]byte("# twofold vault a computer b\nAGE-SECRET-KEY-PQ-1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := identity.ParseKeys(secret.Copy(b))
		if err != nil {
			return
		}
		again, err := identity.ParseKeys(got.Marshal())
		if err != nil || again.ID() != got.ID() || !again.Root.Equal(got.Root) {
			t.Fatalf("keys do not survive their own form: %v", err)
		}
	})
}
