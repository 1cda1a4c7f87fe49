package store_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/store"
)

// letIn makes a computer that s vouches for, and gives its id.
func letIn(t *testing.T, s *store.Store, name string) string {
	t.Helper()
	mine, err := s.Keys()
	must(t, err)
	keys, err := identity.Generate(rand.Reader, mine.Vault, mine.Root)
	must(t, err)
	entry, err := identity.Vouch(mine, mine.Vault, keys.Entry(name, "linux", time.Now()))
	must(t, err)
	doc, err := s.Document()
	must(t, err)
	must(t, store.AddRecord(doc, entry))
	must(t, s.Save(doc))
	return keys.ID()
}

func member(t *testing.T, s *store.Store, id string) store.Member {
	t.Helper()
	all, err := s.Members()
	must(t, err)
	for _, m := range all {
		if m.ID == id {
			return m
		}
	}
	t.Fatalf("no member %s", id)
	return store.Member{}
}

func TestRemovingComputers(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	me := s.Computer()
	if err := s.RemoveComputer(me, nil); !errors.Is(err, store.ErrLastComputer) {
		t.Errorf("the only computer: %v", err)
	}
	laptop := letIn(t, s, "Laptop")
	if err := s.RemoveComputer(me, nil); !errors.Is(err, store.ErrRemoveSelf) {
		t.Errorf("itself: %v", err)
	}
	if err := s.RemoveComputer("nobody0000", nil); !errors.Is(err, store.ErrNoMember) {
		t.Errorf("nobody: %v", err)
	}
	if m := member(t, s, me); !m.Me || !slices.Contains(m.Vouched, laptop) || m.KnowsKey {
		t.Errorf("me: %+v", m)
	}
	must(t, s.RemoveComputer(laptop, nil))
	m := member(t, s, laptop)
	if m.State != identity.Gone || m.RemovedBy != me || store.When(m.Removed).IsZero() {
		t.Errorf("removed: %+v", m)
	}
	if err := s.RemoveComputer(laptop, nil); !errors.Is(err, store.ErrNoMember) {
		t.Errorf("twice: %v", err)
	}
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	if m := member(t, s, laptop); m.State != identity.Gone {
		t.Error("the removal was not kept")
	}
	if err := s.RemoveComputer(me, nil); !errors.Is(err, store.ErrLastComputer) {
		t.Errorf("the only one that is left: %v", err)
	}
}

func TestRenaming(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	laptop := letIn(t, s, "Laptop")
	by := vault.Author{Device: s.Computer(), Now: time.Now, Rand: rand.Reader}
	must(t, s.Rename(by, laptop, "  花子の\tノートPC "))
	must(t, s.Rename(by, s.Computer(), strings.Repeat("長", 300)))
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	if m := member(t, s, laptop); m.Name != "花子の ノートPC" || m.State != identity.Enrolled {
		t.Errorf("renamed: %+v", m)
	}
	if n := len([]rune(member(t, s, s.Computer()).Name)); n != 100 {
		t.Errorf("a name of %d runes", n)
	}
	if err := s.Rename(by, laptop, " \n"); !errors.Is(err, store.ErrNoName) {
		t.Errorf("no name: %v", err)
	}
	must(t, s.RemoveComputer(laptop, nil))
	if err := s.Rename(by, laptop, "x"); !errors.Is(err, store.ErrNoMember) {
		t.Errorf("a removed one: %v", err)
	}
}

// TestSlots: several keys open; one can go, the last one cannot, and the words
// are shown only where they were made and as long as they count.
func TestSlots(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	if _, _, err := s.Words(); !errors.Is(err, store.ErrNoWords) {
		t.Errorf("no key yet: %v", err)
	}
	first, err := s.MakeRecoveryKey()
	must(t, err)
	must(t, s.ConfirmRecoveryKey(first.Slot))
	if m := member(t, s, s.Computer()); !m.KnowsKey {
		t.Error("the computer that made the key does not know it")
	}
	if err := s.RemoveSlot(first.Slot); !errors.Is(err, store.ErrLastSlot) {
		t.Errorf("the last one: %v", err)
	}
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	p, slot, err := s.Words()
	if err != nil || slot != first.Slot || !slices.Equal(p.Words(), first.Phrase.Words()) {
		t.Errorf("words of %s: %v", slot, err)
	}
	own, _, err := s.MakeRecoveryPassphrase(first.Phrase.Secret())
	must(t, err)
	second, err := s.MakeRecoveryKey()
	must(t, err)
	must(t, s.ConfirmRecoveryKey(second.Slot))
	if p, _, err := s.Words(); err != nil || !slices.Equal(p.Words(), second.Phrase.Words()) {
		t.Errorf("words after a new key: %v", err)
	}
	if m := member(t, s, own); m.State != identity.Enrolled || m.Words {
		t.Errorf("the passphrase was retired with the words: %+v", m)
	}
	must(t, s.RemoveSlot(second.Slot))
	if _, _, err := s.Words(); !errors.Is(err, store.ErrNoWords) {
		t.Errorf("words of a key that was removed: %v", err)
	}
	s = b.open()
	if err := s.UnlockRecovery(t.Context(), second.Phrase.Secret()); !errors.Is(err, store.ErrWrongRecoveryKey) {
		t.Errorf("a removed key: %v", err)
	}
	must(t, s.UnlockRecovery(t.Context(), first.Phrase.Secret())) // as the passphrase
}

// TestWordsStayAfterNewKeys: a copied computer keeps the words it can show.
func TestWordsStayAfterNewKeys(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	key, err := s.MakeRecoveryKey()
	must(t, err)
	must(t, s.Rekey(t.Context(), store.NewComputer{Name: "Copy", System: "linux"}))
	if p, _, err := s.Words(); err != nil || !slices.Equal(p.Words(), key.Phrase.Words()) {
		t.Errorf("words after new keys: %v", err)
	}
}
