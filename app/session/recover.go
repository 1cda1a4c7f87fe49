package session

import (
	"context"
	"errors"
	"time"

	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/store"
)

// Why a folder does not give its accounts back. A recovery key that is not
// well-formed is an error of the phrase package before any of these; [Explain]
// has a sentence for each.
var (
	ErrNoBackup       = engine.ErrNoVault
	ErrNoRecoveryFile = engine.ErrNoRecoveryFile // only another computer can approve this one
	ErrKeyOpensNot    = engine.ErrWrongKey
	ErrKeyReplaced    = engine.ErrRetired     // a newer recovery key took its place
	ErrKeyFileDamaged = engine.ErrSlotDamaged // nobody can say whether the key is right
	ErrUnreadable     = engine.ErrNothingReadable
	// ErrForOtherKeys: a file in the folder was written for other recovery keys
	// than the one that opened it.
	ErrForOtherKeys = errors.New("backup is for other recovery keys")
	// ErrNotUnlocked: [Recovery.Unlock] has to come first.
	ErrNotUnlocked = errors.New("recovery is not unlocked")
)

// Recovery brings the accounts of a folder to this computer, in steps: the
// vaults that were found, Unlock, Summary and Preview, Finish. Nothing is
// written, here or there, before Finish; [Recovery.Cancel] forgets everything.
// Its methods are called from one goroutine at a time.
type Recovery struct {
	s       *Session
	adopt   Adoption
	files   engine.Contents
	dir     *folder.Dir
	chosen  string
	open    *engine.Recovery
	summary RecoverySummary
	ask     *asking // for the approval of another computer; nil if not asked
}

// BeginRecovery looks at a folder: [ErrFolderMissing], [ErrNoBackup],
// [ErrNotDownloaded]. It lists the folder. A vault that is here has to be
// opened first ([ErrLocked]), for its accounts are brought along; one of a
// newer version cannot be ([ErrReadOnly]).
func (s *Session) BeginRecovery(ctx context.Context, path string) (*Recovery, error) {
	if err := s.mayRecover(); err != nil {
		return nil, err
	}
	a, err := s.InspectFolder(ctx, path)
	if err != nil {
		return nil, err
	}
	r := &Recovery{s: s, adopt: a}
	r.dir = folder.NewDir(a.Folder, engine.Names(), folderClock{s}, s.o.Rand)
	r.files, err = engine.Look(ctx, r.dir)
	switch {
	case err != nil:
		return nil, ErrNoBackup // the folder is there, and the directory in it is not
	case len(r.files.Vaults) == 0 && len(r.files.Waiting) > 0:
		return nil, ErrNotDownloaded
	case len(r.files.Vaults) == 0:
		return nil, ErrNoBackup
	}
	r.chosen = r.likely()
	return r, nil
}

// likely is the vault with the newest file; but whoever has opened his own one
// of several, and is still part of it, came for another.
func (r *Recovery) likely() string {
	b := r.s.Backup()
	if mine := r.s.vaultID(); r.s.Phase() == Open && !b.Removed && !b.Excluded {
		for _, v := range r.files.Vaults {
			if v.ID != mine {
				return v.ID
			}
		}
	}
	return r.files.Vaults[0].ID
}

// mayRecover refuses what [Recovery.Finish] would refuse after the user has
// typed the key and compared the summary.
func (s *Session) mayRecover() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.store == nil || s.store.State() == store.Locked:
		return ErrLocked
	case s.store.State() == store.TooNew, s.doc != nil && s.store.ReadOnly() != nil:
		return ErrReadOnly
	}
	return nil
}

// Folder is what was found, without any key.
func (r *Recovery) Folder() Adoption { return r.adopt }

// Chosen is the vault that is to be recovered.
func (r *Recovery) Chosen() FoundVault {
	v, _ := r.files.Vault(r.chosen)
	return foundVault(v, r.s.vaultID())
}

// Choose picks one of several vaults by its id. The default is the newest one
// that is not this computer's.
func (r *Recovery) Choose(vault string) {
	if _, ok := r.files.Vault(vault); ok {
		r.chosen = vault
	}
}

