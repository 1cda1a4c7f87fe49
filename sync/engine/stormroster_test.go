package engine_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// The roster in the storm: computers are approved, recover with a recovery
// key, and are removed; recovery keys are made, and replace older ones; all
// while the folder does everything wrong. Who belongs to the vault in the end
// is what the records say that the first computer has: it is never removed.

// kit is a recovery key that was made in a storm.
type kit struct {
	slot  string
	pass  secret.Bytes
	maker *machine
	saved bool // confirmed, so that it replaced the older ones
}

const mostMachines = 6

// people lets something happen to who belongs to the vault. It reports false
// if this was not possible now.
func (s *storm) people(m *machine) bool {
	switch p := s.rng.IntN(10); {
	case s.out[m]:
		return false // a removed computer has nothing to say; whether it knows or not
	case p < 3 && len(s.machines) < mostMachines:
		n := s.member(fmt.Sprintf("computer %d", len(s.machines)))
		approve(s.t, m, n)
		s.enter(n)
		s.learn(m)
	case p < 5:
		s.makeKey(m)
	case p < 7 && len(s.machines) < mostMachines && len(s.kits) > 0:
		return s.recoverOne(s.kits[s.rng.IntN(len(s.kits))])
	case p < 9 && len(s.out) < 2:
		return s.remove(m, s.machines[s.rng.IntN(len(s.machines))])
	default:
		return false
	}
	s.faults++
	return true
}

// makeKey makes a recovery key, and most often confirms it.
func (s *storm) makeKey(m *machine) {
	made, err := m.store.MakeRecoveryKey()
	must(s.t, err)
	k := kit{slot: made.Slot, pass: made.Phrase.Secret(), maker: m}
	if s.rng.IntN(5) > 0 {
		must(s.t, m.store.ConfirmRecoveryKey(k.slot))
		k.saved = true
	}
	m.engine.Edited(m.clock.now)
	s.kits = append(s.kits, k)
	s.edits++
	s.learn(m)
}

// recoverOne lets a new computer in by a recovery key, if what its view of the
// folder shows allows that.
func (s *storm) recoverOne(k kit) bool {
	m := s.member(fmt.Sprintf("computer %d", len(s.machines)))
	s.pass(0)
	m.clock.now = s.machines[0].clock.now
	r, err := s.opened(m, k)
	if err != nil {
		return false
	}
	defer r.Wipe()
	keys, doc, err := r.Enrol(rand.Reader, store.NewComputer{Name: m.name, System: "linux"}, m.clock.now)
	must(s.t, err)
	must(s.t, m.store.Adopt(s.t.Context(), keys, doc, secret.Bytes{}))
	for _, f := range r.SlotFiles() {
		must(s.t, m.store.PutSlotFile(f))
	}
	m.start()
	s.enter(m)
	s.faults++
	return true
}

// opened is the vault as a recovery key opens it from the view of m.
func (s *storm) opened(m *machine, k kit) (*engine.Recovery, error) {
	keys, err := s.machines[0].store.Keys()
	must(s.t, err)
	c, err := engine.Look(s.t.Context(), m.folder)
	if err != nil {
		return nil, err
	}
	v, ok := c.Vault(keys.Vault)
	if !ok {
		return nil, engine.ErrNoVault
	}
	return engine.OpenRecovery(s.t.Context(), m.folder, v, k.pass)
}

// remove lets m remove another computer, though never the first.
func (s *storm) remove(m, other *machine) bool {
	id := other.store.Computer()
	// A copy that has not noticed yet goes by the id of the other one, and the
	// first may have been the one it removes.
	if id == m.store.Computer() || s.ids[s.views[s.machines[0]].Number()][id] || s.out[other] {
		return false
	}
	keys, err := m.store.Keys()
	must(s.t, err)
	f, err := m.store.Frontier()
	must(s.t, err)
	doc := m.doc()
	rec := identity.Remove(keys, keys.Vault, id, f.Seen[id].Seq, s.roster(m).Keep(id), m.clock.now)
	line, err := json.Marshal(rec)
	must(s.t, err)
	must(s.t, doc.PutRemoval(line))
	must(s.t, m.store.Save(doc))
	m.engine.Edited(m.clock.now)
	s.out[other], s.outBy[[2]string{id, m.store.Computer()}] = true, true
	s.edits++
	s.learn(m)
	return true
}

// removedBy reports whether a computer was removed by one of these ids. A copy
// of it may have been removed by another one too.
func (s *storm) removedBy(dev string, ids map[string]bool) bool {
	for id := range ids {
		if s.outBy[[2]string{dev, id}] {
			return true
		}
	}
	return false
}

// roster is who belongs to the vault by what m knows.
func (s *storm) roster(m *machine) *identity.Roster { return s.rosterIn(m.doc()) }

// rosterIn is who belongs to the vault by the records of a document.
func (s *storm) rosterIn(doc *vault.Document) *identity.Roster {
	keys, err := s.machines[0].store.Keys()
	must(s.t, err)
	var rec identity.Records
	for _, list := range [][]vault.Signed{doc.Devices(), doc.Slots(), doc.Removals()} {
		for _, l := range list {
			_, err := rec.Add(l.JSON)
			must(s.t, err)
		}
	}
	return identity.NewRoster(keys.Vault, keys.Root, rec)
}

