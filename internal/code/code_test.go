package code_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/code"
)

// rows reads a file of vectors: columns between spaces, # starts a comment.
func rows(t *testing.T, name string, columns int) [][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Fields(line)
		if len(row) != columns {
			t.Fatalf("%s: %q has %d columns, want %d", name, line, len(row), columns)
		}
		out = append(out, row)
	}
	if len(out) == 0 {
		t.Fatalf("%s has no vectors", name)
	}
	return out
}

func number(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func keyOf(typ account.Type, raw string) account.Key {
	k := account.Defaults(typ)
	k.Secret = secret.FromString(raw)
	return k
}

func TestRFC4226(t *testing.T) {
	k := keyOf(account.HOTP, "12345678901234567890")
	for _, row := range rows(t, "rfc4226.txt", 3) {
		counter := uint64(number(t, row[0]))
		full := strings.Repeat("0", 10-len(row[1])) + row[1]
		for digits := account.MinDigits; digits <= account.MaxDigits; digits++ {
			k.Digits = digits
			got, err := code.AtCounter(k, counter)
			if err != nil {
				t.Fatal(err)
			}
			if want := full[10-digits:]; got != want {
				t.Errorf("AtCounter(%d) of %d digits = %s, want %s", counter, digits, got, want)
			}
		}
		k.Digits = 6
		if got, _ := code.AtCounter(k, counter); got != row[2] {
			t.Errorf("AtCounter(%d) = %s, want %s", counter, got, row[2])
		}
	}
}

func TestRFC6238(t *testing.T) {
	length := map[account.Algorithm]int{account.SHA1: 20, account.SHA256: 32, account.SHA512: 64}
	for _, row := range rows(t, "rfc6238.txt", 3) {
		algorithm := account.Algorithm(row[2])
		k := keyOf(account.TOTP, strings.Repeat("1234567890", 7)[:length[algorithm]])
		k.Algorithm, k.Digits = algorithm, 8
		got, err := code.At(k, time.Unix(number(t, row[0]), 0))
		if err != nil {
			t.Fatal(err)
		}
		if got != row[1] {
			t.Errorf("At(%s) with %s = %s, want %s", row[0], algorithm, got, row[1])
		}
	}
}

func TestOtherAlgorithms(t *testing.T) {
	for _, row := range rows(t, "others.txt", 5) {
		k := account.Defaults(account.Type(row[0]))
		var err error
		if k.Secret, err = account.DecodeSecret(row[1]); err != nil {
			t.Fatal(err)
		}
		if row[2] != "-" {
			k.PIN = secret.FromString(row[2])
		}
		got, err := code.At(k, time.Unix(number(t, row[3]), 0))
		if err != nil {
			t.Fatal(err)
		}
		if got != row[4] {
			t.Errorf("%s code at %s = %s, want %s", row[0], row[3], got, row[4])
		}
	}
}

// The first 16 bytes of a Yandex secret decide; the rest is a checksum.
func TestYandexShortSecret(t *testing.T) {
	long, err := account.DecodeSecret("LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI")
	if err != nil {
		t.Fatal(err)
	}
	k := account.Defaults(account.Yandex)
	k.Secret, k.PIN = secret.Copy(long.Reveal()[:16]), secret.FromString("7586")
	if got, err := code.At(k, time.Unix(1581064020, 0)); err != nil || got != "oactmacq" {
		t.Errorf("At() = %s, %v, want oactmacq", got, err)
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name  string
		key   account.Key
		field account.Field
		what  account.Problem
	}{
		{"hotp has no time", keyOf(account.HOTP, "12345678901234567890"), account.FieldType, account.Unknown},
		{"no secret", keyOf(account.TOTP, ""), account.FieldSecret, account.Missing},
		{"motp without pin", keyOf(account.MOTP, "12345678"), account.FieldPIN, account.Missing},
		{"yandex without pin", keyOf(account.Yandex, "1234567890123456"), account.FieldPIN, account.Missing},
		{"yandex of 15 bytes", keyOf(account.Yandex, "123456789012345"), account.FieldSecret, account.Short},
		{"yandex of 19 bytes", keyOf(account.Yandex, "1234567890123456789"), account.FieldSecret, account.Malformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := code.At(tt.key, time.Unix(59, 0))
			var fe *account.FieldError
			if got != "" || !errors.As(err, &fe) || fe.Field != tt.field || fe.Problem != tt.what {
				t.Errorf("At() = %q, %v, want %s %s", got, err, tt.field, tt.what)
			}
		})
	}
	if got, err := code.AtCounter(keyOf(account.TOTP, "1234567890"), 1); err == nil {
		t.Errorf("AtCounter() of a TOTP key = %q, want an error", got)
	}
}

