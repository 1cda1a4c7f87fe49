// Package hostile is a cloud service in memory that does to a shared folder
// everything a real one was ever seen to do, and worse: it delays, drops,
// doubles and re-orders files, shows half of them, leaves placeholders, names
// conflict copies in the ways of six providers, folds case, splits folders,
// goes back in time, is emptied, refuses writes, and says nothing about any
// of it. It is for tests of what is built on package folder, and is driven by
// hand: nothing happens by itself, and a seed repeats everything.
//
// A [Cloud] has one [View] for each computer, which is its [folder.Folder].
// [Cloud.Step] lets one thing happen. [Cloud.Settle] ends all trouble and
// brings every view up to date, after which whatever is built on it should
// agree with itself.
package hostile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Faults are the chances, in percent, that something goes wrong when it can.
type Faults struct {
	Late        int // a file or its deletion waits for another step
	LostUpload  int // a new file never leaves its computer
	Drop        int // a view never gets a file
	Duplicate   int // a view gets a file twice, once as a conflict copy
	Rename      int // a view gets a file under a conflict name alone
	FoldCase    int // a view gets a name in capitals
	SubFolder   int // a view gets a file in "Twofold 2"
	Partial     int // a view gets the beginning first, or zeros
	Placeholder int // a view gets a name without content first
	Refuse      int // publishing or removing fails, nothing done
	Unsure      int // publishing fails, though the file is there
	Torn        int // publishing fails and leaves half a file under the name
	BadRead     int // reading fails this once
	NoEvent     int // a change makes no hint
	FalseEvent  int // a hint without a change, at every step
	Damage      int // a file in a view is changed by another program, at every step
	Wipe        int // the whole folder is emptied, at every step
	RollBack    int // the service goes back in time, at every step
	Unmount     int // a view disappears or comes back, at every step
}

// Calm is a service that only delays and re-orders.
func Calm() Faults { return Faults{Late: 30} }

// Rough is a bad month in every step.
func Rough() Faults {
	return Faults{
		Late: 40, LostUpload: 2, Drop: 2, Duplicate: 5, Rename: 5, FoldCase: 3, SubFolder: 3, Partial: 10,
		Placeholder: 10, Refuse: 5, Unsure: 3, Torn: 2, BadRead: 5, NoEvent: 30, FalseEvent: 10, Damage: 1,
		Wipe: 1, RollBack: 2, Unmount: 2,
	}
}

// Kind is something that happened.
type Kind string

// What can happen, as [Cloud.Happened] counts it.
const (
	Published  Kind = "published"
	Removed    Kind = "removed"
	Delivered  Kind = "delivered"
	Deleted    Kind = "deleted"
	LostUpload Kind = "lost upload"
	Dropped    Kind = "dropped"
	Duplicated Kind = "duplicated"
	Renamed    Kind = "renamed"
	CaseFolded Kind = "case folded"
	Split      Kind = "folder split"
	Torn       Kind = "torn"
	Partial    Kind = "partial"
	Waiting    Kind = "placeholder"
	Refused    Kind = "refused"
	Unsure     Kind = "unsure"
	BadRead    Kind = "bad read"
	Damaged    Kind = "damaged"
	Wiped      Kind = "wiped"
	RolledBack Kind = "rolled back"
	Unmounted  Kind = "unmounted"
	Cloned     Kind = "cloned"
	SameName   Kind = "two contents under one name"
)

// Event is one thing that happened, for a test that wants to know who did
// what: no name is to be written by two computers, and nobody is to remove
// another one's file.
type Event struct {
	Kind Kind
	View int    // number of the view; -1 for the service
	Path string // in that view
}

// object is a file at the service. It never changes.
type object struct {
	id   int
	name string
	data []byte
}

// change is one entry of the service's history.
type change struct {
	put  bool
	file *object
}

// Cloud is the service. Its methods and those of its views may be called from
// any goroutine, but only one goroutine gives repeatable results.
type Cloud struct {
	mu     sync.Mutex
	rng    *rand.Rand
	faults Faults
	now    time.Time
	ids    int
	files  map[int]*object
	log    []change
	views  []*View
	events []Event
	counts map[Kind]int
}

// New is an empty service. The seed decides everything that happens.
func New(seed uint64, f Faults) *Cloud {
	return &Cloud{
		rng: rand.New(rand.NewPCG(seed, 0x7477_6f66_6f6c_6431)), faults: f,
		now:   time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		files: map[int]*object{}, counts: map[Kind]int{},
	}
}

// chance throws the dice.
func (c *Cloud) chance(percent int) bool { return percent > 0 && c.rng.IntN(100) < percent }

