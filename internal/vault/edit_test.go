package vault_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
)

// plain compares accounts, secrets by content.
var plain = cmp.Comparer(func(a, b secret.Bytes) bool { return a.Equal(b) })

func TestAddKeepsEverything(t *testing.T) {
	want := acct("GitHub", "anna:work", "Home", "Work")
	want.Reading, want.Note = "ぎっと", "a\nb"
	want.Pinned, want.ActionRequired = true, true
	want.Icon = account.Icon{Brand: "github", PNG: slices.Repeat([]byte{0xff}, account.MaxIcon)}
	want.Kind, want.Binding = account.Work, account.Shared
	want.RecoveryCodes = []account.RecoveryCode{{Text: "zz"}, {Text: "aa", Used: true}, {Text: "mm"}}
	want.Key = account.Key{Type: account.HOTP, Secret: secret.FromString("12345678901234567890"), Algorithm: account.SHA512, Digits: 8}
	want.Counter = 99
	want.Usage = account.Usage{Count: 3, Last: epoch}
	want.Added = epoch.Add(-24 * time.Hour)
	want.Trashed = epoch
	d := vault.New()
	want.ID = mustAdd(t, d, author("aaaaaaaaaa"), want)
	got := get(t, reread(t, d), want.ID)
	if diff := cmp.Diff(want, got.Account, plain); diff != "" {
		t.Errorf("account read back (-want +got):\n%s", diff)
	}
	if got.Problem != vault.NoProblem || got.Versions != 1 {
		t.Errorf("problem %q, versions %d", got.Problem, got.Versions)
	}
}

func TestEveryTypeOfKeySurvives(t *testing.T) {
	d, by := vault.New(), author("aaaaaaaaaa")
	for _, typ := range []account.Type{account.TOTP, account.HOTP, account.Steam, account.MOTP, account.Yandex} {
		a := acct("Type", string(typ))
		a.Key = account.Defaults(typ)
		a.Key.Secret = secret.FromString("1234567890123456")
		if typ == account.MOTP || typ == account.Yandex {
			a.Key.PIN = secret.FromString("1234")
		}
		id := mustAdd(t, d, by, a)
		if got := get(t, reread(t, d), id); !got.Key.Equal(a.Key) {
			t.Errorf("%s comes back as %+v, %v", typ, got.Key, got.Err)
		}
	}
}

func TestAddRefusesOnlyTheBad(t *testing.T) {
	d := vault.New()
	bad := acct("No", "secret")
	bad.Key.Secret = secret.Bytes{}
	ids, errs := d.AddAll(author("aaaaaaaaaa"), []account.Account{acct("A", "a", "G"), bad, acct("B", "b", "G")})
	var fe *account.FieldError
	if !errors.As(errs[1], &fe) || fe.Field != account.FieldSecret || ids[1] != "" {
		t.Errorf("bad account: %q %v", ids[1], errs[1])
	}
	if errs[0] != nil || errs[2] != nil || len(d.Accounts()) != 2 || len(d.Groups()) != 1 || d.Groups()[0].Count != 2 {
		t.Errorf("good accounts: %v, groups %v", errs, d.Groups())
	}
	if got := d.Accounts(); got[0].Issuer != "A" || got[1].Issuer != "B" {
		t.Errorf("order %q, %q", got[0].Issuer, got[1].Issuer)
	}
	must(t, d.Undo(author("aaaaaaaaaa"), d.LastStep()))
	if len(d.Accounts()) != 0 || len(d.Trashed()) != 2 || len(d.Groups()) != 0 {
		t.Errorf("undone: %d in the list, %d in the trash, groups %v", len(d.Accounts()), len(d.Trashed()), d.Groups())
	}
}

func TestARefusedEditChangesNothing(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	before, step := d.Fingerprint(), d.LastStep()
	broken := by
	broken.Rand = io.LimitReader(by.Rand, 0)
	if _, err := d.Add(broken, acct("B", "b", "New group")); !errors.Is(err, io.EOF) {
		t.Errorf("Add() without randomness = %v", err)
	}
	a := get(t, d, id).Account
	a.Issuer, a.Key.Digits = "New", 99
	var fe *account.FieldError
	if err := d.Update(by, id, a); !errors.As(err, &fe) || fe.Field != account.FieldDigits {
		t.Errorf("Update() with 99 digits = %v", err)
	}
	if err := d.Set(by, "sort", strings.Repeat("x", 17<<10)); !errors.Is(err, vault.ErrTooLong) {
		t.Errorf("Set() of 17 KiB = %v", err)
	}
	for name, err := range map[string]error{
		"Update": d.Update(by, "none", a), "Trash": d.Trash(by, id, "none"), "Restore": d.Restore(by, "none"),
		"Purge": d.Purge(by, "none"), "Move": d.Move(by, "none", ""), "Move behind": d.Move(by, id, "none"),
		"Used": d.Used(by, "none", epoch), "UseVersion": d.UseVersion(by, "none", "v"),
	} {
		if !errors.Is(err, vault.ErrNoSuchAccount) {
			t.Errorf("%s of no account = %v", name, err)
		}
	}
	if err := d.Purge(by, id); !errors.Is(err, vault.ErrNotTrashed) {
		t.Errorf("Purge() of a listed account = %v", err)
	}
	if err := d.UseVersion(by, id, "none"); !errors.Is(err, vault.ErrNoSuchVersion) {
		t.Errorf("UseVersion() = %v", err)
	}
	if _, err := d.NextCounter(by, id); !errors.Is(err, vault.ErrNotHOTP) {
		t.Errorf("NextCounter() of TOTP = %v", err)
	}
	if d.Fingerprint() != before || d.LastStep().What != step.What {
		t.Errorf("document changed:\n%s", text(d.Lines()))
	}
}

