package engine

import (
	"fmt"
	"slices"

	"twofold/crypto/identity"
)

// Kind says what a notice is about.
type Kind string

// The kinds of notices. Each is told once for each thing it is about.
const (
	Emptied     Kind = "emptied"      // the folder held the vault, and now holds nothing of it
	RolledBack  Kind = "rolled-back"  // the folder went back to an earlier state; Device is whose files
	Rewritten   Kind = "rewritten"    // another program changed a file in the folder
	Forged      Kind = "forged"       // File is signed by nobody who belongs to the vault; it is ignored
	FromRemoved Kind = "from-removed" // File is of a computer that was removed; it is ignored
	Newer       Kind = "newer"        // File asks for a later version of the program
	Copied      Kind = "copied"       // this computer was a copy; it goes on as Name
	Forked      Kind = "forked"       // Device wrote two files under one number; both were joined
	Joined      Kind = "joined"       // Device joined the vault, approved by another computer
	JoinedByKey Kind = "joined-key"   // Device joined with the recovery key
	WasRemoved  Kind = "removed"      // Device was removed from the vault
	Removed     Kind = "removed-here" // this computer was removed from the vault
	NewSlot     Kind = "new-slot"     // a recovery key was made on another computer
)

// Notice is something a person should hear about.
type Notice struct {
	Kind   Kind
	Device string // id of the computer it is about; may be empty
	Name   string // its name
	File   string // name of the file it is about; may be empty
	Err    error  // why, for the details
}

// tell gives a notice, unless it was given before.
func (e *Engine) tell(n Notice) {
	key := string(n.Kind) + "/" + n.Device + "/" + n.File
	if slices.Contains(e.notes.Told, key) {
		return
	}
	e.notes.Told = append(e.notes.Told, key)
	e.news = append(e.news, n)
}

// silence marks a notice as given.
func (e *Engine) silence(n Notice) {
	had := e.news
	e.tell(n)
	e.news = had
}

// nameOf is the name of a computer, empty if it is not known.
func (e *Engine) nameOf(dev string) string {
	if e.roster == nil || dev == "" {
		return ""
	}
	m, _ := e.roster.Member(dev)
	return m.Name
}

// joined compares the roster with the one before a join, and tells who came
// and who went.
func (e *Engine) joined() error {
	before := map[string]identity.State{}
	for _, m := range e.roster.Members() {
		before[m.ID] = m.State
	}
	e.doc = nil
	if err := e.look(); err != nil {
		return err
	}
	for _, m := range e.roster.Members() {
		was, known := before[m.ID]
		n := Notice{Device: m.ID, Name: m.Name}
		switch {
		case m.ID == e.me && m.State != identity.Enrolled:
			n.Kind = Removed
		case m.ID == e.me:
		case !known && m.State == identity.Enrolled && m.Slot:
			n.Kind = NewSlot
		case !known && m.State == identity.Enrolled && identity.ValidSlotID(m.By):
			n.Kind = JoinedByKey
		case !known && m.State == identity.Enrolled:
			n.Kind = Joined
		case known && was == identity.Enrolled && m.State != identity.Enrolled && !m.Slot:
			n.Kind = WasRemoved
		}
		if n.Kind != "" {
			e.tell(n)
		}
		if known && was == identity.Enrolled && m.State != identity.Enrolled && m.ID != e.me {
			e.answer = true
		}
		if n.Kind == JoinedByKey && !slices.Contains(e.notes.Unsure, m.ID) {
			e.notes.Unsure = append(e.notes.Unsure, m.ID)
		}
	}
	return nil
}

// Known tells that the user knows the computer id, which joined with the
// recovery key. It is durable when it returns.
func (e *Engine) Known(id string) error {
	e.notes.Unsure = slices.DeleteFunc(e.notes.Unsure, func(u string) bool { return u == id })
	if err := e.write(); err != nil {
		return fmt.Errorf("%w: %w", errOwn, err)
	}
	if e.roster != nil {
		e.sumComputers()
	}
	return nil
}

// removed reports whether this computer does not belong to the vault any more.
func (e *Engine) removed() bool {
	m, ok := e.roster.Member(e.me)
	return !ok || m.State != identity.Enrolled
}
