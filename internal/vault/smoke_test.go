package vault_test

import (
	"crypto/rand"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
)

func TestSmoke(t *testing.T) {
	by := vault.Author{Device: "aaaaaaaaaa", Now: time.Now, Rand: rand.Reader}
	d := vault.New()
	a := account.Account{Issuer: "GitHub", Name: "anna", Groups: []string{"Work"}}
	a.Key = account.Defaults(account.TOTP)
	a.Key.Secret = secret.FromString("12345678901234567890")
	id, err := d.Add(by, a)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := d.Account(id)
	e.Name = "bob"
	e.Note = "x"
	if err := d.Update(by, id, e.Account); err != nil {
		t.Fatal(err)
	}
	for _, l := range d.Lines() {
		t.Logf("%s", l)
	}
	r, bad := vault.Read(d.Lines())
	if len(bad) > 0 || r.Fingerprint() != d.Fingerprint() {
		t.Error("round trip", bad)
	}
	if err := d.Undo(by, d.LastStep()); err != nil {
		t.Fatal(err)
	}
	e, _ = d.Account(id)
	t.Logf("%+v", e)
	t.Logf("%+v", d.Groups())
	t.Log(vault.NewIndex([]account.Account{e.Account}).Search("hub"))
}
