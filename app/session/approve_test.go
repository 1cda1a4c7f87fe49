package session_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/app/session"
	"twofold/internal/account"
)

// approval is a computer with a vault in a folder, and one that asks it.
type approval struct {
	t        *testing.T
	old, new *bench
	folder   string
	r        *session.Recovery
	a        *session.Approval
}

func newApproval(t *testing.T) *approval {
	t.Helper()
	x := &approval{t: t, old: newBench(t), new: newBench(t)}
	x.old.add(github)
	x.old.words()
	x.folder = x.old.backUpTo(t.TempDir())
	x.begin()
	return x
}

func (x *approval) begin() {
	x.t.Helper()
	r, err := x.new.BeginRecovery(x.t.Context(), x.folder)
	x.must(err)
	x.r = r
	x.must(r.AskApproval(x.t.Context(), "New one"))
}

func (x *approval) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// request is the one the old computer sees.
func (x *approval) request() session.PairRequest {
	x.t.Helper()
	x.must(x.old.LookAtFolder(x.t.Context()))
	rs := x.old.Backup().Requests
	if len(rs) != 1 {
		x.t.Fatalf("%d requests, want 1", len(rs))
	}
	return rs[0]
}

// meet brings both to the number.
func (x *approval) meet() {
	x.t.Helper()
	a, err := x.old.Answer(x.t.Context(), x.request().ID)
	x.must(err)
	x.a = a
	if approved, err := x.r.PollApproval(x.t.Context()); approved || err != nil {
		x.t.Fatalf("approved %v, %v", approved, err)
	}
	x.must(a.Poll(x.t.Context()))
}

// messages are the files of approvals in the folder.
func (x *approval) messages() []string {
	x.t.Helper()
	var out []string
	for _, n := range agesIn(x.t, x.folder) {
		if strings.HasSuffix(n, ".json") {
			out = append(out, n)
		}
	}
	return out
}

func TestApproval(t *testing.T) {
	x := newApproval(t)
	ctx := t.Context()
	if x.r.ApprovalNumber() != "" {
		t.Error("a number before anybody answered")
	}
	x.meet()
	if name, _, ok := x.a.Computer(); !ok || name != "New one" {
		t.Errorf("the new computer is %q, %v", name, ok)
	}
	number := x.r.ApprovalNumber()
	if len(number) != 6 {
		t.Fatalf("number %q", number)
	}
	x.must(x.a.Approve(ctx, number))
	approved, err := x.r.PollApproval(ctx)
	if !approved || err != nil {
		t.Fatalf("approved %v, %v", approved, err)
	}
	if x.r.ApprovalWords() != x.a.Words() || x.a.Words()[3] == "" {
		t.Errorf("words %v and %v", x.r.ApprovalWords(), x.a.Words())
	}
	if s := x.r.Summary(); s.Accounts != 1 || len(s.Computers) != 1 || s.Newest.IsZero() {
		t.Errorf("summary %+v", s)
	}
	if len(x.new.View().Rows) != 0 || x.a.Joined() {
		t.Error("joined before the words were compared")
	}
	done, err := x.r.Finish(ctx, session.FinishOptions{Computer: "Mine"})
	if err != nil || done.Accounts != 1 || done.BackupErr != nil {
		t.Fatalf("finish %+v, %v", done, err)
	}
	x.must(x.old.LookAtFolder(ctx))
	if !x.a.Joined() {
		t.Error("the old computer does not know that it joined")
	}
	x.a.Close(ctx)
	if left := x.messages(); len(left) != 0 {
		t.Errorf("left in the folder: %q", left)
	}
	// From here on both are in step, in both directions.
	x.new.add(google)
	x.must(x.new.BackUpNow(ctx))
	x.must(x.old.LookAtFolder(ctx))
	if n := len(x.old.View().Rows); n != 2 {
		t.Errorf("%d accounts on the old computer, want 2", n)
	}
	if x.old.Fingerprint() != x.new.Fingerprint() {
		t.Error("not the same content")
	}
	for _, c := range x.old.Backup().Computers {
		if !c.Me && c.Name != "Mine" {
			t.Errorf("the new computer is called %q", c.Name)
		}
	}
}

