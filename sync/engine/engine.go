// Package engine decides what to take from the shared folder, what to publish
// into it, and when.
//
// The vault is the join of every snapshot that can be read. A file that is
// missing means nothing; a snapshot is published if, and only if, what can be
// read in the folder lacks something this computer knows. That one rule heals
// emptied folders, roll-backs and lost uploads, and it also makes writing stop.
//
// The engine is synchronous: whoever owns it calls [Engine.Step] when a hint
// of the folder, the time [Result.Next] or an edit asks for it, and passes the
// time in. It starts no goroutine and is not safe for concurrent use. It never
// holds the vault: news go to a [Replica], which makes them durable. How it
// all fits together is written down in docs/sync-protocol.md.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// The times of the protocol.
const (
	afterLastEdit  = time.Second        // a burst of edits becomes one file
	afterFirstEdit = 5 * time.Second    // but nobody waits longer than this
	betweenWrites  = 10 * time.Second   // at most one file in this time
	quietEdit      = time.Hour          // uses that were only counted wait this long for company
	refreshEvery   = 7 * 24 * time.Hour // a file that was lost on one side only
	healFrom       = 10 * time.Second   // computers that heal wait a random time, so that
	healTo         = 120 * time.Second  // most of them find it done
	damagedAfter   = 15 * time.Minute   // a file that does not get better
	dueAgain       = 30 * time.Second   // after a failed write
	clockTolerance = 2 * time.Minute    // two clocks that differ more are worth a word
	mergedFor      = time.Minute        // how long "merged" is said
)

// Names are what the folder has to know of our file names.
func Names() folder.Names {
	return folder.Names{Prefix: "tf1-", Suffixes: []string{".age", ".json"}, Temp: "~$tf1-"}
}

// Replica is the vault as its owner holds it in memory.
type Replica interface {
	// Join takes news into the vault and returns when they are durable. After
	// an error nothing has changed, and the same news come again.
	Join(news *vault.Document) (vault.Changes, error)
	// Rekey gives this computer new keys and the name, as [store.Store.Rekey]
	// does: it turned out to be a copy.
	Rekey(ctx context.Context, name string) error
}

// Options is what an engine needs.
type Options struct {
	// Store is unlocked, and stays so while the engine is used. A nil Replica
	// means that nobody else holds the vault.
	Store   *store.Store
	Replica Replica
	Folder  folder.Folder
	Rand    io.Reader // for random delays
	App     string    // version of the program
	System  string    // of this computer, for new keys
}

// Engine is the sync of one vault through one folder. Make it with [New].
type Engine struct {
	o     Options
	keys  *identity.Keys
	me    string // id of this computer
	notes notes
	saved string // notes and marks as they were last written

	seen map[string]store.Mark // frontier: newest taken of every other computer
	// told is what the files taken say others have seen of a computer: what
	// one of them has joined is contained in that one's file.
	told map[string]uint64

	doc      *vault.Document // as last looked at; nil asks for another look
	printOf  *vault.Document // whose fingerprint printed is
	printed  string
	records  identity.Records
	roster   *identity.Roster
	known    map[any]bool    // what is in records
	inFolder *vault.Document // join of all that was read and lies in the folder; nil: build it again
	lacks    bool            // the folder lacks something of doc
	checked  bool            // lacks is up to date
	starved  bool            // a computer of the vault cannot read what there is

	files  map[string]*file     // by path
	proven map[string]time.Time // short hashes of own files that were read back
	heads  map[string]head      // newest taken snapshot of every computer
	slots  map[string]bool      // short hashes of recovery files that lie sound in the folder

	edits edits
	// answer: somebody was removed, or a recovery key replaced, by another
	// computer. A file of this one shows that it knows.
	answer bool
	copied bool // another computer goes by the same id; new keys are due
	begun  bool // a file of this computer was made before, for this folder or another
	heal   time.Time
	failed time.Time // of the last failed write
	st     State
	news   []Notice // of this step
	prep   prepared
}

// New makes the engine of an unlocked store. It reads no folder.
func New(o Options) (*Engine, error) {
	if o.Replica == nil {
		o.Replica = Alone{Store: o.Store, System: o.System}
	}
	e := &Engine{o: o, files: map[string]*file{}}
	if err := e.load(); err != nil {
		return nil, err
	}
	return e, nil
}

// load takes keys and frontier from the store, at the start and after new
// keys were made.
func (e *Engine) load() error {
	keys, err := e.o.Store.Keys()
	if err != nil {
		return fmt.Errorf("start sync: %w", err)
	}
	f, err := e.o.Store.Frontier()
	if err != nil {
		return fmt.Errorf("start sync: %w", err)
	}
	e.keys, e.me, e.begun = keys, keys.ID(), f.Own.Seq > 0
	e.seen, e.told = f.Seen, map[string]uint64{}
	e.notes = parseNotes(f.Notes, e.me)
	e.proven, e.heads, e.slots = map[string]time.Time{}, map[string]head{}, map[string]bool{}
	for _, w := range e.notes.Own {
		if w.Proven {
			e.proven[w.Hash] = w.Time
		}
	}
	e.forget()
	return nil
}

// forget drops what was concluded, so that the next step looks at everything
// again: after new keys, or when the roster changed.
func (e *Engine) forget() {
	e.doc, e.inFolder, e.checked, e.roster = nil, nil, false, nil
	for _, f := range e.files {
		if f.class != incomplete && f.class != foreign && f.class != message {
			*f = file{entry: f.entry, name: f.name, named: f.named, since: f.since}
		}
	}
}

