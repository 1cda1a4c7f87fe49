package hostile_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"twofold/sync/folder"
	"twofold/sync/folder/hostile"
)

var names = folder.Names{Prefix: "tf1-", Suffixes: []string{".age", ".json"}, Temp: "~$tf1-"}

// toy is the smallest thing that follows the rules of the protocol: its state
// is a set that only grows, every file is a whole state, and it publishes if
// and only if what it can read lacks something it knows.
type toy struct {
	id    string
	view  *hostile.View
	seq   int
	state map[string]bool
	deaf  bool // it does not join what it reads
}

func content(state map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(state)), "\n") + "\nend"
}

func (d *toy) sync(t *testing.T) {
	l, err := d.view.Scan(t.Context())
	if err != nil {
		return // not available: nothing is known, nothing is written
	}
	readable := map[string]bool{}
	for _, e := range l.Entries {
		b, err := d.view.Read(t.Context(), e.Path)
		if err != nil || !whole(e.Name, b) {
			continue
		}
		for _, item := range strings.Split(strings.TrimSuffix(string(b), "\nend"), "\n") {
			readable[item] = true
			if !d.deaf {
				d.state[item] = true
			}
		}
	}
	for item := range d.state {
		if !readable[item] {
			d.publish(t)
			return
		}
	}
}

// whole compares the bytes with the hash in the name, in whatever case.
func whole(name string, b []byte) bool {
	return strings.Contains(strings.ToLower(name), fmt.Sprintf("%x", sha256.Sum256(b))[:12])
}

func (d *toy) publish(t *testing.T) {
	d.seq++
	b := content(d.state)
	name := fmt.Sprintf("tf1-%s-%06d-%s.age", d.id, d.seq, fmt.Sprintf("%x", sha256.Sum256([]byte(b)))[:12])
	err := d.view.Publish(t.Context(), name, []byte(b))
	if errors.Is(err, folder.ErrExists) {
		t.Fatalf("%s is taken by another content", name)
	}
}

// world runs toys on a cloud, and gives what was edited.
func world(t *testing.T, seed uint64, f hostile.Faults, steps int) (*hostile.Cloud, []*toy, map[string]bool) {
	c := hostile.New(seed, f)
	var toys []*toy
	edits := map[string]bool{}
	for i := range int(hostile.Styles) {
		toys = append(toys, &toy{
			id: fmt.Sprintf("device%04d", i), view: c.Join(hostile.Style(i), names), state: map[string]bool{},
		})
	}
	for step := range steps {
		c.Step()
		d := toys[(step*7+int(seed))%len(toys)]
		if step%3 == 0 {
			edit := fmt.Sprintf("%s edit %d", d.id, step)
			d.state[edit], edits[edit] = true, true
		}
		d.sync(t)
		if step == steps/2 {
			twin := &toy{id: "clone00000", view: d.view.Clone(), state: maps.Clone(d.state)}
			toys = append(toys, twin)
		}
	}
	return c, toys, edits
}

// settle lets the toys agree after the trouble has ended.
func settle(t *testing.T, c *hostile.Cloud, toys []*toy) {
	c.SetFaults(hostile.Faults{})
	for round := range 4 {
		c.Settle()
		for _, d := range toys {
			if round == 1 {
				d.publish(t) // the weekly refresh
			}
			d.sync(t)
		}
	}
}

func TestToyConvergesOnAHostileCloud(t *testing.T) {
	seeds := uint64(300)
	if testing.Short() {
		seeds = 30
	}
	happened := map[hostile.Kind]int{}
	for seed := range seeds {
		c, toys, edits := world(t, seed, hostile.Rough(), 120)
		settle(t, c, toys)
		for _, d := range toys {
			for edit := range edits {
				if !d.state[edit] {
					t.Fatalf("seed %d: %s lost %q; %s", seed, d.id, edit, c)
				}
			}
		}
		for _, e := range c.Events() {
			happened[e.Kind]++
			if e.Kind == hostile.Removed {
				t.Fatalf("seed %d: somebody removed %s", seed, e.Path)
			}
		}
	}
	for _, k := range []hostile.Kind{
		hostile.Published, hostile.Delivered, hostile.Deleted, hostile.LostUpload, hostile.Dropped, hostile.Duplicated,
		hostile.Renamed, hostile.CaseFolded, hostile.Split, hostile.Torn, hostile.Partial, hostile.Waiting, hostile.Refused,
		hostile.Unsure, hostile.BadRead, hostile.Damaged, hostile.Wiped, hostile.RolledBack, hostile.Unmounted, hostile.Cloned,
	} {
		if happened[k] == 0 {
			t.Errorf("in %d seeds nothing was %s", seeds, k)
		}
	}
}

