package vault_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func names(d *vault.Document) (out []string) {
	for _, e := range d.Accounts() {
		out = append(out, e.Name)
	}
	return out
}

func groupNames(d *vault.Document) (out []string) {
	for _, g := range d.Groups() {
		out = append(out, g.Name)
	}
	return out
}

func TestGroups(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	a := mustAdd(t, d, by, acct("A", "a", "Work", "Home"))
	mustAdd(t, d, by, acct("B", "b", "Work"))
	gs := d.Groups()
	if len(gs) != 2 || gs[0].Name != "Work" || gs[0].Count != 2 || gs[1].Count != 1 {
		t.Fatalf("groups = %+v", gs)
	}
	if id, err := d.AddGroup(by, " Work "); err != nil || id != gs[0].ID {
		t.Errorf("AddGroup of a known name = %s, %v", id, err)
	}
	var fe *account.FieldError
	if _, err := d.AddGroup(by, " \x00 "); !errors.As(err, &fe) {
		t.Errorf("AddGroup without a name = %v", err)
	}
	if err := d.RenameGroup(by, gs[1].ID, "Work"); !errors.Is(err, vault.ErrGroupExists) {
		t.Errorf("RenameGroup to a known name = %v", err)
	}
	must(t, d.RenameGroup(by, gs[1].ID, "家"))
	if e := get(t, d, a); !slices.Equal(e.Groups, []string{"Work", "家"}) {
		t.Errorf("groups of the account = %q", e.Groups)
	}
	must(t, d.MoveGroup(by, gs[1].ID, ""))
	if got := groupNames(d); !slices.Equal(got, []string{"家", "Work"}) {
		t.Errorf("order = %q", got)
	}
	must(t, d.RemoveGroup(by, gs[0].ID))
	if e := get(t, d, a); !slices.Equal(e.Groups, []string{"家"}) {
		t.Errorf("groups after a removal = %q", e.Groups)
	}
	if _, err := d.AddGroup(by, "Work"); err != nil || d.Groups()[1].Count != 0 {
		t.Errorf("a new group of a removed name = %+v, %v", d.Groups(), err)
	}
	for _, err := range []error{d.RemoveGroup(by, gs[0].ID), d.RenameGroup(by, "none", "x"), d.MoveGroup(by, "none", "")} {
		if !errors.Is(err, vault.ErrNoSuchGroup) {
			t.Errorf("edit of a removed group = %v", err)
		}
	}
}

func TestTwoComputersMakeOneGroup(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d, o := vault.New(), vault.New()
	mustAdd(t, d, by, acct("A", "a", "Work"))
	mustAdd(t, o, other, acct("B", "b", "Work"))
	home, err := o.AddGroup(other, "Home")
	must(t, err)
	d.Join(o)
	if gs := d.Groups(); len(gs) != 2 || gs[0].Count != 2 {
		t.Fatalf("groups = %+v", gs)
	}
	// Twins by renaming at the same time look like one group, and act like it.
	o.Join(d)
	office, err := d.AddGroup(by, "Office")
	must(t, err)
	must(t, o.RenameGroup(other, home, "Office"))
	b := d.Accounts()[1].ID
	edited(t, o, other, b, func(a *account.Account) { a.Groups = []string{"Office"} })
	d.Join(o)
	if gs := d.Groups(); len(gs) != 2 || gs[1].Count != 1 {
		t.Errorf("twins = %+v", gs)
	}
	must(t, d.RenameGroup(by, office, "New"))
	if e := get(t, d, b); !slices.Equal(e.Groups, []string{"New"}) || len(d.Groups()) != 2 {
		t.Errorf("renamed twins: %q, %q", e.Groups, groupNames(d))
	}
	edited(t, d, by, b, func(a *account.Account) { a.Groups = nil })
	if e := get(t, d, b); len(e.Groups) != 0 {
		t.Errorf("left a twin: %q", e.Groups)
	}
}

func TestSettings(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	must(t, d.Set(by, "sort", "name"))
	must(t, d.Set(by, "hide", "yes"))
	must(t, d.Set(by, "hide", ""))
	if got := reread(t, d).Settings(); len(got) != 1 || got["sort"] != "name" {
		t.Errorf("settings = %v", got)
	}
	if err := d.Set(by, "", "x"); err == nil {
		t.Error("a setting without a name is taken")
	}
}

func TestMove(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	ids := map[string]string{}
	for _, n := range []string{"a", "b", "c", "d"} {
		ids[n] = mustAdd(t, d, by, acct("", n))
	}
	for _, tt := range []struct{ what, after, want string }{
		{"d", "", "dabc"}, {"a", "c", "dbca"}, {"c", "d", "dcba"}, {"c", "d", "dcba"}, {"c", "c", "dcba"}, {"d", "a", "cbad"}, {"c", "", "cbad"},
	} {
		must(t, d.Move(by, ids[tt.what], ids[tt.after]))
		got := ""
		for _, n := range names(d) {
			got += n
		}
		if got != tt.want {
			t.Errorf("%s behind %q: %s, want %s", tt.what, tt.after, got, tt.want)
		}
	}
}

