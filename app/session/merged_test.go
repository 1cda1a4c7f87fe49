package session_test

import (
	"testing"
	"time"

	"twofold/app/session"
	"twofold/internal/vault"
)

// TestTwoEditsOfOneAccount: the later one counts on both computers, both show
// both values, and either can be taken.
func TestTwoEditsOfOneAccount(t *testing.T) {
	a, b, _ := twins(t)
	id := a.View().Rows[0].ID
	rename := func(m *bench, name string) {
		t.Helper()
		if err := m.Edit(id, session.Changes{Name: &name}); err != nil {
			t.Fatal(err)
		}
	}
	both := func() {
		t.Helper()
		rename(a, "work")
		rename(b, "office")
		rename(b, "home")
		meet(t, a, b)
	}
	none := func() {
		t.Helper()
		meet(t, a, b)
		for _, m := range []*bench{a, b} {
			if got := m.Merged(id); len(got) != 0 || m.View().Row(id).Merged {
				t.Errorf("still merged: %+v", got)
			}
		}
	}
	both()
	ma, mb := a.Merged(id), b.Merged(id)
	if len(ma) != 1 || len(mb) != 1 {
		t.Fatalf("merged: %+v and %+v", ma, mb)
	}
	if m := ma[0]; m.Field != session.MergedName || m.Here != a.View().Row(id).Name || m.Here == m.There ||
		m.HereFrom == "" || m.ThereFrom == "" || m.HereFrom == m.ThereFrom || m.Until.IsZero() {
		t.Errorf("merged: %+v", m)
	}
	if ma[0] != mb[0] {
		t.Errorf("the computers differ:\n%+v\n%+v", ma[0], mb[0])
	}
	for _, m := range []*bench{a, b} {
		if !m.View().Row(id).Merged {
			t.Error("the row has no mark")
		}
	}
	n, toldA := a.noticed(session.NoticeMerged)
	_, toldB := b.noticed(session.NoticeMerged)
	if !toldA && !toldB || toldA && n.Account != id {
		t.Errorf("told on the one: %v (%+v), on the other: %v", toldA, n, toldB)
	}
	rename(a, ma[0].There) // the other one is taken
	none()
	if got := b.View().Row(id).Name; got != ma[0].There {
		t.Errorf("name = %q", got)
	}

	both()
	if err := b.KeepMerged(id, session.MergedName); err != nil {
		t.Fatal(err)
	}
	none()

	both()
	a.restart()
	if got := a.Merged(id); len(got) != 1 || got[0].Until.IsZero() {
		t.Fatalf("after a restart: %+v", got)
	}
	a.clock.Advance(vault.MergedFor + time.Hour)
	none()
}