// TestApprovalOfAccountsTied: the key of an account that is tied to a computer
// does not travel by this way either.
func TestApprovalOfAccountsTied(t *testing.T) {
	x := newApproval(t)
	ctx := t.Context()
	id := x.old.View().Rows[0].ID
	bound := account.ThisComputer
	x.must(x.old.Edit(id, session.Changes{Binding: &bound}))
	x.must(x.old.BackUpNow(ctx))
	x.meet()
	x.must(x.a.Approve(ctx, x.r.ApprovalNumber()))
	_, err := x.r.PollApproval(ctx)
	x.must(err)
	if _, err := x.r.Finish(ctx, session.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	rows := x.new.View().Rows
	if len(rows) != 1 || !rows[0].ActionRequired {
		t.Errorf("rows on the new computer: %+v", rows)
	}
}

// TestApprovalRefusals: every way in which it ends. Afterwards the folder has
// no message, the vault no new computer, and a new request works.
func TestApprovalRefusals(t *testing.T) {
	cases := []struct {
		name string
		do   func(*testing.T, *approval)
	}{
		{"it is not me, unanswered", func(t *testing.T, x *approval) {
			x.must(x.old.DeclineRequest(t.Context(), x.request().ID))
			_, err := x.r.PollApproval(t.Context())
			wantErr(t, err, session.ErrPairDeclined)
		}},
		{"it is not me, at the number", func(t *testing.T, x *approval) {
			x.meet()
			x.must(x.a.Decline(t.Context()))
			_, err := x.r.PollApproval(t.Context())
			wantErr(t, err, session.ErrPairDeclined)
			wantErr(t, x.a.Approve(t.Context(), x.r.ApprovalNumber()), session.ErrPairDeclined)
		}},
		{"three wrong numbers, and the pause", func(t *testing.T, x *approval) {
			x.meet()
			wrong := "123456"
			if x.r.ApprovalNumber() == wrong {
				wrong = "123457"
			}
			wantErr(t, x.a.Approve(t.Context(), wrong), session.ErrPairNumber)
			wantErr(t, x.a.Approve(t.Context(), wrong), session.ErrPairNumber)
			if x.a.TriesLeft() != 1 {
				t.Errorf("%d tries left", x.a.TriesLeft())
			}
			wantErr(t, x.a.Approve(t.Context(), wrong), session.ErrPairTries)
			if err := x.a.Approve(t.Context(), x.r.ApprovalNumber()); err == nil {
				t.Error("a fourth number is taken")
			}
			_, err := x.r.PollApproval(t.Context())
			wantErr(t, err, session.ErrPairTries)
			x.a.Close(t.Context())
			x.r.StopAsking(t.Context())
			x.begin()
			_, err = x.old.Answer(t.Context(), x.freshRequest())
			wantErr(t, err, session.ErrPairPause)
			x.r.StopAsking(t.Context())
			x.old.clock.Advance(15 * time.Minute)
			x.new.clock.Advance(15 * time.Minute)
		}},
		{"one wrong number in each of three requests", func(t *testing.T, x *approval) {
			for i := range 3 {
				x.meet()
				wrong := "123456"
				if x.r.ApprovalNumber() == wrong {
					wrong = "123457"
				}
				want := session.ErrPairNumber
				if i == 2 {
					want = session.ErrPairTries
				}
				wantErr(t, x.a.Approve(t.Context(), wrong), want)
				x.a.Close(t.Context())
				x.r.StopAsking(t.Context())
				x.begin()
			}
			_, err := x.old.Answer(t.Context(), x.freshRequest())
			wantErr(t, err, session.ErrPairPause)
			x.old.clock.Advance(15 * time.Minute)
		}},
		{"another request is open", func(t *testing.T, x *approval) {
			x.meet()
			_, err := x.old.Answer(t.Context(), x.request().ID)
			wantErr(t, err, session.ErrPairBusy)
		}},
		{"ended on the new computer", func(t *testing.T, x *approval) {
			x.meet()
			x.r.StopAsking(t.Context())
			wantErr(t, x.a.Poll(t.Context()), session.ErrPairCancelled)
		}},
		{"ended on the new computer before an answer", func(t *testing.T, x *approval) {
			id := x.request().ID
			x.r.StopAsking(t.Context())
			_, err := x.old.Answer(t.Context(), id)
			if !errors.Is(err, session.ErrPairGone) && !errors.Is(err, session.ErrPairCancelled) {
				t.Errorf("answers what is gone: %v", err)
			}
		}},
		{"the words differ", func(t *testing.T, x *approval) {
			x.meet()
			x.must(x.a.Approve(t.Context(), x.r.ApprovalNumber()))
			_, err := x.r.PollApproval(t.Context())
			x.must(err)
			x.r.StopAsking(t.Context())
			wantErr(t, x.a.Poll(t.Context()), session.ErrPairCancelled)
			_, err = x.r.Finish(t.Context(), session.FinishOptions{})
			wantErr(t, err, session.ErrNotUnlocked)
		}},
		{"the window of the old computer was closed", func(t *testing.T, x *approval) {
			x.meet()
			x.a.Close(t.Context())
			_, err := x.r.PollApproval(t.Context())
			wantErr(t, err, session.ErrPairCancelled)
		}},
		{"nobody answers", func(t *testing.T, x *approval) {
			x.new.clock.Advance(15 * time.Minute)
			_, err := x.r.PollApproval(t.Context())
			wantErr(t, err, session.ErrPairExpired)
		}},
		{"nobody types", func(t *testing.T, x *approval) {
			x.meet()
			x.old.clock.Advance(15 * time.Minute)
			wantErr(t, x.a.Poll(t.Context()), session.ErrPairExpired)
			wantErr(t, x.a.Approve(t.Context(), x.r.ApprovalNumber()), session.ErrPairExpired)
			x.new.clock.Advance(15 * time.Minute)
		}},
		{"a message is changed on its way", func(t *testing.T, x *approval) {
			a, err := x.old.Answer(t.Context(), x.request().ID)
			x.must(err)
			x.a = a
			for _, n := range x.messages() {
				if strings.Contains(n, "-2-") {
					x.must(os.WriteFile(filepath.Join(x.folder, n), []byte("{}"), 0o600))
				}
			}
			if ok, err := x.r.PollApproval(t.Context()); ok || err != nil || x.r.ApprovalNumber() != "" {
				t.Errorf("takes it: %v, %v, number %q", ok, err, x.r.ApprovalNumber())
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := newApproval(t)
			ctx := t.Context()
			c.do(t, x)
			x.r.StopAsking(ctx)
			if x.a != nil {
				x.a.Close(ctx)
			}
			for _, m := range x.messages() {
				if !strings.Contains(m, "-0-") { // an end stays for who has not seen it
					b, _ := os.ReadFile(filepath.Join(x.folder, m))
					if string(b) != "{}" { // ours to clear only if it is as we wrote it
						t.Errorf("left in the folder: %s", m)
					}
				}
			}
			x.must(x.old.LookAtFolder(ctx))
			for _, c := range x.old.Backup().Computers {
				if !c.Me && !c.Removed {
					t.Errorf("%q is in the vault", c.Name)
				}
			}
			if len(x.new.View().Rows) != 0 {
				t.Error("the new computer has accounts")
			}
			x.a = nil
			x.begin()
			a, err := x.old.Answer(ctx, x.freshRequest())
			x.must(err)
			x.a = a
			_, err = x.r.PollApproval(ctx)
			x.must(err)
			x.must(a.Poll(ctx))
			x.must(a.Approve(ctx, x.r.ApprovalNumber()))
			if ok, err := x.r.PollApproval(ctx); !ok || err != nil {
				t.Errorf("the next request: %v, %v", ok, err)
			}
			x.r.StopAsking(ctx)
		})
	}
}

// freshRequest is the newest request the old computer sees.
func (x *approval) freshRequest() string {
	x.t.Helper()
	x.must(x.old.LookAtFolder(x.t.Context()))
	rs := x.old.Backup().Requests
	if len(rs) == 0 {
		x.t.Fatal("no request")
	}
	return rs[0].ID
}

// approves answers a request and approves it with the true number.
func (x *approval) approves(id string) *session.Approval {
	x.t.Helper()
	ctx := x.t.Context()
	a, err := x.old.Answer(ctx, id)
	x.must(err)
	_, err = x.r.PollApproval(ctx)
	x.must(err)
	x.must(a.Poll(ctx))
	x.must(a.Approve(ctx, x.r.ApprovalNumber()))
	if ok, err := x.r.PollApproval(ctx); !ok || err != nil {
		x.t.Errorf("approved %v, %v", ok, err)
	}
	return a
}

// TestApprovalWithWrongClocks: the life of a request is counted by each
// computer's own clock, so hours between them change nothing.
func TestApprovalWithWrongClocks(t *testing.T) {
	x := newApproval(t)
	x.new.clock.Advance(7 * time.Hour)
	x.r.StopAsking(t.Context())
	x.begin()
	a := x.approves(x.freshRequest())
	if done, err := x.r.Finish(t.Context(), session.FinishOptions{}); err != nil || done.Accounts != 1 {
		t.Errorf("finish %+v, %v", done, err)
	}
	// The one that is behind can tell, and says so.
	x.must(x.old.LookAtFolder(t.Context()))
	a.Close(t.Context())
	if off := x.old.Status().ClockOff; off > -7*time.Hour+time.Minute || off < -7*time.Hour-time.Minute {
		t.Errorf("the old computer's clock is said to be off by %v", off)
	}
	settle(t, x.old, x.new)
	if x.old.Fingerprint() != x.new.Fingerprint() {
		t.Error("not the same content")
	}
}

// TestApprovalSaysNothing: no name, key or code is in any file of it.
func TestApprovalSaysNothing(t *testing.T) {
	x := newApproval(t)
	x.meet()
	x.must(x.a.Approve(t.Context(), x.r.ApprovalNumber()))
	_, err := x.r.PollApproval(t.Context())
	x.must(err)
	files := x.messages()
	if len(files) != 4 {
		t.Fatalf("%d messages, want 4", len(files))
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(x.folder, f))
		x.must(err)
		for _, bad := range []string{"New one", "GitHub", "GEZDGNBV"} {
			for _, form := range []string{bad, base64.StdEncoding.EncodeToString([]byte(bad))} {
				if strings.Contains(string(b), form) || strings.Contains(f, form) {
					t.Errorf("%s shows %q", f, bad)
				}
			}
		}
	}
	x.a.Close(context.Background())
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}
