package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/store"
	"twofold/sync/store/disk"
)

// New makes a session in phase [Starting]. Call [Session.Start] next.
func New(o Options) *Session {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = func(d time.Duration, f func()) func() {
			t := time.AfterFunc(d, f)
			return func() { t.Stop() }
		}
	}
	s := &Session{o: o, shownHOTP: map[string]string{}}
	s.view.Store(emptyView())
	s.status.Store(&Status{})
	s.folder, s.paused, s.later = o.Folder, o.Paused, o.FolderLater
	if o.Folder != "" {
		s.service = serviceName("", o.Folder)
	}
	s.backupView.Store(&BackupView{Folder: s.folder, Service: s.service, Paused: s.paused})
	s.Touch()
	return s
}

// Phase is the current phase.
func (s *Session) Phase() Phase { return Phase(s.phase.Load()) }

// Locks is how often the session was locked. What was asked for at another
// number was asked before a lock, by whoever sat here then.
func (s *Session) Locks() int { return int(s.locks.Load()) }

// Start opens the files, asks the keyring and goes to the phase that follows.
// It reads files and takes as long as the keyring does (3 s at most). The
// error is one of opening the data directory; everything else is a phase.
func (s *Session) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.store == nil {
		st, err := store.Open(s.o.DataDir, s.storeOptions())
		if errors.Is(err, store.ErrInUse) {
			s.setPhase(InUse)
			return err
		}
		if err != nil && explainStore(err, "").Key == "" && explainVault(err, "").Key == "" {
			return fmt.Errorf("%w: %w", ErrDataFolder, err)
		}
		if err != nil {
			return err
		}
		s.store = st
	}
	switch s.store.State() {
	case store.Empty:
		return s.firstStart(ctx)
	case store.Locked:
		return s.openByKeyring(ctx)
	case store.TooNew:
		return ErrTooNew
	}
	s.damaged()
	return nil
}

func (s *Session) storeOptions() store.Options {
	o := store.Options{Rand: s.o.Rand, App: s.o.Version, Clock: storeClock{s}}
	if s.o.Keyring != nil {
		o.Keyring = s.o.Keyring
	}
	if s.o.Cost != 0 {
		o.LocalCost, o.RecoveryCost = s.o.Cost, s.o.Cost
	}
	return o
}

// storeClock is the session's clock as the files want it.
type storeClock struct{ s *Session }

func (c storeClock) Now() time.Time { return c.s.o.Now() }

func (storeClock) Sleep(d time.Duration) { disk.SystemClock{}.Sleep(d) }

// firstStart asks for nothing where there is a keyring. Needs s.mu.
func (s *Session) firstStart(ctx context.Context) error {
	if s.o.Keyring != nil {
		err := s.store.Create(ctx, s.computer(ctx), secret.Bytes{})
		if err == nil {
			return s.enter()
		}
		if !errors.Is(err, store.ErrNeedsPassphrase) {
			return err
		}
		s.ways = Ways{KeyringErr: err}
	}
	s.setPhase(NeedsPass)
	return nil
}

// openByKeyring opens without a question if it can. A keyring that fails is
// no error: the lock page says why and asks for another way. Needs s.mu.
func (s *Session) openByKeyring(ctx context.Context) error {
	w := s.store.Ways()
	s.ways = Ways{Keyring: w.Keyring, Passphrase: w.Passphrase, Recovery: w.Recovery}
	if w.Keyring && !s.o.AskAlways {
		err := s.store.UnlockKeyring(ctx)
		if err == nil {
			return s.enter()
		}
		if s.store.State() == store.Damaged {
			s.damaged()
			return nil
		}
		s.ways.KeyringErr = err
	}
	s.setPhase(Locked)
	return nil
}

// Ways are the means to unlock that exist.
func (s *Session) Ways() Ways {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ways
}

// MovedAside is the name the damaged data was given, in phase [Damaged].
func (s *Session) MovedAside() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.moved
}

// damaged goes to the phase of that name. Needs s.mu.
func (s *Session) damaged() {
	w := s.store.Ways()
	s.ways = Ways{Keyring: w.Keyring, Passphrase: w.Passphrase, Recovery: w.Recovery}
	for _, n := range s.store.Notices() {
		var d *store.DamagedError
		if errors.As(n, &d) && d.MovedTo != "" {
			s.moved = d.MovedTo
		}
	}
	if s.moved == "" {
		s.moved = s.movedBefore()
	}
	s.setPhase(Damaged)
}

// movedBefore is the vault that an earlier start moved aside, the last of
// several; the names end in their dates.
func (s *Session) movedBefore() (name string) {
	files, _ := os.ReadDir(s.o.DataDir) // sorted; what cannot be listed is not named
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "vault.age.unreadable-") {
			name = f.Name()
		}
	}
	return name
}

// StartFresh leaves phase [Damaged] with an empty vault. The damaged data
// stays where it was moved to.
func (s *Session) StartFresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if err := s.store.StartOver(); err != nil {
		return err
	}
	return s.firstStart(ctx)
}

