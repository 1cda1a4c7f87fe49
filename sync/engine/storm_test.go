package engine_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/cryptotest"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder/hostile"
	"twofold/sync/snapshot"
)

// The storm: several computers edit one vault through a cloud service that
// does everything wrong, with real stores, real encryption and the real
// engine. Then the trouble ends, and the promises of docs/sync-protocol.md are
// checked. TWOFOLD_STORMS sets the number of seeds, TWOFOLD_STORM the seed to
// begin with, or the only one.

type storm struct {
	t        *testing.T
	seed     uint64
	rng      *mrand.Rand
	cloud    *hostile.Cloud
	machines []*machine
	views    map[*machine]*hostile.View
	ids      map[int]map[string]bool // by view: the ids that may write there
	truth    *vault.Document         // join of every state that was ever durable
	edits    int
	faults   int
	shown    map[*machine]map[string]uint64
	at       time.Duration
	now      bool // all must agree without the weekly file

	// Of storms in which the roster changes; see stormroster_test.go.
	social bool
	kits   []kit
	out    map[*machine]bool            // removed by somebody
	outBy  map[[2]string]bool           // id of a removed computer, and of one that removed it
	gone   []*machine                   // not of the vault any more, in the end
	knew   map[*machine]*vault.Document // join of every state that was durable there
}

func newStorm(t *testing.T, seed uint64, faults hostile.Faults, computers int) *storm {
	s := &storm{
		t: t, seed: seed, rng: mrand.New(mrand.NewPCG(seed, 1)), cloud: hostile.New(seed, faults),
		views: map[*machine]*hostile.View{}, ids: map[int]map[string]bool{}, truth: vault.New(),
		shown: map[*machine]map[string]uint64{}, out: map[*machine]bool{}, outBy: map[[2]string]bool{}, knew: map[*machine]*vault.Document{},
	}
	first := s.member("computer 0")
	first.create()
	s.enter(first)
	for i := 1; i < computers; i++ {
		m := s.member(fmt.Sprintf("computer %d", i))
		approve(t, first, m)
		s.enter(m)
	}
	return s
}

func (s *storm) member(name string) *machine {
	v := s.cloud.Join(hostile.Style(s.rng.IntN(int(hostile.Styles))), engine.Names())
	m := newMachine(s.t, name, v)
	s.views[m] = v
	return m
}

func (s *storm) enter(m *machine) {
	s.machines = append(s.machines, m)
	s.shown[m] = map[string]uint64{}
	s.learn(m)
}

// learn notes what is durable on a computer, and under which id it writes.
func (s *storm) learn(m *machine) {
	doc := m.doc()
	s.truth.Join(doc)
	if s.knew[m] == nil {
		s.knew[m] = vault.New()
	}
	s.knew[m].Join(doc)
	n := s.views[m].Number()
	if s.ids[n] == nil {
		s.ids[n] = map[string]bool{}
	}
	s.ids[n][m.store.Computer()] = true
}

// approve lets m join the vault of a.
func approve(t testing.TB, a, m *machine) {
	t.Helper()
	theirs, err := a.store.Keys()
	must(t, err)
	keys, err := identity.Generate(rand.Reader, theirs.Vault, theirs.Root)
	must(t, err)
	entry, err := identity.Vouch(theirs, theirs.Vault, keys.Entry(m.name, "linux", noon))
	must(t, err)
	line, err := json.Marshal(entry)
	must(t, err)
	doc := a.doc()
	must(t, doc.PutDevice(line))
	must(t, a.store.Save(doc))
	if a.engine != nil {
		a.engine.Edited(a.clock.now)
	}
	must(t, m.store.Adopt(t.Context(), keys, doc, secret.Bytes{}))
	m.start()
}

// one lets something happen.
func (s *storm) one() {
	m := s.machines[s.rng.IntN(len(s.machines))]
	switch p := s.rng.IntN(100); {
	case s.social && p < 12 && s.people(m):
	case p < 35:
		s.change(m)
	case p < 37:
		m.restart()
	case p < 38 && len(s.machines) < mostMachines:
		s.clone(m)
	case p < 40:
		m.skew = []time.Duration{0, time.Minute, -time.Hour, 87600 * time.Hour, -87600 * time.Hour}[s.rng.IntN(5)]
	}
	s.pass(time.Duration(1+s.rng.IntN(20)) * time.Second)
	s.cloud.Step()
	s.work(s.machines[s.rng.IntN(len(s.machines))])
}

func (s *storm) pass(d time.Duration) {
	s.at += d
	for _, m := range s.machines {
		m.clock.now = noon.Add(s.at + m.skew)
	}
}

// work is one step of the engine, and what must hold after every step.
func (s *storm) work(m *machine) {
	before := m.doc()
	r, err := m.engine.Step(s.t.Context(), m.clock.now)
	if err != nil {
		s.fail("%s: step: %v", m.name, err)
	}
	m.note(r)
	if m.doc().Join(before).Any {
		s.fail("%s: a step made the vault smaller", m.name)
	}
	s.learn(m)
}

