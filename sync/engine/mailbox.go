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
	// mostMessages bounds what is read at a time: anybody can lay files here.
	mostMessages = 64
	// mostRequests bounds what a person is asked about.
	mostRequests = 8
)

// Request is a computer that asks to be approved. It says nothing of itself
// before somebody answers.
type Request struct {
	ID   string
	Path string
	Seen time.Time // when this computer saw it first
}

// requests are those that were not ended.
func (e *Engine) requests(now time.Time) []Request {
	ended := map[string]bool{}
	var out []Request
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		n, ok := pair.ParseName(f.entry.Name)
		if !ok || n.Vault != e.keys.Vault {
			continue
		}
		switch {
		case n.Step == pair.StepEnd:
			ended[n.Request] = true
		case n.Step == pair.StepRequest && now.Sub(f.since) < pair.Lifetime && now.Sub(f.entry.ModTime) < freshRequest:
			out = append(out, Request{ID: n.Request, Path: path, Seen: f.since})
		}
	}
	out = slices.DeleteFunc(out, func(r Request) bool { return ended[r.ID] })
	slices.SortFunc(out, func(a, b Request) int { return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID)) })
	return out[:min(len(out), mostRequests)]
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
}

// NewMailbox is for the messages about one request to join vault.
func NewMailbox(f folder.Folder, vault, request string) *Mailbox {
	return &Mailbox{f: f, vault: vault, request: request, had: map[string]bool{}}
}

// News are the messages that were not given before, in the order of their
// steps. What has not fully arrived comes at a later call; what cannot be read
// is left out. An error is that of the folder.
func (m *Mailbox) News(ctx context.Context) ([]pair.Message, error) {
	l, err := m.f.Scan(ctx)
	if err != nil {
		return nil, err
	}
	var out []pair.Message
	read := 0
	for _, entry := range l.Entries {
		n, ok := pair.ParseName(entry.Name)
		if !ok || n.Vault != m.vault || n.Request != m.request || m.had[entry.Path] {
			continue
		}
		if entry.Size > n.MaxSize() || read == mostMessages {
			continue
		}
		read++
		data, err := m.f.Read(ctx, entry.Path)
		if err != nil {
			continue // not here yet, or gone already
		}
		msg, err := pair.Parse(n, data)
		if errors.Is(err, pair.ErrIncomplete) {
			continue
		}
		m.had[entry.Path] = true
		if err == nil {
			out = append(out, msg)
		}
	}
	slices.SortStableFunc(out, func(a, b pair.Message) int { return cmp.Compare(order(a), order(b)) })
	return out, ctx.Err()
}

// order puts an end behind what was said before it.
func order(m pair.Message) int {
	if m.Step == pair.StepEnd {
		return 9
	}
	return m.Step
}

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
