package session_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twofold/app/session"
)

// shape is what of the vault a person sees, in words.
func (b *bench) shape() []string {
	v := b.View()
	var lines []string
	for _, r := range v.Rows {
		lines = append(lines, fmt.Sprint("row ", r.Issuer, r.Name, r.Note, r.Groups, r.Pinned))
	}
	for _, r := range v.Trash {
		lines = append(lines, "trash "+r.Issuer)
	}
	for _, g := range v.Groups {
		lines = append(lines, "group "+g.Name)
	}
	return lines
}

// TestUndoOneAfterTheOther changes the same things again and again: each undo
// takes back one change, down to the first.
func TestUndoOneAfterTheOther(t *testing.T) {
	b := newBench(t)
	id, other := b.add(github), b.add(google)
	issuer := func(s string) func() error {
		return func() error { return b.Edit(id, session.Changes{Issuer: &s}) }
	}
	groups := func(names ...string) func() error {
		return func() error { return b.Edit(id, session.Changes{Groups: &names}) }
	}
	pinned := func(yes bool) func() error {
		return func() error { return b.Edit(id, session.Changes{Pinned: &yes}) }
	}
	work := func() string { return b.View().Groups[0].ID }
	undo := func() error { return b.Undo() }
	tests := map[string][]func() error{
		"names":          {issuer("B"), issuer("C"), issuer("D")},
		"back and forth": {issuer("B"), issuer("GitHub"), issuer("B"), issuer("GitHub")},
		"trash": {
			func() error { return b.Delete(id) }, func() error { return b.Restore(id) },
			func() error { return b.Delete(id) }, func() error { return b.Restore(id) },
		},
		"places": {
			func() error { return b.Move(id, other) }, func() error { return b.Move(id, "") },
			func() error { return b.Move(other, "") }, func() error { return b.Move(id, "") },
		},
		"groups": {groups("Work"), groups("Work", "Home"), groups("Home"), groups()},
		"a group that goes": {
			groups("Work"), func() error { return b.RenameGroup(work(), "Job") },
			func() error { return b.RenameGroup(work(), "Office") }, func() error { return b.Delete(id) },
			func() error { return b.RemoveGroup(work()) }, func() error { return b.Restore(id) },
		},
		"pins": {pinned(true), pinned(false), pinned(true)},
	}
	for name, changes := range tests {
		t.Run(name, func(t *testing.T) {
			var was [][]string
			for _, change := range changes {
				was = append(was, b.shape())
				if err := change(); err != nil {
					t.Fatal(err)
				}
			}
			for i := len(was) - 1; i >= 0; i-- {
				if err := undo(); err != nil {
					t.Fatalf("undo of change %d: %v", i+1, err)
				}
				if diff := cmp.Diff(was[i], b.shape()); diff != "" {
					t.Fatalf("after the undo of change %d (-want +got):\n%s", i+1, diff)
				}
			}
		})
	}
	// What is undone is not undone twice: the two accounts that were added are next.
	for _, want := range []error{nil, nil, session.ErrNothingToUndo} {
		if err := b.Undo(); !errors.Is(err, want) {
			t.Errorf("undo = %v, want %v", err, want)
		}
	}
}
