package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/snapshot"
)

// Snapshot is one file of the vault's history, as a list shows it.
type Snapshot struct {
	File
	Computer string // name of the writer, if known
	Me       bool
	// Accounts is -1 where the file was not opened yet.
	Accounts int
}

// Snapshots lists the snapshots that lie in the folder, the newest first. It
// looks at what the last step saw, and reads nothing: times of files that
// were not opened are those of the file system.
func (e *Engine) Snapshots() []Snapshot {
	var out []Snapshot
	had := map[string]bool{}
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		if !f.named || f.name.Recovery() || f.name.Vault != e.keys.Vault || had[f.name.Hash] {
			continue
		}
		had[f.name.Hash] = true
		s := Snapshot{Accounts: -1, Me: f.name.Dev == e.me, Computer: e.nameOf(f.name.Dev)}
		s.File = File{
			Path: path, Device: f.name.Dev, Seq: f.name.Seq, Time: f.entry.ModTime, Size: f.entry.Size,
			Offline: f.entry.Offline, Copy: f.entry.Copy, name: f.name, named: true,
		}
		for _, w := range e.notes.own(f.name.Seq) {
			if s.Me && w.Hash == f.name.Hash {
				s.Time = w.Time
			}
		}
		switch f.class {
		case taken:
			s.Time, s.Accounts = f.head.time, f.head.accounts
		case incomplete, broken, refused, notForMe, tooNew:
			s.Err = f.err
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Snapshot) int {
		return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(b.Seq, a.Seq), cmp.Compare(a.Path, b.Path))
	})
	return out
}

// Past is an older snapshot that was opened to look at. Nothing of it is
// joined: what the user wants back is written as new edits.
type Past struct {
	Device string
	Seq    uint64
	Time   time.Time
	doc    *vault.Document
}

// OpenPast opens a snapshot of the folder with this computer's keys, which
// work for files written after it joined: [sealed.ErrNotForMe] before. A
// computer that was removed since is believed about its past.
func (e *Engine) OpenPast(ctx context.Context, path string) (*Past, error) {
	if err := e.look(); err != nil {
		return nil, err
	}
	data, err := e.o.Folder.Read(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open snapshot: %w", err)
	}
	if n, ok := snapshot.FindName(path); ok {
		if err := n.Check(data); err != nil {
			return nil, fmt.Errorf("open snapshot: %w", err)
		}
	}
	return openPast(data, e.keys.Vault, e.roster, e.records, e.keys.Root, e.keys.Identity())
}

func openPast(data []byte, id string, ro *identity.Roster, known identity.Records, root []byte, key sealed.Identity) (*Past, error) {
	u, err := snapshot.Decrypt(data, key)
	if err != nil {
		return nil, err
	}
	if u.Header.Vault != id {
		u.Wipe()
		return nil, snapshot.ErrWrongVault
	}
	if ro == nil {
		ro = identity.NewRoster(id, root, known.Join(u.Records))
	}
	snap, err := u.VerifyPast(ro, snapshot.Full, snapshot.Delta)
	if err != nil {
		return nil, fmt.Errorf("open snapshot: %w", err)
	}
	defer snap.Wipe()
	doc, _ := vault.Read(snap.Lines)
	return &Past{Device: snap.Header.Dev, Seq: snap.Header.Seq, Time: snap.Header.Time, doc: doc}, nil
}

// Wipe drops the content.
func (p *Past) Wipe() { p.doc.Wipe() }

// Accounts is what was in the list then.
func (p *Past) Accounts() []vault.Entry { return p.doc.Accounts() }

// Difference says how an account of the past stands today.
type Difference int

// The differences.
const (
	Same        Difference = iota
	Trashed                // in the trash today
	Gone                   // deleted for ever, or unknown today
	KeyChanged             // has another key today
	TextChanged            // has other names, groups or notes today
)

// Differ compares an account of the past with the vault of today.
func Differ(then vault.Entry, now *vault.Document) Difference {
	today, ok := now.Account(then.ID)
	switch {
	case !ok:
		return Gone
	case !today.Trashed.IsZero():
		return Trashed
	case then.Problem == vault.NoProblem && (!today.Key.Secret.Equal(then.Key.Secret) || today.Key.Type != then.Key.Type ||
		today.Key.Digits != then.Key.Digits || today.Key.Period != then.Key.Period || today.Key.Algorithm != then.Key.Algorithm):
		return KeyChanged
	case today.Issuer != then.Issuer || today.Name != then.Name || today.Note != then.Note ||
		today.Reading != then.Reading || !slices.Equal(sorted(today.Groups), sorted(then.Groups)):
		return TextChanged
	}
	return Same
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// Return writes an account of the past as new edits into doc: it comes back
// into the list, with its names and its key of then. The key of today stays
// among the earlier ones, and a counter never goes back. done is called after
// every edit.
func Return(doc *vault.Document, by vault.Author, then vault.Entry, done func(error) error) error {
	today, ok := doc.Account(then.ID)
	if !ok {
		_, err := doc.Add(by, then.Account) // a purge is final for the old id
		return done(err)
	}
	if !today.Trashed.IsZero() {
		if err := done(doc.Restore(by, then.ID)); err != nil {
			return err
		}
	}
	a := then.Account
	if then.Problem != vault.NoProblem {
		a.Key = today.Key
	}
	a.Counter = max(then.Counter, today.Counter)
	return done(doc.Update(by, then.ID, a))
}
