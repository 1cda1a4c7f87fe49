package otpauth_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

func TestParseList(t *testing.T) {
	first := page(1, 2, 0, 9, entry("page", "", 1, 1, 2, 0), entry("bad page entry", "", 4, 1, 2, 0))
	text := "\ufeff# my accounts\r\n\r\n" + // lines 1 and 2
		"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\r\n" +
		"  steam://JBSWY3DPEHPK3PXP\n" +
		"otpauth://totp/Bad:b?secret=JBSW0\r" + // line 5, of an old Macintosh
		first + "\n" +
		first + "\n" + // line 7: the same page again
		"https://example.com\n" +
		"motp://M:m?secret=48656c6c6f21deadbeef\n" +
		"otpauth-migration://offline?data=%\n" +
		"otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP" // a duplicate is kept; importing merges
	l := otpauth.ParseList(text)
	want := []account.Account{
		made(account.TOTP, "A", "a"), made(account.Steam, "Steam", ""), made(account.TOTP, "", "page"),
		made(account.MOTP, "M", "m"), made(account.TOTP, "A", "a"),
	}
	if len(l.Accounts) != len(want) {
		t.Fatalf("%d accounts, want %d", len(l.Accounts), len(want))
	}
	for i := range want {
		wantAccount(t, l.Accounts[i], want[i])
	}
	var lines []int
	var titles []string
	for _, r := range l.Rejected {
		lines, titles = append(lines, r.Line), append(titles, r.Title)
	}
	if !slices.Equal(lines, []int{5, 6, 8, 10}) || !slices.Equal(titles, []string{"Bad", "bad page entry", "", ""}) {
		t.Errorf("rejected lines %v, titles %q", lines, titles)
	}
	if !slices.Equal(l.Pages.Missing(), []int{2}) || l.More != 0 {
		t.Errorf("missing pages %v, %d more", l.Pages.Missing(), l.More)
	}
	if !errors.Is(l.Rejected[3].Err, otpauth.ErrDamagedMigration) {
		t.Errorf("line 10: %v", l.Rejected[3].Err)
	}
}

func TestParseListOfSomethingElse(t *testing.T) {
	l := otpauth.ParseList(strings.Repeat("x\n", 5000) + "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP")
	if len(l.Accounts) != 1 || len(l.Rejected)+l.More != 5000 || len(l.Rejected) > 1000 {
		t.Errorf("%d accounts, %d rejected, %d more", len(l.Accounts), len(l.Rejected), l.More)
	}
	if l := otpauth.ParseList(""); l.Accounts != nil || l.Rejected != nil || l.Pages.Total() != 0 {
		t.Errorf("an empty text gave %+v", l)
	}
}

func TestListRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(anyAccount(), 0, 20).Draw(t, "accounts")
		var b strings.Builder
		for _, a := range in {
			b.WriteString(otpauth.Format(a) + rapid.SampledFrom([]string{"\n", "\r\n", "\r", "\n\n# x\n"}).Draw(t, "end"))
		}
		l := otpauth.ParseList(b.String())
		if len(l.Accounts) != len(in) || len(l.Rejected) != 0 {
			t.Fatalf("%d in, %d out, rejected %v", len(in), len(l.Accounts), l.Rejected)
		}
		for i := range in {
			wantAccount(t, l.Accounts[i], in[i])
		}
	})
}

func FuzzParseList(f *testing.F) {
	f.Add("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\nx\n#\n" + page(2, 2, 1, 0, entry("a", "", 1, 1, 2, 0)))
	f.Fuzz(func(t *testing.T, text string) {
		l := otpauth.ParseList(text)
		lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
		for _, r := range l.Rejected {
			if r.Err == nil || r.Line < 1 || r.Line > lines {
				t.Fatalf("rejected %+v in a text of %d lines", r, lines)
			}
		}
		for _, a := range l.Accounts {
			if err := a.Key.Check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkParseList10000(b *testing.B) {
	text := strings.Repeat("otpauth://totp/ACME%20Co:john@example.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&digits=8\n", 10000)
	for b.Loop() {
		if l := otpauth.ParseList(text); len(l.Accounts) != 10000 {
			b.Fatal("lost accounts")
		}
	}
}