// change makes a random edit.
func (s *storm) change(m *machine) {
	s.edits++
	m.edit(func(d *vault.Document, by vault.Author) error {
		list := d.Accounts()
		if len(list) == 0 || s.rng.IntN(4) == 0 {
			a := github(fmt.Sprintf("Service %d", s.edits))
			if s.rng.IntN(3) == 0 {
				a.Key.Type, a.Key.Period = account.HOTP, 0
			}
			_, err := d.Add(by, a)
			return err
		}
		a := list[s.rng.IntN(len(list))]
		switch s.rng.IntN(7) {
		case 0:
			return d.Trash(by, a.ID)
		case 1:
			if old := d.Trashed(); len(old) > 0 {
				if s.rng.IntN(4) == 0 {
					return d.Purge(by, old[0].ID)
				}
				return d.Restore(by, old[0].ID)
			}
			return nil
		case 2:
			if a.Key.Type == account.HOTP {
				return s.count(m, d, by, a)
			}
			a.Key.Secret = secret.FromString(fmt.Sprintf("another secret %04d", s.edits))
		case 3:
			a.Note = fmt.Sprintf("note %d", s.edits)
		case 4:
			a.Groups = append(a.Groups, fmt.Sprintf("group %d", s.rng.IntN(3)))
		default:
			a.Name = fmt.Sprintf("name %d", s.edits)
		}
		return d.Update(by, a.ID, a.Account)
	})
	s.learn(m)
}

// count shows an HOTP code: no counter twice on one computer.
func (s *storm) count(m *machine, d *vault.Document, by vault.Author, a vault.Entry) error {
	n, err := d.NextCounter(by, a.ID)
	if err != nil {
		return err
	}
	key := a.ID + string(a.Key.Secret.Reveal())
	if last, ok := s.shown[m][key]; ok && n <= last {
		s.fail("%s: counter %d after %d", m.name, n, last)
	}
	s.shown[m][key] = n
	return nil
}

// clone copies a computer's disk, folder and all.
func (s *storm) clone(m *machine) {
	s.faults++
	must(s.t, m.store.Close())
	c := &machine{
		t: s.t, name: m.name + " copy", path: filepath.Join(quickDir(s.t), "twofold"), ring: keyring{},
		clock: &clock{m.clock.now}, skew: m.skew,
	}
	must(s.t, os.CopyFS(c.path, os.DirFS(m.path)))
	for k, v := range m.ring {
		c.ring[k] = v
	}
	v := s.views[m].Clone()
	c.folder, s.views[c] = v, v
	for _, x := range []*machine{m, c} {
		x.open()
		must(s.t, x.store.UnlockKeyring(s.t.Context()))
		x.start()
	}
	s.t.Cleanup(func() { _ = c.store.Close() })
	s.enter(c)
	for key, n := range s.shown[m] {
		s.shown[c][key] = n
	}
}

func (s *storm) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("seed %d (repeat with TWOFOLD_STORM=%d): %s\n%s", s.seed, s.seed, fmt.Sprintf(format, args...), s.cloud)
}

// calm ends the trouble: every client catches up, every computer looks, and a
// week passes, so that each writes what some client never delivered.
func (s *storm) calm() {
	s.cloud.SetFaults(hostile.Faults{})
	for _, m := range s.machines {
		m.skew = 0
	}
	for range 3 {
		for range 8 {
			s.cloud.Heal()
			for _, m := range s.machines {
				s.pass(40 * time.Second)
				s.work(m)
			}
		}
		if s.agree() {
			break
		}
		if s.now {
			s.fail("I1: no agreement, though every client has caught up")
		}
		s.pass(8 * 24 * time.Hour)
	}
	s.settle()
}

func (s *storm) agree() bool {
	in, _ := s.part()
	want := fmt.Sprintf("%x", s.known(in).Fingerprint())
	for _, m := range in {
		if m.print() != want {
			return false
		}
	}
	return true
}

// judge checks what was promised.
func (s *storm) judge() {
	for _, m := range s.machines {
		d := m.doc()
		if d.Clone().Join(s.truth).Any {
			s.fail("I2: %s lacks an edit that was durable somewhere", m.name)
		}
		if m.print() != s.machines[0].print() {
			s.fail("I1: %s and %s differ", m.name, s.machines[0].name)
		}
	}
	writes := 0
	for _, m := range s.machines {
		writes += m.writes
	}
	s.quiet()
	faults := s.faults
	for _, k := range []hostile.Kind{
		hostile.Wiped, hostile.RolledBack, hostile.Damaged, hostile.Torn, hostile.LostUpload, hostile.Dropped,
		hostile.Renamed, hostile.Deleted, hostile.Unsure, hostile.SameName, hostile.Unmounted, hostile.Cloned,
	} {
		faults += s.cloud.Happened(k)
	}
	if most := s.edits + len(s.machines)*(faults+2+3); writes > most {
		s.fail("I6: %d files for %d edits and %d faults on %d computers", writes, s.edits, faults, len(s.machines))
	}
	s.owners()
	s.causal()
	s.outsiders()
}