func (c *Cloud) note(k Kind, view int, path string) {
	c.counts[k]++
	c.events = append(c.events, Event{k, view, path})
}

// Happened says how often things of a kind happened so far.
func (c *Cloud) Happened(k Kind) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts[k]
}

// Events is everything that happened so far.
func (c *Cloud) Events() []Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.events)
}

// SetFaults changes the chances from now on.
func (c *Cloud) SetFaults(f Faults) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = f
}

// Names are the files at the service, in order; a name may come twice.
func (c *Cloud) Names() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, f := range c.sorted() {
		out = append(out, f.name)
	}
	return out
}

func (c *Cloud) sorted() []*object {
	var out []*object
	for _, f := range c.files {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *object) int { return a.id - b.id })
	return out
}

// record adds to the history and lets all views but one know, later.
func (c *Cloud) record(put bool, f *object, but *View) {
	if put {
		c.files[f.id] = f
	} else {
		delete(c.files, f.id)
	}
	c.log = append(c.log, change{put, f})
	for _, v := range c.views {
		if v != but {
			v.pending = append(v.pending, change{put, f})
		}
	}
}

// upload takes a new file of a view.
func (c *Cloud) upload(v *View, l *local) {
	for _, f := range c.sorted() {
		if f.name == l.path && string(f.data) != string(l.want) {
			// Google Drive keeps both under one name, the others rename one.
			c.note(SameName, v.n, l.path)
		}
	}
	c.ids++
	l.file = &object{c.ids, l.path, l.want}
	c.record(true, l.file, v)
}

// Step lets something happen: for every view what waits is sent and received
// or not, and now and then there is an accident.
func (c *Cloud) Step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	c.accidents()
	for _, v := range c.views {
		v.step()
	}
}

func (c *Cloud) accidents() {
	if len(c.views) == 0 {
		return
	}
	v := c.views[c.rng.IntN(len(c.views))]
	f := c.faults
	switch {
	case c.chance(f.Wipe):
		c.wipe()
	case c.chance(f.RollBack) && len(c.log) > 0:
		c.rollBack(1 + c.rng.IntN(len(c.log)))
	case c.chance(f.Unmount):
		v.mounted = !v.mounted
		c.note(Unmounted, v.n, "")
	case c.chance(f.Damage):
		v.damage()
	case c.chance(f.FalseEvent):
		v.hint(true)
	}
}

// Wipe empties the folder, as a person or another program does.
func (c *Cloud) Wipe() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wipe()
}

func (c *Cloud) wipe() {
	for _, f := range c.sorted() {
		c.record(false, f, nil)
	}
	c.note(Wiped, -1, "")
}

// RollBack undoes the last n changes at the service, as "Restore your files"
// does.
func (c *Cloud) RollBack(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rollBack(n)
}

func (c *Cloud) rollBack(n int) {
	then := map[int]*object{}
	for _, ch := range c.log[:max(0, len(c.log)-n)] {
		if ch.put {
			then[ch.file.id] = ch.file
		} else {
			delete(then, ch.file.id)
		}
	}
	for _, f := range c.sorted() {
		if then[f.id] == nil {
			c.record(false, f, nil)
		}
	}
	var back []*object
	for id, f := range then {
		if c.files[id] == nil {
			back = append(back, f)
		}
	}
	slices.SortFunc(back, func(a, b *object) int { return a.id - b.id })
	for _, f := range back {
		c.record(true, f, nil)
	}
	c.note(RolledBack, -1, "")
}

// Settle ends all trouble: views are mounted, everything is uploaded and
// delivered, half files become whole and placeholders are downloaded. What a
// view never got, it still does not have; [Cloud.Heal] gives it that too.
func (c *Cloud) Settle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	saved := c.faults
	c.faults = Faults{}
	for _, v := range c.views {
		v.mounted = true
		v.uploadAll()
	}
	for _, v := range c.views {
		for len(v.pending) > 0 {
			v.receive(0)
		}
		v.complete()
	}
	c.faults = saved
}

// Heal is a fresh start of every client: each view gets what it never got.
func (c *Cloud) Heal() {
	c.Settle()
	c.mu.Lock()
	defer c.mu.Unlock()
	saved := c.faults
	c.faults = Faults{}
	for _, v := range c.views {
		for _, f := range c.sorted() {
			if !v.has(f) {
				v.pending = append(v.pending, change{true, f})
			}
		}
		for len(v.pending) > 0 {
			v.receive(0)
		}
	}
	c.faults = saved
}

// String tells what happened, for a failing test.
func (c *Cloud) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("%d files, %d changes, %v", len(c.files), len(c.log), c.counts)
}
