package session_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/sync/pair"
)

// TestRefused: whatever a computer that is to be trusted can be refused for,
// done for real with two computers and a folder. Each has a sentence of its own
// in both languages, and nothing is lost by it: both have what they had.
//
// The last three of the list have their tests beside this one:
// [TestRemovedComputerAsksAgain], [TestTheLastComputerStays] and
// [TestReplacingTheKeyWhileAnotherComputerIsOffline].
func TestRefused(t *testing.T) {
	cases := []struct {
		name string
		do   func(x *approval) error
		says string
	}{
		{"wrong number", func(x *approval) error { x.meet(); return x.a.Approve(x.t.Context(), x.wrong()) }, "err.pair.number"},
		{"three wrong numbers", func(x *approval) error {
			x.meet()
			for range 2 {
				_ = x.a.Approve(x.t.Context(), x.wrong())
			}
			return x.both(x.a.Approve(x.t.Context(), x.wrong()))
		}, "rec.num.wrong"},
		{"expired", func(x *approval) error {
			x.meet()
			x.old.clock.Advance(pair.Lifetime)
			x.new.clock.Advance(pair.Lifetime)
			return x.both(x.a.Poll(x.t.Context()))
		}, "ap.expired"},
		{"declined", func(x *approval) error {
			x.meet()
			x.must(x.a.Decline(x.t.Context()))
			_, err := x.r.PollApproval(x.t.Context())
			return err
		}, "err.pair.declined"},
		{"altered answer", func(x *approval) error {
			a, err := x.old.Answer(x.t.Context(), x.request().ID)
			x.must(err)
			x.a = a
			x.alter(pair.StepAnswer)
			// The new computer cannot tell it from a true one, and says to it
			// what only its sender can read.
			_, err = x.r.PollApproval(x.t.Context())
			x.must(err)
			return a.Poll(x.t.Context())
		}, "err.pair.altered"},
		{"altered reveal", func(x *approval) error {
			a, err := x.old.Answer(x.t.Context(), x.request().ID)
			x.must(err)
			x.a = a
			_, err = x.r.PollApproval(x.t.Context())
			x.must(err)
			x.alter(pair.StepReveal)
			return a.Poll(x.t.Context())
		}, "err.pair.altered"},
		{"altered grant", func(x *approval) error {
			x.meet()
			x.must(x.a.Approve(x.t.Context(), x.r.ApprovalNumber()))
			x.alter(pair.StepGrant)
			_, err := x.r.PollApproval(x.t.Context())
			return err
		}, "err.pair.altered"},
		{"message that says nothing", func(x *approval) error { return x.laid(`{}`) }, "err.pair.altered"},
		{"message of a newer version", func(x *approval) error { return x.laid(`{"twofold_pair":2}`) }, "err.pair.newer"},
		{"replayed messages", func(x *approval) error {
			x.meet()
			x.must(x.a.Approve(x.t.Context(), x.r.ApprovalNumber()))
			kept := x.take()
			x.a.Close(x.t.Context())
			x.r.StopAsking(x.t.Context())
			for _, n := range x.messages() {
				x.must(os.Remove(filepath.Join(x.folder, n)))
			}
			x.old.restart() // one that knows of no request any more
			x.put(kept)
			_, err := x.old.Answer(x.t.Context(), x.freshRequest())
			return err
		}, "err.pair.elsewhere"},
		{"request for another vault", func(x *approval) error {
			other := newApproval(x.t)
			for _, n := range other.messages() {
				data, err := os.ReadFile(filepath.Join(other.folder, n))
				x.must(err)
				x.must(os.WriteFile(filepath.Join(x.folder, n), data, 0o600))
			}
			x.must(x.old.LookAtFolder(x.t.Context()))
			if n := len(x.old.Backup().Requests); n != 1 {
				x.t.Errorf("%d requests are shown, want the one for this vault", n)
			}
			if !x.old.Backup().OtherRequest {
				x.t.Error("nothing is said of the one for another vault")
			}
			m := parsed(x.t, other.folder, other.messages()[0])
			_, _, err := pair.Answer(nil, parsed(x.t, x.folder, x.own()).Vault, m, when, when)
			return err
		}, "err.pair.vault"},
		{"folder that the new computer may not write to", func(x *approval) error {
			x.r.StopAsking(x.t.Context())
			locked(x.t, x.folder)
			return x.r.AskApproval(x.t.Context(), "")
		}, "bk.readonly"},
		{"folder that the new computer may not write to any more", func(x *approval) error {
			a, err := x.old.Answer(x.t.Context(), x.request().ID)
			x.must(err)
			x.a = a
			locked(x.t, x.folder)
			_, err = x.r.PollApproval(x.t.Context())
			return err
		}, "bk.readonly"},
		{"folder that the old computer may not write to", func(x *approval) error {
			id := x.request().ID
			locked(x.t, x.folder)
			_, err := x.old.Answer(x.t.Context(), id)
			return err
		}, "bk.readonly"},
		{"folder that the old computer may not write to any more", func(x *approval) error {
			x.meet()
			locked(x.t, x.folder)
			return x.a.Approve(x.t.Context(), x.r.ApprovalNumber())
		}, "bk.readonly"},
	}
	if unprivileged(t) {
		return
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := newApproval(t)
			before := x.old.Fingerprint()
			err := c.do(x)
			s := session.Explain(err, "")
			if s.Key != c.says {
				t.Errorf("says %q, want %q: %v", s.Key, c.says, err)
			}
			for _, lang := range []locale.Language{locale.English, locale.Japanese} {
				for _, key := range []string{s.Key, s.Next} {
					if text := locale.New(lang, nil).T(key); key != "" && (text == key || text == "") {
						t.Errorf("%s has no sentence for %q", lang, key)
					}
				}
			}
			unlocked(t, x.folder)
			x.r.StopAsking(t.Context())
			if x.a != nil {
				x.a.Close(t.Context())
			}
			if n := len(x.messages()); n > 0 && c.says == "ap.expired" {
				t.Errorf("%d messages that nobody reads any more are left in the folder", n)
			}
			if x.old.Fingerprint() != before || len(x.new.View().Rows) != 0 || x.new.Status().Folder != "" {
				t.Errorf("not as before: %d rows on the new computer, folder %q", len(x.new.View().Rows), x.new.Status().Folder)
			}
			x.must(x.old.BackUpNow(t.Context()))
			for _, c := range x.old.Backup().Computers {
				if !c.Me && !c.Removed {
					t.Errorf("%q is in the vault", c.Name)
				}
			}
		})
	}
}

