package session

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/store"
)

// The paces of looking at the folder without any event of it.
const (
	paceFocused    = 5 * time.Second
	paceBackground = 30 * time.Second
	// flushLimit is the usual Options.FlushLimit.
	flushLimit = 4 * time.Second
)

// courier owns the engine: one goroutine that lets it work when the folder
// hints at news, an edit waits, or its time has come. Folder and session lock
// never wait for each other: the engine reads and writes the folder without
// the lock, and takes it only to join news.
type courier struct {
	s      *Session
	dir    *folder.Dir
	engine *engine.Engine
	cancel context.CancelFunc
	done   chan struct{}
	kick   chan struct{}              // an edit, or another reason to look
	work   chan func(context.Context) // to be done by the goroutine

	mu      sync.Mutex
	edited  time.Time // of the last edit the engine does not know of
	counted time.Time
	// owed is true from an edit until a step has ended with the folder holding
	// it. While a step is at work neither edited nor the last state shows the
	// edit the step has taken over.
	owed      bool
	stopTimer func()
}

// UseFolder ends the waiting that Options.FolderLater asked for: an open
// session begins with its backup, any other one when it is opened. The window
// calls it when it has been painted. Calling it again does nothing.
func (s *Session) UseFolder() {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if !s.later {
		return
	}
	s.later = false
	if s.Phase() == Open && !s.closed {
		s.startCourier()
		s.setStatus()
	}
}

// startCourier starts the backup of an open session, if a folder was chosen
// and is to be used by now. Needs s.mu. It touches no folder itself; its
// goroutine does so at once.
func (s *Session) startCourier() {
	s.syncState = nil
	s.showBackup()
	if s.later || s.folder == "" || s.doc == nil || s.courier != nil {
		return
	}
	dir := folder.NewDir(s.folder, engine.Names(), folderClock{s}, s.o.Rand)
	e, err := engine.New(engine.Options{
		Store: s.store, Replica: replica{s}, Folder: dir, Rand: s.o.Rand, App: s.o.Version,
	})
	if err != nil {
		s.syncState = &engine.State{Folder: engine.Stuck, Err: err}
		return // the codes are shown all the same
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &courier{
		s: s, dir: dir, engine: e, cancel: cancel, done: make(chan struct{}),
		kick: make(chan struct{}, 1), work: make(chan func(context.Context)),
	}
	s.courier = b
	dir.Watch()
	go b.loop(ctx)
	b.setPace(s.focused)
	b.wake()
}

// stopCourier ends the backup, after writing what waits if flush. s.mu must
// not be held.
func (s *Session) stopCourier(flush bool) {
	s.mu.Lock()
	b := s.courier
	s.courier = nil
	paused := s.paused
	waits := s.syncState != nil && !s.syncState.Pending.IsZero()
	s.mu.Unlock()
	if b == nil {
		return
	}
	b.mu.Lock()
	waits = waits || b.owed
	b.mu.Unlock()
	if flush && waits && !paused {
		ctx, cancel := context.WithTimeout(context.Background(), cmp.Or(s.o.FlushLimit, flushLimit))
		_ = b.do(ctx, func(ctx context.Context) error {
			if !b.tellEdits() {
				return nil
			}
			return b.took(b.engine.Flush(ctx, s.o.Now()))
		})
		cancel()
	}
	b.cancel()
	<-b.done
	_ = b.dir.Close() // ends watching; there is nothing to lose
	s.mu.Lock()
	s.syncState, s.saving = nil, false
	s.mu.Unlock()
}

func (s *Session) courierNow() *courier {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.courier
}

func (b *courier) loop(ctx context.Context) {
	defer close(b.done)
	defer b.aim(time.Time{})
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-b.work:
			f(ctx)
			continue
		case <-b.dir.Hints():
		case <-b.kick:
		}
		b.s.mu.Lock()
		paused := b.s.paused
		b.s.mu.Unlock()
		if !paused && ctx.Err() == nil {
			b.tellEdits()
			_ = b.took(b.engine.Step(ctx, b.s.o.Now()))
		}
	}
}

// do lets the goroutine of the engine do f, and waits for it.
func (b *courier) do(ctx context.Context, f func(context.Context) error) error {
	result := make(chan error, 1)
	job := func(own context.Context) {
		both, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		result <- f(both)
	}
	select {
	case b.work <- job:
	case <-b.done:
		return ErrLocked
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-result:
		return err
	case <-b.done:
		return ErrLocked
	}
}

// stepNow publishes whatever the folder lacks.
func (b *courier) stepNow(ctx context.Context) error {
	return b.do(ctx, func(ctx context.Context) error {
		b.tellEdits()
		if err := b.took(b.engine.PublishNow(ctx, b.s.o.Now())); err != nil {
			return err
		}
		return b.trouble()
	})
}