// weeks lets time pass in which all do what is due.
func (s *storm) weeks(n int) {
	for range n {
		s.pass(8 * 24 * time.Hour)
		for range 3 {
			s.cloud.Heal()
			for _, m := range s.machines {
				s.pass(40 * time.Second)
				s.work(m)
			}
		}
	}
}

// part tells those who stayed from those who were removed, or whose entry was
// vouched for by one who was. Only what the former know is promised. Who has a
// new entry that has not arrived anywhere yet has stayed.
func (s *storm) part() (in, out []*machine) {
	first := s.machines[0].doc()
	for _, m := range s.machines {
		all := first.Clone()
		all.Join(m.doc())
		if _, err := s.rosterIn(all).Signer(m.store.Computer()); err == nil {
			in = append(in, m)
		} else {
			out = append(out, m)
		}
	}
	return in, out
}

// settle makes those who stayed the machines of the storm, and truth what any
// of them ever knew.
func (s *storm) settle() {
	s.machines, s.gone = s.part()
	s.truth = s.known(s.machines)
}

// known is the join of all that was ever durable on any of these.
func (s *storm) known(ms []*machine) *vault.Document {
	all := vault.New()
	for _, m := range ms {
		all.Join(s.knew[m])
	}
	return all
}

// outsiders checks what was promised about those who were removed, and about
// recovery keys that were replaced.
func (s *storm) outsiders() {
	first := s.machines[0]
	ro := s.roster(first)
	for _, m := range s.machines {
		if a, b := s.roster(m).Members(), ro.Members(); fmt.Sprint(a) != fmt.Sprint(b) {
			s.fail("I1: %s and %s do not agree on who belongs to the vault", m.name, first.name)
		}
	}
	s.sealedOff(s.newestFiles(first))
	if !s.now {
		s.weeks(3) // a recovery file that never left its computer is missed by the others' weekly files
	}
	for _, k := range s.kits {
		at, ok := ro.Member(k.slot)
		r, err := s.opened(first, k)
		switch active := ok && at.State == identity.Enrolled; {
		case active && r == nil && s.stayed(k.maker):
			s.fail("I8: the key of slot %s opens nothing: %v", k.slot, err)
		case active && r != nil && fmt.Sprintf("%x", r.Document().Fingerprint()) != first.print():
			s.fail("I8: the key of slot %s opens something else", k.slot)
		case !active && r != nil && fmt.Sprintf("%x", r.Document().Fingerprint()) == first.print():
			// An old file that nobody had a reason to replace, it may open.
			s.fail("I13: the key of slot %s was replaced, and opens what was written since", k.slot)
		}
		if r != nil {
			r.Wipe()
		}
	}
	s.ignored()
}

// sealedOff: what was written in knowledge of a removal cannot be read by who
// was removed.
func (s *storm) sealedOff(files map[string][]byte) {
	for _, m := range s.gone {
		keys, err := m.store.Keys()
		must(s.t, err)
		for name, data := range files {
			u, err := snapshot.Decrypt(data, keys.Identity())
			if errors.Is(err, sealed.ErrNotForMe) {
				continue
			}
			must(s.t, err)
			if _, err := identity.NewRoster(keys.Vault, keys.Root, u.Records).Signer(m.store.Computer()); err != nil {
				s.fail("I12: %s was removed and opens %s, which knows it", m.name, name)
			}
			u.Wipe()
		}
	}
}

func (s *storm) stayed(m *machine) bool {
	for _, o := range s.machines {
		if o == m {
			return true
		}
	}
	return false
}

// ignored: an edit of a removed computer reaches nobody.
func (s *storm) ignored() {
	if len(s.gone) == 0 {
		return
	}
	was := s.machines[0].print()
	for _, m := range s.gone {
		m.clock.now = s.machines[0].clock.now
		m.add("From outside")
	}
	for range 4 {
		s.cloud.Heal()
		for _, m := range append(s.gone, s.machines...) {
			m.clock.now = m.clock.now.Add(40 * time.Second)
			r, err := m.engine.Step(s.t.Context(), m.clock.now)
			if err != nil {
				s.fail("%s: step: %v", m.name, err)
			}
			m.note(r)
		}
	}
	for _, m := range s.machines {
		if m.print() != was {
			s.fail("I11: %s took what a removed computer wrote", m.name)
		}
	}
}

// newestFiles are the newest sound files of those who stayed, as m sees them. A
// damaged one that others cover nobody has to mend, and nobody can read.
func (s *storm) newestFiles(m *machine) map[string][]byte {
	l, err := m.folder.Scan(s.t.Context())
	must(s.t, err)
	stayed := map[string]bool{}
	for _, o := range s.machines {
		stayed[o.store.Computer()] = true
	}
	top := map[string]uint64{}
	at := map[string]string{}
	out := map[string][]byte{}
	for _, e := range l.Entries {
		n, ok := snapshot.FindName(e.Name)
		if !ok || n.Recovery() || !stayed[n.Dev] || n.Seq <= top[n.Dev] {
			continue
		}
		data, err := m.folder.Read(s.t.Context(), e.Path)
		must(s.t, err)
		if n.Check(data) != nil {
			continue
		}
		delete(out, at[n.Dev])
		top[n.Dev], at[n.Dev], out[e.Path] = n.Seq, e.Path, data
	}
	return out
}
