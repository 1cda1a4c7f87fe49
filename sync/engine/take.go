package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// Limits of one step. What is left over comes with the next one.
const (
	mostReads = 64
	mostBytes = 128 << 20
	rounds    = 8 // of reading older files where newer ones fail
)

// take reads what is new and joins it.
func (e *Engine) take(ctx context.Context, now time.Time) (vault.Changes, error) {
	var all vault.Changes
	e.st.more = false
	budget := mostReads
	for range rounds {
		if err := e.look(); err != nil {
			return all, err
		}
		if e.inFolder == nil {
			e.inFolder = vault.New()
		}
		plan := e.plan(now)
		if len(plan) > budget {
			plan, e.st.more = plan[:budget], true
		}
		if len(plan) == 0 || ctx.Err() != nil {
			return all, nil
		}
		budget -= len(plan)
		c, err := e.takeBatch(ctx, now, plan)
		add(&all, c)
		if err != nil {
			return all, err
		}
	}
	e.st.more = true
	return all, nil
}

// plan lists the files to read now: of each computer the newest that may be
// good, files that look like those of a copy, and files without a name.
func (e *Engine) plan(now time.Time) []*file {
	byDev := map[string][]*file{}
	var plan []*file
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		switch {
		case f.named && f.name.Recovery():
			if f.name.Vault == e.keys.Vault && f.fresh(now) {
				plan = append(plan, f)
			}
		case !f.named:
			if f.fresh(now) {
				plan = append(plan, f)
			}
		case e.ours(f):
			byDev[f.name.Dev] = append(byDev[f.name.Dev], f)
		}
	}
	devs := make([]string, 0, len(byDev))
	for dev := range byDev {
		devs = append(devs, dev)
	}
	slices.Sort(devs)
	for _, dev := range devs {
		plan = append(plan, e.planOne(dev, byDev[dev], now)...)
	}
	return plan
}

func sortedPaths(files map[string]*file) []string {
	out := make([]string, 0, len(files))
	for path := range files {
		out = append(out, path)
	}
	slices.Sort(out)
	return out
}

// planOne chooses among the files that go by the name of one computer.
func (e *Engine) planOne(dev string, fs []*file, now time.Time) []*file {
	slices.SortStableFunc(fs, func(a, b *file) int { return cmp.Compare(b.name.Seq, a.name.Seq) })
	var plan []*file
	chosen := map[string]bool{}
	choose := func(f *file) {
		switch {
		case f.class == taken, chosen[f.name.Hash]:
		case e.read(f.name.Hash):
			f.class = twin
		case f.fresh(now):
			chosen[f.name.Hash] = true
			plan = append(plan, f)
		}
	}
	good := false
	var best *file
	for i, f := range fs {
		// Two files of one number, or one that its successor does not name,
		// are the work of a copy of that computer: both are read.
		fork := i > 0 && fs[i-1].name.Seq == f.name.Seq && fs[i-1].name.Hash != f.name.Hash ||
			i+1 < len(fs) && fs[i+1].name.Seq == f.name.Seq && fs[i+1].name.Hash != f.name.Hash ||
			best != nil && f.name.Seq+1 == best.head.seq && f.name.Hash != snapshot.Short(best.head.prev)
		if !good || fork {
			choose(f)
		}
		switch {
		case good:
		case f.class == taken || f.class == twin:
			good, best = true, f
		case f.class == unread || f.class == incomplete && chosen[f.name.Hash]:
			good = true // first see what this one gives
		case f.class == notForMe && e.seen[dev].Seq == 0:
			good = true // joined later: the older ones are not for us either
		case f.name.Seq <= e.seen[dev].Seq && dev != e.me:
			good = true // nothing new below; what the folder lacks is published
		}
	}
	return plan
}

// opened is a file that was read and opened.
type opened struct {
	f    *file
	head head
	doc  *vault.Document
}

// takeBatch reads the files, joins them in one durable step, and notes who
// wrote them.
func (e *Engine) takeBatch(ctx context.Context, now time.Time, plan []*file) (vault.Changes, error) {
	var got []opened
	news := vault.New()
	bytes := int64(0)
	for _, f := range plan {
		if bytes > mostBytes {
			e.st.more = true
			break
		}
		bytes += f.entry.Size
		data, err := e.o.Folder.Read(ctx, f.entry.Path)
		if ctx.Err() != nil {
			return vault.Changes{}, nil // nothing is known about the file
		}
		o, ok := e.open(f, data, err, now)
		if ok {
			got = append(got, o)
			news.Join(o.doc)
		}
	}
	if len(got) == 0 {
		return vault.Changes{}, nil
	}
	c, err := e.o.Replica.Join(news)
	if err != nil {
		return vault.Changes{}, fmt.Errorf("%w: join: %w", errOwn, err)
	}
	for _, o := range got {
		o.f.class, o.f.head, o.f.err = taken, o.head, nil
		e.credit(o.head, now)
	}
	e.inFolder.Join(news)
	e.checked = false
	if c.Any {
		e.doc = nil
		e.merged(got, c, now)
	}
	if c.Roster {
		e.reconsider()
		if err := e.joined(); err != nil {
			return c, err
		}
	}
	if e.copied {
		return c, e.rekey(ctx)
	}
	return c, nil
}