// trouble is what keeps the folder from holding everything.
func (b *courier) trouble() error {
	st := b.engine.State()
	switch st.Folder {
	case engine.Missing:
		return ErrFolderMissing
	case engine.ReadOnly:
		return ErrFolderReadOnly
	case engine.Full:
		return ErrFolderFull
	}
	if st.Newer {
		return ErrReadOnly
	}
	if st.Err != nil {
		return st.Err
	}
	return nil
}

// took shows what a step did, and plans the next one.
func (b *courier) took(r engine.Result, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	st := b.engine.State()
	s := b.s
	s.mu.Lock()
	if s.courier == b || s.courier == nil {
		if err != nil && st.Err == nil {
			st.Err = err
		}
		s.syncState = &st
		for _, n := range r.Notices {
			s.tell(BackupNotice{Kind: NoticeKind(n.Kind), Computer: n.Name, ID: n.Device, File: n.File, Err: n.Err})
		}
		s.setStatus()
		s.showBackup()
		s.forgetMerged()
	}
	s.mu.Unlock()
	s.bus.flush()
	b.mu.Lock()
	b.owed = !b.edited.IsZero() || b.engine.Waiting()
	b.mu.Unlock()
	b.aim(r.Next)
	return err
}

// aim sets the timer for the next step.
func (b *courier) aim(at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopTimer != nil {
		b.stopTimer()
		b.stopTimer = nil
	}
	if !at.IsZero() {
		b.stopTimer = b.s.o.After(max(at.Sub(b.s.o.Now()), 10*time.Millisecond), b.wake)
	}
}

// wake asks for a step; one that is asked for already is enough.
func (b *courier) wake() {
	select {
	case b.kick <- struct{}{}:
	default:
	}
}

// note tells of an edit. Needs s.mu.
func (b *courier) note(counted bool, now time.Time) {
	if b == nil {
		return
	}
	b.mu.Lock()
	if counted {
		b.counted = now
	} else {
		b.edited, b.owed = now, true
	}
	b.mu.Unlock()
	b.wake()
}

// tellEdits hands the edits to the engine, and reports whether there were any
// that should be written soon.
func (b *courier) tellEdits() bool {
	b.mu.Lock()
	edited, counted := b.edited, b.counted
	b.edited, b.counted = time.Time{}, time.Time{}
	b.mu.Unlock()
	if !counted.IsZero() {
		b.engine.Counted(counted)
	}
	if !edited.IsZero() {
		b.engine.Edited(edited)
	}
	return !edited.IsZero() || b.engine.Waiting()
}

func (b *courier) setPace(focused bool) {
	pace := paceBackground
	if focused {
		pace = paceFocused
	}
	go b.dir.SetPace(pace) // waits for the watcher's loop, which may be polling
}

// replica is the session as the engine sees it.
type replica struct{ s *Session }

// Join implements engine.Replica.
func (r replica) Join(news *vault.Document) (vault.Changes, error) {
	s := r.s
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.doc == nil {
		return vault.Changes{}, ErrLocked
	}
	doc := s.doc.Clone()
	c := doc.Join(news)
	if !c.Any && s.unsaved == nil {
		return c, nil
	}
	if len(c.Changed) > 0 {
		doc.NoteMerged(s.o.Now())
	}
	if err := s.store.Save(doc); err != nil {
		return vault.Changes{}, err
	}
	before := s.doc
	s.doc, s.unsaved = doc, nil // what waited to be saved is in it
	if c.Any {
		s.tellOfKeys(before, c)
		s.tellOfMerges(before, c)
		s.refresh(append(append([]string(nil), c.Added...), c.Changed...), true)
	}
	return c, nil
}

// Rekey implements engine.Replica.
func (r replica) Rekey(ctx context.Context, name string) error {
	s := r.s
	system := s.computer(ctx).System
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.doc == nil {
		return ErrLocked
	}
	if err := s.retry(); err != nil {
		return err
	}
	if err := s.store.Rekey(ctx, store.NewComputer{Name: name, System: system}); err != nil {
		return err
	}
	doc, err := s.store.Document()
	if err != nil {
		return err
	}
	s.doc = doc
	s.author.Device = s.store.Computer()
	return nil
}

// folderClock is the session's clock as the folder wants it.
type folderClock struct{ s *Session }

func (c folderClock) Now() time.Time { return c.s.o.Now() }

func (c folderClock) After(d time.Duration) (<-chan time.Time, func()) {
	ch := make(chan time.Time, 1)
	return ch, c.s.o.After(d, func() { ch <- c.s.o.Now() })
}