// TestMoveInAStrangeOrder is a list whose places are all alike or no places.
func TestMoveInAStrangeOrder(t *testing.T) {
	by := author("aaaaaaaaaa")
	const key = `"vers":{"v":{"t":"01j000000000-a","uri":"otpauth://totp/x?secret=GEZDGNBV"}}}`
	for _, ord := range []string{`"a0"`, `""`, `"zzzz"`, `"~"`, `7`} {
		d, bad := vault.Read(lines(
			`{"k":"acct","id":"1","t":"01j000000000-a","label":"a","ord":`+ord+`,`+key,
			`{"k":"acct","id":"2","t":"01j000000000-a","label":"b","ord":`+ord+`,`+key,
			`{"k":"acct","id":"3","t":"01j000000000-a","label":"c","ord":`+ord+`,`+key,
		))
		if len(bad) > 0 {
			t.Fatal(bad)
		}
		must(t, d.Move(by, "3", "1"))
		if got := names(d); !slices.Equal(got, []string{"a", "c", "b"}) {
			t.Errorf("order %s: %q", ord, got)
		}
		must(t, d.Undo(by, d.LastStep()))
		if got := names(d); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("order %s undone: %q", ord, got)
		}
		mustAdd(t, d, by, acct("", "last"))
		must(t, d.Move(by, d.Accounts()[0].ID, ""))
	}
}

func TestMovesAgreeWithAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := author("aaaaaaaaaa")
		d := vault.New()
		var want []string
		for i := range rapid.IntRange(1, 8).Draw(t, "accounts") {
			id, err := d.Add(by, acct("", string(rune('a'+i))))
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, id)
		}
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			id := rapid.SampledFrom(want).Draw(t, "what")
			after := rapid.SampledFrom(append([]string{""}, want...)).Draw(t, "after")
			if err := d.Move(by, id, after); err != nil {
				t.Fatal(err)
			}
			if after == id {
				continue
			}
			want = slices.DeleteFunc(want, func(s string) bool { return s == id })
			want = slices.Insert(want, slices.Index(want, after)+1, id)
			for i, e := range d.Accounts() {
				if e.ID != want[i] {
					t.Fatalf("place %d is %s, want %s", i, e.ID, want[i])
				}
			}
		}
	})
}

func TestBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.NewChaCha8([32]byte{1})
		places := []string{}
		for range rapid.IntRange(1, 80).Draw(t, "inserts") {
			at := rapid.IntRange(0, len(places)).Draw(t, "at")
			if rapid.Bool().Draw(t, "often at one place") {
				at = min(1, len(places))
			}
			low, high := "", ""
			if at > 0 {
				low = places[at-1]
			}
			if at < len(places) {
				high = places[at]
			}
			p, ok, err := vault.Between(low, high, random)
			if err != nil || !ok || !vault.ValidOrder(p) || low != "" && p <= low || high != "" && p >= high {
				t.Fatalf("between(%q, %q) = %q, %v, %v", low, high, p, ok, err)
			}
			places = slices.Insert(places, at, p)
		}
	})
}

func TestOrdersStayShort(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	for name, next := range map[string]func(string) (string, bool, error){
		"at the end":   func(p string) (string, bool, error) { return vault.Between(p, "", random) },
		"at the start": func(p string) (string, bool, error) { return vault.Between("", p, random) },
	} {
		p := ""
		for range 100_000 {
			q, ok, err := next(p)
			if !ok || err != nil {
				t.Fatalf("%s: no room by %q: %v", name, p, err)
			}
			p = q
		}
		if len(p) > 8 {
			t.Errorf("%s: 100,000 inserts end at %q", name, p)
		}
	}
}

func TestBetweenRefuses(t *testing.T) {
	for _, tt := range [][2]string{{"a1", "a1"}, {"a2", "a1"}, {"", "?"}, {"b1", ""}, {"a10", ""}, {"a", ""}, {"", "A" + string(bytes.Repeat([]byte("0"), 26))}, {"z" + string(bytes.Repeat([]byte("z"), 26)), ""}} {
		p, ok, err := vault.Between(tt[0], tt[1], rand.NewChaCha8([32]byte{}))
		if ok || err != nil {
			t.Errorf("between(%q, %q) = %q, %v, %v", tt[0], tt[1], p, ok, err)
		}
	}
}

func TestRosterRecordsAreCarried(t *testing.T) {
	d := vault.New()
	must(t, d.PutDevice([]byte(`{"sig":"b","id":"d1","name":"Two"}`)))
	must(t, d.PutDevice([]byte(` {"k":"dev","id":"d1","name":"One","sig":"a"} `)))
	must(t, d.PutDevice([]byte(`{"id":"d1","sig":"a","name":"One"}`)))
	must(t, d.PutSlot([]byte(`{"id":"s1","state":"active"}`)))
	must(t, d.PutRemoval([]byte(`{"id":"d2","last_seq":18446744073709551615}`)))
	for _, bad := range []string{``, `[]`, `{"name":"no id"}`, `{"k":"slot","id":"x"}`, `{"id":""}`, `{"id":5}`} {
		if err := d.PutDevice([]byte(bad)); err == nil {
			t.Errorf("PutDevice(%s) is taken", bad)
		}
	}
	d = reread(t, d)
	devices := d.Devices()
	if len(devices) != 2 || devices[0].ID != "d1" || string(devices[0].JSON) != `{"k":"dev","id":"d1","name":"One","sig":"a"}` {
		t.Errorf("devices = %s", devices)
	}
	if len(d.Slots()) != 1 || len(d.Removals()) != 1 || string(d.Removals()[0].JSON) != `{"k":"removal","id":"d2","last_seq":18446744073709551615}` {
		t.Errorf("slots %s, removals %s", d.Slots(), d.Removals())
	}
	if ch := vault.New().Join(d); !ch.Roster || !ch.Any {
		t.Errorf("Join() = %+v", ch)
	}
}
