package account

import (
	"slices"
	"strings"
	"testing"
)

func TestRulesMatch(t *testing.T) {
	tests := []struct {
		issuer, name string
		kind         Kind
		rules        Rules
		want         bool
	}{
		{"Microsoft", "hanako@contoso.co.jp", "", DefaultRules(), true},
		{"microsoft 365", "hanako", "", DefaultRules(), true},
		{"Microsoft", "hanako@outlook.jp", "", DefaultRules(), false},
		{"Microsoft", "Hanako@GMail.com", "", DefaultRules(), false},
		{"Contoso (Okta)", "hanako", "", DefaultRules(), true},
		{"Azure-AD", "x@contoso.com", "", DefaultRules(), true},
		{"Duolingo", "hanako", "", DefaultRules(), false},
		{"Duo", "hanako", "", DefaultRules(), true},
		{"GitHub", "hanako", "", DefaultRules(), false},
		{"GitHub", "hanako@gmail.com", Work, nil, true},
		{"", "", "", DefaultRules(), false},
		{"社内 認証", "花子", "", Rules{"社内"}, true},
		{"Microsoft", "x@contoso.com", "", Rules{}, false},
		{"anything", "x", "", Rules{"", " - "}, false},
	}
	for _, tt := range tests {
		if got := tt.rules.Match(Account{Issuer: tt.issuer, Name: tt.name, Kind: tt.kind}); got != tt.want {
			t.Errorf("%v match %q %q %q: %v", tt.rules, tt.issuer, tt.name, tt.kind, got)
		}
	}
}

func TestRulesClean(t *testing.T) {
	many := make(Rules, 2*MaxRules)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	if n := len(many.Clean()); n != MaxRules {
		t.Errorf("%d rules are kept", n)
	}
	got := Rules{" Okta ", "", "okta", "OKTA!", "--", strings.Repeat("y", maxRule+1), "Bad\xff"}.Clean()
	if want := (Rules{"Okta", "Bad"}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