// BackupFile is a backup of a computer in the folder.
type BackupFile struct {
	Path     string
	Computer string    // name; before the key is known, empty
	ID       string    // of the computer
	Time     time.Time // of the file; of the writer's clock once it was opened
	Accounts int       // -1 if it was not opened
	Size     int64
	Offline  bool // reading it means downloading it
	Me       bool // this computer wrote it
	Newest   bool // of the opened files of its computer; see [Recovery.Backups]
	// Err is why it cannot be used; nil if it can, or was not looked at.
	Err error
}

// Files lists the backups of the chosen vault, newest first, as far as they
// are known without a key. It reads the first n to see which of them are whole;
// of those that have to be downloaded, only the newest of every computer.
func (r *Recovery) Files(ctx context.Context, n int) []BackupFile {
	v, _ := r.files.Vault(r.chosen)
	had := map[string]bool{}
	var out []BackupFile
	for i := range v.Snapshots {
		f := &v.Snapshots[i]
		first := !had[f.Device]
		had[f.Device] = true
		if (first || !f.Offline) && n > 0 && ctx.Err() == nil {
			n--
			engine.Check(ctx, r.dir, f)
		}
		out = append(out, BackupFile{
			Path: f.Path, ID: f.Device, Time: f.Time, Accounts: -1, Size: f.Size, Offline: f.Offline, Err: f.Err,
		})
	}
	return out
}

// Backups lists the backups of the vault, newest first, after Unlock: with the
// names of their computers, and of the first most of them how many accounts
// are in them, or why they cannot be used. It reads these files. After an
// approval only the names are known: what is older is not for this computer.
func (r *Recovery) Backups(ctx context.Context, most int) []BackupFile {
	if r.open == nil {
		return nil
	}
	var out []BackupFile
	for _, b := range r.open.Backups(ctx, r.dir, most) {
		if errors.Is(b.Err, sealed.ErrNotForMe) {
			b.Err = ErrForOtherKeys
		}
		out = append(out, BackupFile{
			Path: b.Path, Computer: b.Computer, ID: b.Device, Time: b.Time, Accounts: b.Accounts, Size: b.Size,
			Offline: b.Offline, Newest: b.Newest, Err: b.Err,
		})
	}
	return out
}

// Unlock opens the chosen vault with the ten-word recovery key. It derives a
// key for every recovery file and reads the newest backup of every computer.
func (r *Recovery) Unlock(ctx context.Context, words string) error {
	p, err := phrase.Parse(words)
	if err != nil {
		return err
	}
	defer p.Wipe()
	key := p.Secret()
	defer key.Wipe()
	return r.unlock(ctx, key)
}

// UnlockPassphrase opens it with a passphrase of the user's own, and wipes it.
func (r *Recovery) UnlockPassphrase(ctx context.Context, pass []byte) error {
	key := secret.New(pass)
	defer key.Wipe()
	return r.unlock(ctx, key)
}

func (r *Recovery) unlock(ctx context.Context, key secret.Bytes) error {
	v, ok := r.files.Vault(r.chosen)
	if !ok {
		return ErrNoBackup
	}
	open, err := engine.OpenRecovery(ctx, r.dir, v, key)
	if err != nil {
		return err
	}
	r.Cancel()
	r.open = open
	r.summary = summaryOf(open.Summary())
	return nil
}

// RecoverySummary is what the user compares with what he remembers before he
// agrees: nothing else can tell a folder that was turned back in time.
type RecoverySummary struct {
	Accounts    int
	Newest      time.Time // of the newest backup
	NewestBy    string    // computer that wrote it
	Computers   []BackupComputer
	Fingerprint [4]string
	// Unreadable are files that did not help. What is in them may well be in
	// others.
	Unreadable []BackupFile
}

func summaryOf(e engine.Summary) RecoverySummary {
	s := RecoverySummary{Accounts: e.Accounts, Newest: e.Newest, NewestBy: e.NewestBy, Fingerprint: e.Fingerprint}
	for _, c := range e.Computers {
		s.Computers = append(s.Computers, computerOf(c))
	}
	for _, f := range e.Unreadable {
		if errors.Is(f.Err, sealed.ErrNotForMe) {
			f.Err = ErrForOtherKeys
		}
		s.Unreadable = append(s.Unreadable, BackupFile{
			Path: f.Path, ID: f.Device, Time: f.Time, Accounts: -1, Size: f.Size, Offline: f.Offline, Err: f.Err,
		})
	}
	return s
}

