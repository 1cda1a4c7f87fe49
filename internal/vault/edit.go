package vault

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// What names an edit, for the sentence beside an undo button.
type What string

// The edits.
const (
	Added         What = "added"
	Updated       What = "updated"
	Trashed       What = "trashed"
	Restored      What = "restored"
	Purged        What = "purged"
	Moved         What = "moved"
	GroupAdded    What = "group-added"
	GroupRenamed  What = "group-renamed"
	GroupRemoved  What = "group-removed"
	GroupMoved    What = "group-moved"
	SettingSet    What = "setting-set"
	VersionChosen What = "version-chosen"
	CopyKept      What = "copy-kept"
	Undone        What = "undone"
)

// Step is one edit of this session as [Document.Undo] needs it. It lives in
// memory only.
type Step struct {
	What What
	IDs  []string // of the accounts, groups or settings that were edited

	back []register
	// moved are, by account, the versions of keys whose secrets left the
	// shared lines; taking the edit back publishes them again.
	moved map[string][]string
	final bool
}

// Undoable reports whether the edit can be taken back at all.
func (s Step) Undoable() bool { return !s.final && len(s.back) > 0 }

// Format implements [fmt.Formatter] without the values, which may be recovery
// codes.
func (s Step) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "[step %s %q]", s.What, s.IDs) }

// register is what an edit wrote, and what was there before.
type register struct {
	kind, id, name string
	stamp          Stamp // of the edit
	before         Stamp // of what was there before
	old            string
}

// edit collects the changes of one edit. Nothing is stored before commit, so
// that an error leaves the document as it was.
type edit struct {
	d    *Document
	by   Author
	now  time.Time
	t    Stamp
	work map[string]map[string]*record
	// groups holds the ids of the groups of each name; nil: not known yet.
	groups map[string][]string
	step   Step
	raised bool // a counter, which never goes back
	err    error
}

func (d *Document) edit(by Author, what What) *edit {
	e := &edit{d: d, by: by, work: map[string]map[string]*record{}, step: Step{What: what}}
	if !validDevice(by.Device) {
		e.err = fmt.Errorf("device id %q is not one", by.Device)
		return e
	}
	e.now = by.Now()
	e.t = d.next(e.now, by.Device)
	return e
}

// see gives the record as the edit has it so far, nil if there is none.
func (e *edit) see(kind, id string) *record {
	if r := e.work[kind][id]; r != nil {
		return r
	}
	return e.d.get(kind, id)
}

// open gives a copy to change, or a new record.
func (e *edit) open(kind, id string) *record {
	if r := e.work[kind][id]; r != nil {
		return r
	}
	r := &record{kind: kind, id: id, t: e.t}
	if old := e.d.get(kind, id); old != nil {
		r = old.copy()
	}
	if e.work[kind] == nil {
		e.work[kind] = map[string]*record{}
	}
	e.work[kind][id] = r
	return r
}

// set writes a field, unless it has the value already.
func (e *edit) set(kind, id, name, value string) {
	value = nonZero(value)
	old := e.see(kind, id)
	if old.value(name) == value || e.err != nil {
		return
	}
	if len(value) > maxValue || len(name) > maxName {
		e.err = fmt.Errorf("field %s: %w", name, ErrTooLong)
		return
	}
	stored := e.d.get(kind, id)
	if stored.stamp(name) >= e.t {
		e.err = ErrStampsUsedUp
		return
	}
	if old.stamp(name) != e.t { // else this edit has noted it already
		e.step.back = append(e.step.back, register{kind, id, name, e.t, stored.stamp(name), stored.value(name)})
	}
	if kind == kindAccount {
		e.own(id, name, value)
	}
	e.open(kind, id).set(name, e.t, value)
}

func (e *edit) text(kind, id, name, value string) {
	if value == "" {
		e.set(kind, id, name, "")
		return
	}
	e.set(kind, id, name, quote(value))
}

