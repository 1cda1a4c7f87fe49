package vault_test

import (
	"testing"
	"time"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func TestRenewals(t *testing.T) {
	by := author("aaaaaaaaaa")
	clock := epoch
	by.Now = func() time.Time { return clock }
	d := vault.New()
	var ids []string
	for _, name := range []string{"old", "replaced", "said", "bound later", "never shared"} {
		a := acct("Service", name)
		if name == "never shared" {
			a.Binding = account.ThisComputer
		}
		ids = append(ids, mustAdd(t, d, by, a))
	}
	edited(t, d, by, ids[3], bind)
	clock = clock.Add(time.Hour)
	removed := clock
	clock = clock.Add(time.Hour)
	edited(t, d, by, ids[1], func(a *account.Account) { a.Key = acct("", "new").Key })
	must(t, d.SetRenewed(by, ids[2], true))
	due := func() (out []string) {
		for _, n := range reread(t, d).Renewals() {
			if n.Before(removed) {
				e, _ := d.Account(n.ID)
				out = append(out, e.Name)
			}
		}
		return out
	}
	if got := due(); len(got) != 2 || got[0] != "old" || got[1] != "bound later" {
		t.Errorf("to renew: %q", got)
	}
	o, _ := vault.Read(d.Lines())
	if n := o.Renewals()[4]; !n.Own {
		t.Error("another computer asks for the renewal of a key that was never shared")
	}
	if n := o.Renewals()[2]; n.Before(removed) {
		t.Error("another computer does not know what was said")
	}
	must(t, d.SetRenewed(by, ids[2], false))
	if got := due(); len(got) != 3 {
		t.Errorf("taken back: %q", got)
	}
	must(t, d.Trash(by, ids[0]))
	if got := due(); len(got) != 2 {
		t.Errorf("in the trash: %q", got)
	}
	if err := d.SetRenewed(by, "nobody", true); err == nil {
		t.Error("an account that is not there")
	}
}
