package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// creditOwn looks at a file that is signed with this computer's own key. One
// that it never wrote means that there are two of it: its disk was cloned, or
// put back from an image, and what the folder holds is another one's work or
// its own forgotten past. In both cases it goes on under a new id, because two
// writers must never share one.
func (e *Engine) creditOwn(h head) {
	e.heads[h.dev] = newest(e.heads[h.dev], h)
	var own store.Mark
	if f, err := e.o.Store.Frontier(); err == nil {
		own = f.Own
	}
	listed := e.notes.own(h.seq)
	for _, w := range listed {
		if w.Hash == h.hash {
			e.notes.add(written{Seq: h.seq, Hash: h.hash, Proven: true})
			return
		}
	}
	other := h.seq == own.Seq && h.hash != snapshot.Short(own.Hash)
	if h.seq > own.Seq || len(listed) > 0 || other {
		e.copied = true
		return
	}
	// Of a time before the notes begin.
	e.notes.add(written{Seq: h.seq, Hash: h.hash, Time: h.time, Proven: true})
}

func newest(a, b head) head {
	if b.seq >= a.seq {
		return b
	}
	return a
}

// rekey makes this computer a new one.
func (e *Engine) rekey(ctx context.Context) error {
	if err := e.look(); err != nil {
		return err
	}
	name := e.nextName()
	if err := e.o.Replica.Rekey(ctx, name); err != nil {
		e.reconsiderOwn()
		return fmt.Errorf("%w: %w", errOwn, err)
	}
	if err := e.load(); err != nil {
		return err
	}
	e.copied, e.prep = false, prepared{}
	e.tell(Notice{Kind: Copied, Device: e.me, Name: name})
	return nil
}

// reconsiderOwn lets the next step find the copy again, after new keys could
// not be made. Until then nothing is published.
func (e *Engine) reconsiderOwn() {
	for _, f := range e.files {
		if f.class == taken && f.head.dev == e.me {
			f.class = unread
		}
	}
}

// nextName is the name of this computer with the next free number:
// "Anna's laptop (2)".
func (e *Engine) nextName() string {
	used := map[string]bool{}
	base := "?"
	for _, m := range e.roster.Members() {
		used[m.Name] = true
		if m.ID == e.me && m.Name != "" {
			base = m.Name
		}
	}
	if at := strings.LastIndex(base, " ("); at > 0 && strings.HasSuffix(base, ")") {
		if _, err := strconv.Atoi(base[at+2 : len(base)-1]); err == nil {
			base = base[:at]
		}
	}
	for n := 2; ; n++ {
		if name := base + " (" + strconv.Itoa(n) + ")"; !used[name] {
			return name
		}
	}
}
