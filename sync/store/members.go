package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"twofold/crypto/identity"
	"twofold/internal/vault"
)

// Why somebody cannot be taken out of the vault.
var (
	// ErrNoMember: there is no such computer or slot, or it is out already.
	ErrNoMember = errors.New("no such computer in the vault")
	// ErrLastComputer: nobody would be left to write to the vault.
	ErrLastComputer = errors.New("the only computer of the vault")
	// ErrRemoveSelf: what a removed computer says is believed by nobody, its
	// own removal included. Another one has to do it.
	ErrRemoveSelf = errors.New("a computer cannot remove itself")
	// ErrLastSlot: without a recovery key the vault dies with its computers.
	ErrLastSlot = errors.New("the only recovery key of the vault")
	// ErrNoName refuses an empty name of a computer.
	ErrNoName = errors.New("computer needs a name")
)

// maxName is how long the name of a computer may be, in runes.
const maxName = 100

// Member is a computer or a recovery slot of the vault as this computer
// knows it.
type Member struct {
	identity.Member
	Me bool
	// KnowsKey is true of a computer on which the words of a recovery key that
	// still counts were shown or typed: it made the key, or joined with it.
	KnowsKey bool
	// Words is true of the slot whose words are kept on this computer.
	Words bool
	// Confirmed is true of a slot whose words were saved by the user, here.
	Confirmed bool
	// Vouched are those whom this one let in, and who still belong.
	Vouched []string
}

// Members lists everybody who was ever vouched for: computers by the time they
// joined, then slots.
func (s *Store) Members() ([]Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	roster, err := s.roster()
	if err != nil {
		return nil, err
	}
	all := roster.Members()
	here := s.wordsSlot()
	var out []Member
	for _, m := range all {
		k := Member{Member: m, Me: m.ID == s.in.keys.ID(), Words: m.Slot && m.ID == here, Confirmed: m.Slot && s.isConfirmed(m.ID)}
		for _, id := range roster.Keep(m.ID) {
			if v, ok := roster.Member(id); ok && v.State == identity.Enrolled {
				k.Vouched = append(k.Vouched, id)
			}
		}
		k.KnowsKey = !m.Slot && slices.ContainsFunc(all, func(slot identity.Member) bool {
			return slot.Slot && slot.State == identity.Enrolled && (slot.By == m.ID || slot.ID == m.By)
		})
		out = append(out, k)
	}
	return out, nil
}

// Rename gives a computer of the vault another name, on all computers.
func (s *Store) Rename(by vault.Author, id, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if name == "" {
		return ErrNoName
	}
	if utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName])
	}
	roster, err := s.roster()
	if err != nil {
		return err
	}
	entry, ok := roster.Device(id)
	if !ok {
		return ErrNoMember
	}
	if entry.Name == name {
		return nil
	}
	doc := s.in.doc.Clone()
	entry.Name, entry.T = name, string(doc.Stamp(by))
	if err := addRecord(doc, entry); err != nil {
		return fmt.Errorf("rename computer: %w", err)
	}
	if err := s.save(doc); err != nil {
		return fmt.Errorf("rename computer: %w", err)
	}
	return nil
}

// RemoveComputer takes a computer out of the vault, for good: it is no
// recipient any more, and nothing it writes is accepted. keep names whom it
// had let in and who stay; the others fall out with it.
func (s *Store) RemoveComputer(id string, keep []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	roster, m, err := s.member(id)
	switch {
	case err != nil:
		return err
	case m.Slot || m.State == identity.Gone:
		return ErrNoMember
	case id == s.in.keys.ID() && s.enrolled(roster, false) < 2:
		return ErrLastComputer
	case id == s.in.keys.ID():
		return ErrRemoveSelf
	}
	known := roster.Keep(id)
	keep = slices.DeleteFunc(slices.Clone(keep), func(k string) bool { return !slices.Contains(known, k) })
	if slices.Contains(known, s.in.keys.ID()) && !slices.Contains(keep, s.in.keys.ID()) {
		keep = append(keep, s.in.keys.ID()) // who removes another one stays
	}
	if err := s.remove(id, s.in.frontier.Seen[id].Seq, keep); err != nil {
		return fmt.Errorf("remove computer: %w", err)
	}
	return nil
}

// RemoveSlot retires a recovery key. The last one stays: [ErrLastSlot].
func (s *Store) RemoveSlot(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	roster, m, err := s.member(id)
	switch {
	case err != nil:
		return err
	case !m.Slot || m.State != identity.Enrolled:
		return ErrNoMember
	case s.enrolled(roster, true) < 2:
		return ErrLastSlot
	}
	if err := s.remove(id, 0, roster.Keep(id)); err != nil {
		return fmt.Errorf("remove recovery key: %w", err)
	}
	if err := s.settleSlots(); err != nil {
		return fmt.Errorf("remove recovery key: %w", err)
	}
	return s.forgetSlots([]string{id})
}

// member finds a computer or a recovery key in a vault that may be changed.
// Needs s.mu.
func (s *Store) member(id string) (*identity.Roster, identity.Member, error) {
	if err := s.editable(); err != nil {
		return nil, identity.Member{}, err
	}
	roster, err := s.roster()
	if err != nil {
		return nil, identity.Member{}, err
	}
	m, ok := roster.Member(id)
	if !ok {
		return nil, identity.Member{}, ErrNoMember
	}
	return roster, m, nil
}

// remove signs a removal and saves it.
func (s *Store) remove(id string, lastSeq uint64, keep []string) error {
	doc := s.in.doc.Clone()
	if err := addRecord(doc, identity.Remove(s.in.keys, s.in.keys.Vault, id, lastSeq, keep, s.now())); err != nil {
		return err
	}
	return s.save(doc)
}

// enrolled counts who belongs: the slots, or the computers.
func (s *Store) enrolled(roster *identity.Roster, slots bool) int {
	n := 0
	for _, m := range roster.Members() {
		if m.Slot == slots && m.State == identity.Enrolled {
			n++
		}
	}
	return n
}

// When is a time of the roster; zero if it cannot be read.
func When(added string) time.Time {
	t, err := time.Parse(time.RFC3339, added)
	if err != nil {
		return time.Time{}
	}
	return t
}
