package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// prepared is the file prepared last, and the document in it.
type prepared struct {
	seq   uint64
	print string
}

// mayPublish reports whether this computer may write at all: not where the
// vault needs a later version, not under an id that another computer has too,
// and not after it was removed, when nobody would believe it.
func (e *Engine) mayPublish() bool {
	return !e.st.Newer && !e.copied && !e.st.Removed && !e.beside()
}

// beside reports whether the folder holds another vault, and nothing of this
// one, which has never been in any folder and has no other computer. It is not
// begun there: whether the two are to become one is for the user to say, and
// whoever chose the folder when it was empty is asked again. See
// docs/sync-protocol.md, "Choosing a folder".
func (e *Engine) beside() bool {
	if e.begun || len(e.notes.Own) > 0 || e.doc == nil || len(e.doc.Devices()) > 1 {
		return false
	}
	other := false
	for _, f := range e.files {
		switch {
		case !f.named:
		case f.name.Vault == e.keys.Vault:
			return false
		default:
			other = true
		}
	}
	return other
}

// dueAt is when a file is to be written, zero for never.
func (e *Engine) dueAt(now time.Time, hurry bool) time.Time {
	if !e.mayPublish() || e.inFolder == nil {
		return time.Time{}
	}
	var at time.Time
	switch {
	case len(e.notes.Own) == 0:
		at = now // this computer has just joined, or has new keys
	case e.lacks && !e.st.more || e.lacks && e.edits.waiting():
		at = earlier(e.edits.due(), e.heal)
		if hurry && (e.edits.waiting() || !e.heal.IsZero()) {
			return now
		}
	}
	if e.starved && !e.lacks {
		at = earlier(at, e.heal)
	}
	if e.refreshDue(now) || e.answer {
		at = earlier(at, now)
	}
	if at.IsZero() || hurry {
		return at
	}
	if n := len(e.notes.Own); n > 0 && !e.notes.Own[n-1].Time.After(now) {
		at = later(at, e.notes.Own[n-1].Time.Add(betweenWrites))
	}
	if !e.failed.IsZero() && !e.failed.After(now) {
		at = later(at, e.failed.Add(dueAgain))
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// publish lays a file into the folder if one is due, and files that a crash
// left in the outbox.
func (e *Engine) publish(ctx context.Context, now time.Time, hurry bool) (bool, error) {
	if err := e.look(); err != nil {
		return false, err
	}
	if e.st.Removed = e.removed(); e.st.Removed && len(e.keys.Identities()) > 1 {
		_ = e.o.Store.ForgetFormer() // the next step tries again
	}
	if e.edits.waiting() && e.lacks && e.notes.Waits.IsZero() {
		e.notes.Waits = e.edits.first
	}
	if !e.mayPublish() || ctx.Err() != nil {
		return false, nil
	}
	waiting, err := e.o.Store.Outbox()
	if err != nil {
		return false, fmt.Errorf("%w: %w", errOwn, err)
	}
	at := e.dueAt(now, hurry)
	due := !at.IsZero() && !at.After(now)
	if !due && (len(waiting) == 0 || e.pausing(now)) {
		return false, nil
	}
	var out store.Outgoing
	switch n := len(waiting); {
	case n > 0 && e.current(waiting[n-1]):
		out = waiting[n-1]
	case !due && len(e.notes.Own) > 0 && !e.lacks:
		// Leftovers that the folder has no use for.
		return false, e.sent(waiting)
	default:
		if out, err = e.prepare(now); err != nil {
			return false, err
		}
		waiting = append(waiting, out)
	}
	return e.deliver(ctx, out, waiting, now)
}

// pausing reports whether a failed write is too fresh to try again.
func (e *Engine) pausing(now time.Time) bool {
	return !e.failed.IsZero() && !e.failed.After(now) && now.Before(e.failed.Add(dueAgain))
}

// current reports whether a file in the outbox holds all that is known now.
// One that does not must not be sent any more: it might be addressed to a
// computer that has been removed since.
func (e *Engine) current(o store.Outgoing) bool {
	if e.prep.seq == o.Seq {
		return e.prep.print == e.whole()
	}
	data, err := e.o.Store.Outgoing(o)
	if err != nil {
		return false
	}
	snap, err := e.openFile(data)
	if err != nil {
		return false
	}
	defer snap.Wipe()
	doc, _ := vault.Read(snap.Lines)
	return !lacks(doc, e.doc)
}

// prepare makes the next file, durable in the outbox.
func (e *Engine) prepare(now time.Time) (store.Outgoing, error) {
	h := snapshot.Header{Vault: e.keys.Vault, Time: now, App: e.o.App, Seen: map[string]snapshot.Seen{}}
	for id, m := range e.seen {
		h.Seen[id] = snapshot.Seen{Seq: m.Seq, Hash: snapshot.Short(m.Hash)}
	}
	e.holdings(h.Seen)
	var name snapshot.Name
	out, err := e.o.Store.Prepare(func(seq uint64, prev string) (string, []byte, error) {
		h.Seq, h.Prev = seq, prev
		n, file, err := snapshot.Seal(h, e.doc.Lines(), e.keys, e.roster.Recipients()...)
		name = n
		return n.String(), file, err
	})
	if err != nil {
		return out, fmt.Errorf("%w: %w", errOwn, err)
	}
	e.prep = prepared{out.Seq, e.whole()}
	// Known as ours before anybody sees it, or we would take it for the work
	// of a copy of this computer.
	e.notes.add(written{Seq: out.Seq, Hash: name.Hash, Time: now.UTC().Truncate(time.Second)})
	return out, e.write()
}

// deliver lays a file into the folder and proves that it can be read there.
func (e *Engine) deliver(ctx context.Context, out store.Outgoing, waiting []store.Outgoing, now time.Time) (bool, error) {
	data, err := e.o.Store.Outgoing(out)
	if err != nil {
		return false, fmt.Errorf("%w: %w", errOwn, err)
	}
	err = e.o.Folder.Publish(ctx, out.Name, data)
	if errors.Is(err, folder.ErrExists) {
		// Somebody put other bytes under our name. The next file gets another.
		return false, e.sent(waiting)
	}
	var back []byte
	if err == nil {
		back, err = e.o.Folder.Read(ctx, out.Name)
	}
	if err != nil {
		e.trouble(err, now)
		return false, nil
	}
	if snapshot.Hash(back) != snapshot.Hash(data) {
		e.trouble(folder.ErrMismatch, now)
		return false, e.sent(waiting)
	}
	snap, err := e.openFile(back)
	if err != nil {
		return false, fmt.Errorf("%w: own file does not open: %w", errOwn, err)
	}
	defer snap.Wipe()
	e.accept(out, snap, int64(len(back)), now)
	return true, e.sent(waiting)
}

// accept notes a file that was read back from the folder and opened.
func (e *Engine) accept(out store.Outgoing, snap *snapshot.Snapshot, size int64, now time.Time) {
	doc, _ := vault.Read(snap.Lines)
	h := headOf(snap, doc)
	h.print = print(doc)
	e.heads[e.me] = h
	f := &file{class: taken, head: h, since: now, made: true}
	f.entry.Path, f.entry.Name, f.entry.Size = out.Name, out.Name, size
	f.name, f.named = snapshot.FindName(out.Name)
	e.files[out.Name] = f
	e.notes.add(written{Seq: h.seq, Hash: h.hash, Time: h.time, Proven: true})
	e.inFolder.Join(doc)
	e.checked, e.answer = false, false
	e.failed, e.st.failing = time.Time{}, time.Time{}
	e.st.Folder, e.st.Err = Fine, nil
	e.compare(now)
}

// sent empties the outbox.
func (e *Engine) sent(waiting []store.Outgoing) error {
	if err := e.write(); err != nil {
		return err
	}
	for _, o := range waiting {
		if err := e.o.Store.Sent(o); err != nil {
			return fmt.Errorf("%w: %w", errOwn, err)
		}
	}
	return nil
}

// trouble notes why the folder did not take a file. The file waits.
func (e *Engine) trouble(err error, now time.Time) {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return
	}
	e.failed = now
	if e.st.failing.IsZero() {
		e.st.failing = now
	}
	e.st.Err = err
	switch {
	case errors.Is(err, folder.ErrFull):
		e.st.Folder = Full
	case errors.Is(err, folder.ErrReadOnly):
		e.st.Folder = ReadOnly
	case errors.Is(err, folder.ErrUnavailable):
		e.st.Folder = Missing
	case now.Sub(e.st.failing) >= time.Minute:
		e.st.Folder = Stuck // a virus scanner, most often; nothing to say before
	}
}