func TestUpdateStampsOnlyWhatChanged(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna", "Work"))
	before := d.Fingerprint()
	edited(t, d, by, id, func(*account.Account) {})
	if d.Fingerprint() != before {
		t.Errorf("an update to the same changed the record:\n%s", text(d.Lines()))
	}
	edited(t, d, by, id, func(a *account.Account) { a.Note = "x" })
	if line := string(d.Lines()[0]); strings.Count(line, "-aaaaaaaaaa") != 4 ||
		!strings.Contains(line, `"ft":{"by/note/aaaaaaaaaa":"`) || !strings.Contains(line, `-aaaaaaaaaa","note":"`) {
		t.Errorf("more than the note was stamped: %s", line)
	}
}

func TestAChangedKeyIsANewVersion(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "first"))
	first := get(t, d, id)
	second := acct("", "second").Key
	edited(t, d, by, id, func(a *account.Account) { a.Key = second })
	vs := d.Versions(id)
	if len(vs) != 2 || !vs[0].Current || vs[1].Current || !vs[0].Key.Equal(second) || !vs[1].Key.Equal(first.Key) || vs[0].Made.IsZero() {
		t.Fatalf("versions = %+v", vs)
	}
	must(t, d.UseVersion(by, id, vs[1].ID))
	if got := get(t, d, id); !got.Key.Equal(first.Key) || got.Versions != 2 {
		t.Errorf("the earlier key is not in use: %+v", got)
	}
	must(t, d.Undo(by, d.LastStep()))
	if got := get(t, d, id); !got.Key.Equal(second) {
		t.Error("undo did not choose the newer key again")
	}
}

func TestTwoKeysAtTheSameTimeAreBothKept(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "old"))
	o := d.Clone()
	edited(t, d, by, id, func(a *account.Account) { a.Key = acct("", "left").Key })
	edited(t, o, other, id, func(a *account.Account) { a.Key = acct("", "right").Key; a.Key.Digits = 8 })
	d.Join(o)
	if vs := d.Versions(id); len(vs) != 3 {
		t.Fatalf("%d versions, want 3", len(vs))
	}
	if k := get(t, d, id).Key; (k.Digits == 8) != k.Secret.Equal(acct("", "right").Key.Secret) {
		t.Error("the secret of one edit met the digits of the other")
	}
}

func TestCallersCannotChangeTheDocument(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	a := acct("GitHub", "anna", "Work")
	a.RecoveryCodes = []account.RecoveryCode{{Text: "1"}}
	id := mustAdd(t, d, by, a)
	before := d.Fingerprint()
	e := get(t, d, id)
	e.Key.Secret.Wipe()
	e.Groups[0], e.RecoveryCodes[0].Text = "x", "x"
	if e := get(t, d, id); !e.Key.Equal(a.Key) || e.Groups[0] != "Work" || e.RecoveryCodes[0].Text != "1" {
		t.Error("a view is shared with its caller")
	}
	c := d.Clone()
	edited(t, c, by, id, func(a *account.Account) { a.Issuer = "x" })
	must(t, c.Trash(by, id))
	c.Wipe()
	if d.Fingerprint() != before || get(t, d, id).Issuer != "GitHub" || len(c.Lines()) != 0 {
		t.Error("a clone is shared with its original")
	}
}

