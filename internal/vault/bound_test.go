package vault_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// secretOf is how the secret of acct(…, name) looks in a URI.
func secretOf(name string) string { return account.EncodeSecret(acct("", name).Key.Secret) }

func bind(a *account.Account)  { a.Binding = account.ThisComputer }
func share(a *account.Account) { a.Binding = account.Shared }

func TestBoundSecretsAreNotInSharedLines(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	a := acct("Bank", "born bound")
	a.Binding = account.ThisComputer
	born := mustAdd(t, d, by, a)
	became := mustAdd(t, d, by, acct("Bank", "became bound"))
	edited(t, d, by, became, func(a *account.Account) { a.Key = acct("", "second secret").Key })
	edited(t, d, by, became, bind)
	for _, name := range []string{"born bound", "became bound", "second secret"} {
		if strings.Contains(text(d.Lines()), secretOf(name)) {
			t.Errorf("the secret of %q is in the shared lines:\n%s", name, text(d.Lines()))
		}
		if !strings.Contains(text(d.LocalLines()), secretOf(name)) {
			t.Errorf("the secret of %q is not in the local lines", name)
		}
	}
	for _, doc := range []*vault.Document{d, reread(t, d)} {
		if e := get(t, doc, born); !e.Key.Equal(a.Key) || e.ActionRequired {
			t.Errorf("born bound: %q, action required %v", e.Problem, e.ActionRequired)
		}
		if e := get(t, doc, became); !e.Key.Equal(acct("", "second secret").Key) || e.Versions != 2 {
			t.Errorf("became bound: %q, %d versions", e.Problem, e.Versions)
		}
	}
}

func TestOtherComputersNeedTheirOwnSecret(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("Bank", "anna"))
	o := d.Clone()
	edited(t, d, by, id, bind)
	o.Join(d)
	if e := get(t, o, id); e.Problem != vault.Elsewhere || !e.ActionRequired || !e.Key.Secret.Empty() || e.Issuer != "Bank" {
		t.Fatalf("on the other computer: %+v", e)
	}
	if strings.Contains(text(o.Lines())+text(o.LocalLines()), secretOf("anna")) {
		t.Error("the other computer still has the secret")
	}
	edited(t, o, other, id, func(a *account.Account) { a.Key = acct("", "own").Key })
	if e := get(t, o, id); e.Problem != vault.NoProblem || e.ActionRequired {
		t.Errorf("after scanning: %q, action required %v", e.Problem, e.ActionRequired)
	}
	d.Join(o)
	if e := get(t, d, id); !e.Key.Equal(acct("", "anna").Key) {
		t.Error("the first computer lost its own secret")
	}
	if strings.Contains(text(d.Lines())+text(o.Lines()), "otpauth") {
		t.Error("a secret is in the shared lines")
	}
	if d.Fingerprint() != o.Fingerprint() {
		t.Error("the shared content differs")
	}
}

func TestAnOlderSnapshotBringsNoSecretBack(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("Bank", "anna"))
	old := d.Clone()
	edited(t, d, by, id, bind)
	before := d.Fingerprint()
	o := reread(t, d)
	o.Join(old)
	if o.Fingerprint() != before || strings.Contains(text(o.Lines()), "otpauth") {
		t.Error("an older snapshot brought the secret back")
	}
}

// TestAKeyScannedMeanwhileSurvivesBinding: one computer binds the account to
// itself, the other one scans a new code at the same time, not knowing.
func TestAKeyScannedMeanwhileSurvivesBinding(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("Bank", "anna"))
	o := d.Clone()
	edited(t, d, by, id, bind)
	edited(t, o, other, id, func(a *account.Account) { a.Key = acct("", "meanwhile").Key })
	o.Join(d)
	for _, doc := range []*vault.Document{o, reread(t, o)} {
		if e := get(t, doc, id); !e.Key.Equal(acct("", "meanwhile").Key) {
			t.Errorf("the key that was scanned here is lost: %q", e.Problem)
		}
		if strings.Contains(text(doc.Lines()), "otpauth") {
			t.Error("it is in the shared lines")
		}
	}
	edited(t, o, other, id, func(a *account.Account) { a.Note = "any edit" })
	d.Join(o)
	if e := get(t, d, id); !e.Key.Equal(acct("", "anna").Key) || d.Fingerprint() != o.Fingerprint() {
		t.Errorf("the first computer: %q", e.Problem)
	}
}

func TestSharingAgainPublishesTheKeyInUse(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("Bank", "first"))
	edited(t, d, by, id, bind)
	edited(t, d, by, id, func(a *account.Account) { a.Key = acct("", "second").Key })
	edited(t, d, by, id, share)
	o, _ := vault.Read(d.Lines())
	if e := get(t, o, id); !e.Key.Equal(acct("", "second").Key) || e.Versions != 1 {
		t.Errorf("another computer sees %q and %d versions", e.Problem, e.Versions)
	}
	if get(t, d, id).Versions != 2 {
		t.Error("the earlier key is lost here")
	}
	must(t, d.Undo(by, d.LastStep()))
	if strings.Contains(text(d.Lines()), "otpauth") || !get(t, d, id).Key.Equal(acct("", "second").Key) {
		t.Error("undo did not take the key back")
	}
}

