package code_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/code"
)

// TestAgainstOathtool compares with the generator of the OATH Toolkit, which
// shares no code with ours.
func TestAgainstOathtool(t *testing.T) {
	if _, err := exec.LookPath("oathtool"); err != nil {
		t.Skip("needs oathtool, which is not installed")
	}
	r := rand.New(rand.NewPCG(4226, 6238))
	for range 40 {
		k := account.Defaults(account.TOTP)
		raw := make([]byte, 1+r.IntN(100))
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
		k.Secret, k.Digits, k.Period = secret.New(raw), 6+r.IntN(3), 1+r.IntN(120)
		k.Algorithm = []account.Algorithm{account.SHA1, account.SHA256, account.SHA512}[r.IntN(3)]
		at := time.Unix(r.Int64N(1<<33), 0).UTC()
		got, err := code.At(k, at)
		if err != nil {
			t.Fatal(err)
		}
		want := oathtool(t, "--totp="+strings.ToLower(string(k.Algorithm)), fmt.Sprintf("--digits=%d", k.Digits),
			fmt.Sprintf("--time-step-size=%ds", k.Period), "--now="+at.Format("2006-01-02 15:04:05 UTC"), fmt.Sprintf("%x", raw))
		if got != want {
			t.Errorf("At(%v) with %s, %d s = %s, oathtool has %s", at, k.Algorithm, k.Period, got, want)
		}
		k.Type, k.Algorithm = account.HOTP, account.SHA1
		counter := r.Uint64() >> 1 // oathtool's limit
		if got, err = code.AtCounter(k, counter); err != nil {
			t.Fatal(err)
		}
		want = oathtool(t, "--hotp", fmt.Sprintf("--digits=%d", k.Digits), fmt.Sprintf("--counter=%d", counter), fmt.Sprintf("%x", raw))
		if got != want {
			t.Errorf("AtCounter(%d) = %s, oathtool has %s", counter, got, want)
		}
	}
}

// oathtool makes one code. The secret is a test's, so that it may be an
// argument.
func oathtool(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("oathtool", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("oathtool %q: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}
