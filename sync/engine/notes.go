package engine

import (
	"encoding/json"
	"fmt"
	"time"

	"twofold/sync/store"
)

// notes are what the engine remembers between two runs of the program, beside
// the frontier.
type notes struct {
	Computer string `json:"computer"` // whose notes these are
	// Own are this computer's files, oldest first, as long as they lie in the
	// folder. They tell a file of ours from one of a copy of this computer.
	Own []written `json:"own,omitempty"`
	// Covered is the fingerprint of the document that the folder was last
	// known to hold: if it is still ours, there is no edit to publish.
	Covered string    `json:"covered,omitempty"`
	Deleted []string  `json:"deleted,omitempty"` // times of the last deletions, RFC 3339
	Told    []string  `json:"told,omitempty"`    // notices that were given, so that each is given once
	Waits   time.Time `json:"waits,omitzero"`    // since when a change waits
	Relaid  []string  `json:"relaid,omitempty"`  // answers to files whose writer lacked a recovery file
	// Unsure are computers that joined with the recovery key, until the user
	// says that it was him, or removes them.
	Unsure []string `json:"unsure,omitempty"`
}

// written is a file of this computer.
type written struct {
	Seq    uint64    `json:"seq"`
	Hash   string    `json:"hash"` // short
	Time   time.Time `json:"time"`
	Proven bool      `json:"proven,omitempty"` // read back from the folder and opened
}

const (
	mostOwn  = 512
	mostTold = 256
)

// parseNotes reads the notes. Notes that cannot be read, or that belong to
// the computer this one was copied from, are none: they only save trouble.
func parseNotes(raw json.RawMessage, me string) notes {
	var n notes
	if len(raw) > 0 && json.Unmarshal(raw, &n) != nil || n.Computer != me {
		n = notes{Covered: n.Covered, Unsure: n.Unsure}
	}
	n.Computer = me
	return n
}

// write makes frontier and notes durable if they changed.
func (e *Engine) write() error {
	if n := len(e.notes.Own); n > mostOwn {
		e.notes.Own = e.notes.Own[n-mostOwn:]
	}
	if n := len(e.notes.Told); n > mostTold {
		e.notes.Told = e.notes.Told[n-mostTold:]
	}
	raw, err := json.Marshal(e.notes)
	if err != nil {
		return fmt.Errorf("write notes: %w", err)
	}
	now := string(raw) + fmt.Sprint(e.seen)
	if now == e.saved {
		return nil
	}
	if err := e.o.Store.SetFrontier(store.Frontier{Seen: e.seen, Notes: raw}); err != nil {
		return fmt.Errorf("write frontier: %w", err)
	}
	e.saved = now
	return nil
}

// own finds a file of this computer by its number.
func (n *notes) own(seq uint64) []written {
	var out []written
	for _, w := range n.Own {
		if w.Seq == seq {
			out = append(out, w)
		}
	}
	return out
}

// add notes a file of this computer, once, in the order of the numbers.
func (n *notes) add(w written) {
	at := len(n.Own)
	for i, o := range n.Own {
		if o.Hash == w.Hash {
			n.Own[i].Proven = o.Proven || w.Proven
			return
		}
		if o.Seq > w.Seq && at == len(n.Own) {
			at = i
		}
	}
	n.Own = append(n.Own[:at], append([]written{w}, n.Own[at:]...)...)
}
