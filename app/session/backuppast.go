package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/internal/otpauth"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
)

// Snapshots lists the backups in the folder, the newest first, as the last
// look saw them. It waits for a step that is under way. [ErrNoFolder].
func (s *Session) Snapshots(ctx context.Context) ([]BackupFile, error) {
	b := s.courierNow()
	if b == nil {
		return nil, ErrNoFolder
	}
	var out []BackupFile
	err := b.do(ctx, func(context.Context) error {
		for _, f := range b.engine.Snapshots() {
			out = append(out, BackupFile{
				Path: f.Path, Computer: f.Computer, ID: f.Device, Time: f.Time, Accounts: f.Accounts,
				Size: f.Size, Offline: f.Offline, Me: f.Me, Err: f.Err,
			})
		}
		return nil
	})
	return out, err
}

// Snapshot is an older backup that was opened to look at. It changes nothing.
type Snapshot struct {
	Computer string
	Time     time.Time
	Accounts []PastAccount // in the order of then

	s    *Session
	past *engine.Past
}

// PastAccount is an account as it was in a backup.
type PastAccount struct {
	ID, Title, Subtitle string
	Today               PastState
}

// PastState says how an account of the past stands today.
type PastState int

// The states.
const (
	PastSame    = PastState(engine.Same)
	PastTrashed = PastState(engine.Trashed)     // in the trash today
	PastGone    = PastState(engine.Gone)        // deleted for ever since
	PastKey     = PastState(engine.KeyChanged)  // has another key today
	PastText    = PastState(engine.TextChanged) // has other names, groups or notes today
)

