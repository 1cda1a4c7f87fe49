package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func needsAction(a *account.Account) { a.ActionRequired = true }
func works(a *account.Account)       { a.ActionRequired = false }

// TestActionRequiredIsOfOneComputer: a mark set, or taken away, on one computer
// says nothing about another one.
func TestActionRequiredIsOfOneComputer(t *testing.T) {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	o := d.Clone()
	before := d.Fingerprint()
	edited(t, d, by, id, needsAction)
	if d.Fingerprint() != before {
		t.Error("the mark is in the shared lines")
	}
	if c := o.Join(d); c.Any || get(t, o, id).ActionRequired {
		t.Errorf("the other computer: %+v, marked %v", c, get(t, o, id).ActionRequired)
	}
	if d = reread(t, d); !get(t, d, id).ActionRequired {
		t.Fatal("the mark is gone after reading the files again")
	}
	edited(t, o, other, id, needsAction)
	edited(t, o, other, id, works)
	d.Join(o)
	if !get(t, d, id).ActionRequired {
		t.Error("\"it works\" of the other computer took the mark away here")
	}
	edited(t, d, by, id, works)
	if get(t, reread(t, d), id).ActionRequired || len(d.LocalLines()) != 1 {
		t.Errorf("after unmarking: %s", text(d.LocalLines()))
	}
	must(t, d.Undo(by, d.LastStep()))
	if !get(t, d, id).ActionRequired {
		t.Error("undo did not bring the mark back")
	}
}

// TestASharedMarkOfTheFirstDaysCanBeAnswered reads files that were written
// when the mark was shared.
func TestASharedMarkOfTheFirstDaysCanBeAnswered(t *testing.T) {
	var all [][]byte
	for _, name := range []string{"v1-early-shared.jsonl", "v1-early-local.jsonl"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		must(t, err)
		all = append(all, lines(strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")...)...)
	}
	d, _ := vault.Read(all)
	if again := text(append(d.Lines(), d.LocalLines()...)); again != text(all) {
		t.Errorf("read and written again:\n%s", again)
	}
	var id string
	for _, e := range d.Accounts() {
		if e.Issuer == "Was shared" {
			id = e.ID
			if !e.ActionRequired {
				t.Error("the mark does not count")
			}
		}
	}
	by := author("bbbbbbbbbb")
	o := d.Clone()
	edited(t, d, by, id, works)
	if get(t, reread(t, d), id).ActionRequired {
		t.Error("it cannot be answered")
	}
	o.Join(d)
	if !get(t, o, id).ActionRequired {
		t.Error("the answer reached another computer")
	}
}

func TestRequireAction(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	one, two := mustAdd(t, d, by, acct("GitHub", "anna")), mustAdd(t, d, by, acct("Bank", "anna"))
	must(t, d.Trash(by, two))
	must(t, d.RequireAction(by, one, two, "nobody"))
	if !get(t, d, one).ActionRequired || get(t, d, two).ActionRequired {
		t.Error("the wrong ones are marked")
	}
	if e := get(t, d, one); e.Problem != vault.NoProblem || !e.Key.Equal(acct("", "anna").Key) {
		t.Errorf("the key is gone: %q", e.Problem)
	}
	if strings.Contains(text(d.LocalLines()), secretOf("anna")) {
		t.Error("the mark moved the key")
	}
}