func TestExtremes(t *testing.T) {
	times := []time.Time{
		{}, time.Unix(0, 0), time.Unix(-1, 0), time.Unix(-1, 999999999), time.Unix(math.MinInt64, 0),
		time.Unix(math.MaxInt64, 999999999), time.Date(1582, 1, 1, 0, 0, 0, 1, time.UTC),
	}
	for _, typ := range []account.Type{account.TOTP, account.Steam, account.MOTP, account.Yandex} {
		k := keyOf(typ, "1234567890123456")
		k.PIN = secret.FromString("1")
		for _, at := range times {
			if got, err := code.At(k, at); err != nil || len(got) != k.Digits {
				t.Errorf("%s code at %v = %q, %v", typ, at, got, err)
			}
		}
	}
	for _, counter := range []uint64{0, math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		if got, err := code.AtCounter(keyOf(account.HOTP, "1234567890"), counter); err != nil || len(got) != 6 {
			t.Errorf("AtCounter(%d) = %q, %v", counter, got, err)
		}
	}
}

func TestStepAndLeft(t *testing.T) {
	k := keyOf(account.TOTP, "1234567890")
	tests := []struct {
		at   time.Time
		step int64
		left time.Duration
	}{
		{time.Unix(0, 0), 0, 30 * time.Second},
		{time.Unix(29, 999999999), 0, 1},
		{time.Unix(30, 0), 1, 30 * time.Second},
		{time.Unix(59, 500e6), 1, 500 * time.Millisecond},
		{time.Unix(-1, 0), -1, time.Second},
		{time.Unix(-30, 0), -1, 30 * time.Second},
		{time.Unix(-31, 0), -2, time.Second},
	}
	for _, tt := range tests {
		if step, left := code.Step(k, tt.at), code.Left(k, tt.at); step != tt.step || left != tt.left {
			t.Errorf("at %v: step %d, %v left, want %d, %v", tt.at.UTC(), step, left, tt.step, tt.left)
		}
	}
	if h := keyOf(account.HOTP, "1"); code.Step(h, time.Unix(99, 0)) != 0 || code.Left(h, time.Unix(99, 0)) != 0 {
		t.Error("a HOTP key has a step or time left")
	}
}

// The code changes exactly when Left has run out, and not before.
func TestLeftReachesTheNextStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := keyOf(account.TOTP, "1234567890")
		k.Period = rapid.IntRange(1, account.MaxPeriod).Draw(t, "period")
		at := time.Unix(rapid.Int64Range(-1e12, 1e12).Draw(t, "sec"), rapid.Int64Range(0, 999999999).Draw(t, "nsec"))
		step, left := code.Step(k, at), code.Left(k, at)
		if left <= 0 || left > time.Duration(k.Period)*time.Second {
			t.Fatalf("Left() = %v with a period of %d s", left, k.Period)
		}
		if got := code.Step(k, at.Add(left)); got != step+1 {
			t.Fatalf("step after Left() = %d, want %d", got, step+1)
		}
		if got := code.Step(k, at.Add(left-1)); got != step {
			t.Fatalf("step just before Left() = %d, want %d", got, step)
		}
	})
}

func TestGroups(t *testing.T) {
	for in, want := range map[string][2]string{
		"": {"", ""}, "1234": {"1234", ""}, "NTK5M": {"NTK5M", ""}, "123456": {"123", "456"},
		"1234567": {"123", "4567"}, "12345678": {"1234", "5678"}, "oactmacq": {"oact", "macq"},
		"123456789": {"1234", "56789"}, "1234567890": {"12345", "67890"},
	} {
		if head, tail := code.Groups(in); head != want[0] || tail != want[1] {
			t.Errorf("Groups(%q) = %q %q, want %q %q", in, head, tail, want[0], want[1])
		}
	}
}

func BenchmarkAt(b *testing.B) {
	k := keyOf(account.TOTP, "12345678901234567890")
	at := time.Unix(1700000000, 0)
	for b.Loop() {
		if _, err := code.At(k, at); err != nil {
			b.Fatal(err)
		}
	}
}
