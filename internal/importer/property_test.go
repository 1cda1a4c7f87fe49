package importer_test

import (
	"encoding/base32"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/importer"
)

// anyText draws texts with everything that means something in one of the
// formats, clean as a name is.
func anyText(most int) *rapid.Generator[string] {
	runes := []rune(`aZ09 :/?#&=%+-_.,;"'\<>{}[]@|$楽天花子üé🔑`)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(runes), 1, most), func(r []rune) string {
		return account.Account{Name: string(r)}.Clean().Name
	})
}

// simpleText is for formats in which a colon, a slash or a dash parts a name.
func simpleText(most int) *rapid.Generator[string] {
	runes := []rune(`aZ09._@楽天花子üé🔑`)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(runes), 1, most), func(r []rune) string { return string(r) })
}

// anyVectors draws accounts: secrets of all lengths, all algorithms, odd
// parameters.
func anyVectors(text func(int) *rapid.Generator[string]) *rapid.Generator[[]vector] {
	one := rapid.Custom(func(t *rapid.T) vector {
		raw := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "secret")
		v := vector{
			issuer: text(12).Draw(t, "issuer"), name: text(12).Draw(t, "name"),
			kind:   rapid.SampledFrom([]string{"totp", "totp", "hotp", "steam"}).Draw(t, "kind"),
			secret: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw),
			group:  account.CleanGroup(text(8).Draw(t, "group")), note: text(30).Draw(t, "note"),
			pinned: rapid.Bool().Draw(t, "pinned"), algorithm: "SHA1", digits: 5, period: 30,
		}
		if v.issuer == "" || v.name == "" || v.group == "" {
			v.issuer, v.name, v.group = "i", "n", "g"
		}
		if v.kind != "steam" {
			v.algorithm = rapid.SampledFrom([]string{"SHA1", "SHA256", "SHA512"}).Draw(t, "algorithm")
			v.digits = rapid.IntRange(account.MinDigits, account.MaxDigits).Draw(t, "digits")
			v.period = rapid.IntRange(1, 300).Draw(t, "period")
		}
		if v.kind == "hotp" {
			v.counter, v.period = rapid.Uint64Range(0, 1<<40).Draw(t, "counter"), 0
		}
		return v
	})
	return rapid.SliceOfN(one, 1, 5)
}

// TestAnyAccountsInAnyFormat: whatever a format can hold comes out of it as it
// went in.
func TestAnyAccountsInAnyFormat(t *testing.T) {
	free := []string{"aegis", "2fas", "stratum", "lastpass", "2fauth", "proton", "raivo", "keeper", "bitwarden", "unknown json",
		"uri list", "uri list in UTF-16", "ente", "bitwarden csv", "1password csv", "lastpass csv", "proton pass csv", "dashlane csv",
		"html", "1password", "proton pass", "freeotp+", "freeotp", "aegis encrypted", "bitwarden pbkdf2", "winauth zipcrypto", "raivo zip",
		"keepass xml", "kdbx 4, AES-KDF", "kdbx 3.1", "freeotp 2 sha1", "twofold backup", "ente encrypted", "otp auth backup 1.1", "google pages"}
	for _, s := range samples() {
		if !slices.Contains(free, s.name) {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			rounds := 0
			rapid.Check(t, func(r *rapid.T) {
				if rounds++; s.password != "" && rounds > 15 {
					return // every round derives a key
				}
				vs := fitting(s, anyVectors(textOf(s)).Draw(r, "accounts"))
				if len(vs) == 0 {
					return
				}
				got, err := readAll(s.build(t, vs), s.password)
				if err != nil || len(got.Entries) != len(vs) || len(got.Rejected) > 0 {
					r.Fatalf("%d of %d accounts, %v, refused %v", len(got.Entries), len(vs), err, got.Rejected)
				}
				for i, w := range accounts(t, vs) {
					g := got.Entries[i]
					if !g.Key.Equal(w.Key) || g.Counter != w.Counter {
						r.Fatalf("%+v came out as %s", vs[i], summary(g))
					}
					if g.Issuer != w.Issuer || g.Name != w.Name {
						r.Fatalf("%q, %q came out as %q, %q", w.Issuer, w.Name, g.Issuer, g.Name)
					}
					if !s.noNotes && g.Note != w.Note || !s.noPins && g.Pinned != w.Pinned {
						r.Fatalf("note %q, pinned %t came out as %q, %t", w.Note, w.Pinned, g.Note, g.Pinned)
					}
				}
			})
		})
	}
}

// textOf picks names that mean nothing else in a format: a label of otpauth
// parts at its colon, and 2FAS drops a name that repeats the issuer.
func textOf(s sample) func(int) *rapid.Generator[string] {
	switch s.name {
	case "aegis", "stratum", "lastpass", "2fauth", "raivo", "aegis encrypted", "raivo zip", "twofold backup":
		return anyText
	}
	return simpleText
}

// fitting keeps the accounts that a format, or its app, can have.
func fitting(s sample, vs []vector) []vector {
	var out []vector
	for _, v := range s.supports(vs) {
		if s.name == "2fas" && v.name == v.issuer || s.app == importer.Proton && v.kind == "steam" ||
			s.app == importer.Bitwarden && v.kind == "steam" && v.issuer == "" {
			continue
		}
		if s.name == "google pages" && v.digits != 6 && v.digits != 8 {
			continue
		}
		if s.app == importer.OTPAuth && v.kind == "hotp" {
			v.counter %= 1 << 30
		}
		out = append(out, v)
	}
	switch s.name {
	case "bitwarden", "bitwarden pbkdf2", "proton pass":
		// The makers of these write the first one as a bare secret.
		if len(out) > 0 {
			v := &out[0]
			if v.kind != "totp" || s.name == "proton pass" && v.kind == "hotp" {
				return nil
			}
			v.algorithm, v.digits, v.period = "SHA1", 6, 30
		}
	}
	return out
}