func TestLocalRecordsNeverComeFromOthers(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	a := acct("Bank", "anna")
	a.Binding = account.ThisComputer
	id := mustAdd(t, d, by, a)
	o := vault.New()
	if ch := o.Join(d); len(ch.Added) != 1 {
		t.Fatalf("Join() = %+v", ch)
	}
	if e := get(t, o, id); e.Problem != vault.Elsewhere || len(o.LocalLines()) != 0 {
		t.Error("a join took another computer's own record")
	}
}

// TestSharedLinesNeverHoldABoundSecret holds in every state of the world.
func TestSharedLinesNeverHoldABoundSecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			w.step(t)
			for _, d := range w.docs {
				byID := map[string]string{}
				for _, l := range d.Lines() {
					for _, e := range append(d.Accounts(), d.Trashed()...) {
						if strings.HasPrefix(string(l), `{"k":"acct","id":`+vault.Quote(e.ID)+`,`) {
							byID[e.ID] = string(l)
						}
					}
				}
				for _, e := range append(d.Accounts(), d.Trashed()...) {
					if e.Binding == account.ThisComputer && strings.Contains(byID[e.ID], "otpauth") {
						t.Fatalf("bound account in the shared lines: %s", byID[e.ID])
					}
				}
			}
		}
	})
}

func TestAPurgedAccountThatWasRestoredMayBeKept(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	tests := map[string]struct {
		here func(d *vault.Document, id string) // meanwhile
		kept bool
	}{
		"untouched":  {func(*vault.Document, string) {}, false},
		"restored":   {func(d *vault.Document, id string) { must(t, d.Restore(by, id)) }, true},
		"note added": {func(d *vault.Document, id string) { edited(t, d, by, id, func(a *account.Account) { a.Note = "x" }) }, false},
		"restored, new": {func(d *vault.Document, id string) {
			must(t, d.Restore(by, id))
			edited(t, d, by, id, func(a *account.Account) { a.Key = acct("", "new").Key })
		}, true},
		"restored and bound": {func(d *vault.Document, id string) {
			must(t, d.Restore(by, id))
			edited(t, d, by, id, bind)
		}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := vault.New()
			id := mustAdd(t, d, by, acct("GitHub", "anna", "Work"))
			must(t, d.Trash(by, id))
			o := d.Clone()
			must(t, o.Purge(other, id))
			tt.here(d, id)
			want, listed := get(t, d, id), len(d.Accounts())
			ch := d.Join(o)
			if (len(ch.Kept) == 1) != tt.kept || len(d.Kept()) != len(ch.Kept) || len(d.Accounts()) != 0 || len(ch.Removed) != listed {
				t.Fatalf("Join() = %+v, kept %d", ch, len(d.Kept()))
			}
			if !tt.kept {
				if len(d.LocalLines()) != 0 {
					t.Error("content is left")
				}
				return
			}
			if strings.Contains(text(d.Lines()), "otpauth") || d.Fingerprint() != o.Fingerprint() {
				t.Error("a kept account is in the shared lines")
			}
			d = reread(t, d)
			d.Join(o)
			fresh, err := d.KeepCopy(by, id)
			if err != nil {
				t.Fatal(err)
			}
			e := get(t, reread(t, d), fresh)
			if fresh == id || !e.Key.Equal(want.Key) || e.Issuer != want.Issuer || e.Note != want.Note || e.Versions != want.Versions || len(e.Groups) != 1 {
				t.Errorf("copy = %+v, want %+v", e, want)
			}
			if _, err := d.KeepCopy(by, id); !errors.Is(err, vault.ErrNoSuchAccount) || len(d.Kept()) != 0 {
				t.Errorf("second copy: %v", err)
			}
			must(t, d.Undo(by, d.LastStep()))
			if len(d.Trashed()) != 1 {
				t.Error("undo did not move the copy to the trash")
			}
		})
	}
}

func TestLetGo(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	must(t, d.Trash(by, id))
	o := d.Clone()
	must(t, o.Purge(other, id))
	must(t, d.Restore(by, id))
	edited(t, d, by, id, bind)
	d.Join(o)
	d.LetGo(id)
	if len(d.Kept()) != 0 || len(d.LocalLines()) != 0 || len(d.Lines()) != 1 {
		t.Errorf("left:\n%s\n%s", text(d.Lines()), text(d.LocalLines()))
	}
}

func TestPurgeIsFinal(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	old := d.Clone()
	must(t, d.Trash(by, id))
	must(t, d.Purge(by, id))
	edited(t, old, other, id, func(a *account.Account) { a.Issuer = "later" })
	d.Join(old)
	if _, ok := d.Account(id); ok || strings.Contains(text(d.Lines()), "otpauth") {
		t.Error("a purged account came back")
	}
	old.Join(d)
	if old.Fingerprint() != d.Fingerprint() {
		t.Error("computers differ about a purge")
	}
}