// CreateWithPassphrase leaves phase [NeedsPass]. It derives a key, and wipes
// pass.
func (s *Session) CreateWithPassphrase(ctx context.Context, pass []byte) error {
	p := secret.New(pass)
	defer p.Wipe()
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if p.Empty() {
		return store.ErrNeedsPassphrase
	}
	if err := s.store.Create(ctx, s.computer(ctx), p); err != nil {
		return err
	}
	return s.enter()
}

func (s *Session) computer(ctx context.Context) store.NewComputer {
	if s.o.Computer == nil {
		return store.NewComputer{Name: "computer"}
	}
	name, system := s.o.Computer(ctx)
	return store.NewComputer{Name: name, System: system}
}

// Unlock opens with a passphrase; [ErrWrongPassphrase]. It derives a key, and
// wipes pass.
func (s *Session) Unlock(_ context.Context, pass []byte) error {
	p := secret.New(pass)
	defer p.Wipe()
	return s.unlock(func() error { return s.store.UnlockPassphrase(p) })
}

// UnlockKeyring opens with the system's keyring. It asks the keyring.
func (s *Session) UnlockKeyring(ctx context.Context) error {
	return s.unlock(func() error { return s.store.UnlockKeyring(ctx) })
}

// UnlockRecovery opens with the ten words; [ErrWrongKey], or an error of the
// phrase package that names the mistyped word. It derives a key.
func (s *Session) UnlockRecovery(ctx context.Context, words string) error {
	p, err := phrase.Parse(words)
	if err != nil {
		return err
	}
	defer p.Wipe()
	key := p.Secret()
	defer key.Wipe()
	return s.unlock(func() error { return s.store.UnlockRecovery(ctx, key) })
}

func (s *Session) unlock(f func() error) error {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.store == nil {
		return ErrLocked
	}
	if s.Phase() == Open {
		return nil
	}
	err := f()
	switch {
	case errors.Is(err, store.ErrWrongPassphrase):
		return ErrWrongPassphrase
	case errors.Is(err, store.ErrWrongRecoveryKey):
		return ErrWrongKey
	case err != nil && s.store.State() == store.Damaged:
		s.damaged()
		return err
	case err != nil:
		return err
	}
	return s.enter()
}

// enter takes the opened document. Needs s.mu.
func (s *Session) enter() error {
	doc, err := s.store.Document()
	if err != nil {
		return err
	}
	s.doc = doc
	s.author = vault.Author{Device: s.store.Computer(), Now: s.o.Now, Rand: s.o.Rand}
	s.undo, s.unsaved, s.moved, s.mergedAt = nil, nil, "", time.Time{}
	s.noteLast()
	w := s.store.Ways()
	s.ways = Ways{Keyring: w.Keyring, Passphrase: w.Passphrase, Recovery: w.Recovery}
	s.Touch()
	s.setPhase(Open)
	if s.folder != "" && !s.asked && s.fresh() {
		// The settings name the folder of a vault that is gone. This one does
		// not begin there by itself: the user is asked first.
		s.folder, s.service = "", ""
	}
	s.startCourier()
	s.refresh(nil, true)
	s.aimTick()
	s.aimIdle()
	return nil
}

// setPhase tells of a new phase. Needs s.mu.
func (s *Session) setPhase(p Phase) {
	if s.Phase() == p {
		return
	}
	if p == Locked {
		s.locks.Add(1) // before the phase: who sees it open sees the number of this opening
	}
	s.phase.Store(int64(p))
	s.bus.put(PhaseChanged{Phase: p})
}

// Lock drops keys and plaintext and clears our clipboard value. An edit that
// could not be saved yet keeps the session open, because locking would lose
// it: the error is [ErrSaveFailed].
func (s *Session) Lock() error {
	defer s.clearClipboard()
	s.stopCourier(true)
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.Phase() != Open {
		return nil
	}
	if err := s.retry(); err != nil {
		s.startCourier()
		return err
	}
	s.drop()
	s.setPhase(Locked)
	return nil
}

// drop forgets the vault. Needs s.mu.
func (s *Session) drop() {
	old := s.view.Swap(emptyView())
	old.wipe()
	if s.doc != nil {
		s.doc.Wipe()
		s.doc = nil
	}
	s.undo, s.news = nil, nil
	s.noteLast()
	clear(s.shownHOTP)
	s.forgetPages()
	s.store.Lock()
	s.setStatus()
	s.showBackup()
	s.stopTimers()
}

func (s *Session) stopTimers() {
	for _, stop := range []*func(){&s.stopTick, &s.stopIdle, &s.stopRetry} {
		if *stop != nil {
			(*stop)()
			*stop = nil
		}
	}
}

// Close saves what waits, locks, and gives the data directory free. It closes
// even if the save fails, and says so.
func (s *Session) Close() error {
	s.clearClipboard()
	s.stopCourier(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.store == nil {
		s.closed = true
		return nil
	}
	err := s.retry()
	s.closed = true
	s.drop()
	return errors.Join(err, s.store.Close())
}
