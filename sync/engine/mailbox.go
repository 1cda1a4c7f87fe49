package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"twofold/sync/folder"
	"twofold/sync/pair"
)

const (
	// freshRequest is how old the file of a request may be that is worth a
	// word: one that a crash left behind would ask again at every start. It is
	// generous, because the time is that of another computer's clock.
	freshRequest = 24 * time.Hour
	// oldMessage is when anybody may take a message away.
	oldMessage = 7 * 24 * time.Hour
	// mostMessages and mostSize bound what is read at a time: anybody can lay
	// files here.
	mostMessages = 64
	mostSize     = pair.MaxGrant
	// mostRequests bounds what a step passes on, of all that lies in the folder.
	mostRequests = 64
)

// Request is a computer that asks to be approved. It says nothing of itself
// before somebody answers.
type Request struct {
	ID   string
	Path string
	Seen time.Time // when this computer saw it first
}

// requests are those that were not ended, oldest first, and how many there are
// for other vaults, which nobody here can answer. Of very many it passes on
// those that came first, which nothing that comes later can displace, and as
// many of those that came last, which nothing that lay there before holds up.
func (e *Engine) requests(now time.Time) (own []Request, elsewhere int) {
	ended := map[string]bool{}
	var all []Request
	others := map[string]bool{}
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		n, ok := pair.ParseName(f.entry.Name)
		if !ok {
			continue
		}
		lives := now.Sub(f.since) < pair.Lifetime && now.Sub(f.entry.ModTime) < freshRequest
		switch {
		case n.Step == pair.StepEnd:
			ended[n.Vault+n.Request] = true
		case n.Step != pair.StepRequest || !lives:
		case n.Vault != e.keys.Vault:
			others[n.Vault+n.Request] = true
		default:
			all = append(all, Request{ID: n.Request, Path: path, Seen: f.since})
		}
	}
	for id := range others {
		if !ended[id] {
			elsewhere++
		}
	}
	all = slices.DeleteFunc(all, func(r Request) bool { return ended[e.keys.Vault+r.ID] })
	slices.SortFunc(all, func(a, b Request) int { return cmp.Or(a.Seen.Compare(b.Seen), cmp.Compare(a.ID, b.ID)) })
	if drop := len(all) - mostRequests; drop > 0 {
		all = slices.Delete(all, mostRequests/2, mostRequests/2+drop)
	}
	return all, elsewhere
}

// sweepMessages takes away what approvals left behind.
func (e *Engine) sweepMessages(ctx context.Context, now time.Time, left *int) {
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		old := now.Sub(f.entry.ModTime) >= oldMessage && now.Sub(f.since) >= time.Hour // a clock may be wrong
		if *left > 0 && f.class == message && old && e.remove(ctx, path, now) {
			*left--
		}
	}
}

// Mailbox is the folder as one approval sees it: the messages of its request.
type Mailbox struct {
	f       folder.Folder
	vault   string
	request string
	had     map[string]bool // by path
	first   []string        // paths that are read before all others
	looks   int
	waits   map[string]wait // those that were not read yet, or not whole
	odd     error
}

// wait is the place of a file in the queue of those that are to be read.
type wait struct {
	seen  int // the look that saw it first
	since int // the look that saw it first or has tried it last
}

// NewMailbox is for the messages about one request to join vault. The files at
// the paths first are looked at before all others.
func NewMailbox(f folder.Folder, vault, request string, first ...string) *Mailbox {
	return &Mailbox{f: f, vault: vault, request: request, first: first, had: map[string]bool{}, waits: map[string]wait{}}
}