func TestCounters(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, hotp("counter", 5))
	for want := uint64(5); want < 8; want++ {
		if got, err := d.NextCounter(by, id); err != nil || got != want {
			t.Fatalf("NextCounter() = %d, %v, want %d", got, err, want)
		}
	}
	o := reread(t, d)
	edited(t, o, other, id, func(a *account.Account) { a.Counter = 20 })
	if o.Edits() != 1 || o.LastStep().Undoable() {
		t.Errorf("a counter set forward is edit %d, undoable %v", o.Edits(), o.LastStep().Undoable())
	}
	if vs := o.Versions(id); len(vs) != 1 || vs[0].Counter != 20 {
		t.Errorf("a counter set forward makes %d versions at %d", len(vs), vs[0].Counter)
	}
	d.Join(o)
	if got, _ := d.NextCounter(by, id); got != 20 {
		t.Errorf("after the join NextCounter() = %d, want 20", got)
	}
	edited(t, d, by, id, func(a *account.Account) { a.Counter = 3 })
	if vs := d.Versions(id); len(vs) != 2 || vs[0].Counter != 3 || vs[1].Counter != 21 {
		t.Errorf("a counter set back: %+v", vs)
	}
	last := mustAdd(t, d, by, hotp("last", 1<<64-1))
	if _, err := d.NextCounter(by, last); !errors.Is(err, vault.ErrCounterUsedUp) {
		t.Errorf("NextCounter() at the end = %v", err)
	}
}

// TestCountersNeverGoBack lets computers count, join, bind, publish and
// choose at random: none shows a value of one version twice (I5).
func TestCountersNeverGoBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		if _, err := w.docs[0].Add(w.by[0], hotp("counter", 0)); err != nil {
			t.Fatal(err)
		}
		shown := map[string]uint64{} // computer and version -> next
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			w.step(t)
			for i, d := range w.docs {
				for _, e := range d.Accounts() {
					if e.Key.Type != account.HOTP || e.Counter > 1<<60 {
						continue
					}
					j := slices.IndexFunc(d.Versions(e.ID), func(v vault.Version) bool { return v.Current })
					key := string(rune('a'+i)) + e.ID + d.Versions(e.ID)[j].ID
					n, err := d.NextCounter(w.by[i], e.ID)
					if err != nil || n < shown[key] {
						t.Fatalf("NextCounter() = %d, %v; %d was shown already", n, err, shown[key]-1)
					}
					shown[key] = n + 1
				}
			}
		}
	})
}

func TestUsageAddsUp(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	o := d.Clone()
	must(t, d.Used(by, id, epoch))
	must(t, d.Used(by, id, epoch.Add(time.Hour)))
	must(t, o.Used(other, id, epoch.Add(time.Minute)))
	d.Join(o)
	d.Join(o)
	if u := get(t, d, id).Usage; u.Count != 3 || !u.Last.Equal(epoch.Add(time.Hour)) {
		t.Errorf("usage = %+v", u)
	}
}

func TestUndoOfEveryEdit(t *testing.T) {
	tests := map[string]func(t *testing.T, d *vault.Document, by vault.Author, id, other string){
		"names": func(t *testing.T, d *vault.Document, by vault.Author, id, _ string) {
			edited(t, d, by, id, func(a *account.Account) { a.Issuer, a.Name, a.Note = "X", "", "n" })
		},
		"groups": func(t *testing.T, d *vault.Document, by vault.Author, id, _ string) {
			edited(t, d, by, id, func(a *account.Account) { a.Groups = []string{"Home"} })
		},
		"codes": func(t *testing.T, d *vault.Document, by vault.Author, id, _ string) {
			edited(t, d, by, id, func(a *account.Account) { a.RecoveryCodes = []account.RecoveryCode{{Text: "9", Used: true}} })
		},
		"icon and flags": func(t *testing.T, d *vault.Document, by vault.Author, id, _ string) {
			edited(t, d, by, id, func(a *account.Account) {
				a.Icon, a.Pinned, a.ActionRequired, a.Kind = account.Icon{PNG: []byte("p")}, true, true, account.Other
			})
		},
		"binding": func(t *testing.T, d *vault.Document, by vault.Author, id, _ string) {
			edited(t, d, by, id, func(a *account.Account) { a.Binding = account.ThisComputer })
		},
		"trash": func(t *testing.T, d *vault.Document, by vault.Author, id, other string) {
			must(t, d.Trash(by, id, other))
		},
		"move": func(t *testing.T, d *vault.Document, by vault.Author, id, other string) {
			must(t, d.Move(by, id, other))
		},
		"rename group": func(t *testing.T, d *vault.Document, by vault.Author, _, _ string) {
			must(t, d.RenameGroup(by, d.Groups()[0].ID, "Renamed"))
		},
		"remove group": func(t *testing.T, d *vault.Document, by vault.Author, _, _ string) {
			must(t, d.RemoveGroup(by, d.Groups()[0].ID))
		},
		"move group": func(t *testing.T, d *vault.Document, by vault.Author, _, _ string) {
			must(t, d.MoveGroup(by, d.Groups()[1].ID, ""))
		},
		"add group": func(t *testing.T, d *vault.Document, by vault.Author, _, _ string) {
			_, err := d.AddGroup(by, "Third")
			must(t, err)
		},
		"setting": func(t *testing.T, d *vault.Document, by vault.Author, _, _ string) {
			must(t, d.Set(by, "sort", "used"))
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			by := author("aaaaaaaaaa")
			d := vault.New()
			a := acct("GitHub", "anna", "Work")
			a.RecoveryCodes = []account.RecoveryCode{{Text: "1"}, {Text: "2"}}
			id, other := mustAdd(t, d, by, a), mustAdd(t, d, by, acct("GitLab", "ben", "Home"))
			must(t, d.Set(by, "sort", "name"))
			before := look(d)
			change(t, d, by, id, other)
			step := d.LastStep()
			after := look(d)
			if cmp.Equal(before, after, plain, cmp.AllowUnexported(vault.Entry{})) {
				t.Fatal("the edit changed nothing")
			}
			must(t, d.Undo(by, step))
			if diff := cmp.Diff(before, look(d), plain, cmp.AllowUnexported(vault.Entry{})); diff != "" {
				t.Errorf("undone (-want +got):\n%s", diff)
			}
			if err := d.Undo(by, step); !errors.Is(err, vault.ErrSuperseded) {
				t.Errorf("second undo = %v, want %v", err, vault.ErrSuperseded)
			}
			must(t, d.Undo(by, d.LastStep())) // redo
			if diff := cmp.Diff(after, look(d), plain, cmp.AllowUnexported(vault.Entry{})); diff != "" {
				t.Errorf("done again (-want +got):\n%s", diff)
			}
		})
	}
}