// reconsider judges anew what depends on who belongs to the vault: recovery
// files too, which often arrive before the snapshot that tells of their slot,
// and of which a copy is kept only then.
func (e *Engine) reconsider() {
	e.inFolder = nil
	for _, f := range e.files {
		if f.class == refused || f.class == taken || f.class == twin || f.class == slotFile {
			f.class = unread
		}
	}
	e.heads = map[string]head{}
}

// open makes what it can of the bytes of a file, and classes it if it cannot
// be taken.
func (e *Engine) open(f *file, data []byte, err error, now time.Time) (opened, bool) {
	switch {
	case errors.Is(err, folder.ErrTooLarge):
		f.class, f.err = foreign, err
		return opened{}, false
	case err != nil:
		f.retry(now, err)
		return opened{}, false
	case f.named && f.name.Check(data) != nil:
		f.retry(now, snapshot.ErrIncomplete)
		if f.changed {
			e.tell(Notice{Kind: Rewritten, Device: f.name.Dev, Name: e.nameOf(f.name.Dev), File: f.entry.Name})
		}
		return opened{}, false
	case f.named && f.name.Recovery():
		e.takeSlot(f, data)
		return opened{}, false
	case !f.named && sealed.NeedsPassphrase(data):
		f.class = foreign
		return opened{}, false
	}
	snap, err := e.openFile(data)
	if err != nil {
		f.class, f.err = classify(err), err
		if !f.named && f.class == broken {
			// Without a hash in the name it may as well be still arriving.
			f.retry(now, err)
		}
		e.reject(f)
		return opened{}, false
	}
	defer snap.Wipe() // the document keeps copies
	doc, _ := vault.Read(snap.Lines)
	h := headOf(snap, doc)
	h.print = print(doc)
	return opened{f: f, doc: doc, head: h}, true
}

// credit notes how far a computer is known after one of its files was joined.
func (e *Engine) credit(h head, now time.Time) {
	for dev, s := range h.seen {
		e.told[dev] = max(e.told[dev], s.Seq)
	}
	if h.dev == e.me {
		e.creditOwn(h)
		return
	}
	mark := e.seen[h.dev]
	switch {
	case h.seq > mark.Seq:
		e.seen[h.dev] = store.Mark{Seq: h.seq, Hash: h.hash}
	case h.seq == mark.Seq && snapshot.Short(mark.Hash) != h.hash:
		e.tell(Notice{Kind: Forked, Device: h.dev, Name: e.nameOf(h.dev), File: h.hash})
	}
	if old, ok := e.heads[h.dev]; !ok || h.seq >= old.seq {
		e.heads[h.dev] = h
		e.skew(h, now)
	}
}

// merged remembers whose changes were joined, to say so.
func (e *Engine) merged(got []opened, c vault.Changes, now time.Time) {
	if len(c.Added)+len(c.Changed)+len(c.Removed) == 0 && !c.Groups && !c.Trash {
		return
	}
	var newest head
	for _, o := range got {
		if o.head.dev != e.me && !o.head.time.Before(newest.time) {
			newest = o.head
		}
	}
	if newest.dev != "" {
		e.st.Merged, e.st.MergedAt = newest.dev, now
	}
}

// reject tells about files that somebody else made.
func (e *Engine) reject(f *file) {
	switch {
	case f.class == tooNew:
		var tn *snapshot.TooNewError
		if errors.As(f.err, &tn) && tn.Verified {
			e.st.Newer = true // anybody could have made an unverified one
		}
		e.tell(Notice{Kind: Newer, File: f.entry.Name, Err: f.err})
	case f.class == refused:
		kind := Forged
		if errors.Is(f.err, identity.ErrRemovedSigner) {
			kind = FromRemoved
		}
		dev := ""
		if f.named {
			dev = f.name.Dev
		}
		e.tell(Notice{Kind: kind, Device: dev, Name: e.nameOf(dev), File: f.entry.Name, Err: f.err})
	}
}

// add joins what two joins brought.
func add(all *vault.Changes, c vault.Changes) {
	union := func(a, b []string) []string {
		a = append(a, b...)
		slices.Sort(a)
		return slices.Compact(a)
	}
	all.Added, all.Changed = union(all.Added, c.Added), union(all.Changed, c.Changed)
	all.Removed, all.Kept = union(all.Removed, c.Removed), union(all.Kept, c.Kept)
	all.Settings = union(all.Settings, c.Settings)
	all.Trash, all.Groups = all.Trash || c.Trash, all.Groups || c.Groups
	all.Roster, all.Any = all.Roster || c.Roster, all.Any || c.Any
}