// News are the messages that were not given before, in the order of their
// steps. What has not fully arrived comes at a later call; what cannot be read
// is left out. An error is that of the folder.
//
// A call reads at most 64 files, whoever laid them there. However many there
// are, each one has its turn: files that never become whole, or thousands that
// only look like messages, delay the true ones and do not keep them away.
func (m *Mailbox) News(ctx context.Context) ([]pair.Message, error) {
	l, err := m.f.Scan(ctx)
	if err != nil {
		return nil, err
	}
	var out []pair.Message
	var size int64
	for _, entry := range m.turn(l.Entries) {
		if size += entry.Size; size > mostSize && size > entry.Size {
			break // this one is among the first next time
		}
		m.waits[entry.Path] = wait{seen: m.waits[entry.Path].seen, since: m.looks} // to the back
		data, err := m.f.Read(ctx, entry.Path)
		if errors.Is(err, folder.ErrSlow) {
			break // half a minute has gone; the others are asked at the next call
		}
		if err != nil {
			continue // not here yet, or gone already
		}
		n, _ := pair.ParseName(entry.Name)
		msg, err := pair.Parse(n, data)
		if errors.Is(err, pair.ErrIncomplete) {
			continue
		}
		m.had[entry.Path] = true
		delete(m.waits, entry.Path)
		if err != nil {
			m.odd = err
			continue
		}
		out = append(out, msg)
	}
	slices.SortStableFunc(out, func(a, b pair.Message) int { return cmp.Compare(order(a), order(b)) })
	return out, ctx.Err()
}

// turn picks the files to be read at this call. Every second one is of those
// that came last, so that an answer is read at once although a lot lies before
// it; the others are those that wait longest, so that an answer among a lot of
// newer ones is read as well. Who begins takes turns, for a slow folder may end
// a call after the first.
func (m *Mailbox) turn(entries []folder.Entry) []folder.Entry {
	m.looks++
	var late []folder.Entry
	waits := map[string]wait{}
	for _, e := range entries {
		n, ok := pair.ParseName(e.Name)
		if !ok || n.Vault != m.vault || n.Request != m.request || m.had[e.Path] || e.Size > n.MaxSize() {
			continue
		}
		w, known := m.waits[e.Path]
		if !known {
			w = wait{seen: m.looks, since: m.looks}
			if slices.Contains(m.first, e.Path) {
				w = wait{} // before all others
			}
		}
		waits[e.Path] = w
		late = append(late, e)
	}
	m.waits = waits // without those that have gone
	since := func(a, b folder.Entry) int { return cmp.Compare(waits[a.Path].since, waits[b.Path].since) }
	slices.SortStableFunc(late, since)
	fresh := slices.Clone(late)
	slices.SortStableFunc(fresh, func(a, b folder.Entry) int { return cmp.Compare(waits[b.Path].seen, waits[a.Path].seen) })
	out, taken := []folder.Entry{}, map[string]bool{}
	for i := m.looks; len(out) < min(len(late), mostMessages); i++ {
		from := &late
		if i%2 == 0 {
			from = &fresh
		}
		for len(*from) > 0 && taken[(*from)[0].Path] {
			*from = (*from)[1:]
		}
		if len(*from) > 0 {
			out, taken[(*from)[0].Path] = append(out, (*from)[0]), true
		}
	}
	return out
}

// order puts an end behind what was said before it.
func order(m pair.Message) int {
	if m.Step == pair.StepEnd {
		return 9
	}
	return m.Step
}

// Odd is why a file that was called a message was left out, the last one if
// there were several: [pair.ErrAltered] or [pair.ErrNewerVersion].
func (m *Mailbox) Odd() error { return m.odd }

// Post lays a message into the folder.
func (m *Mailbox) Post(ctx context.Context, msg pair.Message) error {
	m.had[msg.Name()] = true // nobody has to read his own
	return m.f.Publish(ctx, msg.Name(), msg.Data)
}

// ClearAll takes every message of this request out of the folder, because the
// other side has ended it and reads no more.
func (m *Mailbox) ClearAll(ctx context.Context) {
	l, err := m.f.Scan(ctx)
	if err != nil {
		return
	}
	for _, entry := range l.Entries {
		if n, ok := pair.ParseName(entry.Name); ok && n.Vault == m.vault && n.Request == m.request {
			_ = m.f.Remove(ctx, entry.Path)
		}
	}
}

// Clear takes messages of this side out of the folder. One that stays is taken
// away by anybody in a week.
func (m *Mailbox) Clear(ctx context.Context, msgs []pair.Message) {
	for _, msg := range msgs {
		_ = m.f.Remove(ctx, msg.Name())
	}
}
