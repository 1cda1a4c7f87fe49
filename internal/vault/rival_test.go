package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// pair is one account on two computers.
func pair(t testing.TB) (id string, a, b *vault.Document, byA, byB vault.Author) {
	t.Helper()
	byA, byB = author("aaaaaaaaaa"), author("bbbbbbbbbb")
	a = vault.New()
	id = mustAdd(t, a, byA, acct("GitHub", "anna"))
	return id, a, joined(a), byA, byB
}

func name(t testing.TB, d *vault.Document, by vault.Author, id, to string) {
	t.Helper()
	edited(t, d, by, id, func(a *account.Account) { a.Name = to })
}

func TestTwoEditsOfOneFieldShowBoth(t *testing.T) {
	id, a, b, byA, byB := pair(t)
	name(t, a, byA, id, "work")
	name(t, b, byB, id, "office")
	name(t, b, byB, id, "home") // by the same clock, but of another computer
	a.Join(b)
	b.Join(a)
	if a.Fingerprint() != b.Fingerprint() {
		t.Fatal("the computers differ")
	}
	for _, d := range []*vault.Document{a, b, reread(t, a)} {
		got := d.Merged(id, epoch)
		if len(got) != 1 {
			t.Fatalf("merged: %+v", got)
		}
		want := vault.Merged{Field: vault.MergedName, Here: "home", There: "work", HereFrom: "bbbbbbbbbb", ThereBy: "aaaaaaaaaa"}
		if got[0] != want || get(t, d, id).Name != "home" {
			t.Errorf("merged: %+v, want %+v", got[0], want)
		}
	}
}

func TestWhatIsNoMerge(t *testing.T) {
	id, a, b, byA, byB := pair(t)
	early := joined(a)
	name(t, a, byA, id, "work")
	stale := joined(a)
	b.Join(a)
	name(t, b, byB, id, "home") // knows the other
	a.Join(b)
	for what, d := range map[string]*vault.Document{
		"an edit that knew the other": a, "an old file": joined(b, stale, early), "in the other order": joined(stale, b),
	} {
		if got := d.Merged(id, epoch); len(got) != 0 {
			t.Errorf("%s: %+v", what, got)
		}
	}
	edited(t, a, byA, id, func(a *account.Account) { a.Note = "note" })
	edited(t, b, byB, id, func(a *account.Account) { a.Issuer = "Hub" })
	if got := joined(a, b).Merged(id, epoch); len(got) != 0 {
		t.Errorf("two fields: %+v", got)
	}
	name(t, a, byA, id, "same")
	name(t, b, byB, id, "same")
	if got := joined(a, b).Merged(id, epoch); len(got) != 0 {
		t.Errorf("one value: %+v", got)
	}
}

func TestMergeIsSettled(t *testing.T) {
	fresh := func(t *testing.T) (string, *vault.Document, vault.Author) {
		id, a, b, byA, byB := pair(t)
		name(t, a, byA, id, "work")
		name(t, b, byB, id, "home")
		name(t, b, byB, id, "home 2")
		a.Join(b)
		if len(a.Merged(id, epoch)) != 1 {
			t.Fatal("not merged")
		}
		return id, a, byA
	}
	over := func(t *testing.T, id string, d, before *vault.Document) {
		t.Helper()
		if got := d.Merged(id, epoch); len(got) != 0 {
			t.Errorf("still there: %+v", got)
		}
		d = joined(d, before) // an old file brings nothing back
		if got := d.Merged(id, epoch); len(got) != 0 {
			t.Errorf("came back: %+v", got)
		}
	}
	t.Run("the other one is taken", func(t *testing.T) {
		id, d, by := fresh(t)
		before := joined(d)
		name(t, d, by, id, d.Merged(id, epoch)[0].There)
		if get(t, d, id).Name != "work" {
			t.Error("not taken")
		}
		over(t, id, d, before)
		must(t, d.Undo(by, d.LastStep()))
		if get(t, d, id).Name != "home 2" {
			t.Error("not undone")
		}
	})
	t.Run("this one is kept", func(t *testing.T) {
		id, d, _ := fresh(t)
		before := joined(d)
		if !d.SettleMerged(id, vault.MergedName) || d.SettleMerged(id, vault.MergedName) || d.SettleMerged(id, "otp") {
			t.Error("the answer is wrong")
		}
		if strings.Contains(text(d.Lines()), "work") {
			t.Error("what lost is kept")
		}
		over(t, id, d, before)
	})
	t.Run("after thirty days", func(t *testing.T) {
		id, d, _ := fresh(t)
		before := joined(d)
		if changed, gone := d.NoteMerged(epoch); !changed || len(gone) != 0 {
			t.Errorf("noted: %v %v", changed, gone)
		}
		d = reread(t, d)
		if changed, _ := d.NoteMerged(epoch.Add(time.Hour)); changed {
			t.Error("noted twice")
		}
		end := epoch.Add(vault.MergedFor)
		if got := d.Merged(id, end.Add(-time.Second)); len(got) != 1 || !got[0].Until.Equal(end) {
			t.Errorf("before the end: %+v", got)
		}
		if got := d.Merged(id, end); len(got) != 0 {
			t.Errorf("at the end: %+v", got)
		}
		other := joined(d)
		if changed, gone := d.NoteMerged(end); !changed || len(gone) != 1 || gone[0] != id {
			t.Errorf("at the end: %v %v", changed, gone)
		}
		other.NoteMerged(epoch)
		other.NoteMerged(end)
		if other.Fingerprint() != d.Fingerprint() {
			t.Error("two computers forget in two ways")
		}
		if len(d.LocalLines()) != 0 {
			t.Errorf("left: %s", text(d.LocalLines()))
		}
		over(t, id, d, before)
	})
	t.Run("a clock that was wrong", func(t *testing.T) {
		id, d, _ := fresh(t)
		d.NoteMerged(epoch.Add(10 * 365 * 24 * time.Hour))
		d.NoteMerged(epoch)
		if got := d.Merged(id, epoch); len(got) != 1 || !got[0].Until.Equal(epoch.Add(vault.MergedFor)) {
			t.Errorf("merged: %+v", got)
		}
	})
	t.Run("purged", func(t *testing.T) {
		id, d, by := fresh(t)
		d.NoteMerged(epoch)
		must(t, d.Trash(by, id))
		must(t, d.Purge(by, id))
		d.NoteMerged(epoch)
		if len(d.LocalLines()) != 0 || d.Merged(id, epoch) != nil {
			t.Errorf("left: %s", text(d.LocalLines()))
		}
	})
}

