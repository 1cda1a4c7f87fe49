package vault_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func TestJoinLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.run(t, rapid.IntRange(0, 60).Draw(t, "steps"))
		a, b, c := w.docs[0], w.docs[1], w.docs[rapid.IntRange(2, 3).Draw(t, "third")]
		ab, ba := joined(a, b), joined(b, a)
		if x, y := text(ab.Lines()), text(ba.Lines()); x != y {
			t.Fatalf("not commutative:\n%s\n\n%s", x, y)
		}
		left, right := joined(ab, c), joined(a, joined(b, c))
		if x, y := text(left.Lines()), text(right.Lines()); x != y {
			t.Fatalf("not associative:\n%s\n\n%s", x, y)
		}
		again := left.Clone()
		if ch := again.Join(c); ch.Any {
			t.Fatalf("joining what is known reports %+v", ch)
		}
		if again.Fingerprint() != left.Fingerprint() {
			t.Fatal("not idempotent")
		}
		// The way through a file is the same as the direct one.
		read, _ := vault.Read(c.Lines())
		if joined(a, b, read).Fingerprint() != left.Fingerprint() {
			t.Fatal("a document read from its lines joins in another way")
		}
	})
}

func TestNoAccountAndNoKeyIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		known := map[string]map[string]bool{} // account -> versions with a key in shared records
		purged := map[string]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			w.step(t)
			for _, d := range w.docs {
				for _, e := range append(d.Accounts(), d.Trashed()...) {
					if known[e.ID] == nil {
						known[e.ID] = map[string]bool{}
					}
					for _, v := range d.Versions(e.ID) {
						if !v.Local && e.Binding == account.Shared && v.ID != "vx" { // vx is dropped by strange lines
							known[e.ID][v.ID] = true
						}
					}
				}
			}
		}
		all := joined(w.docs...)
		for _, d := range w.docs {
			for id := range known {
				if _, ok := all.Account(id); !ok {
					purged[id] = true
				}
			}
			before := len(d.Accounts()) + len(d.Trashed())
			d.Join(all)
			after := len(d.Accounts()) + len(d.Trashed())
			if after < before-len(purged) {
				t.Fatalf("a join left %d accounts of %d, %d were purged", after, before, len(purged))
			}
			if d.Fingerprint() != all.Fingerprint() {
				t.Fatal("computers that know the same differ")
			}
		}
		for id, versions := range known {
			if purged[id] {
				continue
			}
			for v := range versions {
				if !w.anyHas(id, v) {
					t.Fatalf("version %s of %s is lost on all computers", v, id)
				}
			}
		}
	})
}

// anyHas looks for a key on all computers, their own records included.
func (w *world) anyHas(id, version string) bool {
	return slices.ContainsFunc(w.docs, func(d *vault.Document) bool {
		return slices.ContainsFunc(d.Versions(id), func(v vault.Version) bool { return v.ID == version })
	})
}

func TestEqualStampsAreSettledByValue(t *testing.T) {
	one, two := author("aaaaaaaaaa"), author("aaaaaaaaaa")
	now := func() time.Time { return epoch }
	one.Now, two.Now = now, now
	base := vault.New()
	id := mustAdd(t, base, one, acct("GitHub", "anna"))
	a, b := base.Clone(), base.Clone()
	edited(t, a, one, id, func(x *account.Account) { x.Issuer = "left" })
	edited(t, b, two, id, func(x *account.Account) { x.Issuer = "right" })
	ab, ba := joined(a, b), joined(b, a)
	if ab.Fingerprint() != ba.Fingerprint() {
		t.Error("clones do not agree")
	}
	if got := get(t, ab, id).Issuer; got != "right" {
		t.Errorf("issuer = %q, want the greater value", got)
	}
}

// TestJoinOfVersions are pairs of which only one part of a key differs.
func TestJoinOfVersions(t *testing.T) {
	const early, late = `"01j000000000-aaaaaaaaaa"`, `"01j000000001-aaaaaaaaaa"`
	for name, tt := range map[string]struct{ a, b, want string }{
		"content at one stamp":      {`"t":` + early + `,"uri":"a","x":2`, `"t":` + early + `,"uri":"b","x":1`, `"t":` + early + `,"uri":"b","x":2`},
		"later content":             {`"t":` + early + `,"uri":"b","x":2`, `"t":` + late + `,"uri":"a"`, `"t":` + late + `,"uri":"a"`},
		"greater counter":           {`"t":` + early + `,"n":7,"uri":"a"`, `"t":` + late + `,"n":5,"uri":"a"`, `"t":` + late + `,"n":7,"uri":"a"`},
		"dropped":                   {`"t":` + early + `,"uri":"a"`, `"t":` + early + `,"drop":` + late, `"t":` + early + `,"drop":` + late},
		"dropped at its own stamp":  {`"t":` + early + `,"uri":"a"`, `"t":` + early + `,"drop":` + early, `"t":` + early + `,"drop":` + early},
		"dropped and given again":   {`"t":` + late + `,"uri":"a"`, `"t":` + early + `,"drop":` + early, `"t":` + late + `,"drop":` + early + `,"uri":"a"`},
		"without content, not lost": {`"t":` + early + `,"uri":"a"`, `"t":` + early, `"t":` + early + `,"uri":"a"`},
	} {
		line := func(v string) string { return `{"k":"acct","id":"1","vers":{"v":{` + v + `}}}` }
		a, badA := vault.Read(lines(line(tt.a)))
		b, badB := vault.Read(lines(line(tt.b)))
		if len(badA)+len(badB) > 0 {
			t.Fatal(name, badA, badB)
		}
		for _, d := range []*vault.Document{joined(a, b), joined(b, a)} {
			if got := text(d.Lines()); got != line(tt.want) {
				t.Errorf("%s: %s, want %s", name, got, line(tt.want))
			}
		}
	}
}