// Summary says what was found, after Unlock.
func (r *Recovery) Summary() RecoverySummary { return r.summary }

// MergePreview says what joining with the accounts already here would do.
// Nothing is ever overwritten.
type MergePreview struct {
	There, Here int
	Added       []string // titles that come from the backup
	Kept        []string // titles that only this computer has; they go into the backup
	Same        []string
	NewerHere   []string
	NewerThere  []string
	OtherKey    []string // same names, different keys: both stay
}

// Preview compares the backup with this computer's accounts, after Unlock.
func (r *Recovery) Preview() MergePreview {
	if r.open == nil {
		return MergePreview{}
	}
	theirs := r.open.Document()
	defer theirs.Wipe()
	r.s.mu.Lock()
	here := vault.New()
	if r.s.doc != nil {
		here = r.s.doc.Clone()
	}
	r.s.mu.Unlock()
	return MergePreview(engine.Compare(here, theirs, r.s.vaultID() != r.open.Summary().Vault))
}

// Cancel forgets keys and content. Nothing was written.
func (r *Recovery) Cancel() {
	if r.open != nil {
		r.open.Wipe()
		r.open = nil
	}
}

// RecoveryStep is a row that ticks off while [Recovery.Finish] works.
type RecoveryStep int

// The steps.
const (
	RecoverAccounts RecoveryStep = iota // the accounts are put onto this computer
	RecoverRegister                     // this computer writes its first backup
)

// FinishOptions are the last questions.
type FinishOptions struct {
	Computer   string // what others call this computer; empty for the system's name
	Passphrase []byte // needed where there is no keyring; wiped
	Step       func(RecoveryStep)
}

// Recovered is what came of it.
type Recovered struct {
	Accounts int
	Brought  int      // accounts of this computer that went into the vault
	Left     []string // titles of accounts of this computer that cannot be used and were left in the files moved aside
	Folder   string   // the caller keeps it in the settings; empty if no backup can be kept there
	// BackupErr is why this computer could not write its first backup; the
	// accounts are here all the same, and it tries again.
	BackupErr error
}

// Finish puts the vault onto this computer and registers it. Accounts that
// are here already are joined, or brought along if they are of another vault.
// It writes files, and asks the keyring. After an error this computer is as it
// was before.
func (r *Recovery) Finish(ctx context.Context, o FinishOptions) (Recovered, error) {
	pass := secret.New(o.Passphrase)
	defer pass.Wipe()
	if r.open == nil {
		return Recovered{}, ErrNotUnlocked
	}
	release := r.s.Hold()
	defer release()
	if o.Step != nil {
		o.Step(RecoverAccounts)
	}
	done, err := r.install(ctx, o.Computer, pass)
	if err != nil {
		return done, err
	}
	defer r.Cancel()
	if o.Step != nil {
		o.Step(RecoverRegister)
	}
	done.Accounts = len(r.s.View().Rows)
	done.Folder = r.s.Backup().Folder
	if done.BackupErr = r.adopt.Refused(); done.BackupErr == nil {
		done.BackupErr = r.s.BackUpNow(ctx)
	}
	r.doneAsking(ctx)
	return done, nil
}

// install makes the vault of the folder that of this computer.
func (r *Recovery) install(ctx context.Context, name string, pass secret.Bytes) (Recovered, error) {
	s := r.s
	s.stopCourier(true)
	c := s.computer(ctx)
	if name != "" {
		c.Name = name
	}
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	same := s.store != nil && s.store.Vault() == r.open.Summary().Vault
	done, err := r.put(ctx, c, pass)
	if err == nil {
		switch {
		case r.adopt.Refused() == nil:
			s.folder, s.service, s.paused = r.adopt.Folder, r.adopt.Service, false
		case !same: // the folder until now has another vault
			s.folder, s.service, s.paused = "", "", false
		}
		s.later, s.asked = false, true
		err = s.enter()
	} else if s.doc != nil {
		s.startCourier()
	}
	return done, err
}
