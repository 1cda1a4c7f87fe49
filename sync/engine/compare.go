package engine

import (
	"encoding/hex"
	"hash/fnv"
	"io"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
)

// compare finds out whether the folder lacks something, and why. An edit is
// published soon; what the folder has lost is published by whoever is first.
func (e *Engine) compare(now time.Time) {
	if e.look() != nil || e.inFolder == nil {
		return
	}
	if !e.checked {
		e.lacks = lacks(e.inFolder, e.doc)
		e.checked = !e.st.more
	}
	if !e.lacks {
		e.starved = !e.st.more && e.unreached()
		due := e.heal
		e.covered()
		if e.starved {
			if e.heal = due; due.IsZero() {
				e.heal = now.Add(e.healDelay())
			}
		}
		return
	}
	if e.st.more || e.edits.waiting() {
		return
	}
	lost := !e.ownPresent()
	switch {
	case !e.edits.quiet.IsZero() && !lost:
		// Only the use of codes was counted: it can wait for company.
	case e.notes.Covered != e.whole() && !lost:
		// An edit that was durable before the program ended, or news that no
		// file in the folder holds together.
		e.edits.first, e.edits.last = now, now
	case e.heal.IsZero():
		e.heal = now.Add(e.healDelay())
	}
}

// unreached reports whether a computer or a recovery key of the vault is left
// without something that the folder holds for all others: one that is new, or
// has new keys, is no recipient of what was written before it was known. What
// somebody wrote who has joined that file, and who knew of the newcomer, makes
// up for it, and so does one file with all that is known.
func (e *Engine) unreached() bool {
	whole := e.whole()
	for _, f := range e.files {
		if f.class == taken && f.head.print == whole {
			return false
		}
	}
	for _, m := range e.roster.Members() {
		if m.State != identity.Enrolled {
			continue
		}
		for _, h := range e.heads {
			if h.dev != m.ID && !h.reaches(m.ID) && !e.passedOn(h, m.ID) {
				return true
			}
		}
	}
	return false
}

// passedOn reports whether a file in the folder that was written in knowledge
// of h is addressed to a computer or a recovery slot.
func (e *Engine) passedOn(h head, id string) bool {
	for _, f := range e.files {
		if f.class == taken && f.head.seen[h.dev].Seq >= h.seq && f.head.reaches(id) {
			return true
		}
	}
	return false
}

// lacks reports whether folder does not hold all of doc.
func lacks(folder, doc *vault.Document) bool { return folder.Clone().Join(doc).Any }

// Lacks reports whether what a folder gives lacks anything of a document.
func Lacks(folder, doc *vault.Document) bool { return lacks(folder, doc) }

// covered notes that the folder holds everything.
func (e *Engine) covered() {
	e.edits, e.heal = edits{}, time.Time{}
	e.notes.Waits = time.Time{}
	if e.checked {
		e.notes.Covered = e.whole()
	}
	switch e.st.Folder {
	case Full, ReadOnly, Stuck:
		e.st.Folder, e.st.Err = Fine, nil // nothing needs to be written any more
	}
}

// whole is the fingerprint of all that is known here.
func (e *Engine) whole() string {
	if e.printOf != e.doc {
		e.printOf, e.printed = e.doc, print(e.doc)
	}
	return e.printed
}

// print is the fingerprint of a document as text.
func print(doc *vault.Document) string {
	sum := doc.Fingerprint()
	return hex.EncodeToString(sum[:8])
}

// ownPresent reports whether the newest file of this computer lies in the
// folder.
func (e *Engine) ownPresent() bool {
	n := len(e.notes.Own)
	return n > 0 && e.present(e.notes.Own[n-1].Hash)
}

// healDelay lets one computer act at once and the others wait, so that not all
// of them write what one of them has lost.
func (e *Engine) healDelay() time.Duration {
	first := true
	for _, m := range e.roster.Members() {
		if h, ok := e.heads[m.ID]; ok && m.ID < e.me && h.dev != "" {
			first = false
		}
	}
	if first {
		return 0
	}
	var b [2]byte
	if _, err := io.ReadFull(e.o.Rand, b[:]); err != nil {
		return healTo
	}
	span := int64(healTo - healFrom)
	return healFrom + time.Duration(span*(int64(b[0])<<8|int64(b[1]))/(1<<16))
}

// refreshDue reports whether it is time for the weekly file. Without it, a
// file that some client never delivers would never be missed: everybody looks
// at their own view of the folder alone. Computers take different hours.
func (e *Engine) refreshDue(now time.Time) bool {
	n := len(e.notes.Own)
	if n == 0 {
		return false
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(e.me))
	age := now.Sub(e.notes.Own[n-1].Time)
	return age > refreshEvery+time.Duration(h.Sum32()%720)*time.Minute || age < -clockTolerance
}