func TestClonesWithTheSameRandomnessMakeDifferentAccounts(t *testing.T) {
	one, two := author("aaaaaaaaaa"), author("aaaaaaaaaa")
	a, b := vault.New(), vault.New()
	x := mustAdd(t, a, one, acct("GitHub", "anna"))
	y := mustAdd(t, b, two, acct("GitLab", "ben"))
	if x == y {
		t.Fatal("two accounts got one id")
	}
	if n := len(joined(a, b).Accounts()); n != 2 {
		t.Errorf("%d accounts after the join, want 2", n)
	}
}

func TestLaterEditsWinUnderAnyClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		id, err := w.docs[0].Add(w.by[0], acct("start", "anna"))
		if err != nil {
			t.Fatal(err)
		}
		want := "start"
		at := 0
		for i := range rapid.IntRange(1, 20).Draw(t, "edits") {
			next := rapid.IntRange(0, 3).Draw(t, "computer")
			w.docs[next].Join(w.docs[at])
			at = next
			want = string(rune('a'+i)) + " edit"
			e, _ := w.docs[at].Account(id)
			e.Issuer = want
			if err := w.docs[at].Update(w.by[at], id, e.Account); err != nil {
				t.Fatal(err)
			}
		}
		if e, _ := joined(w.docs...).Account(id); e.Issuer != want {
			t.Fatalf("issuer = %q, want the last edit %q", e.Issuer, want)
		}
	})
}

func TestJoinReportsRows(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	same := mustAdd(t, d, by, acct("Same", "a"))
	change := mustAdd(t, d, by, acct("Change", "b"))
	trash := mustAdd(t, d, by, acct("Trash", "c"))
	restore := mustAdd(t, d, by, acct("Restore", "d"))
	purge := mustAdd(t, d, by, acct("Purge", "e"))
	must(t, d.Trash(by, restore, purge))
	o := d.Clone()
	edited(t, o, other, change, func(a *account.Account) { a.Note = "new"; a.Groups = []string{"Work"} })
	must(t, o.Trash(other, trash))
	must(t, o.Restore(other, restore))
	must(t, o.Purge(other, purge))
	added := mustAdd(t, o, other, acct("Added", "f"))
	must(t, o.Set(other, "sort", "name"))
	must(t, o.PutDevice([]byte(`{"id":"bbbbbbbbbb","name":"Laptop"}`)))

	got := d.Join(o)
	wantAdded := []string{added, restore}
	slices.Sort(wantAdded)
	if !slices.Equal(got.Added, wantAdded) || !slices.Equal(got.Changed, []string{change}) ||
		!slices.Equal(got.Removed, []string{trash}) || !slices.Equal(got.Settings, []string{"sort"}) ||
		!got.Groups || !got.Trash || !got.Roster || !got.Any || got.Kept != nil {
		t.Errorf("Join() = %+v (same is %s)", got, same)
	}
	if again := d.Join(o); again.Any || again.Groups || again.Added != nil {
		t.Errorf("second Join() = %+v, want nothing", again)
	}
	if back := o.Join(d); back.Any {
		t.Errorf("Join() of an older document = %+v, want nothing", back)
	}
}

func TestConcurrentEditsOfOneAccountAreBothKept(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna", "Old"))
	edited(t, d, by, id, func(a *account.Account) {
		a.RecoveryCodes = []account.RecoveryCode{{Text: "one"}, {Text: "two"}, {Text: "three"}}
	})
	o := d.Clone()
	edited(t, d, by, id, func(a *account.Account) {
		a.Name = "anna@example.jp"
		a.Groups = append(a.Groups, "Work")
		a.RecoveryCodes[0].Used = true
	})
	edited(t, o, other, id, func(a *account.Account) {
		a.Note = "old phone"
		a.Groups = []string{"Home"}
		a.RecoveryCodes[2].Used = true
	})
	must(t, o.Trash(other, id))
	d.Join(o)
	e := get(t, d, id)
	if e.Name != "anna@example.jp" || e.Note != "old phone" || e.Trashed.IsZero() {
		t.Errorf("after both edits: %q %q trashed %v", e.Name, e.Note, e.Trashed)
	}
	if !slices.Equal(e.Groups, []string{"Home", "Work"}) {
		t.Errorf("groups = %q", e.Groups)
	}
	if c := e.RecoveryCodes; len(c) != 3 || !c[0].Used || c[1].Used || !c[2].Used || c[1].Text != "two" {
		t.Errorf("recovery codes = %v", c)
	}
}
