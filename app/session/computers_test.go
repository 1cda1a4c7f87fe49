package session_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/app/session"
	"twofold/internal/account"
)

// couple are two computers of one vault: a, and b which joined by the words.
func couple(t *testing.T) (a, b *bench, words string) {
	t.Helper()
	a = newBench(t)
	a.add(github)
	a.add(google)
	words = a.words()
	folder := a.backUpTo(t.TempDir())
	b = recovered(t, folder, words)
	a.note("from the desk")
	b.note("from the laptop")
	settle(t, a, b)
	return a, b, words
}

// note edits an account, so that there is something to write: each computer
// one of its own, for of two edits of one field only one has to travel.
func (b *bench) note(text string) {
	b.t.Helper()
	if err := b.Edit(b.View().Rows[b.row].ID, session.Changes{Note: &text}); err != nil {
		b.t.Fatal(err)
	}
}

// settle lets computers read each other until none of them has anything to
// write any more: a file of one may be the reason for one of another.
func settle(t *testing.T, bs ...*bench) {
	t.Helper()
	const most = 20
	was := ""
	for range most {
		for _, b := range bs {
			if err := b.BackUpNow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		now := strings.Join(agesIn(t, bs[0].folder), "\n")
		if now == was {
			return
		}
		was = now
	}
	t.Fatalf("still writing after %d rounds", most)
}

// other is the computer that b is not.
func (b *bench) other() session.Computer {
	b.t.Helper()
	all, err := b.Computers()
	if err != nil || len(all) < 2 || !all[0].Me {
		b.t.Fatalf("computers: %+v, %v", all, err)
	}
	return all[1]
}

func TestComputers(t *testing.T) {
	a, b, _ := couple(t)
	b.note("written after reading") // a computer that has nothing to write shows nobody what it has read
	settle(t, b, a)
	laptop := a.other()
	if laptop.Name != "laptop" || !laptop.ByKey || !laptop.Unsure || !laptop.KnowsKey || laptop.LastSeen.IsZero() {
		t.Errorf("the laptop, seen from the desk: %+v", laptop)
	}
	if desk := b.other(); desk.Unsure || desk.ByKey || !desk.KnowsKey {
		t.Errorf("the desk, seen from the laptop: %+v", desk)
	}
	if err := a.KnowComputer(t.Context(), laptop.ID); err != nil || a.other().Unsure {
		t.Errorf("it was me: %v", err)
	}
	if err := b.RenameComputer(laptop.ID, "花子のノートPC"); err != nil {
		t.Fatal(err)
	}
	settle(t, b, a)
	if got := a.other().Name; got != "花子のノートPC" {
		t.Errorf("its name is %q", got)
	}
	if err := a.RenameComputer(laptop.ID, "  "); session.Explain(err, "").Key != "err.computer.name" {
		t.Errorf("no name: %v", err)
	}
}

func TestRemovingAComputer(t *testing.T) {
	a, b, words := couple(t)
	laptop := a.other()
	for want, id := range map[string]string{"err.computer.gone": "nobody0000", "err.computer.self": a.mine().ID} {
		if err := a.RemoveComputer(id, nil); session.Explain(err, "").Key != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := a.RemoveComputer(laptop.ID, laptop.Vouched); err != nil {
		t.Fatal(err)
	}
	a.clock.Advance(time.Minute)
	last := a.add("otpauth://totp/New:x?secret=KRSXG5CTMVRXEZLU&issuer=New")
	if err := a.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := a.other(); !got.Gone || got.Removed.IsZero() || got.RemovedBy != "desk" {
		t.Errorf("afterwards: %+v", got)
	}
	// The removed computer is told, keeps what it has, and its edits go nowhere.
	late := b.add("otpauth://totp/Late:x?secret=KRSXG5CTMVRXEZLU&issuer=Late")
	if err := b.LookAtFolder(t.Context()); err != nil {
		t.Fatal(err)
	}
	if st := b.Status(); st.Health != session.HealthExcluded {
		t.Errorf("the removed computer says %v", st.Health)
	}
	if rows := b.View().Rows; len(rows) != 3 || b.View().Row(late) == nil || b.View().Row(last) != nil {
		t.Errorf("the removed computer has %d rows", len(rows))
	}
	_ = b.BackUpNow(t.Context())
	if err := a.LookAtFolder(t.Context()); err != nil || a.View().Row(late) != nil {
		t.Errorf("an edit of the removed computer was taken: %v", err)
	}
	// The user may bring it back with the recovery key, and what it kept with it.
	r, err := b.BeginRecovery(t.Context(), a.folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Unlock(t.Context(), words); err != nil {
		t.Fatal(err)
	}
	if done, err := r.Finish(t.Context(), session.FinishOptions{Computer: "laptop again"}); err != nil || done.BackupErr != nil || done.Accounts != 4 {
		t.Fatalf("coming back: %+v, %v", done, err)
	}
	settle(t, a, b)
	if a.View().Row(late) == nil || b.Status().Health == session.HealthExcluded {
		t.Errorf("what it kept did not come: %v", b.Status().Health)
	}
	if all, _ := a.Computers(); len(all) != 3 {
		t.Errorf("computers: %+v", all)
	}
}

func (b *bench) mine() session.Computer {
	b.t.Helper()
	all, err := b.Computers()
	if err != nil {
		b.t.Fatal(err)
	}
	return all[0]
}

func TestTheLastComputerStays(t *testing.T) {
	a := newBench(t)
	if err := a.RemoveComputer(a.mine().ID, nil); !errors.Is(err, session.ErrLastComputer) || session.Explain(err, "").Key != "err.computer.last" {
		t.Errorf("removing the only computer: %v", err)
	}
}

// TestRenewals: what a removed computer knew is ticked off by a new key, or by
// the user's word, which reaches his other computers.
func TestRenewals(t *testing.T) {
	a, b, words := couple(t)
	c := recovered(t, a.folder, words)
	settle(t, a, b, c)
	f := a.ReadText(entra)
	f.Candidates[0].Account.Binding = account.ThisComputer
	if _, err := a.Add(f.Candidates); err != nil {
		t.Fatal(err)
	}
	a.clock.Advance(time.Minute)
	laptop := a.other()
	if _, err := a.Renewals(laptop.ID); !errors.Is(err, session.ErrNoComputer) {
		t.Errorf("of a computer that belongs: %v", err)
	}
	if err := a.RemoveComputer(laptop.ID, laptop.Vouched); err != nil {
		t.Fatal(err)
	}
	a.clock.Advance(time.Minute)
	a.add("otpauth://totp/New:x?secret=KRSXG5CTMVRXEZLU&issuer=New")
	open := func(x *bench) (left []string) {
		list, err := x.Renewals(laptop.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if !r.Done {
				left = append(left, r.Title)
			}
		}
		return left
	}
	if got := open(a); !slices.Equal(got, []string{"GitHub", "Google"}) {
		t.Errorf("to renew: %q", got)
	}
	git := a.View().Rows[0].ID
	if err := a.GiveKey(git, a.ReadText("otpauth://totp/GitHub:hanako?secret=KRSXG5CTMVRXEZLU&issuer=GitHub").Candidates[0].Account); err != nil {
		t.Fatal(err)
	}
	if got := open(a); !slices.Equal(got, []string{"Google"}) {
		t.Errorf("after a new key: %q", got)
	}
	if err := a.SetRenewed(a.View().Rows[1].ID, true); err != nil {
		t.Fatal(err)
	}
	survivor := c
	if laptop.ID == c.mine().ID {
		survivor = b
	}
	survivor.clock.Advance(3 * time.Minute)
	settle(t, a, survivor)
	if got := open(survivor); len(got) != 0 {
		t.Errorf("on another computer: %q", got)
	}
}

// TestAReplacedKeyOpensNothingNew, with words and with a passphrase, and what
// is said of computers that do not know of it yet.
func TestAReplacedKeyOpensNothingNew(t *testing.T) {
	a, b, old := couple(t)
	if err := a.SetRecoveryPassphrase(t.Context(), []byte("too short")); session.Explain(err, "").Key != "err.pass.weak" {
		t.Errorf("a weak passphrase: %v", err)
	}
	if err := a.SetRecoveryPassphrase(t.Context(), []byte("four unrelated words")); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	keys, err := a.RecoveryKeys()
	if err != nil || len(keys) != 2 {
		t.Fatalf("keys: %+v, %v", keys, err)
	}
	opens := func(key string) error {
		x := second(t)
		r, err := x.BeginRecovery(t.Context(), a.folder)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Cancel()
		if strings.Count(key, " ") == 9 {
			return r.Unlock(t.Context(), key)
		}
		return r.UnlockPassphrase(t.Context(), []byte(key))
	}
	for _, key := range []string{old, "four unrelated words"} {
		if err := opens(key); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
	words := a.words()
	if err := a.SetRecoveryPassphrase(t.Context(), []byte("another four unrelated words")); err != nil {
		t.Fatal(err)
	}
	if got := a.Behind(); !slices.Equal(got, []string{"laptop"}) {
		t.Errorf("who does not know yet: %q", got)
	}
	for round := 0; len(a.Behind()) > 0; round++ {
		if round == 20 {
			t.Fatalf("who does not know yet, after all have read: %q", a.Behind())
		}
		b.note(fmt.Sprint("round ", round)) // the proof is a file of that computer
		settle(t, b, a)
	}
	for _, key := range []string{old, "four unrelated words"} {
		if err := opens(key); !errors.Is(err, session.ErrKeyReplaced) {
			t.Errorf("%q still opens: %v", key, err)
		}
	}
	for _, key := range []string{words, "another four unrelated words"} {
		if err := opens(key); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
	again, qr, err := a.RecoveryWords()
	if err != nil || strings.Join(again, " ") != words || !strings.HasPrefix(qr, "TWOFOLD-KEY:") {
		t.Errorf("showing the words again: %v", err)
	}
	if _, _, err := b.RecoveryWords(); session.Explain(err, "").Key != "err.key.elsewhere" {
		t.Errorf("on the computer that did not make them: %v", err)
	}
	keys, _ = b.RecoveryKeys()
	if len(keys) != 2 || keys[0].By != "desk" || keys[0].Here {
		t.Errorf("seen from the other computer: %+v", keys)
	}
	if err := b.RemoveRecoveryKey(keys[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveRecoveryKey(keys[1].ID); session.Explain(err, "").Key != "err.key.last" {
		t.Errorf("removing the last one: %v", err)
	}
}

// TestReplacingTheKeyWhileAnotherComputerIsOffline: what that one writes
// meanwhile is not lost, and both know the new key in the end.
func TestReplacingTheKeyWhileAnotherComputerIsOffline(t *testing.T) {
	a, b, old := couple(t)
	b.PauseBackup()
	b.add("otpauth://totp/Offline:x?secret=KRSXG5CTMVRXEZLU&issuer=Offline")
	words := a.words()
	if err := a.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	other := b.words() // a second new key, made without knowing of the first
	b.ResumeBackup()
	settle(t, b, a)
	if len(a.View().Rows) != 3 || len(b.View().Rows) != 3 {
		t.Errorf("%d and %d rows", len(a.View().Rows), len(b.View().Rows))
	}
	keys, _ := a.RecoveryKeys()
	if len(keys) != 2 {
		t.Errorf("keys: %+v", keys)
	}
	for key, want := range map[string]error{words: nil, other: nil, old: session.ErrKeyReplaced} {
		r, err := second(t).BeginRecovery(t.Context(), a.folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Unlock(t.Context(), key); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		r.Cancel()
	}
}
