package account_test

import (
	"encoding/base32"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

func TestDecodeSecret(t *testing.T) {
	tests := []struct {
		name, in, want string // want is the canonical spelling
		field          account.Problem
		char           rune
		at             int
	}{
		{name: "plain", in: "JBSWY3DPEHPK3PXP", want: "JBSWY3DPEHPK3PXP"},
		{name: "as services print it", in: " jbsw y3dp-ehpk 3pxp== ", want: "JBSWY3DPEHPK3PXP"},
		{name: "length of no encoder", in: "JBSWY3DPE", want: "JBSWY3DP"},
		{name: "zero is not O", in: "JBSW0Y3D", field: account.Malformed, char: '0', at: 5},
		{name: "position counts characters", in: "日JB", field: account.Malformed, char: '日', at: 1},
		{name: "long s is not S", in: "JBſW", field: account.Malformed, char: 'ſ', at: 3},
		{name: "empty", in: " - ", field: account.Missing},
		{name: "less than a byte", in: "J", field: account.Short},
		{name: "too long", in: strings.Repeat("A", 1641), field: account.Long},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := account.DecodeSecret(tt.in)
			if tt.field != "" {
				var fe *account.FieldError
				if !errors.As(err, &fe) || fe.Problem != tt.field || fe.Char != tt.char || fe.At != tt.at {
					t.Fatalf("DecodeSecret(%q) error = %v, want %s at %d", tt.in, err, tt.field, tt.at)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if enc := account.EncodeSecret(got); enc != tt.want {
				t.Errorf("DecodeSecret(%q) = %s, want %s", tt.in, enc, tt.want)
			}
		})
	}
}

func TestDecodeSecretAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "raw")
		got, err := account.DecodeSecret(base32.StdEncoding.EncodeToString(raw))
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Reveal()) != string(raw) {
			t.Fatalf("round trip of %x gave %x", raw, got.Reveal())
		}
	})
}

func TestKeyCheck(t *testing.T) {
	good := account.Defaults(account.TOTP)
	good.Secret = secret.FromString("12345678901234567890")
	tests := []struct {
		name string
		edit func(*account.Key)
		want account.Field
	}{
		{"good", func(*account.Key) {}, ""},
		{"hotp needs no period", func(k *account.Key) { k.Type, k.Period = account.HOTP, 0 }, ""},
		{"no secret", func(k *account.Key) { k.Secret = secret.Bytes{} }, account.FieldSecret},
		{"0 digits", func(k *account.Key) { k.Digits = 0 }, account.FieldDigits},
		{"11 digits", func(k *account.Key) { k.Digits = 11 }, account.FieldDigits},
		{"period 0", func(k *account.Key) { k.Period = 0 }, account.FieldPeriod},
		{"negative period", func(k *account.Key) { k.Period = -30 }, account.FieldPeriod},
		{"unknown algorithm", func(k *account.Key) { k.Algorithm = "SHA3" }, account.FieldAlgorithm},
		{"md5 outside motp", func(k *account.Key) { k.Algorithm = account.MD5 }, account.FieldAlgorithm},
		{"unknown type", func(k *account.Key) { k.Type = "push" }, account.FieldType},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := good
			tt.edit(&k)
			var fe *account.FieldError
			err := k.Check()
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
			} else if !errors.As(err, &fe) || fe.Field != tt.want {
				t.Errorf("Check() = %v, want a problem of %s", err, tt.want)
			}
		})
	}
}

func TestClean(t *testing.T) {
	a := account.Account{
		Issuer: " Git\u202eHub\x00\n ", Name: "a\tb", Note: "one\r\ntwo\x07",
		Groups: []string{"Work", " Work ", "", "私用"},
	}.Clean()
	if a.Issuer != "GitHub" || a.Name != "a b" || a.Note != "one\ntwo" {
		t.Errorf("Clean() = %q %q %q", a.Issuer, a.Name, a.Note)
	}
	if got := (account.Account{Name: "A\x00\u0300"}).Clean().Name; got != "\u00c0" {
		t.Errorf("an accent behind a removed character gave %+q", got)
	}
	if len(a.Groups) != 2 || a.Groups[0] != "Work" || a.Groups[1] != "私用" {
		t.Errorf("groups = %q", a.Groups)
	}
	if long := (account.Account{Name: strings.Repeat("長", 300)}).Clean(); len([]rune(long.Name)) != account.MaxName {
		t.Errorf("long name kept %d characters", len([]rune(long.Name)))
	}
}

func TestCleanIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := account.Account{Issuer: rapid.String().Draw(t, "issuer"), Note: rapid.String().Draw(t, "note")}
		once := a.Clean()
		if twice := once.Clean(); twice.Issuer != once.Issuer || twice.Note != once.Note {
			t.Fatalf("second Clean changed %q to %q", once.Issuer, twice.Issuer)
		}
	})
}

func TestDecodeHex(t *testing.T) {
	got, err := account.DecodeHex(" E315 2af-ee62599c8")
	if err != nil || account.EncodeHex(got) != "e3152afee62599c8" {
		t.Errorf("DecodeHex = %v, %v", account.EncodeHex(got), err)
	}
	for in, want := range map[string]account.Problem{
		"e3g": account.Malformed, "e31": account.Short, " ": account.Missing,
		strings.Repeat("00", account.MaxSecret+1): account.Long,
	} {
		var fe *account.FieldError
		if _, err := account.DecodeHex(in); !errors.As(err, &fe) || fe.Problem != want {
			t.Errorf("DecodeHex(%.8q) = %v, want %s", in, err, want)
		}
	}
}