// TestMergedIsTrue compares the marks with who really knew of what, over all
// orders in which three computers may write and hear of each other.
func TestMergedIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type write struct {
			value string
			knew  map[int]bool
		}
		devices := []string{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"}
		var writes []write
		var docs []*vault.Document
		var by []vault.Author
		knows := make([]map[int]bool, len(devices))
		first := vault.New()
		id, err := first.Add(author(devices[0]), acct("GitHub", "anna"))
		if err != nil {
			t.Fatal(err)
		}
		for i, device := range devices {
			at := epoch.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "clock")) * time.Second)
			by = append(by, vault.Author{Device: device, Rand: author(device).Rand, Now: func() time.Time { return at }})
			docs, knows[i] = append(docs, joined(first)), map[int]bool{}
		}
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			i, j := rapid.IntRange(0, 2).Draw(t, "who"), rapid.IntRange(0, 2).Draw(t, "from")
			if i != j {
				docs[i].Join(docs[j])
				for w := range knows[j] {
					knows[i][w] = true
				}
				continue
			}
			w := write{string(rune('A' + len(writes))), map[int]bool{}}
			for k := range knows[i] {
				w.knew[k] = true
			}
			a, _ := docs[i].Account(id)
			a.Name = w.value
			if err := docs[i].Update(by[i], id, a.Account); err != nil {
				t.Fatal(err)
			}
			knows[i][len(writes)] = true
			writes = append(writes, w)
		}
		all := joined(docs...)
		now, _ := all.Account(id)
		rivals := map[string]bool{}
		for i, w := range writes {
			superseded := w.value == now.Name
			for _, later := range writes {
				superseded = superseded || later.knew[i]
			}
			if !superseded {
				rivals[w.value] = true
			}
		}
		got := all.Merged(id, epoch)
		if len(got) == 0 && len(rivals) > 0 || len(got) > 1 || len(got) == 1 && !rivals[got[0].There] {
			t.Fatalf("merged %+v, but the rivals of %s are %v", got, now.Name, rivals)
		}
	})
}

func TestStrangeMarksAreNoMerge(t *testing.T) {
	for _, line := range []string{
		`{"k":"acct","id":"x","t":"01j000000000-bbbbbbbbbb","label":"anna","by/label/bbbbbbbbbb":["anna"],"by/label/aaaaaaaaaa":7,"ft":{"by/label/aaaaaaaaaa":"010000000000-aaaaaaaaaa"}}`,
		`{"k":"acct","id":"x","t":"01j000000000-bbbbbbbbbb","label":"anna","by/label/bbbbbbbbbb":["anna"],"by/label/aaaaaaaaaa":[{"a":1}],"ft":{"by/label/aaaaaaaaaa":"010000000000-aaaaaaaaaa"}}`,
		`{"k":"acct","id":"x","t":"01j000000000-bbbbbbbbbb","label":"anna","by/label/bbbbbbbbbb":["anna"],"by/label/aaaaaaaaaa":["a","b"],"ft":{"by/label/aaaaaaaaaa":"010000000000-aaaaaaaaaa"}}`,
		`{"k":"acct","id":"x","t":"01j000000000-bbbbbbbbbb","label":"anna","by/label/aaaaaaaaaa":["ben"],"ft":{"by/label/aaaaaaaaaa":"010000000000-aaaaaaaaaa"}}`,
		`{"k":"acct","id":"x","t":"01j000000000-bbbbbbbbbb","label":"anna","by/label/bbbbbbbbbb":["anna"],"by/label/":["ben"],"by/":1,"by/label":2}`,
		`{"k":"merged","id":"x","ft":{"label":"010000000000-aaaaaaaaaa"},"label":"yesterday"}`,
	} {
		d, bad := vault.Read(lines(line))
		if len(bad) != 0 || len(d.Merged("x", epoch)) != 0 {
			t.Errorf("%s: %v, %+v", line, bad, d.Merged("x", epoch))
		}
		d.NoteMerged(epoch)
	}
}

// TestVaultsBeforeTheMarks reads files of the first days as they are.
func TestVaultsBeforeTheMarks(t *testing.T) {
	var all [][]byte
	for _, name := range []string{"v1-unmarked-shared.jsonl", "v1-unmarked-local.jsonl"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		must(t, err)
		all = append(all, lines(strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")...)...)
	}
	d, _ := vault.Read(all)
	if again := text(append(d.Lines(), d.LocalLines()...)); again != text(all) {
		t.Errorf("read and written again:\n%s", again)
	}
	if len(d.Accounts()) == 0 {
		t.Fatal("no accounts")
	}
	for _, e := range d.Accounts() {
		if got := d.Merged(e.ID, epoch); len(got) != 0 {
			t.Errorf("%s: %+v", e.Issuer, got)
		}
	}
}
