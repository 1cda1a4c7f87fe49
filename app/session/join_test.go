package session

import (
	"slices"
	"testing"

	"twofold/internal/account"
)

// TestJoin: what was decided stays, what comes twice is marked, and of an
// export in parts the last reading, which has all of them, takes the place of
// those before, and of nothing else.
func TestJoin(t *testing.T) {
	one := func(name string, part bool) Candidate {
		sec, err := account.DecodeSecret("JBSWY3DPEHPK3PXP" + name)
		if err != nil {
			t.Fatal(err)
		}
		key := account.Defaults(account.TOTP)
		key.Secret = sec
		return Candidate{Account: account.Account{Issuer: name, Key: key}, Part: part}
	}
	left := one("AAAAAAAA", false)
	left.Choice = ChoiceSkip
	first := Found{Candidates: []Candidate{left, one("BBBBBBBB", true)}, Pages: &Pages{Have: 1, Total: 2}, Clear: []string{"b"}, App: "Aegis", Imported: true}
	names := func(f Found) (out []string) {
		for _, c := range f.Candidates {
			out = append(out, c.Account.Issuer)
		}
		return out
	}
	plain := first.Join(Found{Candidates: []Candidate{one("CCCCCCCC", false), one("AAAAAAAA", false)}, Clear: []string{"b", "a"}})
	if got, want := names(plain), []string{"AAAAAAAA", "BBBBBBBB", "CCCCCCCC", "AAAAAAAA"}; !slices.Equal(got, want) {
		t.Errorf("a picture more gives %v, want %v", got, want)
	}
	if plain.Pages == nil || plain.Candidates[0].Choice != ChoiceSkip || plain.Candidates[2].Choice != ChoiceAdd {
		t.Errorf("%+v, pages %v", plain.Candidates, plain.Pages)
	}
	if c := plain.Candidates[3]; c.Choice != ChoiceSkip || c.Duplicate.Kind != SameAccount {
		t.Errorf("the second of the same: %+v", c)
	}
	if !slices.Equal(plain.Clear, []string{"a", "b"}) || plain.App != "" || !plain.Imported {
		t.Errorf("clear %v, of %q", plain.Clear, plain.App)
	}
	whole := plain.Join(Found{Candidates: []Candidate{one("BBBBBBBB", true), one("DDDDDDDD", true)}})
	if got, want := names(whole), []string{"AAAAAAAA", "CCCCCCCC", "AAAAAAAA", "BBBBBBBB", "DDDDDDDD"}; !slices.Equal(got, want) || whole.Pages != nil {
		t.Errorf("the last part gives %v, want %v; pages %v", got, want, whole.Pages)
	}
	if len(first.Candidates) != 2 {
		t.Error("the first was changed")
	}
}