// OpenSnapshot opens a backup by the path of [Session.Snapshots]. This
// computer can open what was written after it joined; older ones are not
// addressed to it.
func (s *Session) OpenSnapshot(ctx context.Context, path string) (*Snapshot, error) {
	b := s.courierNow()
	if b == nil {
		return nil, ErrNoFolder
	}
	var past *engine.Past
	err := b.do(ctx, func(ctx context.Context) (err error) {
		past, err = b.engine.OpenPast(ctx, path)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &Snapshot{s: s, past: past, Time: past.Time}
	for _, c := range s.Backup().Computers {
		if c.ID == past.Device {
			out.Computer = c.Name
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		past.Wipe()
		return nil, ErrLocked
	}
	for _, e := range past.Accounts() {
		out.Accounts = append(out.Accounts, PastAccount{
			ID: e.ID, Title: e.Title(), Subtitle: e.Subtitle(), Today: PastState(engine.Differ(e, s.doc)),
		})
	}
	return out, nil
}

// Close forgets the content.
func (p *Snapshot) Close() { p.past.Wipe() }

// Restore writes accounts of the backup, all of them if no ids are given, as
// new edits: they come back into the list with their names and keys of then.
// Accounts that were added since stay, keys of today stay among the earlier
// ones, and it can be undone.
func (p *Snapshot) Restore(ids ...string) error {
	chosen := map[string]bool{}
	for _, id := range ids {
		chosen[id] = true
	}
	return p.s.change(func(e *edit) error {
		for _, then := range p.past.Accounts() {
			if len(ids) > 0 && !chosen[then.ID] || engine.Differ(then, e.doc) == engine.Same {
				continue
			}
			if err := engine.Return(e.doc, e.by, then, e.step); err != nil {
				return err
			}
		}
		return nil
	})
}

// BackupProof is what [Session.VerifyBackup] found.
type BackupProof struct {
	Files  int          // backups that were read
	Good   int          // opened, and signed by a computer of the vault
	Others int          // intact, and written before this computer joined
	Bad    []BackupFile // damaged or unreadable, with the reason
	// Accounts that all good files give together.
	Accounts int
	// Complete: they hold everything this computer knows.
	Complete bool
	// NoKeyFile: a recovery key has no file in the folder, so it would open
	// nothing there.
	NoKeyFile bool
	Waiting   []string // not downloaded
}

// Sound reports whether the backup would give everything back.
func (p BackupProof) Sound() bool { return p.Complete && !p.NoKeyFile }

// VerifyBackup reads every file of the folder and proves what it is worth. It
// changes nothing. It reads, and may download, the whole folder.
func (s *Session) VerifyBackup(ctx context.Context) (BackupProof, error) {
	b := s.courierNow()
	if b == nil {
		return BackupProof{}, ErrNoFolder
	}
	var p BackupProof
	err := b.do(ctx, func(ctx context.Context) error {
		v, err := b.engine.Verify(ctx)
		p = BackupProof{
			Files: v.Snapshots, Good: v.Good, Others: v.Others, Accounts: v.Accounts, Complete: v.Complete,
			NoKeyFile: v.NoSlot, Waiting: v.Waiting,
		}
		for _, f := range v.Bad {
			p.Bad = append(p.Bad, BackupFile{Path: f.Path, ID: f.Device, Time: f.Time, Accounts: -1, Size: f.Size, Err: f.Err})
		}
		return err
	})
	return p, err
}

// mostRescue bounds what is read into memory.
const mostRescue = 1 << 30

// Rescued is what [Rescue] found.
type Rescued struct {
	Links []string // of accounts, as otpauth links with the secrets
	Trash int      // how many of them, at the end, lay in a trash
	Bad   []BackupFile
}

// Rescue opens files from anywhere, recovery files, snapshots and encrypted
// backup files, and directories of them, with a recovery key or the password
// of a backup file. It needs no vault on this computer and makes none. It
// wipes key.
func Rescue(ctx context.Context, paths []string, key []byte) (r Rescued, err error) {
	pass := secret.New(key)
	defer pass.Wipe()
	files, bad := gather(paths)
	r.Bad = bad
	if p, err := phrase.Parse(string(pass.Reveal())); err == nil {
		words := p.Secret() // as typed, with spaces or short words, it would not open
		defer words.Wipe()
		pass = words
	}
	entries, unread, err := engine.Rescue(ctx, files, pass)
	if err != nil {
		return r, err
	}
	for _, f := range unread {
		r.Bad = append(r.Bad, BackupFile{Path: f.Path, ID: f.Device, Accounts: -1, Size: f.Size, Err: f.Err})
	}
	for _, e := range entries {
		if e.Problem == vault.NoProblem {
			r.Links = append(r.Links, otpauth.Format(e.Account))
			if !e.Trashed.IsZero() {
				r.Trash++
			}
			continue
		}
		err := e.Err
		if err == nil {
			err = ErrNoKey
		}
		r.Bad = append(r.Bad, BackupFile{Path: e.Title(), Accounts: -1, Err: err})
	}
	return r, nil
}

// gather reads files, and the files of directories, by their last names.
func gather(paths []string) (map[string][]byte, []BackupFile) {
	files := map[string][]byte{}
	var bad []BackupFile
	total := 0
	read := func(path string) {
		b, err := rescueFile(path)
		if err == nil && total+len(b) > mostRescue {
			err = ErrFileTooBig
		}
		if err != nil {
			bad = append(bad, BackupFile{Path: path, Accounts: -1, Err: err})
			return
		}
		total += len(b)
		name := filepath.Base(path)
		for n := 2; files[name] != nil; n++ {
			name = fmt.Sprintf("%d %s", n, filepath.Base(path))
		}
		files[name] = b
	}
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil {
			read(path)
			continue
		}
		for _, e := range entries {
			switch ext := strings.ToLower(filepath.Ext(e.Name())); {
			case !e.IsDir() && (ext == ".age" || ext == ".twofold"):
				read(filepath.Join(path, e.Name()))
			}
		}
	}
	return files, bad
}

func rescueFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file")
	case info.Size() > folder.MaxFile:
		return nil, ErrFileTooBig
	}
	return os.ReadFile(path)
}