// laid is an answer that is none, with a name that fits it.
func (x *approval) laid(text string) error {
	x.t.Helper()
	x.request()
	m := parsed(x.t, x.folder, x.own())
	m.Step, m.Session, m.Data = pair.StepAnswer, "aaaaaa", []byte(text)
	x.must(os.WriteFile(filepath.Join(x.folder, m.Name()), m.Data, 0o600))
	_, err := x.r.PollApproval(x.t.Context())
	return err
}

func (x *approval) wrong() string {
	if x.r.ApprovalNumber() == "123456" {
		return "123457"
	}
	return "123456"
}

// both holds that the two computers end for the same reason.
func (x *approval) both(err error) error {
	x.t.Helper()
	if _, there := x.r.PollApproval(x.t.Context()); session.Explain(there, "").Key != session.Explain(err, "").Key {
		x.t.Errorf("here %v, there %v", err, there)
	}
	return err
}

// alter puts a message of another exchange in the place of one of this.
func (x *approval) alter(step int) {
	x.t.Helper()
	other := newApproval(x.t)
	other.meet()
	other.must(other.a.Approve(x.t.Context(), other.r.ApprovalNumber()))
	theirs := func(m pair.Message) bool { return m.Step == step }
	var lie pair.Message
	for _, n := range other.messages() {
		if m := parsed(x.t, other.folder, n); theirs(m) {
			lie = m
		}
	}
	for _, n := range x.messages() {
		m := parsed(x.t, x.folder, n)
		if !theirs(m) {
			continue
		}
		x.must(os.Remove(filepath.Join(x.folder, n)))
		// The names in it are those of this exchange; what it holds is not.
		text := string(lie.Data)
		for _, r := range [][2]string{{lie.Vault, m.Vault}, {lie.Request, m.Request}, {lie.Session, m.Session}} {
			text = strings.Replace(text, `"`+r[0]+`"`, `"`+r[1]+`"`, 1)
		}
		m.Data = []byte(text)
		x.must(os.WriteFile(filepath.Join(x.folder, m.Name()), m.Data, 0o600))
		return
	}
	x.t.Fatalf("no message of step %d", step)
}

// take gives the messages in the folder, and put lays them there again.
func (x *approval) take() map[string][]byte {
	x.t.Helper()
	kept := map[string][]byte{}
	for _, n := range x.messages() {
		data, err := os.ReadFile(filepath.Join(x.folder, n))
		x.must(err)
		kept[n] = data
	}
	return kept
}

func (x *approval) put(kept map[string][]byte) {
	x.t.Helper()
	for n, data := range kept {
		x.must(os.WriteFile(filepath.Join(x.folder, n), data, 0o600))
	}
}

// own is the request of this vault.
func (x *approval) own() string {
	x.t.Helper()
	id := x.old.Backup().Requests[0].ID
	all := x.messages()
	return all[slices.IndexFunc(all, func(n string) bool { return strings.Contains(n, "-p-"+id+"-1-") })]
}

func parsed(t *testing.T, folder, name string) pair.Message {
	t.Helper()
	n, ok := pair.ParseName(name)
	data, err := os.ReadFile(filepath.Join(folder, name))
	if !ok || err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	m, err := pair.Parse(n, data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestRemovedComputerAsksAgain: it is told that it gets nothing any more, and
// its next request is one of a new computer, to be approved by a number like
// any other. What it kept comes with it.
func TestRemovedComputerAsksAgain(t *testing.T) {
	a, b, _ := couple(t)
	laptop := a.other()
	x := &approval{t: t, old: a, new: b, folder: a.folder}
	x.must(a.RemoveComputer(laptop.ID, laptop.Vouched))
	a.clock.Advance(time.Minute)
	x.must(a.BackUpNow(t.Context()))
	x.must(b.LookAtFolder(t.Context()))
	if h := b.Status().Health; h != session.HealthExcluded || h.Key() != "bk.excluded" {
		t.Errorf("it says %v", h)
	}
	late := b.add("otpauth://totp/Late:x?secret=KRSXG5CTMVRXEZLU&issuer=Late")
	x.begin()
	x.meet()
	if err := x.a.Approve(t.Context(), x.wrong()); !errors.Is(err, session.ErrPairNumber) {
		t.Errorf("without its number: %v", err)
	}
	x.must(x.a.Approve(t.Context(), x.r.ApprovalNumber()))
	_, err := x.r.PollApproval(t.Context())
	x.must(err)
	if _, err := x.r.Finish(t.Context(), session.FinishOptions{Computer: "laptop again"}); err != nil {
		t.Fatal(err)
	}
	x.must(a.LookAtFolder(t.Context()))
	x.a.Close(t.Context())
	settle(t, a, b)
	if a.View().Row(late) == nil || b.Status().Health == session.HealthExcluded {
		t.Errorf("what it kept did not come: %v", b.Status().Health)
	}
	if laptop.ID == b.mine().ID {
		t.Error("it came back with the keys that were removed")
	}
}