// TestDeafToysDiverge: a cloud on which everything converges would prove
// nothing.
func TestDeafToysDiverge(t *testing.T) {
	c, toys, edits := world(t, 1, hostile.Calm(), 60)
	for _, d := range toys {
		d.deaf = true
		own := strings.Repeat("own edit of ", 2) + d.id
		d.state[own], edits[own] = true, true
	}
	settle(t, c, toys)
	for _, d := range toys {
		if len(d.state) == len(edits) {
			t.Errorf("%s knows everything without having read it", d.id)
		}
	}
}

func TestSeedRepeats(t *testing.T) {
	run := func() string {
		c, toys, _ := world(t, 42, hostile.Rough(), 200)
		out := c.String() + strings.Join(c.Names(), "\n")
		for _, d := range toys {
			out += content(d.state)
		}
		return out
	}
	if first, again := run(), run(); first != again {
		t.Error("the same seed gave two histories")
	}
}

func one(t *testing.T, f hostile.Faults) (*hostile.Cloud, *hostile.View, *hostile.View) {
	t.Helper()
	c := hostile.New(1, f)
	return c, c.Join(hostile.OneDrive, names), c.Join(hostile.ICloud, names)
}

const name = "tf1-a-000001-0123456789ab.age"

func TestDelivery(t *testing.T) {
	c, a, b := one(t, hostile.Faults{})
	if err := a.Publish(t.Context(), name, []byte("data")); err != nil {
		t.Fatal(err)
	}
	<-a.Hints()
	c.Step()
	c.Step()
	<-b.Hints()
	got, err := b.Read(t.Context(), name)
	if err != nil || string(got) != "data" {
		t.Fatalf("read = %q, %v", got, err)
	}
	if err := a.Publish(t.Context(), name, []byte("data")); err != nil {
		t.Errorf("publishing the same again: %v", err)
	}
	if err := a.Publish(t.Context(), name, []byte("other")); !errors.Is(err, folder.ErrExists) {
		t.Errorf("publishing another content: %v, want ErrExists", err)
	}
	if err := a.Remove(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	c.Step()
	if l, _ := b.Scan(t.Context()); len(l.Entries) != 0 {
		t.Errorf("entries = %v, want none", l.Entries)
	}
	a.Unmount()
	if _, err := a.Scan(t.Context()); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("scan without the folder: %v, want ErrUnavailable", err)
	}
	if err := a.Publish(t.Context(), name, []byte("data")); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("publish without the folder: %v, want ErrUnavailable", err)
	}
	a.Mount()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Scan(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled scan: %v", err)
	}
}

func TestWipeAndRollBack(t *testing.T) {
	c, a, b := one(t, hostile.Faults{})
	for i := range 3 {
		if err := a.Publish(t.Context(), fmt.Sprintf("tf1-a-00000%d-x.age", i), []byte("data")); err != nil {
			t.Fatal(err)
		}
		c.Settle()
	}
	count := func(v *hostile.View) int {
		t.Helper()
		l, err := v.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(l.Entries)
	}
	c.RollBack(1)
	c.Settle()
	if count(a) != 2 || count(b) != 2 {
		t.Errorf("after going back: %d and %d files, want 2", count(a), count(b))
	}
	c.Wipe()
	c.Settle()
	if count(a) != 0 || count(b) != 0 {
		t.Errorf("after wiping: %d and %d files, want 0", count(a), count(b))
	}
	c.RollBack(2)
	c.Settle()
	if count(a) != 2 || count(b) != 2 {
		t.Errorf("after going back before the wipe: %d and %d files, want 2", count(a), count(b))
	}
}

func TestLostAndDroppedFilesComeWithHeal(t *testing.T) {
	c, a, b := one(t, hostile.Faults{Drop: 100})
	if err := a.Publish(t.Context(), name, []byte("data")); err != nil {
		t.Fatal(err)
	}
	c.Step()
	c.Step()
	c.Settle()
	if _, err := b.Read(t.Context(), name); err == nil {
		t.Error("a dropped file arrived")
	}
	c.Heal()
	if got, err := b.Read(t.Context(), name); err != nil || string(got) != "data" {
		t.Errorf("after healing: %q, %v", got, err)
	}
}

func TestNamesOfEveryStyleAreFound(t *testing.T) {
	for style := range hostile.Styles {
		c := hostile.New(1, hostile.Faults{Duplicate: 100})
		a, b := c.Join(style, names), c.Join(style, names)
		for i := range 5 {
			if err := a.Publish(t.Context(), fmt.Sprintf("tf1-a-00000%d-x.age", i), []byte("data")); err != nil {
				t.Fatal(err)
			}
		}
		c.Step()
		c.Step()
		l, err := b.Scan(t.Context())
		if err != nil || len(l.Entries) != 10 {
			t.Errorf("style %d: %d entries, %v, want 5 and their copies", style, len(l.Entries), err)
		}
		copies := 0
		for _, e := range l.Entries {
			if e.Copy {
				copies++
			}
		}
		if copies != 5 {
			t.Errorf("style %d: %d copies, want 5", style, copies)
		}
	}
}
