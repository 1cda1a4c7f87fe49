package session_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"twofold/app/session"
	"twofold/sync/pair"
)

// lay puts n requests for a vault into the folder, as anybody can who writes
// to it.
func (x *approval) lay(vault string, n int) {
	x.t.Helper()
	for range n {
		_, m, err := pair.Ask(rand.Reader, vault, pair.Computer{Name: "New one"}, x.old.clock.Now())
		x.must(err)
		x.must(os.WriteFile(filepath.Join(x.folder, m.Name()), m.Data, 0o600))
	}
}

// look lets the old computer look into the folder, and some time pass: what is
// laid there afterwards is seen later. It looks again for that, because it may
// have begun a look of its own before the time passed.
func (x *approval) look() {
	x.t.Helper()
	x.must(x.old.LookAtFolder(x.t.Context()))
	x.old.clock.Advance(time.Second)
	x.must(x.old.LookAtFolder(x.t.Context()))
}

// TestNobodyElsesRequestKeepsATrueOneAway: however many requests somebody lays
// before or after a true one, it is among the first that are answered, and it
// stays there for its life.
func TestNobodyElsesRequestKeepsATrueOneAway(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after, rounds int
		most                  int // requests that are opened until it is the true one
	}{
		"alone":            {most: 1},
		"many before it":   {before: 200, most: 2},
		"many after it":    {after: 40, rounds: 10, most: 1},
		"few before it":    {before: 3, after: 40, rounds: 10, most: 7},
		"few that are new": {before: 200, after: 1, rounds: 3, most: 8},
	} {
		t.Run(name, func(t *testing.T) {
			x := newApproval(t)
			wanted := parsed(t, x.folder, x.messages()[0])
			away := x.take() // it comes later
			for n := range away {
				x.must(os.Remove(filepath.Join(x.folder, n)))
			}
			x.lay(wanted.Vault, tt.before)
			x.look()
			x.put(away)
			x.look()
			for range tt.rounds {
				x.lay(wanted.Vault, tt.after)
				x.look()
				if rs := x.old.Backup().Requests; len(rs) > 8 || !slices.ContainsFunc(rs, func(r session.PairRequest) bool { return r.ID == wanted.Request }) {
					t.Fatalf("not among %d requests", len(rs))
				}
			}
			for opened := 1; ; opened++ {
				id := x.old.Backup().Requests[0].ID
				if id == wanted.Request {
					break
				}
				if opened == tt.most {
					for i, r := range x.old.Backup().Requests {
						t.Log(i, r.ID == wanted.Request, r.Seen)
					}
					t.Fatalf("not found by opening %d requests", opened)
				}
				x.must(x.old.DeclineRequest(t.Context(), id))
				x.look()
			}
			x.approves(wanted.Request)
		})
	}
}

// TestLockedWhileAnswering: the vault is locked while a request is open. The
// new computer is told, and nothing is left in the folder.
func TestLockedWhileAnswering(t *testing.T) {
	x := newApproval(t)
	x.meet()
	x.must(x.old.Lock())
	x.a.Close(t.Context())
	_, err := x.r.PollApproval(t.Context())
	wantErr(t, err, session.ErrPairCancelled)
	x.r.StopAsking(t.Context())
	if left := x.messages(); len(left) != 0 {
		t.Errorf("left in the folder: %q", left)
	}
}

// TestApprovalClosedBeforeItIsTaken: who has typed the number need not wait
// until the new computer has joined, and leaves nothing behind by it.
func TestApprovalClosedBeforeItIsTaken(t *testing.T) {
	x := newApproval(t)
	x.meet()
	x.must(x.a.Approve(t.Context(), x.r.ApprovalNumber()))
	x.a.Close(t.Context())
	if ok, err := x.r.PollApproval(t.Context()); !ok || err != nil {
		t.Fatalf("approved %v, %v", ok, err)
	}
	done, err := x.r.Finish(t.Context(), session.FinishOptions{})
	if err != nil || done.Accounts != 1 || done.BackupErr != nil {
		t.Fatalf("finish %+v, %v", done, err)
	}
	x.must(x.old.LookAtFolder(t.Context()))
	if left := x.messages(); len(left) != 0 || len(x.old.Backup().Requests) != 0 {
		t.Errorf("left in the folder: %q", left)
	}
	settle(t, x.old, x.new)
	if x.old.Fingerprint() != x.new.Fingerprint() {
		t.Error("not the same content")
	}
}
