package session_test

import (
	"errors"
	"strings"
	"testing"

	"twofold/app/session"
)

// twins are two computers in step on one folder.
func twins(t *testing.T) (a, b *bench, words string) {
	t.Helper()
	a = newBench(t)
	a.add(github)
	words = a.words()
	cloud := t.TempDir()
	a.backUpTo(cloud)
	b = second(t)
	r, err := b.BeginRecovery(t.Context(), cloud)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Unlock(t.Context(), words); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Finish(t.Context(), session.FinishOptions{Computer: "laptop"}); err != nil {
		t.Fatal(err)
	}
	meet(t, a, b)
	return a, b, words
}

// meet lets each take what the other wrote.
func meet(t *testing.T, all ...*bench) {
	t.Helper()
	for range 2 {
		for _, b := range all {
			if err := b.BackUpNow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// noticed finds the last notice of a kind.
func (b *bench) noticed(kind session.NoticeKind) (session.BackupNotice, bool) {
	heard := b.heard.all()
	for i := len(heard) - 1; i >= 0; i-- {
		if n, ok := heard[i].(session.BackupNotice); ok && n.Kind == kind {
			return n, true
		}
	}
	return session.BackupNotice{}, false
}

// TestKeyReplacedOnTwoComputers: no key is lost, both computers use the same
// one, the user is told, and can choose.
func TestKeyReplacedOnTwoComputers(t *testing.T) {
	a, b, _ := twins(t)
	id := a.View().Rows[0].ID
	for m, key := range map[*bench]string{a: "JBSWY3DPEHPK3PXP", b: "KRSXG5CTMVRXEZLU"} {
		if err := m.Edit(id, session.Changes{Key: &session.Manual{Secret: key}}); err != nil {
			t.Fatal(err)
		}
	}
	meet(t, a, b)
	_, toldA := a.noticed(session.NoticeOtherKey)
	n, toldB := b.noticed(session.NoticeOtherKey)
	if toldA == toldB {
		t.Errorf("told on the one: %v, on the other: %v; want the one whose key lost", toldA, toldB)
	}
	if toldB && (n.Title != "GitHub" || n.Account != id) {
		t.Errorf("notice = %+v", n)
	}
	code := func(m *bench) string { c, _ := m.View().Code(id, when); return c.Now }
	if code(a) != code(b) {
		t.Fatalf("codes %s and %s", code(a), code(b))
	}
	keys := a.Keys(id)
	if len(keys) != 3 {
		t.Fatalf("%d keys, want the first and both others", len(keys))
	}
	for _, k := range keys {
		if k.Current != (k.Code == code(a)) || k.Made.IsZero() {
			t.Errorf("key = %+v", k)
		}
		if k.Current {
			continue
		}
		if err := a.UseKey(id, k.ID); err != nil || code(a) != k.Code {
			t.Errorf("use %s: %v, code %s, want %s", k.ID, err, code(a), k.Code)
		}
	}
	meet(t, a, b)
	if code(a) != code(b) || len(b.Keys(id)) != 3 {
		t.Errorf("the choice did not travel: %s and %s", code(a), code(b))
	}
}

// TestDeletedForEverElsewhereThoughChangedHere asks, and keeps the account
// until there is an answer.
func TestDeletedForEverElsewhereThoughChangedHere(t *testing.T) {
	for name, answer := range map[string]func(*session.Session, string) error{
		"keep": (*session.Session).KeepCopy, "let go": (*session.Session).LetGo,
	} {
		t.Run(name, func(t *testing.T) {
			a, b, _ := twins(t)
			id := a.View().Rows[0].ID
			if err := a.Delete(id); err != nil {
				t.Fatal(err)
			}
			meet(t, a, b)
			if err := b.Restore(id); err != nil {
				t.Fatal(err)
			}
			if err := a.Purge(id); err != nil {
				t.Fatal(err)
			}
			meet(t, a, b)
			if n, ok := b.noticed(session.NoticeKept); !ok || n.Account != id || n.Title != "GitHub" {
				t.Errorf("notice = %+v, %v", n, ok)
			}
			b.folder = b.Backup().Folder
			b.restart()
			if v := b.View(); len(v.Rows) != 0 || len(v.Kept) != 1 || v.Kept[0].ID != id {
				t.Fatalf("%d rows, kept %+v", len(v.Rows), v.Kept)
			}
			if err := answer(b.Session, id); err != nil {
				t.Fatal(err)
			}
			b.folder = b.Backup().Folder
			b.restart()
			meet(t, a, b)
			want := map[string]int{"keep": 1, "let go": 0}[name]
			if v := b.View(); len(v.Kept) != 0 || len(v.Rows) != want || len(a.View().Rows) != want {
				t.Errorf("kept %d, rows %d here and %d there, want %d", len(v.Kept), len(v.Rows), len(a.View().Rows), want)
			}
		})
	}
}

func TestRehearsal(t *testing.T) {
	a, _, words := twins(t)
	files := agesIn(t, a.Backup().Folder)
	got, err := a.Rehearse(t.Context(), words)
	if err != nil || got.Accounts != 1 || !got.Complete || got.NewestBy == "" {
		t.Errorf("rehearsal = %+v, %v", got, err)
	}
	if now := agesIn(t, a.Backup().Folder); strings.Join(now, " ") != strings.Join(files, " ") {
		t.Errorf("it changed the folder from %q to %q", files, now)
	}
	a.PauseBackup()
	a.add(google)
	if got, err := a.Rehearse(t.Context(), words); err != nil || got.Complete || got.Accounts != 1 {
		t.Errorf("with a change that is not in the folder: %+v, %v", got, err)
	}
	if _, err := a.Rehearse(t.Context(), strings.TrimSpace(words[strings.Index(words, " "):])); err == nil || errors.Is(err, session.ErrKeyOpensNot) {
		t.Errorf("nine words: %v", err)
	}
	if _, err := a.Rehearse(t.Context(), "correct horse"); !errors.Is(err, session.ErrKeyOpensNot) {
		t.Errorf("another passphrase: %v", err)
	}
	if _, err := newBench(t).Rehearse(t.Context(), words); !errors.Is(err, session.ErrNoFolder) {
		t.Errorf("without a folder: %v", err)
	}
}
