package vault_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func TestStampsSortLikeTheirTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.Uint64Range(0, 1<<60-1)
		x, y := times.Draw(t, "x"), times.Draw(t, "y")
		device := rapid.StringMatching(`[a-z0-9]{1,32}`)
		a, b := vault.NewStamp(x, device.Draw(t, "a")), vault.NewStamp(y, device.Draw(t, "b"))
		if x < y && a >= b || x > y && a <= b {
			t.Fatalf("%d is %s, %d is %s", x, a, y, b)
		}
		if !vault.ValidStamp(string(a)) || a.Time() != x || !strings.HasSuffix(string(a), a.Device()) {
			t.Fatalf("stamp of %d is %s, read as %d of %s", x, a, a.Time(), a.Device())
		}
	})
}

func TestStampsSurviveAnyClock(t *testing.T) {
	for _, now := range []time.Time{
		{}, time.Unix(-1, 0), time.Date(-200000, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(0, 0), epoch,
		time.Date(2262, 4, 12, 0, 0, 0, 0, time.UTC), time.Date(292000, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(1<<62, 0),
	} {
		by := author("aaaaaaaaaa")
		by.Now = func() time.Time { return now }
		d := vault.New()
		id := mustAdd(t, d, by, acct("GitHub", "anna"))
		for _, issuer := range []string{"a", "b", "c"} {
			edited(t, d, by, id, func(a *account.Account) { a.Issuer = issuer })
		}
		must(t, d.Trash(by, id))
		if e := get(t, reread(t, d), id); e.Issuer != "c" || e.Trashed.IsZero() {
			t.Errorf("clock %v: issuer %q, trashed %v", now, e.Issuer, e.Trashed)
		}
		// A computer with a good clock still edits after all of that.
		good := author("bbbbbbbbbb")
		edited(t, d, good, id, func(a *account.Account) { a.Issuer = "d" })
		if e := get(t, d, id); e.Issuer != "d" {
			t.Errorf("clock %v: a later edit lost to %q", now, e.Issuer)
		}
	}
}

// TestGreatestStamp is a file made to block edits: what can still be done is
// done, the rest is refused, and nothing turns over.
func TestGreatestStamp(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	o, bad := vault.Read(lines(`{"k":"acct","id":"` + id + `","ft":{"issuer":"vvvvvvvvvvvv-zz"},"issuer":"blocked"}`))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	d.Join(o)
	a := get(t, d, id).Account
	a.Issuer = "free"
	if err := d.Update(by, id, a); !errors.Is(err, vault.ErrStampsUsedUp) {
		t.Errorf("Update() = %v, want %v", err, vault.ErrStampsUsedUp)
	}
	if e := get(t, d, id); e.Issuer != "blocked" || e.Name != "anna" {
		t.Errorf("a refused edit left %q %q", e.Issuer, e.Name)
	}
	other := mustAdd(t, d, by, acct("New", "ben"))
	edited(t, d, by, id, func(a *account.Account) { a.Note = "other fields still work" })
	if get(t, d, other).Problem != vault.NoProblem || get(t, d, id).Note == "" {
		t.Error("other edits do not work any more")
	}
}

func TestAuthorsNeedADeviceID(t *testing.T) {
	for _, device := range []string{"", "A", "a-b", "ü", strings.Repeat("a", 33)} {
		by := author("aaaaaaaaaa")
		by.Device = device
		d := vault.New()
		if _, err := d.Add(by, acct("GitHub", "anna")); err == nil || len(d.Lines()) > 0 {
			t.Errorf("device %q may edit", device)
		}
	}
}