// Alone is the Replica of a store that nobody else edits: that of commands,
// of a recovery, and of tests.
type Alone struct {
	Store  *store.Store
	System string
}

// Join implements [Replica].
func (a Alone) Join(news *vault.Document) (vault.Changes, error) {
	doc, err := a.Store.Document()
	if err != nil {
		return vault.Changes{}, err
	}
	c := doc.Join(news)
	if !c.Any {
		return c, nil
	}
	return c, a.Store.Save(doc)
}

// Rekey implements [Replica].
func (a Alone) Rekey(ctx context.Context, name string) error {
	return a.Store.Rekey(ctx, store.NewComputer{Name: name, System: a.System})
}

// Result is what a step did.
type Result struct {
	// Changes are the news that were joined, already durable and known to the
	// Replica.
	Changes vault.Changes
	// Notices are what a person should hear about, each once.
	Notices []Notice
	// Published is true if a file was laid into the folder and proven.
	Published bool
	// Next is when the next step is due even if nothing happens; zero if
	// polling is enough.
	Next time.Time
}

// Step scans the folder, takes what is new, and publishes what is due. It can
// take as long as the folder does, unless ctx ends it. Trouble with the folder
// is no error but a [State]; an error is trouble with this computer's own
// files, after which the step is repeated at the next occasion.
func (e *Engine) Step(ctx context.Context, now time.Time) (Result, error) {
	return e.step(ctx, now, false)
}

// Flush is a step that publishes edits without the delays, before the program
// is locked or ends. It is short if nothing waits.
func (e *Engine) Flush(ctx context.Context, now time.Time) (Result, error) {
	if !e.edits.waiting() {
		return Result{}, nil
	}
	return e.step(ctx, now, true)
}

// PublishNow is a step that publishes whatever the folder lacks without any
// delay, because the user asked.
func (e *Engine) PublishNow(ctx context.Context, now time.Time) (Result, error) {
	e.heal, e.failed = now, time.Time{}
	return e.step(ctx, now, true)
}

func (e *Engine) step(ctx context.Context, now time.Time, hurry bool) (Result, error) {
	var r Result
	e.news = nil
	e.tame(now)
	e.putRight(now)
	if ro := e.o.Store.ReadOnly(); ro != nil {
		e.st.Newer = true
		return r, nil
	}
	l, err := e.o.Folder.Scan(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		e.st.Folder, e.st.Err = Missing, err
		r.Next = e.next(now)
		return r, nil
	}
	if e.st.Folder == Missing {
		e.st.Folder, e.st.Err = Fine, nil
	}
	e.list(l, now)
	r.Changes, err = e.take(ctx, now)
	if err == nil {
		e.compare(now)
		e.regress()
		r.Published, err = e.publish(ctx, now, hurry)
	}
	if err == nil {
		err = e.keep(ctx, now)
	}
	if err == nil {
		err = e.write()
	}
	e.sum(now)
	r.Notices, r.Next = e.news, e.next(now)
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	return r, err
}

// look makes doc, roster and records current.
func (e *Engine) look() error {
	if e.doc != nil {
		return nil
	}
	doc, err := e.o.Store.Document()
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	e.doc, e.checked = doc, false
	e.records = recordsOf(doc)
	if e.roster != nil && e.holds(e.records) {
		return nil
	}
	e.known = map[any]bool{}
	for _, d := range e.records.Devices {
		e.known[d] = true
	}
	for _, s := range e.records.Slots {
		e.known[s] = true
	}
	for _, rm := range e.records.Removals {
		e.known[rm.Sig] = true
	}
	e.roster = identity.NewRoster(e.keys.Vault, e.keys.Root, e.records)
	return nil
}

// recordsOf are the signed records in a document. One that cannot be read
// vouches for nobody.
func recordsOf(doc *vault.Document) identity.Records {
	var r identity.Records
	for _, list := range [][]vault.Signed{doc.Devices(), doc.Slots(), doc.Removals()} {
		for _, s := range list {
			_, _ = r.Add(s.JSON)
		}
	}
	return r
}

// openFile opens a snapshot and judges it by what is known, together with what it
// brings itself. A file without a new roster record, as nearly all are, needs
// no new judgement of who belongs to the vault.
func (e *Engine) openFile(data []byte) (*snapshot.Snapshot, error) {
	u, err := snapshot.Decrypt(data, e.keys.Identities()...)
	if err != nil {
		return nil, err
	}
	if u.Header.Vault != e.keys.Vault {
		u.Wipe()
		return nil, snapshot.ErrWrongVault
	}
	ro := e.roster
	if !e.holds(u.Records) {
		ro = identity.NewRoster(e.keys.Vault, e.keys.Root, e.records.Join(u.Records))
	}
	return u.Verify(ro, snapshot.Full, snapshot.Delta)
}

// holds reports whether all these records are known.
func (e *Engine) holds(r identity.Records) bool {
	for _, d := range r.Devices {
		if !e.known[d] {
			return false
		}
	}
	for _, s := range r.Slots {
		if !e.known[s] {
			return false
		}
	}
	for _, rm := range r.Removals {
		if !e.known[rm.Sig] {
			return false
		}
	}
	return true
}

// errOwn marks trouble with this computer's own files.
var errOwn = errors.New("sync cannot use the files of this computer")