// quiet: without an edit nobody writes.
func (s *storm) quiet() {
	var was []int
	for _, m := range s.machines {
		was = append(was, m.writes)
	}
	for range 4 {
		s.cloud.Heal()
		for _, m := range s.machines {
			s.pass(30 * time.Second)
			s.work(m)
		}
	}
	for i, m := range s.machines {
		if m.writes != was[i] {
			s.fail("I6: %s writes %d more files though nobody edits", m.name, m.writes-was[i])
		}
	}
}

// owners: a file is written and removed by the computer it names alone.
func (s *storm) owners() {
	for _, e := range s.cloud.Events() {
		if e.View < 0 || e.Kind != hostile.Published && e.Kind != hostile.Removed {
			continue
		}
		n, ok := snapshot.FindName(e.Path)
		if !ok || n.Recovery() {
			continue
		}
		if e.Kind == hostile.Removed && s.removedBy(n.Dev, s.ids[e.View]) {
			continue // who removes a computer tidies up after it
		}
		if !s.ids[e.View][n.Dev] {
			s.fail("I9: view %d has %s a file of %s", e.View, e.Kind, n.Dev)
		}
	}
	if n := s.cloud.Happened(hostile.SameName); n > 0 && s.cloud.Happened(hostile.Damaged)+s.cloud.Happened(hostile.Torn) == 0 {
		s.fail("I9: two contents under one name")
	}
}

// causal: with clocks ten years apart, an edit that knows another one wins.
func (s *storm) causal() {
	list := s.machines[0].doc().Accounts()
	if len(list) == 0 {
		return
	}
	id := list[0].ID
	skews := []time.Duration{87600 * time.Hour, -87600 * time.Hour, 0}
	for i, m := range s.machines[:min(3, len(s.machines))] {
		m.skew = skews[i]
		s.pass(time.Minute)
		note := fmt.Sprintf("causal %d", i)
		m.edit(func(d *vault.Document, by vault.Author) error {
			e, _ := d.Account(id)
			e.Note = note
			return d.Update(by, id, e.Account)
		})
		for range 3 {
			for _, o := range s.machines {
				s.pass(40 * time.Second)
				s.work(o)
				s.cloud.Heal()
			}
		}
		for _, o := range s.machines {
			if e, _ := o.doc().Account(id); e.Note != note {
				s.fail("I15: %s shows %q after %s wrote %q", o.name, e.Note, m.name, note)
			}
		}
	}
}

func runStorm(t *testing.T, seed uint64, sum *totals) {
	cryptotest.SetGlobalRandom(t, seed) // keys too, so that a seed repeats everything
	rng := mrand.New(mrand.NewPCG(seed, 2))
	faults := hostile.Rough()
	if seed%4 == 0 {
		faults = hostile.Calm()
	}
	// Only a file that never leaves its computer needs the weekly one.
	if seed%2 == 1 {
		faults.LostUpload = 0
	}
	s := newStorm(t, seed, faults, 2+rng.IntN(3))
	s.now = faults.LostUpload == 0
	s.social = seed%3 == 0
	for range 30 + rng.IntN(60) {
		s.one()
	}
	s.calm()
	s.judge()
	sum.add(s)
}

func TestStorm(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 8
	}
	if n, err := strconv.ParseUint(os.Getenv("TWOFOLD_STORMS"), 10, 32); err == nil {
		seeds = n
	}
	first := uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("TWOFOLD_STORM"), 10, 64); err == nil {
		first = n
		if os.Getenv("TWOFOLD_STORMS") == "" {
			seeds = 1
		}
	}
	var sum totals
	for seed := first; seed < first+seeds; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { runStorm(t, seed, &sum) })
	}
	t.Logf("seeds %d to %d: %s", first, first+seeds-1, &sum)
}

// totals are what all storms of a run had.
type totals struct{ seeds, edits, files, joined, removed, keys int }

func (n *totals) add(s *storm) {
	n.seeds++
	n.edits += s.edits
	n.removed += len(s.gone)
	n.joined += len(s.machines) + len(s.gone)
	n.keys += len(s.kits)
	for _, m := range append(s.gone, s.machines...) {
		n.files += m.writes
	}
}

func (n *totals) String() string {
	return fmt.Sprintf("%d passed; %d computers, %d of them shut out, %d recovery keys, %d edits, %d files",
		n.seeds, n.joined, n.removed, n.keys, n.edits, n.files)
}
