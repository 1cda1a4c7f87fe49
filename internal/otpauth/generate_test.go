package otpauth_test

import (
	"math"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// anyAccount draws accounts that are valid in every way a URI can hold.
func anyAccount() *rapid.Generator[account.Account] {
	return rapid.Custom(func(t *rapid.T) account.Account {
		types := []account.Type{account.TOTP, account.HOTP, account.Steam, account.MOTP, account.Yandex}
		k := account.Defaults(rapid.SampledFrom(types).Draw(t, "type"))
		if rapid.Bool().Draw(t, "unusual") {
			k.Digits = rapid.IntRange(account.MinDigits, account.MaxDigits).Draw(t, "digits")
			k.Algorithm = rapid.SampledFrom([]account.Algorithm{account.SHA1, account.SHA256, account.SHA512}).Draw(t, "algorithm")
			if k.Type != account.HOTP {
				k.Period = rapid.IntRange(1, account.MaxPeriod).Draw(t, "period")
			}
		}
		a := account.Account{Issuer: anyName().Draw(t, "issuer"), Name: anyName().Draw(t, "name"), Key: k}
		least, most := 1, 80
		if k.Type == account.Yandex {
			least = rapid.SampledFrom([]int{16, 26}).Draw(t, "length")
			most = least
		}
		a.Key.Secret = secret.New(rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, "secret"))
		if k.Type == account.MOTP || k.Type == account.Yandex {
			a.Key.PIN = secret.FromString(rapid.OneOf(rapid.StringMatching(`[0-9]{0,8}`), rapid.String()).Draw(t, "pin"))
		}
		if k.Type == account.HOTP {
			a.Counter = rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, math.MaxInt64, math.MaxUint64})).Draw(t, "counter")
		}
		return a.Clean()
	})
}

// anyName draws names with everything that means something in a URI.
func anyName() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "null", "GitHub", "a:b", ":", "100%", "%3A", "C# + Go & Co?", "東京 銀行", "a/b", "user#EXT#@x.jp"}),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab:%#?&=+/ @é日\u0301")), 0, 12, -1),
		rapid.String(),
	)
}

// sameAccount compares what a URI carries.
var sameAccount = cmp.Options{
	cmp.Comparer(func(x, y account.Key) bool { return x.Equal(y) }),
}

func wantAccount(t interface {
	Helper()
	Errorf(string, ...any)
}, got, want account.Account) {
	t.Helper()
	if d := cmp.Diff(want, got, sameAccount); d != "" {
		t.Errorf("account differs (-want +got):\n%s", d)
	}
}