func (e *edit) truth(kind, id, name string, value bool) {
	e.set(kind, id, name, fmt.Sprint(value))
}

// touched marks id as edited.
func (e *edit) touched(id string) {
	if !slices.Contains(e.step.IDs, id) {
		e.step.IDs = append(e.step.IDs, id)
	}
}

// commit stores the edit. An edit that nobody would take back, because it
// changed nothing that shows, leaves the last step as it was.
func (e *edit) commit() error {
	if e.err != nil {
		return e.err
	}
	for _, m := range e.work {
		for _, r := range m {
			r.settle()
			e.d.put(r)
		}
	}
	if len(e.step.back) > 0 || e.raised {
		e.d.last = e.step
		e.d.edits++
	}
	return nil
}

// Edits counts the edits that changed something since the document was made,
// read or cloned.
func (d *Document) Edits() int { return d.edits }

// LastStep is the last edit that changed something, or the zero Step.
func (d *Document) LastStep() Step { return d.last }

// Undo takes an edit back by a new one. What was changed again since then
// stays as it is; if that is all of it, the error is [ErrSuperseded]. A purge
// gives [ErrFinal]. Taking back an Add moves the account to the trash.
func (d *Document) Undo(by Author, s Step) error {
	if !s.Undoable() {
		return ErrFinal
	}
	e := d.edit(by, Undone)
	e.step.IDs = s.IDs
	undone := false
	for _, b := range s.back {
		if d.get(kindGone, b.id) != nil && b.kind != kindSetting {
			continue
		}
		if r := d.get(b.kind, b.id); r.stamp(b.name) == b.stamp && r.value(b.name) != nonZero(b.old) {
			e.set(b.kind, b.id, b.name, b.old)
			undone = true
		}
	}
	if !undone && e.err == nil {
		return ErrSuperseded
	}
	for id, versions := range s.moved {
		if a := e.see(kindAccount, id); a != nil && a.binding() == shared {
			e.publish(id, versions)
		}
	}
	for _, id := range s.IDs {
		if a := e.see(kindAccount, id); a != nil && a.binding() == bound {
			e.bind(id)
		}
	}
	return e.commit()
}

// Under is s as it is to be taken back after undone, a later edit, was taken
// back by undo: what undone had changed of the work of s is that of s again,
// under the stamp of undo. What others changed since stays theirs.
func (s Step) Under(undone, undo Step) Step {
	back := slices.Clone(s.back)
	for i, b := range back {
		for _, over := range undone.back {
			if over.kind != b.kind || over.id != b.id || over.name != b.name || over.before != b.stamp {
				continue
			}
			for _, now := range undo.back {
				if now.kind == b.kind && now.id == b.id && now.name == b.name && now.before == over.stamp {
					back[i].stamp = now.stamp
				}
			}
		}
	}
	s.back = back
	return s
}

// newID makes an id that no other computer will make, not even a clone with
// the same randomness: whatever it is for goes into it.
func (e *edit) newID(parts ...string) (string, error) {
	nonce := make([]byte, 16)
	if _, err := io.ReadFull(e.by.Rand, nonce); err != nil {
		return "", fmt.Errorf("make id: %w", err)
	}
	// The nonce is not kept, so the id says nothing about a secret in parts.
	return digest(append([]string{string(nonce), string(e.t)}, parts...)...)[:16], nil
}

// digest is a hash of parts in lower-case base32 (RFC 4648).
func digest(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "%d:%s", len(p), p)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:25]))
}

// seconds is t as the records hold it; empty for no time or one before 1970.
func seconds(t time.Time) string {
	if t.IsZero() || t.Unix() <= 0 {
		return ""
	}
	return fmt.Sprint(t.Unix())
}

// trashTime is now as the time of a trash. A clock before 1970 must not make a
// trash that is none.
func (e *edit) trashTime() string { return cmp.Or(seconds(e.now), "1") }

// moment is the reverse of seconds.
func moment(n int64) time.Time {
	if n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