// shown is what a person sees of a document.
type shown struct {
	Accounts, Trash []vault.Entry
	Groups          []vault.Group
	Settings        map[string]string
}

func look(d *vault.Document) shown {
	return shown{d.Accounts(), d.Trashed(), d.Groups(), d.Settings()}
}

// TestUndoOfAKeyWhereNoneWasChosen is a record that says of no version that
// it is in use; the newest is.
func TestUndoOfAKeyWhereNoneWasChosen(t *testing.T) {
	const s = "01j000000000-aaaaaaaaaa"
	d, _ := vault.Read(lines(`{"k":"acct","id":"1","t":"` + s + `","vers":{"v":{"t":"` + s + `","uri":"otpauth://totp/x?secret=GEZDGNBV"}}}`))
	by := author("aaaaaaaaaa")
	before := get(t, d, "1").Key
	edited(t, d, by, "1", func(a *account.Account) { a.Key = acct("", "new").Key })
	must(t, d.Undo(by, d.LastStep()))
	if got := get(t, d, "1").Key; !got.Equal(before) {
		t.Error("the new key is still in use")
	}
}

func TestUndoStopsAtTheNextChange(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	edited(t, d, by, id, func(a *account.Account) { a.Issuer, a.Note = "mine", "mine" })
	step := d.LastStep()
	o := d.Clone()
	edited(t, o, other, id, func(a *account.Account) { a.Issuer = "theirs" })
	d.Join(o)
	must(t, d.Undo(by, step))
	if e := get(t, d, id); e.Issuer != "theirs" || e.Note != "" {
		t.Errorf("undone to %q and %q", e.Issuer, e.Note)
	}
	must(t, d.Trash(by, id))
	must(t, d.Purge(by, id))
	if err := d.Undo(by, d.LastStep()); !errors.Is(err, vault.ErrFinal) || d.LastStep().Undoable() {
		t.Errorf("undo of a purge = %v", err)
	}
	if err := d.Undo(by, step); !errors.Is(err, vault.ErrSuperseded) || len(d.Accounts()) > 0 {
		t.Errorf("undo of an edit before the purge = %v", err)
	}
	if err := d.Undo(by, vault.Step{}); !errors.Is(err, vault.ErrFinal) {
		t.Errorf("undo of nothing = %v", err)
	}
}

func TestRandomUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.run(t, rapid.IntRange(1, 40).Draw(t, "steps"))
		d, by := w.docs[0], w.by[0]
		id := w.someID(t, d)
		e, ok := d.Account(id)
		if !ok || e.Versions == 0 { // undo never takes the only key out of use
			return
		}
		w.change(t, d, by, id)
		same := cmp.Comparer(func(a, b error) bool { return (a == nil) == (b == nil) })
		if now, _ := d.Account(id); cmp.Equal(e, now, plain, same, cmp.AllowUnexported(vault.Entry{})) {
			return
		}
		if err := d.Undo(by, d.LastStep()); err != nil {
			t.Fatal(err)
		}
		got, _ := d.Account(id)
		e.Versions, got.Versions = 0, 0 // keys are never forgotten
		if diff := cmp.Diff(e, got, plain, same, cmp.AllowUnexported(vault.Entry{})); diff != "" {
			t.Fatalf("undone (-want +got):\n%s", diff)
		}
	})
}
